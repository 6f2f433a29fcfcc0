"""Pictures of the lists of hits, compared with reviewed ones; `make snapshots` accepts new ones."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.frames import CreateFrame
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity
from annotator.labelling.session import Session
from annotator.model.annotation import Mention
from annotator.model.spans import Span
from annotator.project import Project
from tests.frames import fill, fill_text, frame_left
from tests.support import made as made_by
from tests.support import mark, session
from tests.tui.screens import desk_of, wait_for
from tests.tui.test_search import counts, search
from tests.tui.test_snapshots import Act, Compare, app_at, labelled, steady

__all__ = ["labelled", "steady"]


def looking_for(typed: str, expected: str, *keys: str) -> Act:
    """Return an act that searches and presses keys."""

    async def act(pilot: Pilot[None]) -> None:
        await search(pilot, typed, expected)
        await pilot.press(*keys)
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()

    return act


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_search(snap_compare: Compare, labelled: Project, size: tuple[int, int]) -> None:
    act = looking_for("taliban", "33 hits", "space", "down", "t", "down")
    assert snap_compare(app_at(labelled), terminal_size=size, run_before=act)


def test_a_query_that_is_explained(snap_compare: Compare, labelled: Project) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await search(pilot, "labl:gpe", "")
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=act)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_others(snap_compare: Compare, labelled: Project, size: tuple[int, int]) -> None:
    session = labelled.desk("ann", labelled.articles()[0].article.id).session
    mark(session, "PERSON", "acting Taliban First Deputy Prime Minister")

    async def act(pilot: Pilot[None]) -> None:
        desk = desk_of(pilot)
        start = desk.session.work.text.index("Taliban")
        desk.reader.select(start, start + len("Taliban"))
        await pilot.press("asterisk", "asterisk")
        await wait_for(pilot, lambda: counts(pilot) == "30 ticked of 32 hits", "the project")
        await pilot.press("down")
        await pilot.pause()

    assert snap_compare(app_at(labelled), terminal_size=size, run_before=act)


CLAIMS: tuple[tuple[int, str, str, str, str, str], ...] = (
    # article, text up to the cue, cue, source, content, a name in it
    (
        4,
        "Bilal Karimi, meanwhile, ",
        "says",
        "Bilal Karimi",
        "the security forces have curbed the activities of Daesh",
        "Daesh",
    ),
    (
        4,
        "Ismail Khatib ",
        "said",
        "Ismail Khatib",
        "Daesh has been pushed from Syria and Turkey to northern Afghanistan",
        "Daesh",
    ),
    (
        2,
        "Hassan Kazemi Qomi, has ",
        "said",
        "Hassan Kazemi Qomi",
        "there is a regional consensus on interactions with the Taliban",
        "Taliban",
    ),
    (
        0,
        "ISIS has ",
        "claimed",
        "ISIS",
        "the responsibility for the bomb attack",
        "ISIS",
    ),
)


def tell_claims(project: Project) -> None:
    """Make a few claims of the seeds; Daesh and ISIS are one entry of the registry."""
    entries: dict[str, str] = {}
    for number, before, cue, source, content, name in CLAIMS:
        at = session(project, number=number)
        start = at.work.text.index(before + cue) + len(before)
        trigger = (Span(start, start + len(cue)),)
        made = frame_left(at.apply(CreateFrame(type="STATEMENT", trigger=trigger)), at)
        fill(at, made, "source", mark(at, "PERSON", source).id)
        fill_text(at, made, "content", content)
        place = at.work.text.index(content if name in content else name)
        place = at.work.text.index(name, place)
        named = [
            one
            for one in at.work.annotations.values()
            if isinstance(one, Mention) and one.fragments == (Span(place, place + len(name)),)
        ]
        mention = named[0] if named else mark_at(at, place, name)
        group = "Daesh" if name == "ISIS" else name
        known = entries.get(group)
        at.apply(LinkIdentity(id=mention.id, entry=known) if known else CreateEntry(id=mention.id))
        item = at.work.annotations[mention.id]
        entries[group] = item.identity if isinstance(item, Mention) else ""


def mark_at(at: Session, place: int, name: str) -> Mention:
    """Label a name at its place."""
    fragments = (Span(place, place + len(name)),)
    return made_by(at.apply(CreateMention(type="ARMED_GROUP", fragments=fragments)))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_claims_to_link(snap_compare: Compare, project: Project, size: tuple[int, int]) -> None:
    tell_claims(project)

    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("c", "tab", "c", "tab", "r", "c", "slash")
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app_at(project, 4), terminal_size=size, run_before=act)

"""Links between claims of several articles: found by words, shown at both ends, followed."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from annotator.labelling.commands.annotations import SetAttribute
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity
from annotator.labelling.session import Session
from annotator.model.annotation import Claim, Relation
from annotator.project import Project
from annotator.tui.screens.claim_choice import ClaimScreen
from tests.frames import fill, fill_text, tell
from tests.support import mark, session
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, light, lit, said, wait_for, window_text
from tests.tui.test_forms import commands, form_text
from tests.tui.test_span_view import press_ahead

FIRST = "Border clash\nVelmora guards denied that Oshtin troops crossed the river.\nIt rained."
SECOND = "A river crossed\nOshtin police said that Velmora guards had crossed the river.\nNo more."
THIRD = "Bread prices\nBakers complained that bread costs more than ever.\nNobody else did."


@pytest.fixture
def told(project_of: Callable[..., Project]) -> Project:
    """Three articles with a claim in each; two of them speak of the same."""
    made = project_of(FIRST, SECOND, THIRD)
    entry = ""
    for number, (cue, source, content, named) in enumerate(
        (
            ("denied", "Velmora guards", "Oshtin troops crossed the river", "Oshtin"),
            ("said", "Oshtin police", "Velmora guards had crossed the river", "Oshtin"),
            ("complained", "Bakers", "bread costs more than ever", ""),
        )
    ):
        at = session(made, number=number)
        claim = tell(at, "STATEMENT", cue)
        fill(at, claim, "source", mark(at, "PEOPLE", source).id)
        fill_text(at, claim, "content", content)
        if number == 0:
            at.apply(SetAttribute(id=claim.id, attribute="stance", value="deny"))
        if named:
            entry = registered(at, named, entry)
    return made


def registered(at: Session, name: str, entry: str) -> str:
    """Label a name and link it to an entry, a new one where there is none; return the entry."""
    mention = mark(at, "ORG", name)
    at.apply(LinkIdentity(id=mention.id, entry=entry) if entry else CreateEntry(id=mention.id))
    return str(getattr(at.work.annotations[mention.id], "identity", ""))


def claim_of(project: Project, number: int) -> Claim:
    """Return the claim of an article."""
    (claim,) = (one for one in session(project, number=number).work.frames())
    assert isinstance(claim, Claim)
    return claim


def relations(project: Project) -> list[Relation]:
    """Return all stored relations."""
    found = []
    for line in project.articles():
        items = project.annotations(line.article.id, "ann")
        found += [item for item in items if isinstance(item, Relation)]
    return found


def listed(pilot: Pilot[None]) -> list[str]:
    """Return the lines of the window."""
    options = pilot.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


async def begin(pilot: Pilot[None], cue: str, *keys: str) -> None:
    """Light a cue and open the window for what it answers."""
    await light(pilot, cue)
    await pilot.press(*keys, "r", "d", "slash")
    assert isinstance(pilot.app.screen, ClaimScreen)


async def test_the_likest_claim_is_first_and_one_digit_links_it(
    told: Project, opened: Opened
) -> None:
    async with opened(told) as pilot:
        await light(pilot, "denied")
        await pilot.press("r", "d")
        assert "/ looks in all articles" in said(pilot), "nothing in view can be the target"
        await pilot.press("slash")
        first, second = listed(pilot)
        assert "Oshtin police · assert · “Velmora guards had crossed the river”" in first
        assert "A river crossed" in first
        assert "Oshtin shared" in first
        assert "nothing shared" in second
        assert "2 other claims" in window_text(pilot)
        await pilot.press("1")
        assert not isinstance(pilot.app.screen, ClaimScreen)
        assert said(pilot).startswith("denies → A river crossed: Oshtin police · assert")
        (relation,) = relations(told)
        other = claim_of(told, 1)
        assert relation.target == f"{other.article}#{other.id}"
        await pilot.press("u")
        assert relations(told) == []


async def test_typed_words_narrow_the_list(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await begin(pilot, "denied")
        await pilot.press(*"BÁK br")
        (only,) = listed(pilot)
        assert "Bakers" in only
        assert "1 of your 2 other claims, with words that begin “bak”, “br”." in window_text(pilot)
        await pilot.press("x", "enter")
        assert listed(pilot) == []
        assert "no such claim" in window_text(pilot)
        await pilot.press("backspace", "enter")
        (relation,) = relations(told)
        assert relation.target.endswith(claim_of(told, 2).id)


async def test_arrows_choose_and_escape_links_nothing(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await begin(pilot, "denied")
        await pilot.press("escape")
        assert relations(told) == []
        await begin(pilot, "denied")
        await pilot.press("down", "enter")
        (relation,) = relations(told)
        assert relation.target.endswith(claim_of(told, 2).id)


async def test_what_is_refused_is_said_in_the_window(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        for _ in range(2):
            await begin(pilot, "denied")
            await pilot.press("1")
        assert isinstance(pilot.app.screen, ClaimScreen)
        assert "denies links these two already." in window_text(pilot)
        assert len(relations(told)) == 1


async def test_a_link_is_shown_at_both_ends_and_followed(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await begin(pilot, "denied")
        await pilot.press("1")
        await pilot.press("left", "right")
        await light(pilot, "denied")
        await pilot.press("d")
        assert "denies → A river crossed: Oshtin police · assert" in form_text(pilot)
        await pilot.press("escape", "r", "enter")
        assert "Oshtin police · assert" in listed(pilot)[0]
        await pilot.press("1")
        assert desk_of(pilot).session.article == claim_of(told, 1).article
        assert lit(pilot) == "said"
        assert "← denies Border clash: Velmora guards · deny" in said(pilot)
        await pilot.press("r", "enter", "1")
        assert desk_of(pilot).session.article == claim_of(told, 0).article
        assert lit(pilot) == "denied"


async def test_a_link_is_deleted_at_either_end(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await begin(pilot, "denied")
        await pilot.press("1")
        await pilot.press("r", "enter", "1", "r", "backspace")
        assert "← denies Border clash" in listed(pilot)[0]
        await pilot.press("1")
        assert relations(told) == []
        assert "began in the other article" in said(pilot)
        await pilot.press("right", "left")
        assert said(pilot) == "STATEMENT “said”"
        await pilot.press("u")
        assert len(relations(told)) == 1
        assert desk_of(pilot).session.article == claim_of(told, 0).article


async def test_deleting_the_target_takes_the_link_along_and_undo_brings_it_back(
    told: Project, opened: Opened
) -> None:
    async with opened(told) as pilot:
        await begin(pilot, "denied")
        await pilot.press("1")
        await pilot.press("r", "enter", "1")
        before = relations(told)
        await pilot.press("x")
        assert "It was taken out of 1 relation, which began in another article." in said(pilot)
        assert relations(told) == []
        await pilot.press("u")
        assert relations(told) == before
        await pilot.press("right", "left")
        assert "← denies Border clash" in said(pilot)


async def test_the_way_from_the_open_form(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await light(pilot, "denied")
        await pilot.press("d", "r")
        assert "the letter of the relation" in commands(pilot)
        await pilot.press("escape")
        assert "STATEMENT" in form_text(pilot), "the form stays open"
        await pilot.press("r", "d", "slash", "1")
        assert len(relations(told)) == 1
        assert "denies → A river crossed" in form_text(pilot)


async def test_the_search_of_targets_ends_with_any_other_key(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        for key in ("escape", "right"):
            await light(pilot, "denied")
            await pilot.press("r", "d", key, "slash")
            assert not isinstance(pilot.app.screen, ClaimScreen), key
            await pilot.press("escape")


async def test_keys_typed_ahead_reach_the_line(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await light(pilot, "denied")
        await press_ahead(pilot, ["r", "d", "slash", *"bread", "enter"])
        await wait_for(pilot, lambda: bool(relations(told)), "the link")
        (relation,) = relations(told)
        assert relation.target.endswith(claim_of(told, 2).id)


async def test_the_smallest_terminal_shows_the_best_claim(told: Project, opened: Opened) -> None:
    async with opened(told, size=(40, 10)) as pilot:
        await begin(pilot, "denied")
        options = pilot.app.screen.query_one(OptionList)
        assert options.region.bottom < 10
        assert options.size.height >= 2
        await pilot.press("enter")
        assert len(relations(told)) == 1


async def test_mentions_have_no_targets_elsewhere(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await light(pilot, "Oshtin")
        await pilot.press("r", "m")
        assert said(pilot) == "Nothing in view can be the target of member_of."

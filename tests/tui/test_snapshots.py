"""Pictures of the screens, compared with reviewed ones; `make snapshots` accepts new ones."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.preferences import Preferences
from tests.support import mark
from tests.tui.screens import desk_of, wait_for
from tests.tui.test_span_view import HOSTILE

Compare = Callable[..., bool]
Act = Callable[[Pilot[None]], Awaitable[None]]

LABELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # nested, two deep
    ("PERSON", ("The Iranian special envoy for Afghanistan",)),
    ("NORP", ("Iranian special",)),
    ("NORP", ("Iranian",)),
    ("GPE", ("Afghanistan",)),
    # overlapping
    ("EVENT", ("constructive meetings with the Taliban",)),
    ("PEOPLE", ("the Taliban officials",)),
    ("ARMED_GROUP", ("Taliban",)),
    # in pieces
    ("EVENT", ("fight against Daesh (", "ISIL")),
    ("ARMED_GROUP", ("ISIS",)),
    # ordinary
    ("ORG", ("Tasnim",)),
    ("DATE", ("Saturday",)),
    ("PERSON", ("Hassan Kazemi Qomi",)),
    ("ORG", ("Twitter",)),
)

PLAIN = Preferences(suggestions=False)


@pytest.fixture(autouse=True)
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what differs between machines out of the pictures."""
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("NO_COLOR", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def labelled(project: Project) -> Project:
    """Return the seeds with labels of every shape on the first article, two sentences done."""
    desk = project.desk("ann", project.articles()[0].article.id)
    for type_name, words in LABELS:
        mark(desk.session, type_name, *words)
    desk.reader.go_to_sentence(0)
    desk.finish()
    desk.finish("skipped")
    return project


def app_at(project: Project, number: int = 0, theme: str = "") -> AnnotatorApp:
    """Return the app at an article."""
    article = project.articles()[number].article.id
    return AnnotatorApp(project, "ann", article, Preferences(theme=theme, suggestions=False))


def lighting(words: str, *keys: str) -> Act:
    """Return an act that lights words and presses keys."""

    async def act(pilot: Pilot[None]) -> None:
        desk = desk_of(pilot)
        start = desk.session.work.text.index(words)
        desk.reader.select(start, start + len(words))
        await pilot.press("right", "left", *keys)
        await pilot.pause()
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False

    return act


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_label(snap_compare: Compare, labelled: Project, size: tuple[int, int]) -> None:
    assert snap_compare(app_at(labelled), terminal_size=size, run_before=lighting("Tasnim"))


def test_one_line_article(snap_compare: Compare, project: Project) -> None:
    assert snap_compare(
        app_at(project, 1), terminal_size=(80, 24), press=["down", "down", "q", "a"]
    )


def test_hostile_text(snap_compare: Compare, project_of: Callable[..., Project]) -> None:
    project = project_of(HOSTILE)
    desk = project.desk("ann", project.articles()[0].article.id)
    for type_name, words in (
        ("WEAPON", "[/b]"),
        ("GPE", "東京"),
        ("PEOPLE", "👩‍👩‍👧"),
        ("LOC", "العمدة"),
    ):
        mark(desk.session, type_name, words)
    assert snap_compare(app_at(project), terminal_size=(80, 24), run_before=lighting("Velmora"))


def test_light_theme(snap_compare: Compare, labelled: Project) -> None:
    app = app_at(labelled, theme="light")
    assert snap_compare(app, terminal_size=(80, 24), run_before=lighting("Twitter"))


def test_high_contrast(snap_compare: Compare, labelled: Project) -> None:
    app = app_at(labelled, theme="high-contrast")
    assert snap_compare(app, terminal_size=(80, 24), run_before=lighting("Twitter"))


def test_256_colors(
    snap_compare: Compare, labelled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("COLORTERM")
    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=lighting("Tasnim"))


def test_no_color(
    snap_compare: Compare, labelled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=lighting("Tasnim"))


def test_sixteen_colors(
    snap_compare: Compare, labelled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM")
    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=lighting("Tasnim"))


def test_a_small_terminal(snap_compare: Compare, labelled: Project) -> None:
    act = lighting("Tasnim", "space")
    assert snap_compare(app_at(labelled), terminal_size=(40, 10), run_before=act)


def test_details(snap_compare: Compare, labelled: Project) -> None:
    act = lighting("Hassan Kazemi Qomi", "d", "C", "2")
    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=act)


def test_a_value_that_cannot_be_read(snap_compare: Compare, labelled: Project) -> None:
    act = lighting("Saturday", "d", "W", *"31 June 2023", "enter")
    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=act)


@pytest.mark.parametrize(("name", "key"), [("menu", "space"), ("help", "question_mark")])
def test_windows(snap_compare: Compare, labelled: Project, name: str, key: str) -> None:
    act = lighting("Tasnim", key)
    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=act)


def test_guideline(snap_compare: Compare, labelled: Project) -> None:
    act = lighting("Tasnim", "f1")
    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=act)


def test_home(snap_compare: Compare, labelled: Project) -> None:
    desk = labelled.desk("ann", labelled.articles()[2].article.id)
    while not desk.is_finished():
        desk.finish()
    assert snap_compare(
        AnnotatorApp(labelled, "ann", preferences=PLAIN), terminal_size=(80, 24), run_before=settled
    )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_home_filtered_with_everybody(
    snap_compare: Compare, labelled: Project, size: tuple[int, int]
) -> None:
    for name, number, count in (("bob", 0, 11), ("bob", 3, 25), ("zoe", 1, 4)):
        desk = labelled.desk(name, labelled.articles()[number].article.id)
        for _ in range(count):
            desk.finish()

    async def narrow(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("a", "s", "p", "r", "f")
        await wait_for(pilot, lambda: bool(pilot.app.screen.query(Input)), "the filter's line")
        await pilot.press(*"state:undone", "enter")
        await pilot.pause()

    assert snap_compare(
        AnnotatorApp(labelled, "ann", preferences=PLAIN), terminal_size=size, run_before=narrow
    )


def test_the_filters_line(snap_compare: Compare, labelled: Project) -> None:
    async def type_wrongly(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("f")
        await wait_for(pilot, lambda: bool(pilot.app.screen.query(Input)), "the filter's line")
        pilot.app.screen.query_one(Input).cursor_blink = False
        await pilot.press(*"state:ready", "enter")
        await pilot.pause()

    app = AnnotatorApp(labelled, "ann", preferences=PLAIN)
    assert snap_compare(app, terminal_size=(80, 24), run_before=type_wrongly)


def test_welcome(snap_compare: Compare, project: Project) -> None:
    assert snap_compare(
        AnnotatorApp(project, "ann", preferences=PLAIN), terminal_size=(80, 24), run_before=settled
    )


async def settled(pilot: Pilot[None]) -> None:
    """Wait until Home has shown what it shows by itself."""
    first_run = not pilot.app.screen.query("#articles") or len(pilot.app.screen_stack) > 1
    await wait_for(pilot, lambda: bool(pilot.app.screen.query("*")), "the screen")
    for _ in range(3 + first_run):
        await pilot.pause()


def test_not_saved(snap_compare: Compare, labelled: Project, full_disk: Callable[[], None]) -> None:
    async def fail(pilot: Pilot[None]) -> None:
        await lighting("Twitter", "ampersand")(pilot)
        full_disk()
        await lighting("post", "o")(pilot)

    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=fail)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_form_of_an_incident(
    snap_compare: Compare, labelled: Project, size: tuple[int, int]
) -> None:
    act = lighting("killed", "i", "x", "k")
    assert snap_compare(app_at(labelled), terminal_size=size, run_before=act)


def test_the_form_of_a_claim_without_color(
    snap_compare: Compare, labelled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    act = lighting("claimed", "c", "r", "enter", "c", "tab", "d")
    assert snap_compare(app_at(labelled), terminal_size=(80, 24), run_before=act)

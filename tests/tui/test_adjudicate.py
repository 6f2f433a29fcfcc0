"""The Adjudicate screen: one key, one decision, and what it shows."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import Existence, ImportOptions, Project
from annotator.resources import resource_dir
from annotator.store import decisions
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.adjudicate_words import case_content
from annotator.tui.screens.dialogs import PageScreen
from annotator.tui.screens.home import HomeScreen
from annotator.tui.widgets.lines import Line
from tests.support import mark, session
from tests.tui.screens import title, wait_for, window_text
from tests.tui.test_snapshots import Act, Compare, steady

__all__ = ["steady"]

Adjudicating = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def disputed(small: Project) -> Project:
    """Return TEXT with two annotators who differ in what Karvan is, and in two other mentions."""
    layers = {
        "ada": (("GPE", "Karvan"), ("DATE", "Monday"), ("PERSON", "Tomas Erdin")),
        "ben": (("LOC", "Karvan"), ("PERSON", "Tomas Erdin"), ("LOC", "Sarn valley")),
    }
    for name, marks in layers.items():
        at = session(small, name)
        for kind, words in marks:
            mark(at, kind, words)
        for sentence in list(at.work.sentences):
            at.apply(CompleteSentence(sentence=sentence.start, layers=("entities",), state="done"))
    return small


@pytest.fixture
def adjudicating() -> Adjudicating:
    """Return a function that opens the Adjudicate screen in a Pilot."""

    @asynccontextmanager
    async def open_screen(
        project: Project, name: str = "eve", size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Pilot[None]]:
        app = AnnotatorApp(project, name, start="adjudicate")
        async with app.run_test(size=size) as pilot:
            await wait_for(pilot, lambda: "left" in title(pilot), "the first item")
            yield pilot

    return open_screen


def screen_of(pilot: Pilot[None]) -> AdjudicateScreen:
    """Return the Adjudicate screen, which may have a window over it."""
    return next(one for one in pilot.app.screen_stack if isinstance(one, AdjudicateScreen))


def shown(pilot: Pilot[None], name: str) -> str:
    """Return the text of a part of the screen."""
    return str(screen_of(pilot).query_one(f"#{name}", Static).render())


def about(pilot: Pilot[None]) -> str:
    """Return the line that says something."""
    return screen_of(pilot).query_one("#about", Line).text.strip()


def taken(project: Project) -> list[tuple[str, str]]:
    """Return rule and outcome of all decisions, by time: types, or nothing."""
    some = decisions.of_article(project.file, project.articles()[0].article.id)
    return [
        (one.rule, " ".join(body.type for body in one.outcome.mentions) or "nothing")
        for one in some
    ]


async def test_a_digit_decides_and_the_next_item_comes(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        assert "ENT only-one 1/2" in title(pilot)
        assert "3 left" in title(pilot)
        assert "⟦Monday⟧" in shown(pilot, "case")
        assert "1 [Monday] DATE" in shown(pilot, "variants")
        assert "0 nothing" in shown(pilot, "variants")

        await pilot.press("1")

        assert taken(disputed) == [("variant", "DATE")]
        assert "ENT only-one 2/2" in title(pilot)
        await pilot.press("0")
        assert taken(disputed)[1] == ("reject", "nothing")
        assert "ENT type 1/1" in title(pilot)


async def test_names_are_hidden_until_somebody_asks(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        assert "ada" not in shown(pilot, "variants")

        await pilot.press("v")

        assert "[Monday] DATE   ← ada" in shown(pilot, "variants")
        assert "0 nothing   ← ben" in shown(pilot, "variants")
        await pilot.press("1")
        assert "ben" not in shown(pilot, "variants")


async def test_an_edge_key_edits_and_enter_saves(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        await pilot.press("comma")
        assert "→ [on Monday] DATE" in shown(pilot, "variants")
        assert "⟦on Monday⟧" in shown(pilot, "case")

        await pilot.press("q", "enter")

        assert taken(disputed) == [("novel", "QUANTITY")]
        assert about(pilot) == "r says why they differed about the item before."


async def test_esc_lets_go_of_an_edit_and_then_goes_home(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        await pilot.press("e")
        assert "Enter saves" in shown(pilot, "variants")
        await pilot.press("escape")
        assert "→" not in shown(pilot, "variants")

        await pilot.press("escape")

        await wait_for(pilot, lambda: isinstance(pilot.app.screen, PageScreen), "the welcome")
        assert isinstance(pilot.app.screen_stack[0], HomeScreen)
        await pilot.press("escape")
        assert taken(disputed) == []
        await pilot.press("d")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, AdjudicateScreen), "back")


async def test_a_tie_is_left_to_a_digit(disputed: Project, adjudicating: Adjudicating) -> None:
    async with adjudicating(disputed) as pilot:
        await pilot.press("enter")

        assert about(pilot).startswith("As many say one as the other")
        assert taken(disputed) == []


async def test_undo_and_redo_go_from_item_to_item(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        await pilot.press("1", "1", "1")
        assert "Nothing waits" in shown(pilot, "case")

        await pilot.press("u", "u")
        assert len(taken(disputed)) == 1
        assert "⟦Sarn valley⟧" in shown(pilot, "case")

        await pilot.press("U")
        assert len(taken(disputed)) == 2
        await pilot.press("u", "u", "u")
        assert about(pilot) == "Nothing is left to take back."


async def test_a_reason_and_a_note_go_with_decisions(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        await pilot.press("semicolon", *"often", "enter")
        assert about(pilot) == "note: often"
        await pilot.press("1", "r")
        assert "Why did they differ there?" in window_text(pilot)
        await pilot.press("g")

        some = decisions.of_article(disputed.file, disputed.articles()[0].article.id)
        assert (some[-1].reason, some[-1].note) == ("gap", "often")
        assert some[-1].supersedes == (some[0].id,)


async def test_skip_discuss_context_order_and_help(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        await pilot.press("s")
        assert "⟦Sarn valley⟧" in shown(pilot, "case")
        await pilot.press("d")
        assert taken(disputed) == [("discuss", "nothing")]
        await pilot.press("o")
        assert "by place" in title(pilot)
        await pilot.press("c")
        assert "Nobody claimed" in shown(pilot, "case")
        await pilot.press("g")
        assert "key" in window_text(pilot)
        await pilot.press("escape", "question_mark")
        assert "take variant 1; go on" in window_text(pilot)


async def test_a_decision_that_cannot_be_written_is_refused_loudly(
    disputed: Project, adjudicating: Adjudicating, full_disk: Callable[[], None]
) -> None:
    async with adjudicating(disputed) as pilot:
        full_disk()
        await pilot.press("1")

        assert "NOT SAVED" in title(pilot)
        assert "disk is full" in about(pilot)
        assert "⟦Monday⟧" in shown(pilot, "case")
    assert taken(disputed) == []


async def test_the_same_pattern_is_decided_as_a_batch_once_confirmed(
    project_of: Callable[..., Project], adjudicating: Adjudicating
) -> None:
    made = project_of("Karvan is quiet.\n", "Karvan was quiet, too.\n")
    for name, kind in (("ada", "GPE"), ("ben", "LOC")):
        for number in (0, 1):
            at = session(made, name, number)
            mark(at, kind, "Karvan")
            for one in list(at.work.sentences):
                at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))
    async with adjudicating(made) as pilot:
        await pilot.press("asterisk")
        assert about(pilot) == "1 more are like this; take a variant for all."
        await pilot.press("1", "n")
        assert taken(made) == []
        await pilot.press("asterisk", "2", "y")

        assert about(pilot).startswith("2 items decided the same way")
        assert [one.rule for one in decisions.every(made.file)].count("propagated") == 1


# ------------------------------------------------------------------------------- pictures


@pytest.fixture
def demonstrated(project: Project) -> Project:
    """Return the seeds with both demonstration layers."""
    folder: Path = resource_dir("seeds") / "layers"
    for name in ("ada", "ben"):
        project.import_paths([folder / f"{name}.jsonl"], ImportOptions(name))
    return project


def at_kind(kind: str, *keys: str) -> Act:
    """Return an act that goes to the first item of a kind and presses keys."""

    async def act(pilot: Pilot[None]) -> None:
        screen = screen_of(pilot)
        for _ in range(200):
            item = screen.sitting.item
            if item is None or f"{item.dispute.layer} {item.dispute.kind}" == kind:
                break
            screen.sitting.skip()
        screen.show()
        await pilot.press(*keys)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    return act


@pytest.mark.parametrize(
    ("kind", "keys"),
    [("entities type", ("v",)), ("incidents value", ()), ("entities identity", ())],
    ids=["type", "slot", "identity"],
)
def test_a_picture_of_an_item(
    snap_compare: Compare, demonstrated: Project, kind: str, keys: tuple[str, ...]
) -> None:
    app = AnnotatorApp(demonstrated, "eve", start="adjudicate")
    assert snap_compare(app, terminal_size=(80, 24), run_before=at_kind(kind, *keys))


def test_nothing_to_show_is_said(small: Project) -> None:
    from annotator.project import AdjudicationSitting

    found = case_content(AdjudicationSitting(small.adjudication("eve")), 1)

    assert isinstance(found, Content)
    assert str(found).startswith("Nothing waits")


async def test_leaving_the_search_of_the_queue_stays_at_the_item(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        before = title(pilot)
        await pilot.press("slash", "escape")
        assert title(pilot) == before
        await pilot.press("slash", *"nowhere", "enter")
        await wait_for(pilot, lambda: "Nothing that waits has" in about(pilot), "the answer")


async def test_who_labelled_the_article_is_told_or_kept_away(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed, "ada") as pilot:
        assert about(pilot).startswith("You labelled this article.")
    disputed.adjudication("eve").set_forbid_own(is_forbidden=True)
    app = AnnotatorApp(disputed, "ada", start="adjudicate")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: "left to others" in shown(pilot, "case"), "the count")


async def test_votes_come_with_evidence_or_the_reason_why_not(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        assert "Dawid" not in shown(pilot, "variants")
        await pilot.press("v")
        await wait_for(
            pilot,
            lambda: (
                "Dawid-Skene needs at least 3 annotators, there are 2." in shown(pilot, "variants")
            ),
            "the reason",
        )
        await pilot.press("1")
        await wait_for(pilot, lambda: "2 left" in title(pilot), "the next item")
        assert "Dawid" not in shown(pilot, "variants")
    assert decisions.of_article(disputed.file, disputed.articles()[0].article.id)[0].revealed


async def test_how_likely_a_mark_is_stands_beside_its_votes_when_they_are_asked_for(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        sitting = screen_of(pilot).sitting
        assert sitting.item is not None
        (variant,) = sitting.item.variants
        candidate = (sitting.item.dispute.key, variant.choice.mentions[0].sources)
        sitting.evidence["entities"] = Existence("", {candidate: 0.875})
        assert "0.8" not in shown(pilot, "variants")
        await pilot.press("v")
        assert "p 0.88" in shown(pilot, "variants")
        assert "is overestimated" in shown(pilot, "variants").replace("\n", " ")


async def test_a_second_opinion_is_asked_blind_and_said_to_be_one(
    disputed: Project, adjudicating: Adjudicating
) -> None:
    async with adjudicating(disputed) as pilot:
        await pilot.press("1", "1", "1")
        await wait_for(pilot, lambda: "Nothing waits" in shown(pilot, "case"), "the end")
    first = taken(disputed)
    disputed.second_opinions("zoe").set_sample(1.0, "0")

    app = AnnotatorApp(disputed, "zoe", start="second")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: "3 left" in title(pilot), "the first item")
        assert title(pilot).startswith(" second opinion |")
        assert "eve" not in shown(pilot, "variants") + shown(pilot, "case") + about(pilot)
        await pilot.press("d")
        assert "s puts the item off" in about(pilot)
        await pilot.press("0", "1", "u", "1", "1")
        await wait_for(pilot, lambda: "Nothing waits" in shown(pilot, "case"), "the end")
        await pilot.press("u", "u", "u", "u")
        await wait_for(pilot, lambda: "Nothing is left to take back" in about(pilot), "the limit")
    assert taken(disputed) == first

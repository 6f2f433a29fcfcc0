"""Incidents and claims from the keyboard: a letter makes one, its form takes fillers and values."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from annotator.model.annotation import Claim, Incident, Mention
from annotator.model.spans import covered_text
from annotator.project import Project
from annotator.tui.widgets.lines import Line
from tests.tui.conftest import Opened
from tests.tui.screens import (
    TEXT,
    desk_of,
    label,
    label_screen,
    light,
    lit,
    said,
    shown,
    stored,
)


def frames(project: Project) -> list[Incident | Claim]:
    """Return the stored frames, in order of place."""
    article = project.articles()[0].article.id
    return [i for i in project.annotations(article, "ann") if isinstance(i, Incident | Claim)]


def fillers(project: Project) -> list[tuple[str, str]]:
    """Return role and words of every filler of the only frame."""
    article = project.articles()[0].article.id
    items = {item.id: item for item in project.annotations(article, "ann")}
    (frame,) = frames(project)
    found = []
    for filler in frame.roles:
        item = items.get(filler.target)
        if isinstance(item, Mention):
            words = covered_text(TEXT, item.fragments)
        elif isinstance(item, Incident | Claim):
            words = covered_text(TEXT, item.trigger)
        else:
            assert filler.span is not None
            words = TEXT[filler.span.start : filler.span.end]
        found.append((filler.role, words))
    return found


def form_text(pilot: Pilot[None]) -> str:
    """Return the rows of the form."""
    lines = label_screen(pilot).query(".form").results(Line)
    return "\n".join(line.text for line in lines if line.display)


def commands(pilot: Pilot[None]) -> str:
    """Return the hint line."""
    return label_screen(pilot).query_one("#commands", Line).text


async def test_a_letter_makes_an_incident_and_opens_its_form(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await light(pilot, "stormed")
        await pilot.press("i")
        assert "b BATTLE" in label_screen(pilot).query(".letters").first(Line).text
        await pilot.press("b")
        (frame,) = frames(small)
        assert (frame.type, covered_text(TEXT, frame.trigger)) == ("BATTLE", "stormed")
        assert "BATTLE “stormed”" in form_text(pilot)
        assert "p perpetrator ─" in form_text(pilot)
        assert any("▴" in row and "BATTLE" in row for row in shown(pilot))


async def test_hints_fill_slots_with_what_is_labelled(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Karvan", "l")
        await light(pilot, "stormed")
        await pilot.press("i", "b", "l")
        hints = desk_of(pilot).hints
        assert hints is not None
        assert not set("".join(hints.targets)) & set("pkiwltdyujPR")
        code = next(c for c, one in hints.targets.items() if one.annotation)
        await pilot.press(*code)
        assert fillers(small) == [("place", "Karvan")]
        assert "l place “Karvan”" in form_text(pilot)
        assert len(stored(small)) == 1
        await pilot.press("enter")
        assert form_text(pilot) == ""


async def test_a_candidate_is_labelled_in_the_same_act(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await light(pilot, "stormed")
        await pilot.press("i", "b")
        await light(pilot, "Karvan")
        await pilot.press("l", "l")
        assert fillers(small) == [("place", "Karvan")]
        assert stored(small) == [("GPE", "Karvan")]
        assert "place: GPE “Karvan”" in said(pilot)
        await pilot.press("colon", "L")
        assert stored(small) == [("LOC", "Karvan")]
        await pilot.press("u", "u")
        assert stored(small) == []
        (frame,) = frames(small)
        assert frame.roles == ()
        assert "BATTLE" in form_text(pilot), "the form stays open"
        await pilot.press("u")
        assert frames(small) == []
        assert form_text(pilot) == ""


async def test_the_light_moves_while_the_form_is_open(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await light(pilot, "killed")
        await pilot.press("i", "c", "up")
        assert "ATTACK_CIVILIANS" in form_text(pilot)
        await light(pilot, "Karvan")
        await pilot.press("l", "l")
        assert fillers(small) == [("place", "Karvan")]
        assert "“Karvan” in 1" in form_text(pilot)
        await pilot.press("escape")
        assert lit(pilot) == "killed"


async def test_a_refused_filler_leaves_the_form_as_it_was(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Monday", "t")
        await light(pilot, "stormed")
        await pilot.press("i", "b")
        await pilot.press("Z")
        assert "no slot Z" in said(pilot)
        await pilot.press("backspace")
        assert "Choose a slot first" in said(pilot)
        (frame,) = frames(small)
        assert frame.roles == ()


async def test_killed_with_an_amount_sets_the_count(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "At least 12 people", "P")
        await light(pilot, "killed")
        await pilot.press("i", "c", "k")
        hints = desk_of(pilot).hints
        assert hints is not None
        code = next(c for c, one in hints.targets.items() if one.annotation)
        await pilot.press(*code)
        await pilot.press("1", "2", "full_stop", "full_stop", "enter")
        (frame,) = frames(small)
        (count,) = [one for one in frame.attributes if one.name == "fatalities"]
        assert count.value == "12.."
        assert count.evidence is not None
        assert TEXT[count.evidence.start : count.evidence.end] == "At least 12 people"


async def test_a_claim_with_content_whose_edges_move(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await light(pilot, "claimed")
        await pilot.press("c", "s")
        (frame,) = frames(small)
        assert isinstance(frame, Claim)
        await light(pilot, "attack")
        await pilot.press("c", "c")
        assert fillers(small) == [("content", "attack")]
        await pilot.press("comma")
        assert fillers(small) == [("content", "the attack")]
        await pilot.press("S", "2")
        (frame,) = frames(small)
        assert frame.value_of("stance") == "deny"


async def test_frames_are_walked_and_listed(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        for words, keys in (("stormed", "ib"), ("killed", "ic")):
            await light(pilot, words)
            await pilot.press(*keys, "escape")
        await pilot.press("i", "tab")
        assert lit(pilot) == "stormed"
        await pilot.press("i", "tab")
        assert lit(pilot) == "killed"
        await pilot.press("d")
        assert "ATTACK_CIVILIANS" in form_text(pilot)
        await pilot.press("escape", "x")
        assert [one.type for one in frames(small)] == ["BATTLE"]
        await pilot.press("c", "tab")
        assert said(pilot) == "This article has no claims yet."


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (80, 14)])
async def test_the_form_leaves_room_for_the_text(
    small: Project, opened: Opened, size: tuple[int, int]
) -> None:
    async with opened(small, size=size) as pilot:
        await light(pilot, "killed")
        await pilot.press("i", "c")
        rows = form_text(pilot).splitlines()
        assert "ATTACK_CIVILIANS" in rows[0]
        assert len(rows) == (1 if size[1] < 16 else len(rows)) <= 9
        assert all(len(row) <= size[0] for row in rows)
        assert any("killed" in row for row in shown(pilot)), "the trigger is in view"
        assert "Esc close" in commands(pilot)


async def test_a_relation_from_what_is_lit(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await label(pilot, "Velmora Relief", "o")
        await label(pilot, "Tomas Erdin", "p")
        await light(pilot, "Tomas Erdin")
        await pilot.press("r")
        assert "m member_of" in label_screen(pilot).query(".letters").first(Line).text
        await pilot.press("m")
        hints = desk_of(pilot).hints
        assert hints is not None
        ((code, target),) = hints.targets.items()
        assert covered_text(TEXT, target.fragments) == "Velmora Relief"
        await pilot.press(*code)
        assert "member_of → “Velmora Relief”" in said(pilot)
        await light(pilot, "Tomas Erdin")
        await pilot.press("right", "left")
        assert "“Tomas Erdin” member_of → “Velmora Relief”" in said(pilot)
        await pilot.press("r", "backspace")
        await pilot.press("1")
        assert desk_of(pilot).links.of(desk_of(pilot).reader.light.annotation) == []


async def test_deleting_a_filler_says_so_and_undo_brings_all_back(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await light(pilot, "stormed")
        await pilot.press("i", "b")
        await light(pilot, "Karvan")
        await pilot.press("l", "l", "escape")
        before = frames(small)
        await light(pilot, "Karvan")
        await pilot.press("x")
        assert said(pilot).startswith("Deleted GPE.")
        assert len(said(pilot)) > len("Deleted GPE.")
        assert frames(small)[0].roles == ()
        await pilot.press("u")
        assert [one.roles for one in frames(small)] == [one.roles for one in before]


async def test_a_label_of_the_sentence_goes_round_its_values(
    small: Project, opened: Opened
) -> None:
    async with opened(small) as pilot:
        await pilot.press("y")
        assert said(pilot) == "reports_event: yes"
        await pilot.press("right")
        assert "reports_event=yes" in said(pilot)
        await pilot.press("y", "y")
        assert said(pilot) == "reports_event: no value"
        article = small.articles()[0].article.id
        assert small.annotations(article, "ann") == []


async def test_work_on_other_layers_has_other_stops(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await pilot.press("space", "w", "2")
        assert "incidents" in label_screen(pilot).query_one("#title").render_line(0).text
        await pilot.press("home", "tab")
        assert lit(pilot) == "stormed"
        await pilot.press("n")
        assert [one.layer for one in desk_of(pilot).session.work.completion.values()] == [
            "incidents"
        ]
        assert lit(pilot) == "killed"


async def test_the_registry_is_linked_by_one_key_where_one_match_is_good(
    project_of: Callable[..., Project], opened: Opened
) -> None:
    small = project_of("ISIS struck Karvan. Daesh denied it.", "ISIS was seen near Karvan.")
    async with opened(small) as pilot:
        await label(pilot, "ISIS", "a")
        await light(pilot, "ISIS")
        await pilot.press("equals_sign", "n")
        await pilot.press("right_square_bracket")
        await label(pilot, "ISIS", "a")
        await light(pilot, "ISIS")
        await pilot.press("equals_sign")
        assert said(pilot) == "Linked to ISIS (ARMED_GROUP)."
        linked = desk_of(pilot).reader.mention
        assert linked is not None and linked.identity
        await pilot.press("equals_sign", "0")
        again = desk_of(pilot).reader.mention
        assert again is not None and not again.identity


async def test_what_is_proposed_is_dotted_and_taken_by_enter(
    project_of: Callable[..., Project], opened: Opened
) -> None:
    project = project_of("Gunmen killed at least 12 people in Karvan on 6 August 2022.")
    article = project.articles()[0].article.id
    async with opened(project) as pilot:
        await light(pilot, "killed")
        await pilot.press("i", "c")
        assert "┄PEOPLE at least 12 people┄" in form_text(pilot)
        assert "F fatalities ┄12..┄" in form_text(pilot)
        assert "D when ┄2022-08-06/2022-08-06┄" in form_text(pilot)
        assert any("┄killed┄" in row for row in shown(pilot))
        await pilot.press("escape")
        (frame,) = frames(project)
        assert (frame.roles, frame.attributes) == ((), ())
        assert not any("┄" in row for row in shown(pilot))
        await pilot.press("d", "enter")
        (frame,) = frames(project)
        assert {one.role for one in frame.roles} >= {"killed", "place", "time"}
        assert frame.value_of("fatalities") == "12.."
        assert frame.value_of("when") == "2022-08-06/2022-08-06"
        text = project.document(article).text
        evidence = {
            one.name: text[one.evidence.start : one.evidence.end]
            for one in frame.attributes
            if one.evidence
        }
        assert evidence == {"fatalities": "at least 12 people", "when": "6 August 2022"}


async def test_a_date_that_needs_the_article_s_is_not_made_up(
    project_of: Callable[..., Project], opened: Opened
) -> None:
    project = project_of("Gunmen killed two herders in Karvan on Saturday.")
    async with opened(project) as pilot:
        await light(pilot, "killed")
        await pilot.press("i", "c")
        assert "D when ─" in form_text(pilot)
        await pilot.press("D")
        await pilot.press(*"Saturday", "enter")
        problem = pilot.app.screen.query_one(".dialog-alarm", Static)
        assert "date" in str(problem.render())
        await pilot.press("escape")
        (frame,) = frames(project)
        assert frame.value_of("when") == ""


async def test_what_keeps_a_sentence_from_being_done_is_lit(small: Project, opened: Opened) -> None:
    async with opened(small) as pilot:
        await pilot.press("space", "w", "3")
        await light(pilot, "fled")
        await pilot.press("c", "s", "escape", "home")
        await pilot.press("n")
        assert said(pilot).startswith("Not done yet")
        assert "content" in said(pilot)
        assert lit(pilot) == "fled"
        await pilot.press("d")
        await light(pilot, "Karvan")
        await pilot.press("c", "c", "escape", "n")
        assert [one.layer for one in desk_of(pilot).session.work.completion.values()] == ["claims"]


async def test_a_proposal_is_taken_by_its_hint_from_another_sentence(
    project_of: Callable[..., Project], opened: Opened
) -> None:
    project = project_of("Gunmen killed two herders in Karvan.\nNobody saw Tomas Erdin.")
    async with opened(project) as pilot:
        await light(pilot, "killed")
        await pilot.press("i", "c", "down", "k")
        hints = desk_of(pilot).hints
        assert hints is not None
        text = desk_of(pilot).session.work.text
        found = hints.targets.items()
        code = next(c for c, one in found if covered_text(text, one.fragments) == "two herders")
        await pilot.press(*code)
        assert lit(pilot) == "two herders"
        assert desk_of(pilot).reader.index == 0
        (frame,) = frames(project)
        assert [one.role for one in frame.roles] == ["killed"]

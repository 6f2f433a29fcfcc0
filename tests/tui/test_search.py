"""The Search screen: queries, hits in their context, ticks, and acts in one step."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

import pytest
from textual import events
from textual.pilot import Pilot

from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.frames import CreateFrame
from annotator.labelling.commands.roles import FillRole
from annotator.labelling.search import Paged
from annotator.model.annotation import Mention
from annotator.project import Hit, Project, open_project
from annotator.store import project_file
from annotator.tui.screens.hits import HitsScreen
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.screens.search import SearchScreen
from annotator.tui.widgets.lines import Line, TitleLine
from tests.support import words
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, lit, said, stored, wait_for, window_text

Texts = Callable[..., Project]

ONE = "Gunmen stormed Karvan on Monday.\nKarvan was quiet before.\n"
TWO = "Nobody in Karvan claimed the attack.\nTomas Erdin left KARVAN.\n"

_KEYS = {" ": "space", ":": "colon", '"': "quotation_mark", "*": "asterisk", "=": "equals_sign"}


def hits_screen(pilot: Pilot[None]) -> HitsScreen[Hit | None]:
    """Return the list of hits, which may have a window over it."""
    found = [s for s in pilot.app.screen_stack if isinstance(s, HitsScreen)]
    assert found, "there is no list of hits"
    return found[0]


def rows(pilot: Pilot[None]) -> list[str]:
    """Return the rows of hits as they are drawn."""
    found = hits_screen(pilot).hit_list
    drawn = (found.render_line(y).text.rstrip() for y in range(found.size.height))
    return [row for row in drawn if row]


def about(pilot: Pilot[None]) -> str:
    """Return the line below the list."""
    return hits_screen(pilot).query_one("#about", Line).text.strip()


def counts(pilot: Pilot[None]) -> str:
    """Return what the title says of numbers."""
    return hits_screen(pilot).query_one("#title", TitleLine).right.strip()


async def type_query(pilot: Pilot[None], typed: str) -> None:
    """Type a query into the line that has the focus, and search."""
    await pilot.press(*(_KEYS.get(letter, letter) for letter in typed), "enter")


async def search(pilot: Pilot[None], typed: str, expected: str) -> None:
    """Open Search, look for something and wait for the number of hits."""
    await pilot.press("slash")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, SearchScreen), "the Search screen")
    await pilot.pause()
    await type_query(pilot, typed)
    await wait_for(pilot, lambda: counts(pilot) == expected, f"{expected}, not {counts(pilot)}")


@pytest.fixture
def two(project_of: Texts) -> Project:
    """A project with two articles about one place."""
    return project_of(ONE, TWO)


def mark(project: Project, number: int, word: str, letter: str, annotator: str = "ann") -> None:
    """Label the first place of a word in an article."""
    desk = project.desk(annotator, project.articles()[number].article.id)
    start = desk.session.work.text.index(word)
    desk.reader.select(start, start + len(word))
    desk.label(letter)


async def test_a_newcomer_sees_what_can_be_typed(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await pilot.press("slash")
        await wait_for(pilot, lambda: "words that begin so" in window_text(pilot), "the syntax")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")


async def test_hits_stand_in_their_context(two: Project, opened: Opened) -> None:
    mark(two, 0, "Karvan", "GPE")
    async with opened(two) as pilot:
        await search(pilot, "karvan", "4 hits")
        found = rows(pilot)
        assert len({row.lower().index("karvan", 30) for row in found}) == 1
        assert "Gunmen stormed Karvan on Monday" in found[0]
        assert found[0].endswith("GPE")
        assert about(pilot).startswith("article 1, sentence 1  GPE")
        await pilot.press("end")
        assert about(pilot).startswith("article 2, sentence 2")


async def test_enter_opens_the_article_at_the_hit(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await search(pilot, '"tomas erdin"', "1 hit")
        await pilot.press("enter")
        await wait_for(pilot, lambda: lit(pilot) == "Tomas Erdin", "the hit")
        assert desk_of(pilot).session.article == two.articles()[1].article.id
        # The list comes back as it was.
        await search_again(pilot)
        assert rows(pilot)[0].startswith("▌[ ] 2:2")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")
        assert lit(pilot) == "Tomas Erdin"


async def search_again(pilot: Pilot[None]) -> None:
    """Open Search with what was looked for last."""
    await pilot.press("slash")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, SearchScreen), "the Search screen")
    await wait_for(pilot, lambda: bool(rows(pilot)), "the hits")


async def test_the_list_comes_back_at_the_hit_that_was_opened(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await search(pilot, "karvan", "4 hits")
        await pilot.press("down", "down", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")
        await search_again(pilot)
        await wait_for(pilot, lambda: rows(pilot)[2].startswith("▌"), "the cursor")
        await pilot.press("slash")
        assert hits_screen(pilot).query_one("#query").has_focus
        await type_query(pilot, "monday")
        await wait_for(pilot, lambda: counts(pilot) == "1 hit", "the other query")


async def test_a_mention_is_lit_as_a_whole(two: Project, opened: Opened) -> None:
    mark(two, 1, "Tomas Erdin left", "PERSON")
    mark(two, 1, "Tomas", "PERSON")
    async with opened(two) as pilot:
        await search(pilot, "label:person", "2 hits")
        await pilot.press("end", "enter")
        await wait_for(pilot, lambda: lit(pilot) == "Tomas Erdin left", "the outer mention")
        assert said(pilot).startswith("PERSON")


async def test_search_from_the_list_of_articles(two: Project, home: Opened) -> None:
    async with home(two) as pilot:
        await pilot.press("escape")
        await search(pilot, "nobody", "1 hit")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "the list")
        await search_again(pilot)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")
        await pilot.pause()
        assert lit(pilot) == "Nobody"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("labl:gpe", "did you mean label:?"),
        ("label:gp", "did you mean GPE?"),
        ('"karvan', "A quotation mark has no partner"),
        ("unlabelled:", "unlabelled: needs words"),
        ("attr:x", "no attribute x"),
        ("", "Type what to look for"),
        ("by:bob", "everybody labels blind"),
        ("by:nobody", "Nobody called nobody has worked here"),
    ],
)
async def test_queries_that_cannot_be_read_are_explained(
    two: Project, opened: Opened, typed: str, why: str
) -> None:
    mark(two, 0, "Karvan", "GPE", "bob")
    async with opened(two) as pilot:
        await pilot.press("slash")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, SearchScreen), "the screen")
        await pilot.pause()
        await type_query(pilot, typed)
        await wait_for(pilot, lambda: why in about(pilot), f"{why}, not {about(pilot)}")
        assert hits_screen(pilot).query_one("#query").has_focus


async def test_nobody_elses_labels_are_seen(two: Project, opened: Opened) -> None:
    mark(two, 0, "Karvan", "GPE", "bob")
    async with opened(two) as pilot:
        await search(pilot, "label:gpe", "0 hits")
        assert about(pilot) == "Nothing was found."
        await pilot.press("slash")
        await type_query(pilot, "karvan")
        await wait_for(pilot, lambda: counts(pilot) == "4 hits", "the words")
        assert not any("GPE" in row for row in rows(pilot))


async def test_ticks(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await search(pilot, "karvan", "4 hits")
        await pilot.press("space", "t")
        assert counts(pilot) == "2 ticked of 4 hits"
        assert [row[1:4] for row in rows(pilot)] == ["[x]", "[x]", "[ ]", "[ ]"]
        await pilot.press("up", "space")
        assert counts(pilot) == "1 ticked of 4 hits"
        await pilot.press("a")
        assert counts(pilot) == "4 ticked of 4 hits"
        await pilot.press("a")
        assert counts(pilot) == "4 hits"


async def test_ticked_mentions_are_relabelled_and_deleted_in_one_step(
    two: Project, opened: Opened
) -> None:
    mark(two, 0, "Karvan", "GPE")
    mark(two, 1, "Karvan", "GPE")
    mark(two, 1, "Tomas Erdin", "PERSON")
    async with opened(two) as pilot:
        await search(pilot, "label:gpe", "2 hits")
        await pilot.press("a", "r", "L")
        await wait_for(pilot, lambda: "2 labelled LOC" in about(pilot), "the new label")
        assert sorted(stored(two)) == [
            ("LOC", "Karvan"),
            ("LOC", "Karvan"),
            ("PERSON", "Tomas Erdin"),
        ]
        await wait_for(pilot, lambda: counts(pilot) == "0 hits", "the query asked again")
        await pilot.press("slash")
        await pilot.pause()
        await type_query(pilot, "label:loc")
        await wait_for(pilot, lambda: counts(pilot) == "2 hits", "the mentions")
        await pilot.press("a", "x")
        await wait_for(pilot, lambda: "2 deleted" in about(pilot), "the deletion")
        assert stored(two) == [("PERSON", "Tomas Erdin")]
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")
        await pilot.press("u")
        await wait_for(pilot, lambda: len(stored(two)) == 3, "the undone deletion")
        await pilot.press("u")
        await wait_for(pilot, lambda: stored(two)[0] == ("GPE", "Karvan"), "the undone label")
        assert "another label of many mentions" in said(pilot)


async def test_words_are_labelled_and_never_deleted(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await search(pilot, "unlabelled: karvan", "4 hits")
        await pilot.press("x")
        assert about(pilot).startswith("These are words, not labels")
        await pilot.press("down", "r", "l")
        await wait_for(pilot, lambda: counts(pilot) == "3 hits", "one hit less")
        assert stored(two) == [("GPE", "Karvan")]


async def test_what_stands_in_the_way_is_said_and_nothing_changes(
    two: Project, opened: Opened
) -> None:
    mark(two, 0, "Karvan", "GPE")
    async with opened(two) as pilot:
        await search(pilot, "label:gpe", "1 hit")
        with open_project(two.path) as other:
            assert other.desk("ann", other.articles()[0].article.id).undo().message
        await pilot.press("x")
        await wait_for(pilot, lambda: "is not there any more" in about(pilot), "the reason")
        assert about(pilot).startswith("Nothing was changed. In text0.txt")


async def test_a_locked_project_is_left_as_it_is(
    two: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "BUSY_MS", 20)
    async with opened(two) as pilot:
        await search(pilot, "karvan", "4 hits")
        with closing(sqlite3.connect(two.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await pilot.press("a", "r", "l")
            await wait_for(pilot, lambda: "locked by another program" in about(pilot), "why")
            assert counts(pilot) == "4 ticked of 4 hits"
            other.execute("ROLLBACK")
        assert stored(two) == []
        await pilot.press("r", "l")
        await wait_for(pilot, lambda: len(stored(two)) == 4, "the labels")


async def test_more_is_read_as_the_cursor_goes_on(project_of: Texts, opened: Opened) -> None:
    project = project_of(*(f"Karvan {number}. Karvan again, karvan." for number in range(120)))
    async with opened(project) as pilot:
        await search(pilot, "karvan", "100+ hits")
        await pilot.press("end")
        await wait_for(pilot, lambda: len(hits_screen(pilot).hit_list.hits) > 150, "the next page")
        await pilot.press("a")
        await wait_for(pilot, lambda: counts(pilot) == "360 ticked of 360 hits", "all of them")
        assert rows(pilot)
        await pilot.press("home")
        assert rows(pilot)[0].startswith("▌[x] 1:1")


async def test_hits_that_come_slowly_are_shown_as_they_come(
    two: Project, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, more = threading.Semaphore(1), Paged.more

    def slowly(self: Paged, limit: int, seconds: float = 0) -> list[Hit]:
        gate.acquire(timeout=5)
        return more(self, 1)

    monkeypatch.setattr(Paged, "more", slowly)
    async with opened(two) as pilot:
        await search(pilot, "karvan", "1+ hits")
        await pilot.press("a")
        assert counts(pilot) == "1 ticked of 1+ hits"
        await pilot.press("x")
        assert "still being read" in about(pilot)
        # Another search does not wait for this one, and gets none of its hits.
        await pilot.press("slash")
        await type_query(pilot, "monday")
        gate.release(9)
        await wait_for(pilot, lambda: counts(pilot) == "1 hit", "the other hit")
        assert "Monday" in rows(pilot)[0]


async def test_an_enormous_paste_does_no_harm(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await pilot.press("slash")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, SearchScreen), "the screen")
        await pilot.pause()
        pilot.app.screen.post_message(events.Paste("karvan " * 150_000))
        await wait_for(pilot, lambda: "1,050,000 characters" in about(pilot), "the reason")
        pilot.app.screen.post_message(events.Paste("karvan " * 100))
        await pilot.pause()
        await pilot.press("enter")
        await wait_for(pilot, lambda: "at most 500" in about(pilot), "the other reason")
        assert pilot.app.screen is hits_screen(pilot)


async def test_hostile_text_keeps_its_columns(project_of: Texts, opened: Opened) -> None:
    before = "大爆炸 [/b] \x1b[31m 👩‍👩‍👧 cafe\u0301\u202e "
    project = project_of(f"{before}Karvan العمدة", "x Karvan [red]", f"y {before * 9}Karvan")
    async with opened(project) as pilot:
        await search(pilot, "karvan", "3 hits")
        found = hits_screen(pilot).hit_list
        columns = set()
        for y in range(3):
            strip, at = found.render_line(y), 0
            assert strip.cell_length == found.scrollable_content_region.width
            for segment in strip:
                if segment.text.startswith("Karvan"):
                    columns.add(at)
                at += segment.cell_length
        assert len(columns) == 1
        assert "\x1b" not in "".join(rows(pilot))
        assert "[/b]" in rows(pilot)[0]
        assert "[red]" in rows(pilot)[1]


async def test_the_mouse_ticks_moves_and_opens(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await search(pilot, "karvan", "4 hits")
        await pilot.click("#hits", offset=(2, 1))
        assert [row[1:4] for row in rows(pilot)] == ["[ ]", "[x]", "[ ]", "[ ]"]
        await pilot.click("#hits", offset=(40, 3))
        assert rows(pilot)[3].startswith("▌")
        await pilot.click("#hits", offset=(40, 3))
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")
        assert lit(pilot) == "KARVAN"


async def test_help_tells_the_keys_and_the_language(two: Project, opened: Opened) -> None:
    async with opened(two) as pilot:
        await search(pilot, "karvan", "4 hits")
        await pilot.press("question_mark")
        await wait_for(pilot, lambda: "words that begin so" in window_text(pilot), "the help")
        assert "give the ticked ones a label" in window_text(pilot)


async def test_an_article_removed_meanwhile_is_explained(two: Project, home: Opened) -> None:
    async with home(two) as pilot:
        await pilot.press("escape")
        await search(pilot, "gunmen", "1 hit")
        with open_project(two.path) as other:
            other.remove_article("bob", two.articles()[0].article.id)
        await pilot.press("enter")
        await wait_for(pilot, lambda: "no article" in window_text(pilot), "the reason")


def attack(project: Project, number: int, trigger: str, place: str) -> None:
    """Tell of a battle in an article, with its place."""
    at = project.desk("ann", project.articles()[number].article.id).session
    (where,) = at.apply(CreateMention(type="GPE", fragments=words(at.work.text, place))).edits
    made = at.apply(CreateFrame(type="BATTLE", trigger=words(at.work.text, trigger)))
    assert isinstance(where.after, Mention)
    at.apply(FillRole(id=made.frame, role="place", target=where.after.id))


@pytest.fixture
def told(two: Project) -> Project:
    """The project with an incident in each article."""
    attack(two, 0, "stormed", "Karvan")
    attack(two, 1, "attack", "Karvan")
    return two


def types(project: Project) -> list[str]:
    """Return the types of all stored annotations, by name."""
    found = project.search("by:ann", "ann").more(99)
    return sorted(hit.item.type for hit in found if hit.item)


async def test_incidents_are_found_by_what_fills_them(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await search(pilot, "role:place=karvan", "2 hits")
        assert "Gunmen stormed Karvan" in rows(pilot)[0]
        assert rows(pilot)[0].endswith("BATTLE place=Karvan")
        await pilot.press("down")
        assert about(pilot).startswith("article 2, sentence 1  BATTLE  place=Karvan")
        await pilot.press("enter")
        await wait_for(pilot, lambda: lit(pilot) == "attack", "the trigger")
        assert desk_of(pilot).frames.here is not None
        assert desk_of(pilot).reader.mention is None


async def test_incidents_get_another_type_in_one_step(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await search(pilot, "label:BATTLE", "2 hits")
        await pilot.press("a", "r")
        await wait_for(pilot, lambda: "Label these 2 hits as" in window_text(pilot), "the types")
        await pilot.press(told.scheme.frame_type("EXPLOSION").key)
        await wait_for(pilot, lambda: types(told) == ["EXPLOSION"] * 2 + ["GPE"] * 2, "the type")
        await wait_for(pilot, lambda: counts(pilot) == "0 hits", "what is left")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "the article")
        await pilot.press("u")
        await wait_for(pilot, lambda: types(told).count("BATTLE") == 2, "both as they were")


async def test_several_layers_get_no_type_together(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await search(pilot, "by:ann", "4 hits")
        await pilot.press("a", "r")
        assert "tick those of one layer" in about(pilot)
        await pilot.press("equals_sign")
        assert about(pilot) == "These are mentions and incidents; tick those of one layer."


async def test_deleting_says_what_went_besides(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await search(pilot, "label:GPE", "2 hits")
        await pilot.press("a", "x")
        await wait_for(pilot, lambda: types(told) == ["BATTLE"] * 2, "no mentions")
        await wait_for(pilot, lambda: about(pilot).startswith("2 deleted"), about(pilot))
        assert about(pilot).endswith("They were taken out of 2 roles.")


async def test_mentions_are_linked_in_one_step(told: Project, opened: Opened) -> None:
    desk = told.desk("ann", told.articles()[0].article.id)
    first = next(i for i in desk.session.work.annotations.values() if isinstance(i, Mention))
    desk.links.new_identity(first.id)
    identities = told.identities("ann")
    entry = identities.find("Karvan")
    async with opened(told) as pilot:
        await search(pilot, "label:GPE", "2 hits")
        await pilot.press("a", "equals_sign")
        await wait_for(pilot, lambda: "GPE “Karvan” and 1 more is" in window_text(pilot), "ask")
        await pilot.press("1")
        await wait_for(pilot, lambda: len(identities.links(entry.id)) == 2, "both linked")
        await wait_for(pilot, lambda: about(pilot).startswith("1 linked to Karvan (GPE)"), "said")
        # What is linked already is said to be so; a name can be typed.
        await pilot.press("equals_sign", "t")
        await wait_for(pilot, lambda: "makes new entries" in window_text(pilot), "the line")
        await pilot.press(*"Nobody", "enter")
        await wait_for(pilot, lambda: "has no entry “Nobody”" in window_text(pilot), "the reason")
        await pilot.press(*["backspace"] * 6, *"Karvan", "enter")
        await wait_for(pilot, lambda: "it is so already" in about(pilot), about(pilot))


async def test_words_and_claims_are_linked_to_nothing(told: Project, opened: Opened) -> None:
    async with opened(told) as pilot:
        await search(pilot, "gunmen", "1 hit")
        await pilot.press("equals_sign")
        assert about(pilot) == "Only mentions and incidents are linked to the registry."

"""The Registry screen: entries, one's links to them, and acts on entries from the keyboard."""

from collections.abc import Callable

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from annotator.labelling.commands.identity import CreateEntry, LinkIdentity
from annotator.model.annotation import Mention
from annotator.project import Project, open_project
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.screens.registry import RegistryScreen
from annotator.tui.widgets.lines import Line, TitleLine
from tests.support import mark
from tests.tui.conftest import Opened
from tests.tui.screens import desk_of, lit, said, wait_for, window_text

Texts = Callable[..., Project]

ONE = "Gunmen stormed Karvan on Monday.\nDaesh came to Karvan, said Tomas Erdin.\n"
TWO = "Nobody in Karvan claimed the attack.\nISIL did later.\n"


@pytest.fixture
def linked(project_of: Texts) -> Project:
    """Two articles; Karvan is linked three times, Daesh and ISIL once each, bob has one link."""
    project = project_of(ONE, TWO)
    karvan = link(project, 0, "GPE", "Karvan")
    link(project, 0, "GPE", "Karvan, said", karvan)
    link(project, 1, "GPE", "Karvan", karvan)
    link(project, 0, "ARMED_GROUP", "Daesh")
    link(project, 1, "ARMED_GROUP", "ISIL")
    link(project, 1, "PERSON", "Nobody", annotator="bob")
    return project


def link(
    project: Project,
    number: int,
    type_name: str,
    word: str,
    entry: str = "",
    annotator: str = "ann",
) -> str:
    """Label words and link them, to a new entry unless one is given; return the entry's id."""
    at = project.desk(annotator, project.articles()[number].article.id).session
    made = mark(at, type_name, word)
    at.apply(LinkIdentity(id=made.id, entry=entry) if entry else CreateEntry(id=made.id))
    found = at.work.annotations[made.id]
    assert isinstance(found, Mention)
    return found.identity


def registry_screen(pilot: Pilot[None]) -> RegistryScreen:
    """Return the Registry screen, which may have a window over it."""
    return next(s for s in pilot.app.screen_stack if isinstance(s, RegistryScreen))


def entries(pilot: Pilot[None]) -> list[str]:
    """Return the rows of the list as they are drawn, without what stands behind the names."""
    found = registry_screen(pilot).entry_list
    drawn = [found.render_line(y).text for y in range(len(found))]
    return [f"{row[:2]} {row[3:].partition('  ')[0]}" for row in drawn]


def names(pilot: Pilot[None]) -> list[str]:
    """Return the names in the list."""
    return [row[3:] for row in entries(pilot)]


def about(pilot: Pilot[None]) -> str:
    """Return the line below the lists."""
    return registry_screen(pilot).query_one("#about", Line).text.strip()


def card(pilot: Pilot[None]) -> str:
    """Return the facts of the entry under the cursor."""
    return "\n".join(
        line.text.strip() for line in registry_screen(pilot).query(".card").results(Line)
    )


def title(pilot: Pilot[None]) -> str:
    """Return both parts of the title line."""
    line = registry_screen(pilot).query_one("#title", TitleLine)
    return f"{line.text} {line.right}"


def links(pilot: Pilot[None]) -> list[str]:
    """Return the words of the links that are shown."""
    return [hit.keyword for hit in registry_screen(pilot).link_list.hits]


def stored_names(project: Project) -> list[tuple[str, ...]]:
    """Return all names of each entry in the project file, through another connection."""
    with open_project(project.path, read_only=True) as other:
        return [one.names for one in other.identities("ann").registry.listed()]


async def show_registry(pilot: Pilot[None]) -> None:
    """Open the registry from the Label screen's menu."""
    await pilot.press("space", "equals_sign")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, RegistryScreen), "the registry")
    await pilot.pause()


async def type_line(pilot: Pilot[None], text: str) -> None:
    """Put a text into the line that is open, and press Enter."""
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await pilot.pause()


async def test_entries_with_links_of_ones_own_only(linked: Project, opened: Opened) -> None:
    async with opened(linked, number=0) as pilot:
        await show_registry(pilot)
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Nobody"]
        await pilot.press("end")
        await wait_for(pilot, lambda: about(pilot).startswith("0 links"), "an entry of bob's")
        await pilot.press("enter")
        assert about(pilot) == "You have linked nothing to “Nobody” yet."
        await pilot.press("up")
        assert "Karvan  GPE" in card(pilot)
        await wait_for(pilot, lambda: len(links(pilot)) == 3, "three links")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "Label")


async def test_a_link_opens_its_article_and_the_way_back(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        await pilot.press("down", "down", "enter", "end")
        assert "link 3 of 3  article 2, sentence 1" in about(pilot)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "Label")
        assert desk_of(pilot).session.article == linked.articles()[1].article.id
        assert lit(pilot) == "Karvan"
        await show_registry(pilot)
        current = registry_screen(pilot).current
        assert current is not None and current.name == "Karvan"


async def test_from_home_and_back(linked: Project, home: Opened) -> None:
    async with home(linked) as pilot:
        await pilot.press("equals_sign")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, RegistryScreen), "the registry")
        await pilot.pause()
        await pilot.press("enter", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "Label")
        assert lit(pilot) == "Daesh"
    async with home(linked) as pilot:
        await pilot.press("equals_sign", "escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "Home")


async def test_merging_and_taking_it_apart(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        await pilot.press("m", "down")
        assert "Daesh is marked" in title(pilot)
        assert entries(pilot)[:2] == [" ◆ Daesh", "▌  ISIL"]
        await pilot.press("m")
        assert "“Daesh” stays; “ISIL” becomes one of its names" in choices(pilot)
        await pilot.press("1")
        assert names(pilot) == ["Daesh", "Karvan", "Nobody"]
        assert "also ISIL" in card(pilot)
        await wait_for(pilot, lambda: links(pilot) == ["Daesh", "ISIL"], "links of both")
        await pilot.press("u")
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Nobody"]
        await pilot.press("U")
        assert names(pilot) == ["Daesh", "Karvan", "Nobody"]
        await pilot.press("s", "1")
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Nobody"]
        assert "It stands for itself again" in about(pilot)


async def test_a_merge_that_a_rule_forbids_is_refused(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        before = stored_names(linked)
        await pilot.press("m", "end", "m")
        assert "cannot be merged: ARMED_GROUP and PERSON exclude each other" in about(pilot)
        assert isinstance(pilot.app.screen, RegistryScreen)
        await pilot.press("escape")
        assert about(pilot) == "Nothing is marked any more."
        assert stored_names(linked) == before
        await pilot.press("m", "m")
        assert "marked" not in title(pilot)


async def test_splitting_off_ticked_links(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        await pilot.press("s")
        assert "Nothing was merged into it" in about(pilot)
        await pilot.press("down", "down", "space")
        assert about(pilot).startswith("Enter goes to the links")
        await pilot.press("enter", "space", "down", "space", "s")
        assert "New entry for 2 links of “Karvan”" in window_text(pilot)
        await type_line(pilot, "Karvan district")
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Karvan district", "Nobody"]
        current = registry_screen(pilot).current
        assert current is not None and current.name == "Karvan district"
        await wait_for(pilot, lambda: len(links(pilot)) == 2, "its links")
        await pilot.press("u")
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Nobody"]
        assert about(pilot) == "Taken back."


async def test_names_and_facts(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        await pilot.press("A")
        assert about(pilot) == "“Daesh” has no other names."
        await pilot.press("a")
        await type_line(pilot, "Daesh")
        assert "“Daesh” has the name “Daesh” already." in window_text(pilot)
        assert pilot.app.screen.query_one(Input).value == "Daesh"
        await type_line(pilot, "Islamic State")
        assert "also Islamic State" in card(pilot)
        await pilot.press("r")
        await type_line(pilot, "IS")
        assert "also Daesh; Islamic State" in card(pilot)
        await pilot.press("A", "1")
        assert "also Islamic State" in card(pilot)
        await pilot.press("w")
        await type_line(pilot, "P8")
        assert "“P8” is no Wikidata item" in window_text(pilot)
        await type_line(pilot, "Q2429253")
        assert "Wikidata Q2429253" in card(pilot)
        await pilot.press("e")
        await type_line(pilot, "also in 004")
        assert "note also in 004" in card(pilot)
        await pilot.press("d")
        assert "Q2429253" in window_text(pilot)
        await pilot.press("escape")
        for _ in range(5):
            await pilot.press("u")
        assert "also nothing else" in card(pilot)
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Nobody"]


async def test_type_and_affiliate(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        await pilot.press("o")
        await type_line(pilot, "Nowhere")
        assert "no entry “Nowhere”" in window_text(pilot)
        await type_line(pilot, "ISIL")
        assert "affiliate of ISIL" in card(pilot)
        await pilot.press("down")
        assert "affiliates Daesh" in card(pilot)
        await pilot.press("x")
        assert "“Daesh” is an affiliate of “ISIL”" in about(pilot)
        await pilot.press("o")
        await type_line(pilot, "Daesh")
        assert "is itself an affiliate" in window_text(pilot)
        await pilot.press("escape", "up", "o")
        await type_line(pilot, "")
        assert "affiliate" not in card(pilot)
        await pilot.press("t", "o")
        assert "Daesh  ORG" in card(pilot)
        await pilot.press("u")
        assert "Daesh  ARMED_GROUP" in card(pilot)


async def test_new_entries_of_both_kinds_and_deleting(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        await pilot.press("n", "e", "l")
        await type_line(pilot, "…")
        assert "A name needs a letter or a digit." in window_text(pilot)
        await type_line(pilot, "Lower Oshtin")
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Lower Oshtin", "Nobody"]
        assert "Lower Oshtin  GPE" in card(pilot)
        await pilot.press("x")
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Nobody"]
        await pilot.press("home", "x")
        assert "“Daesh” is linked to" in about(pilot)
        await pilot.press("tab", "tab")
        assert title(pilot).startswith(" incidents")
        assert names(pilot) == []
        await pilot.press("n", "enter")
        await type_line(pilot, "Storming of Karvan")
        await pilot.press("e", "w")
        await type_line(pilot, "Monday")
        assert "when: “Monday”" in window_text(pilot)
        await type_line(pilot, "2022-08-01/2022-08-01")
        await pilot.press("e", "p")
        await type_line(pilot, "Karvan")
        assert card(pilot).endswith("when 2022-08-01/2022-08-01   where Karvan")


async def test_the_filter_follows_what_is_typed(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        await pilot.press("f")
        await pilot.press(*"kar")
        await wait_for(pilot, lambda: names(pilot) == ["Karvan"], "one name")
        await type_line(pilot, "type:TOWN")
        assert "The scheme has no type “TOWN”" in window_text(pilot)
        await type_line(pilot, "type:armed_group")
        assert names(pilot) == ["Daesh", "ISIL"]
        assert "filter type:armed_group" in title(pilot)
        # What one makes is not hidden by a filter.
        await pilot.press("n", "e", "l")
        await type_line(pilot, "Oshtin")
        assert names(pilot) == ["Daesh", "ISIL", "Karvan", "Nobody", "Oshtin"]
        await pilot.press("f")
        await pilot.press(*"xyz", "enter")
        assert names(pilot) == []
        assert "No match: “xyz”" in registry_screen(pilot).entry_list.render_line(0).text
        await pilot.press("m", "s", "d", "enter", "x", "f", "escape")
        assert len(names(pilot)) == 5


async def test_undo_tells_of_acts_in_articles(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        mark(desk_of(pilot).session, "PERSON", "Tomas Erdin")
        await show_registry(pilot)
        await pilot.press("u")
        assert about(pilot) == "Taken back: your latest act in an article."
        await pilot.press("U", "U")
        assert about(pilot) == "There is nothing to redo."


async def test_what_changed_shows_on_the_label_screen(linked: Project, opened: Opened) -> None:
    async with opened(linked, number=1) as pilot:
        await show_registry(pilot)
        await pilot.press("u", "escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "Label")
        items = desk_of(pilot).session.work.annotations.values()
        isil = [item for item in items if isinstance(item, Mention) and item.type == "ARMED_GROUP"]
        assert [item.identity for item in isil] == [""]
        assert said(pilot)


async def test_what_others_do_comes_by_itself(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        with open_project(linked.path) as other:
            other.identities("bob").new("entity", "Arvin", "GPE")
        registry_screen(pilot).follow_others()
        assert names(pilot) == ["Arvin", "Daesh", "ISIL", "Karvan", "Nobody"]
        current = registry_screen(pilot).current
        assert current is not None and current.name == "Daesh"


async def test_the_mouse(linked: Project, opened: Opened) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        await pilot.click("#entries", offset=(5, 2))
        await wait_for(pilot, lambda: len(links(pilot)) == 3, "the links of Karvan")
        await pilot.click("#hits", offset=(1, 1))
        assert [hit.span.start for hit in registry_screen(pilot).ticked] == [ONE.rindex("Karvan")]
        await pilot.click("#hits", offset=(20, 0))
        await pilot.click("#hits", offset=(20, 0))
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LabelScreen), "Label")


async def test_a_full_disk_is_told_and_the_typed_text_stays(
    linked: Project, opened: Opened, full_disk: Callable[[], None]
) -> None:
    async with opened(linked) as pilot:
        await show_registry(pilot)
        full_disk()
        await pilot.press("a")
        await type_line(pilot, "Islamic State")
        assert "The disk is full" in window_text(pilot)
        assert pilot.app.screen.query_one(Input).value == "Islamic State"
        await pilot.press("escape", "u")
        assert "The disk is full" in about(pilot)


def choices(pilot: Pilot[None]) -> str:
    """Return the lines of the list that is open."""
    found = pilot.app.screen.query_one(OptionList)
    return "\n".join(str(found.get_option_at_index(n).prompt) for n in range(found.option_count))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_names_of_any_script_keep_the_columns(
    linked: Project, opened: Opened, size: tuple[int, int]
) -> None:
    identities = linked.identities("ann")
    for name in (
        "[/b] [red]x",
        "東京 東京 東京 東京 東京 東京",
        "العمدة",
        "a\x1b[31mb",
        "👩‍👩‍👧 of X",
    ):
        identities.new("entity", name, "GPE")
    async with opened(linked, size=size) as pilot:
        await show_registry(pilot)
        shown = registry_screen(pilot).entry_list
        rows = [shown.render_line(y) for y in range(shown.size.height)]
        assert {cell_len(row.text) for row in rows} == {shown.scrollable_content_region.width}
        assert not any("\x1b" in row.text for row in rows)
        await pilot.press("f", *"red", "enter")
        assert names(pilot) == ["[/b] [red]x"]
        assert "[/b] [red]x  GPE" in card(pilot)

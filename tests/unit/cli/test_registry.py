"""`annotator registry`: lists, facts, changes, and refusals in one sentence."""

import json
from pathlib import Path

import pytest

from annotator.labelling.commands.identity import CreateEntry
from annotator.project import open_project
from tests.support import complaints, mark, session
from tests.unit.cli.support import Run


@pytest.fixture
def linked(project_path: Path) -> Path:
    """The project, with entries that ann and bob made of mentions."""
    with open_project(project_path) as project:
        for name, number, kind, words in (
            ("ann", 0, "PERSON", "Ilena Darvo"),
            ("ann", 0, "PLACE", "Karvan"),
            ("ann", 0, "PLACE", "Oshtin"),
            ("bob", 1, "PLACE", "Karvan"),
        ):
            at = session(project, name, number)
            at.apply(CreateEntry(id=mark(at, kind, words).id))
    return project_path


def ids_of(annotator: Run, name: str) -> list[str]:
    """Return ids of the entries with a name."""
    listed = json.loads(annotator("registry", "list", "--json").out)
    return [one["id"] for one in listed if one["name"] == name]


def test_entries_are_listed_with_ones_own_links(annotator: Run, linked: Path) -> None:
    ended = annotator("registry")
    assert (ended.code, ended.err) == (0, "")
    lines = [line.split() for line in ended.out.splitlines()]
    assert lines[0][:5] == ["id", "kind", "type", "links", "wikidata"]
    assert [line[5:] for line in lines[1:]] == [
        ["Ilena", "Darvo"],
        ["Karvan"],
        ["Karvan"],
        ["Oshtin"],
    ]
    assert sorted(line[3] for line in lines[1:]) == ["0", "1", "1", "1"]
    assert annotator("registry", "list", "--kind", "incident", "--json").out == "[]\n"
    assert len(annotator("registry", "list", "--limit", "2").out.splitlines()) == 3


def test_entries_are_made_and_deleted(annotator: Run, linked: Path) -> None:
    made = annotator("registry", "new", "Upper Oshtin", "PLACE")
    assert (made.code, made.err) == (0, "")
    assert ids_of(annotator, "Upper Oshtin") == [made.out.strip()]
    gone = annotator("registry", "delete", "Upper Oshtin")
    assert (gone.code, gone.out, gone.err) == (0, "", "“Upper Oshtin” is gone.\n")
    assert ids_of(annotator, "Upper Oshtin") == []
    refused = annotator("registry", "delete", "Oshtin")
    assert refused.code != 0
    assert refused.err == ("annotator: “Oshtin” is linked to; only entries without links can go.\n")
    assert "The scheme has no entity type TOWN." in annotator("registry", "new", "X", "TOWN").err
    with open_project(linked) as project:
        assert complaints(project) == []


def test_two_entries_become_one_and_are_parted_again(annotator: Run, linked: Path) -> None:
    one, two = ids_of(annotator, "Karvan")
    assert annotator("registry", "show", "Karvan").err == (
        f"annotator: “Karvan” can mean {one} (Karvan, PLACE), {two} (Karvan, PLACE); give the id.\n"
    )
    merged = annotator("registry", "merge", one, two)
    assert (merged.code, merged.out) == (0, "")
    assert merged.err == f"“Karvan” is one with “Karvan”; to part them: registry split {two}\n"
    shown = annotator("registry", "show", "karvan").out
    assert f"merged        Karvan ({two})\n" in shown
    assert "“Karvan”" in shown
    assert annotator("registry", "split", two).err == f"{two} stands for itself again.\n"
    assert sorted(ids_of(annotator, "Karvan")) == sorted([one, two])


def test_facts_are_corrected(annotator: Run, linked: Path) -> None:
    (town,) = ids_of(annotator, "Oshtin")
    (person,) = ids_of(annotator, "Ilena Darvo")
    for words in (
        ("alias", "Oshtin", "Lower Oshtin"),
        ("rename", town[:9], "Upper Oshtin"),
        ("alias", "Oshtin", "Lower Oshtin", "--remove"),
        ("set-wikidata", "Oshtin", "Q8"),
        ("affiliate", "Ilena Darvo", "Upper Oshtin"),
        ("edit", "Oshtin", "--note", "a  town", "--type", "OFFICE"),
    ):
        ended = annotator("registry", *words)
        assert (ended.code, ended.out) == (0, ""), ended.err
    found = json.loads(annotator("registry", "show", town, "--json").out)
    assert (found["name"], found["aliases"]) == ("Upper Oshtin", ["Oshtin"])
    assert (found["wikidata"], found["note"], found["type"]) == ("Q8", "a town", "OFFICE")
    assert [link["text"] for link in found["links"]] == ["Oshtin"]
    assert f"affiliate of  Upper Oshtin ({town})\n" in annotator("registry", "show", person).out
    assert annotator("registry", "affiliate", person, "--none").code == 0
    assert "affiliate" not in annotator("registry", "show", person).out
    with open_project(linked) as project:
        assert complaints(project) == []


def test_some_links_get_a_new_entry(annotator: Run, linked: Path) -> None:
    (town,) = ids_of(annotator, "Oshtin")
    link = json.loads(annotator("registry", "show", town, "--json").out)["links"][0]["id"]
    ended = annotator("registry", "split", town, link, "--name", "Elsewhere")
    assert (ended.code, ended.err) == (0, "Gave 1 link of “Oshtin” a new entry.\n")
    assert ids_of(annotator, "Elsewhere") == [ended.out.strip()]
    assert annotator("registry", "split", town, link).err == (
        f"annotator: {link} is no link of yours to “Oshtin”.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "Nobody"), "The registry has no entry “Nobody”; annotator registry lists them."),
        (("merge", "Oshtin", "Oshtin"), "“Oshtin” and “Oshtin” are one entry already."),
        (
            ("merge", "Oshtin", "Ilena Darvo"),
            "“Oshtin” and “Ilena Darvo” cannot be merged: PLACE and PERSON exclude each other; "
            "correct the type of one first.",
        ),
        (("split", "n_000000000000"), "The registry has no entry n_000000000000."),
        (
            ("split", "n_000000000000", "--name", "X"),
            "--name is for a new entry; name the links that get it, too.",
        ),
        (("alias", "Oshtin", "Oshtin"), "“Oshtin” has the name “Oshtin” already."),
        (("alias", "Oshtin", "X", "--remove"), "“Oshtin” has no alias “X”."),
        (("rename", "Oshtin", ""), "A name needs a letter or a digit."),
        (("affiliate", "Oshtin", "Oshtin"), "“Oshtin” cannot be its own affiliate."),
        (
            ("affiliate", "Oshtin"),
            "Name the entity that it is an affiliate of, or give --none.",
        ),
        (
            ("set-wikidata", "Oshtin", "8"),
            "“8” is no Wikidata item; write one like Q8, or NIL where there is none.",
        ),
        (("edit", "Oshtin", "--when", "2022"), "An entity has no when."),
        (("edit", "Oshtin"), "Nothing to correct; give --type, --when, --where or --note."),
    ],
)
def test_refusals_are_one_sentence(
    annotator: Run, linked: Path, words: tuple[str, ...], said: str
) -> None:
    before = annotator("registry", "--help").code, annotator("history", "--json").out
    assert annotator("registry", *words) == (2, "", f"annotator: {said}\n")
    assert (0, annotator("history", "--json").out) == before


def test_history_tells_acts_on_the_registry(annotator: Run, linked: Path) -> None:
    annotator("registry", "alias", "Oshtin", "O Town")
    ended = annotator("history", "--limit", "1")
    assert (ended.code, ended.err) == (0, "")
    assert "registry.alias" in ended.out and "alias=O Town" in ended.out

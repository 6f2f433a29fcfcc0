"""Rows that another program wrote: what cannot be read is named, with what to do."""

import pytest

from annotator.labelling.commands.identity import CreateEntry
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import Project, open_project
from annotator.store import decisions, layers, rewriting, schemes, suggestions
from annotator.store.errors import ProjectDamaged, ProjectLocked, RunInProgress
from annotator.store.journal import Act
from annotator.store.runs import Run
from tests.support import article_ids, mark, session, tables


@pytest.fixture
def worked(project: Project) -> Project:
    """A project with a row in each table that is read by itself."""
    for name, kind in (("ada", "PLACE"), ("ben", "TIME")):
        at = session(project, name)
        found = mark(at, kind, "Karvan")
        if kind == "PLACE":
            at.apply(CreateEntry(id=found.id))
        at.apply(CompleteSentence(sentence=0, layers=("entities",), state="done"))
    desk = project.adjudication("eve")
    desk.refresh()
    item = desk.next()
    assert item is not None
    desk.decide(item, item.variants[0].choice)
    return project


def article(project: Project) -> str:
    """Return the id of the article that was worked on."""
    return article_ids(project)[0]


def plant(project: Project, statement: str) -> None:
    """Change a table as another program would."""
    with project.file.write() as conn:
        conn.execute(statement)


@pytest.mark.parametrize(
    ("statement", "read", "table"),
    [
        (
            "UPDATE articles SET text_hash = 'x'",
            lambda one: one.document(article(one)),
            "articles",
        ),
        (
            "UPDATE completion SET stale = 7, state = 'never'",
            lambda one: session(one, "ada").work,
            "completion",
        ),
        (
            "UPDATE registry SET body = '{\"wikidata\": 3}'",
            lambda one: one.identities("ada").registry.listed(),
            "registry",
        ),
        (
            "UPDATE decisions SET body = '{}'",
            lambda one: list(decisions.every(one.file)),
            "decisions",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_named(
    worked: Project, statement: str, read: object, table: str
) -> None:
    plant(worked, statement)

    with pytest.raises(ProjectDamaged) as error:
        read(worked)  # type: ignore[operator]

    said = str(error.value)
    assert said.startswith("The row ") and f" of {table} cannot be read; restore" in said


@pytest.mark.parametrize(
    ("key", "remedy"),
    [("word_list", "annotator suggest --words FILE"), ("suggestions", "from a backup")],
)
def test_settings_of_suggestions_that_cannot_be_read_are_named(
    project: Project, key: str, remedy: str
) -> None:
    plant(project, f"INSERT OR REPLACE INTO project VALUES ('{key}', 'no JSON')")
    with pytest.raises(ProjectDamaged, match=remedy):
        suggestions.word_list(project.file) if key == "word_list" else suggestions.showing(
            project.file
        )


def test_words_of_a_project_take_the_place_of_those_it_had(project: Project) -> None:
    assert suggestions.word_list(project.file) == []
    for words in ([("Karvan", "PLACE", 0.5)], [("Oshtin", "PLACE", 1.0)]):
        suggestions.keep_word_list(project.file, words)
        assert suggestions.word_list(project.file) == words


def test_nobody_is_renamed_while_an_import_is_under_way(worked: Project) -> None:
    run = Run(worked.file, "lead", "import")
    with pytest.raises(RunInProgress, match="rename people when it has ended"):
        worked.team("lead").rename("ada", "eva")
    run.abandon()
    worked.team("lead").rename("ada", "eva")
    assert "eva" in {
        one.annotator for one in layers.annotations(worked.file, article(worked), "eva")
    }


def test_a_rewriting_that_others_never_leave_in_peace_changes_nothing(worked: Project) -> None:
    before = tables(worked.file)
    stored = schemes.StoredScheme("sha256:" + "1" * 64, "next", "2.0.0", "", "{}")

    words = iter(("Two", "bridges", "fell", "near", "Oshtin"))

    def interrupted() -> list[rewriting.Rewritten]:
        with open_project(worked.path) as other:
            mark(session(other, "cem", 1), "PLACE", next(words))
        return []

    with pytest.raises(ProjectLocked, match="Others were writing all the time; nothing was"):
        rewriting.rewrite(worked.file, stored, Act("lead", "", 0, "migrate", {}), interrupted)

    written = tables(worked.file)
    assert {one for one in written["annotations"] if one not in before["annotations"]} == {
        one for one in written["annotations"] if "cem" in one
    }
    assert written["completion"] == before["completion"]

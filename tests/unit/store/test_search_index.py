"""The word index: true after imports, removals, runs that died, and in projects older than it."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.project import Project, open_project
from annotator.store import search
from annotator.store.project_file import ProjectFile
from annotator.store.runs import Batch, Run
from annotator.store.search import AnnotationFilter, IndexedWord
from tests.support import (
    ROOT,
    TEXTS,
    add,
    article_ids,
    complaints,
    document,
    mark,
    new_project,
    session,
)


def positions(file: ProjectFile, *words: str, prefix: bool = False) -> list[int]:
    """Return the positions of visible articles that the index gives for words."""
    asked = [IndexedWord(word, prefix) for word in words]
    found = search.positions_with_words(file, asked, 0, 1000)
    return [article.position for article in search.articles_at(file, found)]


def test_articles_are_found_by_their_words(project: Project) -> None:
    file = project.file
    assert positions(file, "karvan") == [1, 2, 3]
    assert positions(file, "ilena", "oshtin") == [1, 2]
    assert positions(file, "oshtin", "quiet") == []
    assert positions(file, "osht", prefix=True) == [1, 2]
    assert positions(file, "q", prefix=True) == [1, 2, 3]  # too short to be looked up
    assert positions(file, "osht") == []
    assert positions(file) == [1, 2, 3]
    assert search.positions_with_words(file, [IndexedWord("karvan")], 1, 1) == [2]


def test_words_of_every_script_reach_the_index_as_they_are(tmp_path: Path) -> None:
    texts = ("大爆炸 in Łódź", "Αθήνα ΑΘΗΝΑ نَصّ", "नमस्ते or notand", "x\u00adyz 𐌰𐌱")
    with new_project(tmp_path / "w.db", texts) as project:
        for word, position in (
            *(("爆", 1), ("łodz", 1), ("αθηνα", 2), ("نص", 2), ("नमस्ते", 3), ("or", 3)),
            *(("notand", 3), ("xyz", 4), ("𐌰𐌱", 4)),
        ):
            assert positions(project.file, word) == [position]


def test_a_removed_article_leaves_no_word(project: Project) -> None:
    project.remove_article("ann", article_ids(project)[1])
    assert positions(project.file, "bridges") == []
    assert search.positions_with_words(project.file, [IndexedWord("bridges")], 0, 9) == []
    assert positions(project.file, "karvan") == [1, 3]
    add(project.file, [document("Two bridges fell near Oshtin.\nIlena Darvo, of Karvan, saw it.")])
    assert positions(project.file, "bridges") == [4]
    assert complaints(project) == []


def test_a_position_that_is_used_again_keeps_no_old_words(project: Project) -> None:
    project.remove_article("ann", article_ids(project)[2])
    add(project.file, [document("Something else here.")])
    assert positions(project.file, "something") == [3]
    assert search.positions_with_words(project.file, [IndexedWord("quiet")], 0, 9) == []


def test_what_is_not_published_is_found_by_nobody(project: Project) -> None:
    run = Run(project.file, "eve", "import")
    run.add(Batch(documents=[document("Brand new words.")]))
    assert positions(project.file, "brand") == []
    run.publish()
    assert positions(project.file, "brand") == [4]


def test_an_abandoned_run_leaves_no_word(project: Project) -> None:
    run = Run(project.file, "eve", "import")
    run.add(Batch(documents=[document(f"Brand new words {number}.") for number in range(300)]))
    run.abandon()
    assert search.positions_with_words(project.file, [IndexedWord("brand")], 0, 9) == []
    add(project.file, [document("Karvan wakes.")])
    assert positions(project.file, "karvan", "wakes") == [4]


KILLED = """
import os, signal, sys
from annotator import open_project
from annotator.store.runs import Batch, Run
from tests.support import document

with open_project(sys.argv[1]) as project:
    Run(project.file, "eve", "import").add(Batch(documents=[document("Brand new words.")]))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_import_leaves_no_word(project_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(project_path)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert os.path.exists(project_path)
    with open_project(project_path) as project:
        assert search.positions_with_words(project.file, [IndexedWord("brand")], 0, 9) == []
        assert complaints(project) == []


def older(path: Path) -> None:
    """Make a project look as it did before there was an index."""
    conn = sqlite3.connect(path)
    conn.executescript(
        "DROP TABLE article_words; DROP INDEX annotations_by_type; DROP INDEX journal_by_batch;"
        "ALTER TABLE journal DROP COLUMN batch;"
        "DELETE FROM _sqlite_migrations WHERE name = 'm003_search';"
    )
    conn.close()


def test_an_older_project_gets_its_index_when_it_is_opened(project_path: Path) -> None:
    with open_project(project_path) as project:
        kept = mark(session(project), "PLACE", "Karvan")
    older(project_path)
    with open_project(project_path) as project:
        assert positions(project.file, "karvan") == [1, 2, 3]
        assert complaints(project) == []
        at = session(project)
        assert at.work.annotations == {kept.id: kept}
        assert at.undo()
        assert project.annotations(at.article, "ann") == []
        assert all(
            search.is_indexed(project.file, article, text)
            for article, text in zip(article_ids(project), TEXTS, strict=True)
        )


def test_verify_finds_an_article_that_the_index_does_not_know(project: Project) -> None:
    with project.file.write() as conn:
        search.forget(conn, article_ids(project)[:1])
    assert [line for line in complaints(project) if "word index" in line] == [
        f"{article_ids(project)[0]} text is not in the word index of search"
    ]


@pytest.mark.parametrize("few", [1, 2000])
def test_articles_are_found_by_their_mentions(
    project: Project, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(search, "_FEW", few)
    mark(session(project), "PLACE", "Karvan")
    mark(session(project, number=2), "PLACE", "Karvan")
    mark(session(project, number=1), "PERSON", "Ilena Darvo")
    mark(session(project, "bob", 1), "PLACE", "Karvan")

    def found(
        wanted: AnnotationFilter, after: int = 0, limit: int = 9, words: str = ""
    ) -> list[int]:
        asked = [IndexedWord(word) for word in words.split()]
        return search.positions_with_annotations(project.file, wanted, after, limit, asked)

    assert found(AnnotationFilter("ann", ("PLACE",))) == [1, 3]
    assert found(AnnotationFilter("ann", ("PLACE", "PERSON"))) == [1, 2, 3]
    assert found(AnnotationFilter("ann")) == [1, 2, 3]
    assert found(AnnotationFilter("ann"), after=1, limit=1)[:1] == [2]
    assert found(AnnotationFilter("ann", ("PLACE",)), words="karvan") == [1, 3]
    assert found(AnnotationFilter("ann", ("PLACE",)), words="karvan quiet") == [3]
    assert found(AnnotationFilter("ann", ("PLACE",)), words="oshtin bridges") == []
    assert found(AnnotationFilter("ann", ("PLACE",)), after=1, words="karvan") == [3]
    assert found(AnnotationFilter("bob")) == [2]
    assert found(AnnotationFilter("ann", unsure=True)) == []
    assert found(AnnotationFilter("ann", note=True)) == []
    assert found(AnnotationFilter("ann", holding=('"fragments"',))) == [1, 2, 3]
    assert found(AnnotationFilter("ann", holding=(search.role_in_body("place"),))) == []

"""Long work: invisible until it is published, gone if it never is, refused while another lives."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.labelling.commands.sentences import CompleteSentence, SplitSentence
from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.model.completion import Completion
from annotator.model.spans import Span
from annotator.project import Project, Wish, open_project
from annotator.store import articles, layers, runs
from annotator.store.errors import RunInProgress, RunLost
from annotator.store.runs import Batch, Run
from annotator.text.likeness import signature
from tests.support import (
    ROOT,
    STAMP,
    article_ids,
    complaints,
    document,
    documents,
    mark,
    session,
    tables,
)

NEW = document("Brand new text here.\nAnd more.", "new.txt")


def foreign_layer(project: Project, article: str, annotator: str = "eve") -> Batch:
    """Return a mention and a finished sentence of somebody for an article."""
    shared = {"article": article, "annotator": annotator, "changed": STAMP}
    mention = Mention(
        **shared,
        id=ids.new_id(ids.MENTION),
        type="PERSON",
        scheme=project.scheme.source_hash,
        created=STAMP,
        fragments=(Span(0, 5),),
        origin="imported",
    )
    finished = Completion(**shared, sentence=0, layer="entities", state="done")
    return Batch(annotations=[mention], completions=[finished])


def everything(project: Project) -> dict[str, object]:
    """Return what every reading function tells of the project."""
    file, first = project.file, article_ids(project)[0]
    listed = [line.article.id for line in project.articles()]
    return {
        "count": project.count(),
        "listed": project.articles("eve"),
        "get": articles.get(file, NEW.article.id),
        "find by source": articles.find(file, "new.txt"),
        "find by id": articles.find(file, NEW.article.id[:6]),
        "document": articles.document(file, NEW.article.id),
        "ids in order": list(articles.ids_in_order(file)),
        "neighbours": [articles.neighbour(file, article, 1) for article in listed],
        "numbers": [project.listing().number_of(article) for article in listed],
        "next undone": project.next_undone("eve"),
        "progress": project.progress(first, "eve"),
        "annotations": project.annotations(first, "eve"),
        "completions": layers.completions(file, first, "eve"),
        "annotators": project.annotators(),
        "workers": project.workers_on(first),
        "status": project.status(),
        "history": project.history(),
        "last place": project.last_place("eve"),
        "complaints": complaints(project),
    }


def test_what_is_not_published_is_seen_by_nobody(project: Project) -> None:
    before = everything(project)
    run = Run(project.file, "eve", "import")
    run.add(Batch(documents=[NEW]))
    run.add(foreign_layer(project, article_ids(project)[0]))
    run.add(foreign_layer(project, NEW.article.id))
    assert everything(project) == before
    with open_project(project.path) as other:
        assert everything(other) == before
    run.publish()
    after = everything(project)
    same = {name for name, value in after.items() if value == before[name]}
    assert same == {"next undone", "last place", "complaints"}
    assert len(project.history(annotators=["eve"])) == 3
    assert complaints(project) == []


def test_an_abandoned_run_leaves_nothing(project: Project) -> None:
    before, seen = tables(project.file), everything(project)
    run = Run(project.file, "eve", "import")
    run.add(Batch(documents=[NEW, *(document(f"Number {n}.") for n in range(250))]))
    run.add(foreign_layer(project, article_ids(project)[0]))
    run.abandon()
    assert tables(project.file) == before
    assert everything(project) == seen
    left = ("texts", "open_runs")
    counts = [project.file.query(f"SELECT count(*) FROM {table}")[0][0] for table in left]
    assert counts == [3, 0]


def test_a_second_run_waits_for_the_first(project: Project) -> None:
    first = Run(project.file, "ann", "import")
    with open_project(project.path) as other, pytest.raises(RunInProgress, match="import"):
        Run(other.file, "bob", "import")
    first.publish()
    Run(project.file, "bob", "import").publish()


def pretend(project: Project, run: Run, **columns: object) -> None:
    """Change what the project says of an open run."""
    marks = ", ".join(f"{column} = ?" for column in columns)
    with project.file.write() as conn:
        conn.execute(f"UPDATE open_runs SET {marks} WHERE id = ?", (*columns.values(), run.id))


def dead_process() -> int:
    """Return the number of a process that has ended."""
    with subprocess.Popen(["true"]) as process:
        process.wait()
    return process.pid


OLD = "2026-01-02T03:04:05.678Z"
MACHINE = "another-machine"


@pytest.mark.parametrize(
    "columns",
    [
        lambda: {"pid": dead_process()},
        lambda: {"host": MACHINE, "beat": OLD},
        lambda: {"pid": os.getppid(), "beat": OLD},
    ],
    ids=["process ended", "other machine silent", "process number used again"],
)
def test_a_dead_run_is_taken_away_at_the_next_opening(
    project: Project, columns: Callable[[], dict[str, object]]
) -> None:
    before = tables(project.file)
    run = Run(project.file, "eve", "import")
    run.add(Batch(documents=[NEW]))
    pretend(project, run, **columns())
    with open_project(project.path, read_only=True):
        assert tables(project.file) != before
    with open_project(project.path) as again:
        assert tables(again.file) == before
        assert complaints(again) == []
    # Had it only been slow, it must not write on: nobody would hide that any more.
    with pytest.raises(RunLost, match="start it again"):
        run.add(foreign_layer(project, article_ids(project)[0]))
    with pytest.raises(RunLost, match="start it again"):
        run.publish()
    assert tables(project.file) == before


@pytest.mark.parametrize(
    "columns",
    [
        lambda: {"pid": os.getppid()},
        lambda: {"host": MACHINE, "pid": 1},
        lambda: {"beat": OLD},
    ],
    ids=["another process", "other machine", "ourselves, slow"],
)
def test_a_living_run_is_left_alone(
    project: Project, columns: Callable[[], dict[str, object]]
) -> None:
    run = Run(project.file, "eve", "import")
    run.add(Batch(documents=[NEW]))
    pretend(project, run, **columns())
    with open_project(project.path) as again, pytest.raises(RunInProgress):
        Run(again.file, "ann", "import")
    run.publish()
    assert project.count() == 4


def test_a_run_of_an_earlier_process_with_our_number_is_dead(project: Project) -> None:
    with project.file.write() as conn:
        conn.execute(
            "INSERT INTO open_runs VALUES ('u_000000000001', 'import', ?, ?, ?)",
            (socket.gethostname(), os.getpid(), ids.now()),
        )
    runs.clean_up(project.file)
    assert project.file.query("SELECT * FROM open_runs") == []


def test_work_that_an_import_is_adding_to_is_left_alone(project: Project) -> None:
    at = session(project, "eve")
    run = Run(project.file, "ann", "import")
    run.add(foreign_layer(project, at.article))
    with pytest.raises(RunInProgress, match="try again"):
        at.apply(CompleteSentence(sentence=0, layers=("entities",), state="skipped"))
    with pytest.raises(RunInProgress, match="try again"):
        session(project, "bob").apply(SplitSentence(offset=6))
    with pytest.raises(RunInProgress, match="remove articles when"):
        project.remove_article("bob", at.article)
    mark(at, "PLACE", "Karvan")
    run.abandon()
    assert complaints(project) == []
    assert len(project.annotations(at.article, "eve")) == 1


KILLED = """
import os, signal, sys
from annotator import open_project
from annotator.store.runs import Batch, Run
from annotator.text.likeness import signature
from tests.support import document

with open_project(sys.argv[1]) as project:
    run = Run(project.file, "eve", "import")
    for number in range(int(sys.argv[2])):
        run.add(Batch(documents=[document(f"Text {number}. " * 50)]))
    if sys.argv[3] == "within":
        with project.file.write() as conn:
            conn.execute("UPDATE articles SET title = 'changed'")
            os.kill(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("number", "where"), [(0, "between"), (20, "between"), (5, "within")])
def test_a_killed_import_leaves_nothing(project_path: Path, number: int, where: str) -> None:
    with open_project(project_path) as project:
        before, seen = tables(project.file), everything(project)
    command = [sys.executable, "-c", KILLED, str(project_path), str(number), where]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    with open_project(project_path) as project:
        assert tables(project.file) == before
        assert everything(project) == seen
        Run(project.file, "ann", "import").publish()


def test_beside_others_a_batch_is_written_in_short_transactions(project: Project) -> None:
    run = Run(project.file, "eve", "import")
    texts = [f"Report {number}.\n" + "It rained.\n" * 30 for number in range(20)]
    run.add(Batch(documents=documents(texts[:10])))
    alone = journal_entries(project)
    with open_project(project.path) as other:
        mark(session(other, "bob"), "PLACE", "Karvan")
    more = documents(texts[10:])
    signed = [(one.article.id, signature(one.text)) for one in more]
    run.add(Batch(documents=more, signatures=signed))
    assert journal_entries(project) - alone > 3
    layer = foreign_layer(project, article_ids(project)[0])
    run.add(layer)
    run.publish()
    assert len(project.articles()) == 3 + 20
    signatures = project.file.query("SELECT count(*) FROM signatures")[0][0]
    assert signatures == 10
    assert project.annotations(article_ids(project)[0], "eve") == list(layer.annotations)
    assert complaints(project) == []


def journal_entries(project: Project) -> int:
    return int(project.file.query("SELECT count(*) FROM journal")[0][0])


def test_somebody_who_was_assigned_work_meanwhile_stays_when_a_run_is_abandoned(
    project: Project,
) -> None:
    run = Run(project.file, "importer", "import")
    run.add(foreign_layer(project, article_ids(project)[0]))
    project.team("lead").assign(Wish(("eve",)))
    run.abandon()
    assert project.is_assigned("eve")
    assert complaints(project) == []

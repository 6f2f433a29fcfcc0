"""What is kept of progress is what one finds by counting, whatever people and imports did."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelling.commands.sentences import CompleteSentence, RekindSentence
from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.model.article import SENTENCE_KINDS
from annotator.model.completion import COMPLETION_STATES, Completion
from annotator.model.spans import Span
from annotator.project import Progress, Project, Refused, Wanted, open_project
from annotator.store import layers, runs
from annotator.store.errors import EditConflict, ProjectReadOnly, RunInProgress
from annotator.store.finished_tables import FINISHED
from annotator.store.listing import ArticleState
from annotator.store.progress_tables import BLOCK, TABLES
from annotator.store.project_file import ProjectFile
from annotator.store.runs import Batch, Run
from tests.support import (
    STAMP,
    add,
    article_ids,
    complaints,
    document,
    documents,
    mark,
    session,
)
from tests.unit.labelling.test_undo_properties import QUICK, STEPS, Step, act, copy_of, redo, undo

PEOPLE = ("ann", "bob", "eve")


class Elsewhere(NamedTuple):
    """Something that happens to a project beside the acts of people."""

    kind: str
    number: int


ELSEWHERE = st.builds(
    Elsewhere,
    kind=st.sampled_from(["undo", "redo", "begin", "add", "work", "end", "die", "remove"]),
    number=st.integers(0, 99),
)


def counted(project: Project, article: str, annotator: str) -> Progress:
    """Return somebody's progress in an article by counting."""
    found = project.document(article)
    kinds = {one.start: one.kind for one in found.sentences if one.kind != "boilerplate"}
    mine = [
        one
        for one in layers.completions(project.file, article, annotator)
        if one.layer == "entities" and one.sentence in kinds
    ]
    done, skipped, unsure = (
        sum(one.state == state and not one.stale for one in mine) for state in COMPLETION_STATES
    )
    return Progress(len(kinds), done, skipped, unsure, sum(one.stale for one in mine))


def check(project: Project) -> None:
    """Compare everything that is told of progress with what is counted."""
    articles = [line.article.id for line in project.listing().lines()]
    assert complaints(project) == []
    assert project.count() == len(articles)
    for annotator in PEOPLE:
        found = {article: counted(project, article, annotator) for article in articles}
        mentions = {
            article: len([a for a in project.annotations(article, annotator)])
            for article in articles
        }
        lines = project.articles(annotator)
        assert [(line.article.id, line.progress, line.mentions) for line in lines] == [
            (article, found[article], mentions[article]) for article in articles
        ]
        assert all(project.progress(article, annotator) == found[article] for article in articles)
        waiting = [one for one in articles if found[one].seen < found[one].total]
        assert project.next_undone(annotator) == next(iter(waiting), "")
        for number, article in enumerate(articles):
            behind = [one for one in articles[number + 1 :] if one in waiting]
            assert project.next_undone(annotator, article) == next(iter(behind + waiting), "")
        assert project.totals(annotator) == (
            len(articles),
            len(articles) - len(waiting),
            sum(one.total for one in found.values()),
            sum(one.seen for one in found.values()),
        )
        assert listed(project, annotator, "undone") == waiting
        assert listed(project, annotator, "stale") == [one for one in articles if found[one].stale]
        mine = [one for one in project.shares() if one.annotator == annotator]
        sums = [sum(column) for column in zip(*found.values(), strict=True)]
        assert [(*one.progress, one.annotations) for one in mine] == (
            [(*sums, sum(mentions.values()))] if any((*sums[1:], *mentions.values())) else []
        )
        for article in articles:
            here = [one for one in project.shares(article) if one.annotator == annotator]
            assert [(one.progress, one.annotations) for one in here] == (
                [(found[article], mentions[article])]
                if any((*found[article][1:], mentions[article]))
                else []
            )


def listed(project: Project, annotator: str, state: ArticleState) -> list[str]:
    """Return the articles of a list of one state."""
    wanted = Wanted()._replace(states=(state,))
    return [line.article.id for line in project.listing(annotator, wanted).lines()]


def layer_of(project: Project, article: str, number: int) -> Batch:
    """Return a mention and a finished sentence of eve's for an article."""
    sentences = project.document(article).sentences
    sentence = sentences[number % len(sentences)]
    shared = {"article": article, "annotator": "eve", "changed": STAMP}
    mention = Mention.model_validate(
        {
            **shared,
            "id": ids.new_id(ids.MENTION),
            "type": "PERSON",
            "scheme": project.scheme.source_hash,
            "created": STAMP,
            "fragments": (Span(0, 5),),
            "origin": "imported",
        }
    )
    held = {one.sentence for one in layers.completions(project.file, article, "eve")}
    state = COMPLETION_STATES[number % 3]
    finished = Completion.model_validate(
        {**shared, "sentence": sentence.start, "layer": "entities", "state": state}
    )
    return Batch(annotations=[mention], completions=[] if sentence.start in held else [finished])


class World:
    """A project in which imports come and go while people work."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._run: Run | None = None
        self._worked: set[str] = set()
        self._made = 0

    def happen(self, step: Elsewhere) -> None:
        """Let something happen, where it can."""
        article = article_ids(self.project)[step.number % self.project.count()]
        match step.kind, self._run:
            case "undo" | "redo", _:
                (undo if step.kind == "undo" else redo)(self.project, PEOPLE[step.number % 2])
            case "remove", _ if self.project.count() > 3:
                self.project.remove_article("bob", article_ids(self.project)[-1])
            case "begin", None:
                self._run = Run(self.project.file, "eve", "import")
                self._worked = set()
            case "add", Run() as run:
                self._made += 1
                lines = [f"Line {n} of {self._made}." for n in range(1 + step.number % 4)]
                run.add(Batch(documents=[document("\n".join(lines))]))
            case "work", Run() as run if article not in self._worked:
                self._worked.add(article)
                run.add(layer_of(self.project, article, step.number))
            case "end", Run() as run:
                run.publish()
                self._run = None
            case "die", Run() as run:
                runs._OURS.discard(run.id)
                runs.clean_up(self.project.file)
                self._run = None


@QUICK
@given(steps=st.lists(st.one_of(STEPS, STEPS, ELSEWHERE), min_size=20, max_size=40))
def test_progress_is_what_is_counted(
    template: Path, tmp_path: Path, steps: Sequence[Step | Elsewhere]
) -> None:
    with open_project(copy_of(template, tmp_path)) as project:
        world = World(project)
        for step in steps:
            try:
                if isinstance(step, Step):
                    act(project, step)
                else:
                    world.happen(step)
            except (EditConflict, RunInProgress, Refused):
                pass
            check(project)


def test_boilerplate_is_no_work(project: Project) -> None:
    at = session(project)
    first, second, third = at.work.sentences
    for sentence in (first, second, third):
        at.apply(CompleteSentence(sentence=sentence.start, layers=("entities",), state="done"))
    assert project.progress(at.article, "ann") == (3, 3, 0, 0, 0)
    at.apply(RekindSentence(sentence=second.start, kind="boilerplate"))
    assert project.progress(at.article, "ann") == (2, 2, 0, 0, 0)
    at.apply(RekindSentence(sentence=second.start, kind=SENTENCE_KINDS[0]))
    assert project.progress(at.article, "ann") == (3, 2, 0, 0, 1)


def test_what_waits_is_found_over_many_blocks(project: Project) -> None:
    texts = [f"Text {number}." for number in range(3 * BLOCK)]
    add(project.file, documents(texts))
    articles = article_ids(project)
    with project.file.write() as conn:
        conn.execute("INSERT INTO annotators VALUES ('ann', '')")
        conn.execute(
            "INSERT INTO completion SELECT article, start, 'entities', 'ann', 'done', 0, ?, ''"
            " FROM sentences",
            (STAMP,),
        )
    assert project.next_undone("ann") == project.next_undone("ann", articles[9]) == ""
    waiting = [articles[number] for number in (5, BLOCK + 7, 2 * BLOCK - 1, 3 * BLOCK)]
    with project.file.write() as conn:
        conn.executemany("DELETE FROM completion WHERE article = ?", [(one,) for one in waiting])
    for number, article in enumerate(articles):
        later = [one for one in waiting if articles.index(one) > number]
        assert project.next_undone("ann", article) == (later + waiting)[0]
    assert project.totals("ann")[:2] == (len(articles), len(articles) - 4)
    assert listed(project, "ann", "undone") == waiting
    assert project.next_undone("bob") == articles[0]


def test_planted_faults_are_found(project: Project) -> None:
    mark(session(project), "PERSON", "Ilena Darvo")
    for table in TABLES:
        column = "seq" if table == "last_acts" else "annotations"
        column = "sentences" if table.startswith("workload") else column
        with project.file.write() as conn:
            conn.execute(f"UPDATE {table} SET {column} = {column} + 1")
        assert any(said.startswith(f"{table}: ") for said in complaints(project))
        with project.file.write() as conn:
            conn.execute(f"UPDATE {table} SET {column} = {column} - 1")
        assert complaints(project) == []


def grow_old(path: Path) -> None:
    """Make a project as it was before progress was kept."""
    with ProjectFile.open(path) as file, file.write() as conn:
        for kind in ("trigger", "view", "table"):
            for (name,) in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = ?", (kind,)
            ).fetchall():
                kept = name in TABLES or name == FINISHED or name.startswith("counted_")
                if kept or name.endswith(("_counted", "_finished")):
                    conn.execute(f"DROP {kind} {name}")
        for one in ("later", "earlier"):
            conn.execute(f"DROP INDEX related_by_{one}")
        gone = "('m002_progress', 'm011_finished')"
        conn.execute(f"DELETE FROM _sqlite_migrations WHERE name IN {gone}")


@pytest.mark.parametrize("read_only", [False, True])
def test_a_project_of_the_first_release_is_brought_up_to_date(
    project: Project, read_only: bool
) -> None:
    at = session(project)
    mark(at, "PERSON", "Ilena Darvo")
    at.apply(CompleteSentence(sentence=0, layers=("entities", "labels"), state="skipped"))
    run = Run(project.file, "eve", "import")
    run.add(Batch(documents=[document("Somebody came.\nNobody went.")]))
    before = project.articles("ann"), project.status(), project.shares()
    grow_old(project.path)
    with open_project(project.path, read_only=read_only) as opened:
        assert (opened.articles("ann"), opened.status(), opened.shares()) == before
        check(opened)
    run.publish()
    check(project)
    assert project.totals("ann").sentences == 8


def test_an_old_project_that_cannot_be_written_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow_old(project.path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ProjectReadOnly, match="older annotator"):
        open_project(project.path)

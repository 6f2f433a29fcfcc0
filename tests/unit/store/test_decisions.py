"""The tables of adjudication: what is unsettled, removal of articles, projects made before."""

import random
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from annotator.model.decision import Choice
from annotator.project import Project, open_project
from annotator.store import decisions
from annotator.store.decision_tables import decision_statements
from annotator.store.learning_tables import learning_statements
from annotator.store.linking import linking_statements
from annotator.store.runs import Run
from tests.support import complaints, mark, session


def finish(project: Project, name: str) -> None:
    """Finish the first article as somebody who marks one word that nobody else does."""
    from annotator.labelling.commands.sentences import CompleteSentence

    at = session(project, name)
    mark(at, "PERSON", "Ilena Darvo" if name == "ada" else "the mayor")
    for one in list(at.work.sentences):
        at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))


def test_an_edit_unsettles_its_article_alone(project: Project) -> None:
    desk = project.adjudication("eve")
    desk.refresh()
    assert decisions.unsettled(project.file) == []

    mark(session(project, "ada", 1), "PLACE", "Oshtin")

    assert decisions.unsettled(project.file) == [project.articles()[1].article.id]
    assert desk.refresh() == 1
    assert decisions.unsettled(project.file) == []


def test_what_changed_meanwhile_is_not_taken_for_settled(project: Project) -> None:
    article = project.articles()[0].article.id
    seen = decisions.changes_of(project.file, article)
    mark(session(project, "ada"), "PLACE", "Karvan")

    assert not decisions.settle(project.file, article, [], seen)
    assert decisions.unsettled(project.file) == [article]


def test_what_one_person_alone_worked_on_is_settled_unread(project: Project) -> None:
    first, second = (line.article.id for line in project.articles(limit=2))
    finish(project, "ada")
    mark(session(project, "ben", 1), "PLACE", "Oshtin")
    assert decisions.unsettled(project.file) == sorted([first, second])

    run = Run(project.file, "lead", "import")
    assert decisions.settle_single(project.file) == 0  # nobody knows what comes
    run.abandon()

    finish(project, "ben")
    assert decisions.settle_single(project.file) == 1
    assert decisions.unsettled(project.file) == [first]
    assert decisions.settle_single(project.file) == 0


def test_an_article_goes_with_its_decisions(project: Project) -> None:
    for name in ("ada", "ben"):
        finish(project, name)
    desk = project.adjudication("eve")
    desk.refresh()
    item = desk.next()
    assert item is not None
    desk.decide(item, Choice())

    project.remove_article("eve", project.articles()[0].article.id)

    assert not decisions.any_there(project.file)
    assert decisions.listed(project.file) == []
    assert complaints(project) == []


def test_a_project_made_before_gets_the_tables_and_all_its_work_is_unsettled(
    project: Project, project_path: Path
) -> None:
    for name in ("ada", "ben"):
        finish(project, name)
    with project.file.write() as conn:
        for word, kind in (
            *(("lapsed_clusters", "VIEW"), ("superseded", "VIEW"), ("visible_decisions", "VIEW")),
            *(("visible_opinions", "VIEW"), ("tried", "VIEW")),
            *_made(),
        ):
            conn.execute(f"DROP {kind} {word}")
        conn.execute(
            "DELETE FROM _sqlite_migrations WHERE name IN"
            " ('m008_decisions', 'm009_second_opinions', 'm010_learning', 'm012_in_force')"
        )
    project.close()

    with open_project(project_path) as opened:
        desk = opened.adjudication("eve")
        assert desk.refresh() == 1
        assert sum(one.number for one in desk.waiting()) == 2
        assert complaints(opened) == []


def _statements() -> Iterator[str]:
    return chain(learning_statements(), linking_statements(), decision_statements())


def _made() -> list[tuple[str, str]]:
    words = [one.split() for one in _statements()]
    triggers = [(one[2], "TRIGGER") for one in words if one[:2] == ["CREATE", "TRIGGER"]]
    tables = [(one[2], "TABLE") for one in words if one[:2] == ["CREATE", "TABLE"]]
    indexes = [("annotations_by_linker", "INDEX")]
    return [*triggers, *indexes, *tables]


def test_the_queue_is_read_on_from_any_item(project: Project) -> None:
    article = project.articles()[0].article.id
    drawn = random.Random(2)
    made = [
        decisions.Dispute(
            key=f"key{n}",
            article=article,
            position=drawn.randrange(3),
            start=drawn.randrange(50),
            rank=drawn.randrange(4),
            layer="entities",
            kind="type",
            pattern=f"word{drawn.randrange(5)} | x",
            parents=(),
            votes=2,
            audit=False,
        )
        for n in range(60)
    ]
    decisions.settle(project.file, article, made, decisions.changes_of(project.file, article))

    for order in decisions.QUEUE_ORDERS:
        seen: list[decisions.Dispute] = []
        at: decisions.Dispute | None = None
        while at := decisions.next_dispute(project.file, order, at):
            seen.append(at)
        assert seen == decisions.listed(project.file, order)
        assert sorted(one.key for one in seen) == sorted(one.key for one in made)

"""What labelling cost, read from the journal."""

import pytest

from annotator.labelling.commands.annotations import CreateMention, DeleteAnnotation, RetypeMention
from annotator.labelling.commands.article import EditArticle
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.sentences import CompleteSentence, SplitSentence
from annotator.labelling.session import Session
from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.model.journal import Effort
from annotator.project import EffortLine, Project
from annotator.store import journal
from annotator.store.journal import Act, Edit
from annotator.store.runs import Batch, Run
from tests.support import STAMP, article_ids, made, mark, session, words

Figures = tuple[int, int, int, int, int]


def figures(project: Project, article: str = "", *names: str) -> dict[tuple[str, str], Figures]:
    """Return acts, keys, active seconds, annotations and sentences of every line."""
    return {
        (one.annotator, one.type): (
            *(one.acts, one.keys, one.active_ms // 1000, one.annotations, one.sentences),
        )
        for one in project.effort(article, names)
    }


def label(at: Session, kind: str, text: str, keys: int, seconds: int = 1) -> Mention:
    """Label words by hand, at this cost."""
    command = CreateMention(type=kind, fragments=words(at.work.text, text))
    return made(at.apply(command, Effort(keys, 1000 * seconds)))


def spend(at: Session, command: Command, keys: int) -> None:
    """Do something by hand in a second."""
    at.apply(command, Effort(keys, 1000))


def test_keys_of_what_stands_and_of_what_led_nowhere(project: Project) -> None:
    at = session(project)
    person = label(at, "PERSON", "Ilena", 2, seconds=3)
    label(at, "PLACE", "Karvan", 3)
    at.undo(Effort(1, 1000))
    label(at, "TIME", "Monday", 4)
    at.undo(Effort(1, 1000))
    at.redo(Effort(1, 1000))
    spend(at, RetypeMention(id=person.id, type="PLACE"), 1)
    gone = label(at, "OFFICE", "mayor", 5)
    spend(at, DeleteAnnotation(id=gone.id), 2)
    spend(at, CompleteSentence(sentence=0, layers=("entities", "labels"), state="done"), 1)
    assert figures(project) == {
        ("ann", ""): (10, 21, 12, 2, 1),
        # What it cost to make the person is what this place cost, that became one.
        ("ann", "PLACE"): (4, 7, 6, 1, 0),
        ("ann", "TIME"): (3, 6, 3, 1, 0),
        ("ann", "OFFICE"): (2, 7, 2, 0, 0),
        ("ann", "(sentences)"): (1, 1, 1, 0, 1),
    }
    line = project.effort()[0]
    assert line.keys_per_annotation == 10.5
    assert line.seconds_per_annotation == 6
    assert line.annotations_per_hour == 600
    assert line.keys_per_sentence == 21
    assert (line.median_keys, line.median_ms) == (1, 1000)


def test_a_sentence_counts_once_and_only_while_it_is_finished(project: Project) -> None:
    at = session(project)
    first, second, third = (sentence.start for sentence in at.work.sentences)
    for state in ("done", "", "unsure", "skipped"):
        command = {"sentence": first, "layers": ("entities",), "state": state}
        spend(at, CompleteSentence.model_validate(command), 1)
    for start in (second, third):
        spend(at, CompleteSentence(sentence=start, layers=("entities",), state="done"), 1)
    assert figures(project)["ann", ""] == (6, 6, 6, 0, 3)
    at.undo(Effort(1, 1000))
    session(project, "bob").apply(SplitSentence(offset=second + 4))  # what ann finished is stale
    assert figures(project) == {
        ("ann", ""): (7, 7, 7, 0, 1),
        ("ann", "(sentences)"): (7, 7, 7, 0, 1),
    }


def test_what_was_not_done_by_hand_does_not_count(project: Project) -> None:
    at = session(project)
    mark(at, "PERSON", "Ilena")
    imported = Mention(
        id=ids.new_id(ids.MENTION),
        article=at.article,
        annotator="ann",
        type="PLACE",
        scheme=project.scheme.source_hash,
        created=STAMP,
        changed=STAMP,
        fragments=words(at.work.text, "Karvan"),
    )
    run = Run(project.file, "ann", "import")
    run.add(Batch(annotations=[imported]))
    run.publish()
    assert project.effort() == []
    at = session(project)
    spend(at, RetypeMention(id=imported.id, type="TIME"), 2)
    spend(at, EditArticle(fields={"title": "T"}), 3)
    assert figures(project) == {
        ("ann", ""): (2, 5, 2, 0, 0),
        ("ann", "TIME"): (1, 2, 1, 0, 0),
        ("ann", "(articles)"): (1, 3, 1, 0, 0),
    }
    assert project.effort()[0].keys_per_annotation is None
    assert project.effort()[0].keys_per_sentence is None


def test_one_act_may_make_many(project: Project) -> None:
    at = session(project)
    model = label(at, "PLACE", "Karvan", 1)
    copies = [
        model.model_copy(
            update={"id": ids.new_id(ids.MENTION), "fragments": words(at.work.text, w)}
        )
        for w in ("Ilena", "Oshtin", "Nobody")
    ]
    act = Act("ann", at.article, 0, "mention.create", {}, Effort(4, 1000))
    journal.commit(project.file, [Edit(None, one) for one in copies], act)
    at.refresh()
    assert figures(project)["ann", "PLACE"] == (2, 5, 2, 4, 0)
    spend(session(project), DeleteAnnotation(id=copies[1].id), 1)
    assert figures(project)["ann", "PLACE"] == (3, 6, 3, 3, 0)


@pytest.fixture
def two(project: Project) -> Project:
    """Return a project in which two people labelled two articles."""
    for name, number, word in (("ann", 0, "Karvan"), ("ann", 1, "Oshtin"), ("bob", 1, "Karvan")):
        label(session(project, name, number), "PLACE", word, 2 + number)
    return project


def test_only_some_acts(two: Project) -> None:
    first, second, _ = article_ids(two)
    assert set(figures(two)) == {(name, kind) for name in ("ann", "bob") for kind in ("", "PLACE")}
    assert figures(two, first) == {
        ("ann", ""): (1, 2, 1, 1, 0),
        ("ann", "PLACE"): (1, 2, 1, 1, 0),
    }
    assert figures(two, second, "bob")["bob", ""] == (1, 3, 1, 1, 0)
    assert figures(two, first, "bob") == {}
    assert len(figures(two, "", "ann", "bob")) == 4
    assert two.effort(since="2001-01-01") == two.effort()
    assert two.effort(since="2999-01-01") == []
    last = two.history(limit=1)[0].time
    assert len(two.effort(since=last)) >= 2


def test_medians(project: Project) -> None:
    at = session(project)
    for word, keys, seconds in (("Ilena", 1, 9), ("Karvan", 2, 1), ("Monday", 30, 4)):
        label(at, "PLACE", word, keys, seconds)
    (line,) = {line._replace(type="") for line in project.effort()}
    assert isinstance(line, EffortLine)
    assert (line.median_keys, line.median_ms) == (2, 4000)

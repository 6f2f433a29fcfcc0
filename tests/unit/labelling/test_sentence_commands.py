"""Commands on sentences, their completion, and articles."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from annotator.labelling.commands.annotations import SetAttribute
from annotator.labelling.commands.article import EditArticle
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.sentences import (
    CompleteSentence,
    MergeSentence,
    RekindSentence,
    SplitSentence,
)
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.model.article import Sentence
from annotator.project import Project
from tests.support import (
    TEXTS,
    article_ids,
    complaints,
    mark,
    mentions,
    refusal,
    session,
)

SECOND = TEXTS[0].index("She")
THIRD = TEXTS[0].index("Nobody")


def complete(at: Session, sentence: int = 0, state: str = "done", *layers: str) -> Command:
    """Return the command that gives a sentence a state of completion."""
    given = {"sentence": sentence, "layers": layers or ("entities",), "state": state}
    return CompleteSentence.model_validate(given)


def test_a_sentence_is_finished_per_layer_and_person(project: Project, at: Session) -> None:
    at.apply(complete(at, 0, "done"))
    at.apply(complete(at, SECOND, "skipped", "entities", "claims"))
    found = {(item.sentence, item.layer): item.state for item in at.work.completion.values()}
    assert found == {
        (0, "entities"): "done",
        (SECOND, "entities"): "skipped",
        (SECOND, "claims"): "skipped",
    }
    assert session(project).work.completion == at.work.completion
    assert session(project, "bob").work.completion == {}
    at.apply(complete(at, SECOND, "unsure"))
    at.apply(complete(at, 0, ""))
    progress = project.progress(at.article, "ann")
    assert progress == (3, 0, 0, 1, 0)
    assert progress.seen == 1


def test_completion_that_is_refused(at: Session) -> None:
    assert "split or joined" in refusal(at, complete(at, 3))
    assert "is not finished" in refusal(at, complete(at, 0, ""))
    with pytest.raises(ValidationError):
        complete(at, 0, "done", "relations-of-words")


def test_done_waits_for_the_values_that_a_type_needs(at: Session) -> None:
    item = mark(at, "OFFICE", "mayor")
    said = refusal(at, complete(at, SECOND))
    assert said == "Not done yet, “mayor”: OFFICE needs a value for rank."
    at.apply(complete(at, SECOND, "skipped"))
    at.apply(complete(at, 0))
    at.apply(SetAttribute(id=item.id, attribute="rank", value="1"))
    at.apply(complete(at, SECOND))


# ------------------------------------------------------------------------- sentences


def pieces(at: Session) -> list[str]:
    """Return the texts of the sentences."""
    return [at.work.text[one.start : one.end] for one in at.work.sentences]


def test_a_split_loses_only_the_space_between(project: Project, at: Session) -> None:
    applied = at.apply(SplitSentence(offset=TEXTS[0].index("Karvan")))
    assert pieces(at)[:3] == ["Ilena Darvo left", "Karvan on Monday.", pieces(at)[2]]
    assert applied.entry.at == TEXTS[0].index("Karvan")
    assert applied.touched >= {0, TEXTS[0].index("Karvan")}
    assert session(project, "bob").work.sentences == at.work.sentences
    at.apply(MergeSentence(sentence=TEXTS[0].index("Karvan")))
    assert session(project).work.sentences[0] == Sentence(start=0, end=SECOND - 1)
    assert complaints(project) == []


@pytest.mark.parametrize("offset", [-1, 0, SECOND - 1, SECOND, len(TEXTS[0]), 9999])
def test_a_split_needs_text_on_both_sides(at: Session, offset: int) -> None:
    assert "between two of its words" in refusal(at, SplitSentence(offset=offset))


def test_a_split_in_the_space_between_words(at: Session) -> None:
    at.apply(SplitSentence(offset=TEXTS[0].index(" left")))
    assert pieces(at)[:2] == ["Ilena Darvo", "left Karvan on Monday."]


def test_joins_that_are_refused(at: Session) -> None:
    assert "first sentence has none before it" in refusal(at, MergeSentence(sentence=0))
    assert "split or joined" in refusal(at, MergeSentence(sentence=5))


def test_mentions_stay_where_they_are(project: Project, at: Session) -> None:
    item = mark(at, "PERSON", "Ilena Darvo left Karvan")
    half = TEXTS[0].index("left")
    at.apply(SplitSentence(offset=half))
    assert at.work.mentions_in(0) == at.work.mentions_in(half) == [item]
    at.apply(MergeSentence(sentence=SECOND))
    assert at.work.mentions_in(half) == [item]
    assert mentions(session(project)) == [item]


SHAPES: list[Callable[[], Command]] = [
    lambda: SplitSentence(offset=SECOND + len("She met ")),
    lambda: MergeSentence(sentence=THIRD),
    lambda: RekindSentence(sentence=SECOND, kind="caption"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=["split", "join", "kind"])
def test_who_had_finished_a_changed_sentence_has_to_confirm(
    project: Project, shape: Callable[[], Command]
) -> None:
    for name in ("ann", "bob", "eve"):
        worker = session(project, name)
        worker.apply(complete(worker, SECOND, "done", "entities", "claims"))
        worker.apply(complete(worker, 0))
    changer = session(project, "ann")
    changer.apply(shape())
    for name in ("ann", "bob", "eve"):
        work = session(project, name).work
        stale = {(item.sentence, item.layer) for item in work.completion.values() if item.stale}
        assert stale == {(SECOND, "entities"), (SECOND, "claims")}
        assert project.progress(changer.article, name).stale == 1
        assert project.next_undone(name) == changer.article
    assert changer.work.completion == session(project, "ann").work.completion
    bob = session(project, "bob")
    bob.apply(complete(bob, SECOND))
    assert project.progress(bob.article, "bob")[1:] == (2, 0, 0, 0)
    assert complaints(project) == []


def test_a_join_forgets_that_the_second_half_was_finished(project: Project, at: Session) -> None:
    bob = session(project, "bob")
    bob.apply(complete(bob, SECOND))
    at.apply(MergeSentence(sentence=SECOND))
    assert session(project, "bob").work.completion == {}
    at.undo()
    assert session(project, "bob").work.completion == bob.work.completion


def test_boilerplate_is_nobodys_work(project: Project, at: Session) -> None:
    at.apply(RekindSentence(sentence=THIRD, kind="boilerplate"))
    assert project.progress(at.article, "ann").total == 2
    assert "is a boilerplate already" in refusal(
        at, RekindSentence(sentence=THIRD, kind="boilerplate")
    )
    at.apply(complete(at, THIRD, "skipped"))
    assert project.progress(at.article, "ann") == (2, 0, 0, 0, 0)
    with pytest.raises(ValidationError):
        RekindSentence.model_validate({"sentence": 0, "kind": "verse"})


# --------------------------------------------------------------------------- articles


def test_an_article_is_corrected_for_everybody(project: Project, at: Session) -> None:
    project.edit_article("bob", at.article, {"title": "T [/b]", "published": "2022-08/2022-08"})
    article = project.article(at.article)
    assert (article.title, article.published) == ("T [/b]", "2022-08/2022-08")
    assert article.published_proposed
    assert session(project, "bob").undo()
    assert project.article(at.article) == at.work.article


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text_hash": "x"}, "text_hash of an article cannot be edited"),
        ({"published": "yesterday"}, "cannot be read as a date"),
        ({"published": "2022-08-06"}, "cannot be read as a date"),
        ({}, "says so already"),
        ({"publisher": ""}, "says so already"),
    ],
)
def test_corrections_that_are_refused(at: Session, fields: dict[str, str], said: str) -> None:
    assert said in refusal(at, EditArticle(fields=fields))


def test_a_removed_article_takes_everybodys_work_along(project: Project) -> None:
    for name in ("ann", "bob"):
        worker = session(project, name)
        mark(worker, "PLACE", "Karvan")
        worker.apply(complete(worker))
        worker.remember(7)
    gone, kept, *_ = article_ids(project)
    assert project.workers_on(gone) == ["ann", "bob"]
    project.remove_article("ann", gone)
    assert gone not in article_ids(project)
    assert project.workers_on(gone) == []
    assert (project.last_place("ann"), project.last_place("bob")) == (None, None)
    assert project.next_undone("ann") == kept
    assert [row[0] for row in project.file.query("SELECT count(*) FROM texts")] == [2]
    assert complaints(project) == []
    assert session(project, number=0).undo() is None
    with pytest.raises(Refused, match="no article"):
        project.desk("ann", gone)

"""Training on what one annotator finished."""

from pathlib import Path

import pytest

from annotator.labelling import training
from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.refusals import Refused
from annotator.labelling.training import train_on
from annotator.model.spans import Span
from annotator.project import Project
from annotator.suggest import registry
from annotator.suggest.tagger import Card, Figures, keep_model, model_folder
from tests.support import article_ids, new_project, session

FIRST = ("Ilena", "Oren", "Mira", "Tarn", "Rana", "Jorel")
LAST = ("Darvo", "Velt", "Kosh", "Ebril", "Holm", "Astrin", "Quell")
PLACES = ("Karvan", "Oshtin", "Belmora", "Sarn", "Ostrel")


def text(number: int) -> str:
    """Return an article of ten sentences in which no full name comes twice."""
    lines = []
    for at in range(10):
        name = f"{FIRST[at % 6]}{number} {LAST[(at + number) % 7]}{at}"
        lines.append(f"On Monday {name} arrived in {PLACES[(at * 3 + number) % 5]}{number}{at}.")
    return "\n".join(lines)


@pytest.fixture
def labelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project in which ann has labelled six articles to the end, with memory alone to beat."""
    monkeypatch.setattr(registry, "built_in", tuple)
    monkeypatch.setattr(training, "built_in", tuple)
    project = new_project(tmp_path / "work.db", [text(number) for number in range(6)])
    for number in range(6):
        at_work = session(project, number=number)
        for sentence in at_work.work.sentences:
            start = at_work.work.text.index("Monday", sentence.start) + 7
            end = at_work.work.text.index(" arrived", start)
            place = Span(end + 12, sentence.end - 1)
            at_work.apply(CreateMention(type="PERSON", fragments=(Span(start, end),)))
            at_work.apply(CreateMention(type="PLACE", fragments=(place,)))
            done = CompleteSentence(sentence=sentence.start, layers=("entities",), state="done")
            at_work.apply(done)
    return project


def test_it_is_measured_on_articles_that_it_has_not_seen(labelled: Project) -> None:
    parts: list[int] = []

    model, card = train_on(labelled.file, labelled.scheme, "ann", parts.append)

    assert parts == [1, 2, 3, 4, 5]
    assert (card.articles, card.sentences, card.mentions) == (6, 60, 120)
    assert card.tagger.f1 > 0.9  # sentences of one make, names that are all new
    assert card.usual.f1 < 0.1
    assert card.beats
    assert train_on(labelled.file, labelled.scheme, "ann") == (model, card)


def test_what_others_did_teaches_nothing(labelled: Project) -> None:
    with pytest.raises(Refused, match=r"0 mentions in done sentences of 0 articles; at least 100"):
        train_on(labelled.file, labelled.scheme, "bob")


def test_a_trained_tagger_is_among_the_usual_suggesters(labelled: Project) -> None:
    suggesters = labelled.suggesters("ann")
    assert [one.source for one in suggesters.propose([])] == []

    suggesters.train()
    made = list(suggesters.propose([]))

    assert {one.source for one in made} == {"tagger"}
    assert sum(one.found for one in made) == 120
    assert labelled.suggesters("bob").kept(article_ids(labelled)[0]) == []


def test_a_model_that_is_no_better_any_more_takes_its_proposals_along(
    labelled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggesters = labelled.suggesters("ann")
    suggesters.train()
    list(suggesters.propose(["tagger"]))
    monkeypatch.setattr(Card, "beats", False)

    assert not suggesters.train().beats

    assert suggesters.kept(article_ids(labelled)[0]) == []
    assert [one.source for one in suggesters.propose([])] == []
    (made,) = suggesters.propose(["tagger"])
    assert "it is no better than memory" in made.failure


def test_the_model_does_not_lie_in_the_project(labelled: Project) -> None:
    labelled.suggesters("ann").train()
    folder = model_folder(labelled.path, "ann")
    assert sorted(one.name for one in folder.iterdir()) == ["tagger.crfsuite", "tagger.json"]
    assert not folder.is_relative_to(labelled.path.parent)


def test_figures_of_nothing_are_zero(tmp_path: Path) -> None:
    nothing = Figures(precision=0, recall=0)
    card = Card(
        digest="", folds=5, articles=5, sentences=5, mentions=5, tagger=nothing, usual=nothing
    )
    keep_model(tmp_path, b"", card)
    assert nothing.f1 == 0
    assert not card.beats

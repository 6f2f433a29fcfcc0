"""The tagger: it learns what it is taught, always the same, and proposes only when it is better."""

from pathlib import Path

import pytest

from annotator.model.spans import Span
from annotator.project import Project
from annotator.suggest.base import Page, SuggesterFailed
from annotator.suggest.tagger import (
    Card,
    Figures,
    Labelled,
    Lesson,
    Model,
    Tagger,
    digest,
    keep_model,
    model_folder,
    outermost,
    read_card,
    train,
)
from tests.support import document

PEOPLE = ("Ilena Darvo", "Oren Velt", "Mira Kosh", "Tarn Ebril")
PLACES = ("Karvan", "Oshtin", "Belmora", "Sarn")
BETTER = Figures(precision=0.8, recall=0.6)
WORSE = Figures(precision=0.5, recall=0.4)


def lesson(person: str, place: str) -> Lesson:
    """Return a sentence with a person and a place."""
    text = f"On Monday {person} arrived in {place}, officials said."
    people = Span(text.index(person), text.index(person) + len(person))
    places = Span(text.index(place), text.index(place) + len(place))
    return Lesson(text, (Labelled(people, "PERSON"), Labelled(places, "PLACE")))


LESSONS = [lesson(person, place) for person in PEOPLE for place in PLACES]


def card(content: bytes, tagger: Figures, usual: Figures) -> Card:
    """Return the card of a model."""
    counts = {"folds": 5, "articles": 5, "sentences": 16, "mentions": 32}
    return Card(digest=digest(content), tagger=tagger, usual=usual, **counts)


@pytest.fixture(scope="module")
def model() -> bytes:
    """A model of the lessons."""
    return train(LESSONS)


def test_it_finds_what_stands_as_the_learned_did(model: bytes) -> None:
    text, mentions = lesson("Rana Holm", "Ostrel")

    found = list(Model(model).find(text))

    assert tuple(Labelled(one.span, one.type) for one in found) == mentions
    assert all(0 < one.probability <= 1 for one in found)


def test_the_same_lessons_give_the_same_model(model: bytes) -> None:
    assert train(LESSONS) == model


def test_lessons_without_mentions_give_a_model_that_finds_nothing() -> None:
    empty = train([Lesson("Nobody was hurt.", ()), Lesson("", ())])
    assert list(Model(empty).find("Ilena Darvo left.")) == []


def test_odd_sentences_are_no_trouble(model: bytes) -> None:
    for text in ("", " ", "\u200b", "e\u0301", "ኢትዮጵያ", "\ud7ff\x00:\t\n", "国" * 500):
        assert all(one.span.end <= len(text) for one in Model(model).find(text))


def test_a_mention_that_cuts_a_token_teaches_nothing() -> None:
    cut = Lesson("Karvan fell.", (Labelled(Span(0, 3), "PLACE"),))
    assert train([cut]) == b""


def test_outermost_mentions_neither_overlap_nor_repeat() -> None:
    outer, inner = Labelled(Span(0, 10), "ORG"), Labelled(Span(0, 4), "PLACE")
    crossing, after = Labelled(Span(8, 12), "PLACE"), Labelled(Span(12, 14), "PLACE")
    assert outermost([after, crossing, inner, outer, outer]) == (outer, after)


def test_a_better_model_proposes(project: Project, tmp_path: Path, model: bytes) -> None:
    keep_model(tmp_path, model, card(model, BETTER, WORSE))
    article = document(lesson("Rana Holm", "Ostrel").text)
    page = Page(*article, article.sentences, project.scheme)

    found = list(Tagger(tmp_path).suggest(page))

    words = {(page.text[slice(*one.anchor)], one.type) for one in found}
    assert words == {("Rana Holm", "PERSON"), ("Ostrel", "PLACE")}
    assert "F1 0.69" in found[0].reason


def test_a_model_that_is_no_better_proposes_nothing(tmp_path: Path, model: bytes) -> None:
    keep_model(tmp_path, model, card(model, WORSE, WORSE))
    with pytest.raises(SuggesterFailed, match=r"no better than memory.*F1 0.444 against 0.444"):
        Tagger(tmp_path)


def test_without_a_model_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SuggesterFailed, match="annotator suggest --train"):
        Tagger(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"lCRF" + b"\0" * 100])
def test_a_damaged_model_is_not_read(tmp_path: Path, model: bytes, damage: bytes) -> None:
    keep_model(tmp_path, model, card(model, BETTER, WORSE))
    (tmp_path / "tagger.crfsuite").write_bytes(damage)
    with pytest.raises(SuggesterFailed, match="its model is damaged"):
        Tagger(tmp_path)


@pytest.mark.parametrize("damage", ["", "{}", "no JSON"])
def test_a_damaged_card_counts_as_none(tmp_path: Path, model: bytes, damage: str) -> None:
    keep_model(tmp_path, model, card(model, BETTER, WORSE))
    (tmp_path / "tagger.json").write_text(damage)
    assert read_card(tmp_path) is None


def test_everybody_has_a_model_of_their_own(tmp_path: Path) -> None:
    project = tmp_path / "p.db"
    folders = {model_folder(project, "ann"), model_folder(project, "bob")}
    assert len({*folders, model_folder(tmp_path / "q.db", "ann")}) == 3

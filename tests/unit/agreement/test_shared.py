"""What counts as shared, and where annotations stand for the measures."""

from annotator.agreement.marks import Mark
from annotator.agreement.shared import filler_range, frame_mark, frame_range, shared, starts_of
from annotator.model.annotation import Annotation, Filler
from annotator.model.judged import Judged, JudgedArticle
from annotator.model.spans import BareSpan, Span
from tests.unit.agreement import made


def known(*items: Annotation) -> dict[str, Annotation]:
    """Return annotations by id."""
    return {one.id: one for one in items}


def test_a_claim_is_matched_by_its_content_else_by_its_cue_else_by_its_place() -> None:
    blast = made.incident("1", 20, 25)
    claim = made.claim("2", "1")
    assert frame_mark(claim, known(blast)) == Mark(20, 25, "SAID", id=claim.id)
    cue = claim.model_copy(update={"trigger": (Span(3, 7),)})
    assert frame_mark(cue, known(blast)) == Mark(20, 25, "SAID", id=claim.id)
    # The content stands in another article.
    assert frame_mark(cue, {}) == Mark(3, 7, "SAID", id=claim.id)
    assert frame_mark(claim, {}) == Mark(0, 1, "SAID", id=claim.id)
    assert frame_mark(blast, {}) == Mark(20, 25, "BLAST", id=blast.id)


def test_a_frame_without_trigger_stands_at_its_anchor() -> None:
    bare = made.incident("1", 20, 25).model_copy(update={"trigger": ()})
    assert frame_range(bare) == [Span(0, 1)]
    assert frame_range(bare.model_copy(update={"at": 51})) == [Span(51, 52)]
    text = Filler(
        role="place", kind="span", target=bare.id, span=BareSpan(id=bare.id, start=51, end=60)
    )
    assert frame_range(bare.model_copy(update={"roles": (text,)})) == [Span(51, 60)]


def test_what_fills_a_role() -> None:
    person, blast = made.mention("1", 3, 7), made.incident("2", 20, 25)
    label = made.label("3", "worthy", "yes", 0)
    everything = known(person, blast, label)
    assert filler_range(made.filler("killed", "1"), everything) == (Span(3, 7),)
    assert filler_range(made.filler("content", "2"), everything) == (Span(20, 25),)
    assert filler_range(made.filler("content", "3"), everything) == ()
    assert filler_range(made.filler("content", "9"), everything) == ()
    text = Filler(
        role="content", kind="span", target=person.id, span=BareSpan(id=person.id, start=8, end=9)
    )
    assert filler_range(text, everything) == [Span(8, 9)]


def test_sentences_that_ranges_touch() -> None:
    sentences = (Span(0, 1), Span(1, 10), Span(12, 20))
    assert starts_of([(0, 1)], sentences) == {0}
    assert starts_of([(0, 2)], sentences) == {0, 1}
    assert starts_of([(9, 12)], sentences) == {1}
    assert starts_of([(9, 13)], sentences) == {1, 12}
    assert starts_of([(0, 1), (15, 16)], sentences) == {0, 12}
    assert starts_of([(0, 20)], (*sentences, Span(20, 30))) == {0, 1, 12}
    assert starts_of([(11, 12)], sentences) == {1}  # between sentences: the one before


def test_the_label_of_a_sentence_asks_for_that_sentence_only() -> None:
    label = made.label("1", "worthy", "yes", 0)
    sentences = (Span(0, 1), Span(1, 10))
    judged = Judged((label,), {"labels": frozenset([0])})
    found = shared(JudgedArticle("d", sentences, {"a": judged, "b": judged}), ("a", "b"), "labels")
    assert found is not None
    assert (found.sentences, found.length, found.left_out) == ((Span(0, 1),), 1, 0)
    assert found.first.items == found.second.items == (label,)


def test_who_is_not_there_shares_nothing() -> None:
    work = made.article({"ann": [], "ben": []}, {"cem": []})
    assert shared(work, ("ann", "cem"), "entities") is None
    assert shared(work, ("cem", "ann"), "entities") is None
    found = shared(work, ("ann", "ben"), "entities")
    assert found is not None and found.length == 50 + 49 + 49

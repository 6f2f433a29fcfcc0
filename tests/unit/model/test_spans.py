"""Ranges of text, and the annotations that stand on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from annotator.model.annotation import Annotation, Claim, Filler, Label, Mention, Relation
from annotator.model.article import Sentence
from annotator.model.spans import BareSpan, Span, covered_text, hull, span_problem
from tests.support import STAMP

TEXT = "ab cd\n\nef"


@pytest.mark.parametrize(
    "fragments",
    [((0, 2),), ((0, 9),), ((0, 2), (3, 5)), ((0, 1), (1, 2)), ((0, 5), (7, 9)), ((1, 4),)],
)
def test_ranges_that_can_be_labelled(fragments: tuple[tuple[int, int], ...]) -> None:
    assert span_problem(tuple(Span(*one) for one in fragments), TEXT) == ""


@pytest.mark.parametrize(
    ("fragments", "reason"),
    [
        ((), "no text"),
        (((2, 2),), "outside"),
        (((3, 2),), "outside"),
        (((-1, 2),), "outside"),
        (((0, 10),), "outside"),
        (((2, 3),), "white space"),
        (((5, 7),), "white space"),
        (((0, 2), (1, 4)), "overlap"),
        (((3, 5), (0, 2)), "out of order"),
        (((0, 2), (5, 7)), "white space"),
    ],
)
def test_ranges_that_cannot(fragments: tuple[tuple[int, int], ...], reason: str) -> None:
    assert reason in span_problem(tuple(Span(*one) for one in fragments), TEXT)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4))
def test_what_can_be_labelled_holds_text_in_order(found: list[tuple[int, int]]) -> None:
    fragments = tuple(Span(*one) for one in found)
    if span_problem(fragments, TEXT):
        return
    assert tuple(sorted(fragments)) == fragments
    assert all(TEXT[start:end].strip() for start, end in fragments)
    low, high = hull(fragments)
    assert (low, high) == (fragments[0].start, fragments[-1].end)
    assert covered_text(TEXT, fragments) == " ".join(TEXT[a:b] for a, b in fragments)


def test_evidence_is_never_empty() -> None:
    assert BareSpan(id="s_000000000001", start=3, end=4).end == 4
    for start, end in ((3, 3), (4, 3), (-1, 3)):
        with pytest.raises(ValidationError):
            BareSpan(id="s_000000000001", start=start, end=end)


SHARED = {
    "id": "e_000000000001",
    "article": "d_0000000000000001",
    "annotator": "ann",
    "type": "ANY",
    "scheme": "sha256:0",
    "created": STAMP,
    "changed": STAMP,
}


def test_annotations_are_told_apart_by_their_layer() -> None:
    adapter: TypeAdapter[Annotation] = TypeAdapter(Annotation)
    for item in (
        Mention.model_validate({**SHARED, "fragments": [(0, 2), (3, 5)]}),
        Claim.model_validate(SHARED),
        Relation.model_validate({**SHARED, "source": "e_000000000002", "target": "x"}),
        Label.model_validate({**SHARED, "value": "yes", "sentence": 0}),
    ):
        assert adapter.validate_json(adapter.dump_json(item)) == item


def test_where_annotations_stand() -> None:
    assert Mention.model_validate({**SHARED, "fragments": [(0, 2), (3, 5)]}).anchor == (0, 5)
    assert Claim.model_validate(SHARED).anchor is None
    assert Claim.model_validate({**SHARED, "trigger": [(3, 5)]}).anchor == (3, 5)
    bare = BareSpan(id="s_000000000001", start=7, end=9)
    filler = Filler(role="content", kind="span", target=bare.id, span=bare)
    assert Claim.model_validate({**SHARED, "roles": [filler]}).anchor == (7, 9)
    assert Label.model_validate({**SHARED, "value": "yes", "sentence": 3}).anchor == (3, 3)
    assert Label.model_validate({**SHARED, "value": "yes"}).anchor is None


def test_models_are_frozen_and_closed() -> None:
    sentence = Sentence(start=0, end=2)
    with pytest.raises(ValidationError):
        sentence.end = 3  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Sentence.model_validate({"start": 0, "end": 2, "colour": "red"})
    with pytest.raises(ValidationError):
        Mention.model_validate({**SHARED, "fragments": []})

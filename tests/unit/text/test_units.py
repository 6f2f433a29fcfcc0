"""Growing and shrinking a selection: what + and - step to."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.phrases import noun_phrases
from annotator.text.tokens import tokenize
from annotator.text.units import enclosing_units, inner_units
from tests.unit.text.hostile import hostile_texts

SENTENCE = (
    "The Velmoran envoy said on Monday that at least eight people, including two nurses, "
    "were killed near the Sarn district of Karvan (the “old town”) in several attacks."
)


def grown(text: str, selection: str) -> list[str]:
    """What + steps to from the first place of `selection`."""
    start = text.index(selection)
    chain = enclosing_units(text, 0, len(text), start, start + len(selection))
    return [text[left:right] for left, right in chain]


def shrunk(text: str, selection: str) -> list[str]:
    """What - steps to from the first place of `selection`."""
    start = text.index(selection)
    parts = inner_units(text, 0, len(text), start, start + len(selection))
    return [text[left:right] for left, right in parts]


@pytest.mark.parametrize(
    ("selection", "steps"),
    [
        ("envoy", ["Velmoran envoy", "The Velmoran envoy"]),
        ("igh", ["eight", "at least eight", "at least eight people"]),
        ("nurses", ["two nurses"]),
        (
            "Sarn",
            ["Sarn district", "Sarn district of Karvan", "the Sarn district of Karvan"],
        ),
        ("town", ["old town", "“old town”", "the “old town”", "(the “old town”)"]),
        ("attacks", ["several attacks"]),
    ],
)
def test_a_word_grows_to_name_phrase_and_enclosure(selection: str, steps: list[str]) -> None:
    assert grown(SENTENCE, selection)[: len(steps)] == steps


def test_the_last_steps_are_the_sentence_without_and_with_its_stop() -> None:
    assert grown(SENTENCE, "envoy")[-2:] == [SENTENCE[:-1], SENTENCE]


@pytest.mark.parametrize(
    ("text", "selection", "step"),
    [
        ("He said that the road was closed, and left.", "road", "the road was closed"),
        ("The army left Karvan, Radio Oshtin reported.", "army left", "The army left Karvan"),
        ("Fighters fled to Iraq, Syria, and Libya.", "Syria", "Iraq, Syria, and Libya"),
        ("They seek talks for the release of prisoners.", "talks", "talks for the release"),
        ("It shows the Front's firm stance.", "stance", "firm stance"),
        ("It shows the Front's firm stance.", "Front", "the Front"),
        ("Two improvised devices went off.", "devices", "Two improvised devices"),
        ("A cart was hit; the driver fled.", "driver", "the driver fled"),
        ("爆炸发生在喀布尔，八人死亡。", "八", "八人死亡"),
    ],
)
def test_clauses_lists_and_phrases_are_steps(text: str, selection: str, step: str) -> None:
    assert step in grown(text, selection)


@pytest.mark.parametrize(
    ("text", "selection", "parts"),
    [
        (
            "They met Interior Minister Mira Halden today.",
            "Interior Minister Mira Halden",
            ["Mira Halden", "Interior", "Minister"],
        ),
        (
            "It is in the Sarn district of Karvan.",
            "Sarn district of Karvan",
            ["Sarn district", "Karvan"],
        ),
        ("At least eight people died.", "At least eight people", ["At least eight", "people"]),
        ("The Front left.", "The Front", ["Front"]),
        ("The Front left.", "The Front left.", ["The Front left"]),
        ("The Front left.", "left", []),
    ],
)
def test_shrinking_goes_to_the_largest_parts(text: str, selection: str, parts: list[str]) -> None:
    assert shrunk(text, selection) == parts


def test_only_the_given_sentence_is_looked_at() -> None:
    text = "One two. The old town burnt. Three."
    assert enclosing_units(text, 9, 28, 17, 21)[-1] == (9, 28)


@given(hostile_texts, st.data())
def test_every_step_holds_the_one_before_and_ends_at_the_sentence(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = start, end
    for first, last in enclosing_units(text, 0, len(text), start, end):
        assert first <= left and right <= last and (first, last) != (left, right)
        left, right = first, last
    assert (left, right) == (0, len(text))


@given(hostile_texts, st.data())
def test_parts_are_inside_and_apart(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    parts = sorted(inner_units(text, 0, len(text), start, end))
    for first, last in parts:
        assert start <= first < last <= end
        assert (first, last) != (start, end)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(parts))


def test_noun_phrases_stop_at_verbs_and_function_words() -> None:
    text = "The army said two armed drones had hit a mourning crowd outside the boys’ school."
    tokens = tokenize(text, 0, len(text))
    assert [
        text[tokens[first].start : tokens[end - 1].end] for first, end in noun_phrases(text, tokens)
    ] == ["The army", "two armed drones", "a mourning crowd", "the boys’ school"]


@pytest.mark.parametrize("piece", ["Iraq, ", "the claim of ", "a’s ", "(“a ", "that "])
def test_repetition_does_not_blow_up(piece: str) -> None:
    text = piece * 5_000
    assert enclosing_units(text, 0, len(text), 0, 1)[-1] == (0, len(text))
    assert all(part != (0, len(text)) for part in inner_units(text, 0, len(text), 0, len(text)))

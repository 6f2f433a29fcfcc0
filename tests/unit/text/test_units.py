"""Growing and shrinking a selection: what + and - step to."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.phrases import noun_phrases
from annotator.text.tokens import Words
from annotator.text.units import enclosing_units, inner_units
from tests.unit.text.counting import calls
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
        ("The Kenyan envoy for Velmora left.", "envoy", "The Kenyan envoy"),
        ("The Kenyan envoy for Velmora left.", "envoy", "The Kenyan envoy for Velmora"),
        ("It would arm state forces.", "forces", "state forces"),
        ("A bus carrying pilgrims fell.", "bus", "A bus"),
        ("It hit a Front (NHF) hill post.", "NHF", "Front (NHF) hill post"),
        ("It met in the Hill Gate area of Karvan.", "Gate", "Hill Gate area of Karvan"),
        ("It was the NHF/Hill Guard.", "NHF", "NHF/Hill Guard"),
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


@pytest.mark.parametrize(
    ("text", "selection", "never"),
    [
        ("He left, (he came, he said) and went.", "came", "(he came"),
        ("“No, never,” said Ana Lind, 40.", "Lind", "” said Ana Lind"),
        ("The NHF (Hill Guard – North) attack, again.", "NHF", "The NHF (Hill Guard"),
        ("A bus carrying pilgrims fell.", "pilgrims", "bus carrying pilgrims"),
    ],
)
def test_no_step_cuts_a_bracket_a_quotation_or_a_clause(
    text: str, selection: str, never: str
) -> None:
    assert never not in grown(text, selection)


def test_in_a_long_sentence_only_the_neighbourhood_is_read() -> None:
    def work(times: int) -> int:
        text = "The mayor of Oshtin met Ana Lind (NHF), and they left, " * times
        middle = len(text) // 2
        return calls(lambda: enclosing_units(text, 0, len(text), middle, middle + 1))

    work(200)
    assert work(4_000) <= 1.2 * work(400)


def test_a_step_is_found_again_without_reading_anew() -> None:
    text = SENTENCE + " Nobody has looked at this before."
    first = calls(lambda: enclosing_units(text, 0, len(text), 4, 12))
    second = calls(lambda: enclosing_units(text, 0, len(text), 20, 25))
    assert second * 10 < first


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
    words = Words(text, 0, len(text))
    tokens = words.tokens
    assert [
        text[tokens[first].start : tokens[end - 1].end] for first, end in noun_phrases(words)
    ] == ["The army", "two armed drones", "a mourning crowd", "the boys’ school"]


@pytest.mark.parametrize("piece", ["Iraq, ", "the claim of ", "a’s ", "(“a ", "that "])
def test_repetition_does_not_blow_up(piece: str) -> None:
    text = piece * 5_000
    assert enclosing_units(text, 0, len(text), 0, 1)[-1] == (0, len(text))
    assert all(part != (0, len(text)) for part in inner_units(text, 0, len(text), 0, len(text)))

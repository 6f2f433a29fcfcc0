"""The same sentences of two texts, and ranges carried from one to the other."""

import unicodedata
from itertools import pairwise

from hypothesis import given

from annotator.text.alignment import Alignment, aligned
from annotator.text.segment import segment
from tests.support import ROOT
from tests.unit.text.hostile import hostile_texts

Spans = list[tuple[int, int]]


def _lines(text: str) -> Spans:
    """Return the sentences of a text that has one on each line."""
    ends = [at for at, sign in enumerate(text + "\n") if sign == "\n"]
    return [(left + 1, right) for left, right in pairwise([-1, *ends])]


def _alignment(a: str, b: str) -> Alignment:
    return Alignment(a, _lines(a), b, _lines(b))


def _carried(a: str, b: str, words: str) -> str | None:
    start = a.index(words)
    found = _alignment(a, b).in_b(start, start + len(words))
    return b[slice(*found)] if found else None


def _units(text: str) -> Spans:
    return [(start, end) for start, end, _ in segment(text)]


def _pairs(a: str, b: str) -> list[tuple[int, int]]:
    return aligned(a, _lines(a), b, _lines(b))


def test_white_space_quotes_case_and_encoding_of_accents_do_not_count() -> None:
    a = "“Café  Orla” opened\nThe mayor's men came."
    b = 'THE MAYOR’S MEN\u00a0CAME.\n"Cafe\u0301 Orla"\u00a0\u00a0opened'
    assert _pairs(a, b) == [(0, 1), (1, 0)]
    assert _carried(a, b, "Café  Orla") == "Cafe\u0301 Orla"
    assert _carried(a, b, "mayor") == "MAYOR"
    assert _carried(a, b, "mayor's") == "MAYOR’S"


def test_a_range_inside_a_word_keeps_its_place_only_where_the_word_has_the_same_letters() -> None:
    assert _carried("Anti-Orlan men came.", "Anti-Orlan  men came.", "Orlan") == "Orlan"
    assert _carried("The café-man came.", "The cafe\u0301-man came.", "man") is None


def test_white_space_at_the_edges_of_a_range_is_left_behind() -> None:
    assert _carried("He went home today.", "He went  home\u00a0today.", " home ") == "home"


def test_an_empty_range_and_one_over_two_sentences_stand_nowhere() -> None:
    text = "One came.\nTwo went."
    alignment = _alignment(text, text)
    assert alignment.in_b(3, 3) is None
    assert alignment.in_b(3, 4) is None
    assert alignment.in_b(4, 14) is None


def test_a_repeated_sentence_is_paired_beside_a_certain_one_first() -> None:
    a = "He left.\nThe bridge fell.\nHe left."
    b = "The bridge fell.\nHe left."
    assert _pairs(a, b) == [(1, 0), (2, 1)]


def test_repeated_sentences_without_a_certain_one_are_paired_in_order() -> None:
    assert _pairs("Yes.\nYes.\nYes.", "Yes.\nYes.") == [(0, 0), (1, 1)]


def test_sentences_without_words_are_in_no_pair() -> None:
    assert _pairs("\u200b\nYes.", "\u200b\nYes.") == [(1, 1)]


def test_a_longer_sentence_is_met_by_the_words_that_it_shares() -> None:
    a = "On Monday the mayor of Oshtin met Ilena Darvo in Karvan."
    b = "Agency: On Monday the mayor of Oshtin met Ilena  Darvo at home."
    assert _carried(a, b, "Ilena Darvo") == "Ilena  Darvo"
    assert _carried(a, b, "Karvan") is None
    assert _carried(a, b, "Ilena Darvo in") is None


def test_a_few_shared_words_are_no_evidence() -> None:
    assert _carried("Ilena Darvo left Karvan.", "Then Ilena Darvo left Oshtin.", "Darvo") is None


def test_two_places_that_fit_equally_well_are_no_place() -> None:
    a = "We saw the mayor of Oshtin today."
    b = "She saw the mayor of Oshtin there.\nI saw the mayor of Oshtin too."
    assert _carried(a, b, "Oshtin") is None


def test_a_sentence_that_has_its_pair_is_not_used_again() -> None:
    a = "The mayor of Oshtin came home.\nSo the mayor of Oshtin came home."
    b = "The mayor of Oshtin came home."
    assert _pairs(a, b) == [(0, 0)]
    start = a.rindex("Oshtin")
    assert _alignment(a, b).in_b(start, start + 6) is None


def test_endless_repetition_takes_no_endless_time() -> None:
    a, b = "so it goes " * 20_000, "so it goes " * 19_999 + "on"
    assert _alignment(a, b).in_b(0, 2) is None


def _seen(words: str) -> str:
    return "".join(c for c in words if not c.isspace() and unicodedata.category(c) != "Cf")


@given(hostile_texts)
def test_every_range_found_in_a_twin_with_other_white_space_has_the_same_words(text: str) -> None:
    twin = text.replace(" ", "\u00a0 ")
    units = _units(text)
    others = [(at + text.count(" ", 0, at), to + text.count(" ", 0, to)) for at, to in units]
    alignment = Alignment(text, units, twin, others)
    for a, b in alignment.pairs:
        found = alignment.in_b(*units[a])
        assert found and others[b][0] <= found[0] < found[1] <= others[b][1]
        assert _seen(twin[slice(*found)]) == _seen(text[slice(*units[a])])


@given(hostile_texts, hostile_texts)
def test_pairs_have_equal_words_and_each_sentence_is_in_one(a: str, b: str) -> None:
    pairs = aligned(a, _units(a), b, _units(b))
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    assert all(left == right for left, right in aligned(a, _units(a), a, _units(a)))


def test_the_second_copy_of_an_article_takes_nearly_all_of_the_first() -> None:
    first, second = (
        next(ROOT.joinpath("seeds").glob(f"{number}*.txt")).read_text("utf-8")
        for number in ("000", "001")
    )
    units = _units(first)
    alignment = Alignment(first, units, second, _units(second))
    carried = [alignment.in_b(start, end) for start, end in units]
    assert len(alignment.pairs) >= 0.8 * len(units)
    assert all(
        first[slice(*unit)].split() == second[slice(*place)].split()
        for unit, place in zip(units, carried, strict=True)
        if place
    )

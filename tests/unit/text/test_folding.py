"""Folding: same length, same places, whatever the text; words are found as people mean them."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.folding import finder, fold, spaced_words, words
from annotator.text.graphemes import is_boundary
from tests.unit.text.hostile import hostile_texts

MARK = "\u0301"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran’s U.S. envoy", ("iran", "s", "u", "s", "envoy")),
        ("CAFÉ cafe\u0301", ("cafe", "cafe")),
        ("Dağlıca İzmir", ("daglıca", "izmir")),
        ("Łódź Straße ẞ", ("łodz", "straße", "ß")),
        ("1,650 at 18:30", ("1", "650", "at", "18", "30")),
        ("co\u00adoper\u200date\ufeff", ("cooperate",)),
        ("كِتَاب كتاب", ("كتاب", "كتاب")),
        ("大爆炸covid大", ("大", "爆", "炸", "covid", "大")),
        ("नमस्ते", ("नमस्ते",)),
        (" \u0301a x\u0301 ", ("a", "x")),
        ("—…“”[/b]\x00\x1b[31m", ("b", "31m")),
        ("", ()),
    ],
)
def test_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


def test_every_character_folds_to_one_that_stays() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) == "Cs":
            continue
        folded = fold("a" + character)
        assert len(folded) == 2
        assert folded[0] == "a"
        assert folded[1] == MARK or fold(folded[1]) == folded[1]


def test_letters_that_differ_in_case_alone_fold_alike() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        # Upper-case dotless i is a plain I, and a iota below a letter becomes one beside it.
        if unicodedata.category(character) in ("Lu", "Ll", "Lt") and character != "ı":
            for other in (character.upper(), character.lower()):
                assert len(other) > 1 or fold(other) == fold(character)


@given(hostile_texts)
def test_folding_never_shifts_an_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    for place, character in enumerate(text):
        alone = fold("a" + character)[1]
        # A mark without a letter becomes a blank; everything else is folded by itself.
        assert folded[place] == alone or (alone, folded[place]) == (MARK, " ")
    assert "".join(spaced_words(text).split()) == folded.replace(MARK, "").replace(" ", "")


@given(hostile_texts)
def test_what_the_index_reads_is_folded_once(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


def tokens(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and folded form of every word, character by character."""
    found: list[tuple[int, int, str]] = []
    inside = False
    for place, character in enumerate(text):
        folded = fold("a" + character)[1]
        if folded == MARK and inside:
            start, _, word = found.pop()
            found.append((start, place + 1, word))
        elif folded in (" ", MARK):
            inside = False
        elif words(folded + folded) == (folded, folded):  # a word of its own
            found.append((place, place + 1, folded))
            inside = False
        elif inside:
            start, _, word = found.pop()
            found.append((start, place + 1, word + folded))
        else:
            found.append((place, place + 1, folded))
            inside = True
    return found


@given(hostile_texts, st.integers(0, 60), st.integers(1, 3), st.booleans(), st.data())
def test_what_is_found_are_the_words_themselves(
    text: str, first: int, length: int, prefix: bool, data: st.DataObject
) -> None:
    every = tokens(text)
    assert tuple(word for _, _, word in every) == words(text)
    wanted = [word for _, _, word in every[first : first + length]] or ["kabul"]
    if prefix:
        wanted[-1] = wanted[-1][: data.draw(st.integers(1, len(wanted[-1])))]
    size, expected = len(wanted), []
    for place in range(len(every) - size + 1):
        part = every[place : place + size]
        heads = [word for _, _, word in part]
        last = heads[-1].startswith(wanted[-1]) if prefix else heads[-1] == wanted[-1]
        if heads[:-1] == wanted[:-1] and last:
            expected.append((part[0][0], part[-1][1]))
    apart: list[tuple[int, int]] = []
    for span in expected:
        if not apart or span[0] >= apart[-1][1]:  # a phrase that overlaps itself counts once
            apart.append(span)
    whole = [s for s in apart if is_boundary(text, s[0]) and is_boundary(text, s[1])]
    assert list(finder(wanted, prefix=prefix).find(text, fold(text))) == whole

"""Proposed dates: only what a line says, partial where it is partial, never a guess."""

import pytest
from hypothesis import given

from annotator.text.dates import proposed_dates
from annotator.text.segment import Unit, segment
from tests.unit.text.hostile import hostile_texts
from tests.unit.text.test_segment import seed


def intervals(text: str, kind: str) -> list[tuple[str, str]]:
    """Intervals and the words they come from, of a text that is one unit."""
    return [
        (found.interval, text[found.start : found.end])
        for found in proposed_dates(text, [Unit(0, len(text), kind)])
    ]


@pytest.mark.parametrize(
    ("line", "interval", "words"),
    [
        ("(Last Updated On: September 15, 2023)", "2023-09-15", "September 15, 2023"),
        ("Published: 14 March 2021, 10:32 GMT", "2021-03-14", "14 March 2021"),
        ("Posted on Monday, 4th of May 2020", "2020-05-04", "4th of May 2020"),
        ("Updated 2021-05-06", "2021-05-06", "2021-05-06"),
        ("Published Aug. 6", "XXXX-08-06", "Aug. 6"),
        ("Published 29 Feb", "XXXX-02-29", "29 Feb"),
        ("Published May 2021", "2021-05", "May 2021"),
        ("Published 14/03/2021", "2021-03-14", "14/03/2021"),
        ("Published 03/14/2021", "2021-03-14", "03/14/2021"),
    ],
)
def test_stamp_lines(line: str, interval: str, words: str) -> None:
    assert intervals(line, "boilerplate") == [(f"{interval}/{interval}", words)]


@pytest.mark.parametrize(
    ("sentence", "interval"),
    [
        ("KABUL, Aug. 6 – A bomb went off.", "XXXX-08-06"),
        ("KARVAN, Velmora, 6 August 2022 (Reuters) - A bomb went off.", "2022-08-06"),
        ("(Reuters) 6 August 2022 - A bomb went off.", "2022-08-06"),
        ("Karvan (6 August 2022) — A bomb went off.", "2022-08-06"),
        ("ST. MARK, March 3 (AP) -- A bomb went off.", "XXXX-03-03"),
    ],
)
def test_datelines(sentence: str, interval: str) -> None:
    assert [found for found, _ in intervals(sentence, "sentence")] == [f"{interval}/{interval}"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Published 03/04/2021", "boilerplate"),
        ("Published 31 February 2021", "boilerplate"),
        ("Updated 29 Feb 2021", "boilerplate"),
        ("Published 3 hours ago", "boilerplate"),
        ("© 14 March 2021 Karvan Courier", "boilerplate"),
        ("Published 14 March 2021", "sentence"),
        ("On August 6 – a Saturday – a bomb went off.", "sentence"),
        ("The talks of 6 August 2022 – the third round – failed.", "sentence"),
        ("KABUL – A bomb went off on August 6.", "sentence"),
        ("KABUL, Aug. 6 – A bomb went off.", "headline"),
    ],
)
def test_nothing_is_guessed(text: str, kind: str) -> None:
    assert intervals(text, kind) == []


def test_only_the_first_sentence_has_a_dateline() -> None:
    text = "A bomb went off. KABUL, Aug. 6 – Another went off."
    units = [Unit(0, 16, "sentence"), Unit(17, len(text), "sentence")]
    assert proposed_dates(text, units) == []


def test_the_reason_is_told() -> None:
    text = "Posted: 14 March 2021"
    (found,) = proposed_dates(text, [Unit(0, len(text), "boilerplate")])
    assert found.why == "a line says when it was published"


@pytest.mark.parametrize(
    ("number", "expected"),
    [("000", []), ("001", []), ("002", []), ("003", []), ("004", ["2023-09-15/2023-09-15"])],
)
def test_only_one_seed_states_its_date(number: str, expected: list[str]) -> None:
    text = seed(number)
    assert [found.interval for found in proposed_dates(text, segment(text))] == expected


@given(hostile_texts)
def test_any_text_is_read(text: str) -> None:
    for found in proposed_dates(text, segment(text)):
        assert text[found.start : found.end].strip()

"""What people type for counts and dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelling.typed_values import read_count, read_interval
from annotator.model.values import Count, ValueProblem, check_interval


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12", "12"),
        (" 1,200 ", "1200"),
        ("1,000,000", "1000000"),
        ("at least 8", "8.."),
        ("No fewer than 8", "8.."),
        ("min. 8", "8.."),
        ("more than 8", "9.."),
        ("over 1,000", "1001.."),
        ("8+", "8.."),
        ("8 or more", "8.."),
        ("up to 26", "..26"),
        ("fewer than 26", "..25"),
        ("fewer than 1", "..0"),
        ("about 100", "~100"),
        ("~ 100", "~100"),
        ("6-8", "6..8"),
        ("6 – 8", "6..8"),
        ("between 6 and 8", "6..8"),
        ("6 to 8", "6..8"),
        ("6..8", "6..8"),
        ("Dozens", "dozens"),
        ("007", "7"),
    ],
)
def test_counts(typed: str, kept: str) -> None:
    assert read_count(typed) == kept
    assert str(Count.parse(kept)) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "some", "fewer than 0", "8 to 6", "1,5", "12,34", "1,0000", "1.5", "a dozen", "-3"),
        *("over 999999999999", "about 6 to 8", "6 7", "8 + 1"),
    ],
)
def test_what_is_no_count_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueProblem):
        read_count(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2022-08-06", "2022-08-06/2022-08-06"),
        ("2022-08", "2022-08/2022-08"),
        ("2022", "2022/2022"),
        ("6 August", "XXXX-08-06/XXXX-08-06"),
        ("6 aug 2022", "2022-08-06/2022-08-06"),
        ("6 Aug., 2022", "2022-08-06/2022-08-06"),
        ("August 6, 2022", "2022-08-06/2022-08-06"),
        ("Sept 3", "XXXX-09-03/XXXX-09-03"),
        ("May 2021", "2021-05/2021-05"),
        ("may", "XXXX-05/XXXX-05"),
        ("29 February", "XXXX-02-29/XXXX-02-29"),
        ("6 August 2022 / 8 August 2022", "2022-08-06/2022-08-08"),
        ("../2022-08-06", "../2022-08-06"),
        ("2022-08-06 / ..", "2022-08-06/.."),
    ],
)
def test_dates_and_periods(typed: str, kept: str) -> None:
    assert read_interval(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "yesterday", "ju 3", "32 August", "0 August", "31 February 2022", "29 February 2021"),
        *(
            "06/08/2022",
            "2022-8-6",
            "6.8.2022",
            "..",
            "../..",
            "8 August 2022/6 August 2022",
            "٢٠٢٢",
        ),
    ],
)
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueProblem):
        read_interval(typed)


@given(st.text(alphabet="0123456789,.~+- atleosuprndmby", max_size=16))
def test_whatever_is_taken_as_a_count_is_stored_in_its_lexical_form(typed: str) -> None:
    try:
        kept = read_count(typed)
    except ValueProblem:
        return
    assert str(Count.parse(kept)) == kept
    assert read_count(kept) == kept


@given(st.text(alphabet="0123456789-/X.,augstmy ٢", max_size=22))
def test_whatever_is_taken_as_a_date_is_stored_in_its_lexical_form(typed: str) -> None:
    try:
        kept = read_interval(typed)
    except ValueProblem:
        return
    assert check_interval(kept) == kept
    assert read_interval(kept) == kept
    assert kept.isascii()

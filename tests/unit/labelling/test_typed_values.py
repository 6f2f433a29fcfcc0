"""What people type for counts and dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.values import Count, ValueProblem, check_interval
from annotator.suggest.typed_values import (
    count_in,
    read_count,
    read_interval,
    resolve_interval,
)


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
        ("at least eight", "8.."),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("about a dozen", "~12"),
        ("twenty-one", "21"),
        ("one hundred and five", "105"),
        ("nine hundred ninety-nine thousand nine hundred and ninety-nine", "999999"),
        ("1.2 million", "1200000"),
        ("40 thousand", "40000"),
        ("six or seven", "6..7"),
        ("between six and eight", "6..8"),
        ("as many as forty", "..40"),
        ("less than ten", "..9"),
        ("a few", "few"),
        ("several hundred", "hundreds"),
        ("tens of thousands", "10000.."),
        ("none", "0"),
    ],
)
def test_counts(typed: str, kept: str) -> None:
    assert read_count(typed) == kept
    assert str(Count.parse(kept)) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "some",
            "fewer than 0",
            "8 to 6",
            "1,5",
            "12,34",
            "1,0000",
            "1.5",
            "-3",
            "about a few",
            "six seven",
            "second",
        ),
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


@pytest.mark.parametrize(
    ("mention", "value", "amount"),
    [
        ("at least eight people", "8..", "at least eight"),
        ("At least 14 villagers", "14..", "At least 14"),
        ("two people", "2", "two"),
        ("18 others", "18", "18"),
        ("at least eight people killed", "8..", "at least eight"),
        ("240", "240", "240"),
        ("dozens of homes", "dozens", "dozens"),
        ("at least dozens of homes", "dozens", "dozens"),
        ("a few officers", "few", "a few"),
        ("the two officers of the port", "2", "two"),
        ("more than\u00a0100 people", "101..", "more than\u00a0100"),
        ("between 10 and 15 guards", "10..15", "between 10 and 15"),
        ("50,000 Swiss francs", "50000", "50,000"),
        ("twelve thousand three hundred refugees", "12300", "twelve thousand three hundred"),
        ("40 or more workers", "40..", "40 or more"),
        ("nine people, including two children", "9", "nine"),
        ("2022 protesters", "2022", "2022"),
        ("some 40 families", "~40", "some 40"),
        ("a hundred soldiers", "100", "a hundred"),
    ],
)
def test_the_amount_in_a_mention(mention: str, value: str, amount: str) -> None:
    found = count_in(mention)
    assert found is not None
    assert (found[0], mention[found[1] : found[2]]) == (value, amount)


@pytest.mark.parametrize(
    "mention",
    [
        *(
            "the victims",
            "the protests of 2022",
            "people in 2021",
            "the second attacker",
            "Highway 9",
        ),
        *("a 12-year-old girl", "August 6", "6 August", "the 3rd Brigade", "40 % of them", "No. 5"),
        *("eight women and two children", "twenty-first century", "a man", "", "6 p.m."),
    ],
)
def test_what_counts_nothing(mention: str) -> None:
    assert count_in(mention) is None


SATURDAY = "2022-08-13/2022-08-13"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("6 August", "2022-08-06/2022-08-06"),
        ("August 6", "2022-08-06/2022-08-06"),
        ("on August 6th", "2022-08-06/2022-08-06"),
        ("the 6th of August", "2022-08-06/2022-08-06"),
        ("20 August", "2021-08-20/2021-08-20"),
        ("next 20 August", "2022-08-20/2022-08-20"),
        ("29 February", "2020-02-29/2020-02-29"),
        ("August", "2022-08/2022-08"),
        ("April", "2022-04/2022-04"),
        ("December", "2021-12/2021-12"),
        ("mid-August 2021", "2021-08/2021-08"),
        ("6 August 2020", "2020-08-06/2020-08-06"),
        ("Saturday", "2022-08-13/2022-08-13"),
        ("last Saturday", "2022-08-06/2022-08-06"),
        ("next Saturday", "2022-08-20/2022-08-20"),
        ("early on Monday", "2022-08-08/2022-08-08"),
        ("Friday night", "2022-08-12/2022-08-12"),
        ("yesterday", "2022-08-12/2022-08-12"),
        ("today", SATURDAY),
        ("overnight", "2022-08-12/2022-08-13"),
        ("last week", "2022-08-01/2022-08-07"),
        ("this week", "2022-08-08/2022-08-14"),
        ("last month", "2022-07/2022-07"),
        ("last year", "2021/2021"),
        ("the past two years", "2020-08-13/2022-08-13"),
        ("three days ago", "2022-08-10/2022-08-10"),
        ("two weeks ago", "2022-07-25/2022-07-31"),
        ("a month ago", "2022-07/2022-07"),
        ("6 to 8 August", "2022-08-06/2022-08-08"),
        ("August 6–8", "2022-08-06/2022-08-08"),
        ("1996 to 2001", "1996/2001"),
        ("between June and August 2021", "2021-06/2021-08"),
        ("since August 2021", "2021-08/.."),
        ("until 2019", "../2019"),
        ("the 1990s", "1990/1999"),
        ("the first months of 2023", "2023/2023"),
        ("2022-08-01/2022-08-03", "2022-08-01/2022-08-03"),
    ],
)
def test_days_resolved_against_the_date_of_the_article(typed: str, kept: str) -> None:
    assert resolve_interval(typed, SATURDAY).value == kept


@pytest.mark.parametrize("published", ["", "XXXX-09-15/XXXX-09-15", "../2022"])
def test_an_unknown_date_of_the_article_is_never_made_up(published: str) -> None:
    assert resolve_interval("6 August", published).value == "XXXX-08-06/XXXX-08-06"
    assert resolve_interval("6 August", published).shown == "6 August, year unknown"
    for typed in ("Saturday", "last week", "yesterday", "two days ago", "overnight"):
        with pytest.raises(ValueProblem, match="article's date is unknown: enter that date first"):
            resolve_interval(typed, published)


def test_a_date_of_the_article_known_in_part_resolves_what_it_can() -> None:
    assert resolve_interval("6 July", "2022-08/2022-08").value == "2022-07-06/2022-07-06"
    assert resolve_interval("6 August", "2022-08/2022-08").value == "XXXX-08-06/XXXX-08-06"
    assert resolve_interval("last month", "2022-08/2022-08").value == "2022-07/2022-07"
    with pytest.raises(ValueProblem, match="known only as 2022-08-01 to 2022-08-31"):
        resolve_interval("Saturday", "2022-08/2022-08")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("6 August", "Saturday 6 August 2022"),
        ("August", "August 2022"),
        ("2021", "2021"),
        ("since 2021", "2021 or later"),
        ("until August 2021", "August 2021 or before"),
        ("last week", "Monday 1 August 2022 to Sunday 7 August 2022"),
    ],
)
def test_what_would_be_stored_is_shown_in_words(typed: str, shown: str) -> None:
    assert resolve_interval(typed, SATURDAY).shown == shown


@pytest.mark.parametrize(
    "typed", ["some day", "Muharram", "31 June", "8 to 6 August", "99999999 days ago"]
)
def test_what_is_no_date_is_refused_with_what_is_allowed(typed: str) -> None:
    with pytest.raises(ValueProblem):
        resolve_interval(typed, SATURDAY)


def test_a_refusal_of_a_count_says_what_is_allowed() -> None:
    with pytest.raises(ValueProblem, match="at least"):
        read_count("about a few")


@given(st.text(alphabet="0123456789 lastnexweekdyogmhFri-/", max_size=20), st.dates())
def test_whatever_is_resolved_is_an_interval(typed: str, published: date) -> None:
    try:
        found = resolve_interval(typed, f"{published}/{published}")
    except ValueProblem:
        return
    assert check_interval(found.value) == found.value and found.shown

"""Dates: what a date stands for, and what stays open."""

import pytest

from annotator.suggest.dates import Dates
from tests.unit.suggest.pages import page, values, words

DAY = "2022-08-09/2022-08-09"  # a Tuesday


def when(text: str, published: str = "") -> dict[str, str]:
    """The value of each date, "" where it is open."""
    return {
        words(text, one): values(one).get("when", "")
        for one in Dates().suggest(page(text, published))
    }


@pytest.mark.parametrize(
    ("text", "date", "value"),
    [
        ("It happened on 6 August 2021.", "6 August 2021", "2021-08-06/2021-08-06"),
        ("It happened on August 6.", "August 6", "2022-08-06/2022-08-06"),
        ("It happened on December 6.", "December 6", "2021-12-06/2021-12-06"),
        ("It happened on Saturday.", "Saturday", "2022-08-06/2022-08-06"),
        ("It happened yesterday.", "yesterday", "2022-08-08/2022-08-08"),
        ("It happened in mid-August 2021.", "mid-August 2021", "2021-08/2021-08"),
        ("He ruled from 1996 to 2001.", "1996 to 2001", "1996/2001"),
        ("It fell in May 2019 and again in October.", "October", "2019-10/2019-10"),
        ("It happened recently.", "recently", ""),
    ],
)
def test_dates_are_read_against_the_articles_date(text: str, date: str, value: str) -> None:
    assert when(text, DAY)[date] == value


@pytest.mark.parametrize(
    ("text", "date", "value"),
    [
        ("It happened on Saturday.", "Saturday", ""),
        ("It happened yesterday.", "yesterday", ""),
        ("It happened on August 6.", "August 6", "XXXX-08-06/XXXX-08-06"),
        ("It happened in April.", "April", "XXXX-04/XXXX-04"),
        ("It happened in April 2020.", "April 2020", "2020-04/2020-04"),
    ],
)
def test_without_the_articles_date_nothing_is_guessed(text: str, date: str, value: str) -> None:
    assert when(text)[date] == value


@pytest.mark.parametrize(
    ("later", "value"),
    [
        ("A week later", "2021-05-10/2021-05-10"),
        ("Two days later", "2021-05-05/2021-05-05"),
        ("A day earlier", "2021-05-02/2021-05-02"),
        ("A month later", "2021-06/2021-06"),
        ("A year later", "2022/2022"),
    ],
)
def test_later_counts_from_the_last_dated_event(later: str, value: str) -> None:
    text = f"The bridge fell on 3 May 2021. {later}, the road was closed."
    assert when(text, DAY)[later] == value


def test_what_counts_from_a_month_is_no_more_exact_than_it() -> None:
    found = when("It fell in October 2021. A week later, it rose. A month later, it fell.")
    assert found["A week later"] == "2021-10/2021-10"
    assert found["A month later"] == "2021-11/2021-11"


def test_later_than_nothing_stays_open() -> None:
    assert when("A week later, the road was closed.", DAY) == {"A week later": ""}


def test_a_bare_month_takes_the_year_that_the_article_gives_it_unless_it_is_dated() -> None:
    text = "It fell in August 2021. The August rains were heavy. On August 6 it ended."
    assert when(text)["August"] == "2021-08/2021-08"
    assert when(text)["August 6"] == "XXXX-08-06/XXXX-08-06"
    assert when(text, DAY)["August"] == "2022-08/2022-08"


def test_since_then_stands_for_the_date_before() -> None:
    assert when("It fell in August 2021. Since then all is quiet.")["then"] == "2021-08/2021-08"

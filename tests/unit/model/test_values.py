"""Counts and intervals in their lexical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.values import VAGUE_WORDS, Count, ValueProblem, check_interval

BOUND = st.integers(min_value=0, max_value=10**12 - 1)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """Draw a count of each form."""
    match draw(st.sampled_from(["exact", "about", "least", "most", "range", "word"])):
        case "exact" | "about" as form:
            number = draw(BOUND)
            return Count(number, number, form == "about")
        case "least":
            return Count(draw(BOUND), None)
        case "most":
            return Count(None, draw(BOUND))
        case "range":
            low, high = sorted((draw(BOUND), draw(BOUND)))
            return Count(low, high)
        case _:
            return Count(word=draw(st.sampled_from(VAGUE_WORDS)))


@given(counts())
def test_a_count_reads_back_as_it_is_written(count: Count) -> None:
    assert Count.parse(str(count)) == count


@given(st.text(alphabet="0123456789.~ ٣x", max_size=8))
def test_whatever_is_read_as_a_count_has_one_form(text: str) -> None:
    try:
        count = Count.parse(text)
    except ValueProblem:
        return
    assert Count.parse(str(count)) == count
    assert str(count).isascii()


@pytest.mark.parametrize(
    ("text", "low", "high", "about"),
    [
        ("12", 12, 12, False),
        ("012", 12, 12, False),
        ("0", 0, 0, False),
        ("12..", 12, None, False),
        ("..26", None, 26, False),
        ("6..8", 6, 8, False),
        ("6..6", 6, 6, False),
        ("~100", 100, 100, True),
    ],
)
def test_counts(text: str, low: int | None, high: int | None, about: bool) -> None:
    assert Count.parse(text) == Count(low, high, about)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "..",
            "~",
            "~..",
            "~6..",
            "~6..8",
            "..~8",
            "8..6",
            "-1",
            "1.5",
            "6...8",
            "12 ",
            "6..8..9",
        ),
        *("many", "Dozens", "1234567890123", "٣", "１２", "12\n", "six"),
    ],
)
def test_what_is_no_count(text: str) -> None:
    with pytest.raises(ValueProblem):
        Count.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2022-08-06/2022-08-06", "2021-05/2021-05", "2021/2021", "XXXX-08-06/XXXX-08-06"),
        *("../2022-08-06", "2022-08-06/..", "2022-08/2022-08-06", "2022-08-06/2022-08"),
        *(
            "2020-02-29/2020-03",
            "XXXX-02-29/XXXX-02-29",
            "XXXX-12-30/XXXX-01-02",
            "0000-01/0000-01",
        ),
    ],
)
def test_an_interval_is_kept_as_it_is(text: str) -> None:
    assert check_interval(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "/",
            "2022",
            "2022-08-06",
            "../..",
            "/2022",
            "2022/",
            "2022/2023/2024",
            "2022-8/2022-8",
        ),
        *("2022-13/2022-13", "2022-00/2022-00", "2022-02-30/2022-02-30", "2021-02-29/2021-02-29"),
        *("2022-08-06/2022-08-05", "2022-09/2022-08-06", "2023/2022-12", "xxxx-08/xxxx-08"),
        *(
            "2022-08-06/2022-08-06\n",
            "２０２２-08/２０２２-08",
            "٢٠٢٢/٢٠٢٢",
            "XXXX-02-30/XXXX-02-30",
        ),
    ],
)
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(ValueProblem):
        check_interval(text)


@given(st.dates(), st.dates())
def test_two_days_are_an_interval_in_their_order(one: object, other: object) -> None:
    low, high = sorted((str(one), str(other)))
    assert check_interval(f"{low}/{high}") == f"{low}/{high}"
    if low < high:
        with pytest.raises(ValueProblem, match="backwards"):
            check_interval(f"{high}/{low}")

"""Casualties: the counted dead and hurt, and numbers that are none."""

import pytest

from annotator.suggest.casualties import Casualties
from tests.unit.suggest.pages import page, values, words


def counted(text: str) -> dict[str, tuple[str, str]]:
    """Type and amount by words."""
    return {
        words(text, one): (one.type, values(one).get("amount", ""))
        for one in Casualties().suggest(page(text))
    }


@pytest.mark.parametrize(
    ("text", "people", "amount"),
    [
        ("The blast killed at least eight people.", "at least eight people", "8.."),
        ("Up to 20 people were killed.", "Up to 20 people", "..20"),
        ("Between 10 and 15 people were killed.", "Between 10 and 15 people", "10..15"),
        ("The shelling wounded 12 civilians.", "12 civilians", "12"),
        ("Dozens of people were injured.", "Dozens of people", "dozens"),
        ("More than 200 villagers were killed.", "More than 200 villagers", "201.."),
        ("It killed at\u00a0least eight\u00a0people.", "at\u00a0least eight\u00a0people", "8.."),
    ],
)
def test_people_are_counted(text: str, people: str, amount: str) -> None:
    assert counted(text)[people] == ("PEOPLE", amount)


def test_the_number_inside_is_proposed_too() -> None:
    found = counted("The blast killed at least eight people and wounded 240 more.")
    assert found["at least eight"] == ("QUANTITY", "8..")
    assert found["240"] == ("QUANTITY", "240")


def test_forty_or_more_is_one_amount() -> None:
    found = counted("The blast killed 40 or more people.")
    assert ("PEOPLE", "40..") in found.values()


def test_armed_people_keep_their_type_and_get_no_amount() -> None:
    assert counted("The clash killed six militants.")["six militants"] == ("ARMED_GROUP", "")


@pytest.mark.parametrize(
    "text",
    [
        "On January 28, 1986 it killed hopes.",
        "The third attack wounded pride.",
        "Police destroyed 12 bombs and left.",
        "Two countries signed the text.",
        "The explosion of 2019 killed the mayor.",
    ],
)
def test_other_numbers_do_not_fool_it(text: str) -> None:
    assert counted(text) == {}

"""Quotations and brackets: paired by shape and neighbours, never guessed when left open."""

import pytest
from hypothesis import given

from annotator.text.quotations import brackets, quotations
from tests.unit.text.hostile import hostile_texts


def inner(text: str) -> list[str]:
    """The insides of the quotations."""
    return [text[slice(*found.inner)] for found in quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We left,” he said, “and ran.”", ["We left,", "and ran."]),
        ('"We left," he said.', ["We left,"]),
        ("'We left,' he said.", ["We left,"]),
        ("the ‘strong’ and ‘old’ ties", ["strong", "old"]),
        ("“He said ‘no’ to us”", ["He said ‘no’ to us", "no"]),
        ("‘the boys’ school burnt,’ she said", ["the boys’ school burnt,"]),
        ("‘the boys’ and ‘the girls’", ["the boys", "the girls"]),
        ("the boys’ school and Iran's envoy don't talk", []),
        ("«Non», dit-il", ["Non"]),
        ("„Nein“, sagte er", ["Nein"]),
        ("「はい」と", ["はい"]),
        ("“left open, he said", []),
        ("never opened,” he said", []),
        ('a 6" pipe and a "good" one', ["good"]),
        ("“one\n“two”", ["one\n“two"]),
        ("“one “two” three”", ["one “two” three", "two"]),
        ("“ ”", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Daesh (ISIS/ISIL), Tasnim", ["ISIS/ISIL"]),
        (
            "an ISKP (Islamic State [the group] – Khorasan) attack",
            ["Islamic State [the group] – Khorasan", "the group"],
        ),
        ("[b]bold[/b]", ["b", "/b"]),
        ("( spaced )", ["spaced"]),
        ("() (open", []),
        ("a) b)", []),
        ("（爆炸）", ["爆炸"]),
    ],
)
def test_brackets(text: str, expected: list[str]) -> None:
    found = brackets(text, 0, len(text))
    assert [text[slice(*part.inner)] for part in found] == expected


@given(hostile_texts)
def test_inner_lies_in_outer_and_is_trimmed(text: str) -> None:
    for found in quotations(text, 0, len(text)) + brackets(text, 0, len(text)):
        assert found.outer[0] < found.inner[0] < found.inner[1] < found.outer[1]
        inside = text[slice(*found.inner)]
        assert inside == inside.strip()


def test_marks_outside_the_range_are_not_seen() -> None:
    text = "“one” “two”"
    assert [found.inner for found in quotations(text, 6, 11)] == [(7, 10)]


@pytest.mark.parametrize("piece", ["“", "”", "‘s’ ", "'", '"', "(", ")", "„", "s’ "])
def test_repetition_does_not_blow_up(piece: str) -> None:
    text = piece * 20_000
    assert len(quotations(text, 0, len(text)) + brackets(text, 0, len(text))) <= 20_000

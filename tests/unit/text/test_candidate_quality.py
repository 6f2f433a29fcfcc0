"""How well candidates guess a finished layer: floors for the seeds and for sentences unseen."""

import pytest

from annotator.labelling.sentence_map import open_stops
from annotator.model.spans import Span
from annotator.text.candidates import candidates
from bench.candidates import (
    EDGE,
    GROWN,
    MISSED,
    STOP,
    Sheet,
    figures,
    marked_sheets,
    read_marks,
    seed_sheets,
    walk,
)


@pytest.mark.parametrize(
    ("sheets", "mentions", "recall", "precision", "keys"),
    [
        (list(seed_sheets()), 475, 0.96, 0.96, 1.30),
        (list(marked_sheets("seen")), 155, 0.97, 0.97, 1.32),
        (list(marked_sheets("unseen")), 161, 0.90, 0.87, 1.50),
    ],
    ids=["seeds", "seen", "unseen"],
)
def test_most_mentions_are_stops_and_most_stops_are_mentions(
    sheets: list[Sheet], mentions: int, recall: float, precision: float, keys: float
) -> None:
    found = figures(walk(sheet) for sheet in sheets)
    assert found.mentions == mentions
    assert found.recall >= recall
    assert found.precision >= precision
    assert found.keys_per_mention <= keys


def walked(marked: str) -> tuple[dict[str, str], list[str], int]:
    """Return how each mention of a marked sentence is reached, what is passed, and the keys."""
    text, wanted = read_marks(marked)
    done = walk(Sheet("", text, Span(0, len(text)), wanted))
    how = {text[slice(*one.wanted.fragments[0])]: one.how for one in done.reached}
    return how, [text[stop.start : stop.end] for _, stop in done.passed], done.keys


def test_the_model_of_keys() -> None:
    assert walked("{GPE Karvan} fell on {DATE Monday}.") == (
        {"Karvan": STOP, "Monday": STOP}, [], 3,
    )  # fmt: skip
    assert walked("Karvan fell on {DATE Monday}, in Oshtin.") == ({"Monday": STOP}, ["Karvan"], 3)
    assert walked("{GPE Karvan} had it {X coming}.") == ({"Karvan": STOP, "coming": MISSED}, [], 6)
    assert walked("They saw {X grim {GPE Karvan}} today.") == (
        {"grim Karvan": EDGE, "Karvan": STOP}, [], 4,
    )  # fmt: skip
    assert walked("They saw {X {GPE Karvan}’s firm hand} there.") == (
        {"Karvan’s firm hand": GROWN, "Karvan": STOP}, [], 4,
    )  # fmt: skip


def test_what_is_marked_keeps_only_names_and_numbers_inside_as_stops() -> None:
    text = "Two officers of the Hill Gate mosque in Sarn district met."
    proposals = candidates(text, 0, len(text))

    def stops(*marked: str) -> list[str]:
        spans = [Span(text.index(one), text.index(one) + len(one)) for one in marked]
        return [text[start:end] for start, end in open_stops(spans, proposals)]

    officers = "Two officers of the Hill Gate mosque"
    assert stops() == [
        officers, "Two officers", "Two", "Hill Gate mosque", "Hill Gate", "Sarn district", "Sarn",
    ]  # fmt: skip
    assert stops(officers) == ["Two", "Hill Gate mosque", "Sarn district", "Sarn"]
    assert stops("Hill Gate mosque", "Sarn district") == [officers, "Two officers", "Two"]

"""Reading of sentences with marked cues and triggers, and comparison with the stops found."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.text.cues import find_cues
from annotator.text.segment import segment
from annotator.text.triggers import find_triggers

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parents[3] / "seeds"
_MARK = re.compile(r"\[\[(.+?)\|(\w+)\]\]")

Stop = tuple[int, int, str]
"""Start, end and what is suggested."""


class Case(NamedTuple):
    """One unit of text with what a person marked in it."""

    text: str
    start: int
    end: int
    layer: str
    wanted: tuple[Stop, ...]

    @property
    def found(self) -> tuple[Stop, ...]:
        """What the lexicons find there."""
        if self.layer == "claims":
            cues = find_cues(self.text, self.start, self.end)
            return tuple((one.start, one.end, one.stance) for one in cues)
        triggers = find_triggers(self.text, self.start, self.end)
        return tuple((one.start, one.end, one.suggests) for one in triggers)


class Score(NamedTuple):
    """How well stops meet marks."""

    wanted: int
    found: int
    right: int
    right_suggestions: int

    @property
    def recall(self) -> float:
        """Share of the marks that are stops."""
        return self.right / self.wanted

    @property
    def precision(self) -> float:
        """Share of the stops that are marks."""
        return self.right / self.found

    @property
    def suggested(self) -> float:
        """Share of the right stops that suggest the right stance or type."""
        return self.right_suggestions / self.right


def score(cases: list[Case]) -> Score:
    """Compare ranges, and what they suggest where the ranges agree."""
    wanted = {(number, *stop) for number, case in enumerate(cases) for stop in case.wanted}
    found = {(number, *stop) for number, case in enumerate(cases) for stop in case.found}
    right = {one[:3] for one in wanted} & {one[:3] for one in found}
    return Score(len(wanted), len(found), len(right), len(wanted & found))


def own_sentences(layer: str, *, unseen: bool = False) -> list[Case]:
    """Return the made-up sentences of a layer, the seen ones or those not used to change it."""
    name = "cued_sentences" if layer == "claims" else "triggered_sentences"
    path = DATA / f"{name}{'_unseen' if unseen else ''}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_case(line, layer) for line in lines if line and not line.startswith("#")]


def seed_units(layer: str) -> list[Case]:
    """Return all units of the seed articles that are no boilerplate."""
    marked = dict(_marked_units(layer))
    cases: list[Case] = []
    for path in sorted(SEEDS.glob("0*.txt")):
        text = path.read_bytes().decode()
        for number, unit in enumerate(segment(text)):
            if unit.kind != "boilerplate":
                words = marked.pop((path.name[:3], number), [])
                wanted = tuple(_placed(text, unit.start, words))
                cases.append(Case(text, unit.start, unit.end, layer, wanted))
    assert not marked, "marks name a unit that is not there"
    return cases


def _case(line: str, layer: str) -> Case:
    text, wanted, last = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        wanted.append((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        last = mark.end()
    text += line[last:]
    return Case(text, 0, len(text), layer, tuple(wanted))


def _marked_units(layer: str) -> Iterator[tuple[tuple[str, int], list[str]]]:
    for line in (DATA / "stops_of_seeds.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        article, number, of_layer, words = line.split(" ", 3)
        if of_layer == layer:
            yield (article, int(number)), words.split(", ")


def _placed(text: str, position: int, words: list[str]) -> Iterator[Stop]:
    for written in words:
        word, _, suggested = written.partition("=")
        start = text.index(word, position)
        position = start + len(word)
        yield start, position, suggested

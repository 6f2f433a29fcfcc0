"""`decisions.jsonl`: what was decided, and, beside everybody's layers, what makes gold again.

Each line tells one slot of one item. With votes, the first line of a decision also holds it whole
(`record`), so that a project which imports the layers and these has the same gold. Versions of the
annotations come with the layers: what was stale stays so.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from annotator.formats.errors import Place
from annotator.formats.gold.checks import shape_problem
from annotator.formats.importing.reading import Source, first_line, json_lines
from annotator.model.decision import Choice, Decision
from annotator.model.gold import GoldDecision
from annotator.model.spans import BareSpan, Span

DECISIONS_FILE = "decisions.jsonl"

_RECORD = re.compile(rb'"record"\s*:\s*\{')


class Came(NamedTuple):
    """A decision as a file has it."""

    place: Place
    decision: Decision


def entries_named(decisions: Iterable[Decision]) -> set[str]:
    """Return the entries of the registry that decisions and their variants name."""
    found = {
        identity
        for one in decisions
        for choice in (one.outcome, *(variant.choice for variant in one.variants))
        for identity in _identities(choice)
    }
    return found - {""}


def with_survivors(decision: Decision, survivors: Mapping[str, str]) -> Decision:
    """Return the decision with the entries of the registry that merged ones lead to."""
    if not survivors:
        return decision

    def followed(choice: Choice) -> Choice:
        update: dict[str, object] = {"identity": survivors.get(choice.identity, choice.identity)}
        if choice.frame:
            identity = survivors.get(choice.frame.identity, choice.frame.identity)
            update["frame"] = choice.frame.model_copy(update={"identity": identity})
        update["mentions"] = tuple(
            one.model_copy(update={"identity": survivors.get(one.identity, one.identity)})
            for one in choice.mentions
        )
        return choice.model_copy(update=update)

    return _with_choices(decision, followed)


def files_of(folder: Path) -> list[Path]:
    """Return the files of an export of which gold is made again, none where it has them not.

    The decisions come first, if there are any, then everybody's layers.
    """
    found = sorted(folder.glob("annotations-*.jsonl"))
    decided = folder / DECISIONS_FILE
    if not found or not decided.is_file():
        return []
    if decided.stat().st_size == 0:
        return found
    return [decided, *found] if brings_decisions(Source(decided, DECISIONS_FILE, {})) else []


def brings_decisions(source: Source) -> bool:
    """Tell by the first line whether a file holds decisions whole."""
    return source.path.name == DECISIONS_FILE and _RECORD.search(first_line(source)) is not None


def read(source: Source) -> Iterator[Came]:
    """Yield the decisions of a file, each checked by itself.

    Raises:
        ImportRefused: the file cannot be read, or a line cannot be taken.
    """
    for number, line in json_lines(source.path, Place(source.name)):
        place = Place(source.name, number)
        try:
            record = GoldDecision.model_validate_json(line).record
        except ValidationError as error:
            raise place.refused(shape_problem(error)) from None
        if record:
            yield Came(place, record)


def problem_of(decision: Decision, text_hash: str, length: int) -> str:
    """Say in plain words why a decision cannot be about an article, or return "".

    Args:
        text_hash: of the article, "" where there is none.
        length: of its text, in code points.
    """
    if not text_hash:
        return f"it decides about {decision.article}, which is not in the project."
    if decision.text_hash != text_hash:
        return f"it decides about another text than that of {decision.article}."
    for start, end in _spans(decision):
        if not 0 <= start < end <= length:
            return f"its range {start}-{end} lies outside the text of {decision.article}."
    return ""


def _identities(choice: Choice) -> Iterator[str]:
    yield choice.identity
    yield from (one.identity for one in choice.mentions)
    if choice.frame:
        yield choice.frame.identity


def _with_choices(decision: Decision, change: Callable[[Choice], Choice]) -> Decision:
    variants = tuple(
        one.model_copy(update={"choice": change(one.choice)}) for one in decision.variants
    )
    return decision.model_copy(update={"outcome": change(decision.outcome), "variants": variants})


def _spans(value: object) -> Iterator[Span]:
    """Yield every range that a record names, at any depth."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BareSpan):
        yield Span(value.start, value.end)
    elif isinstance(value, tuple):
        for one in value:
            yield from _spans(one)
    elif isinstance(value, BaseModel):
        for _, one in value:
            yield from _spans(one)

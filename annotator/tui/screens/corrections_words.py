"""What the screen of one's corrections says: its rows, and one of them with its sentence."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from textual.content import Content

from annotator.model.spans import Span
from annotator.project import Correction, Place, TestResult
from annotator.tui.widgets.cells import shown_text
from annotator.tui.widgets.row_list import Row

MINE, GOLD = "‹›", "⟦⟧"
"""What stands around one's own words in a sentence, and around those of gold."""


_RULES = {
    "threshold": "what most have said",
    "test": "your entry test",
    "hidden": "gold that was mixed into what you were to do",
}
"""Why gold says so where nobody gave a reason."""


class Listed(NamedTuple):
    """A row, and the correction that it is; the heading of a type has none."""

    row: Row
    type: str
    correction: Correction | None = None


def listed(some: Iterable[Correction], source_of: Callable[[str], str]) -> list[Listed]:
    """Return corrections as rows under the types that they are about, with their numbers.

    Args:
        some: in the order of their types.
    """
    found: list[Listed] = []
    for name, group in groupby(some, key=lambda one: one.type):
        under = list(group)
        found.append(Listed(Row(f"  {name}  {len(under)}"), name))
        for one in under:
            told = f"    {source_of(one.article)[:12]} s{one.number}  {_kind(one)}: "
            told += f"{one.mine} → {one.gold}{_why(one, '   ({})')}"
            found.append(Listed(Row(told, Place(one.article, one.at)), name, one))
    return found


def matching(
    some: Iterable[Correction], typed: str, source_of: Callable[[str], str]
) -> list[Correction]:
    """Return those that have all the typed words somewhere; case does not matter."""
    wanted = typed.casefold().split()
    return [
        one
        for one in some
        if all(word in _searched(one, source_of(one.article)) for word in wanted)
    ]


def told(one: Correction, text: str, limits: Span) -> Content:
    """Return what one said, what gold says and why, above the sentence with both marked."""
    lines = [
        _line("mine", MINE, one.mine),
        _line("gold", GOLD, one.gold),
        Content(f"why       {_why(one, '{}') or _by(one.rule)}"),
        sentence_content(text, limits, one.mine_at, one.gold_at),
    ]
    return Content("\n").join(lines)


def test_words(result: TestResult) -> str:
    """Return how an article of an entry test went, and what gold says otherwise in it."""
    trial, scores = result.tried.trial, result.tried.scores
    lines = [
        f"{one.layer:<10} F1 exact {_told_f1(one.f1_exact)}   overlap {_told_f1(one.f1_overlap)}"
        for one in scores
    ]
    lines.append(f"Exact {trial.pass_mark:.2f} over all articles of the test passes.")
    number = len(result.differences)
    lines += ["", f"Gold says otherwise in {number} place{'' if number == 1 else 's'}:"]
    lines += [
        f"  s{one.number} {one.type} {_kind(one)}: {one.mine} → {one.gold}"
        for one in result.differences
    ]
    return "\n".join(map(_plain, lines))


def sentence_content(
    text: str, limits: Span, mine: Sequence[Span], gold: Sequence[Span]
) -> Content:
    """Return a sentence, the own words underlined in ‹ ›, those of gold bold in ⟦ ⟧."""
    mine, gold = _within(mine, limits), _within(gold, limits)
    cuts = sorted({*limits, *(edge for span in (*mine, *gold) for edge in span)})
    parts: list[Content | str] = []
    for start, end in pairwise(cuts):
        parts += _opened(start, mine, gold)
        styles = [
            style
            for style, spans in (("underline", mine), ("bold", gold))
            if any(span.start <= start and end <= span.end for span in spans)
        ]
        parts.append(Content.styled(_plain(text[start:end]), " ".join(styles)))
        parts += _closed(end, mine, gold)
    return Content.assemble(*parts)


def _opened(at: int, mine: Iterable[Span], gold: Iterable[Span]) -> list[str]:
    return [
        *(MINE[0] for span in mine if span.start == at),
        *(GOLD[0] for span in gold if span.start == at),
    ]


def _closed(at: int, mine: Iterable[Span], gold: Iterable[Span]) -> list[str]:
    return [
        *(GOLD[1] for span in gold if span.end == at),
        *(MINE[1] for span in mine if span.end == at),
    ]


def _within(spans: Iterable[Span], limits: Span) -> list[Span]:
    cut = (Span(max(one.start, limits.start), min(one.end, limits.end)) for one in spans)
    return sorted({one for one in cut if one.start < one.end})


def _line(name: str, signs: str, said: str) -> Content:
    return Content(f"{name} {signs[0]} {signs[1]}  {_plain(said)}")


def _kind(one: Correction) -> str:
    return f"{one.kind} {one.slot}" if one.slot and one.slot != one.kind else one.kind


def _why(one: Correction, form: str) -> str:
    said = [part for part in (one.reason, one.note) if part]
    return form.format(_plain(": ".join(said))) if said else ""


def _by(rule: str) -> str:
    return _RULES.get(rule, "no reason was given")


def _searched(one: Correction, source: str) -> str:
    parts = (one.type, source, one.layer, one.kind, one.slot, one.mine, one.gold)
    return " ".join((*parts, one.reason, one.note)).casefold()


def _told_f1(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _plain(text: str) -> str:
    return shown_text(text, 0, len(text))

"""The rows of the Agreement screen, from what `annotator agreement --json` says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from annotator.project import Place
from annotator.tui.widgets.row_list import Row

_LEVELS = ("exact", "bounds", "overlap", "existence")
_KINDS = {
    "exact": "the same",
    "type": "another type",
    "boundary": "other edges",
    "both": "type and edges",
    "only-one": "only one marked it",
}
_HEADLINE = "span_f1"
_NAME = 26
"""Cells for what a number is of."""
_CELL = 10


def rows_of(found: Mapping[str, Any], sources: Mapping[str, str]) -> list[Row]:
    """Return the whole report as rows.

    Args:
        found: the report as JSON.
        sources: names of the articles in which people differ, by id.
    """
    rows: list[Row] = []
    for context in found["layers"]:
        if context["articles"]:
            lines = [line for line in found["measures"] if line["layer"] == context["layer"]]
            rows += _layer_rows(found, context, lines, sources)
    return rows or [Row(" No two annotators have finished the same sentence yet.")]


def _layer_rows(
    found: Mapping[str, Any],
    context: Mapping[str, Any],
    lines: list[dict[str, Any]],
    sources: Mapping[str, str],
) -> Iterator[Row]:
    layer = context["layer"]
    yield Row(
        f" {layer.upper()}  {', '.join(context['annotators'])} · {context['articles']:,} articles"
        f" · {context['sentences']:,} shared sentences · {context['left_out']:,} left out"
    )
    yield from _headline(lines)
    yield from _tables(lines)
    yield from _others(lines)
    yield from _confusion(found["confusions"][layer])
    differences = found["differences"][layer]
    if any(differences.values()):
        yield Row("  How people differ")
        for kind, words in _KINDS.items():
            yield Row(f"   {words:<{_NAME}}{differences[kind]:>{_CELL},}")
    places = [place for place in found["places"] if place["layer"] == layer]
    if places:
        yield Row("  Where")
    for place in places:
        where = sources[place["article"]]
        words = f"{_KINDS[place['kind']]:<{_NAME}}{' and '.join(place['pair'])} · {where}"
        yield Row(f"   {words} at {place['start']:,}", Place(place["article"], place["start"]))
    yield Row("")


def _headline(lines: list[dict[str, Any]]) -> Iterator[Row]:
    for line in lines:
        if line["measure"] == _HEADLINE and not line["of"] and not line["pair"]:
            yield Row(f"   F1 {line['level']:<{_NAME - 3}}{_value(line):>{_CELL}}  {_limits(line)}")


def _tables(lines: list[dict[str, Any]]) -> Iterator[Row]:
    """Yield F1 per pair, then per type, a column for each level."""
    tables: dict[str, dict[str, dict[str, str]]] = {"pair": {}, "type": {}}
    for line in lines:
        if line["measure"] == _HEADLINE and (line["pair"] or line["of"]):
            name = line["of"] or " ".join(line["pair"])
            named = tables["type" if line["of"] else "pair"].setdefault(name, {})
            named[line["level"]] = _value(line)
    for title, table in tables.items():
        if table:
            heads = "".join(f"{level:>{_CELL}}" for level in _LEVELS)
            yield Row(f"  {f'F1 per {title}':<{_NAME + 1}}{heads}")
        for name, values in table.items():
            cells = "".join(f"{values.get(level, ''):>{_CELL}}" for level in _LEVELS)
            yield Row(f"   {name:<{_NAME}}{cells}")


def _others(lines: list[dict[str, Any]]) -> Iterator[Row]:
    grouped: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        if line["measure"] != _HEADLINE:
            grouped[line["measure"]].append(line)
    for measure, group in grouped.items():
        yield Row(f"  {measure}")
        for line in group:
            name = " ".join(part for part in (line["of"], line["level"]) if part) or "all"
            tail = line["reason"] or f"of {line['number']:,}"
            yield Row(f"   {name:<{_NAME}}{_value(line):>{_CELL}}  {tail}")


def _confusion(cells: list[list[Any]]) -> Iterator[Row]:
    """Yield which types met which: what one has, then what others have there, most first."""
    met: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one, other, number in cells:
        for row, column in {(one, other), (other, one)}:
            if row:
                met[row][column] = met[row].get(column, 0) + number
    if met:
        yield Row("  What stands where one annotator has")
    for kind in sorted(met):
        most = sorted(met[kind].items(), key=lambda item: (-item[1], item[0]))
        yield Row(f"   {kind:<{_NAME}}  " + "  ".join(f"{o or 'nothing'} {n:,}" for o, n in most))


def _value(line: Mapping[str, Any]) -> str:
    return "-" if line["value"] is None else f"{line['value']:.3f}"


def _limits(line: Mapping[str, Any]) -> str:
    if line["low"] is None:
        return str(line["reason"] or line["interval_reason"])
    reason = f"  ({line['interval_reason']})" if line["interval_reason"] else ""
    return f"{line['low']:.3f} to {line['high']:.3f}{reason}"

"""How figures grow from project to project."""

from collections.abc import Sequence

from bench.report import Figure

_ALLOWED = 2.0
"""How many times as long an act may take in a project that is ten times as big."""


def table(measured: dict[int, Sequence[Figure]]) -> str:
    """Return a Markdown table of medians, with what they became in the biggest project.

    Args:
        measured: by number of articles.
    """
    numbers = sorted(measured)
    medians = {n: {one.name: one for one in measured[n]} for n in numbers}
    names = list(dict.fromkeys(one.name for n in reversed(numbers) for one in measured[n]))
    heads = ["act", *(f"{number:,}" for number in numbers), "growth"]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for name in names:
        found = [medians[number].get(name) for number in numbers]
        cells = [f"{one.median:,.1f}" if one else "" for one in found]
        unit = next(one.unit for one in found if one).strip()
        lines.append(f"| {name}, {unit} | {' | '.join(cells)} | {_growth(found)} |")
    return "\n".join(lines)


def _growth(found: Sequence[Figure | None]) -> str:
    if len(found) < 2:
        return ""
    before, last = found[-2:]
    if before is None or last is None or not before.median:
        return ""
    times = last.median / before.median
    return f"{times:.1f}{' !' if times > _ALLOWED else ''}"

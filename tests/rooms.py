"""How much of each room the tests reach, of what `make coverage` counted.

Run as `python -m tests.rooms build/coverage/report.json` after `coverage json`. Covered is what
coverage.py calls so: executed statements and branches of all statements and branches.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

ROOMS = ("model", "text", "store", "agreement", "adjudication", "formats")
AT_LEAST = 95.0

_COLUMNS = ("num_statements", "missing_lines", "num_branches", "missing_branches")


def sums_of(report: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """Return the sums of a report by coverage.py, per room; rooms it knows nothing of are empty."""
    sums: dict[str, Counter[str]] = {room: Counter() for room in ROOMS}
    for name, file in report["files"].items():
        package, room, *_ = PurePath(name).parts
        if package == "annotator" and room in sums:
            sums[room].update({column: file["summary"][column] for column in _COLUMNS})
    return sums


def percent(room: Mapping[str, int]) -> float:
    """Return what was reached of a room, 0 of one that nothing is known of."""
    whole = room["num_statements"] + room["num_branches"]
    missing = room["missing_lines"] + room["missing_branches"]
    return 100 * (whole - missing) / whole if whole else 0.0


def table(sums: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yield the lines of a table, one per room."""
    yield f"{'room':<14}{'statements':>12}{'missed':>8}{'branches':>10}{'missed':>8}{'covered':>10}"
    for name, room in sums.items():
        figures = (room[column] for column in _COLUMNS)
        yield "{:<14}{:>12}{:>8}{:>10}{:>8}{:>9.2f}%".format(name, *figures, percent(room))


def main() -> int:
    """Print the table; return 1 when a room is below what it must reach."""
    sums = sums_of(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print("\n".join(table(sums)))
    low = [name for name, room in sums.items() if percent(room) < AT_LEAST]
    if low:
        print(f"Below {AT_LEAST:g} %: {', '.join(low)}.", file=sys.stderr)
    return bool(low)


if __name__ == "__main__":
    sys.exit(main())

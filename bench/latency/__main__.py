"""How long people wait: everything in the latency budget, measured through a pseudo-terminal.

    python -m bench.latency --quick

Each figure stands beside its budget and, where one was measured in the same run, its floor: what
plain curses or bare Textual (its Line API) reach on the same text. The next article in a project of
100,000 is measured by `bench.scale`.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

from bench.latency.articles import import_into
from bench.latency.forms import measure_forms
from bench.latency.growth import measure_growth
from bench.latency.keys import measure_long, measure_short
from bench.latency.marks import measure_marks
from bench.latency.starts import SEEDS, measure_starts
from bench.report import parser, publish


class _Effort(NamedTuple):
    runs: int
    keys: int
    marks: int
    deeper: int
    growth: int
    forms: int


_FULL = _Effort(runs=8, keys=100, marks=10_000, deeper=60, growth=10_000, forms=15)
_QUICK = _Effort(runs=5, keys=60, marks=2_000, deeper=30, growth=2_000, forms=15)


def main() -> None:
    """Measure and print."""
    options = parser(__doc__ or "")
    options.add_argument("--quick", action="store_true", help="fewer repetitions")
    chosen = options.parse_args()
    effort = _QUICK if chosen.quick else _FULL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / "seeds.db"
        import_into(project, *SEEDS)
        figures = [
            *measure_starts(project, effort.runs),
            *measure_short(project, effort.keys),
            *measure_long(folder, effort.keys, max(3, effort.runs // 3)),
            *measure_forms(project, folder / "5000-lines-2000-frames.db", effort.forms),
            *measure_marks(folder, effort.marks, effort.deeper),
            *measure_growth(project, "300 words", effort.growth),
            *measure_growth(folder / "5000-lines.db", "100,000 words", effort.growth),
        ]
    publish("latency", figures, chosen.json)


if __name__ == "__main__":
    main()

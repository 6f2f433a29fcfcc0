"""The reference export of gold: both demonstration layers, settled by an adjudicator made of rules.

    python -m docs.reference_gold exports/gold

What all agree on is accepted. Of the rest every other item goes to who is first by name, the
others to the second one, every tenth to nobody where that can be; the first of each kind is said
to be ambiguous. Ids and times are counted, so that all is the same each time.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from annotator.adjudication.automatic import accept_unanimous
from annotator.adjudication.desk import AdjudicationDesk
from annotator.adjudication.items import AdjudicationItem, How
from annotator.model import ids
from annotator.model.decision import Choice
from annotator.project import ExportOptions, ImportOptions, Project, open_project
from annotator.resources import resource_dir

EXPORTED_AT = "2026-11-22T12:00:00.000Z"
_NOTHING = 10


def main() -> None:
    """Write the export into the folder that is named."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), Path(sys.argv[1]))


def write(folder: Path, dest: Path) -> None:
    """Make the project in a folder, and export its gold with votes."""
    with counted() as numbers, demonstration(folder) as project:
        desk = project.adjudication("eve")
        desk.refresh()
        accept_unanimous(desk)
        _settle(desk, numbers)
        project.export(dest, ExportOptions("gold", EXPORTED_AT, with_votes=True))


@contextmanager
def demonstration(folder: Path) -> Iterator[Project]:
    """Make a project of the seeds with both demonstration layers in a folder."""
    seeds = resource_dir("seeds")
    with open_project(folder / "demonstration.db", create=True) as project:
        project.import_paths([seeds], ImportOptions("ada"))
        for name in ("ada", "ben"):
            project.import_paths([seeds / "layers" / f"{name}.jsonl"], ImportOptions(name))
        yield project


@contextmanager
def counted() -> Iterator["Counted"]:
    """Give ids and times by counting, for as long as the block lasts."""
    numbers = Counted()
    with patch.object(ids, "new_id", numbers.new_id), patch.object(ids, "now", numbers.now):
        yield numbers


class Counted:
    """Ids and times by counting: how often anybody asks for the time changes nothing."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()
        self.decided = 0

    def new_id(self, prefix: str) -> str:
        self._numbers[prefix] += 1
        return f"{prefix}_{self._numbers[prefix]:012x}"

    def now(self) -> str:
        return f"2026-11-22T11:{self.decided // 60:02}:{self.decided % 60:02}.000Z"


def _settle(desk: AdjudicationDesk, numbers: Counted) -> None:
    """Decide all that waits, in the order of the queue."""
    kinds: set[str] = set()
    while item := desk.next():
        numbers.decided += 1
        is_new = item.cluster.kind not in kinds
        kinds.add(item.cluster.kind)
        how = How(keys=1, ms=1800, reason="ambiguous" if is_new else "")
        desk.decide(item, _choice(item, numbers.decided), how)


def _choice(item: AdjudicationItem, number: int) -> Choice:
    if number % _NOTHING == 0 and item.cluster.slot == "item":
        return Choice()
    said = sorted(item.cluster.variants, key=lambda one: one.annotators)
    return said[(number + 1) % len(said)].choice


if __name__ == "__main__":
    main()

"""Export of a project with ten annotations an article as gold JSONL and Parquet; import of brat.

    python -m bench.interchange --articles 100000 --folder interchange --json results.json

The project is made once and kept in the folder. Articles are those of `bench.import_export` with
eight mentions, an incident and a claim each; all their sentences are finished. Each phase is a
process of its own, start-up included; its memory is the largest sum of what its whole tree of
processes has for itself (PSS), looked at ten times a second.
"""

import argparse
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from annotator.model import ids
from annotator.resources import resource_dir
from annotator.text.segment import segment
from bench.report import Figure, figure, parser, publish

BUDGETS = {"JSONL export": "60", "Parquet export": "90", "brat import of 1,000 files": "10"}
"""Seconds, of 100,000 articles."""
_MEMORY = "300"
"""MB of an export's processes together."""
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_INTERVAL_S = 0.1
_ANNOTATOR = [sys.executable, "-m", "annotator"]

Json = dict[str, Any]


class _Run(NamedTuple):
    """What a command took."""

    seconds: float
    megabytes: float
    busy: float
    """Seconds that its processes had a processor: what the clock says on a machine with others
    working is longer."""


def main() -> None:
    """Measure and publish."""
    options = _options()
    folder: Path = options.folder or Path(tempfile.gettempdir()) / "annotator-interchange"
    folder.mkdir(parents=True, exist_ok=True)
    project = made_project(folder, options.articles)
    figures: list[Figure] = []
    if "jsonl" in options.phases:
        figures += _exported("JSONL export", project, folder)
    if "parquet" in options.phases:
        figures += _exported("Parquet export", project, folder, "--format", "parquet")
    if "brat" in options.phases:
        figures += _brat(folder)
    publish(f"interchange, {options.articles:,} articles", figures, options.json)


def made_project(folder: Path, number: int) -> Path:
    """Return the project with so many articles; made where it is not there yet."""
    path = folder / f"articles-{number}.db"
    if not path.exists():
        making, records = folder / "making.db", folder / "records.jsonl"
        for old in folder.glob("making.db*"):
            old.unlink()
        with records.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(one) + "\n" for one in made_records(number))
        _annotator(making, "new")
        _annotator(making, "import", str(records))
        records.unlink()
        making.rename(path)
    return path


def made_records(number: int) -> Iterator[Json]:
    """Yield gold records with ten annotations each."""
    paths = sorted(resource_dir("seeds").glob("*.txt"))
    seeds = [path.read_bytes().decode().splitlines() for path in paths]
    chance = random.Random(20230915)
    for index in range(number):
        head, *body = seeds[index % len(seeds)]
        chance.shuffle(body)
        yield _record(index, [head, *body, f"This is report number {index} of the benchmark."])


def _record(index: int, lines: list[str]) -> Json:
    text = "\n".join(lines)
    text_hash = ids.hash_text(text)
    units: list[Json] = []
    at = 0
    for line in lines:
        for start, end, kind in _units(line):
            place = {"id": f"S{len(units) + 1}", "start": at + start, "end": at + end, "kind": kind}
            done = ["entities", "incidents", "claims", "labels"]
            units.append({**place, "done": done, "skipped": [], "unsure": []})
        at += len(line) + 1
    names = list(_NAME.finditer(text))[:8]
    mentions = [_mention(index, n, one) for n, one in enumerate(names)]
    words = [{"start": one.start(), "end": one.end(), "text": one[0]} for one in names[:2]]
    place = {"role": "place", "target": mentions[0]["id"], "kind": "entity"}
    incident = {**_item("i", index), "type": "BATTLE", "trigger": words[:1], "roles": [place]}
    told = {"role": "content", "target": incident["id"], "kind": "incident"}
    claim = {**_item("c", index), "type": "STATEMENT", "trigger": words[1:], "roles": [told]}
    return {
        **{"format": "news-gold/1", "id": ids.article_id(text_hash), "text": text},
        **{"text_hash": text_hash, "offsets": "codepoint", "title": f"Report {index:06}"},
        **{"url": "", "publisher": "Gazette", "published": "2023-09/2023-09", "language": "en"},
        **{"license": "", "duplicate_cluster": "", "split": "train", "sentences": units},
        "scheme": {"name": "news-conflict", "version": "1.0.0", "hash": f"sha256:{'0' * 64}"},
        **{"spans": [], "entities": mentions, "incidents": [{**incident, "identity": ""}]},
        **{"claims": [claim], "relations": [], "labels": [], "provenance": _PROVENANCE},
    }


_PROVENANCE: Json = {
    **{"project": "bench", "exported_at": "2026-01-01T00:00:00.000Z", "tool": ""},
    **{"tool_version": "", "annotators": ["bench"], "adjudicator": "", "agreement": []},
}


def _mention(index: int, number: int, found: re.Match[str]) -> Json:
    place = {"start": found.start(), "end": found.end(), "text": found[0], "fragments": []}
    return {**_item("e", 8 * index + number), "type": "GPE", **place, "identity": ""}


def _item(prefix: str, number: int) -> Json:
    tail = {"status": "annotation", "annotators": ["bench"], "derived_from": []}
    rest = {"origin": "human", "unsure": False, "note": "", "attributes": []}
    return {"id": f"{prefix}_{number:012}", **tail, **rest}


@cache
def _units(line: str) -> list[tuple[int, int, str]]:
    return [(start, end, str(kind)) for start, end, kind in segment(line)] if line else []


def _exported(name: str, project: Path, folder: Path, *more: str) -> Iterator[Figure]:
    target = folder / "export"
    found = measured(_command(project, "export", str(target), *more))
    shutil.rmtree(target)
    yield figure(name, "s", [found.seconds], BUDGETS[name])
    yield figure(f"{name}, of processors", "s", [found.busy])
    yield figure(f"{name}, all processes", "MB", [found.megabytes], _MEMORY)


def _brat(folder: Path) -> Iterator[Figure]:
    """Measure the import of a thousand texts with their annotations."""
    small, export, taken = made_project(folder, 1_000), folder / "brat", folder / "taken.db"
    subprocess.run(_command(small, "export", str(export), "--format", "brat"), check=True)
    _annotator(taken, "new")
    (name,) = (one for one in BUDGETS if one.startswith("brat"))
    found = measured(_command(taken, "import", str(export / "brat")))
    yield figure(name, "s", [found.seconds], BUDGETS[name])
    yield figure(f"{name}, of processors", "s", [found.busy])
    yield figure(f"{name}, all processes", "MB", [found.megabytes])
    shutil.rmtree(export)
    for path in folder.glob("taken.db*"):
        path.unlink()


def _annotator(project: Path, *words: str) -> None:
    subprocess.run(_command(project, *words), check=True)


def _command(project: Path, *words: str) -> list[str]:
    return [*_ANNOTATOR, "-p", str(project), "--as", "bench", *words]


def measured(command: list[str]) -> _Run:
    """Run a command to its end."""
    start, busy, most = time.perf_counter(), _busy(), 0
    process = subprocess.Popen(command)
    while True:
        try:
            process.wait(_INTERVAL_S)
            break
        except subprocess.TimeoutExpired:
            most = max(most, _tree_kb(process.pid))
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return _Run(time.perf_counter() - start, most / 1024, _busy() - busy)


def _busy() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tree_kb(root: int) -> int:
    """Return the memory of a process and all below it, shared pages shared out."""
    total, waiting = 0, [root]
    while waiting:
        process = Path("/proc") / str(waiting.pop())
        try:
            rollup = (process / "smaps_rollup").read_text()
            total += int(rollup.partition("\nPss:")[2].split()[0])
            for task in (process / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, IndexError):
            continue  # it has just ended
    return total


def _options() -> argparse.Namespace:
    made = parser("Measure interchange.")
    made.add_argument("--articles", type=int, default=100_000, help="how many (100000)")
    made.add_argument("--folder", type=Path, help="where the project is kept (below /tmp)")
    phases = ("jsonl", "parquet", "brat")
    made.add_argument("--phases", nargs="+", choices=phases, default=phases, help="which (all)")
    return made.parse_args()


if __name__ == "__main__":
    main()

"""How many keys labelling takes: plans found by search, replayed in a real terminal, checked.

The plans make the demonstration layer of the five seed articles (exact ranges and types, each
sentence finished with `n`) and twelve mentions of seed 000, without suggestions. SLATE, the other
keyboard tool, needs 217 keys for those twelve with optimal plans. Claims and incidents whose
fillers are labelled are planned in `frame_planning`.
"""

import asyncio
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.model.scheme_tables import FrameLayerName
from annotator.model.spans import Span
from annotator.project import ImportOptions, Project, open_project
from bench.frame_effort import frame_figures
from bench.planning import Wanted, plan_layer, plan_mentions, plan_suggested
from bench.replay import press
from bench.report import Figure, figure, parser, publish

_SEEDS = Path(__file__).parent.parent / "seeds"
_LAYER = _SEEDS / "layers" / "ada.jsonl"
_SIZES = ((80, 24), (120, 40))
_FRAMES: tuple[FrameLayerName, ...] = ("claims", "incidents")

TWELVE = (
    ("GPE", "Afghanistan"),
    ("ARMED_GROUP", "Daesh"),
    ("ARMED_GROUP", "ISIS/ISIL"),
    ("ORG", "Tasnim"),
    ("PERSON", "Hassan Kazemi Qomi"),
    ("PERSON", "Abdul Ghani Baradar"),
    ("PERSON", "Amir Khan Muttaqi"),
    ("GPE", "Kabul"),
    ("DATE", "August 6"),
    ("LOC", "Sarkariz area of Kabul"),
    ("LOC", "Dasht-e-Barchi"),
    ("FAC", "Bibi Fatima mosque"),
)
"""The first occurrence of each in seed 000; the types stand for any."""


class Task(NamedTuple):
    """Mentions of one article that somebody has to make."""

    source: str
    article: str
    wanted: list[Wanted]


def main() -> None:
    """Plan, replay, compare with the project file, and print."""
    options = parser(__doc__ or "")
    options.add_argument("--keys", action="store_true", help="print the keys of the twelve")
    chosen = options.parse_args()
    figures: list[Figure] = []
    for size in _SIZES:
        twelve = _keys_of_twelve(size)
        if chosen.keys:
            print(" ".join(twelve))
        figures.append(_figure(f"twelve mentions of seed 000, {_named(size)}", len(twelve), 12))
        costs = list(_keys_of_layers(size))
        pressed, made = sum(keys for keys, _ in costs), sum(count for _, count in costs)
        figures.append(_per_mention(f"five seeds, {_named(size)}", pressed, made))
        pressed = sum(_keys_with_suggestions(size))
        name = f"five seeds with suggestions, {_named(size)}"
        figures.append(_per_mention(name, pressed, made, budget="1.4"))
        figures += [one for layer in _FRAMES for one in frame_figures(layer, size)]
    publish("effort", figures, chosen.json)


def _keys_of_twelve(size: tuple[int, int]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, _project(Path(folder)) as project:
        line = project.articles()[0].article
        text = project.document(line.id).text
        wanted = [_first(text, kind, words) for kind, words in TWELVE]
        keys = asyncio.run(plan_mentions(project, "planner", line.id, wanted, size))
        task = Task(line.source, line.id, wanted)
    _replay(task, keys, size)
    return keys


def _keys_of_layers(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for task in _tasks():
        with tempfile.TemporaryDirectory() as folder, _project(Path(folder)) as project:
            keys = asyncio.run(plan_layer(project, "planner", task.article, task.wanted, size))
        _replay(task, keys, size)
        yield len(keys), len(task.wanted)


def _keys_with_suggestions(size: tuple[int, int]) -> Iterator[int]:
    """Yield the keys of each article, one after the other in one project, which remembers."""
    with tempfile.TemporaryDirectory() as plan, tempfile.TemporaryDirectory() as replay:
        for task in _tasks():
            with open_project(Path(plan) / "plan.db", create=True) as project:
                project.import_paths([_SEEDS], ImportOptions("hand"))
                keys = asyncio.run(plan_suggested(project, "hand", task.article, task.wanted, size))
            path = Path(replay) / "replay.db"
            press(path, _SEEDS / task.source, keys, size, suggestions=True)
            _compare(path, task)
            yield len(keys)


def _tasks() -> Iterator[Task]:
    for line in _LAYER.read_text("utf-8").splitlines():
        record = json.loads(line)
        wanted = [_wanted(entity) for entity in record["entities"]]
        with tempfile.TemporaryDirectory() as folder, _project(Path(folder)) as project:
            source = project.source_of(record["id"])
        yield Task(source, record["id"], wanted)


def _wanted(entity: dict[str, object]) -> Wanted:
    parts = entity["fragments"] or [entity]
    assert isinstance(parts, list)  # noqa: S101 (the layer is our own)
    return Wanted(str(entity["type"]), tuple(Span(part["start"], part["end"]) for part in parts))


def _first(text: str, kind: str, words: str) -> Wanted:
    start = text.index(words)
    return Wanted(kind, (Span(start, start + len(words)),))


def _replay(task: Task, keys: Sequence[str], size: tuple[int, int]) -> None:
    """Press the keys in a terminal of their own and compare what the project file then holds.

    Raises:
        AssertionError: it holds something else.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "replay.db"
        press(path, _SEEDS / task.source, keys, size)
        _compare(path, task)
        with open_project(path, read_only=True) as project:
            pressed = sum(entry.keys for entry in project.history())
    if pressed != len(keys):
        raise AssertionError(f"{task.source}: {len(keys)} keys pressed, {pressed} in the journal")


def _compare(path: Path, task: Task) -> None:
    with open_project(path, read_only=True) as project:
        found = project.annotations(task.article, "hand")
        made = {(one.type, one.fragments) for one in found}  # type: ignore[union-attr]
    if made != {(one.type, one.fragments) for one in task.wanted}:
        raise AssertionError(f"{task.source}: the keys made other mentions than planned")


def _project(folder: Path) -> Project:
    project = open_project(folder / "plan.db", create=True)
    project.import_paths([_SEEDS], ImportOptions("planner"))
    return project


def _named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _figure(name: str, keys: int, mentions: int) -> Figure:
    return figure(f"{name} ({keys / mentions:.2f} each)", "keys", [keys], "45")


def _per_mention(name: str, keys: int, mentions: int, budget: str = "2.0") -> Figure:
    said = f"{name}: {keys} keys, {mentions} mentions"
    return figure(said, "per mention", [keys / mentions], budget)


if __name__ == "__main__":
    main()

"""How many keys a claim or an incident takes, planned and replayed.

Their fillers are labelled, or get their labels by the keys that put them into the slots. Claims
are those of the demonstration layer with cue, source and content in words; incidents those with
trigger, place, time and a number of dead.
"""

import asyncio
import itertools
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annotator.model.annotation import Claim, Incident
from annotator.model.scheme_tables import FrameLayerName
from annotator.model.spans import Span
from annotator.project import ImportOptions, Project, open_project
from bench.frame_planning import PlannedFrame, Range, WantedFrame, is_made, plan_frames
from bench.replay import press
from bench.report import Figure, figure

_SEEDS = Path(__file__).parent.parent / "seeds"
_LAYER = _SEEDS / "layers" / "ada.jsonl"

_BUDGETS: dict[FrameLayerName, tuple[str, str]] = {"claims": ("8", "5"), "incidents": ("12", "6")}
"""Keys without suggestions, and with them; fillers are labelled."""
_NAMES: dict[FrameLayerName, str] = {"claims": "claim", "incidents": "incident"}


class _Help(NamedTuple):
    """What the program does of its own accord."""

    proposals: bool
    suggestions: bool


_HELP = {
    _Help(False, False): "by hand",
    _Help(True, False): "with Enter",
    _Help(True, True): "with suggestions",
}


class _Record(NamedTuple):
    """What is wanted of one article."""

    article: str
    frames: list[WantedFrame]
    triggers: frozenset[Range]
    """Those of all frames of the layer."""


def frame_figures(layer: FrameLayerName, size: tuple[int, int]) -> Iterator[Figure]:
    """Yield keys per frame of a layer, by the forms' letters and hints, and with Enter.

    Raises:
        AssertionError: the keys made other frames in a terminal.
    """
    for labelled, help_ in itertools.product((True, False), _HELP):
        planned = [
            one
            for record in _records(layer)
            for one in _planned(record, size, help_, labelled=labelled)
        ]
        start = "fillers labelled" if labelled else "from bare text"
        how = _HELP[help_]
        name = f"{_NAMES[layer]}, {start}, {how}, {size[0]}x{size[1]}"
        budget = _BUDGETS[layer][help_.suggestions] if labelled else ""
        yield figure(name, "keys", [one.cost for one in planned], budget)


def _planned(
    record: _Record, size: tuple[int, int], help_: _Help, *, labelled: bool
) -> list[PlannedFrame]:
    with tempfile.TemporaryDirectory() as folder:
        with _project(Path(folder) / "plan.db", labelled=labelled) as project:
            source = project.source_of(record.article)
            first, planned = asyncio.run(plan_frames(project, *record, size, **help_._asdict()))
            counted = _counted(project)
        replay = Path(folder) / "replay.db"
        _project(replay, labelled=labelled).close()
        keys = [*first, *(key for one in planned for key in one.keys)]
        press(replay, _SEEDS / source, keys, size, suggestions=help_.suggestions)
        with open_project(replay) as project:
            _compare(project, record, counted)
    return planned


def _compare(project: Project, record: _Record, counted: int) -> None:
    desk = project.desk("hand", record.article)
    frames = [
        one for one in desk.session.work.annotations.values() if isinstance(one, Incident | Claim)
    ]
    for wanted in record.frames:
        if not any(is_made(frame, wanted, desk) for frame in frames):
            raise AssertionError(f"{record.article}: the keys did not make {wanted}")
    if len(frames) != len(record.frames) or _counted(project) != counted:
        raise AssertionError(f"{record.article}: the terminal took other keys than planned")


def _counted(project: Project) -> int:
    return sum(entry.keys for entry in project.history())


def _project(path: Path, *, labelled: bool) -> Project:
    """Return a project with the articles, and the entities of the annotator `hand` if wanted."""
    project = open_project(path, create=True)
    project.import_paths([_SEEDS], ImportOptions("hand"))
    if not labelled:
        return project
    with tempfile.TemporaryDirectory() as folder:
        layer = Path(folder) / "entities.jsonl"
        records = map(json.loads, _LAYER.read_text("utf-8").splitlines())
        layer.write_text("".join(json.dumps(_entities(one)) + "\n" for one in records), "utf-8")
        project.import_paths([layer], ImportOptions("hand", layer="hand"))
    return project


def _entities(record: dict[str, Any]) -> dict[str, Any]:
    sentences = [
        one | {"done": [layer for layer in one["done"] if layer == "entities"]}
        for one in record["sentences"]
    ]
    others: dict[str, Any] = {
        name: [] for name in ("incidents", "claims", "relations", "labels", "spans")
    }
    entities = [one | {"identity": ""} for one in record["entities"]]
    return record | others | {"sentences": sentences, "entities": entities}


def _records(layer: FrameLayerName) -> Iterator[_Record]:
    for line in _LAYER.read_text("utf-8").splitlines():
        record = json.loads(line)
        places = _places(record)
        kinds = {one["id"]: one["type"] for one in record["entities"]}
        found = [
            _wanted(layer, frame, places, kinds) for frame in record[layer] if frame["trigger"]
        ]
        frames = [one for one in found if _is_whole(one)]
        if frames:
            triggers = frozenset(one.trigger for one in found)
            yield _Record(record["id"], sorted(frames, key=lambda one: one.trigger), triggers)


def _places(record: dict[str, Any]) -> dict[str, Range]:
    """Return the ranges of mentions and bare texts by id."""
    items: Sequence[dict[str, Any]] = [*record["entities"], *record["spans"]]
    return {
        one["id"]: tuple(Span(part["start"], part["end"]) for part in one.get("fragments") or [one])
        for one in items
    }


def _wanted(
    layer: FrameLayerName,
    frame: dict[str, Any],
    places: dict[str, Range],
    kinds: dict[str, str],
) -> WantedFrame:
    known = [(one["role"], places.get(one["target"], ())) for one in frame["roles"]]
    told = {one["name"]: one["value"] for one in frame["attributes"]}
    roles, values = _needed(layer, known, told)
    (trigger,) = frame["trigger"]
    span = Span(trigger["start"], trigger["end"])
    targets = [one["target"] for one in frame["roles"]]
    types = {places[target]: kinds[target] for target in targets if target in kinds}
    return WantedFrame(layer, frame["type"], (span,), roles, values, tuple(known), told, types)


def _needed(
    layer: FrameLayerName, known: list[tuple[str, Range]], told: dict[str, str]
) -> tuple[tuple[tuple[str, Range], ...], dict[str, str]]:
    """Return the slots and values of a frame that the figures are about."""
    if layer == "claims":
        roles = [one for one in known if one[0] in ("source", "content")]
        return tuple(sorted(roles, key=lambda one: one[0] == "content")), _some(told, "stance")
    first = {role: (role, goal) for role, goal in reversed(known)}
    slots = tuple(first[role] for role in ("place", "time", "killed") if role in first)
    return slots, _some(told, "when", "fatalities")


def _some(told: dict[str, str], *names: str) -> dict[str, str]:
    return {name: told[name] for name in names if name in told}


def _is_whole(frame: WantedFrame) -> bool:
    """Say whether a frame has all that the figures are about, in words near its trigger."""
    there = {role for role, goal in frame.roles if goal}
    if not all(goal for _, goal in frame.roles):
        return False
    if frame.layer == "claims":
        near = all(abs(goal[0].start - frame.trigger[0].start) < 400 for _, goal in frame.roles)
        return near and there == {"source", "content"}
    return there == {"place", "time", "killed"} and len(frame.values) == 2

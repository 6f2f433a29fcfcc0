"""Label Studio's tasks on their way in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Json
from annotator.formats.importing.drafts import Draft, prepared
from annotator.formats.importing.json_values import json_values
from annotator.formats.importing.reading import (
    METADATA_KEYS,
    Came,
    Piece,
    Prepared,
    Settings,
    Source,
    Unit,
    read_given,
    unreadable,
)
from annotator.formats.importing.units import UNITS, Quotation, common_unit, fitting_units
from annotator.formats.label_studio.results import offset, take_results
from annotator.formats.people import annotator_name, several_people

_HEAD = 1 << 16
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[?\s*\{")
_WORKS = re.compile(rb'"(?:annotations|completions|predictions)"\s*:\s*\[')
_TASK = re.compile(rb'"data"\s*:\s*\{|"result"\s*:\s*\[')


class _Work(NamedTuple):
    """What one person did on one task."""

    task: str
    """How messages call the task."""
    text: str
    given: dict[str, str]
    unused: tuple[str, ...]
    """Keys of the data that are not read."""
    annotator: str
    people: int
    """How many people worked on the task."""
    result: Sequence[Any]
    left_out: tuple[str, ...]
    unit: Unit


def recognises(source: Source) -> bool:
    """Tell whether the file begins with a task."""
    try:
        with source.path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise unreadable(Place(source.name), error) from None
    return bool(_BEGINS.match(head) and _WORKS.search(head) and _TASK.search(head))


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per task and person.

    Raises:
        ImportRefused: the file cannot be read, or a task has no text.
    """
    place, columns = Place(source.name), dict(source.reading.fields)
    unit = settings.unit or common_unit(
        (
            (line, _units(task, columns.get("text", "")))
            for line, task in json_values(source.path, place)
        ),
        place,
    )
    for number, (line, task) in enumerate(json_values(source.path, place), 1):
        where, name = Place(source.name, line), f"{source.name}:{number}"
        for work in _works(task, number, where, columns):
            if settings.annotator and work.people > 1:
                raise several_people(_in_task(where, work.task), settings)
            size = len(work.text) + 100 * len(work.result)
            data = work._replace(unit=unit)
            yield Piece(where, data, size, name, source.given_for(name))


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read a task with the work of one person.

    Raises:
        ImportRefused: an entry cannot be read, or does not fit the text or the scheme.
    """
    work: _Work = piece.data
    place = _in_task(piece.place, work.task)
    given = piece.given.or_else(read_given(work.given, place))
    draft = Draft(work.text, Came(piece.source), given, work.annotator)
    draft.left_out += work.left_out
    take_results(draft, work.result, place, settings, work.unit)
    found = prepared(draft, place, settings)
    return found._replace(place=piece.place, unused=work.unused, unit=work.unit)


def _in_task(place: Place, task: str) -> Place:
    return Place(f"{place.file}, {task}", place.line)


# ---------------------------------------------------------------------------------------- tasks


def _works(task: Any, number: int, place: Place, columns: Mapping[str, str]) -> Iterator[_Work]:
    """Yield the works on a task; one without result where nobody did anything."""
    if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
        raise place.refused(f"element {number} is no task: it has no object called data.")
    data, task_id = task["data"], task.get("id")
    called = f"task {task_id if isinstance(task_id, int | str) else number}"
    where = _in_task(place, called)
    text = _text_key(data, columns.get("text", ""), where)
    found = {key: data.get(columns.get(key, key)) for key in METADATA_KEYS}
    given = {key: value.strip() for key, value in found.items() if isinstance(value, str)}
    read = {text, "doc_id", *(columns.get(key, key) for key in METADATA_KEYS)}
    unused = tuple(key for key in data if key not in read)
    people, left_out = _people(task, where)
    for annotator, result in people.items() or [("", ())]:
        yield _Work(
            *(called, data[text], given, unused, annotator, len(people)),
            *(result, left_out, "codepoint"),
        )
        left_out = ()


def _text_key(data: Json, column: str, place: Place) -> str:
    """Return the key under which the text stands.

    Raises:
        ImportRefused: there is none, or nobody can tell which.
    """
    for key in filter(None, (column, "text")):
        if isinstance(data.get(key), str):
            return key
        if key in data:
            raise place.refused(
                f"{key} is no plain text; only tasks of plain text can be imported."
            )
    if column:
        raise place.refused(f"there is no {column} in its data; correct --fields.")
    texts = [key for key, value in data.items() if isinstance(value, str) and _is_prose(value)]
    if len(texts) == 1:
        return texts[0]
    if texts:
        raise place.refused(
            f"its text may be any of {', '.join(texts)}; say which: --fields text={texts[0]}."
        )
    raise place.refused("there is no text in its data; only tasks of plain text can be imported.")


def _is_prose(value: str) -> bool:
    """Tell texts from addresses, ids and file names, which have no blank."""
    return len(value.split()) > 1


def _people(task: Json, place: Place) -> tuple[dict[str, Sequence[Any]], tuple[str, ...]]:
    """Return the last work of each person on a task, and what is left out."""
    works = task.get("annotations", task.get("completions")) or []
    left_out = ["predictions"] * len(_list(task.get("predictions")))
    left_out += ["drafts"] * len(_list(task.get("drafts")))
    found: dict[str, Sequence[Any]] = {}
    for work in _list(works):
        if not isinstance(work, dict) or not isinstance(work.get("result"), list):
            raise place.refused("one of its annotations has no list called result.")
        if work.get("was_cancelled") or work.get("skipped"):
            left_out.append("annotations that were skipped or cancelled")
            continue
        person = _person(work.get("completed_by"))
        if person in found:
            left_out.append("earlier annotations of a task by the same person")
        found[person] = work["result"]
    return found, tuple(left_out)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _person(found: Any) -> str:
    if not isinstance(found, Mapping):
        return annotator_name(found)
    names = (annotator_name(found.get(key)) for key in ("username", "email", "id"))
    return next(filter(None, names), "")


# ---------------------------------------------------------------------------------------- units


def _units(task: Any, column: str) -> set[Unit]:
    """Return the units in which all regions of a task quote what stands there."""
    try:
        text = task["data"][_text_key(task["data"], column, Place(""))]
        people, _ = _people(task, Place(""))
        quoted = [one for result in people.values() for one in _quotations(result)]
    except (ValueError, TypeError, KeyError, AttributeError):
        return set(UNITS)  # reading the task says what is wrong with it
    return fitting_units(text, quoted)


def _quotations(result: Sequence[Any]) -> Iterator[Quotation]:
    for one in result:
        match one:
            case {"type": "labels", "value": {"start": start, "end": end, "text": str(quoted)}}:
                place = offset(start), offset(end)
                if place[0] is not None and place[1] is not None:
                    yield [(place[0], place[1])], quoted

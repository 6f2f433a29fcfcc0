"""What the open form says: the frame, its slots with what fills them, its values, its keys."""

from collections.abc import Iterable, Iterator

from annotator.model.annotation import Claim, Filler, Frame, Incident, Mention, Relation
from annotator.model.spans import Span
from annotator.project import Desk, Form, range_of_filler
from annotator.tui.screens.attribute_entry import default_of

_LONGEST = 26
"""Cells of a filler; the text above shows all of it."""


def form_rows(desk: Desk, form: Form, width: int, most: int) -> list[str]:
    """Return the rows of the form, as many as there is room for.

    Args:
        width: cells of a row.
        most: rows at the most; with one, it is the frame and the slot that waits.
    """
    frame = form.frame
    if frame is None:
        return []
    head = f"{frame.type} {_trigger(desk, frame)}"
    slots = list(_slots(desk, form))
    if most < 2:
        waiting = next((one for one in slots if one.startswith("▸")), "")
        return [f" {head}  {waiting or '  '.join(slots)}"[:width]]
    relations = (relation_words(desk, one) for one in desk.links.of(frame.id))
    rows = [*_flow([head, *slots], width), *_flow(_values(form, frame), width)]
    rows += _flow(relations, width)
    return rows[:most]


def form_keys(form: Form, *, hinted: bool) -> str:
    """Return what the keys do in the form, the most useful first: a narrow screen cuts the end."""
    if hinted:
        return f" letters fill {form.slot}   a capital fills and stays   other keys end the hints"
    if form.slot:
        key = next((role.key for role in form.roles if role.name == form.slot), "")
        return f" {key} takes what is lit   Tab next slot   Backspace empties it   Esc close"
    enter = "Enter take ┄" if any(form.proposed) else "Enter close"
    return f" {enter}  Esc close  letter slot or value  Tab next slot  digit count  : type"


def summary(desk: Desk, frame: Frame) -> str:
    """Return a frame in one line: its type, its trigger and what fills its slots."""
    roles = "  ".join(f"{one.role} {_filler(desk, frame, one)}" for one in frame.roles)
    return f"{frame.type} {_trigger(desk, frame)}  {roles}".rstrip()


def relation_words(desk: Desk, relation: Relation) -> str:
    """Return a relation in words: its type and ends; of another article only the end there."""
    source, target = desk.links.ends(relation)
    if "#" in source:
        return f"← {relation.type} {desk.links.tell(source)}"
    if "#" in target:
        return f"{relation.type} → {desk.links.tell(target)}"
    return f"{_words_of(desk, source)} {relation.type} → {_words_of(desk, target)}"


def _words_of(desk: Desk, item_id: str) -> str:
    item = desk.session.work.annotations.get(item_id)
    if isinstance(item, Mention):
        return f"“{_short(_joined(desk, item.fragments))}”"
    if isinstance(item, Incident | Claim):
        return f"{item.type} {_trigger(desk, item)}"
    return "?"


def _slots(desk: Desk, form: Form) -> Iterator[str]:
    frame = form.frame
    for role in form.roles:
        fillers = [_filler(desk, frame, one) for one in form.fillers_of(role.name) if frame]
        fillers += [
            f"┄{one.type} {_short(_joined(desk, one.fragments))}┄"
            for one in form.proposed.fillers
            if one.role == role.name
        ]
        mark = "▸" if role.name == form.slot else ""
        yield f"{mark}{role.key} {role.name} {', '.join(fillers) or '─'}"


def _values(form: Form, frame: Frame) -> Iterator[str]:
    proposed = {one.attribute: f"┄{one.value}┄" for one in form.proposed.values}
    for keyed in form.attributes:
        name = keyed.attribute.name
        value = frame.value_of(name) or proposed.get(name) or default_of(keyed)
        yield f"{keyed.key} {keyed.attribute.name} {value}"


def _trigger(desk: Desk, frame: Frame) -> str:
    words = _joined(desk, frame.trigger)
    return f"“{_short(words)}”" if words else "(no words of its own)"


def _filler(desk: Desk, frame: Frame | None, filler: Filler) -> str:
    """Return the words of a filler, and its sentence where that is another than the frame's."""
    work = desk.session.work
    fragments = range_of_filler(work, filler)
    if not fragments:
        return "?"
    words = _joined(desk, fragments)
    index = work.index_at(fragments[0].start)
    elsewhere = frame is not None and work.index_at(work.place_of(frame).start) != index
    return f"“{_short(words)}”{f' in {index + 1}' if elsewhere else ''}"


def _joined(desk: Desk, fragments: Iterable[Span]) -> str:
    return " … ".join(desk.session.work.text[start:end] for start, end in fragments)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _flow(entries: Iterable[str], width: int) -> list[str]:
    """Return entries side by side on rows of a width."""
    rows = [""]
    for entry in entries:
        if rows[-1] and len(rows[-1]) + len(entry) + 3 > width:
            rows.append("")
        rows[-1] += f"   {entry}" if rows[-1] else f" {entry}"
    return [row[:width] for row in rows if row]

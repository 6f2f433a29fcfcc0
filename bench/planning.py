"""Labelling plans: which keys give each mention of a layer, found by search on the screen itself.

The planner plays the Label screen without a terminal, so that it knows what is in view, and looks
for the cheapest way to each mention by the keys that move the light. A person does a little worse.
"""

import copy
import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

from textual.pilot import Pilot

from annotator.labelling.desk import Desk
from annotator.labelling.hints import hints_for_things, hints_for_words
from annotator.labelling.reader import Edge, Reader, Step
from annotator.labelling.sentence_map import Light
from annotator.model.annotation import Mention
from annotator.model.spans import Span
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.label import LabelScreen
from annotator.tui.widgets.span_view import SpanView

_DEEPEST = 9
"""Keys to one mention after which the search gives up."""


class Wanted(NamedTuple):
    """A mention to be made."""

    type: str
    fragments: tuple[Span, ...]


class Way(NamedTuple):
    """Keys, by Textual's names, that light something."""

    cost: int
    keys: tuple[str, ...]
    reader: Reader


def wanted_of(mentions: Iterable[Mention]) -> list[Wanted]:
    """Return what is to be made, by place, outer mentions first."""
    found = [Wanted(one.type, one.fragments) for one in mentions]
    return sorted(found, key=lambda one: (one.fragments[0].start, -one.fragments[-1].end))


async def plan_layer(
    project: Project, annotator: str, article: str, wanted: Sequence[Wanted], size: tuple[int, int]
) -> list[str]:
    """Return the keys that make a whole layer, each sentence finished with `n`."""
    keys: list[str] = []
    async with AnnotatorApp(project, annotator, article).run_test(size=size) as pilot:
        await pilot.pause()
        desk = _desk(pilot)
        while not desk.is_finished():
            sentence = desk.reader.sentence
            left = [one for one in wanted if _begins_in(one, sentence.start, sentence.end)]
            while left:
                one, pressed = cheapest(desk, left, _view(pilot))
                await _press(pilot, [*pressed, _letter(desk, one)], keys)
                left.remove(one)
            await _press(pilot, ["n"], keys)
    return keys


async def plan_mentions(
    project: Project, annotator: str, article: str, wanted: Sequence[Wanted], size: tuple[int, int]
) -> list[str]:
    """Return the keys that make some mentions of an article, the nearest one next."""
    keys: list[str] = []
    left = list(wanted)
    async with AnnotatorApp(project, annotator, article).run_test(size=size) as pilot:
        await pilot.pause()
        while left:
            one, pressed = cheapest(_desk(pilot), left, _view(pilot))
            await _press(pilot, [*pressed, _letter(_desk(pilot), one)], keys)
            left.remove(one)
    return keys


def cheapest(desk: Desk, wanted: Sequence[Wanted], view: Span) -> tuple[Wanted, tuple[str, ...]]:
    """Return the mention that the fewest keys light, and those keys.

    Raises:
        LookupError: nothing is in reach.
    """
    goals = {one.fragments: one for one in reversed(wanted)}
    if desk.reader.taken() in goals:
        return goals[desk.reader.taken()], ()
    for way in _ways(desk, view, list(goals)):
        found = goals.get(way.reader.taken())
        if found is not None:
            return found, way.keys
    raise LookupError(f"no way to {wanted[0]} in {_DEEPEST} keys")


def _ways(desk: Desk, view: Span, goals: Sequence[tuple[Span, ...]]) -> Iterator[Way]:
    """Yield ways from the present light, cheapest first, each place once."""
    order = count()
    start = Way(0, (), copy.copy(desk.reader))
    queue = [(0, next(order), start)]
    seen: set[object] = set()
    for way in _jumps(desk.reader, view, goals):
        heapq.heappush(queue, (way.cost, next(order), way))
    while queue:
        cost, _, way = heapq.heappop(queue)
        place = (way.reader.light, way.reader.held, way.reader.by_character)
        if place in seen or cost > _DEEPEST:
            continue
        seen.add(place)
        yield way
        for key, moved in _moves(way.reader, view, goals):
            heapq.heappush(
                queue,
                (cost + len(key), next(order), Way(cost + len(key), (*way.keys, *key), moved)),
            )


def _jumps(reader: Reader, view: Span, goals: Sequence[tuple[Span, ...]]) -> Iterator[Way]:
    for code, light in hints_for_things(reader, view).targets.items():
        yield _way(reader, ("f", *code), light)
    for letter in sorted(_first_letters(reader.text, goals)):
        found = hints_for_words(reader, view, letter).targets
        for code, light in found.items():
            typed = ("j", letter, *code) if len(found) > 1 else ("j", letter)
            yield _way(reader, typed, light)


def _way(reader: Reader, keys: tuple[str, ...], light: Light) -> Way:
    moved = copy.copy(reader)
    moved.go_to(light)
    return Way(len(keys), keys, moved)


def _moves(
    reader: Reader, view: Span, goals: Sequence[tuple[Span, ...]]
) -> Iterator[tuple[tuple[str, ...], Reader]]:
    for key, act in _MOTIONS:
        moved = copy.copy(reader)
        act(moved)
        yield (key,), moved
    if reader.mention is not None and not reader.held:
        return  # the edge keys would move the mention itself
    for key, edge, step in _NUDGES:
        fragments = reader.nudged(edge, step)
        if fragments is not None:
            moved = copy.copy(reader)
            moved.set_fragments(fragments)
            yield (key,), moved
    yield from _stretches(reader, view, goals)
    if any(len(fragments) > 1 for fragments in goals):
        moved = copy.copy(reader)
        moved.hold()
        yield ("ampersand",), moved
    moved = copy.copy(reader)
    moved.by_character = not moved.by_character
    yield ("underscore",), moved


def _stretches(
    reader: Reader, view: Span, goals: Sequence[tuple[Span, ...]]
) -> Iterator[tuple[tuple[str, ...], Reader]]:
    here = reader.light.hull
    for letter in sorted(_last_letters(reader, goals, here)):
        found = hints_for_words(reader, view, letter, stretch=True).targets
        for code, light in found.items():
            moved = copy.copy(reader)
            moved.stretch(light)
            yield (("J", letter, *code) if len(found) > 1 else ("J", letter)), moved


def _first_letters(text: str, goals: Sequence[tuple[Span, ...]]) -> set[str]:
    letters = (text[start].lower() for fragments in goals for start, _ in fragments)
    return {letter for letter in letters if letter.isascii() and letter.isalnum()}


def _last_letters(reader: Reader, goals: Sequence[tuple[Span, ...]], here: Span) -> set[str]:
    """Return first letters of last words of goals that begin where the light does."""
    words = (
        reader.text[start:end].split()[-1]
        for fragments in goals
        for start, end in fragments
        if start == here.start
    )
    return {word[0].lower() for word in words if word[0].isascii() and word[0].isalnum()}


_MOTIONS: tuple[tuple[str, Callable[[Reader], object]], ...] = (
    ("tab", lambda reader: reader.next_stop(1)),
    ("shift+tab", lambda reader: reader.next_stop(-1)),
    ("right", lambda reader: reader.walk(1)),
    ("left", lambda reader: reader.walk(-1)),
    ("down", lambda reader: reader.go_to_sentence(reader.index + 1)),
    ("up", lambda reader: reader.go_to_sentence(reader.index - 1, -1)),
    ("home", lambda reader: reader.go_to_end(-1)),
    ("end", lambda reader: reader.go_to_end(1)),
    ("plus", lambda reader: reader.grow()),
    ("minus", lambda reader: reader.shrink()),
)

_NUDGES: tuple[tuple[str, Edge, Step], ...] = (
    ("comma", "start", -1),
    ("less_than_sign", "start", 1),
    ("full_stop", "end", 1),
    ("greater_than_sign", "end", -1),
)


def _begins_in(one: Wanted, start: int, end: int) -> bool:
    return start <= one.fragments[0].start < end


def _letter(desk: Desk, one: Wanted) -> str:
    return next(
        kind.key
        for kind in desk.session.scheme.choosable_types("entities")
        if kind.name == one.type
    )


async def _press(pilot: Pilot[None], keys: Sequence[str], pressed: list[str]) -> None:
    for key in keys:
        await pilot.press(key)
    pressed += keys


def _desk(pilot: Pilot[None]) -> Desk:
    screen = pilot.app.screen
    assert isinstance(screen, LabelScreen)  # noqa: S101 (the program has opened it)
    return screen.desk


def _view(pilot: Pilot[None]) -> Span:
    return pilot.app.screen.query_one(SpanView).text_in_view()

"""The marks in examples and counter-examples: read them, and check that they mean something.

`[[text]]` marks a span, a trigger or a cue, `[[text|role]]` a filler, `[[text|from]]` and
`[[text|to]]` the ends of a relation. A counter-example ends in ` -> TYPE: why`.
Must import nothing of ours but the scheme itself.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotator.model.scheme import Scheme
from annotator.model.scheme_findings import Finding, unknown_name
from annotator.model.scheme_tables import FRAME_LAYERS, TYPED_LAYERS, TypedLayer

Path = tuple[str | int, ...]

NO_TYPE = "none"
"""What a counter-example names when nothing at all should be marked."""

_RELATION_ENDS = ("from", "to")


class Mark(NamedTuple):
    """A marked piece of an example."""

    text: str
    role: str
    """A role, `from` or `to`; "" for a span, trigger or cue."""


class CounterExample(NamedTuple):
    """A counter-example taken apart."""

    text: str
    instead: str
    """The right type, or `none`."""
    why: str


def marks_of(example: str) -> tuple[Mark, ...] | None:
    """Return the marks of an example in order, None if its brackets do not pair up."""
    pieces = re.split(r"(\[\[|\]\])", example)
    if pieces[1::2] != ["[[", "]]"] * (len(pieces) // 4):
        return None
    return tuple(_mark(content) for content in pieces[2::4])


def counter_example(line: str) -> CounterExample | None:
    """Take `text -> TYPE: why` apart; None if it is written otherwise."""
    match = re.fullmatch(r"(.+) -> ([A-Za-z][A-Za-z0-9_]*): (.*\S.*)", line, re.DOTALL)
    return CounterExample(*match.groups()) if match else None


def check_examples(scheme: Scheme) -> Iterator[Finding]:
    """Find examples whose marks do not pair up, are empty, or name no role of the type."""
    for layer in TYPED_LAYERS:
        for name, kind in scheme.layer(layer).items():
            for position, example in enumerate(kind.examples):
                path = (layer, "types", name, "examples", position)
                marks = marks_of(example)
                if marks is None:
                    yield _unbalanced(path)
                    continue
                yield from _check_marks(path, marks, _roles(scheme, layer, name))
                yield from _check_whole(scheme, path, marks, layer)


def check_counter_examples(scheme: Scheme) -> Iterator[Finding]:
    """Find counter-examples that do not say what is right instead, and why."""
    known = (*scheme.types, NO_TYPE)
    for layer in TYPED_LAYERS:
        for name, kind in scheme.layer(layer).items():
            for position, line in enumerate(kind.counter_examples):
                path = (layer, "types", name, "not", position)
                read = counter_example(line)
                if read is None:
                    hint = 'end it in " -> TYPE: why" or " -> none: why"'
                    yield Finding(path, "the counter-example does not say what is right", hint)
                elif read.instead not in known:
                    yield unknown_name(path, "type", read.instead, known)
                elif read.instead == name:
                    yield Finding(path, f"a counter-example of {name} cannot be {name}")
                else:
                    yield from _check_counter_marks(scheme, path, layer, read)


def _mark(content: str) -> Mark:
    text, bar, role = content.rpartition("|")
    return Mark(text, role) if bar else Mark(content, "")


def _unbalanced(path: Path) -> Finding:
    return Finding(path, "the marks [[ and ]] do not pair up", "close every mark before the next")


def _roles(scheme: Scheme, layer: TypedLayer, type_name: str) -> tuple[str, ...]:
    """The words that may stand after the bar in an example of a type."""
    if layer == "relations":
        return _RELATION_ENDS
    if layer == "entities":
        return ()
    return tuple(role.name for role in scheme.roles_of(type_name))


def _check_marks(path: Path, marks: tuple[Mark, ...], roles: tuple[str, ...]) -> Iterator[Finding]:
    for mark in marks:
        if not mark.text.strip():
            yield Finding(path, "a mark is empty", "put the marked text between [[ and ]]")
        if mark.role and mark.role not in roles:
            yield unknown_name(path, "role", mark.role, roles)


def _check_whole(
    scheme: Scheme, path: Path, marks: tuple[Mark, ...], layer: TypedLayer
) -> Iterator[Finding]:
    """Check that an example shows what an annotation of its layer cannot do without."""
    used = [mark.role for mark in marks]
    if layer == "relations":
        missing = [f"[[...|{end}]]" for end in _RELATION_ENDS if end not in used]
        if missing:
            yield Finding(path, f"the example shows no {' and no '.join(missing)}")
        return
    if not marks:
        yield Finding(path, "the example marks nothing", "put [[ and ]] around the text")
    elif layer in FRAME_LAYERS:
        yield from _check_trigger(path, scheme.frames(layer).trigger, "" in used)


def _check_trigger(path: Path, trigger: str, is_marked: bool) -> Iterator[Finding]:
    if trigger == "required" and not is_marked:
        yield Finding(path, "the example marks no trigger", "put [[ and ]] around it")
    if trigger == "none" and is_marked:
        hint = "add |role to the mark"
        yield Finding(path, "the example marks a trigger, and this layer has none", hint)


def _check_counter_marks(
    scheme: Scheme, path: Path, layer: TypedLayer, counter: CounterExample
) -> Iterator[Finding]:
    marks = marks_of(counter.text)
    if marks is None:
        yield _unbalanced(path)
        return
    other = scheme.layer_of(counter.instead)
    roles = _roles(scheme, layer, str(path[2]))
    roles += _roles(scheme, other, counter.instead) if other else ()
    yield from _check_marks(path, marks, roles)

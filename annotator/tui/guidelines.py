"""Guidelines as plain text: what a label means, with examples."""

from collections.abc import Iterable
from textwrap import fill
from typing import TYPE_CHECKING

from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import AnyType, EntityType
from annotator.tui.keymap import KeyMap

if TYPE_CHECKING:
    from annotator.project import GoldWords

_WIDTH = 72
"""Cells; what a window has on a terminal of 80 columns."""


def guideline(scheme: Scheme, keys: KeyMap, type_name: str = "") -> str:
    """Return the guideline of a type of any layer, or of all entity types.

    Args:
        type_name: the type; "" for all.

    Returns:
        "" for a type that the scheme does not have.
    """
    if not type_name:
        return "\n\n".join(_of(kind, keys.letter(kind)) for kind in scheme.entity_types)
    kind = scheme.types.get(type_name)
    if kind is None:
        return ""
    return _of(kind, keys.letter(kind) if isinstance(kind, EntityType) else kind.key)


def precedents(words: str, found: Iterable["GoldWords"]) -> str:
    """Return what was decided of some words elsewhere, "" where nothing was."""
    lines = [
        f"= {one.type} in gold {_times(one.taken)}{_but(one.rejected)}"
        if one.taken
        else f"= no {one.type}: decided {_times(one.rejected)}"
        for one in found
    ]
    return "\n".join([f"Decided elsewhere of “{words}”:", *lines]) if lines else ""


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _but(rejected: int) -> str:
    return f", nothing there {_times(rejected)}" if rejected else ""


def _of(kind: AnyType, letter: str) -> str:
    head = f"{kind.name}   (key {letter})" if letter else kind.name
    lines = [head, fill(kind.definition, _WIDTH)]
    lines += [fill(f"+ {text}", _WIDTH, subsequent_indent="  ") for text in kind.examples]
    lines += [fill(f"− {text}", _WIDTH, subsequent_indent="  ") for text in kind.counter_examples]
    return "\n".join(lines)

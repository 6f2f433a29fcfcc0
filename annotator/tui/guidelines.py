"""Guidelines as plain text: what a label means, with examples."""

from textwrap import fill

from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import AnyType, EntityType
from annotator.tui.keymap import KeyMap

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


def _of(kind: AnyType, letter: str) -> str:
    head = f"{kind.name}   (key {letter})" if letter else kind.name
    lines = [head, fill(kind.definition, _WIDTH)]
    lines += [fill(f"+ {text}", _WIDTH, subsequent_indent="  ") for text in kind.examples]
    lines += [fill(f"− {text}", _WIDTH, subsequent_indent="  ") for text in kind.counter_examples]
    return "\n".join(lines)

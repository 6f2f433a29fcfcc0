"""Guidelines as plain text: what a label means, with examples."""

from textwrap import fill

from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import EntityType
from annotator.tui.keymap import KeyMap

_WIDTH = 72
"""Cells; what a window has on a terminal of 80 columns."""


def guideline(scheme: Scheme, keys: KeyMap, type_name: str = "") -> str:
    """Return the guideline of an entity type, or of all of them.

    Args:
        type_name: the type; "" for all.
    """
    wanted = [scheme.entity_type(type_name)] if type_name else list(scheme.entity_types)
    return "\n\n".join(_of(kind, keys.letter(kind)) for kind in wanted)


def _of(kind: EntityType, letter: str) -> str:
    head = f"{kind.name}   (key {letter})" if letter else kind.name
    lines = [head, fill(kind.definition, _WIDTH)]
    lines += [fill(f"+ {text}", _WIDTH, subsequent_indent="  ") for text in kind.examples]
    lines += [fill(f"− {text}", _WIDTH, subsequent_indent="  ") for text in kind.counter_examples]
    return "\n".join(lines)

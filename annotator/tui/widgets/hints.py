"""What the keys would do now, in two rows: letters of labels, and commands."""

from collections.abc import Iterable

from annotator.model.scheme import Scheme
from annotator.tui.keys import KeyAct


def label_hints(scheme: Scheme, verb: str) -> str:
    """Return the letters that name what is lit: `new  p PERSON  o ORG ...`."""
    letters = [f"{kind.key} {kind.name}" for kind in scheme.choosable_types("entities") if kind.key]
    return f" {verb}  " + "  ".join(letters)


def command_hints(acts: Iterable[KeyAct]) -> str:
    """Return the commands that work here, each with its key."""
    return " " + "  ".join(f"{act.shown} {act.hint}" for act in acts if act.hint)

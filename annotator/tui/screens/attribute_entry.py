"""Asking for the value of an attribute: a flag is turned, a choice listed, the rest typed."""

from collections.abc import Callable
from functools import partial

from textual.app import App

from annotator.model.scheme import KeyedAttribute, Scheme
from annotator.model.values import COUNT_FORMS, INTERVAL_FORMS, ValueProblem
from annotator.project import read_count, resolve_interval
from annotator.tui.screens.dialogs import Choice, ChooseScreen, TypeScreen

_CLEAR = "-"

_CHOICE_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""Keys of the lines of a list; 0 takes the value away."""

Keep = Callable[[str, str], str]
"""Sets an attribute to a value; returns what stood in the way, "" for nothing."""


def ask_for_value(
    app: App[None],
    scheme: Scheme,
    item: tuple[str, str],
    keyed: KeyedAttribute,
    keep: Keep,
    *,
    typed: str = "",
    published: str = "",
) -> None:
    """Ask for the value of an attribute.

    Args:
        item: the type of the annotation, and the value that it has.
        typed: what has been typed of a new value.
        published: the article's date, which "last week" is counted from.
    """
    attribute, (type_name, value) = keyed.attribute, item
    if attribute.value == "flag":
        keep(attribute.name, "" if value else "true")
    elif attribute.choices:
        choices = scheme.choices_for(attribute, type_name)
        lines = [
            Choice(_CHOICE_KEYS[number : number + 1], choice, choice)
            for number, choice in enumerate(choices)
        ]
        lines.append(Choice("0", "no value", _CLEAR))
        taken = partial(_take, attribute.name, keep)
        app.push_screen(ChooseScreen(attribute.name, lines), taken)
    else:
        title = f"{attribute.name}: {attribute.definition}"
        kept = partial(_keep_typed, keyed, keep, published)
        app.push_screen(TypeScreen(title, typed or value, _hint(attribute.value), kept))


def default_of(keyed: KeyedAttribute) -> str:
    """Return what stands where an attribute has no value."""
    default = keyed.attribute.default
    return f"({default})" if default else "─"


def _take(name: str, keep: Keep, chosen: str | None) -> None:
    if chosen:
        keep(name, "" if chosen == _CLEAR else chosen)


def _keep_typed(keyed: KeyedAttribute, keep: Keep, published: str, typed: str) -> str:
    try:
        value = _canonical(keyed.attribute.value, typed, published)
    except ValueProblem as problem:
        return f"“{typed}” {problem}."
    return keep(keyed.attribute.name, value)


def _hint(kind: str) -> str:
    if kind == "count":
        return f"{COUNT_FORMS}; “at least 8” is read too; empty clears it"
    if kind == "interval":
        return f"{INTERVAL_FORMS}; “6 August” is read too; empty clears it"
    return "empty clears it"


def _canonical(kind: str, typed: str, published: str) -> str:
    if not typed:
        return ""
    if kind == "count":
        return read_count(typed)
    return resolve_interval(typed, published).value if kind == "interval" else typed

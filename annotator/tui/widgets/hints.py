"""What the keys would do now: letters of labels, and commands."""

from collections.abc import Iterable

from annotator.model.scheme import Scheme
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import KeyAct

_FIRST_TO_GO = (
    *("light.shrink", "light.grow", "note", "unsure", "details", "stop.next"),
    *(
        "home.agreement",
        "home.registry",
        "search",
        "apply.all",
        "home.reverse",
        "home.everybody",
        "home.sort",
        "home.quit",
        "home.next",
        *(
            "registry.delete",
            "registry.split",
            "registry.edit",
            "registry.type",
            "registry.affiliate",
        ),
        *("registry.wikidata", "registry.details", "registry.alias", "registry.tick"),
        *("registry.rename", "registry.merge"),
        *("adjudicate.reason", "adjudicate.context", "adjudicate.alike", "adjudicate.edit"),
    ),
)
"""Commands that give way where the row is short; all of them stand in the menu or in the help."""


def label_hints(scheme: Scheme, keys: KeyMap, verb: str, width: int) -> list[str]:
    """Return the letters that name what is lit, `new  p PERSON  o ORG ...`, as rows of a width."""
    kinds = scheme.choosable_types("entities")
    return type_hints(f"{verb:<6}", [(keys.letter(kind), kind.name) for kind in kinds], width)


def type_hints(verb: str, types: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Return letters with the types that they give, as rows of a width."""
    rows = [f" {verb}"]
    for letter, name in types:
        hint = f"  {letter} {name}" if letter else ""
        if len(rows[-1]) + len(hint) > width:
            rows.append("")
        rows[-1] += hint if rows[-1] else hint[1:]
    return rows


def command_hints(acts: Iterable[KeyAct], width: int) -> str:
    """Return the commands that work here, each with its key, as many as fit on the width."""
    hints = {act.id: f"{act.shown} {act.hint}" for act in acts if act.hint and act.keys}
    for least in _FIRST_TO_GO:
        if len(_row(hints)) <= width:
            break
        hints.pop(least, None)
    return _row(hints)


def _row(hints: dict[str, str]) -> str:
    return " " + "  ".join(hints.values())

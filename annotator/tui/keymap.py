"""The keys in force: the table of keys with what a person changed of it.

Must not import Textual: the command line checks and prints keys without opening a screen.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import AnyType
from annotator.tui.key_names import UNBOUND, shown_key
from annotator.tui.keys import LABEL_KEYS, QUIT, SCREENS, KeyAct, label_id


class KeyMap:
    """Gives acts and labels the keys they have in force.

    Args:
        changes: Textual's names of keys by id of the act; no key takes the act's keys away.
    """

    def __init__(self, changes: Mapping[str, Sequence[str]] | None = None) -> None:
        self.changes = dict(changes or {})
        self._tables: dict[tuple[KeyAct, ...], tuple[KeyAct, ...]] = {}

    def table(self, acts: tuple[KeyAct, ...]) -> tuple[KeyAct, ...]:
        """Return acts with their keys in force."""
        if not self.changes:
            return acts
        if acts not in self._tables:
            self._tables[acts] = tuple(map(self.act, acts))
        return self._tables[acts]

    def act(self, act: KeyAct) -> KeyAct:
        """Return an act with its keys in force."""
        keys = self.changes.get(act.id)
        if keys is None:
            return act
        return act._replace(keys=",".join(keys), shown=shown_key(keys[0]) if keys else "")

    def shown(self, act_id: str) -> str:
        """Return the key of an act as people know it, "" for none."""
        acts = (act for acts in SCREENS.values() for act in acts)
        return next((self.act(act).shown for act in acts if act.id == act_id), "")

    def key_of(self, kind: AnyType) -> str:
        """Return Textual's name of the key that gives a label, "" for none."""
        keys = self.changes.get(label_id(kind.name))
        if keys is None:
            return kind.key
        return keys[0] if keys else ""

    def letter(self, kind: AnyType) -> str:
        """Return the key that gives a label as the screens show it, "" for none."""
        key = self.key_of(kind)
        return shown_key(key) if key else ""

    @cached_property
    def for_textual(self) -> dict[str, str]:
        """The changes as `App.set_keymap` takes them."""
        return {name: ",".join(keys) or UNBOUND for name, keys in self.changes.items()}


def help_text(scheme: Scheme, keys: KeyMap, short: Mapping[str, str]) -> str:
    """Return all keys of the Label screen, those of the labels among them.

    Args:
        short: how lanes name a type where there is little room, by type.
    """
    kinds = scheme.choosable_types("entities")
    letters = [
        f"{keys.letter(kind) or ' '} {kind.name:<13} {short.get(kind.name, ''):<3}"
        for kind in kinds
    ]
    acts = keys.table((*LABEL_KEYS, QUIT))
    parts = (
        (
            "Labels: name what is lit, or retype it; in narrow lanes two letters stand for them",
            _in_columns(letters),
        ),
        ("Keys", [f"  {act.shown:<10} {act.text}" for act in acts if act.keys]),
        (
            "In the menu",
            [f"  {_menu(acts)} {act.menu:<4} {act.text}" for act in acts if _only_menu(act)],
        ),
    )
    return "\n\n".join("\n".join((title, *lines)) for title, lines in parts)


def _only_menu(act: KeyAct) -> bool:
    return bool(act.menu and not act.keys)


def _menu(acts: Iterable[KeyAct]) -> str:
    return next(act.shown for act in acts if act.id == "menu")


def _in_columns(cells: Sequence[str], number: int = 3) -> list[str]:
    return [
        "  " + "  ".join(cells[place : place + number]).rstrip()
        for place in range(0, len(cells), number)
    ]

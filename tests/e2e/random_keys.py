"""Random keys, presses and sizes, as a terminal sends them."""

import random
from collections.abc import Callable
from typing import NamedTuple

from annotator.tui.keys import (
    ADJUDICATE_KEYS,
    AGREEMENT_KEYS,
    CORRECTIONS_KEYS,
    HOME_KEYS,
    LABEL_KEYS,
    OTHERS_KEYS,
    REGISTRY_KEYS,
    SEARCH_KEYS,
)

SENT: dict[str, bytes] = {
    **{"left": b"\x1b[D", "right": b"\x1b[C", "up": b"\x1b[A", "down": b"\x1b[B"},
    **{"home": b"\x1b[H", "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~"},
    **{"tab": b"\t", "shift+tab": b"\x1b[Z", "enter": b"\r", "escape": b"\x1b", "space": b" "},
    **{"backspace": b"\x7f", "delete": b"\x1b[3~", "f1": b"\x1bOP", "ctrl+c": b"\x03"},
    **{"shift+up": b"\x1b[1;2A", "shift+down": b"\x1b[1;2B"},
    **{"shift+right": b"\x1b[1;2C", "shift+left": b"\x1b[1;2D"},
    **{"plus": b"+", "minus": b"-", "comma": b",", "less_than_sign": b"<", "full_stop": b"."},
    **{"greater_than_sign": b">", "underscore": b"_", "ampersand": b"&", "semicolon": b";"},
    **{"equals_sign": b"="},
    **{"exclamation_mark": b"!", "question_mark": b"?", "slash": b"/", "asterisk": b"*"},
    **{"left_square_bracket": b"[", "right_square_bracket": b"]"},
}
"""What a terminal sends for the keys that are no letters, by Textual's names."""

ENDS = "q"
"""Left out: in the list of articles it ends the program, as Ctrl+Q does everywhere."""

_SIZES = ((24, 80), (40, 120), (70, 250), (10, 40), (12, 60), (9, 39), (3, 10), (24, 79))
_LETTERS = "abcdefghijklmnoprstuvwxyz"
_WORDS = ("kabul", "label:GPE", "attr:", "state:undone", 'un"even', "at least 8", "🇦🇫 é", "[/b]")


class Burst(NamedTuple):
    """What goes to the terminal before it may rest."""

    sent: bytes
    keys: int
    """How many keys and presses that is."""
    size: tuple[int, int] | None = None
    """Rows and columns that the terminal gets afterwards."""


def bytes_of(key: str) -> bytes:
    """Return what a terminal sends for a key of the tables."""
    return key.encode() if len(key) == 1 else SENT[key]


def default_keys() -> list[str]:
    """Return every default key of all screens, but for those that end the program."""
    acts = (
        *(*LABEL_KEYS, *HOME_KEYS, *SEARCH_KEYS, *OTHERS_KEYS, *REGISTRY_KEYS),
        *(*AGREEMENT_KEYS, *ADJUDICATE_KEYS, *CORRECTIONS_KEYS),
    )
    found = {key for act in acts for key in act.keys.split(",")}
    return sorted(found - {"", ENDS})


class RandomKeys:
    """Draws bursts of keys; the same seed draws the same ones."""

    def __init__(self, seed: int, rows: int, columns: int) -> None:
        self._chance = random.Random(seed)
        self._size = (rows, columns)
        self._plain = [key for key in default_keys() if key != "escape"]
        self._menu = [act.menu.encode() for act in LABEL_KEYS if act.menu]
        # What ends a burst needs a rest: what follows Esc at once is read as Alt.
        self._acts: tuple[tuple[int, Callable[[], list[bytes]]], ...] = (
            (40, self._letter),
            (60, self._key),
            (10, self._hint),
            (4, self._from_menu),
            (4, self._typed),
            (4, self._linked),
            (8, self._mouse),
            (1, self._paste),
        )

    def burst(self) -> Burst:
        """Return what to send next."""
        weights, acts = [act[0] for act in self._acts], [act[1] for act in self._acts]
        keys: list[bytes] = []
        for act in self._chance.choices(acts, weights, k=self._chance.randint(1, 50)):
            keys += act()
        end = self._chance.random()
        if end < 0.15:
            keys.append(SENT["escape"])
        elif end < 0.2:
            keys.append(b"\x0f")
        elif end < 0.3:
            self._size = self._chance.choice(_SIZES)
            return Burst(b"".join(keys), len(keys), self._size)
        return Burst(b"".join(keys), len(keys))

    def _letter(self) -> list[bytes]:
        letter = self._chance.choice(_LETTERS)
        return [(letter if self._chance.random() < 0.8 else letter.upper()).encode()]

    def _key(self) -> list[bytes]:
        return [bytes_of(self._chance.choice(self._plain))]

    def _hint(self) -> list[bytes]:
        letters = self._chance.choices(_LETTERS + "FJDK", k=self._chance.randint(1, 2))
        return [self._chance.choice((b"f", b"j", b"J")), *(letter.encode() for letter in letters)]

    def _from_menu(self) -> list[bytes]:
        return [b" ", self._chance.choice(self._menu)]

    def _typed(self) -> list[bytes]:
        words = [one.encode() for one in self._chance.choice(_WORDS)]
        return [self._chance.choice((b";", b"/", b"d", b"f")), *words, b"\r"]

    def _linked(self) -> list[bytes]:
        ways: tuple[bytes, ...] = (b"/", b"\r", b"\x7f")
        way = self._chance.choice(ways)
        words = [one.encode() for one in self._chance.choice(_WORDS)] if way == b"/" else []
        letter = [self._chance.choice((b"c", b"d", b"e"))] if way == b"/" else []
        return [b"c", b"s", b"r", *letter, way, *words, self._chance.choice((b"\r", b"1"))]

    def _mouse(self) -> list[bytes]:
        kind = self._chance.choice(("press", "draw", "wheel"))
        at, to = self._place(), self._place()
        if kind == "wheel":
            return [b"\x1b[<%d;%sM" % (self._chance.choice((64, 65)), at)] * 3
        drawn = [b"\x1b[<32;%sM" % place for place in (at, to)] if kind == "draw" else []
        end = to if drawn else at
        return [b"\x1b[<0;%sM" % at, *drawn, b"\x1b[<0;%sm" % end]

    def _place(self) -> bytes:
        rows, columns = self._size
        return b"%d;%d" % (self._chance.randint(1, columns), self._chance.randint(1, rows))

    def _paste(self) -> list[bytes]:
        text = "pasted lines\n" * self._chance.randint(1, 100)
        return [b"\x1b[200~" + text.encode() + b"\x1b[201~"]

"""Signs of types beside their colour: the shape of the bracket, and tags for narrow places.

Colours are few and some people and terminals see fewer, so that every type has a shape of its own
group and a tag that no other type of the scheme shares.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import AnyType, FrameLayerName

GROUP = 8
"""Types that share a shape: as many as there are hues, so that hue and shape tell types apart."""

_LEAST = 3
"""Letters of the beginning of a name that can be read as this name."""


class Shape(NamedTuple):
    """What a bracket under a text is drawn with."""

    opening: str
    line: str
    closing: str
    alone: str
    """The bracket of a text of one cell."""


_SHAPES = (
    Shape("╰", "─", "╯", "╵"),
    Shape("┗", "━", "┛", "╹"),
    Shape("╚", "═", "╝", "║"),
    Shape("└", "─", "┘", "╷"),
)

_FRAME_SHAPES: dict[FrameLayerName, Shape] = {
    "incidents": Shape("▴", "╌", "▴", "▴"),
    "claims": Shape("▾", "╌", "▾", "▾"),
}
"""Of triggers and of cues."""

_DOTTED = Shape("┄", "┄", "┄", "┄")
_ROLE_SHAPE = Shape(">", "╌", "<", ">")

OPENINGS = "".join(shape.opening + shape.alone for shape in _SHAPES)
"""What the brackets of mentions begin with."""


class TypeSign(NamedTuple):
    """How lanes show a type."""

    shape: Shape
    tags: tuple[str, ...]
    """Its name, then shorter tags that no other type has, the longest first."""

    @property
    def code(self) -> str:
        """The tag of two letters, or the shortest there is above one."""
        return next((tag for tag in reversed(self.tags) if len(tag) > 1), self.tags[0])


class TypeSigns:
    """The signs of all types of a scheme: of mentions, of triggers and of cues.

    Args:
        letter: gives the key of a type's label, "" for none.
    """

    def __init__(self, scheme: Scheme, letter: Callable[[AnyType], str]) -> None:
        kinds = scheme.choosable_types("entities")
        names = [kind.name for kind in kinds]
        codes = short_codes(names)
        self._signs = {
            kind.name: TypeSign(
                _SHAPES[number // GROUP % len(_SHAPES)],
                _tags(kind.name, names, codes.get(kind.name, ""), letter(kind)),
            )
            for number, kind in enumerate(kinds)
        }
        for layer, shape in _FRAME_SHAPES.items():
            frames = scheme.choosable_types(layer)
            own = [kind.name for kind in frames]
            short = short_codes(own)
            for kind in frames:
                tags = _tags(kind.name, own, short.get(kind.name, ""), "")
                self._signs[kind.name] = TypeSign(shape, tags)
        self._codes = {name: self._signs[name].code for name in names}

    def __getitem__(self, name: str) -> TypeSign:
        """Return the sign of a type; one that no label of the scheme gives has its name alone."""
        found = self._signs.get(name)
        return found or TypeSign(_SHAPES[0], (name,))

    @property
    def codes(self) -> dict[str, str]:
        """The short tag of every entity type."""
        return self._codes


def role_sign(role: str) -> TypeSign:
    """Return how lanes show what fills a role."""
    return TypeSign(_ROLE_SHAPE, _beginnings(role))


def proposed_sign(role: str) -> TypeSign:
    """Return how lanes show what is proposed for a role: dotted."""
    return TypeSign(_DOTTED, _beginnings(role))


def ghost_sign(sign: TypeSign) -> TypeSign:
    """Return how lanes show what is suggested as a type: its tag, dotted."""
    return TypeSign(_DOTTED, sign.tags)


def _beginnings(name: str) -> tuple[str, ...]:
    return tuple(name[:length] for length in range(len(name), 0, -1))


def _tags(name: str, names: Sequence[str], code: str, letter: str) -> tuple[str, ...]:
    beginnings = (
        name[:length].rstrip("_")
        for length in range(len(name) - 1, _LEAST - 1, -1)
        if not any(other != name and other.startswith(name[:length]) for other in names)
    )
    found = chain((name,), beginnings, (code, letter))
    return tuple(dict.fromkeys(tag for tag in found if tag))


def short_codes(names: Iterable[str]) -> dict[str, str]:
    """Return two letters for each name, no two alike: initials, else the first letters that differ.

    A name of two letters or less is its own code. With too many names, the last ones get none.
    """
    codes = {name: name for name in names if len(name) <= 2}
    taken = set(codes.values())
    for name in names:
        letters = name.replace("_", "")
        initials = "".join(part[:1] for part in name.split("_"))[:2]
        wanted = [initials] if len(initials) == 2 else []
        wanted += [letters[0] + other for other in letters[1:]]
        code = next((one for one in wanted if one not in taken), "")
        if name not in codes and code:
            codes[name] = code
            taken.add(code)
    return codes

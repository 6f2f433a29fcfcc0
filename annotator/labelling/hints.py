"""Jump hints: one or two letters that light any candidate, annotation or word in view.

Codes are prefix-free and shortest near the light. Knows no screen: what is in view is given as a
range of the text.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from annotator.labelling.reader import Reader
from annotator.labelling.sentence_map import Light, SentenceMap
from annotator.model.spans import Span

Purpose = Literal["thing", "word", "stretch", "slot", "link"]
"""What a hint does: light a candidate or annotation, light a word, stretch the light to one,
fill a slot, or be the target of a relation."""

ALPHABET = "fjdkslaghrueiwoqptyvbncmxz"
"""Letters of codes, those that lie under the fingers first."""


class Hints(NamedTuple):
    """The hints on the screen, and what has been typed of one."""

    purpose: Purpose
    targets: dict[str, Light]
    """What each code lights; empty while the first letter of a word is waited for."""
    typed: str = ""

    @property
    def awaits_first_letter(self) -> bool:
        """Say whether the first letter of a word has to come before there are codes."""
        return not self.targets

    @property
    def open(self) -> dict[str, Light]:
        """What the rest of a code would light, for the codes that begin as was typed."""
        typed = self.typed
        return {
            code[len(typed) :]: light
            for code, light in self.targets.items()
            if code.startswith(typed)
        }

    def without(self, code: str) -> "Hints":
        """Return the hints with one target less and nothing typed; the other codes stay."""
        return self._replace(
            targets={other: light for other, light in self.targets.items() if other != code},
            typed="",
        )


def hints_for_things(reader: Reader, view: Span) -> Hints:
    """Return a code for each annotation and candidate that begins in view, one per place."""
    return _coded("thing", reader, _in_view(reader, view, _things))


def hints_for_words(
    reader: Reader, view: Span, first_letter: str, *, stretch: bool = False
) -> Hints:
    """Return a code for each word in view that begins with a letter, whatever its case and accents.

    Only words of the lit sentence can be stretched to.
    """
    wanted = folded(first_letter)
    if stretch:
        sentence = reader.sentence
        view = Span(max(view.start, sentence.start), min(view.end, sentence.end))
    text = reader.text
    words = (
        light
        for light in _in_view(reader, view, _words)
        if folded(text[light.hull.start]) == wanted
    )
    return _coded("stretch" if stretch else "word", reader, words)


def hints_for_slot(reader: Reader, tiers: Iterable[Iterable[Light]], alphabet: str) -> Hints:
    """Return a code for each range that may fill a slot, of letters that mean nothing else.

    Args:
        tiers: what may fill it, the likelier first; each is sorted by itself. Of those that begin
            at one place only the first gets a code.
    """
    found: dict[int, Light] = {}
    for lights in tiers:
        for light in _nearest(reader, lights):
            found.setdefault(light.hull.start, light)
    return Hints("slot", _codes_of(found.values(), alphabet))


def hints_for_link(reader: Reader, lights: Iterable[Light]) -> Hints:
    """Return a code for each annotation that may be the target of a relation."""
    return _coded("link", reader, lights)


def codes(count: int, alphabet: str = ALPHABET) -> list[str]:
    """Return `count` prefix-free codes of one or two letters, short ones first.

    With more than two letters can tell apart, the last ones get none.
    """
    size = len(alphabet)
    # With `single` letters taken as whole codes, the others begin size * (size - single) pairs.
    single = size if count <= size else max(0, (size * size - count) // (size - 1))
    pairs = (first + second for first in alphabet[single:] for second in alphabet)
    return [*alphabet[:single], *pairs][:count]


def folded(letter: str) -> str:
    """Return a letter without case and accents, as people type it."""
    return unicodedata.normalize("NFD", letter)[:1].casefold()


def _coded(purpose: Purpose, reader: Reader, lights: Iterable[Light]) -> Hints:
    return Hints(purpose, _codes_of(_nearest(reader, lights), ALPHABET))


def _codes_of(lights: Collection[Light], alphabet: str) -> dict[str, Light]:
    return dict(zip(codes(len(lights), alphabet), lights, strict=False))


def _nearest(reader: Reader, lights: Iterable[Light]) -> list[Light]:
    """Return lights by their distance from what is lit, which is none of them.

    Of those that begin at one place the longest comes first: “Central Asian states” speak, not
    what is Central Asian.
    """
    here = reader.light

    def order(light: Light) -> tuple[int, int, int]:
        start, end = light.hull
        return _distance(light.hull, here.hull), start, -end

    return sorted((light for light in lights if light.fragments != here.fragments), key=order)


def _distance(one: Span, other: Span) -> int:
    """Return how far two ranges are apart by their starts."""
    return abs(one.start - other.start)


def _in_view(
    reader: Reader, view: Span, places: Callable[[SentenceMap, int], Iterable[Light]]
) -> Iterator[Light]:
    """Yield lights that begin in view, the first of those that begin at one place.

    A code may take two cells, so places side by side count as one.
    """
    taken: set[int] = set()
    for start, found in reader.maps_in(view):
        for light in places(found, start):
            begin = light.hull.start
            if view.start <= begin < view.end and begin not in taken:
                taken.update((begin - 1, begin, begin + 1))
                yield light


def _things(found: SentenceMap, start: int) -> Iterator[Light]:
    yield from found.annotations
    yield from (Light(start, (stop,)) for stop in found.stops)
    yield from (Light(start, (span,)) for span in found.others)


def _words(found: SentenceMap, start: int) -> Iterator[Light]:
    return (Light(start, (word,)) for word in found.words)

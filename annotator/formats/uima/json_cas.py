"""UIMA JSON CAS 0.4, a file for each article, with its type system in it."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle
from annotator.formats.importing.drafts import prepared
from annotator.formats.importing.reading import (
    Piece,
    Prepared,
    Settings,
    Source,
    unreadable,
    whole_file,
)
from annotator.formats.uima.loading import LONGEST_FILE, check_storable, file_text, loaded
from annotator.formats.uima.names import featured
from annotator.formats.uima.taking import draft_of

_BEGIN = 1 << 16
_KEYS = re.compile(rb'"%(?:TYPES|FEATURE_STRUCTURES|VIEWS)"\s*:')
_STRUCTURES, _ID = "%FEATURE_STRUCTURES", "%ID"


# -------------------------------------------------------------------------------------- reading


def recognises(source: Source) -> bool:
    """Tell whether the file begins like a CAS."""
    try:
        with source.path.open("rb") as stream:
            head = stream.read(_BEGIN)
    except OSError as error:
        raise unreadable(Place(source.name), error) from None
    return bool(head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and _KEYS.search(head))


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield the one article.

    Raises:
        ImportRefused: there is no such file, or it is too long.
    """
    yield whole_file(source, LONGEST_FILE)


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read an article with its annotations.

    Raises:
        ImportRefused: it is no JSON CAS, or does not fit the scheme or its text.
    """
    data, text = file_text(piece.data[0], piece.place)
    _check(text, piece.place)

    def load() -> Any:
        import cassis

        return cassis.load_cas_from_json(text)

    draft = draft_of(loaded(load, piece, "JSON CAS"), piece, data)
    return prepared(draft, piece.place, settings)


def _check(text: str, place: Place) -> None:
    """Refuse what the library would let pass, or not name."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise Place(place.file, error.lineno).refused(
            f"it is no JSON from character {error.colno} on; export it again."
        ) from None
    except (ValueError, RecursionError):
        raise place.refused("it is no JSON that can be read; export it again.") from None
    if not isinstance(found, dict) or not isinstance(found.get("%TYPES"), dict):
        raise place.refused("there is no type system (%TYPES) in it; export it with one.")
    check_storable("".join(_texts(found)), place)
    structures = found.get(_STRUCTURES, [])
    if not isinstance(structures, list | dict):
        raise place.refused(f"{_STRUCTURES} is no list; export it again.")
    _check_references(structures, place)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in chain(value, value.values()) if isinstance(value, dict) else value:
            yield from _texts(item)


def _check_references(structures: list[Any] | dict[str, Any], place: Place) -> None:
    """Refuse a feature structure with an id that another has, or that names one not there."""
    named = structures.items() if isinstance(structures, dict) else _with_ids(structures)
    found: dict[str, Json] = {}
    for key, one in named:
        if not isinstance(one, dict) or not isinstance(one.get("%TYPE"), str):
            raise place.refused(f"{_STRUCTURES}: one has no %TYPE; export it again.")
        if key in found:
            raise place.refused(f"the id {key} stands twice; ids are used once.")
        found[key] = one
    for key, one in found.items():
        for target in _targets(one):
            if str(target) not in found:
                raise place.refused(
                    f"the one with the id {key} names {target}, which is not there."
                )


def _with_ids(structures: list[Any]) -> Iterator[tuple[str, Any]]:
    for one in structures:
        yield str(one.get(_ID)) if isinstance(one, dict) else "", one


def _targets(one: Mapping[str, Any]) -> Iterator[Any]:
    yield from (value for name, value in one.items() if name.startswith("@"))
    elements = one.get("%ELEMENTS")
    kind = str(one["%TYPE"])
    # Arrays of UIMA's own types hold numbers and texts, but for these two.
    holds_items = not kind.startswith("uima.cas.") or kind in ("uima.cas.FSArray", "uima.cas.TOP[]")
    if isinstance(elements, list) and holds_items:
        yield from (item for item in elements if item is not None)


# -------------------------------------------------------------------------------------- writing


def writer(context: Context) -> "JsonCasWriter":
    """Return what writes an export."""
    return JsonCasWriter(context)


class JsonCasWriter(WriterByArticle):
    """Writes one file for each article."""

    target = "cas-json"

    def __init__(self, context: Context) -> None:
        self._entries, self._attributes = context.entries, featured(context.scheme)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the file of an article."""
        from annotator.formats.uima.filling import cas_of

        text = cas_of(document, self._entries, self._attributes).to_json()
        yield Part(f"cas/{document['id']}.json", text.encode() + b"\n", whole=True)

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what a CAS has no place for."""
        from annotator.formats.uima.filling import cas_losses

        yield from cas_losses(document)

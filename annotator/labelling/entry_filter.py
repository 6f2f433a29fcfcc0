"""The filter of the list of entries, as people type it."""

from annotator.labelling.refusals import Refused
from annotator.model.registry import EntryKind
from annotator.model.scheme import Scheme
from annotator.store.entry_listing import WantedEntries


def filtered_entries(scheme: Scheme, kind: EntryKind | None, text: str) -> WantedEntries:
    """Return which entries a typed filter such as `kabul type:GPE` lets through; "" lets all.

    Args:
        kind: only such ones, where given.

    Raises:
        Refused: it names a type that the scheme has not.
    """
    words: list[str] = []
    types: set[str] | None = None
    for part in text.split():
        key, colon, name = part.partition(":")
        if key.casefold() != "type" or not colon:
            words.append(part)
            continue
        found = set(_below(scheme, name))
        types = found if types is None else types & found
    listed = None if types is None else tuple(sorted(types))
    return WantedEntries(tuple(words), kind, listed)


def _below(scheme: Scheme, name: str) -> tuple[str, ...]:
    """Return a type of whatever case with all that lie below it."""
    known = [*scheme.entities.types, *scheme.incidents.types]
    meant = next((one for one in known if one.casefold() == name.casefold()), "")
    if not meant:
        raise Refused(f"The scheme has no type “{name}”; write one as type:{known[0]}.")
    return scheme.with_subtypes(meant)

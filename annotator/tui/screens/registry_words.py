"""What the Registry screen says in words of an entry and of acts on it."""

from collections.abc import Sequence
from functools import partial

from annotator.model.registry import NO_WIKIDATA_ITEM, Resolved
from annotator.project import Identities


def card(identities: Identities, entry: Resolved) -> tuple[str, str, str]:
    """Return the most important facts of an entry, a row each; the ends of rows may be cut."""
    facts = dict(_facts(identities, entry))
    first = f"{entry.name}  {entry.type}  {entry.id}  Wikidata {_item(entry)}"
    told = "   ".join(f"{name} {value}" for name, value in facts.items() if name != "also")
    return first, f"also {facts.get('also', 'nothing else')}", told


def page(identities: Identities, entry: Resolved) -> str:
    """Return all that is known of an entry."""
    told = [*_facts(identities, entry), ("Wikidata", _item(entry)), ("id", entry.id)]
    told += [("made", entry.entry.created), ("changed", entry.entry.changed)]
    return "\n".join(f"{name:<15}{value}" for name, value in (("type", entry.type), *told))


def merged(kept: Resolved, other: Resolved) -> str:
    """Say what a merge would do."""
    return f"“{kept.name}” stays; “{other.name}” becomes one of its names, with all its links"


def counted(number: int, what: str) -> str:
    """Return a number with what is counted."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _facts(identities: Identities, entry: Resolved) -> list[tuple[str, str]]:
    named = partial(_names, identities)
    facts = [
        ("also", "; ".join(entry.aliases)),
        ("affiliate of", named([entry.affiliate_of] if entry.affiliate_of else [])),
        ("affiliates", named(identities.registry.affiliates(entry.id))),
        ("when", getattr(entry.entry, "when", "")),
        ("where", getattr(entry.entry, "where", "")),
        ("merged into it", "; ".join(f"{one.name} ({one.id})" for one in entry.absorbed)),
        ("note", entry.entry.note),
    ]
    return [(name, value) for name, value in facts if value]


def _names(identities: Identities, entries: Sequence[str]) -> str:
    found = identities.registry.resolved_all(entries)
    return "; ".join(found[one].name for one in entries if one in found)


def _item(entry: Resolved) -> str:
    if entry.wikidata == NO_WIKIDATA_ITEM:
        return "has none"
    return entry.wikidata or "not looked up"

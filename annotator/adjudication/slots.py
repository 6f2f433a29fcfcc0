"""What is compared of annotations that were matched: attributes and identity."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from annotator.adjudication.sides import (
    Cluster,
    Page,
    by_votes,
    cluster_key,
    nothing,
    versioned,
)
from annotator.model.annotation import AttributeValue, Claim, Incident, Layer, Mention
from annotator.model.decision import Choice, Kind, Variant
from annotator.model.spans import Span

Slotted = Mention | Incident | Claim


class Said(NamedTuple):
    """A matched annotation and who made it."""

    annotator: str
    item: Slotted


class Compared(NamedTuple):
    """What one annotator says in a slot: something to compare it by, and what would be taken."""

    same: Hashable
    """Equal for those who say the same; None for nothing."""
    choice: Choice


Compare = Callable[[Said], Compared]


def agreed_values(said: Sequence[Said]) -> tuple[tuple[AttributeValue, ...], str]:
    """Return the attributes that all have with one value, and the identity nobody contradicts."""
    names = dict.fromkeys(value.name for one in said for value in one.item.attributes)
    first = said[0].item
    agreed = [name for name in names if len({one.item.value_of(name) for one in said}) == 1]
    values = tuple(value for value in first.attributes if value.name in agreed)
    identities = {identity_of(one) for one in said} - {""}
    return values, identities.pop() if len(identities) == 1 else ""


def identity_of(said: Said) -> str:
    """Return the registry's entry that an annotation names; a claim names none."""
    return "" if isinstance(said.item, Claim) else said.item.identity


def slot_clusters(
    page: Page, layer: Layer, item: str, said: Sequence[Said], place: Span, parent: str
) -> Iterator[Cluster]:
    """Yield the clusters of attributes and identities that differ."""
    about = About(page, layer, item, place, (parent,))
    names = dict.fromkeys(value.name for one in said for value in one.item.attributes)
    for name in sorted(names):
        kind: Kind = "stance" if name == "stance" else "value"
        yield from differing(about, f"attribute:{name}", kind, said, _attribute(name))
    yield from differing(about, "identity", "identity", _judged_identity(about, said), _identity)


class About(NamedTuple):
    """What the slots belong to."""

    page: Page
    layer: Layer
    item: str
    place: Span
    parents: tuple[str, ...]


def differing(
    about: About, slot: str, kind: Kind, said: Sequence[Said], compare: Compare
) -> Iterator[Cluster]:
    """Yield the cluster of one slot where annotators differ in it; nothing where they agree."""
    found: dict[Hashable, list[tuple[Said, Choice]]] = {}
    for one in said:
        same, choice = compare(one)
        found.setdefault(same, []).append((one, choice))
    if len(found) < 2:
        return
    variants = by_votes(
        Variant(
            choice=votes[0][1],
            annotators=tuple(one.annotator for one, _ in votes),
            items=versioned(one.item for one, _ in votes),
        )
        if same is not None
        else nothing(one.annotator for one, _ in votes)
        for same, votes in found.items()
    )
    items = versioned(one.item for one in said)
    page, layer, item, place, parents = about
    yield Cluster(
        key=cluster_key(page, layer, slot, items),
        article=page.article,
        place=place,
        sentence=page.sentence_at(place.start),
        layer=layer,
        kind=kind,
        slot=slot,
        item=item,
        parents=parents,
        variants=variants,
        completed=tuple(sorted({one.annotator for one in said})),
    )


def _judged_identity(about: About, said: Sequence[Said]) -> list[Said]:
    """Return those who judged who or what this is.

    Whoever links elsewhere and not here says that it is not the same, where another one has linked
    this and more to one entry. Where nothing else has the entry there is no pair to ask about.
    """
    links = about.page.links
    linked = [one for one in said if identity_of(one)]
    silent = [
        one for one in said if not identity_of(one) and links.is_linker(one.annotator, about.layer)
    ]
    is_pair = silent and any(
        links.is_shared(one.annotator, about.layer, identity_of(one)) for one in linked
    )
    return [one for one in said if one in linked or (is_pair and one in silent)]


def _attribute(name: str) -> Compare:
    def compare(said: Said) -> Compared:
        found = tuple(value for value in said.item.attributes if value.name == name)
        same = tuple(value.value for value in found) or None
        return Compared(same, Choice(values=found))

    return compare


def _identity(said: Said) -> Compared:
    identity = identity_of(said)
    return Compared(identity or None, Choice(identity=identity))

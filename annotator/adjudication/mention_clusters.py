"""Clusters of entity mentions: what is the same, and connected components of what is not."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.adjudication.sides import (
    Cluster,
    Page,
    by_votes,
    cluster_key,
    gold_id,
    nothing,
    shared_origin,
    versioned,
)
from annotator.adjudication.slots import Said, agreed_values, slot_clusters
from annotator.model.annotation import Mention
from annotator.model.decision import Choice, GoldMentionBody, Kind, Variant
from annotator.model.spans import Span, hull


class Group(NamedTuple):
    """Mentions of several annotators with one type on one range."""

    mentions: dict[str, Mention]
    """By annotator, each at most once: identical mentions of one annotator are in groups apart."""

    @property
    def first(self) -> Mention:
        """The mention of the first annotator by name."""
        return self.mentions[min(self.mentions)]

    @property
    def item(self) -> str:
        """The gold id."""
        return gold_id("e", (one.id for one in self.mentions.values()))

    @property
    def said(self) -> list[Said]:
        """The mentions with who made them."""
        return [Said(name, self.mentions[name]) for name in sorted(self.mentions)]

    def body(self) -> GoldMentionBody:
        """Return the mention with what all agree about it."""
        first = self.first
        values, identity = agreed_values(self.said)
        return GoldMentionBody(
            type=first.type,
            fragments=first.fragments,
            attributes=values,
            identity=identity,
            origin=shared_origin(self.mentions.values()),
            sources=tuple(sorted(one.id for one in self.mentions.values())),
        )


class Mentions(NamedTuple):
    """The clusters of mentions of an article, and where each mention is among them."""

    clusters: list[Cluster]
    tokens: dict[str, str]
    """By mention: what stands for it when fillers are compared, whatever becomes of its bounds."""
    homes: dict[str, str]
    """By mention: the key of its cluster."""


def mention_clusters(page: Page) -> Mentions:
    """Return the clusters of an article's mentions."""
    found = Mentions([], {}, {})
    loose: list[Group] = []
    for group in _groups(page):
        sentences = page.sentences(group.first.fragments)
        voters = page.voters("entities", sentences)
        if len(voters) > 1 and set(voters) == set(group.mentions):
            _add(found, _agreed(page, group, voters), [group], group.item)
            found.clusters.extend(_slots(page, group, found.homes[group.first.id]))
        else:
            loose.append(group)
    for component in _components(loose):
        cluster = _disputed(page, component)
        if cluster:
            is_simple = all(len(one.choice.mentions) < 2 for one in cluster.variants)
            _add(found, cluster, component, cluster.key if is_simple else "")
            for group in component:
                if len(group.mentions) > 1:
                    found.clusters.extend(_slots(page, group, cluster.key))
    return found


def _add(found: Mentions, cluster: Cluster, groups: Iterable[Group], token: str) -> None:
    found.clusters.append(cluster)
    for group in groups:
        for mention in group.mentions.values():
            found.tokens[mention.id] = token or group.item
            found.homes[mention.id] = cluster.key


def _slots(page: Page, group: Group, parent: str) -> Iterator[Cluster]:
    anchor = group.first.anchor
    return slot_clusters(page, "entities", group.item, group.said, anchor, parent)


def _groups(page: Page) -> list[Group]:
    """Return the counted mentions, same type and range together, as a multiset."""
    found: dict[tuple[str, tuple[Span, ...], int], dict[str, Mention]] = {}
    for side in page.sides:
        done = side.done.get("entities", frozenset())
        times: dict[tuple[str, tuple[Span, ...]], int] = {}
        mentions = (one for one in side.annotations.values() if isinstance(one, Mention))
        for mention in sorted(mentions, key=lambda one: (one.created, one.id)):
            if page.sentences(mention.fragments) <= done:
                same = (mention.type, mention.fragments)
                times[same] = times.get(same, 0) + 1
                group = found.setdefault((*same, times[same]), {})
                group[side.annotator] = mention
    ordered = sorted(found.items(), key=lambda one: (one[0][1], one[0][0], one[0][2]))
    return [Group(group) for _, group in ordered]


def _components(groups: Sequence[Group]) -> list[list[Group]]:
    """Part groups, which come in order of their starts, into those that overlap."""
    open_ends: list[list[Group]] = []
    for group in groups:
        touching = [one for one in open_ends if any(_overlap(group, other) for other in one)]
        merged = [other for one in touching for other in one]
        open_ends = [one for one in open_ends if one not in touching]
        open_ends.append([*merged, group])
    return open_ends


def _overlap(one: Group, other: Group) -> bool:
    return any(
        a.start < b.end and b.start < a.end
        for a in one.first.fragments
        for b in other.first.fragments
    )


def _agreed(page: Page, group: Group, voters: tuple[str, ...]) -> Cluster:
    items = versioned(group.mentions.values())
    variant = Variant(choice=Choice(mentions=(group.body(),)), annotators=voters, items=items)
    return _cluster(page, [group], "agreed", (variant,), voters)


def _disputed(page: Page, component: Sequence[Group]) -> Cluster | None:
    spans = [piece for group in component for piece in group.first.fragments]
    voters = page.voters("entities", page.sentences(spans))
    if len(voters) < 2:
        return None
    readings: dict[tuple[int, ...], list[str]] = {}
    for name in voters:
        reading = tuple(n for n, group in enumerate(component) if name in group.mentions)
        readings.setdefault(reading, []).append(name)
    variants = [
        _variant(component, reading, names) if reading else nothing(names)
        for reading, names in readings.items()
    ]
    if not any(one.items for one in variants):
        return None
    return _cluster(page, component, _kind(variants), by_votes(variants), voters)


def _variant(component: Sequence[Group], reading: tuple[int, ...], names: list[str]) -> Variant:
    bodies = tuple(component[n].body() for n in reading)
    mentions = [component[n].mentions[name] for n in reading for name in names]
    return Variant(
        choice=Choice(mentions=bodies), annotators=tuple(names), items=versioned(mentions)
    )


def _kind(variants: Sequence[Variant]) -> Kind:
    marked = [one.choice.mentions for one in variants if one.items]
    if any(len(mentions) > 1 for mentions in marked):
        return "mixed"
    if len(marked) == 1:
        return "only-one"
    if len({mentions[0].fragments for mentions in marked}) == 1:
        return "type"
    return "boundary" if len({mentions[0].type for mentions in marked}) == 1 else "mixed"


def _cluster(
    page: Page,
    groups: Sequence[Group],
    kind: Kind,
    variants: tuple[Variant, ...],
    voters: tuple[str, ...],
) -> Cluster:
    place = hull([piece for group in groups for piece in group.first.fragments])
    items = [item for one in variants for item in one.items]
    agreed = voters if kind == "agreed" else ()
    return Cluster(
        key=cluster_key(page, "entities", "item", items, agreed),
        article=page.article,
        place=place,
        sentence=page.sentence_at(place.start),
        layer="entities",
        kind=kind,
        slot="item",
        item="",
        parents=(),
        variants=variants,
        completed=voters,
    )

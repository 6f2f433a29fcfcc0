"""Clusters of incidents and claims: whether there is one, then only the slots that differ."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.adjudication.frame_alignment import (
    Aligned,
    aligned_frames,
    fragments_of,
    frame_sentences,
    standing,
    trigger_place,
)
from annotator.adjudication.mention_clusters import Mentions
from annotator.adjudication.sides import (
    Cluster,
    Page,
    cluster_key,
    nothing,
    shared_origin,
    versioned,
)
from annotator.adjudication.slots import (
    About,
    Compare,
    Compared,
    Said,
    agreed_values,
    differing,
    slot_clusters,
)
from annotator.model.annotation import Annotation, Claim, Filler, Frame, Incident
from annotator.model.decision import Choice, GoldFiller, GoldFrameBody, Kind, Variant
from annotator.model.spans import Span, hull

_ROLE_KINDS: dict[str, Kind] = {"content": "content", "source": "source"}


class Frames(NamedTuple):
    """The clusters of an article's frames, and where each frame is among them."""

    clusters: list[Cluster]
    items: dict[str, str]
    """By frame: its gold id."""
    homes: dict[str, str]
    """By frame: the key of the cluster that settles whether it is there."""
    groups: list[Aligned]


class _Names(NamedTuple):
    """What stands for each annotation when fillers are compared."""

    annotations: Mapping[str, Annotation]
    tokens: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]
    """By token: everybody's mentions behind it."""

    def same(self, filler: Filler) -> Hashable:
        """Return what is equal for fillers that are the same."""
        return filler.kind, self.tokens.get(filler.target) or fragments_of(filler, self.annotations)

    def _told_by(self, filler: Filler) -> tuple[Span, ...]:
        """Return the text that a person knows a filler by: of a frame its trigger."""
        target = self.annotations.get(filler.target)
        if isinstance(target, Incident | Claim):
            return target.trigger
        return fragments_of(filler, self.annotations)

    def gold(self, filler: Filler) -> GoldFiller:
        """Return the filler as a decision has it."""
        token = self.tokens.get(filler.target, "")
        is_frame = filler.kind in ("incident", "claim")
        return GoldFiller(
            role=filler.role,
            kind=filler.kind,
            target=token if is_frame else "",
            fragments=self._told_by(filler),
            span=filler.span,
            sources=() if filler.span else self.sources.get(token, (filler.target,)),
        )


def frame_clusters(page: Page, mentions: Mentions) -> Frames:
    """Return the clusters of an article's incidents and claims."""
    groups = [
        *aligned_frames(page, Incident, mentions.tokens),
        *aligned_frames(page, Claim, mentions.tokens),
    ]
    items = {frame.id: one.item for one in groups for frame in one.frames.values()}
    tokens = {**mentions.tokens, **items}
    sources: dict[str, list[str]] = {}
    for annotation, token in mentions.tokens.items():
        sources.setdefault(token, []).append(annotation)
    everything = {key: item for side in page.sides for key, item in side.annotations.items()}
    names = _Names(
        everything, tokens, {token: tuple(sorted(ids)) for token, ids in sources.items()}
    )
    found = Frames([], items, {}, groups)
    for group in groups:
        for cluster in _clusters(page, group, names):
            found.clusters.append(cluster)
            if cluster.slot == "item":
                found.homes.update((one.id, cluster.key) for one in group.frames.values())
    return found


def _clusters(page: Page, group: Aligned, names: _Names) -> Iterator[Cluster]:
    first = group.first
    place = trigger_place(group) or standing(first, names.annotations)
    spans = frozenset().union(
        *(
            frame_sentences(page, one, standing(one, names.annotations))
            for one in group.frames.values()
        )
    )
    voters = page.voters(group.layer, spans)
    if len(voters) < 2 or not set(group.names) <= set(voters):
        return
    said = [Said(name, group.frames[name]) for name in group.names]
    base = _base(page, group, voters, _shown_place(group, names, place), _agreed(said, names))
    yield base
    about = About(page, group.layer, group.item, base.place, (base.key,))
    is_claim = isinstance(first, Claim)
    yield from differing(about, "span", "cue" if is_claim else "trigger", said, _trigger)
    yield from differing(about, "type", "type", said, _type)
    for role in sorted({filler.role for one in group.frames.values() for filler in one.roles}):
        kind = _ROLE_KINDS.get(role, "slot") if is_claim else "slot"
        yield from differing(about, f"role:{role}", kind, said, _role(role, names))
    yield from slot_clusters(page, group.layer, group.item, said, base.place, base.key)


def _shown_place(group: Aligned, names: _Names, place: Span) -> Span:
    """Return the text that a person has to see: of a claim its content too."""
    if not isinstance(group.first, Claim):
        return place
    contents = [
        piece
        for frame in group.frames.values()
        for filler in frame.fillers_of("content")
        for piece in fragments_of(filler, names.annotations)
    ]
    return hull([place, *contents])


def _base(
    page: Page, group: Aligned, voters: tuple[str, ...], place: Span, body: GoldFrameBody
) -> Cluster:
    """Return the cluster that settles whether the frame is there, with all that is agreed."""
    items = versioned(group.frames.values())
    silent = [name for name in voters if name not in group.frames]
    marked = Variant(choice=Choice(frame=body), annotators=tuple(group.names), items=items)
    variants = (marked, nothing(silent)) if silent else (marked,)
    return Cluster(
        key=cluster_key(page, group.layer, "item", items, () if silent else voters),
        article=page.article,
        place=place,
        sentence=page.sentence_at(standing_start(group, place)),
        layer=group.layer,
        kind="existence" if silent else "agreed",
        slot="item",
        item=group.item,
        parents=(),
        variants=tuple(sorted(variants, key=lambda one: -len(one.annotators))),
        completed=voters,
    )


def standing_start(group: Aligned, place: Span) -> int:
    """Return where the group begins that a person reads: its trigger or cue."""
    trigger = trigger_place(group)
    return trigger.start if trigger else place.start


def _agreed(said: Sequence[Said], names: _Names) -> GoldFrameBody:
    frames = [one.item for one in said if isinstance(one.item, Incident | Claim)]
    first = frames[0]
    values, identity = agreed_values(said)
    roles = [
        names.gold(filler)
        for filler in first.roles
        if len({_role_same(frame, filler.role, names) for frame in frames}) == 1
    ]
    return GoldFrameBody(
        type=first.type if len({one.type for one in frames}) == 1 else "",
        trigger=first.trigger if len({one.trigger for one in frames}) == 1 else (),
        roles=tuple(roles),
        attributes=values,
        identity=identity,
        origin=shared_origin(frames),
        at=first.at,
    )


def _role_same(frame: Frame, role: str, names: _Names) -> frozenset[Hashable]:
    return frozenset(names.same(filler) for filler in frame.fillers_of(role))


def _trigger(said: Said) -> Compared:
    trigger = said.item.trigger if isinstance(said.item, Incident | Claim) else ()
    return Compared(trigger or None, Choice(fragments=trigger))


def _type(said: Said) -> Compared:
    return Compared(said.item.type, Choice(type=said.item.type))


def _role(role: str, names: _Names) -> Compare:
    def compare(said: Said) -> Compared:
        frame = said.item
        fillers = frame.fillers_of(role) if isinstance(frame, Incident | Claim) else ()
        same = frozenset(names.same(filler) for filler in fillers)
        return Compared(same or None, Choice(fillers=tuple(names.gold(one) for one in fillers)))

    return compare

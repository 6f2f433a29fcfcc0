"""Clusters of relations and of labels."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from annotator.adjudication.frame_alignment import standing
from annotator.adjudication.frame_clusters import Frames
from annotator.adjudication.mention_clusters import Mentions
from annotator.adjudication.sides import (
    Cluster,
    Page,
    Side,
    by_votes,
    cluster_key,
    gold_id,
    nothing,
    shared_origin,
    versioned,
)
from annotator.model.annotation import Annotation, Claim, Incident, Label, Layer, Mention, Relation
from annotator.model.annotation import AttributeValue as Value
from annotator.model.decision import Choice, GoldFiller, GoldFrameBody, Variant
from annotator.model.spans import Span

Lookup = Callable[[str], Annotation | None]
"""Gives an annotation of another article by `d_...#c_...`."""

_KINDS = {"entities": "entity", "incidents": "incident", "claims": "claim"}


class _End(NamedTuple):
    """An end of a relation."""

    token: str
    filler: GoldFiller
    home: str
    """Key of the cluster that settles whether it is there; "" for one in another article."""
    sentences: frozenset[int]
    layer: Layer


class _Links:
    """Relations as they are compared: by type and by what their ends are."""

    def __init__(self, page: Page, mentions: Mentions, frames: Frames, lookup: Lookup) -> None:
        self._page, self._lookup = page, lookup
        self._tokens = {**mentions.tokens, **frames.items}
        self._homes = {**mentions.homes, **frames.homes}
        self._frame_items = frames.items

    def end(self, side: Side, reference: str, role: str) -> _End | None:
        """Return an end, None where it does not count."""
        if "#" in reference:
            return self._far_end(reference, role)
        item = side.annotations.get(reference)
        home = self._homes.get(reference)
        if home is None or not isinstance(item, Mention | Incident | Claim):
            return None
        if isinstance(item, Mention):
            place: tuple[Span, ...] = item.fragments
        else:
            place = item.trigger or (standing(item, side.annotations),)
        filler = GoldFiller.model_validate(
            {
                **{"role": role, "kind": _KINDS[item.layer], "fragments": place},
                **{"target": self._frame_items.get(item.id, ""), "sources": (item.id,)},
            }
        )
        sentences = self._page.sentences(place)
        return _End(self._tokens[reference], filler, home, sentences, item.layer)

    def _far_end(self, reference: str, role: str) -> _End | None:
        item = self._lookup(reference)
        if not isinstance(item, Mention | Incident | Claim):
            return None
        article = reference.partition("#")[0]
        anchor = item.anchor
        kind = _KINDS[item.layer]
        filler = GoldFiller.model_validate({"role": role, "kind": kind, "target": reference})
        return _End(f"{article} {kind} {anchor}", filler, "", frozenset(), item.layer)


def link_clusters(
    page: Page, mentions: Mentions, frames: Frames, lookup: Lookup
) -> Iterator[Cluster]:
    """Yield the clusters of relations between what counts."""
    links = _Links(page, mentions, frames, lookup)
    found: dict[tuple[str, str, str], tuple[_End, _End, dict[str, Relation]]] = {}
    for side in page.sides:
        for item in side.annotations.values():
            if isinstance(item, Relation):
                source = links.end(side, item.source, "source")
                target = links.end(side, item.target, "target")
                if source and target:
                    key = (item.type, source.token, target.token)
                    found.setdefault(key, (source, target, {}))[2].setdefault(side.annotator, item)
    for key in sorted(found):
        cluster = _link(page, *found[key])
        if cluster:
            yield cluster


def _link(page: Page, source: _End, target: _End, links: dict[str, Relation]) -> Cluster | None:
    at_source = page.voters(source.layer, source.sentences)
    near = target if target.sentences else source
    voters = [name for name in page.voters(near.layer, near.sentences) if name in at_source]
    links = {name: link for name, link in links.items() if name in voters}
    if len(voters) < 2 or not links:
        return None
    first = links[min(links)]
    body = GoldFrameBody(
        type=first.type,
        roles=(source.filler, target.filler),
        attributes=first.attributes,
        origin=shared_origin(links.values()),
    )
    items = versioned(links.values())
    silent = [name for name in voters if name not in links]
    marked = Variant(choice=Choice(frame=body), annotators=tuple(sorted(links)), items=items)
    start = min(source.sentences)
    place = source.filler.fragments[0] if source.filler.fragments else Span(start, start)
    return Cluster(
        key=cluster_key(page, "relations", "item", items, () if silent else voters),
        article=page.article,
        place=place,
        sentence=start,
        layer="relations",
        kind="link" if silent else "agreed",
        slot="item",
        item=gold_id("r", (one.id for one in links.values())),
        parents=tuple(dict.fromkeys(home for home in (source.home, target.home) if home)),
        variants=by_votes([marked, nothing(silent)] if silent else [marked]),
        completed=tuple(voters),
    )


def label_clusters(page: Page) -> Iterator[Cluster]:
    """Yield the clusters of labels: of sentences that were done, and of the article.

    Nobody finishes an article's labels, so there only those vote who gave one.
    """
    found: dict[tuple[int, str], dict[str, Label]] = {}
    for side in page.sides:
        for item in side.annotations.values():
            if isinstance(item, Label):
                place = -1 if item.sentence is None else item.sentence
                found.setdefault((place, item.type), {})[side.annotator] = item
    for (sentence, _), labels in sorted(found.items()):
        voters = (
            tuple(sorted(labels)) if sentence < 0 else page.voters("labels", frozenset((sentence,)))
        )
        counted = {name: label for name, label in labels.items() if name in voters}
        if len(voters) > 1 and counted:
            yield _label(page, sentence, counted, voters)


def _label(
    page: Page, sentence: int, labels: Mapping[str, Label], voters: tuple[str, ...]
) -> Cluster:
    by_value: dict[str, list[str]] = {}
    for name in sorted(labels):
        by_value.setdefault(labels[name].value, []).append(name)
    at = None if sentence < 0 else sentence
    variants = [
        Variant(
            choice=Choice(frame=_label_body(labels[names[0]], at)),
            annotators=tuple(names),
            items=versioned(labels[name] for name in names),
        )
        for names in by_value.values()
    ]
    silent = [name for name in voters if name not in labels]
    is_agreed = not silent and len(variants) == 1
    variants += [nothing(silent)] if silent else []
    items = [item for one in variants for item in one.items]
    start = max(0, sentence)
    return Cluster(
        key=cluster_key(page, "labels", "value", items, voters if is_agreed else ()),
        article=page.article,
        place=Span(start, start),
        sentence=start,
        layer="labels",
        kind="agreed" if is_agreed else "label",
        slot="value",
        item=gold_id("l", (label.id for label in labels.values())),
        parents=(),
        variants=by_votes(variants),
        completed=voters,
    )


def _label_body(label: Label, at: int | None) -> GoldFrameBody:
    value = Value(name=label.type, value=label.value)
    return GoldFrameBody(type=label.type, attributes=(value,), at=at)

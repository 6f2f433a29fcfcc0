"""Gold as a view over decisions: made anew from them, always the same, explaining itself.

A decision that has become stale stays in gold until another one about the same annotations
supersedes it: gold never changes because somebody edited something.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.adjudication.frame_alignment import overlap
from annotator.adjudication.sides import gold_id
from annotator.adjudication.soundness import sound
from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Claim,
    Filler,
    Incident,
    Label,
    Mention,
    Origin,
    Relation,
)
from annotator.model.decision import Decision, GoldFiller, GoldFrameBody
from annotator.model.scheme import Scheme
from annotator.store.openness import GOLD


class Tail(NamedTuple):
    """Where an item of gold came from."""

    annotators: tuple[str, ...]
    derived_from: tuple[str, ...]


class Gold(NamedTuple):
    """The gold of one article."""

    annotations: tuple[Annotation, ...]
    """By id."""
    tails: Mapping[str, Tail]
    decisions: tuple[Decision, ...]
    """Those in force, by time."""
    left_out: tuple[str, ...]
    """Gold ids of what cannot stand: an end was rejected, its type is not decided yet, or the
    scheme forbids it; after a blank the slot, where that alone is left out."""


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that no other supersedes, by time; open questions are none."""
    found = sorted(decisions, key=lambda one: (one.decided_at, one.id))
    gone = {old for one in found for old in one.supersedes}
    return [one for one in found if one.id not in gone and one.rule != "discuss"]


def gold_of(
    decisions: Iterable[Decision],
    elsewhere: Mapping[str, str] | None = None,
    scheme: Scheme | None = None,
) -> Gold:
    """Make the gold of one article from its decisions.

    Args:
        elsewhere: gold ids by ids of annotators' items in other articles, for relations there.
        scheme: what it forbids is left out; without it nothing is.
    """
    made = _Maker(in_force(decisions), elsewhere or {}).gold()
    return _sound(made, scheme) if scheme else made


def _sound(gold: Gold, scheme: Scheme) -> Gold:
    """Leave out what the scheme forbids; what spoke of something left out may go then too."""
    by_id: dict[str, Annotation] = {one.id: one for one in gold.annotations}
    left_out = list(gold.left_out)
    while True:
        found = [(item, *sound(scheme, item, by_id.get)) for item in by_id.values()]
        changed = [(item.id, kept, gone) for item, kept, gone in found if gone]
        for name, kept, gone in changed:
            left_out += gone
            if kept is None:
                del by_id[name]
            else:
                by_id[name] = kept
        if not changed:
            break
    tails = {name: tail for name, tail in gold.tails.items() if name in by_id}
    return gold._replace(
        annotations=tuple(by_id[name] for name in sorted(by_id)),
        tails=tails,
        left_out=tuple(sorted(left_out)),
    )


def gold_ids(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the gold id of each annotator's item that gold has kept as something."""
    found: dict[str, str] = {}
    for one in in_force(decisions):
        if one.slot != "item" or one.rule == "reject":
            continue
        for number, body in enumerate(one.outcome.mentions):
            found.update((source, mention_id(one, number)) for source in body.sources)
        if one.outcome.frame and one.layer != "relations":
            found.update((item, one.item) for item in _sources(one))
    return found


def mention_id(decision: Decision, number: int) -> str:
    """Return the gold id of one of the mentions that a decision takes."""
    body = decision.outcome.mentions[number]
    return gold_id("e", body.sources or (decision.id, str(number)))


class _Maker:
    def __init__(self, decisions: Sequence[Decision], elsewhere: Mapping[str, str]) -> None:
        self._decisions, self._elsewhere = decisions, elsewhere
        self._slots: dict[str, dict[str, Decision]] = {}
        for one in decisions:
            if one.slot not in ("item", "value") and one.item:
                self._slots.setdefault(one.item, {})[one.slot] = one
        self._made: dict[str, Annotation] = {}
        self._tails: dict[str, Tail] = {}
        self._by_source: dict[str, str] = {}
        self._left_out: list[str] = []

    def gold(self) -> Gold:
        frames = [one for one in self._decisions if one.outcome.frame and one.slot == "item"]
        for one in self._decisions:
            if one.layer == "entities" and one.slot == "item":
                self._take_mentions(one)
        for one in frames:
            if one.layer in ("incidents", "claims"):
                self._take_frame(one)
        self._resolve_frames()
        for one in frames:
            if one.layer == "relations":
                self._take_relation(one)
        for one in self._decisions:
            if one.layer == "labels" and one.outcome.frame:
                self._take_label(one, one.outcome.frame)
        return Gold(
            tuple(self._made[key] for key in sorted(self._made)),
            self._tails,
            tuple(self._decisions),
            tuple(sorted(self._left_out)),
        )

    # ------------------------------------------------------------------------ mentions

    def _take_mentions(self, decision: Decision) -> None:
        for number, body in enumerate(decision.outcome.mentions):
            item = mention_id(decision, number)
            self._by_source.update((source, item) for source in body.sources)
            said = [
                one.annotators
                for one in decision.variants
                if any(set(mine.sources) & set(body.sources) for mine in one.choice.mentions)
            ]
            values = self._values(item, body.attributes)
            self._keep(
                Mention(
                    **_common(decision, item, body.type, body.origin),
                    fragments=body.fragments,
                    attributes=values,
                    identity=self._identity(item, body.identity),
                ),
                Tail(_names(said), body.sources or _sources(decision)),
            )

    def _values(self, item: str, agreed: tuple[AttributeValue, ...]) -> tuple[AttributeValue, ...]:
        """Return the agreed attributes with those that were decided."""
        decided = {
            slot.partition(":")[2]: one.outcome.values
            for slot, one in self._slots.get(item, {}).items()
            if slot.startswith("attribute:")
        }
        kept = [value for value in agreed if value.name not in decided]
        return (*kept, *(value for name in sorted(decided) for value in decided[name]))

    def _identity(self, item: str, agreed: str) -> str:
        decided = self._slots.get(item, {}).get("identity")
        return decided.outcome.identity if decided else agreed

    # -------------------------------------------------------------------------- frames

    def _take_frame(self, decision: Decision) -> None:
        body, item = decision.outcome.frame, decision.item
        slots = self._slots.get(item, {})
        kind = slots["type"].outcome.type if "type" in slots else body.type if body else ""
        if not body or not kind:
            self._left_out.append(item)
            return
        trigger = slots["span"].outcome.fragments if "span" in slots else body.trigger
        common = {
            **_common(decision, item, kind, body.origin),
            "trigger": trigger,
            "attributes": self._values(item, body.attributes),
            "at": body.at,
        }
        frame = (
            Claim(**common)
            if decision.layer == "claims"
            else Incident(**common, identity=self._identity(item, body.identity))
        )
        said = [one.annotators for one in decision.variants if one.items]
        self._keep(frame, Tail(_names(said), _sources(decision)))
        self._by_source.update((source, item) for source in _sources(decision))

    def _resolve_frames(self) -> None:
        """Fill the roles of frames, once all that can fill them is there."""
        bodies = {
            one.item: one.outcome.frame
            for one in self._decisions
            if one.layer in ("incidents", "claims") and one.slot == "item" and one.outcome.frame
        }
        for item, body in bodies.items():
            frame = self._made.get(item)
            if isinstance(frame, Incident | Claim):
                fillers = [self._filler(one) for one in self._roles(item, body)]
                roles = tuple(dict.fromkeys(one for one in fillers if one))
                self._made[item] = frame.model_copy(update={"roles": roles})

    def _roles(self, item: str, body: GoldFrameBody) -> list[GoldFiller]:
        decided = {
            slot.partition(":")[2]: one.outcome.fillers
            for slot, one in self._slots.get(item, {}).items()
            if slot.startswith("role:")
        }
        kept = [filler for filler in body.roles if filler.role not in decided]
        return [*kept, *(filler for role in sorted(decided) for filler in decided[role])]

    def _filler(self, filler: GoldFiller) -> Filler | None:
        """Return the filler with the gold item that it means, None where that was rejected."""
        if filler.span:
            return Filler(role=filler.role, kind="span", target=filler.span.id, span=filler.span)
        target = self._end(filler)
        return Filler(role=filler.role, kind=filler.kind, target=target) if target else None

    def _end(self, filler: GoldFiller) -> str:
        """Return what a filler or end of a relation is in gold, "" where it is not there."""
        if "#" in filler.target:
            article, _, item = filler.target.partition("#")
            found = self._elsewhere.get(item, "")
            return f"{article}#{found}" if found else ""
        if filler.target:
            return filler.target if filler.target in self._made else ""
        for source in filler.sources:
            if source in self._by_source:
                return self._by_source[source]
        return self._nearest(filler)

    def _nearest(self, filler: GoldFiller) -> str:
        mentions = (one for one in self._made.values() if isinstance(one, Mention))
        found = [(overlap(one.fragments, filler.fragments), one.id) for one in mentions]
        likeness, item = max(found, default=(0.0, ""))
        return item if likeness > 0 else ""

    # ------------------------------------------------------------ relations and labels

    def _take_relation(self, decision: Decision) -> None:
        body = decision.outcome.frame
        ends = [self._end(one) for one in body.roles] if body else []
        # Ends that were apart for their annotator may be one mention in gold.
        if body is None or len(ends) != 2 or not all(ends) or ends[0] == ends[1]:
            self._left_out.append(decision.item)
            return
        said = [one.annotators for one in decision.variants if one.items]
        self._keep(
            Relation(
                **_common(decision, decision.item, body.type, body.origin),
                source=ends[0],
                target=ends[1],
                attributes=body.attributes,
            ),
            Tail(_names(said), _sources(decision)),
        )

    def _take_label(self, decision: Decision, body: GoldFrameBody) -> None:
        said = [one.annotators for one in decision.variants if one.choice == decision.outcome]
        self._keep(
            Label(
                **_common(decision, decision.item, body.type, body.origin),
                value=body.attributes[0].value,
                sentence=body.at,
            ),
            Tail(_names(said), _sources(decision)),
        )

    def _keep(self, item: Annotation, tail: Tail) -> None:
        self._made[item.id], self._tails[item.id] = item, tail


def _common(decision: Decision, item: str, kind: str, origin: Origin) -> dict[str, object]:
    return {
        **{"id": item, "article": decision.article, "annotator": GOLD, "type": kind},
        **{"scheme": decision.scheme, "origin": origin},
        **{"created": decision.decided_at, "changed": decision.decided_at},
    }


def _names(said: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for names in said for name in names}))


def _sources(decision: Decision) -> tuple[str, ...]:
    """Return the ids of all annotations that a decision was about."""
    return tuple(
        sorted({item.partition("@")[0] for one in decision.variants for item in one.items})
    )

"""Which incidents and claims of several annotators are the same one, aligned frame to frame."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.adjudication.matching import best_matching
from annotator.adjudication.sides import Page, Side, gold_id
from annotator.labelling.located import standing_place
from annotator.model.annotation import (
    Annotation,
    Claim,
    Filler,
    Frame,
    Incident,
    Layer,
    Mention,
)
from annotator.model.spans import Span, hull

_PREFIX = {"incidents": "i", "claims": "c"}


class Aligned(NamedTuple):
    """Frames of several annotators that are taken for the same one."""

    frames: dict[str, Frame]
    """By annotator."""

    @property
    def names(self) -> list[str]:
        """Whose frames they are, by name."""
        return sorted(self.frames)

    @property
    def first(self) -> Frame:
        """The frame of the first annotator by name."""
        return self.frames[min(self.frames)]

    @property
    def layer(self) -> Layer:
        """Incidents or claims."""
        return self.first.layer

    @property
    def item(self) -> str:
        """The gold id."""
        return gold_id(_PREFIX[self.layer], (one.id for one in self.frames.values()))


class Placed(NamedTuple):
    """A frame with what it is compared by."""

    frame: Frame
    place: Span
    trigger: tuple[Span, ...]
    content: tuple[Span, ...]
    """Of a claim: what is said."""
    slots: frozenset[Hashable]


def aligned_frames(
    page: Page, kind: type[Incident] | type[Claim], tokens: Mapping[str, str]
) -> list[Aligned]:
    """Return the counted frames of a layer, those that match together, by place.

    Args:
        tokens: what stands for each mention, see `mention_clusters`.
    """
    groups: list[dict[str, Placed]] = []
    for side in page.sides:
        placed = _counted(page, side, kind, tokens)
        weights = {
            (left, right): weight
            for left, group in enumerate(groups)
            for right, one in enumerate(placed)
            if (weight := max(likeness(other, one) for other in group.values())) > 0
        }
        matched = {right: left for left, right in best_matching(weights)}
        for right, one in enumerate(placed):
            if right in matched:
                groups[matched[right]][side.annotator] = one
            else:
                groups.append({side.annotator: one})
    groups.sort(key=lambda group: min((one.place, one.frame.id) for one in group.values()))
    return [Aligned({name: one.frame for name, one in group.items()}) for group in groups]


def likeness(one: Placed, other: Placed) -> float:
    """Return between 0 and 1 how much two frames are alike; 0 where they cannot be the same.

    Incidents by their triggers, then the share of slots that agree; claims by content, then cue.
    """
    shared = len(one.slots & other.slots) / max(1, len(one.slots | other.slots))
    trigger = overlap(one.trigger, other.trigger)
    content = overlap(one.content, other.content)
    if isinstance(one.frame, Claim):
        return 0.6 * content + 0.3 * trigger + 0.1 * shared if content or trigger else 0.0
    if one.trigger and other.trigger:
        return 0.5 * trigger + 0.5 * shared if trigger else 0.0
    return 0.5 * shared


def overlap(some: Iterable[Span], others: Iterable[Span]) -> float:
    """Return the characters that both cover, over those that either covers; 0.0 for none."""
    a = {offset for start, end in some for offset in range(start, end)}
    b = {offset for start, end in others for offset in range(start, end)}
    return len(a & b) / len(a | b) if a and b else 0.0


def fragments_of(filler: Filler, annotations: Mapping[str, Annotation]) -> tuple[Span, ...]:
    """Return where a filler stands that is text or a mention; nothing for a frame."""
    if filler.span:
        return (Span(filler.span.start, filler.span.end),)
    target = annotations.get(filler.target)
    return target.fragments if isinstance(target, Mention) else ()


def standing(frame: Frame, annotations: Mapping[str, Annotation]) -> Span:
    """Return where a frame stands: see `labelling.located`."""
    return standing_place(frame, annotations.get) or Span(0, 0)


def _counted(
    page: Page, side: Side, kind: type[Incident] | type[Claim], tokens: Mapping[str, str]
) -> list[Placed]:
    """Return the frames of the sentences that the annotator has done, by place."""
    found: list[Placed] = []
    for item in side.annotations.values():
        if isinstance(item, kind):
            placed = _placed(item, side.annotations, tokens)
            sentences = frame_sentences(page, item, placed.place)
            if sentences <= side.done.get(item.layer, frozenset()):
                found.append(placed)
    return sorted(found, key=lambda one: (one.place, one.frame.id))


def frame_sentences(page: Page, frame: Frame, place: Span) -> frozenset[int]:
    """Return the sentences that have to be done for a frame to count: those of its trigger."""
    return page.sentences(frame.trigger or (place,))


def _placed(
    frame: Frame, annotations: Mapping[str, Annotation], tokens: Mapping[str, str]
) -> Placed:
    content = [
        piece
        for filler in frame.fillers_of("content")
        for piece in fragments_of(filler, annotations)
    ]
    return Placed(
        frame=frame,
        place=standing(frame, annotations),
        trigger=frame.trigger,
        content=tuple(content),
        slots=frozenset(_slots(frame, annotations, tokens)),
    )


def _slots(
    frame: Frame, annotations: Mapping[str, Annotation], tokens: Mapping[str, str]
) -> Sequence[Hashable]:
    roles: list[Hashable] = [
        (filler.role, tokens.get(filler.target) or fragments_of(filler, annotations))
        for filler in frame.roles
    ]
    return [frame.type, *roles, *((value.name, value.value) for value in frame.attributes)]


def trigger_place(aligned: Aligned) -> Span | None:
    """Return the hull of all triggers of a group, None where there is none."""
    pieces = [piece for frame in aligned.frames.values() for piece in frame.trigger]
    return hull(pieces) if pieces else None

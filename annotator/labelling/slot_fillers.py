"""What may fill a slot: annotations in view, candidates with the type they would get, bare text."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.labelling.located import filler_fragments
from annotator.labelling.reader import Reader
from annotator.labelling.sentence_map import Light, light_of
from annotator.labelling.session import Session
from annotator.labelling.work import Work
from annotator.model.annotation import Filler, Frame
from annotator.model.scheme_tables import SPAN, Role
from annotator.model.spans import Span
from annotator.suggest.typed_values import count_in
from annotator.text.folding import fold

_COUNTED = ("PEOPLE", "QUANTITY")
"""Types of the packaged scheme for what begins with a number, the likelier first."""


def range_of_filler(work: Work, filler: Filler) -> tuple[Span, ...]:
    """Return where a filler stands, () where it is gone or has no place."""
    return filler_fragments(filler, work.annotations.get)


def slot_lights(
    reader: Reader,
    session: Session,
    role: Role,
    view: Span,
    frame: Frame,
    offered: Sequence[Light] = (),
) -> tuple[Iterable[Light], ...]:
    """Return what in view may fill a slot of a frame, the likelier first.

    Args:
        offered: what is proposed.

    Returns:
        Three tiers: what is proposed, annotations, candidates.
    """
    permitted = frozenset(session.scheme.permitted_fillers(role))
    filled = {filler.target for filler in frame.roles if filler.role == role.name}
    return (
        (light for light in offered if _begins_in(light, view)),
        labelled_lights(reader, session.work, permitted, view, filled | {frame.id}),
        _candidates(reader, session, permitted, view),
    )


def guessed_type(session: Session, fragments: tuple[Span, ...], permitted: Sequence[str]) -> str:
    """Return the type that a new filler gets: that of the same words elsewhere, else the first.

    Returns:
        One of `permitted`; `span` where bare text is permitted and no entity type is.
    """
    kinds = [name for name in permitted if session.scheme.layer_of(name) == "entities"]
    if SPAN in permitted and not kinds:
        return SPAN
    work = session.work
    text = _joined(work.text, fragments)
    words = fold(text)
    for item in work.mentions_as_long(fragments):
        if item.type in kinds and fold(_joined(work.text, item.fragments)) == words:
            return item.type
    if count_in(text):
        kinds = [name for name in _COUNTED if name in kinds] or kinds
    return kinds[0] if kinds else SPAN


def _joined(text: str, fragments: tuple[Span, ...]) -> str:
    return " ".join(text[start:end] for start, end in fragments)


def labelled_lights(
    reader: Reader, work: Work, permitted: frozenset[str], view: Span, besides: set[str]
) -> Iterator[Light]:
    """Yield the annotations of some types that begin in view, but for some."""
    for start, _ in reader.maps_in(view):
        marked = [light_of(mention, start) for mention in work.mentions_in(start)]
        marked += [
            Light(start, frame.trigger, frame.id)
            for frame in work.frames_in(start)
            if frame.trigger
        ]
        for light in marked:
            item = work.annotations[light.annotation]
            if item.type in permitted and item.id not in besides and _begins_in(light, view):
                yield light


def _candidates(
    reader: Reader, session: Session, permitted: frozenset[str], view: Span
) -> Iterator[Light]:
    takes_entities = any(session.scheme.layer_of(name) == "entities" for name in permitted)
    for start, found in reader.maps_in(view):
        spans = found.stops if takes_entities else ()
        spans += found.others if SPAN in permitted else ()
        for span in spans:
            light = Light(start, (span,))
            if _begins_in(light, view):
                yield light


def _begins_in(light: Light, view: Span) -> bool:
    return view.start <= light.hull.start < view.end

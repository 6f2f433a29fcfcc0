"""What stands in the lanes of a sentence: mentions, triggers and cues, fillers of the open form."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from annotator.model.annotation import Annotation, Frame, Mention
from annotator.project import Form, Work, range_of_filler
from annotator.tui.signs import TypeSigns, ghost_sign, proposed_sign, role_sign
from annotator.tui.widgets.layout import Mark

if TYPE_CHECKING:
    from annotator.project import Ghost


def marks_in(
    work: Work,
    start: int,
    signs: TypeSigns,
    form: Form | None,
    ghosts: "Iterable[Ghost]" = (),
) -> list[Mark]:
    """Return the marks under the sentence that begins at `start`.

    Args:
        form: the open form, whose fillers and proposals are shown.
        ghosts: what is suggested there.
    """
    found = mention_marks(work.mentions_in(start), signs)
    found += [
        Mark(frame.id, frame.type, frame.trigger, signs[frame.type], _flags(frame))
        for frame in work.frames_in(start)
        if frame.trigger
    ]
    found += [
        Mark(ghost.suggestions[0].id, "", ghost.fragments, ghost_sign(signs[ghost.type]))
        for ghost in ghosts
    ]
    if form and form.frame:
        found += _role_marks(work, form.frame)
        found += [
            Mark(f"{one.role} proposed", "", one.fragments, proposed_sign(one.role))
            for one in form.proposed.fillers
        ]
    return found


def mention_marks(mentions: Iterable[Mention], signs: TypeSigns) -> list[Mark]:
    """Return the marks of mentions, in their order."""
    return [Mark(m.id, m.type, m.fragments, signs[m.type], _flags(m)) for m in mentions]


def _role_marks(work: Work, frame: Frame) -> Iterator[Mark]:
    for filler in frame.roles:
        fragments = range_of_filler(work, filler)
        if fragments:
            yield Mark(f"{filler.role} {filler.target}", "", fragments, role_sign(filler.role))


def _flags(item: Annotation) -> str:
    return "?" * item.unsure + "*" * bool(item.note)

"""A scheme with frames, relations, labels and rules, and short ways to build them in tests."""

from pathlib import Path

from annotator.labelling.commands.frames import CreateFrame
from annotator.labelling.commands.links import CreateRelation, SetLabel
from annotator.labelling.commands.roles import FillRole
from annotator.labelling.session import Applied, Session
from annotator.model.annotation import Claim, Filler, Frame, Incident, Label, Relation
from annotator.project import Project
from tests.support import SCHEME, new_project, words

FRAMES = (
    SCHEME
    + """
[incidents]
trigger = "required"

[incidents.types.HARM]
abstract = true
[incidents.types.HARM.roles.killed]
fills = ["PERSON", "TIME"]
[incidents.types.HARM.roles.place]
fills = ["PLACE"]
max = 2

[incidents.types.BLAST]
parent = "HARM"
key = "b"
[incidents.types.BLAST.roles.weapon]
fills = ["OFFICE"]

[incidents.types.MEETING]
key = "m"
[incidents.types.MEETING.roles.who]
fills = ["PERSON"]
min = 1
[incidents.types.MEETING.roles.place]
fills = ["NAMED"]
max = 1

[incidents.attributes.fatalities]
value = "count"
applies_to = ["HARM"]
[incidents.attributes.when]
value = "interval"
[incidents.attributes.realis]
value = "choice"
choices = ["actual", "generic"]
default = "actual"
required = true
[incidents.attributes.size]
value = "choice"
choices = ["small", "large", "loud"]
choices_for = { BLAST = ["loud"], MEETING = ["small", "large"] }

[claims]
trigger = "optional"

[claims.types.SAID]
key = "s"
[claims.types.SAID.roles.source]
fills = ["PERSON"]
[claims.types.SAID.roles.content]
fills = ["span", "incident", "claim"]
min = 1

[claims.types.BLAMED]
parent = "SAID"
key = "l"
[claims.types.BLAMED.roles.incident]
fills = ["BLAST"]

[claims.attributes.stance]
value = "choice"
choices = ["assert", "deny"]
default = "assert"
required = true
[claims.attributes.anonymous]
value = "flag"

[relations.types.inside]
from = ["PLACE"]
to = ["PLACE"]
max_per_source = 1
[relations.types.contradicts]
from = ["claim"]
to = ["claim"]
symmetric = true
[relations.types.answers]
from = ["claim"]
to = ["claim"]

[labels.sentence.worthy]
value = "choice"
choices = ["yes", "no"]
[labels.sentence.topics]
value = "multi_choice"
choices = ["war", "peace"]
[labels.document.relevant]
value = "choice"
choices = ["yes", "no"]

[rules.source-or-anonymous]
on = "claim"
unless = { attribute = "anonymous" }
require_role = ["source"]
[rules.deaths-need-victims]
on = "incident"
severity = "error"
when = { attribute = "fatalities" }
unless = { attribute = "fatalities", equals = ["0"] }
require_role = ["killed"]
[rules.generic-has-no-count]
on = "incident"
severity = "error"
when = { attribute = "realis", equals = ["generic"] }
forbid_attribute = ["fatalities", "when"]
"""
)
"""The scheme of `tests.support`, and one of everything that its mentions can be put into."""


def frame_project(path: Path, scheme: str = FRAMES) -> Project:
    """Make a project with the three short articles and this scheme."""
    return new_project(path, scheme=scheme)


def tell(at: Session, type_name: str, *trigger: str, place: int = 0) -> Frame:
    """Make an incident or a claim with these words as its trigger, and return it."""
    found = words(at.work.text, *trigger)
    return frame_left(at.apply(CreateFrame(type=type_name, trigger=found, at=place)), at)


def fill(at: Session, frame: Frame, role: str, target: str) -> Frame:
    """Fill a role with an annotation and return the frame as it is then."""
    return frame_left(at.apply(FillRole(id=frame.id, role=role, target=target)), at)


def fill_text(at: Session, frame: Frame, role: str, *found: str, as_type: str = "") -> Frame:
    """Fill a role with words of the text and return the frame as it is then."""
    command = FillRole(
        id=frame.id, role=role, fragments=words(at.work.text, *found), as_type=as_type
    )
    return frame_left(at.apply(command), at)


def link(at: Session, type_name: str, source: str, target: str) -> Relation:
    """Make a relation and return it."""
    item = at.apply(CreateRelation(type=type_name, source=source, target=target)).edits[0].after
    assert isinstance(item, Relation)
    return item


def put_label(at: Session, name: str, value: str, sentence: int | None = None) -> Label | None:
    """Set a label and return it as it is then."""
    item = at.apply(SetLabel(label=name, value=value, sentence=sentence)).edits[0].after
    assert item is None or isinstance(item, Label)
    return item


def frame_left(applied: Applied, at: Session) -> Frame:
    """Return the frame that an act left."""
    item = at.work.annotations[applied.frame]
    assert isinstance(item, Incident | Claim)
    return item


def now_of(at: Session, frame: Frame) -> Frame:
    """Return a frame as it is now."""
    item = at.work.annotations[frame.id]
    assert isinstance(item, Incident | Claim)
    return item


def fillers(frame: Frame, role: str) -> list[Filler]:
    """Return what fills a role."""
    return list(frame.fillers_of(role))

"""Searching incidents, claims, relations and labels, and acting on many of them in one step."""

from pathlib import Path

import pytest

from annotator.labelling.bulk import Done
from annotator.labelling.commands.annotations import SetAttribute, SetNote, SetUnsure
from annotator.labelling.commands.identity import CreateEntry
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.query import read_query
from annotator.labelling.refusals import Refused
from annotator.labelling.search import Hit, Search
from annotator.labelling.session import Session
from annotator.model.annotation import Annotation, Frame, Incident, Mention
from annotator.project import Project, open_project
from tests.frames import fill, fill_text, frame_project, link, put_label, tell
from tests.support import TEXTS, complaints, mark, session, tables


@pytest.fixture
def framed(tmp_path: Path) -> Project:
    """A project with frames in its scheme."""
    return frame_project(tmp_path / "frames.db")


@pytest.fixture
def blast(framed: Project) -> Frame:
    """An incident in the second article, near Oshtin, which is filled."""
    at = session(framed, number=1)
    frame = tell(at, "BLAST", "bridges fell")
    return fill(at, frame, "place", mark(at, "PLACE", "Oshtin").id)


def hits(project: Project, typed: str, annotator: str = "ann") -> list[Hit]:
    """Return all hits of a query."""
    query = read_query(typed, project.scheme, ["ann", "bob"])
    return Search(project.file, query, annotator).more(1000)


def found(project: Project, typed: str) -> list[str]:
    """Return the ids of what a query finds."""
    return [hit.item.id for hit in hits(project, typed) if hit.item]


def set_(at: Session, item: Annotation, attribute: str, value: str) -> None:
    """Set an attribute."""
    at.apply(SetAttribute(id=item.id, attribute=attribute, value=value))


def test_a_frame_is_shown_at_its_trigger_with_what_fills_it(framed: Project, blast: Frame) -> None:
    (hit,) = hits(framed, "label:HARM")
    assert (hit.number, hit.sentence, hit.keyword) == (2, 1, "bridges fell")
    assert hit.before + hit.keyword + hit.after == TEXTS[1]
    assert (hit.labels, hit.told, hit.mention) == (("BLAST",), ("place=Oshtin",), None)
    assert hit.item and hit.item.id == blast.id


def test_one_without_a_trigger_is_shown_where_it_stands(framed: Project) -> None:
    at = session(framed)
    bare = tell(at, "SAID", place=40)
    named = tell(at, "SAID", place=0)
    named = fill_text(at, named, "content", "Nobody was hurt")
    assert [(hit.sentence, hit.keyword) for hit in hits(framed, "label:SAID")] == [
        (2, ""),
        (3, "Nobody was hurt"),
    ]
    assert found(framed, "label:SAID") == [bare.id, named.id]


def test_words_stand_in_the_trigger_or_in_a_filler(framed: Project, blast: Frame) -> None:
    for typed in ("fell", "oshtin", "FELL oshtin", '"bridges fell"', "osh*"):
        assert found(framed, f"label:BLAST {typed}") == [blast.id], typed
    for typed in ("near", "karvan", '"fell near"', "fell darvo"):
        assert found(framed, f"label:BLAST {typed}") == [], typed


def test_roles(framed: Project, blast: Frame) -> None:
    at = session(framed)
    claim = tell(at, "SAID", "met")
    fill_text(at, claim, "content", "Nobody was hurt")
    outer = fill(at, tell(at, "SAID", "She"), "content", claim.id)
    assert found(framed, "role:place") == [blast.id]
    assert found(framed, "role:place=oshtin") == found(framed, "role:place=OSH*") == [blast.id]
    assert found(framed, "role:place=karvan") == []
    assert found(framed, "role:killed") == []
    assert found(framed, 'role:content="was hurt"') == [claim.id]
    # A frame fills a role with its trigger.
    assert found(framed, "role:content=met") == [outer.id]
    assert found(framed, "role:content=nobody role:content=hurt") == [claim.id]
    assert found(framed, "role:place fell attr:realis=actual") == [blast.id]


def test_fillers_are_found_by_all_names_of_their_entry(framed: Project, blast: Frame) -> None:
    at = session(framed, number=1)
    oshtin, karvan = at.work.annotations[blast.roles[0].target], mark(at, "PLACE", "Karvan")
    at.apply(CreateEntry(id=oshtin.id))
    at.apply(CreateEntry(id=karvan.id))
    registry = framed.identities("ann")
    linked = at.work.annotations[oshtin.id]
    assert isinstance(linked, Mention)
    registry.add_alias(linked.identity, "Port of Óshtinabad")
    for typed in ("oshtinabad", '"port of oshtinabad"', "OSHTINAB*", "oshtin"):
        assert found(framed, f"role:place={typed}") == [blast.id], typed
    for typed in ("karvan", '"of port"', "inabad", "oshti"):
        assert found(framed, f"role:place={typed}") == [], typed
    assert found(framed, "role:place=oshtinabad fell") == [blast.id]
    assert found(framed, "role:place=oshtinabad harbour") == []
    other = at.work.annotations[karvan.id]
    assert isinstance(other, Mention)
    registry.merge(linked.identity, other.identity)
    assert found(framed, "role:place=karvan") == [blast.id]


def test_attributes_of_frames_and_their_defaults(framed: Project, blast: Frame) -> None:
    at = session(framed)
    said, denied = tell(at, "SAID", "left"), tell(at, "BLAMED", "met")
    set_(at, denied, "stance", "deny")
    assert found(framed, "attr:stance=deny") == [denied.id]
    assert found(framed, "attr:stance=assert") == [said.id]
    assert found(framed, "attr:stance") == [denied.id]
    assert found(framed, "label:SAID attr:anonymous") == []


@pytest.mark.parametrize(
    ("given", "fits", "misses"),
    [
        ("8..", ("8..", "3..", "..", ""), ("9..", "8", "..20", "8..20")),
        ("12", ("12", "8..", "..12", "8..20", ""), ("13..", "..11")),
        ("~100", ("~100", "8..", ""), ("100",)),
        ("dozens", ("dozens", ""), ("8..", "several")),
    ],
)
def test_counts_lie_in_ranges(
    framed: Project, blast: Frame, given: str, fits: tuple[str, ...], misses: tuple[str, ...]
) -> None:
    set_(session(framed, number=1), blast, "fatalities", given)
    for asked in fits:
        typed = f"attr:fatalities={asked}" if asked.strip(".") else "attr:fatalities"
        assert found(framed, typed) == [blast.id], asked
    for asked in misses:
        assert found(framed, f"attr:fatalities={asked}") == [], asked


def test_flags_and_notes_of_all_layers(framed: Project, blast: Frame) -> None:
    at = session(framed, number=1)
    at.apply(SetUnsure(id=blast.id, unsure=True))
    at.apply(SetNote(id=blast.id, note="when?"))
    assert found(framed, "unsure:") == found(framed, "note: fell") == [blast.id]
    assert len(found(framed, "by:ann")) == 2
    assert found(framed, "by:bob") == []


def test_relations_and_labels(framed: Project) -> None:
    at = session(framed)
    one, two = mark(at, "PLACE", "Oshtin"), mark(at, "PLACE", "Karvan")
    relation = link(at, "inside", one.id, two.id)
    (hit,) = hits(framed, "label:inside karvan")
    assert hit.item == relation
    assert (hit.keyword, hit.sentence, hit.told) == ("Oshtin", 2, ("Oshtin → Karvan",))
    assert hits(framed, "label:inside mayor") == []
    put_label(at, "worthy", "yes", at.work.sentences[1].start)
    put_label(at, "topics", "war,peace", 0)
    put_label(at, "relevant", "no")
    (worthy,) = hits(framed, "label:worthy=yes")
    assert (worthy.keyword, worthy.labels) == ("She met the mayor of Oshtin.", ("worthy=yes",))
    assert [hit.labels for hit in hits(framed, "label:topics=peace")] == [("topics=war,peace",)]
    assert hits(framed, "label:worthy=no") == []
    assert len(hits(framed, "label:worthy mayor")) == 1
    assert hits(framed, "label:worthy karvan") == []
    (whole,) = hits(framed, "label:relevant")
    assert whole.keyword == "Ilena Darvo left Karvan on Monday."


def test_labels_of_other_layers_leave_words_unlabelled(framed: Project, blast: Frame) -> None:
    (hit,) = hits(framed, "unlabelled: fell")
    assert (hit.item, hit.labels) == (None, ())


# --------------------------------------------------------------------------- bulk acts


def blasts(project: Project) -> list[Frame]:
    """Make an incident in each of two articles, the first with a place and a number."""
    at, other = session(project, number=1), session(project, number=2)
    one = fill(at, tell(at, "BLAST", "fell"), "place", mark(at, "PLACE", "Oshtin").id)
    set_(at, one, "fatalities", "3")
    return [one, tell(other, "BLAST", "quiet")]


def test_frames_get_another_type_in_one_step(framed: Project) -> None:
    made, before = blasts(framed), tables(framed.file)
    assert framed.label_hits("ann", hits(framed, "label:BLAST"), "MEETING") == 2
    after = [hit.item for hit in hits(framed, "label:MEETING")]
    assert [item.id for item in after if item] == [frame.id for frame in made]
    first = after[0]
    assert isinstance(first, Incident)
    assert [filler.role for filler in first.roles] == ["place"]
    assert first.value_of("fatalities") == ""  # a meeting has none
    assert complaints(framed) == []
    session(framed).undo()
    assert tables(framed.file) == before


def test_layers_are_not_mixed_when_a_type_is_given(framed: Project, blast: Frame) -> None:
    before = tables(framed.file)
    with pytest.raises(Refused, match=r"several layers \(entities, incidents\); tick those of one"):
        framed.label_hits("ann", sorted_by_layer(hits(framed, "by:ann")), "MEETING")
    put_label(session(framed), "relevant", "yes")
    with pytest.raises(Refused, match="Labels have a value and no type"):
        framed.label_hits("ann", hits(framed, "label:relevant"), "MEETING")
    with pytest.raises(Refused, match="is one of the incidents; SAID is none"):
        framed.label_hits("ann", hits(framed, "label:BLAST"), "SAID")
    session(framed).undo()
    assert tables(framed.file) == before


def sorted_by_layer(found: list[Hit]) -> list[Hit]:
    """Return hits by layer."""
    return sorted(found, key=lambda hit: hit.item.layer if hit.item else "")


def test_a_type_that_others_cannot_hold_changes_nothing(framed: Project, blast: Frame) -> None:
    at = session(framed, number=1)
    fill(at, tell(at, "BLAMED", "saw"), "incident", blast.id)
    before = tables(framed.file)
    with pytest.raises(Refused, match="fills a role or stands in a relation that takes no MEETING"):
        framed.label_hits("ann", hits(framed, "label:BLAST"), "MEETING")
    assert tables(framed.file) == before


def test_claims_about_each_other_get_a_type_together(framed: Project) -> None:
    at = session(framed)
    inner = tell(at, "SAID", "met")
    outer = fill(at, tell(at, "SAID", "left"), "content", inner.id)
    assert framed.label_hits("ann", hits(framed, "label:SAID"), "BLAMED") == 2
    again = session(framed).work.annotations[outer.id]
    assert not isinstance(again, Mention) and found(framed, "role:content=met") == [outer.id]
    assert complaints(framed) == []


def test_two_frames_of_one_trigger_never_become_the_same(framed: Project) -> None:
    at = session(framed)
    tell(at, "SAID", "met")
    tell(at, "BLAMED", "met")
    with pytest.raises(Refused, match="already"):
        framed.label_hits("ann", hits(framed, "label:SAID"), "BLAMED")


def test_relations_get_another_type(framed: Project) -> None:
    at = session(framed)
    one, two = tell(at, "SAID", "met"), tell(at, "SAID", "left")
    link(at, "answers", one.id, two.id)
    link(at, "answers", two.id, one.id)
    before = tables(framed.file)
    # Either could be one, but then the other says the same once more.
    with pytest.raises(Refused, match="same ends and cannot both be contradicts"):
        framed.label_hits("ann", hits(framed, "label:answers"), "contradicts")
    assert tables(framed.file) == before
    (_, second) = hits(framed, "label:answers")
    assert framed.label_hits("ann", [second], "contradicts") == 1
    assert len(hits(framed, "label:contradicts")) == 1
    assert complaints(framed) == []


def test_what_is_deleted_leaves_roles_and_relations_in_one_step(framed: Project) -> None:
    at = session(framed)
    one, two = mark(at, "PLACE", "Oshtin"), mark(at, "PLACE", "Karvan")
    link(at, "inside", one.id, two.id)
    blasts(framed)
    before = tables(framed.file)
    done = framed.delete_hits("ann", hits(framed, "label:PLACE"))
    assert done == Done(3, roles=1, relations=1)
    assert done.besides == "They were taken out of 1 role and 1 relation."
    assert complaints(framed) == []
    session(framed).undo()
    assert tables(framed.file) == before


def test_finished_sentences_that_lose_what_they_need_are_open_again(framed: Project) -> None:
    for number, verb in enumerate(("met", "saw")):
        at = session(framed, number=number)
        fill(at, tell(at, "MEETING", verb), "who", mark(at, "PERSON", "Ilena Darvo").id)
        sentence = at.work.sentences[1].start
        at.apply(CompleteSentence(sentence=sentence, layers=("incidents",), state="done"))
    before = tables(framed.file)
    done = framed.delete_hits("ann", hits(framed, "label:PERSON"))
    assert done == Done(2, roles=2, reopened=2)
    assert done.besides == "They were taken out of 2 roles. 2 finished sentences are open again."
    assert complaints(framed) == []
    session(framed).undo()
    assert tables(framed.file) == before


def test_everything_that_a_query_finds_is_deleted(framed: Project) -> None:
    at = session(framed)
    one, two = mark(at, "PLACE", "Oshtin"), mark(at, "PLACE", "Karvan")
    link(at, "inside", one.id, two.id)
    put_label(at, "relevant", "yes")
    blasts(framed)
    before = tables(framed.file)
    assert framed.delete_hits("ann", hits(framed, "by:ann")) == Done(7)
    assert hits(framed, "by:ann") == []
    session(framed).undo()
    assert tables(framed.file) == before


def test_a_relation_between_articles_goes_once(framed: Project) -> None:
    one = tell(session(framed, number=2), "SAID", "quiet")
    at = session(framed)
    two = tell(at, "SAID", "met")
    link(at, "contradicts", two.id, f"{one.article}#{one.id}")
    before = tables(framed.file)
    assert framed.delete_hits("ann", hits(framed, "label:SAID")) == Done(2, relations=1)
    session(framed).undo()
    assert framed.delete_hits("ann", reversed(hits(framed, "by:ann"))) == Done(3)
    session(framed).undo()
    assert tables(framed.file) == before


def test_mentions_are_linked_in_one_step(framed: Project) -> None:
    at, other = session(framed), session(framed, number=2)
    first = mark(at, "PLACE", "Karvan")
    at.apply(CreateEntry(id=first.id))
    mark(other, "PLACE", "Karvan")
    before = tables(framed.file)
    identities = framed.identities("ann")
    entry = identities.find("Karvan")
    items = [hit.item for hit in hits(framed, "label:PLACE karvan") if hit.item]
    # The one that is linked already stands in nobody's way.
    assert identities.link_all(items, entry.id) == 1
    assert len(identities.links(entry.id)) == 2
    with pytest.raises(Refused, match="it is so already"):
        identities.link_all([hit.item for hit in hits(framed, "by:ann") if hit.item], entry.id)
    with open_project(framed.path) as again:
        session(again).undo()
        assert tables(again.file) == before

"""The registry: creating, linking, merging, splitting, and taking all of it back."""

import pytest

from annotator.labelling.commands.annotations import DeleteAnnotation, RetypeMention
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity, UnlinkIdentity
from annotator.labelling.commands.registry import (
    AddAlias,
    EditEntry,
    MergeEntries,
    RegistryCommand,
    RemoveAlias,
    SplitEntry,
)
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.model import ids
from annotator.model.annotation import Annotation, Incident, Mention
from annotator.model.registry import Resolved
from annotator.model.spans import Span
from annotator.project import Project
from annotator.store import journal
from annotator.store.entries import Registry
from annotator.store.errors import EditConflict
from annotator.store.journal import Act, Edit
from tests.support import STAMP, complaints, mark, refusal, session, tables


def identity(at: Session, mention: Mention) -> str:
    """Return which entry a mention of a session stands for."""
    item = at.work.annotations[mention.id]
    assert isinstance(item, Mention)
    return item.identity


def created(at: Session, type_name: str, *found: str) -> str:
    """Label words and make an entry of them; return its id."""
    mention = mark(at, type_name, *found)
    at.apply(CreateEntry(id=mention.id))
    return identity(at, mention)


def registry(project: Project) -> Registry:
    """Return the project's registry."""
    return project.identities("ann").registry


def links(project: Project, wanted: str, annotator: str) -> list[Annotation]:
    """Return somebody's links to an entry."""
    return project.identities(annotator).links(wanted)


def link_counts(project: Project, annotator: str) -> dict[str, int]:
    """Return how often somebody linked to each entry."""
    return project.identities(annotator).link_counts()


def do(project: Project, command: RegistryCommand, annotator: str) -> None:
    """Do an act on the registry."""
    identities = project.identities(annotator)
    match command:
        case EditEntry():
            identities.edit(
                command.id, {str(name): value for name, value in command.fields.items()}
            )
        case AddAlias():
            identities.add_alias(command.id, command.alias)
        case RemoveAlias():
            identities.remove_alias(command.id, command.alias)
        case MergeEntries():
            identities.merge(command.into, command.id)
        case _:
            identities.split(getattr(command, "id", ""))


def change(project: Project, command: RegistryCommand, annotator: str = "ann") -> None:
    """Do an act on the registry; undoing and redoing it must be exact."""
    before = tables(project.file)
    do(project, command, annotator)
    after = tables(project.file)
    assert session(project, annotator).undo()
    assert tables(project.file) == before
    assert session(project, annotator).redo()
    assert tables(project.file) == after
    assert complaints(project) == []


def refused(project: Project, command: RegistryCommand) -> str:
    """Return why an act on the registry is refused; it must leave everything as it was."""
    before = tables(project.file)
    with pytest.raises(Refused) as caught:
        do(project, command, "ann")
    assert tables(project.file) == before
    said = str(caught.value)
    assert said.endswith(".") and "\n" not in said
    return said


def entry(project: Project, wanted: str) -> Resolved:
    """Return what an id stands for."""
    found = registry(project).resolved(wanted)
    assert found is not None
    return found


def incident(at: Session, word: str, type_name: str = "BOMBING") -> Incident:
    """Store an incident of the session's annotator and return it."""
    start = at.work.text.index(word)
    made = Incident(
        id=ids.new_id(ids.INCIDENT),
        article=at.article,
        annotator=at.annotator,
        type=type_name,
        scheme=at.scheme.source_hash,
        created=STAMP,
        changed=STAMP,
        trigger=(Span(start, start + len(word)),),
    )
    journal.commit(at._file, [Edit(None, made)], Act(at.annotator, at.article, start, "test", {}))
    at.work.apply([Edit(None, made)])
    return made


def test_an_entry_is_made_and_linked_in_one_act(project: Project, at: Session) -> None:
    mention = mark(at, "PERSON", "Ilena Darvo")
    before = tables(project.file)
    at.apply(CreateEntry(id=mention.id))
    made = entry(project, identity(at, mention))
    assert (made.name, made.type, made.aliases) == ("Ilena Darvo", "PERSON", ())
    after = tables(project.file)
    at.undo()
    assert (tables(project.file), identity(at, mention)) == (before, "")
    at.redo()
    assert (tables(project.file), identity(at, mention)) == (after, made.id)
    assert complaints(project) == []


def test_another_wording_becomes_an_alias(project: Project, at: Session) -> None:
    person = created(at, "PERSON", "Ilena Darvo")
    other = mark(at, "PERSON", "Ilena")
    pronoun = mark(at, "PERSON", "She")
    description = mark(at, "PERSON", "the mayor")
    at.apply(LinkIdentity(id=other.id, entry=person))
    at.apply(LinkIdentity(id=description.id, entry=person))
    assert entry(project, person).aliases == ("Ilena",)
    at.apply(LinkIdentity(id=pronoun.id, entry=person, alias=False))
    assert entry(project, person).aliases == ("Ilena",)
    at.apply(UnlinkIdentity(id=description.id))
    at.apply(LinkIdentity(id=description.id, entry=person, alias=True))
    assert entry(project, person).aliases == ("Ilena", "mayor")
    for _ in range(6):
        at.undo()
    assert [entry.names for entry in registry(project).listed()] == [("Ilena Darvo",)]
    assert complaints(project) == []


def test_links_are_refused_with_the_reason(project: Project, at: Session) -> None:
    person = created(at, "PERSON", "Ilena Darvo")
    place = mark(at, "PLACE", "Karvan")
    assert refusal(at, LinkIdentity(id=place.id, entry="n_000000000000")) == (
        "The registry has no entry n_000000000000."
    )
    assert refusal(at, UnlinkIdentity(id=place.id)) == "This is not linked to the registry."
    at.apply(LinkIdentity(id=place.id, entry=person))
    said = refusal(at, LinkIdentity(id=place.id, entry=person))
    assert said == "This is linked to “Ilena Darvo” already."
    assert refusal(at, CreateEntry(id=place.id, type="NAMED")) == (
        "NAMED only groups other types; choose one of them."
    )
    assert refusal(at, CreateEntry(id=place.id, called="…")) == (
        "A name needs a letter or a digit; type one."
    )
    shot = incident(at, "hurt")
    assert refusal(at, LinkIdentity(id=shot.id, entry=person)) == (
        "“Ilena Darvo” is an entity; this can only stand for an incident."
    )


def test_merging_touches_nobodys_annotations_and_is_taken_apart_later(
    project: Project, at: Session
) -> None:
    bob = session(project, "bob", 1)
    one, two = created(at, "PLACE", "Karvan"), created(bob, "PLACE", "Oshtin")
    rows = tables(project.file)["annotations"]
    change(project, AddAlias(id=two, alias="Lower Oshtin"))
    change(project, MergeEntries(id=two, into=one))
    assert tables(project.file)["annotations"] == rows
    merged = entry(project, two)
    assert (merged.id, merged.aliases) == (one, ("Lower Oshtin", "Oshtin"))
    assert [item.annotator for item in links(project, one, "bob")] == ["bob"]
    assert link_counts(project, "bob") == {one: 1}
    change(project, EditEntry(id=one, fields={"name": "Karvan City"}))
    change(project, SplitEntry(id=two))
    assert entry(project, two).names == ("Oshtin", "Lower Oshtin")
    assert entry(project, one).names == ("Karvan City", "Karvan")


def test_merges_that_cannot_be_are_refused(project: Project, at: Session) -> None:
    person, place = created(at, "PERSON", "Ilena Darvo"), created(at, "PLACE", "Karvan")
    town = created(at, "PLACE", "Oshtin")
    assert refused(project, MergeEntries(id=place, into=person)) == (
        "“Ilena Darvo” and “Karvan” cannot be merged: PERSON and PLACE exclude each other; "
        "correct the type of one first."
    )
    assert refused(project, MergeEntries(id=place, into=place)) == (
        "“Karvan” and “Karvan” are one entry already."
    )
    assert refused(project, MergeEntries(id="n_000000000000", into=place)) == (
        "The registry has no entry n_000000000000."
    )
    change(project, EditEntry(id=town, fields={"affiliate_of": place}))
    assert refused(project, MergeEntries(id=place, into=town)) == (
        "“Oshtin” and “Karvan” cannot be merged: “Oshtin” is an affiliate of “Karvan”."
    )
    change(project, EditEntry(id=town, fields={"affiliate_of": "", "wikidata": "Q1"}))
    change(project, EditEntry(id=place, fields={"wikidata": "NIL"}))
    assert refused(project, MergeEntries(id=place, into=town)) == (
        "“Oshtin” and “Karvan” cannot be merged: in Wikidata one is Q1, the other NIL; "
        "correct one of them first."
    )


def test_facts_of_an_entry_are_checked(project: Project, at: Session) -> None:
    place, town = created(at, "PLACE", "Karvan"), created(at, "PLACE", "Oshtin")
    for fields, said in (
        ({"name": " - "}, "A name needs a letter or a digit."),
        ({"type": "TOWN"}, "The scheme has no entity type TOWN."),
        ({"type": "NAMED"}, "NAMED only groups other types; choose one of them."),
        (
            {"wikidata": "Q0"},
            "“Q0” is no Wikidata item; write one like Q8, or NIL where there is none.",
        ),
        ({"when": "2022"}, "An entity has no when."),
        ({"affiliate_of": place}, "“Karvan” cannot be its own affiliate."),
        ({"name": "Karvan"}, "The entry says so already."),
    ):
        assert refused(project, EditEntry.model_validate({"id": place, "fields": fields})) == said
    change(project, EditEntry(id=town, fields={"affiliate_of": place}))
    assert refused(project, EditEntry(id=place, fields={"affiliate_of": town})) == (
        "“Oshtin” is itself an affiliate of “Karvan”."
    )
    assert entry(project, town).affiliate_of == place
    assert registry(project).affiliates(place) == [town]
    change(project, EditEntry(id=place, fields={"note": "a  note", "type": "PERSON"}))
    assert entry(project, place).entry.note == "a note"


def test_names_come_and_go(project: Project, at: Session) -> None:
    place, town = created(at, "PLACE", "Karvan"), created(at, "PLACE", "Oshtin")
    change(project, AddAlias(id=place, alias=" The  City "))
    assert refused(project, AddAlias(id=place, alias="The City")) == (
        "“Karvan” has the name “The City” already."
    )
    assert refused(project, RemoveAlias(id=place, alias="X")) == "“Karvan” has no alias “X”."
    assert refused(project, RemoveAlias(id=place, alias="Karvan")) == (
        "“Karvan” is what the entry goes by; rename it instead."
    )
    change(project, EditEntry(id=place, fields={"name": "The City"}))
    assert entry(project, place).names == ("The City", "Karvan")
    change(project, RemoveAlias(id=place, alias="Karvan"))
    change(project, MergeEntries(id=place, into=town))
    assert refused(project, RemoveAlias(id=town, alias="The City")) == (
        f"“The City” is the name of {place}, which was merged into “Oshtin”; split it off instead."
    )
    assert refused(project, AddAlias(id=place, alias="K")) == (
        f"{place} was merged into “Oshtin” ({town}); name that one."
    )
    assert refused(project, SplitEntry(id=town)).startswith("“Oshtin” was not merged into anything")


def test_an_entry_that_others_link_to_cannot_be_undone_away(project: Project, at: Session) -> None:
    place = created(at, "PLACE", "Karvan")
    bob = session(project, "bob", 1)
    theirs = mark(bob, "PLACE", "Karvan")
    bob.apply(LinkIdentity(id=theirs.id, entry=place))
    before = tables(project.file)
    with pytest.raises(EditConflict, match="Somebody has linked to “Karvan” since"):
        at.undo()
    assert tables(project.file) == before
    bob.apply(DeleteAnnotation(id=theirs.id))
    at.undo()
    with pytest.raises(EditConflict, match=f"no entry {place} any more"):
        bob.undo()
    assert complaints(project) == []


def test_two_people_add_aliases_and_each_takes_back_his_own(project: Project, at: Session) -> None:
    place = created(at, "PLACE", "Karvan")
    bob = session(project, "bob", 1)
    theirs, mine = mark(bob, "PLACE", "Oshtin"), mark(at, "PLACE", "Oshtin")
    at.apply(LinkIdentity(id=mine.id, entry=place))
    do(project, AddAlias(id=place, alias="K Town"), "bob")
    bob.apply(LinkIdentity(id=theirs.id, entry=place))
    at.undo()
    assert entry(project, place).aliases == ("K Town",)
    assert complaints(project) == []


def test_circles_that_undo_would_close_are_refused(project: Project, at: Session) -> None:
    one, two = created(at, "PLACE", "Karvan"), created(at, "PLACE", "Oshtin")
    do(project, MergeEntries(id=one, into=two), "ann")
    at.undo()
    do(project, MergeEntries(id=two, into=one), "bob")
    before = tables(project.file)
    with pytest.raises(EditConflict, match="merged into or affiliated with itself"):
        at.redo()
    assert tables(project.file) == before
    do(project, SplitEntry(id=two), "bob")
    do(project, EditEntry(id=one, fields={"affiliate_of": two}), "ann")
    do(project, EditEntry(id=one, fields={"affiliate_of": ""}), "ann")
    do(project, EditEntry(id=two, fields={"affiliate_of": one}), "bob")
    with pytest.raises(EditConflict, match="merged into or affiliated with itself"):
        at.undo()
    assert complaints(project) == []


def test_some_links_get_an_entry_of_their_own_over_articles(project: Project, at: Session) -> None:
    second = session(project, "ann", 1)
    place = created(at, "PLACE", "Karvan")
    far, near = mark(second, "PLACE", "Karvan"), mark(at, "PLACE", "Oshtin")
    second.apply(LinkIdentity(id=far.id, entry=place))
    at.apply(LinkIdentity(id=near.id, entry=place, alias=False))
    before = tables(project.file)
    new = project.identities("ann").split_off([near.id, far.id], "Upper Karvan")
    assert entry(project, new).names == ("Upper Karvan",)
    assert [item.id for item in links(project, new, "ann")] == [near.id, far.id]
    assert len(links(project, place, "ann")) == 1
    after = tables(project.file)
    assert session(project).undo() and tables(project.file) == before
    assert session(project).redo() and tables(project.file) == after
    assert complaints(project) == []
    with pytest.raises(Refused, match="These are linked to several entries"):
        kept = links(project, place, "ann")[0]
        project.identities("ann").split_off([near.id, kept.id])
    with pytest.raises(Refused, match="bob has no annotation"):
        project.identities("bob").split_off([near.id])


def test_many_are_linked_in_one_act(project: Project, at: Session) -> None:
    place = created(at, "PLACE", "Karvan")
    second = session(project, "ann", 1)
    found = [mark(at, "PLACE", "Oshtin"), mark(second, "PLACE", "Oshtin")]
    assert project.identities("ann").link_all(found, place) == 2
    assert link_counts(project, "ann") == {place: 3}
    with pytest.raises(Refused, match="linked to “Karvan” already"):
        project.identities("ann").link_all(found, place)
    assert session(project).undo()
    assert link_counts(project, "ann") == {place: 1}


def test_retyping_keeps_the_link(project: Project, at: Session) -> None:
    mention = mark(at, "PERSON", "Karvan")
    at.apply(CreateEntry(id=mention.id))
    linked = identity(at, mention)
    at.apply(RetypeMention(id=mention.id, type="PLACE"))
    assert identity(at, mention) == linked


def test_verify_finds_what_points_nowhere(project: Project, at: Session) -> None:
    place, town = created(at, "PLACE", "Karvan"), created(at, "PLACE", "Oshtin")
    with project.file.write() as conn:
        conn.execute("UPDATE registry SET merged_into = ?1 WHERE id = ?2", (place, town))
        conn.execute("UPDATE registry SET affiliate_of = ?1 WHERE id = ?2", (town, place))
        conn.execute("INSERT INTO registry_aliases VALUES ('n_nothing00000', 'X', '')")
        conn.execute("DELETE FROM registry_keys WHERE entry = ?", (town,))
    said = "\n".join(complaints(project))
    assert f"registry {place}: {place} would be merged into or affiliated with itself" in said
    assert "registry n_nothing00000: it has an alias but is not there" in said
    assert f"registry {town}: the index of names does not agree with its names" in said
    with project.file.write() as conn:
        conn.execute("DELETE FROM registry WHERE id = ?", (place,))
    assert f"its identity {place} is not in the registry" in "\n".join(complaints(project))


def test_an_incident_gets_a_title_of_what_it_tells(project: Project, at: Session) -> None:
    blast = incident(at, "hurt", "PERSON")
    assert "The scheme has no incident type" in refusal(at, CreateEntry(id=blast.id))


def test_an_undo_that_somebody_is_in_the_way_of_says_who(project: Project, at: Session) -> None:
    place = created(at, "PLACE", "Karvan")
    do(project, EditEntry(id=place, fields={"name": "K"}), "ann")
    do(project, EditEntry(id=place, fields={"note": "x"}), "bob")
    with pytest.raises(EditConflict, match=r"^bob changed this entry of the registry at "):
        at.undo()


def test_acts_on_the_registry_are_no_place_to_go_on_at(project: Project, at: Session) -> None:
    place = created(at, "PLACE", "Karvan")
    before = project.last_place("ann")
    do(project, EditEntry(id=place, fields={"note": "x"}), "ann")
    assert project.last_place("ann") == before
    assert project.history(limit=1)[0].article == ""

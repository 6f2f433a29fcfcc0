"""The registry as a list; new entries, deleted ones, and links to look at."""

from collections.abc import Iterable

import pytest

from annotator.labelling.commands.identity import LinkIdentity
from annotator.labelling.refusals import Refused
from annotator.model.registry import Resolved
from annotator.project import Project, WantedEntries, filtered_entries, open_project
from annotator.store.entries import Registry
from annotator.store.errors import EditConflict
from tests.support import complaints, mark, session, tables
from tests.unit.labelling.test_registry import created


def names(project: Project, typed: str = "", annotator: str = "ann") -> list[str]:
    """Return the names that a filter lets through, in order."""
    wanted = filtered_entries(project.scheme, None, typed)
    listing = project.identities(annotator).listing(wanted)
    return [line.entry.name for line in listing.page(0, 100) if line]


def refusal_of(project: Project, entry: str) -> str:
    """Return why an entry cannot be deleted; nothing may have changed."""
    before = tables(project.file)
    with pytest.raises(Refused) as caught:
        project.identities("ann").delete(entry)
    assert tables(project.file) == before
    return str(caught.value)


def test_entries_stand_in_the_order_of_the_alphabet(project: Project) -> None:
    identities = project.identities("ann")
    for name in ("Zavon", "arvin", "Belmar"):
        identities.new("entity", name, "PLACE")
    assert names(project) == ["arvin", "Belmar", "Zavon"]
    listing = identities.listing(WantedEntries())
    first, second, third = (line.entry.id for line in listing.page(0, 3) if line)
    assert [listing.number_of(one) for one in (first, second, third)] == [0, 1, 2]
    assert listing.number_of("n_000000000000") == -1
    assert [line.entry.id for line in listing.page(2, 5) if line] == [third]
    identities.delete(second)
    assert [line is None for line in listing.page(0, 3)] == [False, True, False]


def test_what_somebody_deletes_meanwhile_is_still_listed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = project.identities("ann").new("entity", "Zavon", "PLACE")
    registry, resolved_all = project.identities("ann").registry, Registry.resolved_all

    def delete_first(self: Registry, wanted: Iterable[str]) -> dict[str, Resolved]:
        monkeypatch.undo()
        with open_project(project.path) as other:
            other.identities("ann").delete(gone)
        return resolved_all(self, wanted)

    monkeypatch.setattr(Registry, "resolved_all", delete_first)
    assert [one.name for one in registry.listed()] == ["Zavon"]
    assert registry.listed() == []


def test_the_filter_knows_names_aliases_types_and_kinds(project: Project) -> None:
    identities = project.identities("ann")
    karvan = identities.new("entity", "Kárvan Town", "PLACE")
    identities.add_alias(karvan, "Old Fort")
    darvo = identities.new("entity", "Ilena Darvo", "PERSON")
    assert names(project, "karvan") == names(project, "KARV") == names(project, "old fort")
    assert names(project, "karvan") == ["Kárvan Town"]
    assert names(project, "town fort") == []  # no name has both
    assert names(project, "type:named") == ["Ilena Darvo", "Kárvan Town"]
    assert names(project, "type:PERSON ar") == ["Ilena Darvo"]
    assert names(project, "type:PERSON type:PLACE") == []
    entities = identities.listing(WantedEntries(kind="entity"))
    assert (len(entities), len(identities.listing(WantedEntries(kind="incident")))) == (2, 0)
    with pytest.raises(Refused, match="The scheme has no type “TOWN”"):
        names(project, "type:TOWN")
    identities.edit(darvo, {"type": "PLACE"})
    identities.merge(karvan, darvo)
    assert names(project, "darvo") == ["Kárvan Town"]


def test_links_are_counted_and_shown_by_their_own_annotator_alone(project: Project) -> None:
    at = session(project)
    karvan = created(at, "PLACE", "Karvan")
    elsewhere = session(project, number=2)
    other = mark(elsewhere, "PLACE", "Karvan")
    elsewhere.apply(LinkIdentity(id=other.id, entry=karvan))
    bob = session(project, "bob")
    theirs = mark(bob, "PLACE", "Karvan")
    bob.apply(LinkIdentity(id=theirs.id, entry=karvan))
    for annotator, expected in (("ann", 2), ("bob", 1), ("cyd", 0)):
        identities = project.identities(annotator)
        (line,) = identities.listing(WantedEntries()).page(0, 10)
        assert line is not None
        assert line.links == expected
        linked = identities.linked(line.entry)
        hits = linked.more(10)
        assert linked.finished
        assert [hit.keyword for hit in hits] == ["Karvan"] * expected
        assert all(hit.item and hit.item.annotator == annotator for hit in hits)


def test_links_to_merged_entries_are_the_survivors(project: Project) -> None:
    at = session(project)
    karvan, oshtin = created(at, "PLACE", "Karvan"), created(at, "PLACE", "Oshtin")
    identities = project.identities("ann")
    above = identities.new("entity", "The Valley", "PLACE")
    identities.edit(karvan, {"affiliate_of": above})
    identities.merge(karvan, oshtin)
    line, valley = identities.listing(WantedEntries()).page(0, 10)
    assert line is not None and valley is not None
    assert (line.links, line.affiliate_of, valley.links) == (2, "The Valley", 0)
    assert [hit.keyword for hit in identities.linked(line.entry).more(10)] == ["Karvan", "Oshtin"]


def test_new_and_deleted_entries_can_be_taken_back(project: Project) -> None:
    identities = project.identities("ann")
    empty = tables(project.file)
    made = identities.new("entity", "  Bridge   office ", "PLACE")
    assert names(project) == ["Bridge office"]
    identities.add_alias(made, "The collapse")
    full = tables(project.file)
    identities.delete(made)
    assert tables(project.file) == empty
    assert identities.undo() is not None
    assert tables(project.file) == full
    assert identities.redo() is not None
    assert tables(project.file) == empty
    for _ in range(3):
        assert identities.undo() is not None
    assert identities.undo() is None
    assert tables(project.file) == empty
    assert complaints(project) == []


@pytest.mark.parametrize(
    ("name", "type_", "reason"),
    [
        ("…", "PLACE", "A name needs a letter or a digit."),
        ("Karvan", "NAMED", "NAMED only groups other types"),
        ("Karvan", "BOMBING", "The scheme has no entity type BOMBING."),
        ("Karvan \ud800", "PLACE", "write it without unusual characters"),
    ],
)
def test_new_entries_that_are_refused(project: Project, name: str, type_: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        project.identities("ann").new("entity", name, type_)
    assert names(project) == []


def test_what_something_leads_to_is_not_deleted(project: Project) -> None:
    identities = project.identities("ann")
    bob = session(project, "bob")
    karvan = created(bob, "PLACE", "Karvan")
    assert "“Karvan” is linked to" in refusal_of(project, karvan)
    above, below = (identities.new("entity", name, "PLACE") for name in ("Valley", "Village"))
    identities.edit(below, {"affiliate_of": above})
    assert "“Village” is an affiliate of “Valley”" in refusal_of(project, above)
    other = identities.new("entity", "Vale", "PLACE")
    identities.merge(above, other)
    identities.edit(below, {"affiliate_of": ""})
    assert "“Vale” was merged into “Valley”; split it off first." in refusal_of(project, above)
    assert "was merged into “Valley”" in refusal_of(project, other)
    assert "no entry n_000000000000" in refusal_of(project, "n_000000000000")


def test_undo_of_a_new_entry_that_somebody_links_to_is_refused(project: Project) -> None:
    made = project.identities("ann").new("entity", "Karvan", "PLACE")
    bob = session(project, "bob")
    bob.apply(LinkIdentity(id=mark(bob, "PLACE", "Karvan").id, entry=made))
    with pytest.raises(EditConflict, match="Somebody has linked to “Karvan”"):
        project.identities("ann").undo()
    assert names(project) == ["Karvan"]


def test_why_entries_cannot_be_merged_is_told_beforehand(project: Project) -> None:
    identities = project.identities("ann")
    one = identities.find(identities.new("entity", "Karvan", "PLACE"))
    other = identities.find(identities.new("entity", "Darvo", "PERSON"))
    assert "exclude each other" in identities.merge_problem(one, other)
    third = identities.find(identities.new("entity", "Karwan", "PLACE"))
    assert identities.merge_problem(one, third) == ""

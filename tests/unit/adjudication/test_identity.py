"""Who and what is the same: asked over all articles, one key each, and last."""

import pytest

from annotator.adjudication.automatic import accept_unanimous
from annotator.adjudication.clusters import clusters_of
from annotator.adjudication.desk import AdjudicationDesk
from annotator.adjudication.gold import gold_of
from annotator.adjudication.items import AdjudicationItem
from annotator.adjudication.sides import NoLinks
from annotator.adjudication.sitting import AdjudicationSitting
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity, UnlinkIdentity
from annotator.labelling.commands.registry import MergeEntries
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.session import Session
from annotator.model.annotation import Layer, Mention
from annotator.model.journal import Effort
from annotator.project import Project
from annotator.store import decisions
from tests.support import article_ids, complaints, mark, mentions, session
from tests.unit.adjudication.sides import DOCUMENT, incident, side

ONE_KEY = Effort(1, 900)


def named(at: Session, words: str) -> Mention:
    """Return the mention of a name."""
    text = at.work.text
    found = (one for one in mentions(at) if text[slice(*one.fragments[0])] == words)
    return next(found)


@pytest.fixture
def twice(project: Project) -> Project:
    """Return a project in which ada, ben and cy marked Ilena Darvo and Karvan in two articles."""
    for name in ("ada", "ben", "cy"):
        for number in (0, 1):
            at = session(project, name, number)
            mark(at, "PERSON", "Ilena Darvo")
            mark(at, "PLACE", "Karvan")
            for one in list(at.work.sentences):
                done = CompleteSentence(sentence=one.start, layers=("entities",), state="done")
                at.apply(done)
    return project


def link(
    project: Project, name: str, number: int, entry: str = "", words: str = "Ilena Darvo"
) -> str:
    """Link somebody's mention to an entry, a new one if none is given; return the entry."""
    at = session(project, name, number)
    item = named(at, words)
    at.apply(LinkIdentity(id=item.id, entry=entry) if entry else CreateEntry(id=item.id))
    return named(session(project, name, number), words).identity


def desk_of(project: Project) -> AdjudicationDesk:
    """Return eve's desk, the queue up to date."""
    desk = project.adjudication("eve")
    desk.refresh()
    return desk


def asked(project: Project) -> list[AdjudicationItem]:
    """Return the items of identity, in order."""
    desk = desk_of(project)
    return [item for one in desk.listed() if (item := desk.item(one))]


def gold_identities(project: Project, number: int) -> dict[str, str]:
    """Return the identities of gold in an article by type."""
    found = gold_of(decisions.of_article(project.file, article_ids(project)[number]))
    return {one.type: one.identity for one in found.annotations if isinstance(one, Mention)}


def test_who_links_only_one_of_two_that_another_joins_is_asked_about(twice: Project) -> None:
    entry = link(twice, "ada", 0)
    link(twice, "ada", 1, entry)
    assert asked(twice) == [], "nobody else links anything, so nobody else was asked to"

    link(twice, "ben", 0, entry)

    (item,) = asked(twice)
    assert (item.dispute.article, item.dispute.kind) == (article_ids(twice)[1], "identity")
    assert [one.annotators for one in item.cluster.variants] == [("ada",), ("ben",)]
    assert item.told(item.variants[0].choice) == "Ilena Darvo"
    shown = item.entries[entry]
    assert (shown.article, shown.sentence) == (
        article_ids(twice)[0],
        "Ilena Darvo left Karvan on Monday.",
    )

    link(twice, "ben", 1, entry)
    assert asked(twice) == []


def test_an_entry_that_nothing_else_has_makes_no_pair(twice: Project) -> None:
    link(twice, "ada", 0)
    link(twice, "ben", 0, words="Karvan")

    assert asked(twice) == []


@pytest.mark.parametrize("is_same", [True, False])
def test_gold_follows_what_one_key_says(twice: Project, is_same: bool) -> None:
    entry = link(twice, "ada", 0)
    link(twice, "ada", 1, entry)
    link(twice, "ben", 0, entry)
    desk = desk_of(twice)
    accept_unanimous(desk)
    sitting = AdjudicationSitting(desk)

    sitting.take(int(is_same), ONE_KEY)

    assert sitting.item is None
    assert gold_identities(twice, 0)["PERSON"] == entry
    assert gold_identities(twice, 1)["PERSON"] == (entry if is_same else "")
    assert complaints(twice) == []


def test_those_that_most_have_linked_come_first(twice: Project) -> None:
    person, place = link(twice, "ada", 0), link(twice, "ada", 0, words="Karvan")
    link(twice, "ada", 1, person)
    link(twice, "ada", 1, place, "Karvan")
    for name in ("ben", "cy"):
        link(twice, name, 0, person)
    link(twice, "cy", 1, place, "Karvan")

    shares = [
        max(len(one.annotators) for one in item.variants) / len(item.cluster.completed)
        for item in asked(twice)
        if item.dispute.article == article_ids(twice)[1]
    ]

    assert shares == sorted(shares, reverse=True)
    assert len(set(shares)) == 2
    kinds = {(one.layer, one.kind) for one in desk_of(twice).waiting()}
    assert kinds == {("entities", "identity")}


def test_two_entries_for_one_are_asked_about_until_they_are_merged(twice: Project) -> None:
    one, other = link(twice, "ada", 0), link(twice, "ben", 0)

    (item,) = asked(twice)
    assert set(item.entries) == {one, other}

    session(twice, "ben").apply(MergeEntries(id=other, into=one))
    assert asked(twice) == []


def test_taking_links_away_is_noticed_in_the_other_article(twice: Project) -> None:
    entry = link(twice, "ada", 0)
    link(twice, "ada", 1, entry)
    link(twice, "ben", 0, entry)
    assert len(asked(twice)) == 1

    at = session(twice, "ada", 0)
    at.apply(UnlinkIdentity(id=named(at, "Ilena Darvo").id))

    assert asked(twice) == []


class EverybodyLinks(NoLinks):
    """Links as if everybody had linked all entries in other articles too."""

    def is_linker(self, annotator: str, layer: Layer) -> bool:
        """Return that all do."""
        return True

    def is_shared(self, annotator: str, layer: Layer, entry: str) -> bool:
        """Return that it is."""
        return True


def test_incidents_of_several_articles_are_asked_about_once_they_are_aligned() -> None:
    layers = (
        side("ada", incident("ada", "BLAST", "blast", identity="n_111111111111")),
        side("ben", incident("ben", "BLAST", "a blast")),
        side("cy", incident("cy", "BLAST", "blast", identity="n_222222222222")),
    )

    (found,) = [
        one
        for one in clusters_of(DOCUMENT, layers, links=EverybodyLinks())
        if one.kind == "identity"
    ]

    assert found.completed == ("ada", "ben", "cy")
    assert [(one.choice.identity, one.annotators) for one in found.variants] == [
        ("n_111111111111", ("ada",)),
        ("n_222222222222", ("cy",)),
        ("", ("ben",)),
    ]
    assert [one.completed for one in clusters_of(DOCUMENT, layers) if one.kind == "identity"] == [
        ("ada", "cy")
    ]

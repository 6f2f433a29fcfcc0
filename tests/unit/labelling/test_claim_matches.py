"""Which claims are most like one, and what a search among all of one's claims finds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling import claim_search
from annotator.labelling.claim_matches import Candidate, Wanted, folded, holds, ranked, telling
from annotator.labelling.claim_search import ClaimLine, ClaimSearch
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.model.annotation import Claim, Incident, Mention
from annotator.project import Project
from tests.frames import fill, fill_text, tell
from tests.support import mark, new_project, session

SCHEME = Path("schemas/news-conflict.toml").read_text(encoding="utf-8")
TEXTS = (
    "Velmora denied that Oshtin troops crossed the river.\nKarvan repeated that it had not.",
    "The Oshtin army said that it had crossed the Sarn river.",
    "OSM men said that the harvest was good.",
    "A baker, of Velmora, said that bread was dear.",
    "Someone said that it rained on troops.",
)


@pytest.fixture
def news(tmp_path: Path) -> Iterator[Project]:
    """A project with five short articles."""
    with new_project(tmp_path / "news.db", TEXTS, SCHEME) as project:
        yield project


def claim(at: Session, cue: str, source: str, content: str) -> Claim:
    """Make a claim whose source is a mention and whose content is text."""
    made = fill(at, tell(at, "STATEMENT", cue), "source", mark(at, "PEOPLE", source).id)
    filled = fill_text(at, made, "content", content)
    assert isinstance(filled, Claim)
    return filled


def link_name(at: Session, name: str, entry: str = "") -> str:
    """Label a name and link it, to a new entry where none is given; return the entry."""
    mention = mark(at, "ORG", name)
    at.apply(LinkIdentity(id=mention.id, entry=entry) if entry else CreateEntry(id=mention.id))
    item = at.work.annotations[mention.id]
    assert isinstance(item, Mention)
    return item.identity


def all_claims(project: Project, annotator: str = "ann") -> list[Claim]:
    """Make a claim in every article, and a second one in the first; return all."""
    at = [session(project, annotator, number) for number in range(len(TEXTS))]
    return [
        claim(at[0], "denied", "Velmora", "Oshtin troops crossed the river"),
        claim(at[1], "said", "The Oshtin army", "it had crossed the Sarn river"),
        claim(at[2], "said", "OSM men", "the harvest was good"),
        claim(at[3], "said", "A baker, of Velmora", "bread was dear"),
        claim(at[4], "said", "Someone", "it rained on troops"),
        claim(at[0], "repeated", "Karvan", "it had not"),
    ]


def lines(project: Project, of: Claim, typed: str = "") -> list[ClaimLine]:
    """Return what is listed for a claim."""
    work = Session(project.file, project.scheme, of.annotator, of.article).work
    types = project.scheme.permitted(["claim"])
    return ClaimSearch(project.file, project.scheme, work, of, types).lines(typed)


# ------------------------------------------------------------------------- ranking, pure


def test_shared_entries_come_before_names_and_names_before_words() -> None:
    wanted = Wanted(
        {"n_1": "Taliban", "n_2": "Iran"},
        {" taliban ": "n_1", " the envoy ": ""},
        ("border", "talks", "water"),
    )
    candidates = [
        Candidate("none", frozenset(), " bread ", (0,)),
        Candidate("words", frozenset(), " border talks water ", (0,)),
        Candidate("name", frozenset(), " said the envoy ", (0,)),
        Candidate("spelled", frozenset(), " the taliban and water ", (0,)),
        Candidate("two", frozenset({"n_1", "n_2"}), "", (1,)),
        Candidate("one", frozenset({"n_1"}), " taliban border ", (0,)),
        Candidate("two first", frozenset({"n_1", "n_2"}), "", (0,)),
    ]
    found = ranked(wanted, candidates, 9)
    assert [match.claim for match in found] == [
        "two first",
        "two",
        "one",
        "spelled",
        "name",
        "words",
        "none",
    ]
    assert [match.reason for match in found] == [
        "Iran, Taliban shared",
        "Iran, Taliban shared",
        "Taliban shared; words: border",
        "“taliban”; words: water",
        "“the envoy”",
        "words: border, talks, water",
        "",
    ]
    assert [match.claim for match in ranked(wanted, candidates, 2)] == ["two first", "two"]


def test_typed_words_begin_words_whatever_their_case_and_accents() -> None:
    said = folded("“Sarn-Oshtin” Café, 12 dead")
    assert said == " sarn oshtin cafe 12 dead "
    assert holds(said, ("osh", "cafe"))
    assert holds(said, ())
    assert not holds(said, ("arn",))
    assert folded("!?").strip() == ""


def test_words_that_tell_nothing_are_left_out() -> None:
    assert telling("The troops would go to the 3 rivers of it; troops!") == (
        "troops",
        "3",
        "rivers",
    )


# ---------------------------------------------------------------------------- the search


def test_registry_names_and_words_rank_all_of_ones_claims(news: Project) -> None:
    first, army, osm, baker, rain, own = all_claims(news)
    entry = link_name(session(news), "Oshtin")
    link_name(session(news, number=2), "OSM", entry)
    found = lines(news, first)
    assert [line.claim.id for line in found] == [osm.id, army.id, baker.id, rain.id, own.id]
    assert [line.reason for line in found] == [
        "Oshtin shared",
        "“oshtin”; words: crossed, river",
        "“velmora”",
        "words: troops",
        "",
    ]
    assert found[0].claim == (
        osm.article,
        osm.id,
        "OSM men said that the harvest was good.",
        "OSM men",
        "assert",
        "said",
        "the harvest was good",
    )
    assert found[-1].claim.title == "this article"


def test_what_was_merged_counts_as_one(news: Project) -> None:
    first, army, *_ = all_claims(news)
    one, other = link_name(session(news), "Oshtin"), link_name(session(news, number=1), "Oshtin")
    assert lines(news, first)[0].reason == "“oshtin”; words: crossed, river"
    news.identities("ann").merge(other, one)
    best = lines(news, first)[0]
    assert (best.claim.id, best.reason) == (army.id, "Oshtin shared; words: crossed, river")


def test_the_same_incident_of_the_registry_is_shared(news: Project) -> None:
    accused = []
    entry = ""
    for number, cue, trigger in ((0, "denied", "crossed"), (1, "said", "crossed")):
        at = session(news, number=number)
        incident = tell(at, "BATTLE", trigger)
        at.apply(
            LinkIdentity(id=incident.id, entry=entry) if entry else CreateEntry(id=incident.id)
        )
        item = at.work.annotations[incident.id]
        assert isinstance(item, Incident)
        entry = item.identity
        accused.append(fill(at, tell(at, "RESPONSIBILITY", cue), "incident", incident.id))
    source = accused[0]
    assert isinstance(source, Claim)
    (line,) = lines(news, source)
    assert line.claim.id == accused[1].id
    assert line.reason.endswith("shared")
    assert line.claim.content == "crossed"


def test_typed_words_stand_in_cue_source_or_content(news: Project) -> None:
    first, army, osm, baker, rain, own = all_claims(news)
    for typed, expected in (
        ("oshtin ARM", [army]),
        ("sàid", [baker, army, rain, osm]),
        ("rep", [own]),
        ("bread harvest", []),
        ("?", [baker, army, rain, own, osm]),
    ):
        found = [line.claim.id for line in lines(news, first, typed)]
        assert sorted(found) == sorted(one.id for one in expected), typed


def test_nobody_sees_claims_of_others(news: Project) -> None:
    (own, *_), theirs = all_claims(news), all_claims(news, "bob")
    assert {line.claim.id for line in lines(news, own)}.isdisjoint(one.id for one in theirs)
    assert lines(news, theirs[0], "oshtin army")[0].claim.id == theirs[1].id


def test_only_claims_of_the_types_are_listed(news: Project) -> None:
    first, *others = all_claims(news)
    work = session(news).work
    found = ClaimSearch(news.file, news.scheme, work, first, ("CASUALTY",)).lines()
    assert found == []
    assert len(lines(news, first)) == len(others)


def test_more_claims_than_are_compared_keep_their_best(
    news: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, army, osm, *_ = all_claims(news)
    entry = link_name(session(news), "Oshtin")
    link_name(session(news, number=2), "OSM", entry)
    monkeypatch.setattr(claim_search, "_COMPARED", 2)
    monkeypatch.setattr(claim_search, "SHOWN", 2)
    found = lines(news, first)
    assert found[0].claim.id == osm.id
    assert found[1].claim.id == army.id
    assert [line.claim.id for line in lines(news, first, "harv")] == [osm.id]
    typed = ClaimSearch(
        news.file, news.scheme, session(news).work, first, news.scheme.permitted(["claim"])
    )
    assert typed.understood("", 2).endswith("first; the first 2 stand here.")
    assert "2 and more of your 5 other claims" in typed.understood("said", 2)


def test_what_leads_here_is_told_and_deleted_from_here(news: Project) -> None:
    first, army, *_ = all_claims(news)
    desk = news.desk("ann", first.article)
    desk.frames.light(first)
    desk.links.begin()
    view = desk.session.work.sentences[-1]
    desk.links.take_letter("d", type(desk.reader.light.hull)(0, view.end))
    (target,) = (x.claim for x in desk.links.search().lines() if x.claim.id == army.id)
    desk.links.link_far(target)
    there = news.desk("ann", army.article)
    (relation,) = there.links.of(army.id)
    source, end = there.links.ends(relation)
    assert (source, end) == (f"{first.article}#{first.id}", army.id)
    assert there.links.tell(source).endswith("Velmora · assert · “Oshtin troops crossed the river”")
    outcome = there.links.follow(relation.id, army.id)
    assert (outcome.elsewhere, outcome.item) == (first.article, first.id)
    there.links.delete(relation.id, army.id)
    assert there.links.of(army.id) == []
    with pytest.raises(Refused, match="not there any more"):
        there.links.follow(relation.id, army.id)
    assert [p for p in news.verify() if p.severity == "fault"] == []

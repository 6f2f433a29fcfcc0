"""Best guesses: what is offered for a mention or incident, in what order, and when it is sure."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling.commands.frames import CreateFrame
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity
from annotator.labelling.guesses import Guess, may_be_same_time
from annotator.labelling.session import Session
from annotator.model import ids
from annotator.model.annotation import AttributeValue, Filler, Incident, Mention
from annotator.model.registry import RegistryEntity
from annotator.model.spans import Span
from annotator.project import Project
from annotator.store import journal
from annotator.store.entry_keys import day_of, initials, keys_of, name_key
from annotator.store.journal import Act, Edit
from annotator.store.runs import Batch, Run
from annotator.text.name_wording import is_name, without_article
from tests.support import STAMP, add, complaints, documents, mark, session, words

TEXTS = (
    "Daesh claimed the blast.\nISIS fighters fled Balkh.\nISIL, or Islamic State, said so.\n"
    "ISKP denied it.\nISIS-K, the group, is in Balkh.\nMulla Balkhi of the Taliban spoke.",
    "The Taliban blamed DAESH.\nIslamic State in Khorasan Province answered.\nBalkhi was there.\n"
    "The U.S. left.\nA blast hit Balkh on Monday.",
)
SCHEME = Path("schemas/news-conflict.toml").read_text(encoding="utf-8")


@pytest.fixture
def news(tmp_path: Path) -> Iterator[Project]:
    """A project with the scheme for conflict news and two made-up articles."""
    from tests.support import new_project

    with new_project(tmp_path / "news.db", TEXTS, SCHEME) as project:
        yield project


def best(project: Project, item: Mention | Incident, limit: int = 9) -> list[Guess]:
    """Return the guesses for an annotation."""
    return project.identities(item.annotator).guesses(item, limit)


def sure(project: Project, item: Mention | Incident) -> str:
    """Return the name of the guess that one key may take, "" for none."""
    found = [guess for guess in best(project, item) if guess.is_sure]
    assert len(found) <= 1
    assert found == best(project, item)[: len(found)]
    return found[0].entry.name if found else ""


def create(at: Session, type_name: str, *found: str) -> str:
    """Label words, make an entry of them and return its id."""
    mention = mark(at, type_name, *found)
    at.apply(CreateEntry(id=mention.id))
    item = at.work.annotations[mention.id]
    assert isinstance(item, Mention)
    return item.identity


def test_one_key_choices_bring_aliases_together_and_likeness_does_not(news: Project) -> None:
    at = session(news)
    daesh = create(at, "ARMED_GROUP", "Daesh")
    for name in ("ISIS", "ISIL", "Islamic State"):
        mention = mark(at, "ARMED_GROUP", name)
        assert sure(news, mention) == ""
        at.apply(LinkIdentity(id=mention.id, entry=daesh))
    iskp = create(at, "ARMED_GROUP", "ISKP")
    other = mark(at, "ARMED_GROUP", "ISIS-K")
    assert sure(news, other) == ""
    at.apply(LinkIdentity(id=other.id, entry=iskp))
    news.identities("ann").edit(iskp, {"affiliate_of": daesh})
    registry = news.identities("ann").registry
    entries = {one.name: one for one in registry.listed("entity")}
    assert entries["Daesh"].aliases == ("ISIL", "ISIS", "Islamic State")
    assert (entries["ISKP"].aliases, entries["ISKP"].affiliate_of) == (("ISIS-K",), daesh)
    far = session(news, number=1)
    assert sure(news, mark(far, "ARMED_GROUP", "DAESH")) == "Daesh"
    spelled = best(news, mark(far, "ARMED_GROUP", "Islamic State in Khorasan Province"))
    assert [guess.is_sure for guess in spelled] == [False, False]
    assert [guess.entry.name for guess in spelled] == ["ISKP", "Daesh"]
    assert [guess.reason for guess in spelled] == [
        "initials, “ISKP”",
        "shares words with “Islamic State”",
    ]
    assert complaints(news) == []


def test_a_name_that_only_looks_alike_is_never_sure(news: Project) -> None:
    at, far = session(news), session(news, number=1)
    create(at, "GPE", "Balkh")
    person = mark(far, "PERSON", "Balkhi")
    assert best(news, person) == []
    create(at, "PERSON", "Mulla Balkhi")
    (guess,) = best(news, person)
    assert (guess.reason, guess.is_sure) == ("shares words with “Mulla Balkhi”", False)
    assert sure(news, mark(far, "GPE", "Balkh")) == "Balkh"


def test_the_same_name_with_a_type_that_excludes_it_is_last_and_not_sure(news: Project) -> None:
    at, far = session(news), session(news, number=1)
    create(at, "GPE", "Balkh")
    (guess,) = best(news, mark(far, "PERSON", "Balkh"))
    assert (guess.reason, guess.is_sure) == ("has the name “Balkh”, but GPE", False)
    create(at, "ORG", "Daesh")
    assert sure(news, mark(far, "ARMED_GROUP", "DAESH")) == "Daesh"


def test_two_entries_with_one_name_are_both_offered_and_none_is_sure(news: Project) -> None:
    at, far = session(news), session(news, number=1)
    one, two = create(at, "GPE", "Balkh"), create(session(news, "bob"), "GPE", "Balkh")
    mention = mark(far, "GPE", "Balkh")
    assert {guess.entry.id for guess in best(news, mention)} == {one, two}
    assert sure(news, mention) == ""
    news.identities("bob").merge(one, two)
    assert sure(news, mention) == "Balkh"


def test_what_is_linked_in_the_article_comes_before_other_likeness(news: Project) -> None:
    at = session(news)
    create(session(news, "bob", 1), "PERSON", "Balkhi")
    spoken = create(at, "PERSON", "Mulla Balkhi")
    surname = mark(at, "PERSON", "Balkhi")
    assert [guess.reason for guess in best(news, surname)] == [
        "has the name “Balkhi”",
        "linked in this article as “Mulla Balkhi”",
    ]
    group = mark(at, "PEOPLE", "the group")
    assert [(guess.entry.id, guess.reason) for guess in best(news, group)] == [
        (spoken, "linked in this article, but PERSON")
    ]
    theirs = mark(session(news, "bob"), "PEOPLE", "the group")
    assert best(news, theirs) == []


def test_articles_and_points_make_no_other_name(news: Project) -> None:
    at, far = session(news), session(news, number=1)
    create(at, "ARMED_GROUP", "the Taliban")
    assert sure(news, mark(far, "ARMED_GROUP", "The Taliban")) == "Taliban"
    states = create(far, "GPE", "U.S")
    news.identities("ann").edit(states, {"name": "US"})
    news.identities("ann").remove_alias(states, "U.S")
    again = mark(session(news, "bob", 1), "GPE", "U.S")
    (guess,) = best(news, again)
    assert (guess.reason, guess.is_sure) == ("“US” has the same letters", False)


def incident(at: Session, trigger: str, place: Mention, when: str) -> Incident:
    """Store an incident with place and day."""
    start = at.work.text.index(trigger)
    made = Incident(
        id=ids.new_id(ids.INCIDENT),
        article=at.article,
        annotator=at.annotator,
        type="EXPLOSION",
        scheme=at.scheme.source_hash,
        created=STAMP,
        changed=STAMP,
        trigger=(Span(start, start + len(trigger)),),
        roles=(Filler(role="place", kind="entity", target=place.id),),
        attributes=(AttributeValue(name="when", value=when),),
    )
    journal.commit(at._file, [Edit(None, made)], Act(at.annotator, at.article, start, "test", {}))
    at.work.apply([Edit(None, made)])
    return made


def test_an_incident_is_known_by_type_place_and_day(news: Project) -> None:
    at, far = session(news), session(news, number=1)
    day = "2022-08-06/2022-08-06"
    blast = incident(at, "blast", mark(at, "GPE", "Balkh"), day)
    at.apply(CreateEntry(id=blast.id))
    (entry,) = news.identities("ann").registry.listed("incident")
    assert entry.name == "blast, Balkh, 2022-08-06"
    place = mark(far, "GPE", "Balkh")
    same = incident(far, "blast", place, day)
    (guess,) = best(news, same)
    assert (guess.reason, guess.is_sure) == ("same place, same day", True)
    month = incident(far, "hit", place, "2022-08/2022-08")
    (guess,) = best(news, month)
    assert (guess.reason, guess.is_sure) == ("same place, time fits", False)
    later = incident(far, "left", place, "2023-08-06/2023-08-06")
    (guess,) = best(news, later)
    assert (guess.reason, guess.is_sure) == ("same place, at another time", False)
    assert guess.score < 0
    far.apply(LinkIdentity(id=same.id, entry=entry.id))
    assert complaints(news) == []


def test_another_name_of_the_place_is_the_same_place(news: Project) -> None:
    at, far = session(news), session(news, number=1)
    day = "2022-08-06/2022-08-06"
    balkh = mark(at, "GPE", "Balkh")
    blast = incident(at, "blast", balkh, day)
    at.apply(CreateEntry(id=blast.id))
    at.apply(CreateEntry(id=balkh.id))
    place = mark(far, "GPE", "Khorasan Province")
    again = incident(far, "blast", place, day)
    (guess,) = best(news, again)
    assert guess.reason == "same day, shares “blast”"
    item = at.work.annotations[balkh.id]
    assert isinstance(item, Mention)
    far.apply(LinkIdentity(id=place.id, entry=item.identity))
    (guess,) = best(news, again)
    assert (guess.reason, guess.is_sure) == ("same place, same day", True)


def test_incidents_of_the_same_type_are_offered_when_nothing_else_is_told(news: Project) -> None:
    at, far = session(news), session(news, number=1)
    day = "2022-08-06/2022-08-06"
    near = mark(at, "GPE", "Balkh")
    for trigger in ("blast", "fled"):
        at.apply(CreateEntry(id=incident(at, trigger, near, day).id))
    silent = (
        far.apply(CreateFrame(type="EXPLOSION", trigger=words(far.work.text, "hit"))).edits[0].after
    )
    assert isinstance(silent, Incident)
    found = best(news, silent)
    assert [(guess.reason, guess.is_sure) for guess in found] == [("same type", False)] * 2
    other = (
        far.apply(CreateFrame(type="BATTLE", trigger=words(far.work.text, "left"))).edits[0].after
    )
    assert isinstance(other, Incident)
    assert best(news, other) == []


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2022-08-06/2022-08-06", "2022-08/2022-08", True),
        ("2022-08-06/2022-08-06", "2022-08-07/2022-08-07", False),
        ("../2022-08-06", "2022-08-07/..", False),
        ("../2022-08-06", "2022/2022", True),
        ("XXXX-08-06/XXXX-08-06", "2022-08-06/2022-08-06", True),
        ("XXXX-08-06/XXXX-08-06", "2022-08-07/2022-08-07", False),
        ("XXXX-08-06/XXXX-08-06", "XXXX-08/XXXX-08", True),
    ],
)
def test_times_are_compared_as_far_as_they_tell(one: str, other: str, meet: bool) -> None:
    assert may_be_same_time(one, other) == may_be_same_time(other, one) == meet


def test_keys_of_names() -> None:
    assert name_key("The Taliban") == name_key("taliban") != name_key("Talib")
    assert name_key("The") == ("name", "the")
    assert initials("Islamic State in Khorasan Province") == {"iskp", "isikp"}
    assert initials("Kabul") == set()
    assert ("word", "in") not in set(keys_of("Islamic State in Khorasan Province"))
    assert day_of("2022-08-06/2022-08-06") == "2022-08-06"
    assert {day_of("2022-08/2022-08"), day_of(""), day_of("../2022-08-06")} == {""}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Islamic State in Khorasan Province", True),
        ("the Taliban", True),
        ("al-Shabaab", True),
        ("F-16", True),
        ("داعش", True),
        ("the group", False),
        ("Iranian officials", False),
        ("she", False),
        ("…", False),
    ],
)
def test_names_are_told_from_descriptions(words: str, name: bool) -> None:
    assert is_name(words) is name


def test_the_article_before_a_name_goes() -> None:
    assert [without_article(one) for one in ("the Taliban", "The Hague", "the ")] == [
        "Taliban",
        "The Hague",
        "the ",
    ]


def test_a_hundred_thousand_entries_are_searched_by_reading_few(news: Project) -> None:
    """Words that thousands of entries have are passed over; exact names are found all the same."""
    entries = [
        RegistryEntity(
            id=f"n_{number:012x}",
            name=f"Province {number}",
            type="GPE",
            created=STAMP,
            changed=STAMP,
        )
        for number in range(4000)
    ]
    run = Run(news.file, "importer", "import")
    run.add(Batch(registry=entries))
    run.publish()
    add(news.file, documents(("Province 17 is a province.",)))
    at = session(news, number=2)
    found = best(news, mark(at, "GPE", "Province 17"))
    assert [guess.entry.name for guess in found] == ["Province 17"]
    assert sure(news, mark(at, "GPE", "province")) == ""

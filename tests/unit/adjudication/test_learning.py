"""What gold opens and teaches, and that it tells nobody what they are still to say themselves."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.adjudication.automatic import accept_unanimous
from annotator.adjudication.desk import AdjudicationDesk
from annotator.adjudication.learning import gold_lessons, gold_words
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.model.decision import Choice
from annotator.model.spans import Span, covered_text
from annotator.model.suggestion import Proposal, suggestion
from annotator.project import ImportOptions, Project, Wish, open_project
from annotator.store import suggestions, trials
from annotator.suggest.memory import Known, Memory
from tests.support import article_ids, mark, session

DeskOf = Callable[..., AdjudicationDesk]


def finish(project: Project, name: str, number: int = 0) -> None:
    """Finish all sentences of an article."""
    at = session(project, name, number)
    for one in list(at.work.sentences):
        at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))


def settle(desk: AdjudicationDesk, wanted: str = "ben") -> None:
    """Decide all that waits as one of the annotators said."""
    desk.refresh()
    while item := desk.next():
        found = [one.choice for one in item.cluster.variants if wanted in one.annotators]
        desk.decide(item, found[0] if found else Choice())
    desk.refresh()


def seen(project: Project, reader: str, author: str, number: int = 0) -> bool:
    """Say whether somebody may see another's entities of an article."""
    return project.may_see(reader, author, article_ids(project)[number], "entities")


def test_others_work_is_open_once_all_of_it_is_decided(worked: Project, desk_of: DeskOf) -> None:
    assert seen(worked, "eve", "ada"), "who labels nothing sees all"
    assert not seen(worked, "ada", "ben")
    desk = desk_of()
    item = desk.next()
    assert item is not None
    desk.decide(item, Choice())
    assert not seen(worked, "ada", "ben"), "something waits"
    settle(desk)
    assert seen(worked, "ada", "ben") and seen(worked, "ben", "ada") and seen(worked, "ada", "gold")
    desk.undo()
    assert not seen(worked, "ada", "ben")


def test_what_is_only_to_be_discussed_opens_nothing(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    while item := desk.next():
        desk.discuss(item)
    assert not seen(worked, "ada", "ben")


def test_nothing_is_open_while_somebody_has_it_to_do(worked: Project, desk_of: DeskOf) -> None:
    worked.team("lead").assign(Wish(("cem",)), article_ids(worked)[:1])
    worked.team("lead").assign(Wish(("cem",), overlap=3), article_ids(worked)[:1])
    settle(desk_of())
    assert not seen(worked, "cem", "ben") and not seen(worked, "ada", "ben")
    finish(worked, "cem")
    settle(desk_of(), "cem")
    assert seen(worked, "cem", "ben") and seen(worked, "ada", "ben") and seen(worked, "ben", "cem")


def test_an_edit_closes_what_was_open(worked: Project, desk_of: DeskOf) -> None:
    settle(desk_of())
    assert seen(worked, "ada", "ben")
    mark(session(worked, "ben"), "PLACE", "Monday")
    assert not seen(worked, "ada", "ben")


def test_search_shows_what_is_open_and_nothing_else(worked: Project, desk_of: DeskOf) -> None:
    mark(session(worked, "ben", 1), "PLACE", "Oshtin")
    settle(desk_of())

    found = worked.search("by:ben", "ada", blind=True).more(100)

    assert {hit.article for hit in found} == {article_ids(worked)[0]}
    assert {hit.article for hit in worked.search("by:ben", "lead").more(100)} == {
        *article_ids(worked)[:2]
    }


@pytest.mark.parametrize("reader", ["cem", "ada"])
def test_precedents_come_from_what_is_decided_elsewhere(
    worked: Project, desk_of: DeskOf, reader: str
) -> None:
    here, elsewhere, *_ = article_ids(worked)
    assert worked.precedents(reader, "Karvan", elsewhere) == []
    settle(desk_of())

    told = worked.precedents(reader, "Karvan", elsewhere)

    assert [(one.type, one.taken, one.rejected) for one in told] == [("TIME", 1, 0)]
    assert [
        (one.type, one.taken, one.rejected)
        for one in gold_words(worked.file, reader, elsewhere, "Monday")
    ] == [("TIME", 0, 1)]
    at_home = worked.precedents(reader, "Karvan", here)
    assert at_home == (told if reader == "ada" else []), "who has not finished it learns nothing"


def test_undone_decisions_teach_nothing(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    settle(desk)
    assert gold_words(worked.file, "cem")
    while desk.undo().is_done:
        pass
    assert gold_words(worked.file, "cem") == []


def test_an_article_that_one_is_to_do_teaches_nothing(worked: Project, desk_of: DeskOf) -> None:
    settle(desk_of())
    worked.team("lead").assign(Wish(("cem",), overlap=3), article_ids(worked)[:1])
    assert gold_words(worked.file, "cem", article_ids(worked)[1]) == []
    assert gold_words(worked.file, "dan", article_ids(worked)[1])


# ------------------------------------------------------------------------------ suggestions


def ghosts(project: Project, name: str, number: int) -> list[tuple[str, str, str, str]]:
    """Return what is suggested in an article: source, text, type, reason."""
    desk = project.desk(name, article_ids(project)[number])
    project.suggest_at(desk)
    while not desk.suggested.is_complete:
        desk.suggested.advance(1)
    text = desk.session.work.text
    return [
        (one.source, covered_text(text, one.fragments), one.type, one.reason)
        for sentence in desk.session.work.sentences
        for ghost in desk.suggested.in_sentence(sentence.start)
        for one in ghost.suggestions
        if one.source in ("memory", "projection")
    ]


def test_everybodys_memory_learns_from_gold(worked: Project, desk_of: DeskOf) -> None:
    assert ghosts(worked, "cem", 1) == []
    settle(desk_of())
    told = {text: (kind, reason) for _, text, kind, reason in ghosts(worked, "cem", 1)}
    assert told["Karvan"] == ("TIME", "these words are TIME in gold, once")


def test_what_is_not_decided_teaches_nobody(worked: Project, desk_of: DeskOf) -> None:
    """The work of others may be anything: what is suggested does not follow it."""
    desk = desk_of()
    before = [ghosts(worked, "cem", number) for number in range(3)]
    mark(session(worked, "ben", 1), "PLACE", "Oshtin")
    finish(worked, "ben", 1)
    item = desk.next()
    assert item is not None
    desk.discuss(item)
    assert [ghosts(worked, "cem", number) for number in range(3)] == before


def test_gold_does_not_answer_for_who_has_still_to_label_it(
    worked: Project, desk_of: DeskOf
) -> None:
    before = ghosts(worked, "cem", 0)
    settle(desk_of())
    assert ghosts(worked, "cem", 0) == before
    finish(worked, "cem")
    assert worked.may_see("cem", "gold", article_ids(worked)[0], "entities") is False
    desk_of()
    assert {text for _, text, _, _ in ghosts(worked, "cem", 1)} >= {"Karvan"}


def test_memory_forgets_what_is_undone(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    settle(desk)
    assert ghosts(worked, "cem", 1)
    while desk.undo().is_done:
        pass
    assert ghosts(worked, "cem", 1) == []


def test_memory_counts_own_labels_gold_and_rejects() -> None:
    memory = Memory([Known("Karvan", "PLACE", 1)])
    memory.follow_gold((Known("Karvan", "PLACE", 2), Known("Oshtin", "PLACE", 1)), ())
    assert memory.best("Karvan")[0] == "PLACE" and memory.best("Oshtin")[0] == "PLACE"
    before = memory.score("Karvan", "PLACE")
    memory.follow_gold((), (Known("Karvan", "PLACE", 5),))
    assert memory.score("Karvan", "PLACE") < before
    assert memory.best("Oshtin") == ("", 0.0)
    memory.follow_gold((), ())
    assert memory.score("Karvan", "PLACE") == Memory([Known("Karvan", "PLACE", 1)]).score(
        "Karvan", "PLACE"
    )


BODY = "Ilena Darvo came to Karvan on Monday. Nobody in the town had expected her so early.\n"
COPIES = (
    BODY * 3 + "The council met in the evening of that very day.\n",
    BODY * 3 + "The council met in the evening of this very day.\n",
    "Oshtin was quiet. Karvan was not.\n",
)


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Project]:
    """Return a project in which the first of two copies is gold."""
    for number, text in enumerate(COPIES):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    with open_project(tmp_path / "p.db", create=True) as project:
        project.import_paths(
            [tmp_path / f"{n}.txt" for n in range(len(COPIES))], ImportOptions("lead")
        )
        for name, kind in (("ada", "GPE"), ("ben", "LOC")):
            at = session(project, name)
            mark(at, "PERSON", "Ilena Darvo")
            mark(at, kind, "Karvan")
            finish(project, name)
        desk = project.adjudication("eve")
        desk.refresh()
        accept_unanimous(desk)
        settle(desk)
        yield project


def test_gold_is_projected_to_copies(copies: Project) -> None:
    told = {(source, text, kind) for source, text, kind, _ in ghosts(copies, "cem", 1)}
    assert {("projection", "Ilena Darvo", "PERSON"), ("projection", "Karvan", "LOC")} <= told


def test_no_gold_of_a_copy_where_it_tries_somebody(copies: Project) -> None:
    ids = article_ids(copies)
    copies.team("lead").assign(Wish(("cem",), overlap=3), ids[1:2])
    trials.keep(copies.file, [trials.Trial(ids[1], "cem", "hidden", 0.0, lifted=False)])

    assert ghosts(copies, "cem", 1) == []
    assert ghosts(copies, "cem", 2) == [], "words of its copy are no precedent either"
    assert copies.precedents("cem", "Karvan", ids[2]) == []
    assert ghosts(copies, "dan", 1)


def test_the_tagger_learns_what_is_decided_and_open(copies: Project) -> None:
    ids = article_ids(copies)
    taught = gold_lessons(copies.file, "cem", ())
    assert [one.document.article.id for one in taught] == ids[:1]
    assert {kind for _, kind in taught[0].mentions} == {"PERSON", "LOC"}
    assert gold_lessons(copies.file, "cem", ids[:1]) == []
    copies.team("lead").assign(Wish(("cem",), overlap=3), ids[:1])
    assert gold_lessons(copies.file, "cem", ()) == []


def test_an_own_tagger_is_silent_where_gold_tries_somebody(copies: Project) -> None:
    article = article_ids(copies)[2]
    proposal = Proposal(type="GPE", fragments=(Span(0, 6),), score=0.9, reason="a model")
    found = [suggestion(article, "tagger:cem", "1", proposal)]
    suggestions.keep(copies.file, article, "tagger:cem", "1", found)
    assert suggestions.of_article(copies.file, article, "cem")
    copies.team("lead").assign(Wish(("cem",)), [article])
    trials.keep(copies.file, [trials.Trial(article, "cem", "test", 0.8, lifted=False)])
    assert suggestions.of_article(copies.file, article, "cem") == []

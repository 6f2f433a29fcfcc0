"""Ghosts: what is shown of suggestions, and what taking and turning them down writes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.desk import Desk
from annotator.labelling.ghosts import Ghosts, Shown, is_held_back
from annotator.labelling.refusals import Refused
from annotator.labelling.scheme_files import checked_scheme
from annotator.model.annotation import Incident, Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span, covered_text
from annotator.model.suggestion import Proposal, ProposedFiller, ProposedValue, suggestion
from annotator.project import ImportOptions, Project, open_project
from annotator.store import suggestions
from annotator.suggest.base import Page
from annotator.suggest.memory import Known, Memory, plain
from tests.support import article_ids, document, mark

WHOLE = Span(0, 10_000)


class Fixed:
    """A suggester that proposes given types for given words, wherever they stand first."""

    version = "1"

    def __init__(self, name: str, *found: tuple[str, str, float]) -> None:
        self.name, self._found = name, found

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield the proposals whose words stand in a wanted sentence."""
        for sentence in page.wanted:
            for kind, words, score in self._found:
                start = page.text.find(words, sentence.start, sentence.end)
                if start >= 0:
                    span = Span(start, start + len(words))
                    layer = page.scheme.layer_of(kind)
                    assert layer in ("entities", "incidents", "claims")
                    yield Proposal(
                        layer=layer, type=kind, fragments=(span,), score=score, reason="a test"
                    )


@pytest.fixture
def desk(project: Project) -> Desk:
    """Ann's desk at the first article."""
    return project.desk("ann", article_ids(project)[0])


def begin(
    desk: Desk,
    *suggesters: Fixed,
    memory: Memory | None = None,
    kept: Iterable[Proposal] = (),
    shown: Shown | None = None,
) -> None:
    """Give a desk ghosts, all of them at once."""
    article = desk.session.article
    stored = [suggestion(article, "kept", "1", one) for one in kept]
    ghosts = Ghosts(
        desk.session,
        suggesters,
        memory or Memory(),
        lambda: stored,
        shown or Shown({}),
        lambda: desk.layers,
    )
    desk.suggested.begin(ghosts)
    while not desk.suggested.is_complete:
        desk.suggested.advance(1)


def ghosts(desk: Desk) -> list[tuple[str, str]]:
    """Return types and words of all ghosts, by place."""
    text = desk.session.work.text
    return [
        (ghost.type, covered_text(text, ghost.fragments))
        for sentence in desk.session.work.sentences
        for ghost in desk.suggested.in_sentence(sentence.start)
    ]


def mentions(desk: Desk) -> list[Mention]:
    """Return the desk's mentions, by place."""
    found = (one for one in desk.session.work.annotations.values() if isinstance(one, Mention))
    return sorted(found, key=lambda one: one.fragments)


def verdicts(desk: Desk) -> list[tuple[str, str, str]]:
    """Return what was said of suggestions: suggester, type, verdict."""
    found = desk.session.work.verdicts.values()
    return sorted((one.source, one.type, one.verdict) for one in found)


def light(desk: Desk, words: str) -> None:
    """Light the first place of some words."""
    start = desk.session.work.text.index(words)
    desk.reader.select(start, start + len(words))


PERSON = Fixed("one", ("PERSON", "Ilena Darvo", 0.9))


def test_what_two_suggesters_say_alike_is_shown_once_and_likelier(desk: Desk) -> None:
    begin(desk, PERSON, Fixed("two", ("PERSON", "Ilena Darvo", 0.6)))
    assert ghosts(desk) == [("PERSON", "Ilena Darvo")]
    light(desk, "Ilena Darvo")
    ghost = desk.suggested.lit
    assert ghost is not None
    assert (ghost.sources, round(ghost.score, 3)) == ("one, two", 0.96)


def test_of_two_types_the_likelier_is_shown(desk: Desk) -> None:
    begin(desk, PERSON, Fixed("two", ("PLACE", "Ilena Darvo", 0.6)))
    assert ghosts(desk) == [("PERSON", "Ilena Darvo")]


def test_a_ghost_is_accepted_with_enter_and_its_origin_is_kept(desk: Desk) -> None:
    begin(desk, PERSON)
    light(desk, "Ilena Darvo")
    desk.yes()
    (mention,) = mentions(desk)
    assert mention.origin == "accepted"
    assert mention.suggested_by is not None
    assert (mention.suggested_by.source, mention.suggested_by.score) == ("one", 0.9)
    assert (ghosts(desk), verdicts(desk)) == ([], [("one", "PERSON", "accepted")])
    assert (desk.subject, desk.sitting.last_type) == (mention, "PERSON"), "what * is about"
    desk.undo()
    assert (mentions(desk), verdicts(desk)) == ([], [])
    assert ghosts(desk) == [("PERSON", "Ilena Darvo")]
    desk.redo()
    assert [one.origin for one in mentions(desk)] == ["accepted"]


def test_another_letter_accepts_it_with_another_type(desk: Desk) -> None:
    begin(desk, PERSON)
    light(desk, "Ilena Darvo")
    desk.label("PLACE")
    (mention,) = mentions(desk)
    assert (mention.type, mention.origin) == ("PLACE", "edited")
    assert verdicts(desk) == [("one", "PERSON", "edited")]


def test_a_boundary_slip_costs_one_key_more(desk: Desk) -> None:
    begin(desk, Fixed("one", ("PERSON", "Ilena", 0.9)))
    light(desk, "Ilena")
    desk.nudge("end", 1)
    desk.yes()
    (mention,) = mentions(desk)
    assert covered_text(desk.session.work.text, mention.fragments) == "Ilena Darvo"
    assert (mention.type, mention.origin) == ("PERSON", "edited")


def test_x_turns_it_down_for_good_and_undo_brings_it_back(desk: Desk) -> None:
    begin(desk, PERSON)
    light(desk, "Ilena Darvo")
    desk.no()
    assert (ghosts(desk), mentions(desk)) == ([], [])
    assert verdicts(desk) == [("one", "PERSON", "rejected")]
    desk.undo()
    assert ghosts(desk) == [("PERSON", "Ilena Darvo")]


def test_ghosts_are_never_over_own_work_nor_in_finished_sentences(desk: Desk) -> None:
    begin(desk, PERSON, Fixed("two", ("PLACE", "Darvo", 0.9)))
    desk.do(CreateMention(type="TIME", fragments=(_span(desk, "Ilena Darvo"),)))
    assert ghosts(desk) == [("PLACE", "Darvo")], "what lies inside may still be suggested"
    start = desk.reader.sentence.start
    desk.do(CompleteSentence(sentence=start, layers=("entities",), state="done"))
    assert ghosts(desk) == []


def test_what_is_not_taken_counts_as_passed_when_the_sentence_is_done(desk: Desk) -> None:
    begin(desk, PERSON)
    light(desk, "Ilena Darvo")
    desk.finish()
    assert verdicts(desk) == [("one", "PERSON", "passed")]
    desk.undo()
    assert (verdicts(desk), ghosts(desk)) == ([], [("PERSON", "Ilena Darvo")])


def test_all_of_a_sentence_are_taken_and_taken_back_as_one(desk: Desk) -> None:
    values = (ProposedValue(name="kind", value="name"),)
    begin(
        desk,
        PERSON,
        kept=[
            Proposal(
                type="PLACE",
                fragments=(_span(desk, "Darvo"),),
                score=0.7,
                reason="a test",
                attributes=values,
            )
        ],
    )
    light(desk, "Ilena Darvo")
    sentence = desk.reader.sentence
    before = list(desk.session.work.sentences)
    desk.suggested.take_all(WHOLE)
    assert desk.session.work.sentences == before
    assert [one.type for one in mentions(desk)] == ["PERSON", "PLACE"]
    assert mentions(desk)[1].value_of("kind") == "name"
    assert desk.state_of(sentence) == "done"
    desk.undo()
    assert (mentions(desk), desk.state_of(sentence), verdicts(desk)) == ([], "", [])


def test_none_is_taken_unseen(desk: Desk) -> None:
    begin(desk, PERSON)
    light(desk, "Ilena Darvo")
    with pytest.raises(Refused, match="off the screen"):
        desk.suggested.take_all(Span(0, 3))
    assert mentions(desk) == []


def test_a_threshold_or_a_ban_hides_a_suggester(desk: Desk) -> None:
    begin(desk, PERSON, shown=Shown({"one": 0.95}))
    assert ghosts(desk) == []
    begin(desk, PERSON, shown=Shown({}, off=frozenset({"one"})))
    assert ghosts(desk) == []


def test_a_share_of_sentences_is_held_back_always_the_same(desk: Desk) -> None:
    begin(desk, PERSON, shown=Shown({}, held_back=1.0))
    assert ghosts(desk) == []
    held = [is_held_back("ann", "d_" + "0" * 16, start, 0.25) for start in range(4000)]
    assert 0.22 < sum(held) / len(held) < 0.28
    assert held == [is_held_back("ann", "d_" + "0" * 16, start, 0.25) for start in range(4000)]
    assert held != [is_held_back("bob", "d_" + "0" * 16, start, 0.25) for start in range(4000)]


def test_effort_is_parted_by_what_was_held_back(project: Project) -> None:
    project.suggesters("ann").change(hold_back=0.5)
    held = {
        (article, line.start): is_held_back("ann", article, line.start, 0.5)
        for article in article_ids(project)
        for line in project.document(article).sentences
    }
    wanted = {False: 0, True: 0}
    for (article, start), is_held in held.items():
        desk = project.desk("ann", article)
        desk.sitting.effort.key()
        desk.do(CreateMention(type="TIME", fragments=(Span(start, start + 3),)))
        wanted[is_held] += 1
    assert len(set(held.values())) == 2
    lines = project.effort(by_suggestions=True)
    assert {line.held_back: line.annotations for line in lines if not line.type} == wanted
    assert [line.held_back for line in project.effort()] == [None, None]


def test_taking_all_counts_as_finishing_the_sentence(desk: Desk, project: Project) -> None:
    begin(desk, PERSON)
    light(desk, "Ilena Darvo")
    desk.sitting.effort.key()
    desk.suggested.take_all(WHOLE)
    line = next(line for line in project.effort() if not line.type)
    assert (line.keys, line.annotations, line.sentences) == (1, 1, 1)


def test_memory_learns_from_acts_and_forgets_by_undo(project: Project) -> None:
    first, second = (project.desk("ann", article) for article in article_ids(project)[:2])
    memory = Memory()
    begin(second, memory=memory)
    begin(first, memory=memory)
    first.do(CreateMention(type="PERSON", fragments=(_span(first, "Ilena Darvo"),)))
    second.suggested.look_again()
    assert ghosts(second) == [("PERSON", "Ilena Darvo")]
    first.undo()
    second.suggested.look_again()
    assert ghosts(second) == []


def test_memory_is_what_stands_in_the_file(project: Project) -> None:
    at = project.desk("ann", article_ids(project)[0])
    mark(at.session, "PERSON", "Ilena Darvo")
    labelled = suggestions.labelled(project.file, "ann")
    assert [tuple(one) for one in labelled] == [("Ilena Darvo", "PERSON", 1)]
    assert suggestions.labelled(project.file, "bob") == []
    assert list(suggestions.memory_problems(project.file)) == []


def test_rejected_words_are_not_proposed_again_and_again() -> None:
    memory = Memory([Known("Darvo", "PERSON", 1)])
    assert memory.score("Darvo", "PERSON") >= 0.5
    for _ in range(4):
        memory.refuse("Darvo", "PERSON")
    assert memory.score("Darvo", "PERSON") < 0.5


def test_a_suggested_frame_opens_its_form_with_what_was_suggested(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Others stormed Karvan on Monday.\n", "utf-8")
    with open_project(tmp_path / "p.db", create=True) as project:
        project.import_paths([tmp_path / "a.txt"], ImportOptions("ann"))
        check_suggested_frame(project.desk("ann", article_ids(project)[0]))


def check_suggested_frame(desk: Desk) -> None:
    """Accept a suggested frame and what is proposed for it, and take both back."""
    begin(
        desk,
        kept=[
            Proposal(
                layer="incidents",
                type="BATTLE",
                fragments=(_span(desk, "stormed"),),
                score=0.8,
                reason="a test",
                roles=(
                    ProposedFiller(role="place", fragments=(_span(desk, "Karvan"),), type="GPE"),
                ),
            )
        ],
    )
    desk.work_on(("incidents",))
    light(desk, "stormed")
    desk.yes()
    form = desk.frames.form
    assert form is not None
    assert [(one.role, one.type) for one in form.proposed.fillers] == [("place", "GPE")]
    form.accept()
    (frame,) = (i for i in desk.session.work.annotations.values() if isinstance(i, Incident))
    assert (frame.type, [one.role for one in frame.roles]) == ("BATTLE", ["place"])
    assert verdicts(desk) == [("kept", "BATTLE", "accepted")]
    desk.undo()
    desk.undo()
    assert not desk.session.work.annotations


def test_suggesting_twice_keeps_nothing_twice(project: Project) -> None:
    article = article_ids(project)[0]
    made = Proposal(type="PLACE", fragments=(Span(0, 3),), score=0.5, reason="a test")
    found = [suggestion(article, "one", "1", made)]
    assert suggestions.keep(project.file, article, "one", "1", found) == 1
    assert suggestions.keep(project.file, article, "one", "1", found) == 0
    assert suggestions.of_article(project.file, article) == found
    assert suggestions.keep(project.file, article, "one", "2", []) == 0
    assert suggestions.of_article(project.file, article) == []


def test_each_suggester_replaces_its_own_in_each_article(project: Project) -> None:
    first, second = article_ids(project)[:2]
    quoted = 'it is “é”,\n"\\'

    def looked(article: str, source: str, *starts: int) -> suggestions.Looked:
        values = (ProposedValue(name="mention", value=quoted, evidence=Span(0, 1)),)
        fields = {"type": "PLACE", "score": 0.5, "reason": quoted, "attributes": values}
        found = [Proposal(fragments=(Span(at, at + 3),), **fields) for at in starts]
        return suggestions.Looked(
            article, source, "1", [suggestion(article, source, "1", one) for one in found]
        )

    answers = [looked(first, "one", 0, 5), looked(first, "two", 0), looked(second, "one", 0)]
    assert suggestions.keep_all(project.file, answers) == [2, 1, 1]
    again = [looked(first, "one", 5, 9), looked(second, "one", 0), looked(first, "one", 9)]
    assert suggestions.keep_all(project.file, again) == [1, 0, 0]
    kept = [(one.source, one.anchor.start) for one in suggestions.of_article(project.file, first)]
    assert sorted(kept) == [("one", 9), ("two", 0)]
    assert suggestions.of_article(project.file, second) == list(answers[2].found)


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_memory_stands_on_its_words_in_any_text(text: str, words: list[str]) -> None:
    memory = Memory(Known(one, "PLACE", 5) for one in words)
    page = page_of(text)
    for one in memory.suggest(page):
        (span,) = one.fragments
        assert plain(text)[slice(*span)] in {plain(word) for word in words}


def page_of(text: str) -> Page:
    """Return a page with one sentence."""
    found, (scheme, _) = document("Somebody."), checked_scheme("news-conflict")
    whole = (Sentence(start=0, end=max(1, len(text))),)
    return Page(found.article, text, whole, whole, scheme)


def _span(desk: Desk, words: str) -> Span:
    start = desk.session.work.text.index(words)
    return Span(start, start + len(words))

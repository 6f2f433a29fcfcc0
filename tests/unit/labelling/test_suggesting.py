"""Running suggesters: what is kept of it, and what is not."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.commands.suggestions import AcceptMention, JudgeSuggestions
from annotator.labelling.ghosts import shown_of
from annotator.labelling.refusals import Refused
from annotator.labelling.suggesting import Checker, Made, propose
from annotator.model.spans import Span
from annotator.model.suggestion import Proposal, ProposedFiller, ProposedValue
from annotator.project import ExportOptions, Project
from annotator.store import suggestions
from annotator.suggest.base import Page, Suggester, SuggesterFailed
from annotator.suggest.registry import Offer
from tests.support import STAMP, article_ids, session

Proposing = Callable[[Page], Iterable[Proposal]]


class Told:
    """A suggester that does what a test says."""

    def __init__(self, proposing: Proposing, name: str = "told", version: str = "1") -> None:
        self.name, self.version, self._proposing = name, version, proposing
        self.asked: list[str] = []

    def suggest(self, page: Page) -> Iterable[Proposal]:
        """Propose what was said."""
        self.asked.append(page.article.source)
        return self._proposing(page)


def names(page: Page) -> Iterator[Proposal]:
    """Propose the first word of every sentence as a person."""
    for sentence in page.wanted:
        end = page.text.index(" ", sentence.start)
        yield proposal(sentence.start, end)


def proposal(start: int, end: int, kind: str = "PERSON", **more: object) -> Proposal:
    """Return a mention as a suggester would propose it."""
    fields = {"type": kind, "fragments": (Span(start, end),), "score": 0.6, "reason": "so", **more}
    return Proposal.model_validate(fields)


def run(project: Project, *suggesters: Suggester, again: bool = False) -> list[Made]:
    """Run suggesters over all articles as ann."""
    offers = [Offer(one.name, "made up", partial(_same, one)) for one in suggesters]
    ids = article_ids(project)
    return list(propose(project.file, project.scheme, offers, ids, "ann", again=again))


def _same(one: Suggester) -> Suggester:
    return one


def kept(project: Project, number: int = 0) -> list[tuple[str, str, int, int]]:
    """Return what is kept of an article."""
    found = project.suggesters("ann").kept(article_ids(project)[number])
    return [(one.source, one.type, *one.anchor) for one in found]


def test_what_is_proposed_is_kept_for_every_article(project: Project) -> None:
    made = run(project, Told(names))

    assert [(one.found, one.new) for one in made] == [(3, 3), (2, 2), (1, 1)]
    assert kept(project, 2) == [("told", "PERSON", 0, 6)]


def test_running_twice_adds_nothing_and_asks_nobody(project: Project) -> None:
    run(project, Told(names))
    again = Told(names)

    made = run(project, again)

    assert again.asked == []
    assert not any(one.is_new for one in made)
    assert sum(one.new for one in run(project, again, again=True)) == 0
    assert len(again.asked) == 3
    assert len(kept(project)) == 3


def test_a_new_version_takes_the_place_of_the_old(project: Project) -> None:
    run(project, Told(names))

    run(project, Told(lambda _page: [proposal(0, 11)], version="2"))

    assert kept(project) == [("told", "PERSON", 0, 11)]


def test_the_same_proposal_twice_is_kept_once_with_the_higher_score(project: Project) -> None:
    twice = [proposal(0, 5, score=0.3), proposal(0, 5, score=0.8), proposal(0, 5, score=0.5)]
    run(project, Told(lambda _page: twice))

    (only,) = project.suggesters("ann").kept(article_ids(project)[0])
    assert only.score == 0.8


def test_who_stops_the_work_has_whole_articles(project: Project) -> None:
    def stopping(page: Page) -> Iterator[Proposal]:
        yield from names(page)
        if page.article.source == "001.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(project, Told(stopping))

    assert [len(kept(project, number)) for number in range(3)] == [3, 0, 0]
    assert sum(one.new for one in run(project, Told(names))) == 3


def test_a_failing_suggester_is_told_and_the_others_go_on(project: Project) -> None:
    def failing(page: Page) -> Iterator[Proposal]:
        yield from names(page)
        if page.article.source == "001.txt":
            raise SuggesterFailed("it cannot read this")

    made = run(project, Told(failing, "bad"), Told(names, "good"))

    assert [(one.source, one.failure) for one in made if one.failure] == [
        ("bad", "it cannot read this")
    ]
    assert [len(kept(project, number)) for number in range(3)] == [6, 2, 2]


def test_a_suggester_that_always_fails_is_left_out(project: Project) -> None:
    def failing(page: Page) -> Iterable[Proposal]:
        raise KeyError(page.text)

    one = Told(failing)

    made = run(project, one)
    assert [line.failure for line in made] == [
        *["it has a fault (KeyError)"] * 2,
        "it has a fault (KeyError); it is not asked any more",
    ]


def test_one_that_cannot_begin_is_told_once(project: Project) -> None:
    def make() -> Suggester:
        raise SuggesterFailed("it is not installed")

    offers = [Offer("missing", "made up", make)]
    made = propose(project.file, project.scheme, offers, article_ids(project), "ann")

    assert [(one.source, one.article, one.failure) for one in made] == [
        ("missing", "", "it is not installed")
    ]


NO_TYPE = "a type that the scheme does not have, or only to group others"
OUTSIDE = "a range outside the text or across sentences"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (proposal(0, 5, "NOBODY"), NO_TYPE),
        (
            proposal(0, 5, layer="claims"),
            NO_TYPE,
        ),
        (proposal(0, 5, "NAMED"), NO_TYPE),
        (proposal(0, 999), OUTSIDE),
        (proposal(5, 5), OUTSIDE),
        (proposal(5, 6), OUTSIDE),
        (proposal(30, 40), OUTSIDE),
    ],
)
def test_what_the_scheme_or_the_text_cannot_take_is_counted(
    project: Project, bad: Proposal, reason: str
) -> None:
    made = run(project, Told(lambda _page: [bad, proposal(0, 5)]))

    assert made[0].dropped == {reason: 1}
    assert kept(project) == [("told", "PERSON", 0, 5)]


def test_wrong_values_and_roles_go_and_the_rest_stays(project: Project) -> None:
    document = project.document(article_ids(project)[0])
    page = Page(*document, document.sentences, project.scheme)
    values = (
        ProposedValue(name="kind", value="name"),
        ProposedValue(name="kind", value="no such choice"),
        ProposedValue(name="rank", value="1"),
        ProposedValue(name="amount", value="2", evidence=Span(0, 999)),
    )
    role = ProposedFiller(role="victim", fragments=(Span(0, 5),), type="PERSON")

    found = Checker(project.scheme).check(proposal(0, 5, attributes=values, roles=(role,)), page)

    assert found.proposal is not None
    assert found.proposal.attributes == values[:1]
    assert found.proposal.roles == ()
    assert len(found.dropped) == 4


def test_what_learned_from_one_person_is_shown_to_nobody_else(project: Project) -> None:
    run(project, Told(names, "tagger"))
    article = article_ids(project)[0]

    assert {one.source for one in project.suggesters("ann").kept(article)} == {"tagger"}
    assert project.suggesters("bob").kept(article) == []
    assert suggestions.of_article(project.file, article) == []
    assert [one.kept for one in project.suggesters("bob").listed() if one.name == "tagger"] in (
        [],
        [0],
    )
    assert project.suggesters("bob").forget("tagger") == 0
    assert project.suggesters("ann").forget("tagger") == 6


def test_what_was_judged_is_proposed_no_more(project: Project) -> None:
    run(project, Told(names))
    first, second, third = project.suggesters("ann").kept(article_ids(project)[0])
    at_work = session(project)

    accepted = AcceptMention(suggestions=(first,), type="PERSON", fragments=first.fragments)
    at_work.apply(accepted)
    at_work.apply(JudgeSuggestions(suggestions=(second,)))

    assert project.suggesters("ann").kept(article_ids(project)[0]) == [third]
    assert len(project.suggesters("bob").kept(article_ids(project)[0])) == 3


def test_the_report_counts_passed_and_edited_as_wrong(project: Project) -> None:
    run(project, Told(names))
    first, second, third = project.suggesters("ann").kept(article_ids(project)[0])
    at_work = session(project)
    at_work.apply(AcceptMention(suggestions=(first,), type="PERSON", fragments=first.fragments))
    at_work.apply(AcceptMention(suggestions=(second,), type="PLACE", fragments=second.fragments))
    at_work.apply(JudgeSuggestions(suggestions=(third,), verdict="passed"))

    everything, of_type = project.suggesters("ann").report()

    assert everything[:3] == ("told", "", "")
    assert of_type[:3] == ("told", "entities", "PERSON")
    assert everything[3:] == of_type[3:] == (1, 1, 0, 1)
    assert everything.precision == pytest.approx(1 / 3)


def test_what_is_shown_is_said_once_for_the_project(project: Project) -> None:
    run(project, Told(names))
    suggesters = project.suggesters("ann")

    suggesters.change(thresholds={"told": 0.7}, off=["memory"], hold_back=0.2)
    suggesters.change(thresholds={"spacy:en_core_web_sm": 0.4})

    shown = shown_of(project.file)
    assert shown.thresholds == {"told": 0.7, "spacy_en_core_web_sm": 0.4}
    assert shown.held_back == 0.2
    assert shown.off == {"memory"}
    suggesters.change(on=["memory"], hold_back=0)
    shown = shown_of(project.file)
    assert shown.held_back == len(shown.off) == 0
    assert not project.history()[0].command.startswith("suggest")


@pytest.mark.parametrize("change", [{"thresholds": {"tolt": 0.5}}, {"off": ["x"]}, {"on": ["x"]}])
def test_a_misspelled_name_is_refused(project: Project, change: dict[str, object]) -> None:
    with pytest.raises(Refused, match="There is no suggester"):
        project.suggesters("ann").change(**change)  # type: ignore[arg-type]


def test_memory_is_not_run(project: Project) -> None:
    with pytest.raises(Refused, match="works while an article is open"):
        project.suggesters("ann").propose(["memory"])


def test_suggestions_are_in_no_export(project: Project, tmp_path: Path) -> None:
    finished = CompleteSentence(sentence=0, layers=("entities",), state="done")
    session(project).apply(finished)
    options = ExportOptions("ann", exported_at=STAMP)
    project.export(tmp_path / "before", options)

    run(project, Told(names))
    project.export(tmp_path / "after", options)

    before, after = (
        {one.relative_to(folder): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
        for folder in (tmp_path / "before", tmp_path / "after")
    )
    assert before
    assert before == after
    assert list(project.verify()) == []

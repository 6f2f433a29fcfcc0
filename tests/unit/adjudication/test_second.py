"""Second opinions: a blind share of what was decided, measured, and no part of gold."""

from collections.abc import Callable

import pytest

from annotator.adjudication.automatic import accept_unanimous
from annotator.adjudication.desk import AdjudicationDesk
from annotator.adjudication.gold import Gold, gold_of
from annotator.adjudication.items import How
from annotator.adjudication.second import SecondDesk, second_report
from annotator.adjudication.sitting import AdjudicationSitting, Refusal
from annotator.model.decision import Choice
from annotator.model.journal import Effort
from annotator.project import Project
from annotator.store import decisions
from annotator.store.errors import EditConflict
from tests.support import complaints

DeskOf = Callable[..., AdjudicationDesk]
ONE_KEY = Effort(1, 900)


@pytest.fixture
def decided(worked: Project, desk_of: DeskOf) -> Project:
    """Return a project in which eve has decided all, the first variant of each item."""
    desk = desk_of()
    accept_unanimous(desk)
    while item := desk.next():
        desk.decide(item, item.variants[0].choice)
    return worked


def second(project: Project, name: str = "zoe", share: float = 1.0, seed: str = "0") -> SecondDesk:
    """Return the desk of somebody who gives second opinions."""
    desk = project.second_opinions(name)
    desk.set_sample(share, seed)
    return desk


def gold(project: Project) -> Gold:
    """Return the gold of the first article."""
    return gold_of(decisions.of_article(project.file, project.articles()[0].article.id))


def test_opinions_are_recorded_and_gold_stays(decided: Project) -> None:
    before, every = gold(decided), list(decisions.every(decided.file))
    desk = second(decided)
    assert [one.kind for one in desk.listed()] == ["only-one", "type"]

    while item := desk.next():
        made = desk.decide(item, Choice(), How(keys=1), ONE_KEY)
        assert (made.rule, made.supersedes) == ("second", ())

    assert gold(decided) == before
    assert list(decisions.every(decided.file)) == every
    assert [one.adjudicator for one in decisions.second_opinions(decided.file)] == ["zoe"] * 2
    assert second(decided).listed() == []
    assert complaints(decided) == []
    with pytest.raises(EditConflict):
        desk.decide(desk.item(second(decided, "kim").listed()[0]), Choice())  # type: ignore[arg-type]


def test_nobody_judges_their_own_decisions_again(decided: Project) -> None:
    assert second(decided, "eve").listed() == []
    assert second(decided, "eve").next() is None


def test_the_sample_is_the_same_for_a_seed_and_grows_with_the_share(decided: Project) -> None:
    def keys(share: float, seed: str) -> set[str]:
        return {one.key for one in second(decided, "zoe", share, seed).listed()}

    for seed in "abcdef":
        assert keys(0.5, seed) == keys(0.5, seed)
        assert keys(0.2, seed) <= keys(0.6, seed) <= keys(1.0, seed)
    assert len({frozenset(keys(0.5, seed)) for seed in "abcdefgh"}) > 1
    assert second(decided, "zoe", 0.3, "x").sample == (0.3, "x")


def test_agreement_is_told_by_kind_and_undefined_with_its_reason(decided: Project) -> None:
    nothing = second_report(decided.file)
    assert (nothing.kinds, nothing.total.items) == ((), 0)
    assert nothing.total.percent.reason == "no unit judged twice"

    sitting = AdjudicationSitting(second(decided))
    sitting.take(1, ONE_KEY)
    sitting.take(0, ONE_KEY)

    found = second_report(decided.file)
    lines = {line.kind: line for line in (*found.kinds, found.total)}
    assert (lines["entities only-one"].items, lines["entities only-one"].agreed) == (1, 1)
    assert lines["entities only-one"].kappa.reason.startswith("no variation")
    assert (lines["entities type"].agreed, lines["entities type"].kappa.value) == (0, 0.0)
    assert (lines[""].items, lines[""].percent.value) == (2, 0.5)
    assert lines[""].kappa.reason == "what can be taken differs from item to item"


def test_an_opinion_is_taken_back_but_no_decision_is(decided: Project) -> None:
    desk = second(decided)
    sitting = AdjudicationSitting(desk)
    first = sitting.item
    assert not sitting.undo(ONE_KEY)
    sitting.take(0, ONE_KEY)
    sitting.give_reason("slip", ONE_KEY)
    assert sitting.undo(ONE_KEY)
    assert sitting.undo(ONE_KEY)
    assert not sitting.undo(ONE_KEY)
    assert sitting.item is not None
    assert first is not None
    assert sitting.item.dispute == first.dispute
    assert sitting.redo(ONE_KEY)
    assert len(decisions.second_opinions(decided.file)) == 1
    assert not AdjudicationSitting(second(decided)).undo(ONE_KEY)


def test_opinions_are_given_one_by_one(decided: Project) -> None:
    sitting = AdjudicationSitting(second(decided))
    with pytest.raises(Refusal, match="s puts the item off"):
        sitting.discuss(ONE_KEY)
    with pytest.raises(Refusal, match="one by one"):
        sitting.take_majority(ONE_KEY)
    assert sitting.item is not None
    assert sitting.desk.alike(sitting.item) == []
    sitting.find("karvan")
    assert sitting.item.dispute.kind == "type"

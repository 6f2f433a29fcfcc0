"""Entry tests and hidden gold: handed out, scored, told to whom they may be told, and no votes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.adjudication.automatic import accept_unanimous
from annotator.labelling.refusals import Refused
from annotator.project import EntryTest, ImportOptions, Project, Wish, open_project
from annotator.store import trials
from annotator.store.judged import judged_articles
from annotator.tui.screens.corrections_words import test_words as words_of_test
from tests.support import article_ids, complaints, mark, session
from tests.unit.adjudication.test_learning import finish, settle

TEXTS = [f"Karvan{letter} was quiet. Oshtin{letter} was not.\n" for letter in "abcdef"]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Return a project whose first three articles are gold: Karvan is a LOC, Oshtin nothing."""
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    with open_project(tmp_path / "p.db", create=True) as made:
        made.import_paths([tmp_path / f"{n}.txt" for n in range(len(TEXTS))], ImportOptions("lead"))
        for number in range(3):
            for name in ("ada", "ben"):
                at = session(made, name, number)
                mark(at, "LOC", f"Karvan{'abc'[number]}")
                if name == "ada":
                    mark(at, "GPE", f"Oshtin{'abc'[number]}")
                finish(made, name, number)
        desk = made.adjudication("eve")
        desk.refresh()
        accept_unanimous(desk)
        settle(desk)
        yield made


def take(project: Project, name: str, number: int, kind: str = "LOC") -> None:
    """Label an article as gold has it, or with another type, and finish it."""
    mark(session(project, name, number), kind, f"Karvan{'abcdef'[number]}")
    finish(project, name, number)


def test_a_test_is_scored_told_and_passed(project: Project) -> None:
    ids = article_ids(project)
    project.team("lead").assign_test(EntryTest(("cem",), pass_mark=0.6), ids[:2])
    assert project.test_result("cem", ids[0]) is None
    assert [one.passed for one in project.trial_reports("cem")] == [None]

    take(project, "cem", 0)
    take(project, "cem", 1, "GPE")

    result = project.test_result("cem", ids[1])
    assert result is not None
    assert [(one.mine, one.gold) for one in result.differences] == [
        ("[Karvanb] GPE", "[Karvanb] LOC")
    ]
    assert "F1 exact 0.00   overlap 0.00" in words_of_test(result)
    assert "[Karvanb] GPE → [Karvanb] LOC" in words_of_test(result)
    (report,) = project.trial_reports("cem")
    assert (report.finished, report.articles, report.passed) == (2, 2, False)
    assert report.scores[0].f1_exact == 0.5
    assert [one.rule for one in project.corrections("cem")] == ["test"]
    assert project.trial_reports("ada") == [] and project.trial_reports("lead") == [report]


def test_tests_are_drawn_alike_and_only_from_settled_gold(project: Project) -> None:
    team = project.team("lead")
    made = team.assign_test(EntryTest(("cem", "dan"), number=2, seed=4))
    by_name = {name: {o.article for o in made if o.annotator == name} for name in ("cem", "dan")}
    assert by_name["cem"] == by_name["dan"] <= set(article_ids(project)[:3])
    for wish, articles in (
        (EntryTest(("cem",), number=2), ()),
        (EntryTest(("ada",), number=1), ()),
        (EntryTest(("fay",)), article_ids(project)[4:5]),
    ):
        with pytest.raises(Refused):
            team.assign_test(wish, articles)


def test_what_came_after_gold_is_no_vote(project: Project) -> None:
    ids = article_ids(project)
    project.team("lead").assign_test(EntryTest(("cem",)), ids[:1])
    take(project, "cem", 0, "GPE")

    desk = project.adjudication("eve")
    desk.refresh()

    assert desk.waiting() == []
    assert all(one.completed == ("ada", "ben") for one in desk.settled(ids[0]).clusters)
    found = {one.article: sorted(one.by) for one in judged_articles(project.file)}
    assert found[ids[0]] == ["ada", "ben"]
    assert not project.may_see("ada", "cem", ids[0], "entities")
    assert complaints(project) == []


def test_hidden_gold_is_mixed_in_and_told_to_the_lead_only(project: Project) -> None:
    ids, team = article_ids(project), project.team("lead")

    made = team.assign(Wish(("cem",), hidden=0.05, seed=2), ids[3:])

    (hidden,) = made.hidden
    assert hidden.article in ids[:3]
    assert sorted(one.due for one in made.assignments) == [1, 2, 3, 4]
    assert {one.article for one in made.assignments} == {*ids[3:], hidden.article}
    number = ids.index(hidden.article)
    take(project, "cem", number, "GPE")
    assert project.test_result("cem", hidden.article) is None
    assert project.trial_reports("cem") == [] and project.corrections("cem") == []
    assert not project.may_see("cem", "gold", hidden.article, "entities")
    (report,) = project.trial_reports("lead")
    assert (report.kind, report.scores[0].f1_exact, report.passed) == ("hidden", 0.0, None)
    assert team.lift(["cem"]) == 1
    assert [one.rule for one in project.corrections("cem")] == ["hidden"]
    assert len(project.trial_reports("cem")) == 1


def test_a_test_that_was_taken_back_tries_nobody(project: Project) -> None:
    ids = article_ids(project)
    project.team("lead").assign_test(EntryTest(("cem",)), ids[:1])
    assert trials.tried_on(project.file, ids[0]) == {"cem"}
    assert session(project, "lead").undo()
    assert trials.tried_on(project.file, ids[0]) == frozenset()
    assert project.trial_reports("lead") == []


@pytest.mark.parametrize("kind", ["test", "hidden"])
def test_nothing_tells_the_answers_before_it_is_finished(
    project: Project, tmp_path: Path, kind: str
) -> None:
    """All that cem sees is the same whatever gold says of the article that tries cem."""
    from tests.unit.adjudication.test_learning import ghosts

    ids = article_ids(project)
    trials.keep(project.file, [trials.Trial(ids[0], "cem", kind, 0.8, lifted=False)])  # type: ignore[arg-type]
    project.team("lead").assign(Wish(("cem",), overlap=3), ids[:1])
    words = {"Karvana", "Oshtina"}

    assert (
        not {text for n in range(len(ids)) for _, text, _, _ in ghosts(project, "cem", n)} & words
    )
    assert not any(project.precedents("cem", word, one) for word in words for one in ids)
    assert not project.may_see("cem", "gold", ids[0], "entities")
    assert not project.search("by:ada", "cem", blind=True).more(100)
    assert project.corrections("cem") == []

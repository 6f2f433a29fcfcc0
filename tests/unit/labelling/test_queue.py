"""The order of articles by how unsure suggesters are."""

from pathlib import Path

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.commands.suggestions import JudgeSuggestions
from annotator.model.spans import Span
from annotator.model.suggestion import Proposal, suggestion
from annotator.project import Project
from annotator.store import suggestions
from tests.support import article_ids, new_project, session

TEXTS = [f"Ilena met Oren in Karvan{number}." for number in range(6)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of six articles of one sentence."""
    return new_project(tmp_path / "work.db", TEXTS)


def keep(project: Project, number: int, *scores: float, source: str = "told") -> None:
    """Keep suggestions with these scores for an article."""
    article = article_ids(project)[number]
    found = [
        suggestion(article, source, "1", _proposal(at, score)) for at, score in enumerate(scores)
    ]
    suggestions.keep(project.file, article, source, "1", found)


def finish(project: Project, article: str, annotator: str = "ann") -> None:
    """Finish an article."""
    done = CompleteSentence(sentence=0, layers=("entities",), state="done")
    session(project, annotator, article_ids(project).index(article)).apply(done)


def order(project: Project, annotator: str = "ann", seed: int = 0) -> list[int]:
    """Return the numbers of the articles in the order in which they are worked through."""
    project.uncertain_first(annotator, seed)
    ids = article_ids(project)
    found: list[int] = []
    while article := project.next_undone(annotator, ids[found[-1]] if found else ""):
        found.append(ids.index(article))
        finish(project, article, annotator)
    return found


def test_the_least_sure_come_first_and_those_without_suggestions_last(project: Project) -> None:
    keep(project, 1, 0.95)
    keep(project, 3, 0.5, 0.6)
    keep(project, 4, 0.1, 0.3)

    assert order(project) == [3, 4, 1, 2, 5, 0]


def test_the_seed_orders_what_is_alike_and_nothing_else(project: Project) -> None:
    keep(project, 0, 0.5)
    for number in range(1, 6):
        keep(project, number, 0.8)

    orders = {tuple(order(project, f"a{seed}", seed)) for seed in range(8)}

    assert len(orders) > 1
    assert {one[0] for one in orders} == {0}
    assert order(project, "again", 3) == order(project, "once-more", 3)


def test_what_is_open_is_left_for_another_and_comes_again(project: Project) -> None:
    keep(project, 0, 0.5)
    keep(project, 1, 0.6)
    first, second, *_ = article_ids(project)
    project.uncertain_first("ann")

    assert project.next_undone("ann") == first
    assert project.next_undone("ann", first) == second
    assert project.next_undone("ann", second) == first


def test_judged_suggestions_and_others_own_do_not_count(project: Project) -> None:
    keep(project, 0, 0.5, source="tagger:bob")
    keep(project, 1, 0.5, 0.9)
    keep(project, 2, 0.7)
    (unsure, _) = project.suggesters("ann").kept(article_ids(project)[1])
    session(project, number=1).apply(JudgeSuggestions(suggestions=(unsure,)))

    assert order(project)[:2] == [2, 1]
    assert order(project, "bob")[0] == 0


def _proposal(start: int, score: float) -> Proposal:
    fragments = (Span(start, start + 1),)
    return Proposal(type="PERSON", fragments=fragments, score=score, reason="so")

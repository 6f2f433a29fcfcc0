"""Handing out articles: balanced, the same every time, copies together."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelling.assignment import Held, Plan, Wish, plan
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import Project, Refused, Wanted, filtered
from annotator.store.errors import EditConflict
from annotator.store.journal import Act, Edit, commit
from annotator.store.team import Load, Waiting
from tests.support import STAMP, article_ids, complaints, session

PEOPLE = ("ann", "bob", "cem")


def waiting(*sizes: int, clusters: tuple[str, ...] = ()) -> list[Waiting]:
    """Return articles with so many sentences, the first of them in these clusters."""
    filled = [*clusters, *[""] * (len(sizes) - len(clusters))]
    return [
        Waiting(f"d_{number:016x}", f"{number}.txt", size, cluster)
        for number, (size, cluster) in enumerate(zip(sizes, filled, strict=True))
    ]


def planned(articles: list[Waiting], wish: Wish, held: dict[str, Held] | None = None) -> Plan:
    return plan(articles, wish, held or {}, {}, STAMP)


def takers(made: Plan) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in made.assignments:
        found.setdefault(one.article, set()).add(one.annotator)
    return found


@given(
    sizes=st.lists(st.integers(0, 40), max_size=30),
    people=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6, unique=True),
    overlap=st.integers(1, 3),
    seed=st.integers(0, 5),
)
def test_shares_are_balanced_by_sentences_and_the_same_every_time(
    sizes: list[int], people: list[str], overlap: int, seed: int
) -> None:
    overlap = min(overlap, len(people))
    articles, wish = waiting(*sizes), Wish(tuple(people), overlap, seed=seed)
    made = planned(articles, wish)
    assert made == planned(articles, wish._replace(people=tuple(reversed(people))))
    assert made.short == 0
    assert all(len(names) == overlap for names in takers(made).values())
    assert len(takers(made)) == len(sizes)
    size = {one.article: one.sentences for one in articles}
    sums = Counter(dict.fromkeys(people, 0))
    for one in made.assignments:
        sums[one.annotator] += size[one.article]
    assert max(sums.values()) - min(sums.values()) <= max(sizes, default=0)
    for name in people:
        mine = [one for one in made.assignments if one.annotator == name]
        assert [one.due for one in mine] == list(range(1, len(mine) + 1))
        order = [one.article for one in articles]
        assert [one.article for one in mine] == sorted(
            (one.article for one in mine), key=order.index
        )


def test_another_seed_gives_other_shares() -> None:
    shares = {
        takers(planned(waiting(*[5] * 12), Wish(PEOPLE, seed=seed))).__repr__() for seed in range(5)
    }
    assert len(shares) > 1


def test_copies_go_to_one_person_unless_they_may_be_split() -> None:
    articles = waiting(*[5] * 6, clusters=("x",) * 4)
    copies = {one.article for one in articles[:4]}
    for seed in range(5):
        together = takers(planned(articles, Wish(PEOPLE, seed=seed)))
        assert len(set.union(*(together[article] for article in copies))) == 1
    apart = takers(planned(articles, Wish(PEOPLE, split_copies=True)))
    assert len(set.union(*(apart[article] for article in copies))) > 1


def test_a_copy_that_comes_later_goes_to_who_has_the_first() -> None:
    articles = waiting(9, 1, 1, clusters=("x", "x"))
    held = {articles[0].article: Held(live={"bob"})}
    assert takers(planned(articles, Wish(PEOPLE), held))[articles[1].article] == {"bob"}


def test_nobody_gets_more_than_the_quota_and_what_is_short_is_told() -> None:
    made = planned(waiting(*[1] * 10), Wish(PEOPLE, per_annotator=3))
    assert set(Counter(one.annotator for one in made.assignments).values()) == {3}
    assert made.short == 1
    loads = {"ann": Load(3, 3, 8)}
    made = plan(waiting(1, 1), Wish(PEOPLE, overlap=2, per_annotator=3), {}, loads, STAMP)
    assert {one.annotator for one in made.assignments} == {"bob", "cem"}


def test_who_has_an_article_counts_and_who_was_released_does_not_get_it_again() -> None:
    articles = waiting(4)
    held = {articles[0].article: Held(live={"zoe"}, released={"ann", "bob"})}
    made = planned(articles, Wish(PEOPLE, overlap=2), held)
    assert [one.annotator for one in made.assignments] == ["cem"]
    assert planned(articles, Wish(("ann",), overlap=2), held).short == 1


def finish(project: Project, name: str, number: int) -> None:
    at = session(project, name, number)
    for sentence in at.work.sentences:
        at.apply(CompleteSentence(sentence=sentence.start, layers=("entities",), state="done"))


def test_next_goes_by_assignments_in_the_order_they_are_due(project: Project) -> None:
    first, second, third = article_ids(project)
    project.team("lead").assign(Wish(("ann",)), [third, first])
    assert project.next_undone("ann") == third
    assert project.next_undone("ann", third) == first
    assert project.next_undone("ann", first) == third
    assert project.next_undone("ann", second) == third
    assert project.next_undone("bob") == first
    finish(project, "ann", 2)
    assert project.next_undone("ann", third) == first
    finish(project, "ann", 0)
    assert project.next_undone("ann") == ""
    assert project.next_undone("ann", third) == ""
    assert not project.is_assigned("bob") and project.is_assigned("ann")
    assert complaints(project) == []


def test_handing_out_again_adds_what_is_missing(project: Project) -> None:
    team = project.team("lead")
    wish = Wish(PEOPLE, overlap=2)
    assert len(team.assign(wish).assignments) == 6
    assert team.assign(wish) == Plan((), 0)
    assert len(team.assign(wish._replace(overlap=3)).assignments) == 3
    assert {line.assignment.annotator for line in team.assigned()} == set(PEOPLE)
    assert complaints(project) == []


def test_released_work_can_be_handed_to_somebody_else_and_keeps_what_was_done(
    project: Project,
) -> None:
    team = project.team("lead")
    team.assign(Wish(("ann",)))
    finish(project, "ann", 1)
    released = team.release(["ann"])
    first, second, third = article_ids(project)
    assert [one.article for one in released] == [first, third]
    assert project.next_undone("ann") == ""
    assert [one.article for one in team.assign(Wish(("ann", "bob"))).assignments] == [first, third]
    assert [line.assignment.article for line in team.assigned("bob")] == [first, third]
    again = team.assign(Wish(("ann", "bob"), overlap=2), [third]).assignments
    assert [(one.annotator, one.due) for one in again] == [("ann", 4)]
    assert project.next_undone("ann") == third
    assert [line.seen for line in team.assigned("ann") if line.assignment.article == second] == [2]
    assert complaints(project) == []


def test_assigning_is_taken_back_like_any_act(project: Project) -> None:
    team = project.team("ann")
    team.assign(Wish(("ann", "bob")))
    at = session(project)
    undone = at.undo()
    assert undone and undone.entry.command == "team.assign" and undone.touched == frozenset()
    assert team.assigned() == [] and not project.is_assigned("bob")
    assert at.redo() and len(team.assigned()) == 3
    assert complaints(project) == []


def test_what_cannot_be_handed_out_is_refused(project: Project) -> None:
    team = project.team("lead")
    assert team.assign(Wish((), overlap=2)) == Plan((), 3)
    with pytest.raises(Refused, match="cannot be an annotator's name"):
        team.assign(Wish(("no name",)))
    assert team.assigned() == []


def test_lists_know_what_is_assigned(project: Project) -> None:
    first, second, third = article_ids(project)
    project.team("lead").assign(Wish(("ann",)), [third, first])
    project.team("lead").assign(Wish(("bob",)), [second])

    def listed(name: str, words: str, **wanted: str) -> list[str]:
        found = project.listing(name, filtered(Wanted(**wanted), words))  # type: ignore[arg-type]
        return [line.article.id for line in found.lines()]

    assert listed("ann", "assigned:me") == [first, third]
    assert listed("ann", "assigned:me state:undone", order="due") == [third, first]
    assert listed("ann", "", order="due") == [third, first, second]
    assert listed("ann", "assigned:bob") == [second]
    assert listed("ann", "assigned:") == [first, second, third]
    assert listed("cem", "assigned:me") == []
    assert [line.is_assigned for line in project.listing("ann").lines()] == [True, False, True]


def test_the_board_counts_articles(project: Project) -> None:
    team = project.team("lead")
    team.assign(Wish(("ann", "bob"), overlap=2))
    finish(project, "ann", 0)
    finish(project, "bob", 0)
    finish(project, "ann", 2)
    at = session(project, "bob", 1)
    at.apply(CompleteSentence(sentence=0, layers=("entities",), state="done"))
    team.release(["ann"])
    assert [tuple(line) for line in team.board()] == [("ann", 2, 2, 0, 1), ("bob", 3, 1, 1, 0)]
    assert [tuple(line) for line in team.overlaps()] == [(1, 1, 1), (2, 2, 1)]


def test_a_removed_article_takes_its_assignments_along(project: Project) -> None:
    project.team("lead").assign(Wish(("ann",)))
    project.remove_article("lead", article_ids(project)[0])
    assert len(project.team("lead").assigned()) == 2
    assert complaints(project) == []


def test_people_are_added_and_renamed_with_all_their_work(project: Project) -> None:
    team = project.team("lead")
    team.add("zoe")
    assert "zoe" in team.people()
    with pytest.raises(Refused, match="zoe is in the project already"):
        team.add("zoe")
    team.assign(Wish(("ann",)))
    finish(project, "ann", 0)
    finish(project, "bob", 0)
    with pytest.raises(Refused, match="bob is somebody else here"):
        team.rename("ann", "bob")
    with pytest.raises(Refused, match="There is no annotator anne"):
        team.rename("anne", "eva")
    done = project.progress(article_ids(project)[0], "ann")
    team.rename("ann", "eva")
    assert "ann" not in team.people() and "eva" in team.people()
    assert project.progress(article_ids(project)[0], "eva") == done
    assert len(team.assigned("eva")) == 3
    assert {entry.annotator for entry in project.history(annotators=["ann", "eva"])} == {"eva"}
    assert session(project, "eva").undo() is None
    assert complaints(project) == []


def test_two_leads_do_not_hand_out_one_article_twice(project: Project) -> None:
    first = article_ids(project)[0]
    project.team("lead").assign(Wish(("ann",)), [first])
    held = project.team("lead").assigned()[0].assignment
    with pytest.raises(EditConflict, match="lead changed this assignment"):
        commit(project.file, [Edit(None, held)], Act("boss", "", 0, "team.assign", {}))

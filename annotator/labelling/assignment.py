"""Handing out articles: who gets which, in what order, balanced and the same every time."""

import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from annotator.model.team import Assignment
from annotator.store.team import Load, Waiting

_NOTHING = Load(0, 0, 0)


class Wish(NamedTuple):
    """How articles are to be handed out."""

    people: tuple[str, ...]
    overlap: int = 1
    """So many people get each article."""
    per_annotator: int = 0
    """Nobody has more articles than this, earlier ones counted; 0 for any number."""
    seed: int = 0
    """Another one gives other shares, just as balanced."""
    split_copies: bool = False
    """Copies of an article may go to other people than the article."""
    hidden: float = 0.0
    """The share of articles with gold that is mixed in unmarked, of what somebody gets."""


class EntryTest(NamedTuple):
    """An entry test that is to be handed out."""

    people: tuple[str, ...]
    number: int = 3
    """So many articles with gold each, where none are named."""
    seed: int = 0
    """Another one draws other articles."""
    pass_mark: float = 0.8
    """The least exact F1 over all layers."""


class Plan(NamedTuple):
    """What is to be handed out."""

    assignments: tuple[Assignment, ...]
    short: int
    """Articles that fewer people have than were wished for."""
    hidden: tuple[Assignment, ...] = ()
    """Those of the assignments that are gold mixed in unmarked."""


class Held(NamedTuple):
    """Who has an article already."""

    live: Collection[str] = ()
    released: Collection[str] = ()


class _Shares:
    """What everybody has, while articles are handed out."""

    def __init__(self, wish: Wish, loads: Mapping[str, Load]) -> None:
        chance = random.Random(wish.seed)  # noqa: S311 (shares are no secret)
        self._limit = wish.per_annotator
        self._lots = {name: chance.random() for name in sorted(wish.people)}
        self._has = {name: loads.get(name, _NOTHING) for name in wish.people}

    def ranked(self, names: Collection[str]) -> list[str]:
        """Return those of the people who take part, the least loaded first."""
        found = (name for name in names if name in self._has)
        return sorted(found, key=lambda name: (self._has[name].sentences, self._lots[name]))

    def has_room(self, name: str, articles: int) -> bool:
        """Say whether somebody may get so many more."""
        return not self._limit or self._has[name].articles + articles <= self._limit

    def give(self, name: str, articles: Sequence[Waiting]) -> None:
        """Note that somebody gets these."""
        before = self._has[name]
        more = sum(one.sentences for one in articles)
        self._has[name] = before._replace(
            articles=before.articles + len(articles), sentences=before.sentences + more
        )


def plan(
    articles: Sequence[Waiting],
    wish: Wish,
    held: Mapping[str, Held],
    loads: Mapping[str, Load],
    now: str,
) -> Plan:
    """Return who gets which articles: long ones first, each to those who have least.

    So nobody has more sentences than another by more than the longest article and its copies, as
    far as they began alike and nobody is full.

    Args:
        articles: in the order in which they are due.
        held: by article, who has it, or was released from it and does not get it again.
        loads: by name, what people have.
        now: the instant for what is handed out.
    """
    shares = _Shares(wish, loads)
    given: dict[str, list[str]] = {one.article: [] for one in articles}
    for unit in _units(articles, wish):
        for name, part in _takers(unit, wish, held, shares):
            shares.give(name, part)
            for one in part:
                given[one.article].append(name)
    short = sum(
        len(held.get(article, Held()).live) + len(names) < wish.overlap
        for article, names in given.items()
    )
    return Plan(tuple(_in_due_order(articles, given, loads, now)), short)


def mixed(
    given: Sequence[Assignment], gold: Sequence[str], share: float, seed: int
) -> tuple[list[Assignment], list[Assignment]]:
    """Mix articles with gold into what one person gets, at random places.

    Args:
        given: all for one person, in due order.
        gold: ids of articles that can be taken.
        share: of the number of those given; at least one is mixed in.

    Returns:
        All in due order, and those of them that were mixed in.
    """
    if not given or not gold or share <= 0:
        return list(given), []
    first = given[0]
    chance = random.Random(f"{seed} {first.annotator} {first.due}")  # noqa: S311 (no secret)
    drawn = chance.sample(gold, min(len(gold), max(1, round(share * len(given)))))
    articles = [one.article for one in given]
    for article in drawn:
        articles.insert(chance.randint(0, len(articles)), article)
    every = [
        first.model_copy(update={"article": article, "due": first.due + number})
        for number, article in enumerate(articles)
    ]
    return every, [one for one in every if one.article in drawn]


def drawn_order(articles: Iterable[str], seed: int) -> list[str]:
    """Return articles in an order that is chance and the same for everybody."""
    return sorted(articles, key=lambda one: sha256(f"{seed} {one}".encode()).digest())


def _units(articles: Sequence[Waiting], wish: Wish) -> list[list[Waiting]]:
    """Return articles together with their copies, the longest first, equal ones by lot."""
    units: dict[str, list[Waiting]] = {}
    for one in articles:
        together = one.article if wish.split_copies or not one.cluster else one.cluster
        units.setdefault(together, []).append(one)
    chance = random.Random(wish.seed)  # noqa: S311 (shares are no secret)
    lots = {name: chance.random() for name in sorted(units)}
    weighed = [
        (-sum(one.sentences for one in unit), lots[name], unit) for name, unit in units.items()
    ]
    return [unit for _, _, unit in sorted(weighed, key=lambda one: one[:2])]


def _takers(
    unit: Sequence[Waiting], wish: Wish, held: Mapping[str, Held], shares: _Shares
) -> Iterator[tuple[str, list[Waiting]]]:
    """Yield who gets which articles of a unit; those who have one of the copies come first."""
    holders = [held.get(one.article, Held()) for one in unit]
    live = {name for holder in holders for name in holder.live}
    released = {name for holder in holders for name in holder.released}
    missing = [wish.overlap - len(holder.live) for holder in holders]
    others = set(wish.people) - live - released
    for name in (*shares.ranked(live), *shares.ranked(others)):
        wanted = [
            number
            for number, (holder, lack) in enumerate(zip(holders, missing, strict=True))
            if lack > 0 and name not in holder.live and name not in holder.released
        ]
        if wanted and shares.has_room(name, len(wanted)):
            yield name, [unit[number] for number in wanted]
            for number in wanted:
                missing[number] -= 1


def _in_due_order(
    articles: Sequence[Waiting],
    given: Mapping[str, Sequence[str]],
    loads: Mapping[str, Load],
    now: str,
) -> Iterator[Assignment]:
    due: dict[str, int] = {}
    for one in articles:
        for name in given[one.article]:
            due[name] = due.get(name, loads.get(name, _NOTHING).last_due) + 1
            yield Assignment(article=one.article, annotator=name, due=due[name], changed=now)

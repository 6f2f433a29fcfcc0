"""What annotators most likely meant, given how each of them errs: Dawid and Skene (1979).

Expectation and maximisation from the shares of votes; never from chance, which could end at another
optimum or with classes exchanged. It is evidence to be shown, never an answer, and withheld where
there is too little to learn anybody's errors from.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import exp, log
from typing import NamedTuple, TypeAlias

Item: TypeAlias = Hashable
Annotator: TypeAlias = Hashable
Class: TypeAlias = Hashable
Answers: TypeAlias = Mapping[Item, Mapping[Annotator, Sequence[Class]]]
"""What each annotator said of each item; who said nothing is not there."""

LEAST_ANNOTATORS = 3
LEAST_ITEMS = 50
ROUNDS = 200
SETTLED = 1e-12


class Evidence(NamedTuple):
    """What the model makes of the answers."""

    posteriors: dict[Item, dict[Class, float]]
    """How likely each class is for each item."""
    shares: dict[Class, float]
    """How common each class is."""
    errors: dict[Annotator, dict[Class, dict[Class, float]]]
    """How often an annotator says the second class where the first is true."""
    log_likelihood: float
    rounds: int


def withheld(answers: Answers) -> str:
    """Return why there is too little for the model to be shown, "" where there is enough."""
    annotators = {name for given in answers.values() for name in given}
    if len(annotators) < LEAST_ANNOTATORS:
        return f"needs at least {LEAST_ANNOTATORS} annotators, there are {len(annotators)}"
    shared = sum(len(given) > 1 for given in answers.values())
    if shared < LEAST_ITEMS:
        return f"needs at least {LEAST_ITEMS} items that several judged, there are {shared}"
    return ""


def estimate(answers: Answers, classes: Sequence[Class]) -> Evidence:
    """Run the model until the likelihood settles.

    Args:
        answers: every item has at least one answer.
        classes: all that could be said.
    """
    alike = _alike(answers)
    first = {items[0]: answers[items[0]] for items in alike}
    numbers = {items[0]: len(items) for items in alike}
    posteriors = {item: _vote_shares(given, classes) for item, given in first.items()}
    before, rounds, settled = -float("inf"), 0, False
    while not settled and rounds < ROUNDS:
        shares = _shares(posteriors, numbers, classes)
        errors = _errors(first, posteriors, numbers, classes)
        likelihood = 0.0
        for item, given in first.items():
            posteriors[item], part = _posterior(given, shares, errors)
            likelihood += part * numbers[item]
        settled = likelihood - before <= SETTLED * abs(likelihood)
        before, rounds = likelihood, rounds + 1
    every = {item: posteriors[items[0]] for items in alike for item in items}
    return Evidence(every, shares, errors, before, rounds)


def _alike(answers: Answers) -> list[list[Item]]:
    """Return the items with the same answers together: few among thousands differ."""
    found: dict[Hashable, list[Item]] = {}
    for item, given in answers.items():
        same = frozenset((name, tuple(said)) for name, said in given.items())
        found.setdefault(same, []).append(item)
    return list(found.values())


def _vote_shares(
    given: Mapping[Annotator, Sequence[Class]], classes: Sequence[Class]
) -> dict[Class, float]:
    votes = Counter(answer for answers in given.values() for answer in answers)
    return {one: votes[one] / votes.total() for one in classes}


def _shares(
    posteriors: Mapping[Item, Mapping[Class, float]],
    numbers: Mapping[Item, int],
    classes: Sequence[Class],
) -> dict[Class, float]:
    total = sum(numbers.values())
    return {
        one: sum(found[one] * numbers[item] for item, found in posteriors.items()) / total
        for one in classes
    }


def _errors(
    answers: Answers,
    posteriors: Mapping[Item, Mapping[Class, float]],
    numbers: Mapping[Item, int],
    classes: Sequence[Class],
) -> dict[Annotator, dict[Class, dict[Class, float]]]:
    counted: dict[Annotator, dict[Class, dict[Class, float]]] = {}
    for item, given in answers.items():
        for annotator, said in given.items():
            if annotator not in counted:
                counted[annotator] = {one: dict.fromkeys(classes, 0.0) for one in classes}
            for truth, share in posteriors[item].items():
                for answer in said:
                    counted[annotator][truth][answer] += share * numbers[item]
    for table in counted.values():
        for row in table.values():
            total = sum(row.values())
            row.update({answer: number / total for answer, number in row.items() if total})
    return counted


def _posterior(
    given: Mapping[Annotator, Sequence[Class]],
    shares: Mapping[Class, float],
    errors: Mapping[Annotator, Mapping[Class, Mapping[Class, float]]],
) -> tuple[dict[Class, float], float]:
    """Return how likely each class is, and the log-likelihood of the answers."""
    weights = {}
    for truth, share in shares.items():
        rates = [share, *(errors[name][truth][said] for name in given for said in given[name])]
        # Sums of logarithms: products of many rates would vanish.
        weights[truth] = sum(map(log, rates)) if all(rates) else -float("inf")
    largest = max(weights.values())
    scaled = {truth: exp(weight - largest) for truth, weight in weights.items()}
    total = sum(scaled.values())
    return {truth: weight / total for truth, weight in scaled.items()}, largest + log(total)

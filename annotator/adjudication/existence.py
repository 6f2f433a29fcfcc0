"""How likely what somebody marked is really there, given how each annotator errs.

Dawid and Skene's model over the whole project, yes or no for each mention as it was marked (range
and type), each aligned frame and each relation. It is shown beside votes on request and decides
nothing: not even what is suggested.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from annotator.adjudication.sides import Cluster
from annotator.adjudication.wording import told_choice
from annotator.agreement.dawid_skene import estimate, withheld
from annotator.model.decision import Choice

Candidate: TypeAlias = tuple[str, tuple[str, ...]]
"""Key of the cluster; of a mention the annotations behind it."""

EXISTENCE_WARNING = (
    "Candidates are only what somebody marked, so how seldom people mark what is not there is"
    " overestimated."
)
NO_EXISTENCE = "is about whether something is there, not about parts of it"


class Weighed(NamedTuple):
    """What speaks for the variants of one cluster."""

    withheld: str
    likely: dict[str, float]
    """By variant in words."""


class Existence(NamedTuple):
    """What the model makes of one layer."""

    withheld: str
    """Why nothing is shown, "" where something is."""
    likely: Mapping[Hashable, float]
    """How likely each candidate is there, between 0 and 1: see `Candidate`."""

    def of(self, cluster: Cluster, choice: Choice) -> float | None:
        """Return how likely a variant is there: of several mentions, the least likely one.

        Returns:
            None for what is no candidate, such as a slot, or a mark that was made afterwards.
        """
        found = [self.likely.get(one) for one in _candidates_of(cluster, choice)]
        known = [one for one in found if one is not None]
        return min(known) if known and len(known) == len(found) else None

    def weighed(self, cluster: Cluster, text: str) -> Weighed:
        """Return what is known of all variants of a cluster."""
        said = {told_choice(one.choice, text): one.choice for one in cluster.variants}
        known = {words: self.of(cluster, choice) for words, choice in said.items()}
        return Weighed(
            self.why_not(cluster),
            {words: round(one, 4) for words, one in known.items() if one is not None},
        )

    def why_not(self, cluster: Cluster) -> str:
        """Return why nothing can be said of a cluster, "" where something can."""
        return self.withheld if cluster.slot == "item" else NO_EXISTENCE


def existence(
    clusters: Iterable[Cluster], goes_on: Callable[[], bool] = lambda: True
) -> Existence | None:
    """Run the model over the clusters of one layer.

    Args:
        goes_on: asked between clusters; None is returned once it says no.
    """
    answers: dict[Hashable, dict[Hashable, list[bool]]] = {}
    for cluster in clusters:
        if not goes_on():
            return None
        answers.update(_answers(cluster))
    reason = withheld(answers)
    if reason:
        return Existence(reason, {})
    found = estimate(answers, (True, False)).posteriors
    return Existence("", {one: likely[True] for one, likely in found.items()})


def _answers(cluster: Cluster) -> Iterator[tuple[Candidate, dict[Hashable, list[bool]]]]:
    """Yield the candidates of a cluster with who marked them and who did not."""
    if cluster.slot != "item":
        return
    marked: dict[Candidate, set[str]] = {}
    for variant in cluster.variants:
        for candidate in _candidates_of(cluster, variant.choice):
            marked.setdefault(candidate, set()).update(variant.annotators)
    for candidate, names in marked.items():
        if names:
            yield candidate, {name: [name in names] for name in cluster.completed}


def _candidates_of(cluster: Cluster, choice: Choice) -> list[Candidate]:
    if choice.frame:
        return [(cluster.key, ())]
    return [(cluster.key, body.sources) for body in choice.mentions]

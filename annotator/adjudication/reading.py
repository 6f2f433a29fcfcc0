"""From the store to clusters: everybody's layers of one article."""

from collections.abc import Mapping, Sequence

from annotator.adjudication.bereft import bereft_clusters, is_bereft, members_of
from annotator.adjudication.clusters import clusters_of, rank_of, shown_kind
from annotator.adjudication.gold import in_force
from annotator.adjudication.sides import Cluster, Side
from annotator.adjudication.wording import pattern_of
from annotator.model.annotation import COMPLETED_LAYERS, Annotation, Incident, Layer, Mention
from annotator.model.article import Document
from annotator.model.decision import Decision
from annotator.store import articles, decisions, layers, linking, team, trials
from annotator.store.decisions import Dispute
from annotator.store.entries import Registry
from annotator.store.errors import EditConflict
from annotator.store.openness import GOLD
from annotator.store.project_file import ProjectFile

SINCE_SETTING = "adjudication.since"
"""The key of the instant before which what was finished is no vote, in the `project` table."""


class Settled:
    """An article with its clusters and decisions, as they stand.

    Raises:
        EditConflict: it is not in the project any more.
    """

    def __init__(self, file: ProjectFile, article: str) -> None:
        self.document = _document(file, article)
        self.sides = sides_of(file, article)
        self.decisions = decisions.of_article(file, article)
        compared = clusters_of(
            self.document, self.sides, lambda one: _far(file, one), StoredLinks(file)
        )
        self.clusters = [*compared, *bereft_clusters(self.document, self.sides, self.in_force)]
        self.by_key = {one.key: one for one in self.clusters}
        self.decided = {one.cluster for one in self.decisions}
        self._wanted = team.assigned_to(file, article) - trials.tried_on(file, article)

    @property
    def in_force(self) -> list[Decision]:
        """Decisions that no other supersedes."""
        return in_force(self.decisions)

    @property
    def stale(self) -> list[Decision]:
        """Decisions in force about annotations that have changed since, or are gone."""
        there = {item for side in self.sides for item in side.annotations}
        return [
            one
            for one in self.in_force
            if one.cluster not in self.by_key and not (one.rejects and is_bereft(one, there))
        ]

    def complete(self) -> list[tuple[int, Layer]]:
        """Return starts of sentences with layers that are decided.

        Several have finished them, and all to whom the article is assigned, and nothing waits.
        """
        open_questions = {one.cluster for one in self.decisions if one.rule == "discuss"}
        closed = {one.cluster for one in self.in_force}
        rejected = {one.cluster for one in self.in_force if one.rejects}
        waiting = {
            (one.layer, one.sentence)
            for one in self.clusters
            if (one.key not in closed or one.key in open_questions - closed)
            and not rejected & set(one.parents)
        }
        return [
            (sentence.start, layer)
            for sentence in self.document.sentences
            for layer in COMPLETED_LAYERS
            if (layer, sentence.start) not in waiting
            and len(done := self._finished(layer, sentence.start)) > 1
            and done >= self._wanted
        ]

    def _finished(self, layer: Layer, sentence: int) -> set[str]:
        return {side.annotator for side in self.sides if sentence in side.done.get(layer, ())}

    def unaccepted(self) -> list[Cluster]:
        """Return unanimous clusters that no decision covers."""
        return [one for one in self.clusters if one.is_unanimous and one.key not in self.decided]

    def reopened(self) -> list[Cluster]:
        """Return unanimous clusters about which a person had decided before they became so."""
        judged = [one for one in self.stale if one.rule not in ("unanimous", "threshold")]
        touched = {item for one in judged for item in members_of(one)}
        return [one for one in self.unaccepted() if one.members & touched]

    def superseded_by(self, cluster: Cluster) -> tuple[str, ...]:
        """Return the ids of decisions that one about this cluster takes the place of."""
        gone = {old for one in self.decisions for old in one.supersedes}
        return tuple(
            one.id
            for one in self.decisions
            if one.id not in gone
            and (one.layer, one.slot) == (cluster.layer, cluster.slot)
            and (one.cluster == cluster.key or members_of(one) & cluster.members)
        )


class StoredLinks:
    """What the project says of links to the registry."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    def is_linker(self, annotator: str, layer: Layer) -> bool:
        """Say whether somebody has linked anything in a layer."""
        return linking.is_linker(self._file, annotator, layer)

    def is_shared(self, annotator: str, layer: Layer, entry: str) -> bool:
        """Say whether somebody has linked several annotations to an entry, or what became it."""
        return linking.is_shared(self._file, annotator, layer, entry)


def sides_of(file: ProjectFile, article: str) -> list[Side]:
    """Return what everybody did of an article, by name; of those whom gold tries it is no vote.

    Links lead to where merges led them.
    """
    without = {GOLD, *trials.tried_on(file, article)}
    names = (name for name in layers.workers_on(file, article) if name not in without)
    sides = [side_of(file, article, name) for name in names]
    linked = {
        item.identity
        for side in sides
        for item in side.annotations.values()
        if isinstance(item, Mention | Incident) and item.identity
    }
    moved = {one: top for one, top in Registry(file).survivors(linked).items() if one != top}
    return [_with_survivors(side, moved) for side in sides] if moved else sides


def disputes_of(
    file: ProjectFile, settled: Settled, position: int, audited: Sequence[str]
) -> list[Dispute]:
    """Return what of an article belongs into the queue.

    Args:
        audited: keys of unanimous clusters that are shown all the same.
    """
    reopened = {one.key for one in settled.reopened()}
    return [
        Dispute(
            key=one.key,
            article=one.article,
            position=position,
            start=one.place.start,
            rank=rank_of(one),
            layer=one.layer,
            kind=shown_kind(one),
            pattern=pattern_of(one, settled.document.text, lambda entry: _called(file, entry)),
            parents=one.parents,
            votes=len(one.completed),
            audit=one.is_unanimous and one.key in audited,
        )
        for one in settled.clusters
        if not one.is_unanimous or one.key in reopened or one.key in audited
    ]


def _called(file: ProjectFile, entry: str) -> str:
    """Return the name of an entry to find it by, with its id: others may have the same name."""
    return f"{linking.name_of(file, entry)} ({entry})"


def side_of(file: ProjectFile, article: str, annotator: str) -> Side:
    """Return what one annotator did of an article."""
    done: dict[Layer, set[int]] = {}
    since = file.setting(SINCE_SETTING)
    for one in layers.completions(file, article, annotator):
        if one.state == "done" and not one.stale and one.changed >= since:
            done.setdefault(one.layer, set()).add(one.sentence)
    return Side(
        annotator,
        {item.id: item for item in layers.annotations(file, article, annotator)},
        {layer: frozenset(starts) for layer, starts in done.items()},
    )


def _with_survivors(side: Side, moved: Mapping[str, str]) -> Side:
    items = dict(side.annotations)
    for key, item in items.items():
        if isinstance(item, Mention | Incident) and item.identity in moved:
            items[key] = item.model_copy(update={"identity": moved[item.identity]})
    return side._replace(annotations=items)


def _document(file: ProjectFile, article: str) -> Document:
    found = articles.document(file, article)
    if found is None:
        raise EditConflict("The article was removed from the project meanwhile.")
    return found


def _far(file: ProjectFile, reference: str) -> Annotation | None:
    item = reference.partition("#")[2]
    return layers.with_ids(file, [item]).get(item)

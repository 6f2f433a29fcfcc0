"""What a layer adds up to: counts and distributions, read article by article in constant memory."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import NamedTuple

from annotator.formats.errors import ExportRefused
from annotator.formats.exporting.rendering import chunks
from annotator.formats.exporting.workers import ordered_map
from annotator.formats.gold.layers import GoldSource
from annotator.model.annotation import Annotation, Claim, Incident, Label, Mention
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import TypedLayer
from annotator.store import decisions, duplicates
from annotator.store.annotation_counts import annotation_counts
from annotator.store.bulk import StoredLayer, layers_in_order
from annotator.store.openness import GOLD
from annotator.store.project_file import ProjectFile
from annotator.text.token_lists import token_lists

LAYERS: tuple[TypedLayer, ...] = ("entities", "incidents", "claims", "relations")
_CLOSED = ("flag", "choice", "multi_choice")
"""Kinds of values that are few; the others are only counted."""
_OPEN_VALUE = "(any)"


class Filled(NamedTuple):
    """How often a role is filled."""

    frames: int
    """Frames in which something fills it."""
    possible: int
    """Frames that have the role."""


class Statistics(NamedTuple):
    """What a project holds of one layer, and how much of it."""

    layer: str
    articles: int
    sources: int
    """Articles, those that are copies of one another counted once."""
    characters: int
    sentences: int
    tokens: int
    languages: dict[str, int]
    """Articles by language, "" where nobody said."""
    months: dict[str, int]
    """Articles by month of the first day of their date, or by year; "" where there is none."""
    finished: dict[str, int]
    """Sentences in which a layer is finished."""
    types: dict[str, dict[str, int]]
    """Items by layer and type, the most frequent first."""
    labels: dict[str, dict[str, int]]
    """Labels by name and value."""
    mentions_per_sentence: dict[int, int]
    """Sentences in which mentions are finished, by how many begin there."""
    mention_tokens: dict[int, int]
    """Mentions by how many tokens they touch."""
    roles: dict[str, dict[str, Filled]]
    """By layer and role."""
    attributes: dict[str, dict[str, dict[str, int]]]
    """Items by layer, attribute and value; a value that is not one of a few choices is `(any)`."""
    annotators: dict[str, dict[str, int]]
    """Everybody's items by layer."""


def statistics(
    file: ProjectFile,
    scheme: Scheme,
    layer: str,
    annotators: Sequence[str],
    progress: Callable[[int], None] | None = None,
) -> Statistics:
    """Count everything in a layer.

    Args:
        layer: the annotator whose layer it is, or gold.
        annotators: whose items are counted beside.
        progress: told the number of articles counted so far.

    Raises:
        ExportRefused: it is gold, and there is none.
        StoreError: the project cannot be read.
    """
    if layer == GOLD and not decisions.any_there(file):
        raise ExportRefused("There is no gold yet, because nothing has been adjudicated.")
    tally: Counter[tuple[str, ...]] = Counter()
    with file.reading():
        source = GoldSource(file, scheme) if layer == GOLD else None
        stored = source.layers() if source else layers_in_order(file, layer)
        with closing(stored):
            for one in ordered_map(partial(_tally, scheme), chunks(stored)):
                tally.update(one)
                if progress:
                    progress(tally["articles",])
        sources = duplicates.counts(file).sources
        counted = annotation_counts(file)
    everybody = {name: counted[name] for name in annotators if name in counted}
    return _statistics(layer, scheme, tally, sources, everybody)


def _statistics(
    layer: str,
    scheme: Scheme,
    tally: Counter[tuple[str, ...]],
    sources: int,
    everybody: dict[str, dict[str, int]],
) -> Statistics:
    labels = {name: _one(tally, "label", name) for name in _names(tally, "label")}
    return Statistics(
        layer=layer,
        articles=tally["articles",],
        sources=sources,
        characters=tally["characters",],
        sentences=tally["sentences",],
        tokens=tally["tokens",],
        languages=_one(tally, "language"),
        months=dict(sorted(_one(tally, "month").items())),
        finished=_one(tally, "done"),
        types={name: _one(tally, "type", name) for name in LAYERS},
        labels=labels,
        mentions_per_sentence=_numbers(tally, "mentions"),
        mention_tokens=_numbers(tally, "length"),
        roles=_roles(scheme, tally),
        attributes={
            name: {
                attribute: _one(tally, "attribute", name, attribute)
                for attribute in scheme.attributes_of_layer(name)
                if _one(tally, "attribute", name, attribute)
            }
            for name in LAYERS
        },
        annotators=everybody,
    )


def _one(tally: Counter[tuple[str, ...]], *prefix: str) -> dict[str, int]:
    """Return the counts of all keys that begin so and have one part more, the highest first."""
    size = len(prefix)
    found = {
        key[size]: number
        for key, number in tally.items()
        if len(key) == size + 1 and key[:size] == prefix
    }
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _names(tally: Counter[tuple[str, ...]], kind: str) -> list[str]:
    return sorted({key[1] for key in tally if key[0] == kind})


def _numbers(tally: Counter[tuple[str, ...]], kind: str) -> dict[int, int]:
    return dict(sorted((int(number), found) for number, found in _one(tally, kind).items()))


def _roles(scheme: Scheme, tally: Counter[tuple[str, ...]]) -> dict[str, dict[str, Filled]]:
    found: dict[str, dict[str, Filled]] = {"incidents": {}, "claims": {}}
    for layer, roles in found.items():
        filled, possible = _one(tally, "role", layer), Counter[str]()
        for kind, number in _one(tally, "type", layer).items():
            possible.update({role.name: number for role in scheme.roles_of(kind)})
        roles |= {role: Filled(filled.get(role, 0), number) for role, number in possible.items()}
    return found


# -------------------------------------------------------------------------------------- counting


def _tally(scheme: Scheme, chunk: Sequence[StoredLayer]) -> Counter[tuple[str, ...]]:
    """Count some articles; pure, so that several processes can do it."""
    tally: Counter[tuple[str, ...]] = Counter()
    for stored in chunk:
        tally.update(_of_article(stored))
        items = stored.annotations
        tally.update(key for item in items for key in _of_item(scheme, item))
        tally.update(_of_mentions(stored, items))
        for what, number in (("articles", 1), ("characters", len(stored.text))):
            tally[what,] += number
    return tally


def _of_article(stored: StoredLayer) -> Iterator[tuple[str, ...]]:
    article = stored.article
    yield "language", article.language
    yield "month", article.published.partition("/")[0][:7]
    for one in stored.completions:
        if one.state == "done" and not one.stale:
            yield from [("done", one.layer)] * len(one.starts)


def _of_item(scheme: Scheme, item: Annotation) -> Iterator[tuple[str, ...]]:
    if isinstance(item, Label):
        yield "label", item.type, item.value
        return
    layer = item.layer
    yield "type", layer, item.type
    if isinstance(item, Incident | Claim):
        for role in {one.role for one in item.roles}:
            yield "role", layer, role
    known = scheme.attributes_of_layer(layer)
    for value in item.attributes:
        is_closed = value.name in known and known[value.name].value in _CLOSED
        yield "attribute", layer, value.name, value.value if is_closed else _OPEN_VALUE


def _of_mentions(stored: StoredLayer, items: Iterable[Annotation]) -> Counter[tuple[str, ...]]:
    """Count tokens, and mentions by their length and by sentence."""
    starts, ends, sentences = _tokens(stored)
    found: Counter[tuple[str, ...]] = Counter()
    found["sentences",], found["tokens",] = len(sentences), len(starts)
    begun = Counter[int]()
    for item in items:
        if isinstance(item, Mention):
            touched = {
                token
                for start, end in item.fragments
                for token in range(bisect_right(ends, start), bisect_left(starts, end))
            }
            found["length", str(len(touched))] += 1
            begun[bisect_right(sentences, item.fragments[0].start) - 1] += 1
    done = {
        start
        for one in stored.completions
        if (one.layer, one.state, one.stale) == ("entities", "done", False)
        for start in one.starts
    }
    for number, start in enumerate(sentences):
        if start in done:
            found["mentions", str(begun[number])] += 1
    return found


def _tokens(stored: StoredLayer) -> tuple[list[int], list[int], list[int]]:
    """Return where tokens begin and end, and where sentences begin."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end, _ in stored.sentences:
        found = token_lists(stored.text[start:end])
        starts += [start + at for at in found.starts]
        ends += [start + at for at in found.ends]
    return starts, ends, [start for start, _, _ in stored.sentences]

"""What labelling cost people, read from the journal: keys, active time, and what came of it.

An act costs the keys and the time since the act before it, so the way to a mention is part of its
price, as are undo and redo. What was not done by hand has no keys and does not count: neither
imports nor scripts, nor what they made.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Self

from annotator.store.project_file import ProjectFile
from annotator.store.tables import COLUMNS


class EffortLine(NamedTuple):
    """What one annotator spent on annotations of one type, or in all."""

    annotator: str
    type: str
    """The type that the annotations have now, or had when they went; "(sentences)" and "(articles)"
    for acts on these; "" for everything."""
    acts: int
    """Journal entries made by hand, undo and redo among them."""
    keys: int
    active_ms: int
    annotations: int
    """Annotations that were made by these acts and stand today."""
    sentences: int
    """Sentences that were finished by these acts and stand so today."""
    median_keys: int
    """Per act."""
    median_ms: int
    """Per act, to a tenth of a second."""
    held_back: bool | None = None
    """Whether suggestions were held back from the sentences; None for all sentences."""

    @property
    def keys_per_annotation(self) -> float | None:
        """All these keys over the annotations that stand."""
        return self.keys / self.annotations if self.annotations else None

    @property
    def seconds_per_annotation(self) -> float | None:
        """All this active time over the annotations that stand."""
        return self.active_ms / 1000 / self.annotations if self.annotations else None

    @property
    def annotations_per_hour(self) -> float | None:
        """Annotations that stand, per hour of this active time."""
        return self.annotations * 3_600_000 / self.active_ms if self.active_ms else None

    @property
    def keys_per_sentence(self) -> float | None:
        """All these keys over the sentences that are finished."""
        return self.keys / self.sentences if self.sentences else None


HeldBack = Callable[[str, str, int], bool]
"""Says whether an annotator saw no suggestions in an article's sentence with this start."""


def effort(
    file: ProjectFile,
    article: str = "",
    annotators: Sequence[str] = (),
    since: str = "",
    held_back: HeldBack | None = None,
) -> list[EffortLine]:
    """Return for each annotator, by name, a line for everything and one per type.

    Args:
        article: only acts in this article, where given.
        annotators: only acts of these people, where given.
        since: only acts from this time on, as the journal writes times.
        held_back: parts the lines by sentences with and without suggestions, where given.
    """
    spent: dict[tuple[str, str, bool], _Spent] = {}
    for annotator, kind, place, figures in _acts(file, article, annotators, since):
        key = (annotator, kind, held_back is not None and held_back(annotator, *place))
        if key not in spent:
            spent[key] = _Spent()
        spent[key].add(*figures)
    for (annotator, _, held), part in list(spent.items()):
        spent.setdefault((annotator, "", held), _Spent()).merge(part)
    lines = []
    for annotator, kind, held in sorted(spent):
        line = spent[annotator, kind, held].line(annotator, kind)
        lines.append(line._replace(held_back=held if held_back else None))
    return lines


class _Spent:
    """A sum of acts."""

    def __init__(self) -> None:
        self._made = self._finished = self._active_ms = 0
        self._keys: Counter[int] = Counter()
        self._tenths: Counter[int] = Counter()

    def add(self, keys: int, active_ms: int, made: int, finished: int) -> None:
        self._keys[keys] += 1
        self._tenths[active_ms // 100] += 1
        self._active_ms += active_ms
        self._made += made
        self._finished += finished

    def merge(self, other: Self) -> None:
        self._keys += other._keys
        self._tenths += other._tenths
        self._active_ms += other._active_ms
        self._made += other._made
        self._finished += other._finished

    def line(self, annotator: str, kind: str) -> EffortLine:
        return EffortLine(
            annotator,
            kind,
            acts=self._keys.total(),
            keys=sum(number * times for number, times in self._keys.items()),
            active_ms=self._active_ms,
            annotations=self._made,
            sentences=self._finished,
            median_keys=_median(self._keys),
            median_ms=100 * _median(self._tenths),
        )


def _median(counted: Counter[int]) -> int:
    """Return the lower median of counted values."""
    before = 0
    for value in sorted(counted):
        before += counted[value]
        if before * 2 >= counted.total():
            return value
    return 0


def _acts(
    file: ProjectFile, article: str, annotators: Sequence[str], since: str
) -> Iterator[tuple[str, str, tuple[str, int], tuple[int, int, int, int]]]:
    names = ", ".join("?" * len(annotators))
    where = "keys > 0"
    where += " AND article = ?" if article else ""
    where += f" AND annotator IN ({names})" if annotators else ""
    where += " AND time >= ?" if since else ""
    given = [*([article] if article else []), *annotators, *([since] if since else [])]
    for row in file.stream(_ACTS.format(where=where), given):
        annotator, kind, article_id, start, *figures = row
        keys, active_ms, made, finished = figures
        yield annotator, kind, (article_id, start), (keys, active_ms, made, finished)


_PAIR = "$[0][2][0]"
"""The first change of an entry; `encode_changes` says how an entry keeps its changes."""
_ID, _TYPE = (COLUMNS["annotations"].index(name) for name in ("id", "type"))
_SENTENCE, _LAYER, _STATE, _CHANGED = (
    COLUMNS["completion"].index(name) for name in ("sentence", "layer", "state", "changed")
)

# Every annotation is made once, by an act; undo and redo bring the same one back. An act on many
# annotations at once is looked at one by one.
_ACTS = f"""
SELECT annotator,
    CASE what WHEN 'annotations' THEN coalesce(type_now, type)
        WHEN 'completion' THEN '(sentences)' ELSE '(' || what || ')' END,
    article, coalesce((SELECT max(start) FROM sentences AS s
        WHERE s.article = entry.article AND start <= at), 0),
    keys, active_ms,
    CASE
        WHEN kind <> 'act' OR what <> 'annotations' THEN 0
        WHEN number = 1 THEN made AND type_now IS NOT NULL
        ELSE (
            SELECT count(*) FROM json_each(changes, '$[0][2]') AS pair
            WHERE json_extract(pair.value, '$[0]') IS NULL AND EXISTS (
                SELECT 1 FROM visible_annotations
                WHERE id = json_extract(pair.value, '$[1][{_ID}]')))
    END,
    kind = 'act' AND command IN ('sentence.complete', 'acts.together') AND EXISTS (
        SELECT 1 FROM json_each(changes) AS part, json_each(part.value, '$[2]') AS pair,
            visible_completion AS c
        WHERE json_extract(part.value, '$[0]') = 'completion'
        AND c.article = entry.article AND c.annotator = entry.annotator
        AND c.sentence = json_extract(pair.value, '$[1][{_SENTENCE}]')
        AND c.layer = json_extract(pair.value, '$[1][{_LAYER}]')
        AND c.state = json_extract(pair.value, '$[1][{_STATE}]')
        AND c.changed = json_extract(pair.value, '$[1][{_CHANGED}]') AND stale = 0)
FROM (
    SELECT *, (SELECT type FROM visible_annotations WHERE id = subject) AS type_now FROM (
        SELECT annotator, article, at, kind, command, keys, active_ms, changes,
            coalesce(json_extract(changes, '$[0][0]'), 'nothing') AS what,
            json_array_length(changes, '$[0][2]') AS number,
            json_extract(changes, '{_PAIR}[0]') IS NULL AS made,
            coalesce(json_extract(changes, '{_PAIR}[1][{_ID}]'),
                json_extract(changes, '{_PAIR}[0][{_ID}]')) AS subject,
            coalesce(json_extract(changes, '{_PAIR}[1][{_TYPE}]'),
                json_extract(changes, '{_PAIR}[0][{_TYPE}]')) AS type
        FROM visible_journal WHERE {{where}}
    )
) AS entry
"""

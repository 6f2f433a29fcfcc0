"""Best guesses which entry of the registry a mention or incident stands for.

Likeness only ranks; nothing is linked by it. A guess rests on the registry and on what the same
annotator linked in the same article: what others linked counts for nothing here.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.labelling.commands.identity import PLACE_ROLE, Told, told_of
from annotator.labelling.commands.registry import excludes
from annotator.model.annotation import Annotation, Incident, Mention
from annotator.model.registry import Resolved
from annotator.model.scheme import Scheme
from annotator.model.spans import covered_text
from annotator.store.entries import Registry
from annotator.store.entry_keys import (
    Key,
    day_of,
    holders,
    incidents_of_type,
    initials,
    name_key,
    sharing_words,
    telling_words,
)
from annotator.store.project_file import ProjectFile
from annotator.text.folding import words

_READ = 60
"""So many entries of each kind of likeness are looked at."""

_LATEST = 9
"""So many incidents of the same type are looked at, whatever they tell: those made last."""

_SAME_NAME, _SAME_LETTERS, _NAMED_HERE, _INITIALS, _SHARED_WORDS, _HERE = 100, 80, 70, 60, 30, 10
_SAME_PLACE, _SAME_DAY, _SAME_TIME, _OTHER_TIME = 40, 40, 20, -80
_LINKED_HERE, _SAME_TYPE, _NEAR_TYPE, _OTHER_TYPE = 15, 8, 5, -60


class Near(NamedTuple):
    """Where an annotation stands."""

    text: str
    """The article's."""
    annotations: Mapping[str, Annotation]
    """Its annotator's annotations of the article, by id."""


class Guess(NamedTuple):
    """An entry that may be meant."""

    entry: Resolved
    reason: str
    """Why, in words."""
    is_sure: bool
    """It is the only one with exactly this name and a type that fits (of incidents: type, place
    and day). One key may then take it."""
    score: float


class _Likeness(NamedTuple):
    score: float
    reason: str
    is_exact: bool = False


def guesses(
    file: ProjectFile,
    scheme: Scheme,
    item: Mention | Incident,
    near: Near,
    limit: int = 9,
) -> list[Guess]:
    """Return the entries that may be meant, the best first.

    Args:
        item: the annotation; its own link is among the guesses too.
        near: where it stands.
        limit: at most so many.
    """
    registry = Registry(file)
    here: dict[str, list[Annotation]] = {}
    for link in registry.links_in(item.article, item.annotator):
        if link.annotation.id != item.id:
            here.setdefault(link.entry, []).append(link.annotation)
    judge = (
        _MentionJudge(item, near.text, here)
        if isinstance(item, Mention)
        else _IncidentJudge(item, near, here, _place_names(registry, item, near))
    )
    wanted = "entity" if isinstance(item, Mention) else "incident"
    found = registry.resolved_all([*judge.candidates(file), *here, *filter(None, [item.identity])])
    entries = {one.id: one for one in found.values() if one.kind == wanted}
    judged = [(entry, judge.likeness(entry)) for entry in entries.values()]
    exact = [
        entry.id
        for entry, likeness in judged
        if likeness.is_exact and not excludes(scheme, item.type, entry.type)
    ]
    ranked = [
        _ranked(scheme, item, entry, likeness, is_sure=exact == [entry.id])
        for entry, likeness in judged
    ]
    ranked.sort(key=lambda guess: (-guess.score, guess.entry.name, guess.entry.id))
    return ranked[:limit]


def _ranked(
    scheme: Scheme, item: Mention | Incident, entry: Resolved, likeness: _Likeness, *, is_sure: bool
) -> Guess:
    score, reason = likeness.score, likeness.reason
    if entry.type == item.type:
        score += _SAME_TYPE
    elif not excludes(scheme, entry.type, item.type):
        score += _NEAR_TYPE
    else:
        score += _OTHER_TYPE
        reason += f", but {entry.type}"
    return Guess(entry, reason, is_sure, score)


class _MentionJudge:
    """Compares the words of a mention with the names of entries."""

    def __init__(self, item: Mention, text: str, here: Mapping[str, list[Annotation]]) -> None:
        self._text, self._here = text, here
        self._said = " ".join(covered_text(text, item.fragments).split())
        self._key = name_key(self._said)
        self._letters = "".join(words(self._said))
        self._words = frozenset(telling_words(self._said))
        self._initials = initials(self._said)

    def candidates(self, file: ProjectFile) -> list[str]:
        """Return ids of entries that are like it in some way, merged ones too."""
        if not self._letters:
            return []
        keys = [
            self._key,
            Key("letters", self._letters),
            Key("initials", self._letters),
            *(Key("letters", letters) for letters in sorted(self._initials)),
        ]
        return [*holders(file, keys, _READ), *sharing_words(file, sorted(self._words), _READ)]

    def likeness(self, entry: Resolved) -> _Likeness:
        """Return how like the entry's names are, by the best of them."""
        best = max(map(self._by_name, entry.names), key=lambda one: one.score)
        said = {self._words_of(one) for one in self._here.get(entry.id, ())}
        if not said:
            return best
        same = [one for one in sorted(said) if self._words & set(telling_words(one))]
        if same and best.score < _NAMED_HERE:
            best = _Likeness(_NAMED_HERE, f"linked in this article as “{same[0]}”")
        elif not best.score:
            return _Likeness(_HERE, "linked in this article")
        return best._replace(score=best.score + _LINKED_HERE)

    def _by_name(self, name: str) -> _Likeness:
        if name_key(name) == self._key:
            return _Likeness(_SAME_NAME, f"has the name “{name}”", is_exact=True)
        if "".join(words(name)) == self._letters:
            return _Likeness(_SAME_LETTERS, f"“{name}” has the same letters")
        if self._letters in initials(name) or "".join(words(name)) in self._initials:
            return _Likeness(_INITIALS, f"initials, “{name}”")
        theirs = frozenset(telling_words(name))
        shared = theirs & self._words
        if not shared:
            return _Likeness(0, "")
        part = len(shared) / len(theirs | self._words)
        return _Likeness(_SHARED_WORDS * (0.5 + part), f"shares words with “{name}”")

    def _words_of(self, item: Annotation) -> str:
        pieces = item.fragments if isinstance(item, Mention) else ()
        return " ".join(covered_text(self._text, pieces).split())


class _IncidentJudge:
    """Compares place, time and words of an incident with those of entries."""

    def __init__(
        self,
        item: Incident,
        near: Near,
        here: Mapping[str, list[Annotation]],
        places: Iterable[str],
    ) -> None:
        self._type, self._here = item.type, here
        self._told: Told = told_of(item, *near)
        self._places = {key for key in map(name_key, (self._told.where, *places)) if key.text}
        said = covered_text(near.text, item.trigger) if item.trigger else ""
        self._words = frozenset(telling_words(f"{said} {self._told.where}"))

    def candidates(self, file: ProjectFile) -> list[str]:
        """Return ids of entries that are like it in some way, merged ones too."""
        keys = [Key("place", key.text) for key in sorted(self._places)]
        keys.append(Key("day", day_of(self._told.when)))
        found = holders(file, (key for key in keys if key.text), _READ)
        found += sharing_words(file, sorted(self._words), _READ)
        return [*found, *incidents_of_type(file, self._type, _LATEST)]

    def likeness(self, entry: Resolved) -> _Likeness:
        """Return how like what it tells is, with what is alike in words."""
        when, where = _told_by(entry)
        score = 0.0
        alike: list[str] = []
        same_place = name_key(where) in self._places
        same_day = bool(day_of(self._told.when)) and when == self._told.when
        if same_place:
            score, alike = score + _SAME_PLACE, [*alike, "same place"]
        if same_day:
            score, alike = score + _SAME_DAY, [*alike, "same day"]
        elif when and self._told.when:
            meets = may_be_same_time(when, self._told.when)
            score += _SAME_TIME if meets else _OTHER_TIME
            alike.append("time fits" if meets else "at another time")
        if self._here.get(entry.id):
            score, alike = score + _LINKED_HERE, [*alike, "linked in this article"]
        if shared := self._words & {word for name in entry.names for word in telling_words(name)}:
            score += _SHARED_WORDS * len(shared) / len(self._words)
            alike += [] if same_place else [f"shares “{', '.join(sorted(shared))}”"]
        is_exact = same_place and same_day and entry.type == self._type
        reason = ", ".join(alike) or ("same type" if entry.type == self._type else "")
        return _Likeness(score, reason, is_exact)


def _place_names(registry: Registry, item: Incident, near: Near) -> list[str]:
    """Return all names, as the registry has them, of the places where an incident was."""
    fillers = (near.annotations.get(one.target) for one in item.fillers_of(PLACE_ROLE))
    linked = [one.identity for one in fillers if isinstance(one, Mention) and one.identity]
    return [name for one in registry.resolved_all(linked).values() for name in one.names]


def may_be_same_time(one: str, other: str) -> bool:
    """Say whether two intervals have a day in common, as far as they tell."""
    if "XXXX" in one + other:
        one, other = (side.replace("XXXX", "0000") for side in (one, other))
        if one.count("0000") != other.count("0000"):
            one, other = _without_years(one), _without_years(other)
    (start, end), (other_start, other_end) = _bounds(one), _bounds(other)
    return start <= other_end and other_start <= end


def _without_years(interval: str) -> str:
    sides = interval.split("/")
    return "/".join(side if side == ".." else "0000" + side[4:] for side in sides)


def _bounds(interval: str) -> tuple[str, str]:
    """Return first and last day, as texts that can be compared."""
    start, _, end = interval.partition("/")
    first = "" if start in ("", "..") else start + "-01-01"[len(start) - 4 :]
    last = "~" if end in ("", "..") else end + "-12-31"[len(end) - 4 :]
    return first, last


def _told_by(entry: Resolved) -> tuple[str, str]:
    when, where = "", ""
    for one in (entry.entry, *entry.absorbed):
        when = when or getattr(one, "when", "")
        where = where or getattr(one, "where", "")
    return when, where

"""What can propose annotations in a project: choosing among it, what is kept, how right it was."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator.labelling.refusals import Refused
from annotator.labelling.suggesting import Made, propose
from annotator.model.scheme import Scheme
from annotator.model.suggestion import Showing, Suggestion
from annotator.store import articles, suggestions
from annotator.store.project_file import ProjectFile
from annotator.suggest.base import SuggesterFailed
from annotator.suggest.external import Program
from annotator.suggest.registry import (
    MEMORY,
    RESERVED,
    SPACY,
    TAGGER,
    Offer,
    offers,
    pipeline,
    written_name,
)
from annotator.suggest.tagger import Card, Tagger, keep_model, model_folder, read_card, told
from annotator.suggest.word_lists import ListedWord, WordListProblem, read_words

if TYPE_CHECKING:
    from annotator.labelling.training import GoldLessons


class Listed(NamedTuple):
    """A suggester, and what the project has of it."""

    name: str
    kind: str
    kept: int
    """How many suggestions are kept."""
    threshold: float | None
    """The least score that is shown; None where nobody has said."""
    is_off: bool


class Precision(NamedTuple):
    """How often the suggestions of one suggester and type were right, as people said."""

    source: str
    layer: str
    """The layer of the type; "" for all."""
    type: str
    """"" for all types."""
    accepted: int
    edited: int
    rejected: int
    passed: int
    """What still stood there when the sentence was finished, which counts as wrong."""

    @property
    def precision(self) -> float:
        """The share that was taken as it was."""
        return self.accepted / (self.accepted + self.edited + self.rejected + self.passed)


def listed_words(file: ProjectFile) -> list[ListedWord]:
    """Return the words of the project's own list."""
    return [ListedWord(*one) for one in suggestions.word_list(file)]


class Suggesters:
    """The suggesters of one annotator in a project.

    Args:
        programs: the annotator's own.
        pipelines: names of spaCy pipelines by name of suggester.
        gold: gives what was decided, for the tagger to learn from.
    """

    def __init__(
        self,
        file: ProjectFile,
        scheme: Scheme,
        annotator: str,
        programs: Iterable[Program] = (),
        pipelines: Mapping[str, str] | None = None,
        gold: "GoldLessons | None" = None,
    ) -> None:
        self._file, self._scheme, self._annotator = file, scheme, annotator
        self._programs, self._pipelines = tuple(programs), pipelines
        self._gold = gold or (lambda _own: [])

    @cached_property
    def _offers(self) -> dict[str, Offer]:
        try:
            found = offers(self._programs, self._pipelines, listed_words(self._file))
        except SuggesterFailed as reason:
            raise Refused(str(reason)) from None
        card = read_card(self._models)
        kind = "a model of your labels; annotator suggest --train makes it"
        if card:
            verdict = "" if card.beats else ", so it proposes nothing"
            kind = f"a model of your labels: {told(card)}{verdict}"
        found[TAGGER] = Offer(TAGGER, kind, partial(Tagger, self._models))
        return found

    @property
    def _models(self) -> Path:
        return model_folder(self._file.path, self._annotator)

    def propose(
        self, names: Sequence[str], wanted: Iterable[str] = (), *, again: bool = False
    ) -> Iterator[Made]:
        """Run suggesters and keep what they propose; see `labelling.suggesting`.

        Args:
            names: of suggesters; all that are not off where there are none.
            wanted: ids of articles; all where there are none.

        Raises:
            Refused: there is no such suggester, before anything is run.
        """
        chosen = [self._offer(name) for name in dict.fromkeys(names)] or list(self._usual())
        ids = list(wanted) or list(articles.ids_in_order(self._file))
        return propose(self._file, self._scheme, chosen, ids, self._annotator, again=again)

    def kept(self, article: str) -> list[Suggestion]:
        """Return what is kept for an article and not judged yet by the annotator, by place."""
        judged = {
            one.suggestion for one in suggestions.verdicts(self._file, article, self._annotator)
        }
        found = suggestions.of_article(self._file, article, self._annotator)
        return [one for one in found if one.id not in judged]

    def listed(self) -> list[Listed]:
        """Return what there is, with what the project has and says of it."""
        kept, showing = self._kept_by_name(), suggestions.showing(self._file)
        kinds = {name: offer.kind for name, offer in self._offers.items()}
        kinds[MEMORY] = "your own labels; works while an article is open"
        kinds |= {name: "not here now" for name in kept if name not in kinds}
        return [
            Listed(
                *(name, kind, kept.get(name, 0), showing.thresholds.get(name)),
                is_off=name in showing.off,
            )
            for name, kind in kinds.items()
        ]

    def list_words(self, path: Path | None) -> int:
        """Give the project a word list in place of the one it has; None takes that away.

        Returns:
            How many words it has.

        Raises:
            Refused: the list cannot be read, or has a type that the scheme does not have.
        """
        try:
            words = read_words(path) if path else ()
        except WordListProblem as problem:
            raise Refused(f"{problem}.") from None
        except OSError as problem:
            raise Refused(f"{path} cannot be opened: {problem.strerror}.") from None
        known = {one.name for one in self._scheme.choosable_types("entities")}
        for one in words:
            if one.type not in known:
                raise Refused(
                    f"{path}: the scheme has no entity type {one.type} (of “{one.words}”); "
                    "annotator scheme show lists its types."
                )
        suggestions.keep_word_list(self._file, words)
        return len(words)

    def forget(self, name: str) -> int:
        """Drop what is kept of a suggester; return how much it was."""
        name = self._known(name)
        number = self._kept_by_name().get(name, 0)
        suggestions.forget(self._file, self._source(name))
        return number

    def train(self, progress: Callable[[int], None] = lambda _part: None) -> Card:
        """Train the tagger on what the annotator has done, and gold; return how good it is.

        What the last model proposed goes when this one is not worth showing.

        Args:
            progress: is told how many of the parts that are held out in turn are done.

        Raises:
            Refused: there is too little to learn from, or a library is missing.
        """
        from annotator.labelling.training import train_on

        try:
            model, card = train_on(self._file, self._scheme, self._annotator, progress, self._gold)
        except SuggesterFailed as reason:
            raise Refused(f"The tagger cannot be trained: {reason}.") from None
        keep_model(self._models, model, card)
        if not card.beats:
            suggestions.forget(self._file, self._source(TAGGER))
        self.__dict__.pop("_offers", None)
        return card

    def report(self) -> list[Precision]:
        """Return how often suggestions were right, a line per suggester and one per type of it."""
        return list(_precisions(suggestions.tallies(self._file)))

    def change(
        self,
        *,
        thresholds: Mapping[str, float] | None = None,
        off: Iterable[str] = (),
        on: Iterable[str] = (),
        hold_back: float | None = None,
    ) -> Showing:
        """Change which suggestions the project shows; return what it shows then.

        Raises:
            Refused: there is no such suggester.
        """
        least = {self._known(name): value for name, value in (thresholds or {}).items()}
        without = {self._known(name) for name in off}
        again = {self._known(name) for name in on}

        def changed(present: Showing) -> Showing:
            return Showing(
                thresholds={**present.thresholds, **least},
                held_back=present.held_back if hold_back is None else hold_back,
                off=tuple(sorted({*present.off, *without} - again)),
            )

        return suggestions.change_showing(self._file, changed)

    def _usual(self) -> Iterator[Offer]:
        off = set(suggestions.showing(self._file).off)
        card = read_card(self._models)
        if card is None or not card.beats:
            off.add(TAGGER)
        return (offer for name, offer in self._offers.items() if name not in off)

    def _offer(self, name: str) -> Offer:
        if name == MEMORY:
            raise Refused(
                "memory learns with every key and works while an article is open; "
                "nothing of it is kept."
            )
        if name.startswith(SPACY):
            return pipeline(name.removeprefix(SPACY))
        if name not in self._offers:
            raise Refused(_unknown(name, self._offers))
        return self._offers[name]

    def _known(self, name: str) -> str:
        """Return the name of a suggester that is here, or of which there is something."""
        judged = (tally.source for tally in suggestions.tallies(self._file))
        known = {*self._offers, *RESERVED, *self._kept_by_name(), *judged}
        if name.startswith(SPACY) or name in known:
            return written_name(name)
        raise Refused(_unknown(name, known))

    def _source(self, name: str) -> str:
        return suggestions.own_source(name, self._annotator) if name in RESERVED else name

    def _kept_by_name(self) -> dict[str, int]:
        """Return how much is kept of each suggester; of others' own ones nothing is told."""
        kept = suggestions.sources(self._file)
        own = {self._source(name): name for name in RESERVED}
        return {
            own.get(one, one): number
            for one, number in kept.items()
            if one in own or ":" not in one
        }


def _unknown(name: str, known: Iterable[str]) -> str:
    there = ", ".join(sorted(known)) or "none"
    return f"There is no suggester “{name}”; there are: {there} (and {SPACY}PIPELINE)."


def _precisions(tallies: Iterable[suggestions.Tally]) -> Iterator[Precision]:
    for source, of_source in groupby(tallies, key=lambda one: one.source):
        found = list(of_source)
        yield _precision(source, "", "", found)
        for (layer, kind), of_type in groupby(found, key=lambda one: (one.layer, one.type)):
            yield _precision(source, layer, kind, list(of_type))


def _precision(
    source: str, layer: str, kind: str, tallies: Sequence[suggestions.Tally]
) -> Precision:
    def number(verdict: str) -> int:
        return sum(one.number for one in tallies if one.verdict == verdict)

    verdicts = ("accepted", "edited", "rejected", "passed")
    return Precision(source, layer, kind, *(number(verdict) for verdict in verdicts))

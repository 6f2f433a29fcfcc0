"""The tagger: a small statistical model of one annotator's own labels.

It is a conditional random field over the tokens of a sentence (CRFsuite through python-crfsuite),
which sees words, their shapes, beginnings and endings, and those around them; no lists. It learns
the outermost mentions. The same lessons give the same model.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from annotator.model.base import Record
from annotator.model.spans import Span
from annotator.model.suggestion import Proposal
from annotator.suggest.base import Page, SuggesterFailed
from annotator.suggest.registry import TAGGER
from annotator.text.tokens import Token, tokenize

_FORMAT = "1"
"""Changes with the features, so that no old model is asked with new ones."""

_OUTSIDE = "O"
_SETTINGS = {
    "c1": 0.05,
    "c2": 0.05,
    "max_iterations": 80,
    "feature.possible_transitions": True,
}
_MODEL, _CARD = "tagger.crfsuite", "tagger.json"


class Labelled(NamedTuple):
    """A range of a sentence with its type."""

    span: Span
    type: str


class Lesson(NamedTuple):
    """A finished sentence with its outermost mentions."""

    text: str
    mentions: tuple[Labelled, ...]


class Found(NamedTuple):
    """A mention that the model sees, and how sure it is."""

    span: Span
    type: str
    probability: float


class Figures(Record):
    """How right one way of proposing was on articles that it had not seen."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Card(Record):
    """What is known of a model, kept beside it."""

    digest: str
    """SHA-256 of the model."""
    format: str = _FORMAT
    folds: int
    articles: int
    sentences: int
    mentions: int
    tagger: Figures
    usual: Figures
    """Of memory and the suggesters that come along, on the same articles."""

    @property
    def beats(self) -> bool:
        """Whether the tagger was better, so that its proposals are shown."""
        return self.tagger.f1 > self.usual.f1

    @property
    def version(self) -> str:
        """The version under which its proposals are kept."""
        return self.digest[:12]


class Model:
    """A trained model, ready to look at sentences."""

    def __init__(self, content: bytes) -> None:
        self._content = content  # the library reads it as long as it tags, and keeps no copy
        self._tagger = _crfsuite().Tagger()
        if content:
            self._tagger.open_inmemory(content)

    def find(self, text: str) -> Iterator[Found]:
        """Yield the mentions of a sentence from left to right."""
        tokens = tokenize(text, 0, len(text))
        if not tokens or not self._content:
            return
        tags = self._tagger.tag(_features(text, tokens))
        for first, last in _runs(tags):
            sure = (self._tagger.marginal(tags[at], at) for at in range(first, last))
            span = Span(tokens[first].start, tokens[last - 1].end)
            yield Found(span, tags[first][2:], min(sure))


class Tagger:
    """Proposes what the model of one annotator finds, if it proved better than lists."""

    name = TAGGER

    def __init__(self, folder: Path) -> None:
        card = read_card(folder)
        if card is None:
            raise SuggesterFailed("it is not trained yet; annotator suggest --train does that")
        if not card.beats:
            raise SuggesterFailed(
                f"it is no better than memory on your articles ({told(card)}), so it proposes "
                "nothing; label more and train it again"
            )
        self.version = card.version
        self._model = Model(_read_model(folder, card))
        self._reason = f"a model of your labels, F1 {card.tagger.f1:.2f} on unseen articles"

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield what the model finds in the wanted sentences."""
        for sentence in page.wanted:
            for span, kind, probability in self._model.find(
                page.text[sentence.start : sentence.end]
            ):
                yield Proposal(
                    type=kind,
                    fragments=(Span(sentence.start + span.start, sentence.start + span.end),),
                    score=round(probability, 3),
                    reason=self._reason,
                )


def train(lessons: Sequence[Lesson]) -> bytes:
    """Return a model of these lessons, b"" where they have no mention.

    Raises:
        SuggesterFailed: the library is not installed.
    """
    trainer = _crfsuite().Trainer("lbfgs", _SETTINGS, verbose=False)
    seen = set()
    for text, mentions in lessons:
        tokens = tokenize(text, 0, len(text))
        tags = _tags(tokens, mentions)
        seen.update(tags)
        if tokens:
            trainer.append(_features(text, tokens), tags)
    if len(seen) < 2:
        return b""  # CRFsuite crashes on a model that has nothing to choose from
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _MODEL
        trainer.train(str(path))
        return path.read_bytes()


def outermost(mentions: Iterable[Labelled]) -> tuple[Labelled, ...]:
    """Return the mentions that lie in no other and cross none before them, from left to right."""
    kept: list[Labelled] = []
    for one in sorted(mentions, key=lambda one: (one.span.start, -one.span.end, one.type)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return tuple(kept)


def model_folder(project: Path, annotator: str) -> Path:
    """Return where the model of an annotator in a project is kept, or would be.

    It is a cache: what is in it can be made again. `$ANNOTATOR_HOME/cache` takes its place where
    that is set.
    """
    home = os.environ.get("ANNOTATOR_HOME")
    if home:
        cache = Path(home) / "cache"
    else:
        from platformdirs import user_cache_path

        cache = user_cache_path("annotator")
    which = hashlib.sha256(f"{project.resolve()}\n{annotator}".encode(errors="surrogateescape"))
    return cache / "taggers" / which.hexdigest()[:16]


def keep_model(folder: Path, content: bytes, card: Card) -> None:
    """Keep a model and its card; who reads meanwhile has the old or the new one, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in ((_MODEL, content), (_CARD, card.model_dump_json().encode())):
        hidden = folder / f".{name}"
        hidden.write_bytes(data)
        hidden.replace(folder / name)


def read_card(folder: Path) -> Card | None:
    """Return what is known of the model in a folder, None where there is none that fits."""
    try:
        card = Card.model_validate_json((folder / _CARD).read_bytes())
    except (OSError, ValueError):
        return None
    return card if card.format == _FORMAT else None


def told(card: Card) -> str:
    """Return both figures for people."""
    return f"F1 {card.tagger.f1:.3f} against {card.usual.f1:.3f}"


def digest(content: bytes) -> str:
    """Return the SHA-256 of a model."""
    return hashlib.sha256(content).hexdigest()


def _read_model(folder: Path, card: Card) -> bytes:
    """Return the model; one that is not what was trained would be a file of anything."""
    try:
        content = (folder / _MODEL).read_bytes()
    except OSError:
        content = b""
    if digest(content) != card.digest:
        raise SuggesterFailed("its model is damaged; annotator suggest --train makes it anew")
    return content


def _crfsuite() -> Any:
    try:
        import pycrfsuite
    except ImportError:
        raise SuggesterFailed(
            "python-crfsuite is not installed; install it with: pip install 'annotator[tagger]'"
        ) from None
    return pycrfsuite


def _tags(tokens: Sequence[Token], mentions: Iterable[Labelled]) -> list[str]:
    """Return the tag of every token; mentions that cut a token teach nothing."""
    starts = {token.start: at for at, token in enumerate(tokens)}
    ends = {token.end: at for at, token in enumerate(tokens)}
    tags = [_OUTSIDE] * len(tokens)
    for (start, end), kind in mentions:
        if start in starts and end in ends:
            first, last = starts[start], ends[end]
            tags[first : last + 1] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
    return tags


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first token of each mention and the one behind it."""
    first = None
    for at, tag in enumerate([*tags, _OUTSIDE]):
        goes_on = first is not None and tag == f"I-{tags[first][2:]}"
        if first is not None and not goes_on:
            yield first, at
            first = None
        if tag != _OUTSIDE and not goes_on:
            first = at


def _features(text: str, tokens: Sequence[Token]) -> list[list[str]]:
    words = [text[token.start : token.end] for token in tokens]
    lower = [word.lower() for word in words]
    shapes = [_shape(word) for word in words]
    return [_features_at(at, words[at], lower, shapes) for at in range(len(words))]


def _features_at(at: int, word: str, lower: Sequence[str], shapes: Sequence[str]) -> list[str]:
    found = ["bias", f"w={lower[at]}", f"s={shapes[at]}"]
    found += (f"p{size}={word[:size]}" for size in (1, 2, 3))
    found += (f"e{size}={lower[at][-size:]}" for size in (1, 2, 3))
    for step in (-2, -1, 1, 2):
        there = 0 <= at + step < len(lower)
        found.append(f"w{step}={lower[at + step] if there else ''}")
        found.append(f"s{step}={shapes[at + step] if there else ''}")
    if at:
        found.append(f"ww={lower[at - 1]} {lower[at]}")
    return found


def _shape(word: str) -> str:
    """Return a word as capitals, small letters, digits and signs, each run once: `Xx-Xx`."""
    signs: list[str] = []
    for letter in word:
        sign = _sign(letter)
        if not signs or signs[-1] != sign:
            signs.append(sign)
    return "".join(signs) if word[1:] else f"{''.join(signs)}1"


def _sign(letter: str) -> str:
    if letter.isupper():
        return "X"
    if letter.isalpha():
        return "x"
    return "d" if letter.isdigit() else letter

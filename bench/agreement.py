"""How long measures of agreement take for a large project.

    python -m bench.agreement --articles 10000 --json results.json

Three annotators label each article with ten mentions, of which about one in ten differs in one of
the usual ways. Headline measures are all that are made without being asked for; gamma is measured
on two layers of seed size.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.agreement.gamma import gamma
from annotator.agreement.marks import Mark
from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.model.article import Article, Document, Sentence
from annotator.model.completion import Completion
from annotator.model.spans import Span
from annotator.project import Asked, Project
from annotator.store.runs import Batch, Run
from bench.report import Figure, figure, parser, publish

_NAMES = ("ann", "ben", "cem")
_TYPES = ("PERSON", "ORG", "GPE", "LOC", "FAC", "DATE", "ARMED_GROUP")
_SENTENCES, _MENTIONS, _WIDTH = 12, 10, 80
_STAMP = "2026-01-01T00:00:00.000000Z"
_SEED_UNITS = 40
"""Mentions of one annotator in a seed article."""


def main() -> None:
    """Measure and publish."""
    options = parser(__doc__ or "")
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, made(Path(folder), chosen.articles) as project:
        figures = [
            *_timed(
                f"headline measures, {chosen.articles:,} articles",
                chosen.runs,
                "10 s",
                lambda: project.agreement(Asked(("entities",), resamples=0)),
            ),
            *_timed(
                "the same with 1,000 resamples",
                chosen.runs,
                "20 s",
                lambda: project.agreement(Asked(("entities",), resamples=1_000)),
            ),
        ]
    layers = [[*_marks(random.Random(side))] for side in range(2)]
    figures += _timed("gamma of two, seed-sized", 20, "100 ms", lambda: gamma(layers), "ms")
    publish("agreement", figures, chosen.json)


def made(folder: Path, articles: int) -> Project:
    """Make a project of so many articles that three people have finished."""
    project = Project.create(folder / "agreement.db")
    chance = random.Random(1)
    run = Run(project.file, "bench", "import")
    for first in range(0, articles, 500):
        documents = [_document(number) for number in range(first, min(first + 500, articles))]
        run.add(Batch(documents=tuple(documents)))
        mentions: list[Mention] = []
        done: list[Completion] = []
        for document in documents:
            mentions += _mentions(document, project.scheme.source_hash, chance)
            done += _finished(document)
        run.add(Batch(annotations=tuple(mentions), completions=tuple(done)))
    run.publish()
    return project


def _document(number: int) -> Document:
    lines = [f"{number} {line} ".ljust(_WIDTH, "x") for line in range(_SENTENCES)]
    text = "\n".join(lines)
    text_hash = ids.hash_text(text)
    article = Article(
        id=ids.article_id(text_hash),
        text_hash=text_hash,
        length=len(text),
        source=f"{number}.txt",
        source_hash=text_hash,
        added=_STAMP,
    )
    starts = range(0, len(text), _WIDTH + 1)
    return Document(article, text, tuple(Sentence(start=at, end=at + _WIDTH) for at in starts))


def _mentions(document: Document, scheme: str, chance: random.Random) -> Iterator[Mention]:
    agreed = list(_marks(chance, _MENTIONS))
    for name in _NAMES:
        for mark in agreed:
            start, end, kind = mark.start, mark.end, mark.type
            match chance.randrange(30):
                case 0:
                    continue
                case 1:
                    end += 3
                case 2:
                    kind = chance.choice(_TYPES)
            yield Mention(
                id=ids.new_id("m"),
                article=document.article.id,
                annotator=name,
                type=kind,
                scheme=scheme,
                created=_STAMP,
                changed=_STAMP,
                fragments=(Span(start, end),),
            )


def _finished(document: Document) -> Iterator[Completion]:
    for name in _NAMES:
        for sentence in document.sentences:
            yield Completion(
                article=document.article.id,
                sentence=sentence.start,
                layer="entities",
                annotator=name,
                state="done",
                changed=_STAMP,
            )


def _marks(chance: random.Random, number: int = _SEED_UNITS) -> Iterator[Mark]:
    for place in sorted(chance.sample(range(_SENTENCES * 4), number)):
        line, column = divmod(place, 4)
        start = line * (_WIDTH + 1) + column * 18
        yield Mark(start, start + chance.randrange(4, 14), chance.choice(_TYPES))


def _timed(
    name: str, runs: int, budget: str, act: Callable[[], object], unit: str = "s"
) -> list[Figure]:
    """Return the time by the clock, and that of the processor, which others disturb less."""
    clock, processor = [], []
    scale = 1000 if unit == "ms" else 1
    for _ in range(runs):
        begun, own = time.perf_counter(), time.process_time()
        act()
        clock.append((time.perf_counter() - begun) * scale)
        processor.append((time.process_time() - own) * scale)
    return [
        figure(name, unit, clock, budget),
        figure("  of that, of the processor", unit, processor),
    ]


if __name__ == "__main__":
    main()

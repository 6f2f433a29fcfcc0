"""Articles for the benchmark of waiting: 100,000 words in one line or in 5,000, and their mentions.

Mentions nest and overlap: two in each sentence, of which the second begins inside the first and
every other time ends inside it too.
"""

import random
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from annotator.model import ids
from annotator.model.annotation import Filler, Incident, Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span
from annotator.project import ImportOptions, Project, open_project
from annotator.store.runs import Batch, Run
from annotator.text.tokens import tokenize

ANNOTATOR = [sys.executable, "-m", "annotator"]
ANNOTATING = "bench"
"""Who works in all projects of this benchmark."""
WORDS = 100_000
SENTENCES = 5_000
_VOCABULARY = (
    *("Karvan", "the", "of", "army", "said", "Monday", "attack", "on", "people", "were"),
    *("Tomas", "Erdin", "in", "near", "river", "killed", "two", "school", "and", "Velmora"),
)
_TYPES = ("PERSON", "GPE", "ORG", "FAC", "DATE")


class Shape(NamedTuple):
    """How a long article is broken into lines, and how much is marked in it."""

    name: str
    separator: str
    mentions: int
    frames: int = 0


ONE_LINE = Shape("one line", " ", 2 * SENTENCES)
LINES = Shape("5,000 lines", "\n", 2 * SENTENCES)
FRAMED = Shape("5,000 lines, 2,000 frames", "\n", 2 * SENTENCES, 2_000)
UNMARKED = Shape("5,000 lines, no mention", "\n", 0)


def label_command(path: Path, *rest: str) -> list[str]:
    """Return the command that opens the Label screen of a project."""
    return [*ANNOTATOR, "-p", str(path), "--as", ANNOTATING, "label", *rest]


def import_into(path: Path, *sources: Path) -> None:
    """Import articles as people do."""
    command = [*ANNOTATOR, "-p", str(path), "import", *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True)


def long_text(separator: str) -> str:
    """Return 100,000 words in sentences of twenty, with a separator between sentences."""
    chance = random.Random(3)
    rest = WORDS // SENTENCES - 1
    return separator.join(
        f"Sentence {' '.join(chance.choices(_VOCABULARY, k=rest))}." for _ in range(SENTENCES)
    )


def make_project(folder: Path, shape: Shape) -> Path:
    """Make a project of one long article with its mentions, and return its path."""
    stem = shape.name.replace(" ", "-").replace(",", "")
    path, source = folder / f"{stem}.db", folder / f"{stem}.txt"
    source.write_text(long_text(shape.separator), encoding="utf-8")
    with open_project(path, create=True) as project:
        project.import_paths([source], ImportOptions(ANNOTATING))
        if shape.mentions:
            _mark(project, shape)
    return path


def _mark(project: Project, shape: Shape) -> None:
    article = project.articles()[0].article.id
    document = project.document(article)
    chance = random.Random(5)
    waiting = [one for one in document.sentences if one.kind != "boilerplate"]
    spans = [span for one in waiting for span in _places(document.text, one, chance)]
    made = [
        Mention(
            id=ids.new_id(ids.MENTION),
            article=article,
            annotator=ANNOTATING,
            type=chance.choice(_TYPES),
            scheme=project.scheme.source_hash,
            created=ids.now(),
            changed=ids.now(),
            fragments=(span,),
        )
        for span in spans[: shape.mentions]
    ]
    frames = [_frame(project, *pair) for pair in zip(made[::2], made[1::2], strict=True)]
    run = Run(project.file, ANNOTATING, "import")
    run.add(Batch(annotations=[*made, *frames[: shape.frames]]))
    run.publish()


def _frame(project: Project, trigger: Mention, filler: Mention) -> Incident:
    """Return an incident where one mention stands, with another as its place."""
    return Incident(
        id=ids.new_id(ids.INCIDENT),
        article=trigger.article,
        annotator=ANNOTATING,
        type="BATTLE",
        scheme=project.scheme.source_hash,
        created=ids.now(),
        changed=ids.now(),
        trigger=trigger.fragments,
        roles=(Filler(role="place", kind="entity", target=filler.id),),
    )


def _places(text: str, sentence: Sentence, chance: random.Random) -> tuple[Span, Span]:
    tokens = tokenize(text, sentence.start, sentence.end)
    first = chance.randrange(len(tokens) - 7)
    length = chance.choice((2, 5))
    outer, inner = (first, first + 3), (first + 1, first + length)
    return (
        Span(tokens[outer[0]].start, tokens[outer[1]].end),
        Span(tokens[inner[0]].start, tokens[inner[1]].end),
    )


STOPS = 10
"""Stops in each sentence of `names_text`, so many marks it has room for."""


def names_text(sentences: int) -> str:
    """Return sentences of ten stops each: nine names, and the pronoun of those who speak."""
    names = ("Karvan", "Tomas", "Erdin", "Velmora", "Oshtin", "Ranek", "Belvar", "Sutra", "Mirov")
    return "\n".join(f"They say that {' saw '.join(names)} with others." for _ in range(sentences))

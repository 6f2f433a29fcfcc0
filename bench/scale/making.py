"""Projects of any size to measure in: articles, the work of two people, and that of two more."""

import csv
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

from annotator.adjudication.automatic import accept_unanimous
from annotator.model.annotation import Mention
from annotator.model.completion import Completion
from annotator.model.spans import Span
from annotator.project import ImportOptions, Project, open_project
from annotator.resources import resource_dir
from annotator.store.runs import Batch, Run
from bench.latency.articles import ANNOTATOR

WORKED_ON = 1_000
"""Articles that `ann` and `ben` have labelled, in a project of any size."""

FAR = 10
"""Articles that wait for `far`, the last ones."""

RARE = "Quennevar"
"""A word of two articles."""

_PLACES = ("Kabul", "Herat", "Balkh", "Ghazni", "Kunduz", "Zaranj")
_STAMP = "2026-01-02T03:04:05.678Z"
_AT_ONCE = 20


def made_articles(number: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield source, title, publisher, date and text of so many articles."""
    paths = sorted(resource_dir("seeds").glob("*.txt"))
    seeds = [path.read_bytes().decode().splitlines() for path in paths]
    chance = random.Random(20230915)
    for index in range(number):
        head, *body = seeds[index % len(seeds)]
        chance.shuffle(body)
        place = chance.choice(_PLACES)
        title = f"Report {index:06} from {place}: {head[: chance.randrange(20, 70)]}"
        date = f"2023-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        text = "\n".join([head, *body, f"This is report number {index} of the benchmark."])
        yield f"{index:07}.txt", title, f"{place} Gazette", date, text


def make_project(folder: Path, number: int) -> Path:
    """Make a project of that many articles and return its path."""
    path, table = folder / "scale.db", folder / "articles.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("source", "title", "publisher", "published", "text"))
        rows.writerows(made_articles(number))
    command = [*ANNOTATOR, "-p", str(path), "import", str(table)]
    subprocess.run(command, check=True, capture_output=True)
    table.unlink()
    return path


def add_pair(path: Path) -> None:
    """Let `ann` and `ben` label their articles, and `eve` accept what both agree about."""
    with open_project(path) as project:
        if "ann" in project.annotators():
            return
        _import_rare(project, path.parent)
        listing = project.listing()
        step = max(1, len(listing) // WORKED_ON)
        chance, run = random.Random(4), Run(project.file, "lead", "import")
        for first in range(0, min(WORKED_ON, len(listing)), _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, WORKED_ON))
            lines = [line for one in numbers for line in listing.page(one * step, 1) if line]
            work = [_work(project, line.article.id, chance) for line in lines]
            run.add(
                Batch(
                    annotations=[item for items, _ in work for item in items],
                    completions=[item for _, items in work for item in items],
                )
            )
        run.publish()
        desk = project.adjudication("eve")
        desk.refresh()
        accept_unanimous(desk)


def add_readers(path: Path) -> None:
    """Let `near` and `far` finish nearly everything, and put everybody into the middle."""
    with open_project(path) as project:
        if "far" in project.annotators():
            return
        number = project.count()
        _finish(project, "near", every=100)
        _finish(project, "far", after=number - FAR)
        middle = project.articles(first=number // 2, limit=1)[0].article.id
        for name in ("near", "far", "nobody"):
            project.desk(name, middle).session.remember(0)


def _import_rare(project: Project, folder: Path) -> None:
    """Add two articles with a word that stands in no other."""
    texts = folder / "rare"
    texts.mkdir()
    for number in range(2):
        text = f"{RARE} has come back {number}.\nNobody has seen it.\n"
        (texts / f"rare{number}.txt").write_text(text, encoding="utf-8")
    project.import_paths([texts], ImportOptions("lead"))


def _work(
    project: Project, article: str, chance: random.Random
) -> tuple[list[Mention], list[Completion]]:
    """Return what both did of an article: the same mentions, but for one in ten of `ben`'s."""
    document = project.document(article)
    mentions, done = [], []
    for number, sentence in enumerate(document.sentences):
        end = document.text.find(" ", sentence.start, sentence.end)
        for name in ("ann", "ben"):
            done.append(
                Completion(
                    article=article,
                    sentence=sentence.start,
                    layer="entities",
                    annotator=name,
                    state="done",
                    changed=_STAMP,
                )
            )
            if end > 0 and not (name == "ben" and chance.random() < 0.1):
                place = Span(sentence.start, end)
                fields = {"id": f"e_{article[2:10]}{name[0]}{number:03}", "fragments": (place,)}
                mentions.append(
                    Mention.model_validate(
                        {
                            **fields,
                            **{"article": article, "annotator": name, "type": "GPE"},
                            **{"scheme": project.scheme.source_hash},
                            **{"created": _STAMP, "changed": _STAMP},
                        }
                    )
                )
    return mentions, done


def _finish(project: Project, name: str, every: int = 1, after: int = 0) -> None:
    """Finish all sentences, but the last ones of the articles that still wait."""
    with project.file.write() as conn:
        conn.execute("INSERT OR IGNORE INTO annotators VALUES (?, '')", (name,))
        conn.execute(
            "INSERT INTO completion SELECT s.article, s.start, 'entities', :name, 'done', 0,"
            " '2026-01-01T00:00:00.000Z', '' FROM sentences AS s JOIN articles ON id = s.article"
            " WHERE NOT (position > :after AND position % :every = :every / 2 AND s.start ="
            "  (SELECT max(start) FROM sentences AS o WHERE o.article = s.article))",
            {"name": name, "every": every, "after": after},
        )

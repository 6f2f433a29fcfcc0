"""Projects of any size to measure in: articles, the work of two people, and that of two more."""

import csv
import random
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from annotator.adjudication.automatic import accept_unanimous
from annotator.model.annotation import Mention
from annotator.model.completion import Completion
from annotator.model.spans import Span
from annotator.project import Project, open_project
from annotator.resources import resource_dir
from annotator.store.finished_tables import FINISHED
from annotator.store.progress import progress_problems
from annotator.store.runs import Batch, Run
from bench.latency.articles import ANNOTATOR

WORKED_ON = 1_000
"""Articles that `ann` and `ben` have labelled, in a project of any size."""

FAR = 10
"""Articles that wait for `far`, the last ones."""

_PLACES = ("Kabul", "Herat", "Balkh", "Ghazni", "Kunduz", "Zaranj")
_STAMP = "2026-01-02T03:04:05.678Z"
_AT_ONCE = 20
_CHECKED = 10_000
"""Articles of projects small enough to count all progress anew."""


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
        if "far" not in project.annotators():
            _add_finished(project)
        middle = project.articles(first=project.count() // 2, limit=1)[0].article.id
        for name in ("near", "far", "nobody"):
            project.desk(name, middle).session.remember(0)


def _add_finished(project: Project) -> None:
    """Write what `near` and `far` finished.

    The triggers that keep progress are laid aside meanwhile, and what they keep is filled in one
    go: the millions of rows of a big project would take them an hour.
    """
    number = project.count()
    project.file.conn.execute("PRAGMA foreign_keys=OFF")
    with project.file.write() as conn:
        kept = conn.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name IN ('completion', 'progress')"
        ).fetchall()
        for name, _ in kept:
            conn.execute(f"DROP TRIGGER {name}")
        _finish(conn, number - FAR)
        for _, statement in kept:
            conn.execute(statement)
    project.file.conn.execute("PRAGMA foreign_keys=ON")
    if number <= _CHECKED:
        assert not list(progress_problems(project.file))  # noqa: S101


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


def _finish(conn: sqlite3.Connection, last: int) -> None:
    """Finish all sentences, but the last ones of the articles that still wait."""
    conn.execute("INSERT INTO annotators VALUES ('near', ''), ('far', '')")
    conn.execute(
        "INSERT INTO completion SELECT s.article, s.start, 'entities', name, 'done', 0,"
        " '2026-01-01T00:00:00.000Z', ''"
        " FROM sentences AS s CROSS JOIN articles ON id = s.article CROSS JOIN (SELECT"
        "  'near' AS name, 100 AS every, 0 AS after UNION ALL SELECT 'far', 1, ?)"
        " WHERE s.kind <> 'boilerplate' AND NOT (position > after AND position % every = every / 2"
        "  AND s.start = (SELECT max(start) FROM sentences AS o"
        "   WHERE o.article = s.article AND o.kind <> 'boilerplate'))",
        (last,),
    )
    conn.execute(
        "INSERT INTO progress SELECT annotator, layer, position, c.run, count(*), 0, 0, 0, 0"
        " FROM completion AS c CROSS JOIN articles ON id = article"
        " WHERE annotator IN ('near', 'far') GROUP BY article, annotator, layer"
    )
    conn.execute("INSERT OR IGNORE INTO unsettled SELECT id FROM articles")
    for table in ("progress_sums", FINISHED):
        conn.execute(f"DELETE FROM {table}")  # noqa: S608
        conn.execute(f"INSERT INTO {table} SELECT * FROM counted_{table}")  # noqa: S608

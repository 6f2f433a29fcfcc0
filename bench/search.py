"""How soon the first page of a search is there, by the size of the project.

    python -m bench.search --articles 1000 10000 100000 --json results.json

Articles are those of `bench.import_export`. A page is what the Search screen reads at first: 100
hits, through a connection of its own that is opened for it. "All hits" reads at most as many as a
list of the screen holds.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotator.model import ids
from annotator.model.annotation import AttributeValue, Claim, Filler, Incident, Mention
from annotator.model.spans import Span
from annotator.project import ImportOptions, Project, open_project
from annotator.store.runs import Batch, Run
from bench.import_export import make_articles
from bench.report import Figure, figure, parser, publish

PAGE, LIST = 100, 20_000
RUNS = 15
RARE = 1_000
"""One article in so many has a claim that denies, and an incident with a count."""

LABELLED = 5_000
"""Mentions that one act makes before mentions are searched."""

BUDGET = "≤ 100"
"""Milliseconds to the first page (design/product.md)."""

QUERIES = {
    "frequent word": "the",
    "two frequent words": "the taliban",
    "phrase": '"amir khan muttaqi"',
    "rare phrase": '"report number 77"',
    "beginning of a word": "t*",
    "longer beginning": "expl*",
    "word that is nowhere": "zzz",
    "mentions of a type": "label:GPE",
    "mentions of a type with a word": "label:GPE kabul",
    "mentions of a type that has none": "label:WEAPON",
    "unsure annotations, none": "unsure:",
    "incidents of a type": "label:EXPLOSION",
    "incidents of a group with a word": "label:VIOLENCE kabul",
    "incidents of a type that has none": "label:RIOT",
    "incidents with a role filled": "role:place",
    "incidents with a role filled by frequent words": "role:place=kabul",
    "incidents with a role filled by rare words": 'role:place="report number 77"',
    "incidents with a role that nobody filled": "role:weapon",
    "claims with a rare value": "attr:stance=deny",
    "claims with a value that none has": "attr:stance=urge",
    "counts in a range": "attr:fatalities=8..",
}

SCANS = {
    "words of every article, never in one sentence": "tasnim benchmark",
    "word of every article, in no claim": "label:claim taliban",
    "text that is labelled in the first articles": "unlabelled: kabul",
}
"""Queries that look into very many texts; the screen shows what comes while it comes."""


def main() -> None:
    """Measure and publish."""
    made = parser("Measure search.")
    made.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000], help="how many")
    made.add_argument("--folder", type=Path, help="where to work (the temporary folder)")
    options = made.parse_args()
    figures: list[Figure] = []
    for number in options.articles:
        folder = Path(tempfile.mkdtemp(prefix="annotator-bench-", dir=options.folder))
        try:
            figures += measured(folder, number)
        finally:
            shutil.rmtree(folder)
    publish("search", figures, options.json)


def measured(folder: Path, number: int) -> list[Figure]:
    """Return the figures of a project of so many articles."""
    path = folder / "bench.db"
    make_articles(folder / "articles", number)
    with open_project(path, create=True) as project:
        project.import_paths([folder / "articles"], ImportOptions("bench"))
        _add_frames(project, number)
    figures = [_bulk(path, number)]
    for name, typed in (*QUERIES.items(), *SCANS.items()):
        first = [_timed(path, partial(_page, typed)) for _ in range(RUNS)]
        figures.append(
            figure(f"{number}: first page, {name}", "ms", first, "" if name in SCANS else BUDGET)
        )
    whole = [_timed(path, partial(_all, "the")) for _ in range(3)]
    return [*figures, figure(f"{number}: {LIST} hits, frequent word", "ms", whole)]


def _add_frames(project: Project, number: int) -> None:
    """Give each article an incident with its place and a claim about it."""
    run = Run(project.file, "bench", "import")
    for first in range(0, number, 500):
        batch: list[Mention | Incident | Claim] = []
        for line in project.articles(first=first, limit=500):
            document = project.document(line.article.id)
            batch += _told(document.text, line.article.id, first + len(batch) // 3, project)
        run.add(Batch(annotations=batch))
    run.publish()


def _told(
    text: str, article: str, number: int, project: Project
) -> tuple[Mention, Incident, Claim]:
    common = {
        "article": article,
        "annotator": "bench",
        "scheme": project.scheme.source_hash,
        "created": ids.now(),
        "changed": ids.now(),
    }
    at = max(0, text.rfind("This is report number"))
    rare = number % RARE == RARE - 1
    # Every tenth incident has the number of its report as place, so that fillers differ.
    place = Span(at + 8, len(text) - 18) if number % 10 == 0 else Span(*_place_of("Kabul", text))
    mention = Mention(id=ids.new_id(ids.MENTION), type="GPE", fragments=(place,), **common)
    incident = Incident(
        id=ids.new_id(ids.INCIDENT),
        type="EXPLOSION" if number % 3 else "BATTLE",
        trigger=(Span(at, at + 4),),
        roles=(Filler(role="place", kind="entity", target=mention.id),),
        attributes=(AttributeValue(name="fatalities", value="9"),) if rare else (),
        **common,
    )
    claim = Claim(
        id=ids.new_id(ids.CLAIM),
        type="STATEMENT",
        trigger=(Span(at + 5, at + 7),),
        roles=(Filler(role="content", kind="incident", target=incident.id),),
        attributes=(AttributeValue(name="stance", value="deny"),) if rare else (),
        **common,
    )
    return mention, incident, claim


def _place_of(word: str, text: str) -> tuple[int, int]:
    start = max(0, text.find(word))
    return start, start + len(word)


def _page(typed: str, project: Project) -> int:
    return len(project.search(typed, "bench").more(PAGE))


def _all(typed: str, project: Project) -> int:
    return len(project.search(typed, "bench").more(LIST))


def _bulk(path: Path, number: int) -> Figure:
    """Label many places in one act."""

    def label(project: Project) -> int:
        return project.label_hits("bench", project.search("kabul", "bench").more(LABELLED), "GPE")

    took = _timed(path, label)
    return figure(f"{number}: one act on at most {LABELLED} places", "ms", [took])


def _timed(path: Path, act: Callable[[Project], int]) -> float:
    """Return milliseconds of an act, the opening of its connection included."""
    start = time.perf_counter()
    with open_project(path) as project:
        act(project)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()

"""What adjudication takes: keys per decision over the demonstration project, and its times.

    python -m bench.adjudication --disputes 50000 --json results.json

Keys are counted for an adjudicator whose view is drawn: mostly that of one of the two annotators,
now and then "nothing here" where that can be, and in a few items a range that neither had marked.
Times are those of a made project: its queue opened anew, and a decision with the item after it.
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

from annotator.adjudication.automatic import accept_unanimous
from annotator.adjudication.desk import AdjudicationDesk
from annotator.adjudication.editing import can_move
from annotator.adjudication.sitting import AdjudicationSitting, Refusal
from annotator.model.annotation import Mention
from annotator.model.completion import Completion
from annotator.model.journal import Effort
from annotator.model.spans import Span
from annotator.project import ImportOptions, Project, open_project
from annotator.store.runs import Batch, Run
from bench.report import Figure, figure, parser, publish
from bench.second_annotator import LAYERS, NAME

_STAMP = "2026-01-02T03:04:05.678Z"
_PER_ARTICLE = 20
_NOVEL, _NOTHING = 0.05, 0.05
_NAMES = (
    *("Karvan", "Oshtin", "Velmora", "Sarn", "Darvo"),
    *("Ilmar", "Hesti", "Belmar", "Corvo", "Ersin"),
)


def main() -> None:
    """Measure and publish."""
    options = parser(__doc__ or "")
    options.add_argument("--disputes", type=int, default=50_000)
    chosen: argparse.Namespace = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = [*keys(Path(folder)), *times(Path(folder), chosen.disputes)]
    publish("adjudication", figures, chosen.json)


def demonstration(path: Path) -> Project:
    """Return a new project with the seeds and both demonstration layers."""
    project = open_project(path, create=True)
    project.import_paths([LAYERS.parent], ImportOptions("lead"))
    for name in ("ada", NAME):
        project.import_paths([LAYERS / f"{name}.jsonl"], ImportOptions(name))
    return project


def keys(folder: Path) -> list[Figure]:
    """Return keys per decision, and the share that took one."""
    with demonstration(folder / "demonstration.db") as project:
        desk = project.adjudication("eve")
        desk.set_audit(0.05, "0")
        desk.refresh()
        accept_unanimous(desk)
        pressed = _settle_all(AdjudicationSitting(desk), random.Random(6))
    every = [number for some in pressed.values() for number in some]
    share = 100 * sum(number == 1 for number in every) / len(every)
    return [
        figure("decisions with one key", "%", [share], ">= 90"),
        figure("keys per decision", "k", every, "1"),
        figure("keys per novel decision", "k", pressed["novel"], "<= 5"),
    ]


def _settle_all(sitting: AdjudicationSitting, view: random.Random) -> dict[str, list[int]]:
    """Settle all items; return the keys that each took, by whether they were novel."""
    pressed: dict[str, list[int]] = {"usual": [], "novel": []}
    while sitting.item:
        drawn = view.random()
        if drawn < _NOVEL and can_move(sitting.choices[0]) and _novel(sitting, pressed["novel"]):
            continue
        number = 0 if drawn > 1 - _NOTHING and sitting.item.cluster.slot == "item" else None
        if number is None:
            number = view.randrange(len(sitting.choices)) + 1
        sitting.take(number, Effort(1, 1000))
        pressed["usual"].append(1)
    return pressed


def _novel(sitting: AdjudicationSitting, pressed: list[int]) -> bool:
    """Move an edge of the first variant and save; say whether that was possible."""
    for edge, step in (("end", 1), ("end", -1), ("start", -1)):
        try:
            sitting.nudge("end" if edge == "end" else "start", step)
        except Refusal:
            continue
        sitting.enter(Effort(2, 2000))
        pressed.append(2)
        return True
    sitting.let_go()
    return False


def times(folder: Path, disputes: int) -> list[Figure]:
    """Return how long the queue and each decision take in a big project."""
    with _big(folder / "big.db", disputes) as project:
        begun = time.perf_counter()
        desk = project.adjudication("eve")
        desk.refresh()
        compared = 1000 * (time.perf_counter() - begun) / max(1, project.count())
        opened = [_opening(project) for _ in range(5)]
        decided = _decisions(project.adjudication("eve"), 300)
        waiting = sum(one.number for one in desk.waiting())
    name = f"{disputes:,} disputes: "
    return [
        figure(f"{name}comparing one article", "m", [compared]),
        figure(f"{name}the queue opens", "m", opened, "<= 1000"),
        figure(f"{name}a decision and the next item", "m", decided, "<= 50"),
        figure(f"{name}left after that", " ", [waiting]),
    ]


def _opening(project: Project) -> float:
    begun = time.perf_counter()
    AdjudicationSitting(project.adjudication("eve"))
    return 1000 * (time.perf_counter() - begun)


def _decisions(desk: AdjudicationDesk, number: int) -> list[float]:
    sitting, found = AdjudicationSitting(desk), []
    for _ in range(number):
        begun = time.perf_counter()
        sitting.take(1, Effort(1, 1000))
        found.append(1000 * (time.perf_counter() - begun))
    return found


def _big(path: Path, disputes: int) -> Project:
    """Return a project whose articles have twenty words that only one of two has marked."""
    project = open_project(path, create=True)
    chance = random.Random(1)
    number = max(1, disputes // _PER_ARTICLE)
    texts = [_text(chance, n) for n in range(number)]
    folder = path.parent / "texts"
    folder.mkdir()
    for n, text in enumerate(texts):
        (folder / f"{n:06}.txt").write_text(text, encoding="utf-8")
    project.import_paths([folder], ImportOptions("lead"))
    run = Run(project.file, "lead", "import")
    for first in range(0, number, 50):
        listed = project.articles(first=first, limit=50)
        marks = [one for line in listed for one in _marks(project, line.article.id)]
        done = [one for line in listed for one in _done(project, line.article.id)]
        run.add(Batch(annotations=marks, completions=done))
    run.publish()
    return project


def _text(chance: random.Random, number: int) -> str:
    words = [f"{chance.choice(_NAMES)} was quiet" for _ in range(_PER_ARTICLE)]
    return f"Report {number} came late.\n" + "\n".join(f"{one} then." for one in words) + "\n"


def _marks(project: Project, article: str) -> list[Mention]:
    text, found = project.document(article).text, []
    at = text.index("\n") + 1
    for number, line in enumerate(text[at:].splitlines()):
        end = at + line.index(" ")
        fields = {"article": article, "annotator": "ada" if number % 2 else "ben", "type": "GPE"}
        found.append(
            Mention.model_validate(
                {
                    **fields,
                    **{"id": f"e_{article[2:10]}{number:04}", "fragments": (Span(at, end),)},
                    **{"scheme": project.scheme.source_hash, "created": _STAMP},
                    **{"changed": _STAMP},
                }
            )
        )
        at += len(line) + 1
    return found


def _done(project: Project, article: str) -> list[Completion]:
    return [
        Completion(
            article=article,
            sentence=one.start,
            layer="entities",
            annotator=name,
            state="done",
            changed=_STAMP,
        )
        for one in project.document(article).sentences
        for name in ("ada", "ben")
    ]


if __name__ == "__main__":
    main()

"""Projects to be tried, and work at random on them."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from annotator.adjudication.desk import AdjudicationDesk
from annotator.labelling.commands.annotations import CreateMention, DeleteAnnotation, SetNote
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.model.annotation import Mention
from annotator.model.decision import Choice
from annotator.model.spans import Span
from annotator.project import Project, open_project
from tests.faults.outcome import last_entry
from tests.faults.victim import Tell
from tests.support import ROOT

_TYPES = ("PERSON", "GPE", "ORG")


def demonstration(folder: Path) -> Path:
    """Return a closed project that ada and ben have labelled, to be copied.

    It is made beside the folder of whichever fault asks first.
    """
    home = folder.parent / "demonstration"
    whole = home / "whole.db"
    if not whole.exists():
        words = (sys.executable, "-m", "annotator", "demo", str(home), "--no-open")
        subprocess.run(words, check=True, capture_output=True, cwd=ROOT)
        with open_project(home / "demo.db") as project:
            project.adjudication("eve").refresh()
            project.backup(whole)
    return whole


def fresh(template: Path, folder: Path, name: str = "run.db") -> Path:
    """Return a copy of a project; what a former run left in the folder is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Path(shutil.copy(template, folder / name))


def labelling(path: Path, seed: int, acts: int, name: str = "cat") -> Callable[[Tell], None]:
    """Return work: so many acts of one annotator in random articles, each told when saved."""

    def work(tell: Tell) -> None:
        with open_project(path) as project:
            for entry in label(project, seed, acts, name):
                tell(entry)

    return work


def label(project: Project, seed: int, acts: int, name: str = "cat") -> Iterator[str]:
    """Do random acts, and yield the id of the journal's entry of each."""
    chance = random.Random(seed)
    articles = [line.article.id for line in project.articles()]
    sessions: dict[str, Session] = {}
    for _ in range(acts):
        article = chance.choice(articles)
        if article not in sessions:
            sessions[article] = Session(project.file, project.scheme, name, article)
        at = sessions[article]
        at.refresh()
        entry = _act(at, chance)
        if entry:
            yield entry


def _act(at: Session, chance: random.Random) -> str:
    """Do something; return the id of its entry, "" where it was refused."""
    way = chance.random()
    try:
        if way < 0.1:
            done = at.undo() if way < 0.07 else at.redo()
            return done.entry.id if done else ""
        return at.apply(_command(at, chance, way)).entry.id
    except Refused:
        return ""


def _command(at: Session, chance: random.Random, way: float) -> Command:
    held = [item.id for item in at.work.annotations.values() if isinstance(item, Mention)]
    sentence = chance.choice(list(at.work.sentences))
    if way < 0.2:
        return CompleteSentence(sentence=sentence.start, layers=("entities",), state="done")
    if held and way < 0.3:
        return SetNote(id=chance.choice(held), note=f"why {chance.random()}")
    if held and way < 0.35:
        return DeleteAnnotation(id=chance.choice(held))
    start = chance.randrange(sentence.start, sentence.end)
    end = min(sentence.end, start + chance.randrange(1, 20))
    return CreateMention(type=chance.choice(_TYPES), fragments=(Span(start, end),))


def labelling_many(path: Path, seed: int) -> Callable[[Tell], None]:
    """Return work: acts over all articles, each told when saved."""

    def work(tell: Tell) -> None:
        with open_project(path) as project:
            for _ in count():
                for word in ("kabul", "taliban", "said", "the"):
                    hits = project.search(word, "cat").more(500)
                    project.label_hits("cat", hits, _TYPES[seed % 3])
                    tell(last_entry(project.file))
                    project.desk("cat", project.articles()[0].article.id).session.undo()
                    tell(last_entry(project.file))

    return work


def adjudicating(path: Path, seed: int) -> Callable[[Tell], None]:
    """Return work: decisions of random items, now and then taken back, each told when saved."""

    def work(tell: Tell) -> None:
        with open_project(path) as project:
            desk = project.adjudication("eve")
            desk.refresh()
            chance = random.Random(seed)
            while _decide(desk, chance):
                tell(last_entry(project.file))

    return work


def _decide(desk: AdjudicationDesk, chance: random.Random) -> bool:
    if chance.random() < 0.1 and desk.undo().is_done:
        return True
    item = desk.next()
    if item:
        variants = [one.choice for one in item.variants]
        desk.decide(item, chance.choice([*variants, Choice()]))
    return item is not None

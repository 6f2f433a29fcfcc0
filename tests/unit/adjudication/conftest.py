"""A project in which two annotators have finished the same sentences."""

from collections.abc import Callable

import pytest

from annotator.adjudication.desk import AdjudicationDesk
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import Project
from tests.support import mark, session


@pytest.fixture
def worked(project: Project) -> Project:
    """Return a project in whose first article ada and ben agree in one mention of three."""
    for name, kinds in (("ada", ("PERSON", "PLACE")), ("ben", ("PERSON", "TIME"))):
        at = session(project, name)
        mark(at, kinds[0], "Ilena Darvo")
        mark(at, kinds[1], "Karvan")
        if name == "ada":
            mark(at, "TIME", "Monday")
        for sentence in list(at.work.sentences):
            at.apply(CompleteSentence(sentence=sentence.start, layers=("entities",), state="done"))
    return project


@pytest.fixture
def desk_of(worked: Project) -> Callable[[str], AdjudicationDesk]:
    """Return a function that gives somebody's desk, the queue up to date."""

    def make(name: str = "eve") -> AdjudicationDesk:
        desk = worked.adjudication(name)
        desk.refresh()
        return desk

    return make

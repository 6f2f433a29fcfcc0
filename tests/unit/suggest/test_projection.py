"""Finished work comes up in copies of the article, for the one who finished it and nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.frames import CreateFrame
from annotator.labelling.commands.roles import FillRole
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.model.annotation import Incident
from annotator.model.spans import Span, covered_text
from annotator.model.suggestion import Suggestion
from annotator.project import Desk, ImportOptions, Project, open_project
from annotator.store import articles
from annotator.suggest.projection import projected

BODY = (
    "Others stormed Karvan on Monday, and Tomas Erdin fled to Lower Oshtin.",
    "At least 12 people were killed near the Sarn valley, the council of the town said.",
    "Nobody claimed the attack, and no group was named by the police of the district.",
    "The roads to the north were closed for two days after the fighting had ended.",
)
FIRST = "\n".join(BODY) + "\n"
COPY = "A headline of its own\n" + " ".join(BODY[:3]).replace("on Monday", "on\u00a0Monday") + "\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Return a project with an article and a near-copy."""
    for number, text in enumerate((FIRST, COPY)):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    with open_project(tmp_path / "p.db", create=True) as made:
        made.import_paths([tmp_path / "0.txt", tmp_path / "1.txt"], ImportOptions("ann"))
        yield made


def desks(project: Project, name: str = "ann") -> list[Desk]:
    """Return the desks at both articles."""
    return [project.desk(name, line.article.id) for line in project.articles()]


def span_of(desk: Desk, words: str) -> Span:
    """Return the first range of some words."""
    start = desk.session.work.text.index(words)
    return Span(start, start + len(words))


def finish(desk: Desk, *layers: str) -> None:
    """Say that the lit sentence is done."""
    command = {"sentence": desk.reader.sentence.start, "layers": layers, "state": "done"}
    desk.do(CompleteSentence.model_validate(command))


def found(project: Project, name: str = "ann") -> list[Suggestion]:
    """Return what is projected to the copy."""
    document = articles.document(project.file, project.articles()[1].article.id)
    assert document is not None
    return list(projected(project.file, project.scheme, name, document))


def test_finished_mentions_and_frames_are_carried_over_other_white_space(project: Project) -> None:
    first, copy = desks(project)
    first.do(CreateMention(type="GPE", fragments=(span_of(first, "Karvan"),)))
    first.do(CreateMention(type="DATE", fragments=(span_of(first, "Monday"),)))
    first.do(CreateFrame(type="BATTLE", trigger=(span_of(first, "stormed"),)))
    items = first.session.work.annotations
    frame = next(one for one in items.values() if isinstance(one, Incident))
    place = next(one for one in items.values() if one.type == "GPE")
    first.do(FillRole(id=frame.id, role="place", target=place.id))
    finish(first, "entities", "incidents")
    text = copy.session.work.text
    said = {one.type: one for one in found(project)}
    assert {kind: covered_text(text, one.fragments) for kind, one in said.items()} == {
        "GPE": "Karvan",
        "DATE": "Monday",
        "BATTLE": "stormed",
    }
    (filler,) = said["BATTLE"].roles
    assert (filler.role, filler.type) == ("place", "GPE")
    assert covered_text(text, filler.fragments) == "Karvan"


def test_open_work_and_the_work_of_others_is_not_carried(project: Project) -> None:
    first, _ = desks(project)
    first.do(CreateMention(type="GPE", fragments=(span_of(first, "Karvan"),)))
    assert found(project) == []
    finish(first, "entities")
    assert [one.type for one in found(project)] == ["GPE"]
    assert found(project, "bob") == []


def test_it_is_shown_when_the_copy_is_opened(project: Project) -> None:
    first, copy = desks(project)
    first.do(CreateMention(type="EVENT", fragments=(span_of(first, "attack"),)))
    first.reader.go_to_offset(span_of(first, "attack").start)
    finish(first, "entities")
    project.suggest_at(copy)
    while not copy.suggested.is_complete:
        copy.suggested.advance(1)
    shown = [
        (ghost.type, ghost.sources)
        for one in copy.session.work.sentences
        for ghost in copy.suggested.in_sentence(one.start)
        if "projection" in ghost.sources
    ]
    assert shown == [("EVENT", "projection")]


def test_articles_that_are_no_copies_get_nothing(tmp_path: Path) -> None:
    for number, text in enumerate((FIRST, BODY[0] + "\nAll else is another story here.\n")):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    with open_project(tmp_path / "q.db", create=True) as project:
        project.import_paths([tmp_path / "0.txt", tmp_path / "1.txt"], ImportOptions("ann"))
        first, _ = desks(project)
        first.do(CreateMention(type="GPE", fragments=(span_of(first, "Karvan"),)))
        finish(first, "entities")
        assert found(project) == []

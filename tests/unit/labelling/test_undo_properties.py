"""Random acts of two people, taken back and done again: the tables come out the same."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotator.labelling.commands import (
    Command,
    CompleteSentence,
    CreateMention,
    DeleteAnnotation,
    EditArticle,
    MergeSentence,
    MoveMention,
    Refused,
    RekindSentence,
    RetypeMention,
    SetAttribute,
    SetNote,
    SetUnsure,
    SplitSentence,
)
from annotator.labelling.session import Session
from annotator.model.article import SENTENCE_KINDS
from annotator.model.spans import Span
from annotator.project import Project, open_project
from annotator.store.errors import EditConflict
from tests.support import TEXTS, article_ids, complaints, mentions, session, tables


class Step(NamedTuple):
    """One random act: numbers that are taken modulo what is there."""

    person: str
    article: int
    kind: str
    one: int
    two: int
    word: str


KINDS = (
    *("create", "create", "retype", "move", "delete", "attribute", "note", "unsure"),
    *("done", "skip", "done", "reopen", "split", "split", "merge", "merge", "kind", "article"),
)
STEPS = st.builds(
    Step,
    person=st.sampled_from(["ann", "bob"]),
    article=st.sampled_from([0, 0, 0, 1]),
    kind=st.sampled_from(KINDS),
    one=st.integers(0, 99),
    two=st.integers(1, 30),
    word=st.sampled_from(["PERSON", "PLACE", "TIME", "OFFICE"]),
)
# No shrinking: every example writes to disk, and the acts of a failure are readable as they are.
QUICK = settings(
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    max_examples=40,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def command_of(step: Step, at: Session) -> Command | None:
    """Return the command that a step stands for in a session, None where there is none."""
    return (
        _on_mention(step, at)
        if step.kind in ("retype", "move", "delete", "attribute", "note", "unsure")
        else _on_text(step, at)
    )


def _on_mention(step: Step, at: Session) -> Command | None:
    found = mentions(at)
    if not found:
        return None
    item = found[step.one % len(found)]
    start, end = item.anchor
    match step.kind:
        case "retype":
            return RetypeMention(id=item.id, type=step.word)
        case "move":
            return MoveMention(id=item.id, fragments=(Span(start, end + step.two % 5),))
        case "delete":
            return DeleteAnnotation(id=item.id)
        case "attribute":
            value = ("", "name", "nominal")[step.two % 3]
            place = Span(start, end) if step.two % 2 else None
            return SetAttribute(id=item.id, attribute="kind", value=value, evidence=place)
        case "note":
            return SetNote(id=item.id, note="é\u2028[/b]" * (step.two % 3))
        case _:
            return SetUnsure(id=item.id, unsure=bool(step.two % 2))


def _on_text(step: Step, at: Session) -> Command:
    text, sentences = at.work.text, at.work.sentences
    offset = step.one % len(text)
    start = sentences[step.one % len(sentences)].start
    states = {"done": "done", "skip": "skipped", "reopen": ""}
    match step.kind:
        case "create":
            end = offset + step.two
            more = (Span(end + 3, end + 6),) if step.two % 4 == 0 else ()
            fragments = (Span(offset, end), *more)
            return CreateMention(type=step.word, fragments=fragments)
        case "split":
            return SplitSentence(offset=offset)
        case "merge":
            return MergeSentence(sentence=start)
        case "kind":
            return RekindSentence(sentence=start, kind=SENTENCE_KINDS[step.two % 7])
        case "article":
            return EditArticle(fields={"title": f"Title {step.two % 3}"})
        case kind:
            layers = ("entities", "labels")[: 1 + step.two % 2]
            return CompleteSentence.model_validate(
                {"sentence": start, "layers": layers, "state": states[kind]}
            )


def act(project: Project, step: Step) -> bool:
    """Do a step; say whether it could be done."""
    at = session(project, step.person, step.article)
    command = command_of(step, at)
    try:
        if command:
            at.apply(command)
    except Refused:
        return False
    assert shown(at) == shown(session(project, step.person, step.article))
    return command is not None


def shown(at: Session) -> list[object]:
    """Return everything that a session shows of its article."""
    work = at.work
    places = [work.mentions_in(sentence.start) for sentence in work.sentences]
    return [work.article, work.sentences, work.annotations, work.completion, places]


def copy_of(template: Path, folder: Path) -> Path:
    """Return a fresh project file."""
    for old in folder.glob("random.db*"):
        old.unlink()
    return Path(shutil.copy(template, folder / "random.db"))


def undo(project: Project, person: str) -> bool:
    """Take back somebody's latest act, in a session that may stand in another article."""
    return session(project, person, 2).undo() is not None


def redo(project: Project, person: str) -> bool:
    """Do again what somebody took back last."""
    return session(project, person, 2).redo() is not None


@QUICK
@given(steps=st.lists(STEPS, min_size=10, max_size=25), restart=st.booleans())
def test_acts_taken_back_in_turn_leave_no_trace(
    template: Path, tmp_path: Path, steps: Sequence[Step], restart: bool
) -> None:
    path = copy_of(template, tmp_path)
    project = open_project(path)
    states, people = [tables(project.file)], []
    for step in steps:
        if act(project, step):
            people.append(step.person)
            states.append(tables(project.file))
            assert states[-1] != states[-2]
    for person, state in zip(reversed(people), reversed(states[:-1]), strict=True):
        if restart:
            project.close()
            project = open_project(path)
        assert undo(project, person)
        assert tables(project.file) == state
    assert complaints(project) == []
    assert not any(undo(project, person) for person in ("ann", "bob"))
    for person, state in zip(people, states[1:], strict=True):
        assert redo(project, person)
        assert tables(project.file) == state
    assert complaints(project) == []
    assert not any(redo(project, person) for person in ("ann", "bob"))
    project.close()


@QUICK
@given(
    steps=st.lists(
        st.one_of(STEPS, st.tuples(st.sampled_from("ur"), st.sampled_from(["ann", "bob"]))),
        min_size=20,
        max_size=40,
    )
)
def test_undo_in_any_order_keeps_the_project_sound(
    template: Path, tmp_path: Path, steps: Sequence[Step | tuple[str, str]]
) -> None:
    with open_project(copy_of(template, tmp_path)) as project:
        for step in steps:
            before = tables(project.file)
            if isinstance(step, Step):
                act(project, step)
                continue
            try:
                (undo if step[0] == "u" else redo)(project, step[1])
            except EditConflict as conflict:
                assert str(conflict).startswith(("ann ", "bob "))
                assert tables(project.file) == before
            assert complaints(project) == []
        assert complaints(project) == []


@QUICK
@given(steps=st.lists(STEPS, min_size=20, max_size=40))
def test_sessions_that_lag_behind_keep_the_project_sound(
    template: Path, tmp_path: Path, steps: Sequence[Step]
) -> None:
    """Two open screens that never refresh: acts succeed or conflict, and nothing dangles."""
    with open_project(copy_of(template, tmp_path)) as project:
        open_sessions = {
            (person, article): session(project, person, article)
            for person in ("ann", "bob")
            for article in (0, 1)
        }
        for step in steps:
            at = open_sessions[step.person, step.article]
            command = command_of(step, at)
            before = tables(project.file)
            try:
                if command:
                    at.apply(command)
            except EditConflict as conflict:
                assert str(conflict).startswith(("ann ", "bob "))
                assert tables(project.file) == before
            except Refused:
                assert tables(project.file) == before
        assert complaints(project) == []


@pytest.mark.parametrize("number", [0, 1])
def test_the_articles_of_these_tests_are_long_enough(project: Project, number: int) -> None:
    assert len(session(project, number=number).work.text) == len(TEXTS[number]) > 50
    assert len(article_ids(project)) == 3

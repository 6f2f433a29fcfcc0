"""Random acts of two people, taken back and done again: the tables come out the same."""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotator.labelling.commands.annotations import (
    CreateMention,
    DeleteAnnotation,
    MoveMention,
    RetypeMention,
    SetAttribute,
    SetNote,
    SetUnsure,
)
from annotator.labelling.commands.article import EditArticle
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.frames import CreateFrame, MoveTrigger, RetypeFrame
from annotator.labelling.commands.links import CreateRelation, RetypeRelation, SetLabel
from annotator.labelling.commands.roles import EmptyRole, FillRole, MoveFiller
from annotator.labelling.commands.sentences import (
    CompleteSentence,
    MergeSentence,
    RekindSentence,
    SplitSentence,
)
from annotator.labelling.commands.suggestions import (
    AcceptFrame,
    AcceptMention,
    JudgeSuggestions,
    Together,
)
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.model.annotation import Claim, Frame, Mention, Relation
from annotator.model.article import SENTENCE_KINDS
from annotator.model.spans import Span
from annotator.model.suggestion import VERDICTS, Proposal, suggestion
from annotator.project import Project, open_project
from annotator.store.errors import EditConflict
from annotator.store.layers import stamp
from tests.frames import frame_project
from tests.support import TEXTS, article_ids, complaints, mentions, session, tables


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project with three short articles and a scheme of all layers, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    frame_project(path).close()
    return path


class Step(NamedTuple):
    """One random act: numbers that are taken modulo what is there."""

    person: str
    article: int
    kind: str
    one: int
    two: int
    word: str
    three: int = 0


ON_TEXT = (
    *("create", "create", "create", "done", "skip", "done", "reopen", "split", "merge", "merge"),
    *("kind", "article", "label", "label", "label"),
)
ON_MENTION = ("retype", "move", "delete", "delete", "attribute", "note", "unsure")
ON_FRAME = (
    *("frame", "claim", "claim", "retype frame", "trigger", "fill", "fill", "fill"),
    *("fill", "fill", "fill", "fill text", "fill text", "fill new", "empty", "filler", "filler"),
    *("slot", "slot", "delete frame", "forget"),
)
ON_LINK = ("relation", "relation", "relation across", "relation across", "retype relation")
ON_GHOST = ("suggested", "suggested frame", "judge", "several", "several", "several")
KINDS = (*ON_TEXT, *ON_MENTION, *ON_FRAME, *ON_FRAME, *ON_LINK, *ON_LINK, *ON_GHOST)


def random_steps(number: int, seed: int) -> list[Step]:
    """Return random acts; hypothesis alone draws so many zeros that most acts would be refused."""
    draw = random.Random(seed)
    return [
        Step(
            person=draw.choice(["ann", "ann", "bob"]),
            article=draw.choice([0, 0, 0, 1]),
            kind=draw.choice(KINDS),
            one=draw.randrange(100),
            two=draw.randint(1, 30),
            word=draw.choice(["PERSON", "PLACE", "PLACE", "TIME", "OFFICE"]),
            three=draw.randrange(100),
        )
        for _ in range(number)
    ]


def steps_of(least: int, most: int) -> st.SearchStrategy[list[Step]]:
    """Return a strategy for so many random acts."""
    return st.builds(random_steps, st.integers(least, most), st.integers(0, 2**63))


STEPS = st.integers(0, 2**63).map(lambda seed: random_steps(1, seed)[0])
# No shrinking: every example writes to disk, and the acts of a failure are readable as they are.
QUICK = settings(
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    max_examples=40,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def command_of(step: Step, at: Session, other: Session) -> Command | None:
    """Return the command that a step stands for in a session, None where there is none.

    Args:
        other: the same person's session at another article.
    """
    if step.kind in ON_MENTION:
        return _on_mention(step, at)
    if step.kind in ON_FRAME:
        return _on_frame(step, at)
    if step.kind in ON_GHOST:
        return _on_ghost(step, at, other)
    return _on_link(step, at, other) if step.kind in ON_LINK else _on_text(step, at)


def _on_ghost(step: Step, at: Session, other: Session) -> Command | None:
    place = place_of(step, at)
    if step.kind == "several":
        followers = random_steps(1 + step.two % 3, step.three)
        commands = [command_of(one, at, other) for one in followers if one.kind not in ON_GHOST]
        return Together(commands=tuple(one for one in commands if one))
    frame = step.kind == "suggested frame"
    proposal = Proposal(
        layer="incidents" if frame else "entities",
        type="BLAST" if frame else step.word,
        fragments=(place,),
        score=0.5,
        reason="a test",
    )
    suggested = tuple(suggestion(at.article, name, "1", proposal) for name in ("one", "two"))
    if step.kind == "judge":
        return JudgeSuggestions(suggestions=suggested, verdict=VERDICTS[step.one % len(VERDICTS)])
    if frame:
        return AcceptFrame(suggestions=suggested, type=("BLAST", "MEETING")[step.two % 2])
    moved = place._replace(end=place.end + step.one % 2)
    return AcceptMention(suggestions=suggested, type=step.word, fragments=(moved,))


SLOTS = {
    "incidents": (("fatalities", "8.."), ("when", "2022/2022")),
    "claims": (("stance", "deny"), ("anonymous", "true")),
}


def place_of(step: Step, at: Session) -> Span:
    """Return a range of the article's text, or beside it."""
    start = step.three % len(at.work.text)
    return Span(start, start + 1 + step.two // 3)


def _on_frame(step: Step, at: Session) -> Command | None:
    offset, place = step.one % len(at.work.text), place_of(step, at)
    if step.kind == "frame":
        return CreateFrame(type=("BLAST", "MEETING")[step.two % 2], trigger=(place,))
    if step.kind == "claim":
        trigger = (place,) if step.two % 2 else ()
        return CreateFrame(type=("SAID", "BLAMED")[step.one % 2], trigger=trigger, at=offset)
    found = at.work.frames()
    if not found:
        return None
    frame = found[step.one % len(found)]
    match step.kind:
        case "retype frame":
            types = [kind.name for kind in at.scheme.choosable_types(frame.layer)]
            return RetypeFrame(id=frame.id, type=types[step.two % len(types)])
        case "trigger":
            return MoveTrigger(id=frame.id, fragments=(place,) if step.two % 3 else ())
        case "delete frame":
            return DeleteAnnotation(id=frame.id)
        case "slot":
            name, value = SLOTS[frame.layer][step.three % 2]
            return SetAttribute(
                id=frame.id,
                attribute=name,
                value=value if step.two % 4 else "",
                evidence=place if step.two % 2 else None,
            )
        case _:
            return _on_role(step, at, frame)


def _on_role(step: Step, at: Session, frame: Frame) -> Command | None:
    roles = at.scheme.roles_of(frame.type)
    role = roles[step.two % len(roles)]
    place = place_of(step, at)
    match step.kind:
        case "fill":
            permitted = at.scheme.permitted_fillers(role)
            items = sorted(at.work.annotations.values(), key=lambda item: item.id)
            fitting = [item.id for item in items if item.type in permitted]
            target = fitting[step.three % len(fitting)] if fitting else frame.id
            return FillRole(id=frame.id, role=role.name, target=target)
        case "fill text":
            pieces = (place, Span(place.end + 1, place.end + 4))[: 1 + step.two % 2]
            name = "content" if isinstance(frame, Claim) else role.name
            return FillRole(id=frame.id, role=name, fragments=pieces)
        case "fill new":
            kinds = [one for one in role.fills if at.scheme.layer_of(one) == "entities"]
            kind = kinds[step.two % len(kinds)] if kinds and step.one % 9 else step.word
            return FillRole(id=frame.id, role=role.name, fragments=(place,), as_type=kind)
    if not frame.roles:
        return None
    filler = frame.roles[step.three % len(frame.roles)]
    if step.kind == "filler" and filler.span:
        return MoveFiller(id=frame.id, role=filler.role, target=filler.target, fragments=(place,))
    if step.kind == "forget" and not filler.span:
        return DeleteAnnotation(id=filler.target)
    target = filler.target if step.one % 2 else ""
    return EmptyRole(id=frame.id, role=filler.role, target=target)


def _on_link(step: Step, at: Session, other: Session) -> Command | None:
    names = ("inside", "contradicts", "answers")
    links = [item for item in at.work.annotations.values() if isinstance(item, Relation)]
    claims = [item for item in at.work.frames() if isinstance(item, Claim)]
    if step.kind == "retype relation":
        item = links[step.one % len(links)] if links else None
        return RetypeRelation(id=item.id, type=names[step.three % 3]) if item else None
    if step.kind == "relation across":
        ends = [item.id for item in other.work.frames() if isinstance(item, Claim)]
        if not (claims and ends):
            return None
        source, target = claims[step.one % len(claims)].id, ends[step.two % len(ends)]
        target = f"{other.article}#{target}"
        return CreateRelation(type=names[1 + step.two % 2], source=source, target=target)
    places = [item for item in mentions(at) if item.type == "PLACE"]
    found = [item.id for item in (claims if step.one % 2 else places)]
    if len(found) < 2:
        return None
    source = found.pop(step.three % len(found))
    target = found[step.two % len(found)]
    name = names[1 + step.two % 2] if step.one % 2 else "inside"
    return CreateRelation(type=name, source=source, target=target)


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
            if item.type == "PERSON" and step.three % 3:
                return SetAttribute(id=item.id, attribute="amount", value=str(step.three))
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
            end = offset + 1 + step.two // 3
            more = (Span(end + 3, end + 6),) if step.two % 4 == 0 else ()
            fragments = (Span(offset, end), *more)
            return CreateMention(type=step.word, fragments=fragments)
        case "split":
            return SplitSentence(offset=offset)
        case "merge":
            return MergeSentence(sentence=start)
        case "kind":
            return RekindSentence(sentence=start, kind=SENTENCE_KINDS[step.two % 7])
        case "label":
            value = ("yes", "no", "")[step.two % 3]
            if step.one % 5:
                return SetLabel(label="worthy", value=value, sentence=start)
            return SetLabel(label="relevant", value=value)
        case "article":
            return EditArticle(fields={"title": f"Title {step.two % 3}"})
        case kind:
            layers = ("entities", "labels", "incidents", "claims")[: 1 + step.two % 4]
            return CompleteSentence.model_validate(
                {"sentence": start, "layers": layers, "state": states[kind]}
            )


def act(project: Project, step: Step) -> bool:
    """Do a step; say whether it could be done."""
    at = session(project, step.person, step.article)
    command = command_of(step, at, session(project, step.person, 1 - step.article))
    before = shown(session(project, step.person, step.article))
    was = at.work.stamp()
    try:
        if command:
            at.apply(command)
    except Refused:
        return False
    assert shown(at) == shown(session(project, step.person, step.article))
    assert at.work.stamp() == stamp(project.file, at.article, at.annotator)
    assert (at.work.stamp() == was) == (shown(at) == before)
    return command is not None


def shown(at: Session) -> list[object]:
    """Return everything that a session shows of its article."""
    work = at.work
    starts = [sentence.start for sentence in work.sentences]
    return [
        *(work.article, work.sentences, work.annotations, work.completion, work.frames()),
        work.verdicts,
        [(work.mentions_in(start), work.frames_in(start)) for start in starts],
        [work.labels_of(start) for start in (None, *starts)],
        {one: (work.users_of(one), work.place_of(item)) for one, item in work.annotations.items()},
    ]


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
@given(steps=steps_of(60, 120), restart=st.booleans())
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
@given(steps=steps_of(60, 100), backs=st.integers(0, 2**63))
def test_undo_in_any_order_keeps_the_project_sound(
    template: Path, tmp_path: Path, steps: Sequence[Step], backs: int
) -> None:
    draw = random.Random(backs)
    with open_project(copy_of(template, tmp_path)) as project:
        for step in steps:
            before = tables(project.file)
            if draw.random() < 0.6:
                act(project, step)
                continue
            try:
                draw.choice([undo, undo, redo])(project, step.person)
            except EditConflict as conflict:
                assert str(conflict).startswith(("ann ", "bob "))
                assert tables(project.file) == before
        assert complaints(project) == []


@QUICK
@given(steps=steps_of(60, 100))
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
            command = command_of(step, at, open_sessions[step.person, 1 - step.article])
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


@QUICK
@given(steps=steps_of(40, 80), backs=st.integers(0, 2**63))
def test_mentions_of_a_length_are_those_that_a_walk_over_all_finds(
    template: Path, tmp_path: Path, steps: Sequence[Step], backs: int
) -> None:
    draw = random.Random(backs)
    with open_project(copy_of(template, tmp_path)) as project:
        at, other = session(project), session(project, "ann", 1)
        for step in steps:
            try:
                if draw.random() < 0.3:
                    draw.choice([at.undo, at.redo])()
                elif command := command_of(step, at, other):
                    at.apply(command)
            except Refused:
                continue
            found = [item for item in at.work.annotations.values() if isinstance(item, Mention)]
            for fragments in {item.fragments for item in found} | {(Span(0, 1),)}:
                alike = [one for one in found if length(at, one.fragments) == length(at, fragments)]
                assert list(at.work.mentions_as_long(fragments)) == alike


def length(at: Session, fragments: Sequence[Span]) -> int:
    """Return the length of the words of fragments."""
    return len(" ".join(at.work.text[start:end] for start, end in fragments))

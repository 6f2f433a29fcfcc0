"""Random acts of two people on the registry, taken back and done again: nothing dangles."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotator.labelling.commands.annotations import CreateMention, DeleteAnnotation
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity, UnlinkIdentity
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.model.spans import Span
from annotator.project import Project, open_project
from annotator.store.errors import EditConflict
from tests.support import complaints, mark, mentions, session, tables
from tests.unit.labelling.test_undo_properties import copy_of, redo, undo


class Step(NamedTuple):
    """One random act: numbers that are taken modulo what is there."""

    person: str
    kind: str
    one: int
    two: int


LINKS = ("mention", "mention", "create", "create", "link", "link", "unlink", "delete")
CHANGES = ("merge", "merge", "split", "split_off", "alias", "unalias", "name", "affiliate")
WHOLE = ("new", "drop")
PEOPLE = st.sampled_from(["ann", "bob"])
STEPS = st.builds(
    Step,
    person=PEOPLE,
    kind=st.sampled_from((*LINKS, *CHANGES, "affiliate", *WHOLE)),
    one=st.integers(0, 99),
    two=st.integers(0, 99),
)
# No shrinking: every example writes to disk, and the acts of a failure are readable as they are.
QUICK = settings(
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    max_examples=15,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def act(project: Project, step: Step) -> bool:
    """Do a step; say whether it could be done."""
    before = tables(project.file)
    try:
        (_link if step.kind in LINKS else _change)(project, step)
    except Refused as reason:
        assert str(reason).endswith(".")
        assert tables(project.file) == before
    return tables(project.file) != before


def begun(project: Project) -> None:
    """Give both people some mentions in both articles, and an entry for each place."""
    for person, number in (("ann", 0), ("bob", 1), ("ann", 1), ("bob", 0)):
        at = session(project, person, number)
        for name in ("Karvan", "Oshtin", "Ilena Darvo"):
            mention = mark(at, "PERSON" if " " in name else "PLACE", name)
            if number == (person == "bob"):
                at.apply(CreateEntry(id=mention.id))


def _link(project: Project, step: Step) -> None:
    at = session(project, step.person, step.one % 2)
    command = _mark(step, at) if step.kind == "mention" else _about_mention(project, step, at)
    if command:
        at.apply(command)


def _mark(step: Step, at: Session) -> Command:
    start = step.two % (len(at.work.text) - 6)
    place = Span(start, start + 6)
    return CreateMention(type=("PERSON", "PLACE")[step.one % 3 == 0], fragments=(place,))


def _about_mention(project: Project, step: Step, at: Session) -> Command | None:
    found, entries = mentions(at), _entries(project)
    if not found:
        return None
    item = found[step.two % len(found)].id
    match step.kind:
        case "create":
            return CreateEntry(id=item)
        case "link" if entries:
            return LinkIdentity(id=item, entry=entries[step.one % len(entries)])
        case "unlink":
            return UnlinkIdentity(id=item)
        case "delete":
            return DeleteAnnotation(id=item)
    return None


def _change(project: Project, step: Step) -> None:
    entries, people = _entries(project), project.identities(step.person)
    if not entries:
        return
    one, two = entries[step.one % len(entries)], entries[step.two % len(entries)]
    match step.kind:
        case "merge":
            people.merge(one, two)
        case "split":
            people.split(one)
        case "split_off":
            people.split_off([item.id for item in people.links(one)[: 1 + step.two % 3]] or [one])
        case "alias":
            people.add_alias(one, f"Alias {step.two % 3}")
        case "unalias":
            people.remove_alias(one, f"Alias {step.two % 3}")
        case "new":
            people.new("entity", f"Name {step.two % 3}", ("PERSON", "PLACE")[step.one % 2])
        case "drop":
            people.delete(one)
        case "name":
            people.edit(one, {"name": f"Name {step.two % 3}"})
        case _:
            people.edit(one, {"affiliate_of": two if step.two % 3 else ""})


def _entries(project: Project) -> list[str]:
    rows = project.file.query("SELECT id FROM registry ORDER BY created, rowid")
    return [str(row[0]) for row in rows]


@QUICK
@given(steps=st.lists(STEPS, min_size=15, max_size=30), restart=st.booleans())
def test_acts_taken_back_in_turn_leave_no_trace(
    template: Path, tmp_path: Path, steps: Sequence[Step], restart: bool
) -> None:
    path = copy_of(template, tmp_path)
    project = open_project(path)
    begun(project)
    states, people = [tables(project.file)], []
    for step in steps:
        if act(project, step):
            people.append(step.person)
            states.append(tables(project.file))
    assert complaints(project) == []
    for person, state in zip(reversed(people), reversed(states[:-1]), strict=True):
        if restart:
            project.close()
            project = open_project(path)
        assert undo(project, person)
        assert tables(project.file) == state
    assert complaints(project) == []
    for person, state in zip(people, states[1:], strict=True):
        assert redo(project, person)
        assert tables(project.file) == state
    assert complaints(project) == []
    project.close()


@QUICK
@given(
    steps=st.lists(
        st.one_of(STEPS, STEPS, st.tuples(st.sampled_from("uur"), PEOPLE)),
        min_size=30,
        max_size=60,
    )
)
def test_undo_in_any_order_keeps_the_registry_sound(
    template: Path, tmp_path: Path, steps: Sequence[Step | tuple[str, str]]
) -> None:
    with open_project(copy_of(template, tmp_path)) as project:
        begun(project)
        for step in steps:
            if isinstance(step, Step):
                act(project, step)
                continue
            before = tables(project.file)
            try:
                (undo if step[0] == "u" else redo)(project, step[1])
            except EditConflict:
                assert tables(project.file) == before
            assert complaints(project) == []
        assert complaints(project) == []

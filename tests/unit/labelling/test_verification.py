"""`verify` finds what was planted, and nothing in a sound project."""

import json

import pytest

from annotator.labelling.commands.annotations import SetNote
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.model import ids
from annotator.model.annotation import (
    Annotation,
    Claim,
    Filler,
    Incident,
    Label,
    Mention,
    Relation,
)
from annotator.model.spans import BareSpan, Span
from annotator.project import Project, open_project
from annotator.store import journal
from annotator.store.journal import Act, Edit
from tests.support import STAMP, article_ids, complaints, mark, session


@pytest.fixture
def worked(project: Project) -> Project:
    """A project with some work in it."""
    at = session(project)
    item = mark(at, "PERSON", "Ilena Darvo")
    mark(at, "PLACE", "Karvan")
    at.apply(SetNote(id=item.id, note="who?"))
    at.apply(CompleteSentence(sentence=0, layers=("entities",), state="done"))
    at.undo()
    at.redo()
    assert complaints(project) == []
    return project


def plant(project: Project, *statements: str) -> list[str]:
    """Change tables behind the journal's back, and return what `verify` says of it."""
    project.file.query("PRAGMA foreign_keys=OFF")
    with project.file.write() as conn:
        for statement in statements:
            conn.execute(statement)
    project.file.query("PRAGMA foreign_keys=ON")
    return complaints(project)


COPY = (
    "INSERT INTO annotations SELECT 'e_000000000001', article, annotator, layer, type, start, "
    '"end", body, scheme, version, origin, created, changed, unsure, note, run '
    "FROM annotations LIMIT 1"
)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE annotations SET note = 'other'"], "differs from what the journal says"),
        (["UPDATE completion SET state = 'skipped'"], "differs from what the journal says"),
        (["UPDATE articles SET title = 'other'"], "differs from what the journal says"),
        (["DELETE FROM annotations"], "the journal has this row, the table does not"),
        (["DELETE FROM completion"], "the journal has this row, the table does not"),
        (["DELETE FROM sentences WHERE start > 0"], "text before it is in no sentence"),
        ([COPY], "the table has this row, the journal does not"),
        (["UPDATE texts SET text = replace(text, 'a', 'o')"], "is not the one that was imported"),
        (["UPDATE texts SET text = text || ' '"], "is not the one that was imported"),
        (["DELETE FROM texts"], "is not the one that was imported"),
        (["DELETE FROM articles", "DELETE FROM texts"], "that is not there"),
        (['UPDATE sentences SET "end" = "end" + 3'], "overlaps another or leaves the text"),
        (["UPDATE sentences SET start = start + 1"], "text before it is in no sentence"),
        (["UPDATE sentences SET kind = 'verse'"], "cannot be read"),
        (["UPDATE completion SET sentence = 3"], "finished a sentence at 3 that is gone"),
        (["UPDATE annotations SET body = '{'"], "cannot be read"),
        (["UPDATE annotations SET body = '[]'"], "cannot be read"),
        (["UPDATE annotations SET type = 'DEITY'"], "The scheme has no entities type DEITY"),
        (["UPDATE annotations SET type = 'NAMED'"], "NAMED only groups other types"),
        (["UPDATE annotations SET scheme = 'sha256:0'"], "does not hold the scheme"),
        (["DELETE FROM annotators"], "speaks of a row of annotators that is not there"),
        (["DELETE FROM journal WHERE kind = 'act'"], "the journal does not"),
        (["DELETE FROM journal WHERE seq = 2"], "does not fit what stood before it"),
        (["UPDATE journal SET changes = '[' WHERE seq = 2"], "entry 2 of the journal cannot be"),
        (
            ["UPDATE journal SET changes = '[[\"x\",[],[[[],[]]]]]'"],
            "of the journal cannot be read",
        ),
        (["UPDATE journal SET changes = '[]' WHERE seq = 2"], "the journal does not"),
    ],
)
def test_what_was_planted_is_found(worked: Project, statements: list[str], said: str) -> None:
    found = plant(worked, *statements)
    assert any(said in problem for problem in found), found
    assert not any("Ilena" in problem for problem in found)


@pytest.mark.parametrize(
    "fragments", [[[30, 99999]], [[11, 12]], [[0, 5], [3, 9]], [[4, 4]], [[-3, 2]]]
)
def test_offsets_that_do_not_fit_the_text_are_found(
    worked: Project, fragments: list[list[int]]
) -> None:
    body = json.dumps({"fragments": fragments})
    found = plant(worked, f"UPDATE annotations SET body = '{body}' WHERE type = 'PERSON'")
    assert any("PERSON: its " in problem for problem in found), found


MODELS: dict[str, type[Incident | Claim | Relation | Label]] = {
    "incident": Incident,
    "claim": Claim,
    "relation": Relation,
    "label": Label,
}


def frame(project: Project, kind: str, **fields: object) -> Annotation:
    """Return an annotation of ann's in the first article, of any layer but entities."""
    shared = {
        "id": ids.new_id(kind[0]),
        "article": article_ids(project)[0],
        "annotator": "ann",
        "type": kind.upper(),
        "scheme": project.scheme.source_hash,
        "created": STAMP,
        "changed": STAMP,
    }
    return MODELS[kind].model_validate({**shared, **fields})


def store(project: Project, *items: Annotation) -> list[str]:
    """Write annotations through the journal, and return what `verify` says."""
    act = Act("ann", article_ids(project)[0], 0, "made", {})
    journal.commit(project.file, [Edit(None, item) for item in items], act)
    return complaints(project)


def test_what_speaks_of_nothing_is_found(project: Project) -> None:
    absent = "e_00000000dead"
    bare = BareSpan(id="s_000000000001", start=3, end=99999)
    fillers = [
        Filler(role="doer", kind="entity", target=absent),
        Filler(role="place", kind="span", target=bare.id, span=bare),
    ]
    found = store(
        project,
        frame(project, "incident", trigger=[(11, 12)], roles=fillers),
        frame(project, "relation", source=absent, target="d_0000000000000001#c_000000000001"),
        frame(project, "label", value="yes", sentence=3),
    )
    assert sum(f"speaks of {absent}" in problem for problem in found) == 2
    assert any("INCIDENT: its range 3-99999" in problem for problem in found)
    assert any("INCIDENT: its range 11-12" in problem for problem in found)
    assert any("labels a sentence that is not there" in problem for problem in found)
    assert any("The scheme has no label LABEL" in problem for problem in found)


def test_a_value_that_the_scheme_does_not_know_is_found(worked: Project) -> None:
    at = session(worked)
    item = next(one for one in at.work.annotations.values() if one.type == "PERSON")
    assert isinstance(item, Mention)
    wrong = [("kind", "verb", None), ("amount", "many", Span(0, 1)), ("colour", "red", None)]
    attributes = [
        {
            "name": name,
            "value": value,
            "evidence": place and {"id": "s_000000000001", "start": 11, "end": 12},
        }
        for name, value, place in wrong
    ]
    edited = Mention.model_validate({**item.model_dump(), "attributes": attributes})
    act = Act("ann", at.article, 0, "made", {})
    journal.commit(worked.file, [Edit(item, edited)], act)
    found = complaints(worked)
    for said in ("“verb” is none of", "“many” cannot be read", "no attribute colour", "11-12"):
        assert any(said in problem for problem in found), (said, found)


def test_a_read_only_project_can_be_verified(worked: Project) -> None:
    with open_project(worked.path, read_only=True) as reader:
        assert complaints(reader) == []


def test_verify_can_be_left_before_its_end(worked: Project) -> None:
    plant(worked, "UPDATE annotations SET note = 'other'")
    assert next(worked.verify())
    mark(session(worked), "TIME", "Monday")
    assert complaints(worked)

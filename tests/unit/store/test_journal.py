"""The journal: one row per act, undo and redo from its row changes, conflicts that name people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelling.commands.annotations import (
    CreateMention,
    DeleteAnnotation,
    SetNote,
    SetUnsure,
)
from annotator.labelling.commands.article import EditArticle
from annotator.labelling.commands.sentences import (
    CompleteSentence,
    MergeSentence,
    RekindSentence,
    SplitSentence,
)
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.model.journal import Effort, RowChange
from annotator.project import Project, open_project
from annotator.store import journal
from annotator.store.errors import EditConflict
from annotator.store.journal import decode_changes, encode_changes
from annotator.store.tables import COLUMNS, KEYS
from tests.support import (
    TEXTS,
    add,
    article_ids,
    complaints,
    document,
    mark,
    mentions,
    session,
    tables,
    words,
)

SECOND = TEXTS[0].index("She")
THIRD = TEXTS[0].index("Nobody")


def finish(at: Session, sentence: int = 0) -> None:
    """Finish a sentence for the entity layer."""
    at.apply(CompleteSentence(sentence=sentence, layers=("entities",), state="done"))


def changes_of(project: Project) -> list[tuple[RowChange, ...]]:
    """Return the row changes of every journal entry, oldest first."""
    rows = project.file.query("SELECT changes FROM journal ORDER BY seq")
    return [decode_changes(row["changes"]) for row in rows]


# ------------------------------------------------------------------------- writing


def test_an_act_is_one_entry_with_its_rows(project: Project) -> None:
    at = session(project)
    applied = at.apply(
        CreateMention(type="PERSON", fragments=words(at.work.text, "Ilena Darvo")),
        Effort(3, 1200),
    )
    entry = project.history(at.article)[0]
    assert entry == applied.entry
    assert (entry.annotator, entry.kind, entry.command) == ("ann", "act", "mention.create")
    assert entry.parameters == {"type": "PERSON", "fragments": [[0, 11]]}
    assert (entry.at, entry.keys, entry.active_ms) == (0, 3, 1200)
    ((change,),) = changes_of(project)[1:]
    assert (change.table, change.key, change.before) == ("annotations", applied.left, None)
    assert change.after and change.after["annotator"] == "ann"


def test_the_entry_and_its_rows_stand_or_fall_together(project: Project) -> None:
    at = session(project)
    before = tables(project.file)
    project.file.query(
        "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.journal"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(Exception, match="no"):
        mark(at, "PERSON", "Ilena")
    assert tables(project.file) == before
    assert mentions(at) == []


def test_an_act_that_changes_nothing_is_refused(project: Project) -> None:
    at = session(project)
    item, gone = mark(at, "PERSON", "Ilena"), mark(at, "PERSON", "Darvo")
    at.apply(DeleteAnnotation(id=gone.id))
    number = len(project.history())
    idle = (
        SetUnsure(id=item.id, unsure=False),
        SetNote(id=item.id, note=""),
        DeleteAnnotation(id=gone.id),
        EditArticle(fields={"title": at.work.article.title}),
        CompleteSentence(sentence=0, layers=("entities",), state=""),
    )
    for command in idle:
        with pytest.raises(Refused):
            at.apply(command)
    assert len(project.history()) == number


VALUES = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.text())


@st.composite
def row_changes(draw: st.DrawFn) -> RowChange:
    """Draw a change of a row that is there before, after, or both."""
    table = draw(st.sampled_from(sorted(COLUMNS)))
    rows = [{column: draw(VALUES) for column in COLUMNS[table]} for _ in range(2)]
    rows[1].update({column: rows[0][column] for column in KEYS[table]})
    before, after = draw(st.sampled_from([(None, 1), (0, None), (0, 1), (0, 0)]))
    key = " ".join(str(rows[0][column]) for column in KEYS[table])
    return RowChange(
        table,
        key,
        None if before is None else rows[before],
        None if after is None else rows[after],
    )


@given(st.lists(row_changes(), max_size=5))
def test_row_changes_read_back_as_they_were_written(changes: list[RowChange]) -> None:
    assert list(decode_changes(encode_changes(changes))) == changes


@given(row_changes())
def test_a_change_taken_back_twice_is_itself(change: RowChange) -> None:
    assert change.inverse().inverse() == change
    assert change.inverse().before == change.after


# ------------------------------------------------------------------------ conflicts


def test_a_conflict_names_who_changed_the_row(project: Project) -> None:
    at, other = session(project), session(project)
    item = mark(at, "PERSON", "Ilena")
    other.refresh()
    with open_project(project.path) as elsewhere:
        session(elsewhere).apply(SetNote(id=item.id, note="seen"))
    with pytest.raises(EditConflict, match=r"^ann changed this annotation at 20.*\.$"):
        at.apply(SetUnsure(id=item.id, unsure=True))
    assert at.refresh()
    at.apply(SetUnsure(id=item.id, unsure=True))
    assert complaints(project) == []


def test_a_conflict_on_what_is_gone_says_who_removed_it(project: Project) -> None:
    at, elsewhere = session(project), session(project)
    item = mark(at, "PERSON", "Ilena")
    at.apply(DeleteAnnotation(id=item.id))
    elsewhere.work.apply([journal.Edit(None, item)])
    with pytest.raises(EditConflict, match="ann removed this annotation at"):
        elsewhere.apply(SetNote(id=item.id, note="late"))


def test_an_article_removed_by_somebody_else(project: Project) -> None:
    at = session(project)
    item = mark(at, "PERSON", "Ilena")
    at.apply(DeleteAnnotation(id=item.id))
    project.remove_article("bob", at.article)
    with pytest.raises(EditConflict, match="bob removed this article"):
        mark(at, "PERSON", "Ilena")
    with pytest.raises(EditConflict, match="bob removed this article"):
        at.undo()
    assert complaints(project) == []


def test_what_was_said_of_a_sentence_that_somebody_joined_away(project: Project) -> None:
    at, bob = session(project), session(project, "bob")
    bob.apply(MergeSentence(sentence=SECOND))
    with pytest.raises(EditConflict, match="bob removed this sentence"):
        finish(at, SECOND)
    with pytest.raises(EditConflict, match="bob changed this sentence"):
        finish(at, 0)
    assert complaints(project) == []


def test_a_sentence_that_somebody_finished_meanwhile_is_not_split(project: Project) -> None:
    at, bob = session(project), session(project, "bob")
    at._everybody = lambda starts: []  # type: ignore[method-assign] # the moment before bob wrote
    finish(bob)
    with pytest.raises(EditConflict, match="bob finished this sentence at"):
        at.apply(SplitSentence(offset=TEXTS[0].index("left")))
    assert complaints(project) == []


# --------------------------------------------------------------------- undo and redo


def test_undo_takes_back_and_redo_does_again(project: Project) -> None:
    at = session(project)
    states = [tables(project.file)]
    item = mark(at, "PERSON", "Ilena")
    states.append(tables(project.file))
    at.apply(SetNote(id=item.id, note="who?"))
    states.append(tables(project.file))
    for state in (states[1], states[0]):
        assert at.undo()
        assert tables(project.file) == state
    assert at.undo() is None
    for state in states[1:]:
        assert at.redo()
        assert tables(project.file) == state
    assert at.redo() is None
    assert complaints(project) == []
    assert [item.note for item in mentions(at)] == ["who?"]


def test_undo_goes_on_after_a_restart(project: Project) -> None:
    before = tables(project.file)
    item = mark(session(project), "PERSON", "Ilena")
    session(project).apply(SetUnsure(id=item.id, unsure=True))
    for _ in range(2):
        with open_project(project.path) as again:
            assert session(again).undo()
    assert tables(project.file) == before
    with open_project(project.path) as again:
        assert session(again).redo()
        assert [one.unsure for one in mentions(session(again))] == [False]
        assert session(again).redo()
        assert [one.unsure for one in mentions(session(again))] == [True]


def test_a_new_act_ends_redo(project: Project) -> None:
    at = session(project)
    mark(at, "PERSON", "Ilena")
    at.undo()
    mark(at, "PLACE", "Karvan")
    assert at.redo() is None
    assert at.undo()
    assert at.redo()
    assert [item.type for item in mentions(at)] == ["PLACE"]


def test_undo_follows_the_newest_word_on_each_act(project: Project) -> None:
    at = session(project)
    for word in ("Ilena", "Darvo", "Karvan"):
        mark(at, "PLACE", word)
    at.undo()
    at.undo()
    at.redo()
    at.undo()
    at.undo()
    assert mentions(at) == []
    assert at.undo() is None
    for _ in range(3):
        at.redo()
    assert at.redo() is None
    assert [at.work.text[slice(*item.anchor)] for item in mentions(at)] == [
        "Ilena",
        "Darvo",
        "Karvan",
    ]


def test_undo_goes_to_the_article_where_it_happened(project: Project) -> None:
    first, second = session(project), session(project, number=1)
    mark(first, "PLACE", "Karvan")
    applied = second.undo()
    assert applied and applied.entry.article == first.article
    assert applied.touched == frozenset()
    assert applied.entry.at == TEXTS[0].index("Karvan")
    assert project.annotations(first.article, "ann") == []


def test_everybody_takes_back_their_own(project: Project) -> None:
    ann, bob = session(project), session(project, "bob")
    mark(ann, "PLACE", "Karvan")
    mark(bob, "PERSON", "Ilena")
    mark(ann, "PERSON", "Darvo")
    bob.undo()
    assert bob.undo() is None
    assert [item.type for item in project.annotations(ann.article, "ann")] == ["PERSON", "PLACE"]
    ann.undo()
    ann.undo()
    assert project.annotations(ann.article, "ann") == []
    assert complaints(project) == []


def test_an_import_is_a_barrier_for_its_importer_only(project: Project) -> None:
    ann, bob = session(project), session(project, "bob")
    mark(ann, "PLACE", "Karvan")
    mark(bob, "PLACE", "Karvan")
    add(project.file, [document("New here.")], "ann")
    assert ann.undo() is None
    assert bob.undo()
    mark(ann, "PERSON", "Ilena")
    assert ann.undo()
    assert ann.undo() is None
    assert ann.redo()


def test_an_article_edit_changed_by_somebody_else_stays(project: Project) -> None:
    ann = session(project)
    ann.apply(EditArticle(fields={"title": "One"}))
    session(project, "bob").apply(EditArticle(fields={"publisher": "Wire"}))
    with pytest.raises(EditConflict, match="bob changed this article"):
        ann.undo()
    assert project.article(ann.article).title == "One"


def test_undo_of_a_finished_sentence_that_somebody_split(project: Project) -> None:
    ann, bob = session(project), session(project, "bob")
    finish(ann)
    bob.apply(SplitSentence(offset=TEXTS[0].index("left")))
    before = tables(project.file)
    with pytest.raises(EditConflict, match=r"bob changed .* sentence at"):
        ann.undo()
    assert tables(project.file) == before
    bob.undo()
    assert ann.undo()
    assert complaints(project) == []


def test_undo_of_reopening_a_sentence_that_somebody_changed_since(project: Project) -> None:
    ann, bob = session(project), session(project, "bob")
    finish(ann, SECOND)
    ann.apply(CompleteSentence(sentence=SECOND, layers=("entities",), state=""))
    bob.apply(MergeSentence(sentence=SECOND))
    with pytest.raises(EditConflict, match="bob removed this sentence"):
        ann.undo()
    assert complaints(project) == []


def test_a_split_is_not_undone_under_somebody_who_finished_a_half(project: Project) -> None:
    ann, bob = session(project), session(project, "bob")
    offset = TEXTS[0].index("left")
    bob.apply(SplitSentence(offset=offset))
    ann.refresh()
    ann = session(project)
    finish(ann, offset)
    with pytest.raises(EditConflict, match="ann finished this sentence at"):
        bob.undo()
    ann.undo()
    finish(ann, 0)
    with pytest.raises(EditConflict, match="ann finished this sentence at"):
        bob.undo()
    ann.undo()
    assert bob.undo()
    assert complaints(project) == []


def test_a_join_is_not_undone_under_somebody_who_finished_it(project: Project) -> None:
    bob = session(project, "bob")
    bob.apply(MergeSentence(sentence=SECOND))
    ann = session(project)
    finish(ann)
    with pytest.raises(EditConflict, match="ann finished this sentence at"):
        bob.undo()
    ann.undo()
    assert bob.undo()
    assert complaints(project) == []


def test_another_kind_is_not_taken_back_under_somebody_who_finished(project: Project) -> None:
    bob = session(project, "bob")
    bob.apply(RekindSentence(sentence=0, kind="headline"))
    finish(session(project))
    with pytest.raises(EditConflict, match="ann finished"):
        bob.undo()


def test_a_split_of_a_half_by_somebody_else_bars_undo(project: Project) -> None:
    ann, bob = session(project), session(project, "bob")
    ann.apply(SplitSentence(offset=SECOND + len("She met ")))
    bob.refresh()
    bob = session(project, "bob")
    bob.apply(SplitSentence(offset=SECOND + len("She met the mayor ")))
    with pytest.raises(EditConflict, match="bob changed this sentence"):
        ann.undo()
    bob.undo()
    assert ann.undo()
    assert complaints(project) == []


def test_history_is_newest_first_and_can_be_narrowed(project: Project) -> None:
    ann, bob = session(project), session(project, "bob", 1)
    mark(ann, "PLACE", "Karvan")
    mark(bob, "PLACE", "Oshtin")
    ann.undo()
    kinds = [(entry.annotator, entry.kind, entry.command) for entry in project.history()]
    assert kinds == [
        ("ann", "undo", "mention.create"),
        ("bob", "act", "mention.create"),
        ("ann", "act", "mention.create"),
        ("importer", "barrier", "import"),
    ]
    assert len(project.history(limit=2)) == 2
    assert [entry.annotator for entry in project.history(bob.article)] == ["bob"]
    assert [entry.annotator for entry in project.history(annotators=["bob"])] == ["bob"]
    newest, *_, oldest = project.history(annotators=["ann"])
    assert newest.of == oldest.id


def test_the_database_itself_keeps_completion_with_its_sentence(project: Project) -> None:
    finish(session(project))
    with pytest.raises(Exception, match="FOREIGN KEY"), project.file.write() as conn:
        conn.execute("DELETE FROM sentences WHERE start = 0")
    assert complaints(project) == []


def test_an_edit_of_nothing_is_a_mistake_of_the_caller(project: Project) -> None:
    act = journal.Act("ann", article_ids(project)[0], 0, "nothing", {})
    with pytest.raises(ValueError, match="without an item"):
        journal.commit(project.file, [journal.Edit(None, None)], act)

"""Acts on many places: one step, all or nothing, marked as what they are."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelling.bulk import Done, Occurrences, pattern_of
from annotator.labelling.commands.annotations import SetAttribute, SetNote, SetUnsure
from annotator.labelling.commands.sentences import CompleteSentence, RekindSentence
from annotator.model.annotation import Mention
from annotator.model.spans import Span
from annotator.project import Hit, Project, Refused, open_project
from annotator.store.errors import EditConflict
from tests.support import (
    ROOT,
    SCHEME,
    TEXTS,
    add,
    article_ids,
    complaints,
    document,
    mark,
    mentions,
    new_project,
    session,
    tables,
)
from tests.unit.labelling.test_search import hits
from tests.unit.labelling.test_undo_properties import (
    QUICK,
    STEPS,
    Step,
    act,
    copy_of,
    redo,
    undo,
)


def elsewhere(
    project: Project, mention: Mention, article: str = "", *, any_case: bool = False
) -> list[Hit]:
    """Return the other places of a mention's text."""
    return project.occurrences(mention, article, any_case=any_case).more(1000)


def stored(project: Project, annotator: str = "ann") -> list[tuple[str, str, str]]:
    """Return type, text and origin of everybody's mentions of the project, by place."""
    return [
        (item.type, TEXTS[number][slice(*item.anchor)], item.origin)
        for number in range(len(TEXTS))
        for item in mentions(session(project, annotator, number))
    ]


# ------------------------------------------------------------------- the other places


def test_other_places_are_the_same_words_that_are_not_labelled_so(project: Project) -> None:
    item = mark(session(project), "PLACE", "Karvan")
    mark(session(project, number=2), "PLACE", "Karvan")
    (hit,) = elsewhere(project, item)
    assert (hit.number, hit.sentence, hit.keyword, hit.conflict) == (2, 2, "Karvan", "")
    assert elsewhere(project, item, item.article) == []


@pytest.mark.parametrize(
    ("string", "text", "same_case", "any_case"),
    [
        ("Oran", "Oran, ORAN; Orans Oran. Oran’s doran-Oran xOran", 4, 5),
        ("St. Oran", "St. Oran (St. Oran) St.Oran st. oran", 2, 3),
        ("Oran", "O\u0301ran Oran\u0301 Óran Oran", 1, 1),
        ("aa", "aa aa aaa", 2, 2),
        ("人", "人人 人", 3, 3),
        ("I", "I ı İ i", 1, 2),
        ("ß", "ß ss SS", 1, 1),
        ("—", "— —x —", 3, 3),
        ("é", "é É e\u0301 e", 1, 2),
    ],
)
def test_what_is_the_same_string(
    tmp_path: Path, string: str, text: str, same_case: int, any_case: int
) -> None:
    with new_project(tmp_path / "s.db", [string, text]) as project:
        item = mark(session(project), "PERSON", string)
        same, alike = (elsewhere(project, item, any_case=case) for case in (False, True))
        assert (len(same), len(alike)) == (same_case, any_case)
        for hit in same:
            assert text[slice(*hit.span)] == string
        for hit in alike:
            assert text[slice(*hit.span)].casefold() == string.casefold()


def test_conflicts_say_why(project: Project) -> None:
    add(
        project.file,
        [document("New Karvan.\nThe Karvan road.\nKarvan is far.\nOld Karvan town.", "more.txt")],
    )
    at = session(project, number=3)
    mark(at, "PERSON", "New Karvan")
    mark(at, "TIME", "Karvan road")
    mark(session(project, number=2), "PERSON", "Karvan")
    item = mark(session(project), "PLACE", "Karvan")
    assert [(hit.number, hit.conflict, hit.barred) for hit in elsewhere(project, item)] == [
        (2, "", False),
        (3, "is PERSON already", False),
        (4, "lies in PERSON “New Karvan”", False),
        (4, "lies in TIME “Karvan road”", False),
        (4, "", False),
        (4, "", False),
    ]
    wide = mark(session(project, number=3), "PLACE", "Old Karvan")
    mark(session(project, number=3), "TIME", "Karvan town")
    add(project.file, [document("The Old Karvan town.")])
    mark(session(project, number=4), "TIME", "Karvan town")
    (hit,) = elsewhere(project, wide)
    assert hit.conflict == "overlaps TIME “Karvan town”"
    holding = mark(session(project, number=4), "PLACE", "The Old Karvan town")
    add(project.file, [document("x The Old Karvan town.")])
    mark(session(project, number=5), "TIME", "Old")
    assert elsewhere(project, holding)[0].conflict == "holds TIME “Old”"


@pytest.mark.parametrize(
    ("overlap", "barred"),
    [("none", [True, True]), ("nested", [False, False]), ("any", [False] * 2)],
)
def test_what_the_scheme_forbids_is_barred(
    tmp_path: Path, overlap: str, barred: list[bool]
) -> None:
    scheme = SCHEME.replace('overlap = "any"', f'overlap = "{overlap}"')
    with new_project(tmp_path / "b.db", TEXTS, scheme) as project:
        mark(session(project, number=1), "PERSON", "Ilena Darvo, of Karvan")
        mark(session(project, number=2), "PERSON", "Karvan")
        item = mark(session(project), "PLACE", "Karvan")
        found = elsewhere(project, item)
        assert [hit.barred for hit in found] == barred
        if all(barred):
            before = tables(project.file)
            with pytest.raises(Refused, match=r"In 001\.txt: The scheme allows no mention"):
                project.label_hits("ann", found, "PLACE", item)
            assert tables(project.file) == before


def test_boilerplate_is_not_offered_and_nobody_elses_labels_count(project: Project) -> None:
    at = session(project, number=1)
    at.apply(RekindSentence(sentence=at.work.sentences[1].start, kind="boilerplate"))
    mark(session(project, "bob", 2), "PERSON", "Karvan")
    item = mark(session(project), "PLACE", "Karvan")
    assert [(hit.number, hit.conflict) for hit in elsewhere(project, item)] == [(3, "")]


def test_a_mention_in_pieces_has_no_other_places(project: Project) -> None:
    item = mark(session(project), "PERSON", "Ilena", "Monday")
    with pytest.raises(Refused, match="several pieces"):
        project.occurrences(item)


def test_only_what_holds_everywhere_comes_along(project: Project) -> None:
    at = session(project)
    item = mark(at, "PERSON", "Ilena Darvo")
    for name, value, place in (("kind", "name", Span(0, 5)), ("amount", "1", None)):
        at.apply(SetAttribute(id=item.id, attribute=name, value=value, evidence=place))
    at.apply(SetNote(id=item.id, note="who?"))
    at.apply(SetUnsure(id=item.id, unsure=True))
    item = mentions(at)[0]
    assert project.label_hits("ann", elsewhere(project, item), "PERSON", item) == 1
    (copy,) = mentions(session(project, number=1))
    assert [(value.name, value.value, value.evidence) for value in copy.attributes] == [
        ("kind", "name", None),
        ("amount", "1", None),
    ]
    assert (copy.origin, copy.note, copy.unsure, copy.version) == ("propagated", "", False, 1)
    when = mark(at, "TIME", "Monday")
    at.apply(SetAttribute(id=when.id, attribute="when", value="2023-01-02/2023-01-02"))
    assert pattern_of(project.file, project.scheme, mentions(at)[-1]).attributes == ()
    assert complaints(project) == []


# ------------------------------------------------------------------- one step, or none


def test_one_act_over_several_articles_is_one_step(project: Project) -> None:
    at = session(project)
    item = mark(at, "PLACE", "Karvan")
    before = tables(project.file)
    assert project.label_hits("ann", elsewhere(project, item), "PLACE", item) == 2
    assert stored(project) == [
        ("PLACE", "Karvan", "human"),
        ("PLACE", "Karvan", "propagated"),
        ("PLACE", "Karvan", "propagated"),
    ]
    after = tables(project.file)
    assert complaints(project) == []
    undone = session(project, number=2).undo()
    assert undone
    assert tables(project.file) == before
    assert complaints(project) == []
    redone = at.redo()
    assert redone
    assert tables(project.file) == after
    assert at.undo()
    assert at.undo()
    assert stored(project) == []
    assert at.undo() is None
    assert at.redo()
    assert at.redo()
    assert tables(project.file) == after
    assert at.redo() is None
    assert complaints(project) == []


def test_history_tells_the_act_once_and_each_article_its_own(project: Project) -> None:
    item = mark(session(project), "PLACE", "Karvan")
    project.label_hits("ann", elsewhere(project, item), "PLACE", item)
    first, *_ = project.history(annotators=["ann"])
    assert (first.command, first.parameters) == ("mentions.label", {"type": "PLACE", "places": 1})
    assert first.batch == first.id
    assert [entry.command for entry in project.history(annotators=["ann"])] == [
        "mentions.label",
        "mention.create",
    ]
    third = article_ids(project)[2]
    (own,) = project.history(third, ["ann"])
    assert (own.command, own.batch) == ("mentions.label", first.id)
    session(project).undo()
    assert [entry.kind for entry in project.history(annotators=["ann"])] == ["undo", "act", "act"]


def test_work_goes_on_where_the_act_was_done(project: Project) -> None:
    item = mark(session(project), "PLACE", "Karvan")
    project.label_hits("ann", elsewhere(project, item), "PLACE", item)
    place = project.last_place("ann")
    assert place and place.article == article_ids(project)[1]


def test_effort_counts_once(project: Project) -> None:
    from annotator.model.journal import Effort

    item = mark(session(project), "PLACE", "Karvan")
    project.label_hits("ann", elsewhere(project, item), "PLACE", item, Effort(7, 900))
    session(project).undo(Effort(1, 50))
    spent = [
        (entry.kind, entry.keys, entry.active_ms)
        for article in article_ids(project)[1:]
        for entry in project.history(article, ["ann"])
    ]
    assert sorted(spent) == [("act", 0, 0), ("act", 7, 900), ("undo", 0, 0), ("undo", 1, 50)]


def test_open_sessions_follow(project: Project) -> None:
    at, other = session(project), session(project, number=2)
    item = mark(at, "PLACE", "Karvan")
    assert not at.refresh()
    assert other.refresh()  # something was written, if not here
    assert not other.refresh()
    project.label_hits("ann", elsewhere(project, item), "PLACE", item)
    assert other.refresh()
    assert [item.type for item in mentions(other)] == ["PLACE"]
    applied = other.undo()
    assert applied
    assert mentions(other) == []
    assert applied.touched
    assert at.refresh()
    assert mentions(at) == [item]


def test_an_undo_that_somebody_made_impossible_changes_nothing(project: Project) -> None:
    item = mark(session(project), "PLACE", "Karvan")
    project.label_hits("ann", elsewhere(project, item), "PLACE", item)
    late = session(project, number=2)
    (copy,) = mentions(late)
    with open_project(project.path) as other:
        session(other, number=2).apply(SetNote(id=copy.id, note="mine"))
        session(other, number=2).undo()
        project.remove_article("bob", article_ids(project)[2])
    before = tables(project.file)
    with pytest.raises(EditConflict, match="removed this article"):
        session(project).undo()
    assert tables(project.file) == before


# --------------------------------------------------------------- relabelling, deleting


def test_mentions_are_relabelled_and_deleted_together(project: Project) -> None:
    for number, words in ((0, "Karvan"), (1, "Karvan"), (2, "Karvan")):
        mark(session(project, number=number), "PLACE", words)
    mark(session(project, number=1), "OFFICE", "Ilena Darvo")
    before = tables(project.file)
    assert project.label_hits("ann", hits(project, "label:PLACE"), "PERSON") == 3
    assert [kind for kind, *_ in stored(project)] == ["PERSON", "OFFICE", "PERSON", "PERSON"]
    assert [origin for *_, origin in stored(project)] == ["human"] * 4
    assert project.delete_hits("ann", hits(project, "label:NAMED")) == Done(3)
    assert [kind for kind, *_ in stored(project)] == ["OFFICE"]
    assert complaints(project) == []
    session(project).undo()
    session(project).undo()
    assert tables(project.file) == before


def test_what_has_the_label_already_is_left_alone(project: Project) -> None:
    item = mark(session(project), "PLACE", "Karvan")
    other = mark(session(project), "PERSON", "Ilena Darvo")
    assert project.label_hits("ann", hits(project, "label:NAMED"), "PLACE") == 1
    assert session(project).work.annotations[item.id] == item
    assert session(project).work.annotations[other.id].type == "PLACE"
    with pytest.raises(Refused, match="it is so already"):
        project.label_hits("ann", hits(project, "label:PLACE"), "PLACE")


def test_text_is_labelled_where_nothing_is(project: Project) -> None:
    mark(session(project), "PLACE", "Karvan")
    assert project.label_hits("ann", hits(project, "karvan"), "PLACE") == 2
    assert [origin for *_, origin in stored(project)] == ["human", "propagated", "propagated"]


def test_two_mentions_of_one_range_never_become_the_same(project: Project) -> None:
    at = session(project)
    mark(at, "PLACE", "Karvan")
    mark(at, "PERSON", "Karvan")
    before = tables(project.file)
    with pytest.raises(Refused, match=r"In 000\.txt: Two of these stand on one range"):
        project.label_hits("ann", hits(project, "label:NAMED"), "TIME")
    (place,) = hits(project, "label:PLACE")
    with pytest.raises(Refused, match="This range is a PERSON already"):
        project.label_hits("ann", [place], "PERSON")
    assert tables(project.file) == before


def test_one_that_is_gone_keeps_all_as_they_are(project: Project) -> None:
    mark(session(project), "PLACE", "Karvan")
    mark(session(project, number=1), "PLACE", "Karvan")
    found = hits(project, "label:PLACE")
    session(project, number=1).undo()
    before = tables(project.file)
    why = r"Nothing was changed\. In 001\.txt: This annotation is"
    with pytest.raises(Refused, match=why):
        project.label_hits("ann", found, "TIME")
    with pytest.raises(Refused, match=why):
        project.delete_hits("ann", found)
    assert tables(project.file) == before


def test_abstract_and_unknown_labels_are_refused(project: Project) -> None:
    for name, why in (("NAMED", "only groups other types"), ("NOPE", "no entity type NOPE")):
        with pytest.raises(Refused, match=why):
            project.label_hits("ann", hits(project, "karvan"), name)
    assert stored(project) == []


def test_finished_sentences_stay_finished(project: Project) -> None:
    at = session(project, number=2)
    at.apply(CompleteSentence(sentence=0, layers=("entities",), state="done"))
    item = mark(session(project), "PLACE", "Karvan")
    project.label_hits("ann", elsewhere(project, item), "PLACE", item)
    state = session(project, number=2).work.state_of(0, "entities")
    assert state and (state.state, state.stale) == ("done", False)


# ------------------------------------------------------------------------- properties


BULK = st.tuples(
    st.sampled_from(["ann", "bob"]),
    st.sampled_from(["karvan", "o*", "i*", "label:NAMED", "by:", "d*", "label:OFFICE"]),
    st.sampled_from(["PERSON", "PLACE", "TIME", "delete"]),
)


def in_bulk(project: Project, person: str, typed: str, what: str) -> bool:
    """Do something with all hits of a query; say whether it could be done."""
    found = hits(project, f"by:{person}" if typed == "by:" else typed, person)
    before = tables(project.file)
    try:
        if what == "delete":
            project.delete_hits(person, found)
        else:
            project.label_hits(person, found, what)
    except Refused:
        assert tables(project.file) == before
        return False
    return True


@QUICK
@given(steps=st.lists(st.one_of(STEPS, BULK), min_size=8, max_size=20), restart=st.booleans())
def test_bulk_acts_taken_back_in_turn_leave_no_trace(
    template: Path,
    tmp_path: Path,
    steps: Sequence[Step | tuple[str, str, str]],
    restart: bool,
) -> None:
    project = open_project(copy_of(template, tmp_path))
    for person in ("ann", "bob"):  # so that by: knows them
        act(project, Step(person, 0, "create", 1, 5, "PERSON"))
    states, people = [tables(project.file)], []
    for step in steps:
        done = act(project, step) if isinstance(step, Step) else in_bulk(project, *step)
        if done:
            people.append(step[0])
            states.append(tables(project.file))
    for person, state in zip(reversed(people), reversed(states[:-1]), strict=True):
        if restart:
            project.close()
            project = open_project(tmp_path / "random.db")
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
        st.one_of(STEPS, BULK, st.tuples(st.sampled_from("ur"), st.sampled_from(["ann", "bob"]))),
        min_size=10,
        max_size=30,
    )
)
def test_bulk_acts_and_undo_in_any_order_keep_the_project_sound(
    template: Path, tmp_path: Path, steps: Sequence[Step | tuple[str, ...]]
) -> None:
    with open_project(copy_of(template, tmp_path)) as project:
        for person in ("ann", "bob"):
            act(project, Step(person, 0, "create", 1, 5, "PERSON"))
        for step in steps:
            before = tables(project.file)
            if isinstance(step, Step):
                act(project, step)
            elif len(step) == 3:
                in_bulk(project, *step)
            else:
                try:
                    (undo if step[0] == "u" else redo)(project, step[1])
                except EditConflict:
                    assert tables(project.file) == before
        assert complaints(project) == []


KILLED = """
import os, signal, sys
from annotator import open_project
from annotator.store import journal

written = journal._append
count = 0

def dying(*arguments):
    global count
    count += 1
    if count > int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return written(*arguments)

journal._append = dying
with open_project(sys.argv[1]) as project:
    hits = project.search("karvan", "ann").more(10)
    project.label_hits("ann", hits, "PLACE")
"""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_process_killed_on_the_way_leaves_nothing(project_path: Path, after: int) -> None:
    with open_project(project_path) as project:
        before = tables(project.file)
    command = [sys.executable, "-c", KILLED, str(project_path), str(after)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    with open_project(project_path) as project:
        assert tables(project.file) == before
        assert project.history(annotators=["ann"]) == []
        assert complaints(project) == []


def test_ten_thousand_places_in_one_step(tmp_path: Path) -> None:
    texts = [f"Oran {number}. " + "Oran. " * 99 for number in range(101)]
    with new_project(tmp_path / "many.db", ["Oran.", *texts]) as project:
        item = mark(session(project), "PLACE", "Oran")
        found = project.occurrences(item)
        places = found.more(20_000)
        assert found.finished
        assert isinstance(found, Occurrences)
        assert len(places) == 10_100
        assert project.label_hits("ann", places, "PLACE", item) == 10_100
        session(project).undo()
        assert sum(line.mentions for line in project.articles("ann")) == 1

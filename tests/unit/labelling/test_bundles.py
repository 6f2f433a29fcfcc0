"""Bundles: work goes away and comes back, once, whatever happened meanwhile."""

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.labelling.commands.annotations import CreateMention, DeleteAnnotation, SetNote
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity
from annotator.labelling.commands.sentences import CompleteSentence, MergeSentence, SplitSentence
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.model.annotation import Mention
from annotator.model.spans import Span
from annotator.project import Project, StoreError, Wish, open_project
from annotator.store.errors import BundleRefused, EditConflict, InBundle
from annotator.text.tokens import tokenize
from tests.support import article_ids, complaints, mark, mentions, session, tables


@pytest.fixture
def bundle(project: Project, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a bundle of all articles for somebody."""

    def make(name: str) -> Path:
        path = tmp_path / f"for-{name}.db"
        project.bundle(name, path)
        return path

    return make


def act(project: Project, name: str, chance: random.Random) -> None:
    """Do something that the person may do here, by chance."""
    at = session(project, name, chance.randrange(3))
    made = mentions(at)
    doings: list[Callable[[], object]] = [
        lambda: _mark(at, chance),
        lambda: _mark(at, chance),
        lambda: at.apply(_completed(at, chance)),
        at.undo,
        at.redo,
    ]
    if made:
        one = chance.choice(made)
        doings += [
            lambda: at.apply(DeleteAnnotation(id=one.id)),
            lambda: at.apply(SetNote(id=one.id, note=f"note {chance.random()}")),
            lambda: at.apply(CreateEntry(id=one.id)),
            lambda: _link(project, at, one, chance),
        ]
    try:
        chance.choice(doings)()
    except (Refused, EditConflict, InBundle):
        return


def cut(project: Project, chance: random.Random) -> None:
    """Split or join sentences, as only people in the project itself can."""
    at = session(project, "cem", chance.randrange(3))
    sentence = chance.choice(at.work.sentences)
    words = tokenize(at.work.text, sentence.start, sentence.end)
    try:
        if chance.random() < 0.5 or len(words) < 3:
            at.apply(MergeSentence(sentence=sentence.start))
        else:
            at.apply(SplitSentence(offset=chance.choice(words[1:]).start))
    except (Refused, EditConflict):
        return


def _mark(at: Session, chance: random.Random) -> None:
    token = chance.choice(tokenize(at.work.text, 0, len(at.work.text)))
    kind, span = chance.choice(("PERSON", "PLACE", "TIME")), Span(token.start, token.end)
    at.apply(CreateMention(type=kind, fragments=(span,)))


def _completed(at: Session, chance: random.Random) -> CompleteSentence:
    sentence = chance.choice(at.work.sentences)
    states: list[Literal["done", "skipped", "unsure", ""]] = ["done", "skipped", "unsure", ""]
    state = chance.choice(states)
    return CompleteSentence(sentence=sentence.start, layers=("entities",), state=state)


def _link(project: Project, at: Session, one: Mention, chance: random.Random) -> None:
    entries = list(project.identities(at.annotator).registry.listed(None, limit=-1))
    if entries:
        at.apply(LinkIdentity(id=one.id, entry=chance.choice(entries).id))


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_merged_in_any_order_and_twice_the_tables_are_the_same(
    seed: int, tmp_path_factory: pytest.TempPathFactory, template: Path
) -> None:
    folder, chance = tmp_path_factory.mktemp("merge"), random.Random(seed)
    whole = Path(shutil.copy(template, folder / "whole.db"))
    with open_project(whole) as project:
        for _ in range(12):
            act(project, chance.choice(("ann", "bob", "cem")), chance)
        paths = [folder / "ann.db", folder / "bob.db"]
        for path in paths:
            project.bundle(path.stem, path)
        for _ in range(8):
            act(project, "cem", chance)
            cut(project, chance)
    for path in paths:
        with open_project(path) as away:
            assert complaints(away) == []
            for _ in range(20):
                act(away, path.stem, chance)
            assert complaints(away) == []
    results = []
    for order in permutations(paths):
        copy = Path(shutil.copy(whole, folder / f"{order[0].stem}-first.db"))
        with open_project(copy) as project:
            project.merge(order)
            once = tables(project.file)
            project.merge(order[::-1])
            assert tables(project.file) == once
            assert complaints(project) == []
            results.append(once)
    assert results[0] == results[1]


def test_a_bundle_holds_what_is_assigned_and_nobody_elses_work(
    project: Project, tmp_path: Path
) -> None:
    first, second, _ = article_ids(project)
    mine = mark(session(project), "PLACE", "Karvan")
    theirs = mark(session(project, "bob"), "TIME", "Monday")
    project.team("lead").assign(Wish(("ann",)), [second, first])
    made = project.bundle("ann", tmp_path / "b.db")
    assert (made.articles, made.annotations) == (2, 1)
    with open_project(tmp_path / "b.db") as away:
        assert article_ids(away) == [first, second]
        assert away.next_undone("ann") == second
        assert [line.position for line in away.articles()] == [1, 2]
        assert away.annotations(first, "ann") == [mine]
        assert away.annotators() == ["ann"]
        assert complaints(away) == []
    data = (tmp_path / "b.db").read_bytes()
    assert mine.id.encode() in data
    assert theirs.id.encode() not in data and b"bob" not in data
    assert (tmp_path / "b.db").stat().st_mode & 0o077 == 0


def test_work_comes_back_once(project: Project, bundle: Callable[[str], Path]) -> None:
    path = bundle("ann")
    with open_project(path) as away:
        made = mark(session(away), "PLACE", "Karvan")
        done = CompleteSentence(sentence=0, layers=("entities",), state="done")
        session(away).apply(done)
    assert [one.entries for one in project.merge([path])] == [2]
    assert mentions(session(project)) == [made]
    assert project.progress(made.article, "ann").done == 1
    history = project.history(annotators=["ann"])
    assert [one.entries for one in project.merge([path])] == [0]
    assert project.history(annotators=["ann"]) == history
    assert session(project).undo() is None
    with open_project(path) as away:
        mark(session(away), "PERSON", "Ilena Darvo")
    assert [one[1:] for one in project.merge([path])] == [(1, ())]
    assert complaints(project) == []


def test_what_everybody_shares_stays_as_it_is_in_a_bundle(
    project: Project, bundle: Callable[[str], Path], tmp_path: Path
) -> None:
    entry = project.identities("lead").new("entity", "Oshtin", "PLACE")
    with open_project(bundle("ann")) as away:
        mark(session(away), "PLACE", "Karvan")
        before = tables(away.file)
        at, first = session(away), article_ids(away)[0]
        for refused in (
            lambda: at.apply(SplitSentence(offset=6)),
            lambda: away.edit_article("ann", first, {"title": "other"}),
            lambda: away.remove_article("ann", first),
            lambda: away.identities("ann").edit(entry, {"name": "other"}),
            lambda: away.identities("ann").delete(entry),
            lambda: away.team("ann").assign(Wish(("ann",))),
            lambda: away.team("ann").rename("ann", "eva"),
            lambda: mark(session(away, "bob"), "PLACE", "Karvan"),
            lambda: away.find_duplicates("ann"),
            lambda: away.bundle("ann", tmp_path / "again.db"),
            lambda: away.merge([tmp_path / "again.db"]),
        ):
            with pytest.raises(InBundle, match="is a bundle of ann and cannot be"):
                refused()
        assert tables(away.file) == before
        own = away.identities("ann").new("entity", "Karvan", "PLACE")
        away.identities("ann").edit(own, {"note": "mine"})
        away.identities("ann").add_alias(entry, "Oschtin")
        assert complaints(away) == []


def test_an_entry_that_was_deleted_meanwhile_comes_back_with_what_is_linked_to_it(
    project: Project, bundle: Callable[[str], Path]
) -> None:
    entry = project.identities("lead").new("entity", "Oshtin", "PLACE")
    path = bundle("ann")
    with open_project(path) as away:
        at = session(away)
        at.apply(LinkIdentity(id=mark(at, "PLACE", "Oshtin").id, entry=entry))
    project.identities("lead").delete(entry)
    assert project.merge([path])[0].left_out == ()
    assert project.identities("ann").find("Oshtin").id == entry
    assert complaints(project) == []


def test_the_same_person_in_both_places_is_listed_and_the_project_stays(
    project: Project, bundle: Callable[[str], Path]
) -> None:
    path = bundle("ann")
    here = mark(session(project), "PLACE", "Oshtin")
    with open_project(path) as away:
        mark(session(away), "PLACE", "Karvan")
        there = mark(session(away, number=1), "PLACE", "Oshtin")
    merged = project.merge([path])[0]
    assert merged.entries == 1
    assert len(merged.left_out) == 1 and "also worked on 000.txt" in merged.left_out[0]
    assert mentions(session(project)) == [here]
    assert mentions(session(project, number=1)) == [there]
    assert project.merge([path])[0][1:] == (0, merged.left_out)
    assert complaints(project) == []


def test_work_on_an_article_that_was_removed_is_listed(
    project: Project, bundle: Callable[[str], Path]
) -> None:
    path = bundle("ann")
    with open_project(path) as away:
        mark(session(away), "PLACE", "Karvan")
    project.remove_article("lead", article_ids(project)[0])
    assert "not in the project any more" in project.merge([path])[0].left_out[0]
    assert complaints(project) == []


def test_sentences_cut_meanwhile_are_to_be_checked(
    project: Project, bundle: Callable[[str], Path]
) -> None:
    path = bundle("ann")
    with open_project(path) as away:
        at = session(away)
        for sentence in at.work.sentences:
            state = CompleteSentence(sentence=sentence.start, layers=("entities",), state="done")
            at.apply(state)
    lead = session(project, "lead")
    lead.apply(SplitSentence(offset=6))
    lead.apply(MergeSentence(sentence=lead.work.sentences[-1].start))
    merged = project.merge([path])[0]
    assert len(merged.left_out) == 1 and "was joined to the one before it" in merged.left_out[0]
    progress = project.progress(lead.article, "ann")
    assert (progress.done, progress.stale) == (0, 2)
    assert complaints(project) == []


def damages() -> Iterator[tuple[str, Callable[[Path], None], str]]:
    """Yield ways to spoil a bundle, with what is said then."""

    def sql(*statements: str) -> Callable[[Path], None]:
        def spoil(path: Path) -> None:
            with sqlite3.connect(path) as conn:
                conn.create_function("casefold", 1, str.casefold, deterministic=True)
                for statement in statements:
                    conn.execute(statement)
            conn.close()

        return spoil

    def cut_off(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])

    def not_sqlite(path: Path) -> None:
        path.write_bytes(b"no bundle")

    def other_project(path: Path) -> None:
        sql("UPDATE project SET value = 'other' WHERE key = 'id'")(path)

    yield "cut off", cut_off, "damaged"
    yield "text", not_sqlite, "is no bundle"
    yield "another project", other_project, "another project"
    yield (
        "newer",
        sql("INSERT INTO _sqlite_migrations VALUES (99, 'annotator', 'm999_later', '2030-01-01')"),
        "newer annotator",
    )
    yield "mark", sql("DELETE FROM project WHERE key = 'bundle'"), "no bundle"
    yield (
        "id",
        sql("UPDATE project SET value = '{\"id\": \"b_0\"}' WHERE key = 'bundle'"),
        "not known",
    )
    yield "row", sql("UPDATE annotations SET type = 'TIME'"), "damaged, or was changed"
    yield "text of an article", sql("UPDATE texts SET text = 'x' || text"), "damaged, or was"
    yield "trigger", sql("DROP TRIGGER annotations_insert_counted"), "another program"
    yield "view", sql("CREATE VIEW more AS SELECT 1"), "another program"
    yield "base", sql("UPDATE journal SET changes = '[]' WHERE seq = 2"), "another program"
    yield (
        "name",
        sql("UPDATE journal SET annotator = 'bob' WHERE command = 'mention.create'"),
        "no act of ann",
    )
    yield (
        "changes",
        sql("UPDATE journal SET changes = 'x' WHERE command = 'mention.create'"),
        "no act of ann",
    )
    yield (
        "rows of others",
        sql(
            "UPDATE journal SET changes = replace(changes, '\"ann\"', '\"bob\"')"
            " WHERE command = 'mention.create'"
        ),
        "no act of ann",
    )


@pytest.mark.parametrize(
    ("spoil", "said"), [pytest.param(spoil, said, id=name) for name, spoil, said in damages()]
)
def test_a_bundle_that_is_not_as_it_should_be_is_refused_and_nothing_is_changed(
    project: Project,
    bundle: Callable[[str], Path],
    spoil: Callable[[Path], None],
    said: str,
) -> None:
    good, bad = bundle("bob"), bundle("ann")
    for path, name in ((good, "bob"), (bad, "ann")):
        with open_project(path) as away:
            mark(session(away, name), "PLACE", "Karvan")
    spoil(bad)
    before = tables(project.file), project.history()
    with pytest.raises(StoreError, match=said) as caught:
        project.merge([good, bad])
    assert "\n" not in str(caught.value) and str(caught.value).endswith((".", ")."))
    assert (tables(project.file), project.history()) == before
    assert [one.entries for one in project.merge([good])] == [1]


def test_a_whole_project_is_no_bundle(project: Project, tmp_path: Path) -> None:
    project.backup(tmp_path / "copy.db")
    with pytest.raises(BundleRefused, match="is a project, no bundle"):
        project.merge([tmp_path / "copy.db"])


def test_somebody_renamed_meanwhile_is_told(
    project: Project, bundle: Callable[[str], Path]
) -> None:
    mark(session(project), "PLACE", "Karvan")
    path = bundle("ann")
    project.team("lead").rename("ann", "eva")
    with pytest.raises(BundleRefused, match="who is eva now"):
        project.merge([path])


def test_the_mark_says_whose_it_is(bundle: Callable[[str], Path]) -> None:
    with open_project(bundle("ann")) as away:
        assert json.loads(away.file.setting("bundle"))["annotator"] == "ann"
        assert away.file.bundle_of == "ann"

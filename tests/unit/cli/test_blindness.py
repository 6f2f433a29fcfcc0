"""Everybody labels blind: what an annotator can see does not depend on what others did."""

import shutil
from pathlib import Path

import pytest

from annotator.labelling.commands.identity import LinkIdentity
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import Project, Wanted, Wish, open_project
from tests.support import article_ids, complaints, mark, mentions, session
from tests.unit.cli.support import Run

ASKED = (
    ("articles", "--json"),
    ("articles", "--filter", "state:undone", "--sort", "progress"),
    ("articles", "--filter", "state:done", "--sort", "lately"),
    ("show", "1"),
    ("show", "1", "--json"),
    ("show", "2", "--json"),
    ("history", "--json"),
    ("history", "1"),
    ("search", "karvan", "--json"),
    ("search", "label:PLACE", "--json"),
    ("search", "label:PERSON"),
    ("search", "unlabelled:", "oshtin", "--json"),
    ("search", "unsure:"),
    ("search", "note:"),
    ("registry", "list", "--json"),
    ("registry", "show", "Oshtin", "--json"),
    ("effort", "--json"),
    ("effort", "2", "--json"),
    ("duplicates", "--json"),
    ("stats",),
    ("stats", "--json"),
    ("keys",),
)
"""Every way to look at the project but `status`, which counts."""
EXPORT = ("export", "gold", "--force", "--exported-at", "2026-01-02T03:04:05.678Z")


def labelled_by_ann(project: Project) -> None:
    at = session(project)
    oshtin = mark(at, "PLACE", "Oshtin")
    entry = project.identities("lead").new("entity", "Oshtin", "PLACE")
    at.apply(LinkIdentity(id=oshtin.id, entry=entry))


def labelled_by_bob(project: Project) -> None:
    """Label in the same articles as ann, in every way that leaves a trace."""
    for number in range(3):
        at = session(project, "bob", number)
        for word in ("Karvan", "Oshtin", "Ilena Darvo"):
            if word in at.work.text:
                made = mark(at, "TIME" if word == "Karvan" else "PLACE", word)
                if word == "Oshtin":
                    entry = project.identities("bob").find("Oshtin").id
                    at.apply(LinkIdentity(id=made.id, entry=entry))
        for sentence in at.work.sentences:
            at.apply(CompleteSentence(sentence=sentence.start, layers=("entities",), state="done"))
        at.remember(5)


@pytest.fixture
def both(project_path: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two projects in which ann did the same; in the second one bob labelled too."""
    with open_project(project_path) as project:
        labelled_by_ann(project)
    other = tmp_path / "with-bob" / project_path.name
    other.parent.mkdir()
    with open_project(project_path) as project:
        project.backup(other)
    with open_project(other) as project:
        labelled_by_bob(project)
    return project_path, other


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_no_command_tells_what_others_labelled(
    annotator: Run, both: tuple[Path, Path], words: tuple[str, ...]
) -> None:
    alone, beside = (annotator("-p", path, *words) for path in both)
    assert alone == beside
    assert alone.code == 0


def test_exports_hold_nothing_of_others(
    annotator: Run, both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = []
    for path in both:
        monkeypatch.chdir(path.parent)
        assert annotator("-p", path, *EXPORT).code == 0
        folders.append(path.parent / "gold")
    files = [
        {one.relative_to(folder): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
        for folder in folders
    ]
    assert files[0] == files[1]
    shutil.rmtree(folders[0])


def test_others_are_refused_by_name(annotator: Run, both: tuple[Path, Path]) -> None:
    for words in (
        ("search", "by:bob"),
        ("export", "gold", "--layer", "bob"),
        ("effort", "--by", "bob"),
    ):
        ended = annotator("-p", both[1], *words)
        assert (ended.code, ended.out) == (2, "")
        assert "labels blind" in ended.err
        assert annotator("-p", both[1], "--as", "lead", *words).code == 0


def test_who_is_to_label_is_blind_before_the_first_label(
    annotator: Run, both: tuple[Path, Path]
) -> None:
    with open_project(both[1]) as project:
        assert not project.is_blind("cem")
        project.team("lead").assign(Wish(("cem",)))
        assert project.is_blind("cem") and not project.is_blind("lead")
    assert annotator("-p", both[1], "--as", "cem", "search", "by:bob").code == 2


def test_status_and_the_list_of_people_hold_numbers_only(
    annotator: Run, both: tuple[Path, Path]
) -> None:
    with open_project(both[1]) as project:
        ids = {item.id for number in range(3) for item in mentions(session(project, "bob", number))}
    for words in (("status",), ("status", "--team"), ("status", "--totals"), ("annotators",)):
        ended = annotator("-p", both[1], *words)
        assert "bob" in ended.out
        assert not any(word in ended.out for word in (*ids, "Karvan", "PLACE", "TIME"))


def seen_from_the_screens(project: Project) -> object:
    """Return what ann's screens are made of, as far as they show annotations or suggestions."""
    seen: list[object] = []
    for article in article_ids(project):
        desk = project.desk("ann", article)
        project.suggest_at(desk)
        while not desk.suggested.is_complete:
            desk.suggested.advance(1)
        ghosts = [
            ghost
            for sentence in desk.session.work.sentences
            for ghost in desk.suggested.in_sentence(sentence.start)
        ]
        work = desk.session.work
        seen.append((ghosts, work.annotations, work.completion, work.verdicts))
        for item in work.annotations.values():
            identities = project.identities("ann")
            seen.append(identities.guesses(item))  # type: ignore[arg-type]
            seen.append(list(project.occurrences(item).more(10)))  # type: ignore[arg-type]
    seen.append(project.identities("ann").link_counts())
    seen.append([tuple(line) for line in project.listing("ann", Wanted()).lines()])
    seen.append((project.next_undone("ann"), project.last_place("ann"), project.totals("ann")))
    return seen


def test_the_screens_of_one_annotator_do_not_change_with_the_work_of_another(
    both: tuple[Path, Path],
) -> None:
    with open_project(both[0]) as alone, open_project(both[1]) as beside:
        assert seen_from_the_screens(alone) == seen_from_the_screens(beside)
        assert complaints(beside) == []


def test_two_people_keep_their_own_layers_of_one_article(project: Project) -> None:
    ann, bob = session(project), session(project, "bob")
    mine = mark(ann, "PLACE", "Karvan")
    theirs = mark(bob, "TIME", "Karvan")
    assert ann.refresh() and bob.refresh()
    assert mentions(ann) == [mine] and mentions(bob) == [theirs]
    assert bob.undo() and ann.refresh()
    assert mentions(ann) == [mine] and mentions(bob) == []

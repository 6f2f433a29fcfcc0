"""The commands for teams: people, assignments, bundles, messages."""

import json
from pathlib import Path

import pytest

from annotator.labelling.commands.annotations import SetNote
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import Project, open_project
from annotator.store import merging
from tests.support import article_ids, complaints, mark, mentions, session, tables
from tests.unit.cli.support import Run


def test_people_are_listed_added_and_renamed(annotator: Run, project_path: Path) -> None:
    assert annotator("annotators", "add", "bob").code == 0
    again = annotator("annotators", "add", "bob")
    assert (again.code, again.err) == (2, "annotator: bob is in the project already.\n")
    with open_project(project_path) as project:
        mark(session(project, "bob"), "PLACE", "Karvan")
    assert annotator("annotators", "rename", "bob", "eva").code == 0
    rows = json.loads(annotator("annotators", "--json").out)
    assert {"annotator": "eva", "assigned": 0, "sentences": 0, "mentions": 1} in rows
    assert "eva" in annotator("annotators").out and "bob" not in annotator("annotators").out
    assert annotator("annotators", "rename", "eva", "e v a").code == 2
    assert annotator("verify").code == 0


def test_articles_are_handed_out_listed_and_released(annotator: Run) -> None:
    done = annotator("assign", "--to", "ann,bob", "--overlap", "2", "--seed", "3")
    assert done.code == 0 and "bob gets 3 articles, a new name here." in done.err
    listed = json.loads(annotator("assign", "--list", "--json").out)
    assert [(one["annotator"], one["due"]) for one in listed] == [
        *(("ann", due) for due in (1, 2, 3)),
        *(("bob", due) for due in (1, 2, 3)),
    ]
    assert annotator("assign").out.splitlines()[1].split()[:6] == [
        *("ann", "1", "000.txt", "0", "3", "waits")
    ]
    assert (
        "ann is released from 1 article."
        in annotator("assign", "--to", "ann", "--release", "2").err
    )
    board = json.loads(annotator("status", "--team", "--json").out)
    assert board["assigned"] == [
        {"annotator": "ann", "assigned": 2, "finished": 0, "begun": 0, "released": 1},
        {"annotator": "bob", "assigned": 3, "finished": 0, "begun": 0, "released": 0},
    ]
    assert board["overlap"] == [
        {"people": 1, "assigned": 1, "finished": 0},
        {"people": 2, "assigned": 2, "finished": 0},
    ]
    sources = [
        one["source"]
        for one in json.loads(annotator("articles", "--filter", "assigned:me", "--json").out)
    ]
    assert sources == ["000.txt", "002.txt"]
    short = annotator("assign", "--to", "cem,dee,eva", "--overlap", "3", "--per-annotator", "1")
    assert "1 article has fewer people than 3 now" in short.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assign", "--release"), "Say whose assignments"),
        (("assign", "1"), "Say who gets them"),
        (("assign", "--to", "ann", "nothing"), "There is no article"),
        (("assign", "--to", "a b"), "cannot be an annotator's name"),
        (("bundle", "a b", "x.db"), "cannot be an annotator's name"),
        (("messages", "answer", "m_000000000000", "x"), "There is no message"),
        (("messages", "ask", "1", " "), "needs a text"),
        (("messages", "ask", "1", "x", "--sentence", "9"), "sentences 1 to 3"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    annotator: Run, words: tuple[str, ...], said: str
) -> None:
    ended = annotator(*words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err and ended.err.count("\n") == 1


def test_work_goes_away_and_comes_back(annotator: Run, project_path: Path, tmp_path: Path) -> None:
    made = annotator("bundle", "bob", "bob.db", "1", "3", "--json")
    assert json.loads(made.out)["articles"] == 2 and "-p bob.db --as bob label" in made.err
    assert annotator("bundle", "bob", "bob.db").code == 3
    with open_project(tmp_path / "bob.db") as away:
        mark(session(away, "bob"), "PLACE", "Karvan")
    back = annotator("merge", "bob.db")
    assert (back.code, back.err) == (0, "bob.db: 1 act of bob came back.\n")
    assert annotator("merge", "bob.db", "bob.db").err == "bob.db: nothing new.\n" * 2
    with open_project(project_path) as project:
        mark(session(project, "bob"), "PLACE", "Oshtin")
    with open_project(tmp_path / "bob.db") as away:
        mark(session(away, "bob"), "TIME", "Monday")
    listed = annotator("merge", "bob.db")
    assert listed.code == 1 and "left out: bob also worked on 000.txt" in listed.err
    assert annotator("merge", str(project_path)).code == 3
    assert annotator("verify").code == 0


def test_a_merge_that_ends_on_the_way_is_finished_by_the_next(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.bundle("bob", tmp_path / "bob.db")
    with open_project(tmp_path / "bob.db") as away:
        made = [mark(session(away, "bob", number), "PLACE", "Karvan") for number in range(3)]
    write, count = merging._Incoming.write, iter(range(10))

    def failing(*arguments: object) -> None:
        if next(count) == 2:
            raise KeyboardInterrupt
        write(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(merging, "_AT_ONCE", 1)
        patch.setattr(merging._Incoming, "write", failing)
        with pytest.raises(KeyboardInterrupt):
            project.merge([tmp_path / "bob.db"])
    assert complaints(project) == []
    assert project.merge([tmp_path / "bob.db"])[0].entries == 1
    found = [mentions(session(project, "bob", number))[0] for number in range(3)]
    assert found == made
    once = tables(project.file)
    project.merge([tmp_path / "bob.db"])
    assert tables(project.file) == once


def test_questions_and_notes_are_answered(annotator: Run, project_path: Path) -> None:
    asked = annotator(
        "--as", "bob", "messages", "ask", "1", "Is  Oshtin a town?", "--sentence", "2"
    )
    with open_project(project_path) as project:
        at = session(project, "bob")
        noted = mark(at, "PLACE", "Karvan")
        at.apply(SetNote(id=noted.id, note="or a person?"))
        assert complaints(project) == []
    waiting = annotator("--as", "lead", "messages", "--open")
    assert "Is Oshtin a town?" in waiting.out and "or a person?" in waiting.out
    hidden = annotator("--as", "bob", "messages", "--open")
    assert hidden.code == 2 and "labels blind" in hidden.err
    for what in (asked.out.strip(), noted.id):
        assert annotator("--as", "lead", "messages", "answer", what, "A town.").code == 0
    assert json.loads(annotator("--as", "lead", "messages", "--open", "--json").out) == []
    with open_project(project_path) as project:
        assert project.unseen_messages("bob") == 2
        assert project.unseen_messages("ann") == 0
        assert complaints(project) == []
    mine = json.loads(annotator("--as", "bob", "messages", "--json").out)
    assert [(one["annotator"], one["text"]) for one in mine] == [
        ("bob", "Is Oshtin a town?"),
        ("lead", "A town."),
        ("lead", "A town."),
    ]
    assert annotator("messages", "--json").out == "[]\n"
    with open_project(project_path) as project:
        assert project.unseen_messages("bob") == 0
    other = annotator("--as", "eva", "messages", "answer", mine[1]["id"], "No.")
    assert other.code == 2 and "is not for you" in other.err


def test_messages_travel_with_bundles(project: Project, tmp_path: Path) -> None:
    first = article_ids(project)[0]
    asked = project.messages("bob").ask(first, 0, "Who is meant?")
    project.messages("lead").answer(asked.id, "The mayor.")
    project.messages("ann").ask(first, 0, "Not for bob's eyes.")
    project.bundle("bob", tmp_path / "bob.db")
    assert b"Not for bob" not in (tmp_path / "bob.db").read_bytes()
    with open_project(tmp_path / "bob.db") as away:
        assert [one.text for one in away.messages("bob").all()] == ["Who is meant?", "The mayor."]
        away.messages("bob").ask(first, 1, "And here?")
        assert complaints(away) == []
    project.merge([tmp_path / "bob.db"])
    assert [one.text for one in project.messages("lead").inbox().messages] == [
        "Not for bob's eyes.",
        "And here?",
    ]
    assert complaints(project) == []


def test_tests_and_hidden_gold_by_command(annotator: Run, project_path: Path) -> None:
    with open_project(project_path) as project:
        for name in ("ada", "ben"):
            at = session(project, name)
            mark(at, "PLACE" if name == "ada" else "TIME", "Karvan")
            for one in list(at.work.sentences):
                at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))
        desk = project.adjudication("eve")
        desk.refresh()
        item = desk.next()
        assert item is not None
        desk.decide(item, item.variants[0].choice)
        desk.refresh()
    lead = ("--as", "lead")
    given = annotator(*lead, "assign", "--test", "dan", "--n", "1", "--pass-mark", "0.9")
    assert given.code == 0 and "dan is tested with 1 article" in given.err
    assert "1 are wanted" in annotator(*lead, "assign", "--test", "dan", "--n", "1").err
    mixed = annotator(*lead, "assign", "--to", "fay", "--hidden", "0.1", "2", "3")
    assert "fay gets 3 articles, 1 of them gold that is not marked" in mixed.err
    assert (
        "no settled gold"
        in annotator(*lead, "assign", "--to", "ada", "--hidden", "0.1", "--overlap", "2", "2").err
    )
    board = annotator(*lead, "status", "--team").out
    assert "dan        test" in board and "fay        hidden" in board
    assert json.loads(annotator("--as", "fay", "status", "--team", "--json").out)["trials"] == []
    listed = annotator("--as", "fay", "assign", "--list").out
    assert "hidden" not in listed and "gold" not in listed
    assert annotator(*lead, "assign", "--to", "fay", "--lift").code == 0
    assert json.loads(annotator("--as", "fay", "status", "--team", "--json").out)["trials"]
    for words in (("--lift",), ("--test", "dan", "--release")):
        assert annotator(*lead, "assign", *words).code == 2
    assert annotator("verify").code == 0


def test_a_layer_is_shown_when_it_is_open(annotator: Run, project_path: Path) -> None:
    with open_project(project_path) as project:
        mark(session(project, "ada"), "PLACE", "Karvan")
        mark(session(project, "bob"), "PLACE", "Karvan")
    refused = annotator("--as", "bob", "show", "1", "--layer", "ada")
    assert (refused.code, refused.out) == (2, "") and "labels blind" in refused.err
    assert annotator("show", "1", "--layer", "nobody").code == 2
    assert "“Karvan”" in annotator("--as", "lead", "show", "1", "--layer", "ada").out
    assert "“Karvan”" not in annotator("--as", "lead", "show", "1", "--layer", "gold").out


def test_versions_of_the_guideline_by_command(annotator: Run, project_path: Path) -> None:
    with open_project(project_path) as project:
        at = session(project, "ada")
        for one in list(at.work.sentences):
            at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))
    head = ["version", "since", "by", "sentences", "note"]
    assert annotator("guidelines").out.split() == head
    assert "in force" in annotator("guidelines", "--set", "2", "--note", "cities").err
    assert annotator("guidelines", "--set", "2").code == 2
    listed = annotator("guidelines")
    assert "cities" in listed.out and "before the first version" in listed.err
    assert "older" in annotator("status", "--team").out
    assert annotator("agreement", "--guideline", "3").code == 2
    assert annotator("agreement", "--guideline", "2").code == 0
    assert annotator("adjudicate", "--guideline", "2", "--list").code == 0
    assert json.loads(annotator("guidelines", "--json").out)["versions"][0]["version"] == "2"

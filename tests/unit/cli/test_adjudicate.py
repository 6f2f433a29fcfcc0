"""`annotator adjudicate`, `corrections`, and gold that is exported."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import open_project
from tests.support import mark, session
from tests.unit.cli.support import Run


@pytest.fixture
def worked(project_path: Path) -> Path:
    """The project with ada and ben on its first article: one mention alike, two not."""
    with open_project(project_path) as project:
        for name, kind in (("ada", "PLACE"), ("ben", "TIME")):
            at = session(project, name)
            mark(at, "PERSON", "Ilena Darvo")
            mark(at, kind, "Karvan")
            if name == "ada":
                mark(at, "TIME", "Monday")
            for one in list(at.work.sentences):
                at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))
    return project_path


def test_what_waits_is_listed_without_names(annotator: Run, worked: Path) -> None:
    ended = annotator("adjudicate", "--list", "--json")

    assert ended.code == 0
    assert [(one["kind"], one["votes"]) for one in json.loads(ended.out)] == [
        ("only-one", 2),
        ("type", 2),
    ]
    assert "ada" not in ended.out
    assert "2 items to settle." in annotator("adjudicate", "--list").err


def test_evidence_is_listed_with_the_reason_why_there_is_none(annotator: Run, worked: Path) -> None:
    listed = json.loads(annotator("adjudicate", "--list", "--json", "--evidence").out)
    assert [one["evidence"] for one in listed] == [
        {"withheld": "needs at least 3 annotators, there are 2", "likely": {}}
    ] * 2

    refused = annotator("adjudicate", "--list", "--evidence")
    assert refused.code == 2
    assert "goes with --list --json" in refused.err


def test_unanimous_items_are_counted_first_and_then_accepted(annotator: Run, worked: Path) -> None:
    planned = annotator("adjudicate", "--accept-unanimous", "--audit", "0", "--dry-run")
    assert planned.err == ("Would accept 1 item that all agree on, in 1 article (1 entities).\n")

    done = annotator("adjudicate", "--accept-unanimous", "--audit", "0", "--no-open", "--json")

    assert json.loads(done.out)["decisions"] == 1
    again = annotator("adjudicate", "--accept-unanimous", "--audit", "0", "--no-open")
    assert again.err.startswith("Accepted 0 items")
    assert annotator("verify").code == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1/2", "no majority"), ("half", "write it like 2/3"), ("4/3", "more than all")],
)
def test_a_threshold_that_is_none_is_refused(
    annotator: Run, worked: Path, typed: str, said: str
) -> None:
    ended = annotator("adjudicate", "--threshold", typed, "--no-open")

    assert ended.code == 2
    assert said in ended.err


def test_gold_is_exported_with_where_it_came_from(
    annotator: Run, worked: Path, tmp_path: Path
) -> None:
    refused = annotator("export", tmp_path / "early", "--layer", "gold")
    assert "nothing has been adjudicated" in refused.err
    annotator("adjudicate", "--accept-unanimous", "--audit", "0", "--no-open")

    ended = annotator("export", tmp_path / "gold", "--with-votes")

    assert ended.code == 0, ended.err
    (record,) = lines(tmp_path / "gold" / "data" / "documents-train-00000.jsonl")
    (item,) = record["entities"]
    assert (item["text"], item["status"], item["annotators"]) == (
        "Ilena Darvo",
        "gold",
        ["ada", "ben"],
    )
    assert len(item["derived_from"]) == 2
    assert record["provenance"]["annotators"] == ["ada", "ben"]
    assert record["provenance"]["adjudicator"] == "ann"
    done = [one["done"] for one in record["sentences"]]
    assert done == [[], ["entities"], ["entities"]], "the first sentence has open items"
    (decision,) = lines(tmp_path / "gold" / "decisions.jsonl")
    assert (decision["outcome"], decision["rule"]) == ("accept", "unanimous")
    assert decision["item"] == f"{record['id']}#{item['id']}"
    (vote,) = lines(tmp_path / "gold" / "votes.jsonl")
    assert vote["choices"][0]["share"] == "1.0000"
    (ada,) = lines(tmp_path / "gold" / "annotations-ada.jsonl")
    assert {one["text"] for one in ada["entities"]} == {"Ilena Darvo", "Karvan", "Monday"}


def test_a_sentence_of_gold_is_done_when_all_who_are_assigned_have_finished(
    annotator: Run, worked: Path, tmp_path: Path
) -> None:
    annotator("adjudicate", "--accept-unanimous", "--audit", "0", "--no-open")
    annotator("annotators", "add", "cat")
    assert annotator("assign", "--to", "cat", "--overlap", "1").code == 0

    annotator("export", tmp_path / "gold")

    (record,) = lines(tmp_path / "gold" / "data" / "documents-train-00000.jsonl")
    assert [one["done"] for one in record["sentences"]] == [[], [], []]


def test_own_articles_can_be_left_to_others(annotator: Run, worked: Path) -> None:
    ended = annotator("--as", "ada", "adjudicate", "--forbid-own", "--list")
    assert ended.err == ("0 items to settle; 2 in articles that you labelled are left to others.\n")
    assert annotator("--as", "eve", "adjudicate", "--list").err == "2 items to settle.\n"

    allowed = annotator("--as", "ada", "adjudicate", "--allow-own", "--list")
    assert allowed.err == "2 items to settle.\n"


def test_two_exports_of_gold_are_the_same(annotator: Run, worked: Path, tmp_path: Path) -> None:
    annotator("adjudicate", "--accept-unanimous", "--audit", "0", "--no-open")

    for name in ("one", "two"):
        annotator("export", tmp_path / name, "--with-votes")

    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*")]
    assert len(files) > 8
    for path in files:
        if (tmp_path / "one" / path).is_file():
            assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_an_anonymous_export_leaks_no_name(annotator: Run, worked: Path, tmp_path: Path) -> None:
    annotator("--as", "zelda", "adjudicate", "--accept-unanimous", "--audit", "0", "--no-open")

    annotator("export", tmp_path / "gold", "--with-votes", "--anonymous")

    names = (b'"ada"', b'"ben"', b"zelda", b"-ada.", b"-ben.")
    for path in (tmp_path / "gold").rglob("*"):
        assert path.is_dir() or not any(name in path.read_bytes() for name in names), path
        assert "ada" not in path.name
    assert sorted(path.name for path in (tmp_path / "gold").glob("annotations-*")) != []


def test_votes_go_with_gold_only(annotator: Run, worked: Path, tmp_path: Path) -> None:
    ended = annotator("export", tmp_path / "out", "--layer", "ada", "--with-votes")

    assert ended.code == 2
    assert "go with gold" in ended.err


def test_corrections_of_somebody_unknown_are_refused(annotator: Run, worked: Path) -> None:
    refused = annotator("corrections", "zed")
    assert refused.code == 2
    assert "Nobody called “zed” has worked here" in refused.err


def test_corrections_and_effort_tell_what_came_of_it(annotator: Run, worked: Path) -> None:
    with open_project(worked) as project:
        desk = project.adjudication("eve")
        desk.refresh()
        while item := desk.next():
            desk.decide(item, item.variants[0].choice)

    listed = annotator("corrections", "ben")
    assert "[Monday] TIME" in listed.out
    assert [one["type"] for one in json.loads(annotator("corrections", "ben", "--json").out)]
    found = json.loads(annotator("effort", "--adjudication", "--json").out)
    assert (found["total"]["decisions"], found["total"]["one_key"]) == (2, 2)
    assert "all" in annotator("effort", "--adjudication").out
    assert [one["decisions"] for one in json.loads(annotator("adjudicate", "--gaps", "--json").out)]


def test_second_opinions_are_sampled_and_measured(annotator: Run, worked: Path) -> None:
    with open_project(worked) as project:
        desk = project.adjudication("eve")
        desk.refresh()
        while item := desk.next():
            desk.decide(item, item.cluster.variants[0].choice)
    assert "No second opinions" in annotator("effort", "--adjudication").err

    listed = annotator("--as", "zoe", "adjudicate", "--second", "--share", "1", "--list", "--json")
    assert [one["kind"] for one in json.loads(listed.out)] == ["only-one", "type"]
    with open_project(worked) as project:
        second = project.second_opinions("zoe")
        while item := second.next():
            second.decide(item, item.cluster.variants[0].choice)

    found = json.loads(annotator("effort", "--adjudication", "--json").out)
    assert (found["second"]["total"]["agreed"], found["second"]["total"]["items"]) == (2, 2)
    assert found["total"]["decisions"] == 2
    assert "100%" in annotator("effort", "--adjudication").out
    refused = annotator("adjudicate", "--second", "--accept-unanimous")
    assert refused.code == 2


def test_the_screen_needs_a_terminal(annotator: Run, worked: Path) -> None:
    ended = annotator("adjudicate")

    assert ended.code == 2
    assert "need a terminal" in ended.err


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

"""`annotator search`: aligned lines, JSON, limits, and refusals in one sentence."""

import json
from pathlib import Path

import pytest

from annotator.cli.terminal import cells, cut_cells
from annotator.project import open_project
from tests.frames import fill, frame_project, tell
from tests.support import mark, new_project, session
from tests.unit.cli.support import Run


@pytest.fixture
def worked(project_path: Path) -> Path:
    """The project, with labels of ann's and bob's."""
    with open_project(project_path) as project:
        mark(session(project), "PLACE", "Karvan")
        mark(session(project, "bob", 1), "PERSON", "Ilena Darvo, of Karvan")
    return project_path


@pytest.mark.usefixtures("worked")
def test_hits_stand_below_each_other(annotator: Run) -> None:
    ended = annotator("search", "karvan")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert len({line.index("[Karvan]") for line in lines}) == 1
    assert [line.split()[:4] for line in lines] == [
        ["1", "000.txt:1", "17-23", "PLACE"],
        ["2", "001.txt:2", "46-52", "-"],
        ["3", "002.txt:1", "0-6", "-"],
    ]
    assert "Ilena Darvo left [Karvan] on Monday. She met" in lines[0]


@pytest.mark.usefixtures("worked")
def test_words_may_be_one_argument_or_several(annotator: Run) -> None:
    assert annotator("search", "ilena", "karvan").out == annotator("search", "ilena karvan").out
    assert annotator("search", '"ilena darvo"').out.count("[Ilena Darvo]") == 2
    assert annotator("search", '"ilena karvan"') == (0, "", "Nothing was found.\n")


@pytest.mark.usefixtures("worked")
def test_everybodys_labels_can_be_searched(annotator: Run) -> None:
    assert "PLACE" in annotator("search", "label:NAMED").out
    assert "[Ilena Darvo, of Karvan]" in annotator("--as", "lead", "search", "by:bob").out
    assert "everybody labels blind" in annotator("search", "by:bob").err
    assert annotator("search", "by:bobb").code == 2
    assert "did you mean bob?" in annotator("search", "by:bobb").err


@pytest.mark.usefixtures("worked")
def test_json(annotator: Run) -> None:
    text, mention = json.loads(annotator("search", "karvan", "--json").out)[:2]
    assert (text["number"], text["sentence"], text["start"], text["end"]) == (1, 1, 17, 23)
    assert (text["text"], text["labels"], text["mention"]) == ("Karvan", ["PLACE"], None)
    assert text["before"].endswith("left ")
    (mention,) = json.loads(annotator("search", "label:PLACE", "--json").out)
    assert mention["mention"]["fragments"] == [[17, 23]]
    assert json.loads(annotator("search", "zzz", "--json").out) == []


def test_frames_with_what_fills_them(tmp_path: Path, annotator: Run) -> None:
    with frame_project(tmp_path / "f.db") as project:
        at = session(project, number=1)
        frame = tell(at, "BLAST", "bridges fell")
        fill(at, frame, "place", mark(at, "PLACE", "Oshtin").id)
    ended = annotator("-p", tmp_path / "f.db", "search", "role:place=oshtin")
    assert ended.out.split()[:5] == ["2", "001.txt:1", "4-16", "BLAST", "place=Oshtin"]
    assert "Two [bridges fell] near Oshtin." in ended.out
    (hit,) = json.loads(annotator("-p", tmp_path / "f.db", "search", "label:HARM", "--json").out)
    assert (hit["labels"], hit["told"], hit["mention"]) == (["BLAST"], ["place=Oshtin"], None)
    assert (hit["annotation"]["layer"], hit["annotation"]["trigger"]) == ("incidents", [[4, 16]])
    ended = annotator("-p", tmp_path / "f.db", "search", "role:plac")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean place?" in ended.err


@pytest.mark.usefixtures("worked")
def test_limits_are_told(annotator: Run) -> None:
    ended = annotator("search", "karvan", "--limit", "2")
    assert len(ended.out.splitlines()) == 2
    assert ended.err == "There are more than 2; --limit 0 shows all.\n"
    assert annotator("search", "karvan", "--limit", "3").err == ""
    assert len(annotator("search", "karvan", "--limit", "0").out.splitlines()) == 3


@pytest.mark.parametrize("query", ['"', "labl:x", "label:NOBODY", "", "unlabelled:", "a*b", "*"])
def test_a_query_that_cannot_be_read_is_explained(annotator: Run, query: str) -> None:
    ended = annotator("search", query)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("annotator: ")
    assert ended.err.count("\n") == 1


def test_a_query_is_needed(annotator: Run) -> None:
    assert annotator("search").code == 2


def test_what_a_terminal_would_obey_is_shown(tmp_path: Path, annotator: Run) -> None:
    text = "Karvan \x1b[31mred\x07 \u202e 大爆炸 cafe\u0301 [/b] Karvan"
    with new_project(tmp_path / "h.db", [text, "Karvan."]):
        pass
    ended = annotator("-p", tmp_path / "h.db", "search", "karvan")
    assert not set("\x1b\x07\u202e") & set(ended.out)
    lines = ended.out.splitlines()
    assert len(lines) == 3
    assert len({cells(line[: line.index("[Karvan]")]) for line in lines}) == 1


def test_columns_of_wide_and_narrow_characters() -> None:
    assert (cells("ab"), cells("大"), cells("e\u0301"), cells("")) == (2, 2, 1, 0)
    assert cut_cells("大爆炸", 5) == "大爆"
    assert cut_cells("大爆炸", 5, from_end=True) == "爆炸"
    assert cut_cells("e\u0301e\u0301", 1) == "e\u0301"

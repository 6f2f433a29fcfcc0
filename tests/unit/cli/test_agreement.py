"""`annotator agreement`."""

import json
from pathlib import Path

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.project import open_project
from tests.support import mark, session
from tests.unit.cli.support import Run


@pytest.fixture
def judged(project_path: Path) -> Path:
    """The project, with one article finished by two people, who agree on one of two."""
    with open_project(project_path) as project:
        for name, *found in (("ann", "Ilena Darvo", "Karvan"), ("bob", "Ilena Darvo")):
            at = session(project, name)
            for words in found:
                mark(at, "PERSON", words)
            for sentence in at.work.sentences:
                at.apply(
                    CompleteSentence(sentence=sentence.start, layers=("entities",), state="done")
                )
    return project_path


def test_a_table_with_definitions_beside_it(annotator: Run, judged: Path) -> None:
    ended = annotator("agreement", "--layer", "entities")
    assert ended.code == 0
    (exact,) = (line for line in ended.out.splitlines() if " exact " in line and " PERSON " in line)
    assert "0.667" in exact
    assert "span_f1: Twice the matched spans" in ended.err
    assert "entities: ann, bob; 1 article" in ended.err


def test_json_holds_what_it_takes_to_make_it_again(annotator: Run, judged: Path) -> None:
    ended = annotator("agreement", "--measure", "span_f1", "--seed", "7", "--json")
    found = json.loads(ended.out)
    assert (found["seed"], found["resamples"]) == (7, 1000)
    assert list(found["definitions"]) == ["span_f1"]
    headline = found["measures"][0]
    assert headline["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert headline["interval_reason"] == "one document: nothing to draw from"


def test_a_pair_that_is_not_there_and_a_measure_that_is_none(annotator: Run, judged: Path) -> None:
    ended = annotator("agreement", "--pair", "ann", "eve")
    assert (ended.code, ended.out) == (2, "")
    assert "“eve”" in ended.err
    ended = annotator("agreement", "--measure", "kappa")
    assert ended.code == 2
    assert "there are ac1, " in ended.err


def test_nobody_shares_anything(annotator: Run, project_path: Path) -> None:
    ended = annotator("agreement")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "No two annotators have finished the same sentence here.\n"


def test_skipped_sentences_do_not_count(annotator: Run, judged: Path) -> None:
    with open_project(judged) as project:
        at = session(project, "bob")
        for sentence in at.work.sentences:
            at.apply(
                CompleteSentence(sentence=sentence.start, layers=("entities",), state="skipped")
            )
    said = annotator("agreement").err
    assert "No two annotators" in said
    assert f"{len(at.work.sentences)} sentences left out as skipped." in said

"""Gold with votes: another project that imports it has the same gold, whatever had been decided."""

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotator.adjudication.automatic import accept_unanimous
from annotator.formats.errors import ImportRefused
from annotator.formats.exporting.run import ExportOptions
from annotator.formats.importing.intake import ImportReport
from annotator.formats.importing.run import ImportOptions
from annotator.labelling.commands.annotations import DeleteAnnotation, MoveMention
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.refusals import Refused
from annotator.model.decision import Choice
from annotator.model.spans import Span
from annotator.project import Project
from annotator.store import decisions
from tests.support import TEXTS, article_ids, complaints, mark, mentions, new_project, session
from tests.unit.formats.projects import contents

WORDS = (("PERSON", "Ilena Darvo"), ("PLACE", "Karvan"), ("PERSON", "Darvo"), ("PLACE", "Oshtin"))
DECIDED = "decisions.jsonl"
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("mark", "mark", "move", "delete", "decide", "decide", "discuss", "accept")
        ),
        st.sampled_from(("ada", "ben")),
        st.integers(0, 7),
    ),
    min_size=8,
    max_size=24,
)


@pytest.fixture
def decided(tmp_path: Path) -> Project:
    """Return a project in which ada and ben differ in one mention, and that is decided."""
    project = new_project(tmp_path / "demo.db", TEXTS[:2])
    mark(session(project, "ada"), "PERSON", "Ilena Darvo")
    mark(session(project, "ada"), "PLACE", "Karvan")
    mark(session(project, "ben"), "PERSON", "Ilena Darvo")
    finish(project)
    accept(project)
    act(project, "decide", "eve", 0)
    return project


def finish(project: Project) -> None:
    """Let ada and ben finish the mentions of all sentences."""
    for name in ("ada", "ben"):
        for number in range(len(article_ids(project))):
            at = session(project, name, number)
            for sentence in list(at.work.sentences):
                start = sentence.start
                at.apply(CompleteSentence(sentence=start, layers=("entities",), state="done"))


def accept(project: Project) -> None:
    """Accept what all agree on."""
    desk = project.adjudication("eve")
    desk.refresh()
    accept_unanimous(desk)


def act(project: Project, what: str, who: str, number: int) -> None:
    """Do something that gold may depend on."""
    at = session(project, who, number % 2)
    found = mentions(at)[: 1 + number % 2]
    if what == "mark":
        type_name, word = WORDS[number // 2]
        if word in at.work.text:
            mark(at, type_name, word)
    elif what in ("move", "delete"):
        for one in found:
            edge = Span(one.anchor.start, one.anchor.end + 1)
            at.apply(
                MoveMention(id=one.id, fragments=(edge,))
                if what == "move"
                else DeleteAnnotation(id=one.id)
            )
    elif what == "accept":
        accept(project)
    else:
        decide(project, what, number)


def decide(project: Project, what: str, number: int) -> None:
    """Decide the first item that waits, or leave it to be discussed."""
    desk = project.adjudication("eve")
    desk.refresh()
    item = desk.next()
    if item and what == "discuss":
        desk.discuss(item, "why?")
    elif item:
        choices = [*(one.choice for one in item.variants), Choice()]
        desk.decide(item, choices[number % len(choices)])


def exported(project: Project, dest: Path, **options: Any) -> dict[str, bytes]:
    """Export gold and return the files by name."""
    project.export(dest, ExportOptions("gold", **{"with_votes": True, **options}))
    return contents(dest)


def taken(folder: Path, source: Path, layer: str = "") -> tuple[Project, ImportReport]:
    """Return a new project of the same name that has imported an export."""
    folder.mkdir()
    project = new_project(folder / "demo.db", ())
    return project, project.import_paths([source], ImportOptions("lead", layer=layer))


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_gold_comes_out_of_another_project_as_it_went_in(
    steps: list[tuple[str, str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = new_project(folder / "demo.db", TEXTS[:2])
        mark(session(project, "ada"), "PERSON", "Ilena Darvo")
        finish(project)
        for step in steps:
            with suppress(Refused):
                act(project, *step)
        accept(project)
        assume(decisions.any_there(project.file))

        before = exported(project, folder / "first")
        assume(before[DECIDED])
        other, _ = taken(folder / "other", folder / "first")

        assert exported(other, folder / "second") == before
        assert complaints(other) == []
        assert waiting(project) - questions(project) <= waiting(other)
        project.close()
        other.close()


def waiting(project: Project) -> set[str]:
    """Return the keys of what waits."""
    desk = project.adjudication("eve")
    desk.refresh()
    return {one.key for one in desk.listed()}


def questions(project: Project) -> set[str]:
    """Return the keys of what was left to be discussed, which stays in its project."""
    return {one.cluster for one in decisions.open_questions(project.file)}


def test_everybodys_layers_and_the_decisions_come_along(decided: Project, tmp_path: Path) -> None:
    exported(decided, tmp_path / "gold")

    other, report = taken(tmp_path / "other", tmp_path / "gold")

    assert report.annotations == {"ada": 2, "ben": 1}
    assert (report.decisions, report.decisions_there, report.duplicate_count) == (2, 0, 0)
    assert list(decisions.every(other.file)) == list(decisions.every(decided.file))
    again = other.import_paths([tmp_path / "gold"], ImportOptions("lead"))
    assert (again.decisions, again.decisions_there) == (0, 2)


def test_what_was_stale_stays_stale(decided: Project, tmp_path: Path) -> None:
    act(decided, "move", "ada", 0)
    before = exported(decided, tmp_path / "gold")

    other, _ = taken(tmp_path / "other", tmp_path / "gold")

    assert b'"versions":{"e_' in before["annotations-ada.jsonl"]
    assert b"versions" not in before["annotations-ben.jsonl"]
    assert waiting(other) == waiting(decided) != set()


def test_gold_can_be_somebodys_layer_as_well(decided: Project, tmp_path: Path) -> None:
    exported(decided, tmp_path / "gold")

    other, report = taken(tmp_path / "other", tmp_path / "gold", layer="cleo")

    assert report.annotations == {"cleo": 2}
    assert not decisions.any_there(other.file)


@pytest.mark.parametrize("options", [{"with_votes": False}, {"anonymous": True}])
def test_gold_without_whole_decisions_asks_whose_layer_it_becomes(
    decided: Project, tmp_path: Path, options: dict[str, bool]
) -> None:
    found = exported(decided, tmp_path / "gold", **options)

    assert b'"record"' not in found[DECIDED]
    with pytest.raises(ImportRefused, match="say whose layer it becomes: --as NAME, or import"):
        taken(tmp_path / "other", tmp_path / "gold")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"article": "d_0123456789abcdef"}, "which is not in the project"),
        ({"text_hash": "sha256:0"}, "it decides about another text than that of d_"),
        ({"outcome": {"fragments": [[3, 4000]]}}, "its range 3-4000 lies outside the text of d_"),
        ({"rule": "guess"}, "record.rule"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused_and_nothing_comes(
    decided: Project, tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    exported(decided, tmp_path / "gold")
    path = tmp_path / "gold" / DECIDED
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    lines[1]["record"] |= change
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    (tmp_path / "other").mkdir()
    other = new_project(tmp_path / "other" / "demo.db", ())

    with pytest.raises(ImportRefused, match=f"decisions.jsonl, line 2: .*{why}"):
        other.import_paths([tmp_path / "gold"], ImportOptions("lead"))

    assert article_ids(other) == []
    assert not decisions.any_there(other.file)


def test_a_decision_cut_off_in_the_middle_is_refused(decided: Project, tmp_path: Path) -> None:
    exported(decided, tmp_path / "gold")
    path = tmp_path / "gold" / DECIDED
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(ImportRefused, match=r"decisions\.jsonl, line 2"):
        taken(tmp_path / "other", tmp_path / "gold")


def test_ids_that_somebody_else_has_keep_decisions_out(decided: Project, tmp_path: Path) -> None:
    exported(decided, tmp_path / "gold")
    other, _ = taken(tmp_path / "other", tmp_path / "gold" / "annotations-ada.jsonl", layer="cleo")

    with pytest.raises(ImportRefused, match="decisions cannot come along, because somebody else"):
        other.import_paths([tmp_path / "gold"], ImportOptions("lead"))


def test_votes_of_an_earlier_export_do_not_stay(decided: Project, tmp_path: Path) -> None:
    exported(decided, tmp_path / "gold")

    assert (
        set(exported(decided, tmp_path / "gold", with_votes=False))
        & {
            "annotations-ada.jsonl",
            "votes.jsonl",
        }
        == set()
    )

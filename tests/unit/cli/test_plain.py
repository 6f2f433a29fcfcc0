"""`annotator label --plain`: the whole labelling job by lines, typed or piped."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.labelling.plain.ranges import words_in
from annotator.labelling.session import Session
from annotator.labelling.work import Work
from annotator.model.annotation import (
    Annotation,
    Claim,
    Filler,
    Incident,
    Label,
    Mention,
    Relation,
)
from annotator.model.spans import BareSpan, Span, covered_text
from annotator.project import ImportOptions, Project, open_project
from annotator.resources import resource_dir
from tests.support import complaints, mentions, session
from tests.unit.cli.support import PROGRAM, Run, clean_environment

Form = tuple[object, ...]


def said(annotator: Run, *lines: str) -> list[str]:
    """Return what is answered to lines, without the greeting."""
    silent = annotator("label", "--plain", "000").out.splitlines()
    ended = annotator("label", "--plain", "000", typed="".join(f"{one}\n" for one in lines))
    return ended.out.splitlines()[len(silent) :]


def test_a_mention_is_made_changed_and_taken_back(annotator: Run, project_path: Path) -> None:
    assert said(
        annotator,
        'label PERSON "Ilena Darvo"',
        "label PLACE 4",
        "retype @2 TIME",
        "move @2 4-6",
        "set @1 kind name",
        "unsure @1",
        "note @1 who is she?",
        "undo",
        "undo",
        "redo",
        "delete @2",
    ) == [
        "Labelled: @1 PERSON “Ilena Darvo”",
        "Labelled: @2 PLACE “Karvan”",
        "Changed: @2 TIME “Karvan”",
        "Moved: @2 TIME “Karvan on Monday”",
        "Set: @1 PERSON “Ilena Darvo”",
        "  kind: name",
        "Flagged: @1 PERSON “Ilena Darvo”; unsure",
        "  kind: name",
        "Noted: @1 PERSON “Ilena Darvo”; unsure",
        "  kind: name",
        "  note: who is she?",
        "Taken back: a note.",
        "Taken back: the unsure flag.",
        "Done again: the unsure flag.",
        "Deleted TIME. It was @2 TIME “Karvan on Monday”.",
    ]
    with open_project(project_path) as project:
        (left,) = mentions(session(project))
        assert (left.type, left.unsure, left.note) == ("PERSON", True, "")
        assert complaints(project) == []


def test_every_act_is_on_disk_when_it_is_told_back(project_path: Path) -> None:
    running = subprocess.Popen(
        [PROGRAM, "-p", project_path, "--as", "ann", "label", "--plain", "000"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=clean_environment(),
    )
    assert running.stdin and running.stdout
    with running:
        running.stdin.write("label PLACE 4\n")
        running.stdin.flush()
        while "Labelled" not in (line := running.stdout.readline()):
            assert line
        running.kill()
    with open_project(project_path) as project:
        assert [one.type for one in mentions(session(project))] == ["PLACE"]


def test_pieces_and_nested_mentions(annotator: Run, project_path: Path) -> None:
    assert said(annotator, "label PERSON 1 + 6", "label PLACE 1-6", 'label TIME 2:"the mayor"') == [
        "Labelled: @1 PERSON “Ilena … Monday”",
        "Labelled: @2 PLACE “Ilena Darvo left Karvan on Monday”",
        "Labelled: @3 TIME “the mayor”",
    ]
    with open_project(project_path) as project:
        found = {tuple(one.fragments) for one in mentions(session(project))}
    assert found == {((0, 5), (27, 33)), ((0, 33),), ((43, 52),)}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("dance", "“dance” is nothing that can be said here; help prints what is."),
        ("label PLACE", "Say where. A range is words"),
        ("label", "Say a type and where, as in: label GPE 4-5"),
        ('label PLACE "Nowhere"', "“Nowhere” is not in the sentence, letter by letter"),
        ("label PLACE 4-99", "The sentence has words 1 to 7; words prints them."),
        ("label PLACE 3-2", "The sentence has words 1 to 7; words prints them."),
        ("label NONE 1", "The scheme has no entity type NONE."),
        ("label PLACE 1 +", "After + comes one more piece"),
        ("label PLACE 9:1", "The article has 3 sentences."),
        ("label PLACE 1 2", "“2” at the end is too much."),
        ('label PLACE "n"', '“n” stands 4 times; say which, as in "n"/2.'),
        ("delete @7", "Nothing has been called @7 yet; read prints what is there."),
        ("delete @", "@ alone means what was made last, and nothing was made yet."),
        ("delete 7", "“7” is no annotation; they are called @1, @2 and so on."),
        ("accept 1", "This sentence has no suggestions."),
        ("go 4", "The article has sentences 1 to 3."),
        ("go x", "Say the number of a sentence, as in: go 7"),
        ("open nowhere", "There is no article “nowhere”"),
        ("layers verbs", "There is no layer verbs to finish"),
        ("reopen", "This sentence is not finished yet."),
        ("kind poem", "A sentence is one of"),
        ("types NONE", "The scheme has no NONE; types prints what it has."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    annotator: Run, config_home: Path, project_path: Path, line: str, problem: str
) -> None:
    (config_home / "config.toml").write_text("[label]\nsuggestions = false\n", encoding="utf-8")
    ended = annotator("label", "--plain", "000", typed=f"{line}\n")
    assert ended.code == 1
    assert ended.out.splitlines()[-1].startswith(f"Not done: {problem}")
    assert ended.err == ""
    with open_project(project_path) as project:
        assert session(project).work.annotations == {}


def test_sentences_are_read_finished_and_left(annotator: Run, project_path: Path) -> None:
    lines = said(annotator, "words", "done", "skip", "later", "previous", "reopen", "open next")
    assert lines[0].startswith("1 Ilena  2 Darvo  3 left  4 Karvan")
    assert "Sentence 1 is done for entities." in lines
    assert "Sentence 2 is skipped for entities." in lines
    assert "Sentence 3 is unsure for entities." in lines
    assert "Sentence 2 of 3, skipped:" in lines
    assert "Sentence 2 is not finished any more." in lines
    with open_project(project_path) as project:
        work = session(project).work
        states = [work.state_of(one.start, "entities") for one in work.sentences]
    assert [one.state if one else "" for one in states] == ["done", "", "unsure"]


def test_suggestions_are_accepted_and_turned_down(tmp_path: Path) -> None:
    ended = piped(tmp_path, "000", ["accept 1", "reject 1", "accept 1 as ORG", "accept all"])
    assert "Accepted: @1 GPE “Iran”" in ended
    assert "No ARMED_GROUP here. Turned down: “Taliban”." in ended
    assert "Accepted: @2 ORG “Daesh”" in ended
    assert "Accepted: @3 PERSON “special envoy”" in ended
    with open_project(tmp_path / "seeds.db") as project:
        origins = sorted(one.origin for one in mentions(seed_session(project, "000", "zed")))
    assert origins == ["accepted", "accepted", "edited"]


def test_a_frame_takes_what_is_proposed_and_loses_it_again(tmp_path: Path) -> None:
    lines = ['claim STATEMENT "call for"', "accept @", "empty @1 source", "clear @1 stance"]
    ended = piped(tmp_path, "000", [*lines, "move @1 nowhere", "link @2 new", "link @2"])
    assert "Made: @1 claim STATEMENT, cue “call for”" in ended
    assert "Proposed for it: source" in ended
    assert "Moved: @1 claim STATEMENT, without a cue" in ended
    assert "  stands for “" in ended
    assert "Not done" not in ended
    with open_project(tmp_path / "seeds.db") as project:
        frames = seed_session(project, "000", "zed").work.frames()
        assert [one.role for one in frames[0].roles] == ["content"]
        assert frames[0].value_of("stance") == ""


def test_help_names_every_verb(annotator: Run) -> None:
    lines = said(annotator, "help", "help label")
    assert lines[-1] == "label TYPE RANGE (or l): a mention"
    for verb in ("incident", "fill", "relate", "accept", "undo", "done", "quit"):
        assert any(line.startswith(verb) for line in lines)


@pytest.mark.parametrize("number", range(5))
def test_all_layers_of_the_seeds_are_built_by_lines(tmp_path: Path, number: int) -> None:
    with open_project(tmp_path / "seeds.db", create=True) as project:
        seeds = resource_dir("seeds")
        project.import_paths([seeds], ImportOptions("lead"))
        project.import_paths([seeds / "layers" / "ada.jsonl"], ImportOptions("ada"))
        wanted = seed_session(project, f"{number:03}", "ada").work
        lines = list(script_for(wanted))
    ended = piped(tmp_path, f"{number:03}", lines)
    refused = [one for one in ended.splitlines() if one.startswith("Not done")]
    assert refused == []
    assert not re.search(r"[^\n\x20-\U0010ffff]", ended)
    with open_project(tmp_path / "seeds.db") as project:
        made = seed_session(project, f"{number:03}", "zed").work
        assert forms(made) == forms(wanted)
        assert complaints(project) == []


def piped(folder: Path, article: str, lines: list[str]) -> str:
    """Return what the program answers as zed to lines about a seed article."""
    files = [] if (folder / "seeds.db").exists() else [resource_dir("seeds")]
    if files:
        with open_project(folder / "seeds.db", create=True) as project:
            project.import_paths(files, ImportOptions("lead"))
    done = subprocess.run(
        [PROGRAM, "-p", folder / "seeds.db", "--as", "zed", "label", "--plain", article],
        input="".join(f"{one}\n" for one in lines),
        capture_output=True,
        encoding="utf-8",
        env=clean_environment({"ANNOTATOR_HOME": str(folder)}),
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def seed_session(project: Project, article: str, name: str) -> Session:
    """Return somebody's session at a seed article."""
    found = project.article(article).id
    return Session(project.file, project.scheme, name, found)


def script_for(work: Work) -> Iterator[str]:
    """Yield lines that make all annotations of a work, but links to other articles."""
    items = sorted(work.annotations.values(), key=lambda one: one.id)
    spans = [one for one in items if isinstance(one, Mention)]
    frames = [one for one in items if isinstance(one, Incident | Claim)]
    numbers = {one.id: f"@{n}" for n, one in enumerate((*spans, *frames), 1)}
    for one in spans:
        yield f"label {one.type} {typed(work, one.fragments)}"
    for frame in frames:
        verb = "claim" if isinstance(frame, Claim) else "incident"
        if not frame.trigger:
            yield f"go {work.index_at(work.place_of(frame).start) + 1}"
        where = typed(work, frame.trigger) if frame.trigger else "nowhere"
        yield f"{verb} {frame.type} {where}"
    for frame in frames:
        for filler in frame.roles:
            yield f"fill {numbers[frame.id]} {filler.role} {typed_filler(work, filler, numbers)}"
    for item in (*spans, *frames):
        for value in item.attributes:
            line = f"set {numbers[item.id]} {value.name} {value.value}"
            yield line + (f" from {typed_bare(work, value.evidence)}" if value.evidence else "")
    for other in items:
        if isinstance(other, Label):
            yield f"go {work.index_at(other.sentence or 0) + 1}"
            yield f"mark {other.type} {other.value}"
        if isinstance(other, Relation) and "#" not in other.source + other.target:
            yield f"relate {numbers[other.source]} {other.type} {numbers[other.target]}"
    for item in (*spans, *frames):
        if item.unsure:
            yield f"unsure {numbers[item.id]}"
        if item.note:
            yield f"note {numbers[item.id]} {item.note}"


def typed(work: Work, fragments: tuple[Span, ...]) -> str:
    """Return a range as a person would type it: its words, or their numbers."""
    return " + ".join(_typed_piece(work, one) for one in fragments)


def typed_bare(work: Work, span: BareSpan) -> str:
    """Return the range of a span of its own."""
    return typed(work, (Span(span.start, span.end),))


def typed_filler(work: Work, filler: Filler, numbers: dict[str, str]) -> str:
    """Return what fills a role as a person would type it."""
    return typed_bare(work, filler.span) + " as span" if filler.span else numbers[filler.target]


def _typed_piece(work: Work, span: Span) -> str:
    number = work.index_at(span.start)
    sentence = work.sentences[number]
    there = words_in(work, sentence)
    starts = [one.start for one in there]
    ends = [one.end for one in there]
    if span.start in starts and span.end in ends:
        return f"{number + 1}:{starts.index(span.start) + 1}-{ends.index(span.end) + 1}"
    text = work.text[span.start : span.end]
    before = work.text[sentence.start : span.start].count(text)
    return f'{number + 1}:"{text}"/{before + 1}'


def forms(work: Work) -> set[Form]:
    """Return annotations as they are told apart without ids, links to other articles left out."""
    return {
        _form(work, one)
        for one in work.annotations.values()
        if not (isinstance(one, Relation) and "#" in one.source + one.target)
    }


def _form(work: Work, item: Annotation) -> Form:
    about = (item.type, item.unsure, item.note)
    if isinstance(item, Label):
        return (*about, item.value, item.sentence)
    values = frozenset(
        (one.name, one.value, covered(work, one.evidence)) for one in item.attributes
    )
    if isinstance(item, Mention):
        return (*about, item.fragments, values)
    if isinstance(item, Relation):
        ends = (work.annotations[one] for one in (item.source, item.target))
        return (*about, values, *(_form(work, one) for one in ends))
    roles = frozenset((one.role, _filler_form(work, one)) for one in item.roles)
    return (*about, item.trigger, values, roles)


def _filler_form(work: Work, filler: Filler) -> object:
    if filler.span:
        return covered(work, filler.span)
    return _form(work, work.annotations[filler.target])


def covered(work: Work, span: BareSpan | None) -> Form | None:
    """Return where a span of its own stands, with its words."""
    if span is None:
        return None
    return span.start, covered_text(work.text, (Span(span.start, span.end),))

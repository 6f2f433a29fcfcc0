"""Programs of one's own: whatever they do, they are named and the rest goes on."""

import json
import os
import select
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.scheme import Scheme
from annotator.model.scheme_file import load_scheme
from annotator.model.spans import Span
from annotator.project import Project
from annotator.suggest import external
from annotator.suggest.base import Page, SuggesterFailed
from annotator.suggest.external import External, Program
from annotator.suggest.process import Limits, run_program
from tests.support import ROOT, SCHEME, TEXTS, article_ids, document

HERE = Path(os.curdir)
EXAMPLE = ROOT / "docs" / "examples" / "suggest_acronyms.py"


@pytest.fixture
def page(project: Project) -> Page:
    """The first article."""
    document = project.document(article_ids(project)[0])
    return Page(*document, document.sentences, project.scheme)


def program(script: str, seconds: float = 60.0) -> Program:
    """Return a program that is a line of Python."""
    return Program("mine", (sys.executable, "-c", script), HERE, seconds)


def saying(*lines: object) -> Program:
    """Return a program that writes these lines."""
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return program(f"print({chr(10).join(written)!r})")


def test_a_program_gets_every_sentence_with_its_place(page: Page, tmp_path: Path) -> None:
    given = tmp_path / "given"
    one = External(program(f"import sys; open({str(given)!r}, 'w').write(sys.stdin.read())"))

    assert list(one.suggest(page._replace(wanted=page.sentences[1:]))) == []

    lines = [json.loads(line) for line in given.read_text().splitlines()]
    assert [page.text[line["start"] : line["end"]] for line in lines] == [
        line["text"] for line in lines
    ]
    assert [line["sentence"] for line in lines] == [1, 2, 3]
    assert [line["wanted"] for line in lines] == [False, True, True]
    assert {line["article"] for line in lines} == {page.article.id}


def test_what_a_program_proposes_stands_in_the_article(page: Page) -> None:
    words = {"sentence": 2, "start": 21, "end": 27, "type": "PLACE", "score": 0.9}
    values = {"reason": " why\n so ", "attributes": {"kind": "name"}}
    (found,) = External(saying(words | values)).suggest(page)

    assert [page.text[slice(*part)] for part in found.fragments] == ["Oshtin"]
    assert (found.layer, found.type, found.score) == ("entities", "PLACE", 0.9)
    assert found.reason == "why so"
    assert [(one.name, one.value) for one in found.attributes] == [("kind", "name")]


GOOD = {"sentence": 1, "start": 0, "end": 5, "type": "PERSON"}

OPTIONAL = ("score", "reason", "article", "attributes", "roles")
_KEYS = st.sampled_from((*GOOD, *OPTIONAL))
GOOD_VALUES = {
    "sentence": st.integers(-1, 5),
    "start": st.integers(-2, 50),
    "end": st.integers(-2, 50),
    "type": st.sampled_from(("PERSON", "PLACE", "NAMED", "X", "")),
}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("no JSON at all", "it is no JSON"),
        ('"\\ud800"', "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ([1], "it is no JSON object"),
        ({"sentence": 1}, "“start” is missing"),
        (GOOD | {"score": 7}, "“score” is wrong"),
        (GOOD | {"attributes": {"kind": 1}}, "“attributes.kind” is wrong"),
        (GOOD | {"sentence": 9}, "there is no sentence 9"),
        (GOOD | {"sentence": 0}, "there is no sentence 0"),
        (GOOD | {"end": 999}, "0-999 lies outside its sentence of 34 characters"),
        (GOOD | {"start": -2}, "-2-5 lies outside its sentence of 34 characters"),
        (GOOD | {"start": 5}, "5-5 lies outside its sentence of 34 characters"),
        (GOOD | {"type": "X"}, "the scheme has no type “X” of mentions, incidents or claims"),
        (GOOD | {"article": "d_0"}, "it is about another article"),
    ],
)
def test_a_bad_line_is_told_and_the_good_ones_count(page: Page, bad: object, reason: str) -> None:
    one = External(saying(GOOD, bad, GOOD | {"end": 11}))

    found = list(one.suggest(page))

    assert [proposal.fragments for proposal in found] == [(Span(0, 5),), (Span(0, 11),)]
    assert one.remarks == [f"line 2 was ignored: {reason}"]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | st.text(), inner),
    max_leaves=5,
)
_LINES = st.binary(max_size=40) | _VALUES.map(lambda value: json.dumps(value).encode())
_NEARLY = st.fixed_dictionaries(GOOD_VALUES, optional=dict.fromkeys(OPTIONAL, _VALUES)).map(
    lambda value: json.dumps(value).encode()
)


@given(st.lists(_LINES | _NEARLY, max_size=8))
def test_whatever_a_program_writes_nothing_wrong_comes_of_it(lines: list[bytes]) -> None:
    article = document(TEXTS[0])
    page = Page(*article, article.sentences, _scheme())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(external, "run_program", lambda *_: b"\n".join(lines))
        one = External(saying())
        found = list(one.suggest(page))

    for proposal in found:
        start, end = proposal.anchor
        assert any(part.start <= start < end <= part.end for part in page.sentences)
        assert proposal.type in page.scheme.types
        proposal.model_dump_json()
    written = [line for part in lines for line in part.split(b"\n") if line.strip()]
    assert len(found) + len(one.remarks) >= min(len(written), 4)


def test_of_many_bad_lines_the_first_are_told(page: Page) -> None:
    one = External(saying(*["?"] * 9))

    assert list(one.suggest(page)) == []

    assert len(one.remarks) == 4
    assert one.remarks[-1] == "ignored lines beside these: 6"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("raise SystemExit('so it is')", "it ended with code 1 (“so it is”)"),
        ("import os; os.abort()", "it was ended by signal 6"),
        (
            "import sys; sys.stderr.write('x' * 200_000 + '\\nlast'); sys.exit(2)",
            "it ended with code 2 (“last”)",
        ),
    ],
)
def test_a_crash_is_told_in_a_sentence(page: Page, script: str, reason: str) -> None:
    with pytest.raises(SuggesterFailed) as told:
        list(External(program(script)).suggest(page))
    assert str(told.value) == reason


def test_a_program_that_is_not_there_is_told(page: Page) -> None:
    with pytest.raises(SuggesterFailed, match="no-such-program cannot be started"):
        list(External(Program("mine", ("no-such-program",), HERE)).suggest(page))


def test_a_slow_program_is_ended_with_its_children(tmp_path: Path) -> None:
    child = tmp_path / "child"
    script = f"sleep 600 & echo $! > {child}; sleep 600"

    with pytest.raises(SuggesterFailed, match="it took longer than 2 seconds and was stopped"):
        run_program(("sh", "-c", script), HERE, b"", Limits(2))

    assert _ends(int(child.read_text()))


def test_a_program_that_never_stops_talking_is_ended(page: Page) -> None:
    script = "while True: print('x' * 1000)"
    with pytest.raises(SuggesterFailed, match="it wrote more than 2 MB and was stopped"):
        run_program((sys.executable, "-c", script), HERE, b"", Limits(60, output=2_000_000))


def test_a_program_need_not_read_what_it_gets() -> None:
    output = run_program((sys.executable, "-c", "print(1)"), HERE, b"x" * 1_000_000, Limits(60))
    assert output == b"1\n"


def test_the_version_changes_with_the_files_of_the_command(tmp_path: Path) -> None:
    script = tmp_path / "one.py"
    script.write_text("print()")
    mine = Program("mine", ("python3", "one.py"), tmp_path)
    before = External(mine).version

    assert External(mine).version == before
    assert External(mine._replace(version="2")).version != before
    script.write_text("print() # changed")
    assert External(mine).version != before


def test_the_example_works(page: Page) -> None:
    command = (sys.executable, str(EXAMPLE))
    text = "The WHO left Karvan.\nNATO STAYS\n"
    one = External(Program("acronyms", command, HERE))
    scheme = page.scheme.model_copy(update={"entities": _with_organisations(page)})
    sentences = (
        page.sentences[0].model_copy(update={"end": 20}),
        page.sentences[1].model_copy(update={"start": 21, "end": 31}),
    )

    found = list(one.suggest(Page(page.article, text, sentences, sentences, scheme)))

    assert [(text[slice(*proposal.anchor)], proposal.type) for proposal in found] == [
        ("WHO", "ORG")
    ]
    assert one.remarks == []


def test_a_process_of_its_own_keeps_what_is_proposed(project: Project, config_home: Path) -> None:
    (config_home / "mine.py").write_text(f"print({json.dumps(GOOD)!r})")
    command = json.dumps([sys.executable, "mine.py"])
    (config_home / "config.toml").write_text(f"[suggesters.mine]\ncommand = {command}\n")
    article = article_ids(project)[0]

    assert project.start_suggesting("ann", ["mine"], article).wait(60) == 0

    (kept,) = project.suggesters("ann").kept(article)
    assert (kept.source, kept.type) == ("mine", "PERSON")


@cache
def _scheme() -> Scheme:
    return load_scheme(SCHEME.encode(), "for-tests.toml")


def _with_organisations(page: Page) -> object:
    entities = page.scheme.entities
    organisation = entities.types["PLACE"].model_copy(update={"name": "ORG", "key": "g"})
    return entities.model_copy(update={"types": {**entities.types, "ORG": organisation}})


def _ends(pid: int) -> bool:
    """Wait for the end of a process."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 60)[0])
    finally:
        os.close(process)

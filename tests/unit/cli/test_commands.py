"""Every command that reports: data on standard output, narration beside it, exit codes."""

import json
import os
import signal
import sqlite3
from pathlib import Path

import click
import pytest

from annotator.cli.group import cli
from annotator.labelling.commands.annotations import CreateMention, SetNote
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.model.journal import Effort
from annotator.project import open_project
from tests import support
from tests.frames import fill_text, frame_project, tell
from tests.support import ROOT, SCHEME, TEXTS, mark, session
from tests.unit.cli.support import Run

HOSTILE = "[/b] \x1b[31mred\x07 \u202e \u2028 end"


@pytest.fixture
def worked(project_path: Path) -> Path:
    """The project, with some work of ann's and bob's."""
    with open_project(project_path) as project:
        at = session(project)
        item = mark(at, "PERSON", "Ilena Darvo")
        at.apply(SetNote(id=item.id, note=HOSTILE))
        at.apply(CompleteSentence(sentence=0, layers=("entities",), state="done"))
        mark(session(project, "bob"), "PLACE", "Karvan")
        mark(session(project, "ann", 1), "PLACE", "Oshtin")
    return project_path


# ---------------------------------------------------------------------- help, version


def all_commands(group: click.Group = cli, *above: str) -> list[tuple[str, ...]]:
    """Return the words of every command and of every command below it."""
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        found.append((*above, name))
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found += all_commands(command, *above, name)
    return found


@pytest.mark.parametrize("words", [(), *all_commands()], ids=" ".join)
def test_every_command_and_option_has_help_and_an_example(
    annotator: Run, words: tuple[str, ...]
) -> None:
    ended = annotator(*words, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert "Example" in ended.out and "annotator " in ended.out.split("Example")[1]
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found and found.help
        command = found
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert all(option.help for option in options)


def test_the_list_of_commands_is_the_commands_own_words(annotator: Run) -> None:
    out = annotator("--help").out
    for (name,) in [words for words in all_commands() if len(words) == 1]:
        assert f"  {name} " in out
    assert annotator("-h").out == out


def test_the_version(annotator: Run) -> None:
    from annotator import __version__

    assert annotator("--version") == (0, f"annotator {__version__}\n", "")


# ------------------------------------------------------------------------- bad usage


@pytest.mark.parametrize(
    "words",
    [
        ("paint",),
        ("status", "--colour"),
        ("show",),
        ("show", "nothing"),
        ("show", "0"),
        ("articles", "edit", "000"),
        ("articles", "edit", "nothing", "--title", "T"),
        ("articles", "edit", "000", "--published", "yesterday"),
        ("articles", "remove", "nothing"),
        ("articles", "paint"),
        ("history", "nothing"),
        ("history", "--limit", "many"),
        ("scheme", "check", "nothing.toml"),
        ("scheme", "check", "."),
        ("scheme", "show", "nothing"),
        ("scheme", "new", "mine", "--from", "nothing"),
        ("scheme", "new", "Not A Name"),
        ("scheme", "diff", "news-conflict", "nothing"),
        ("scheme", "import", "nothing.conf"),
        ("scheme", "import", "nothing.xml"),
        ("scheme", "migrate", "nothing"),
        ("scheme", "migrate", "news-conflict", "--map", "nothing.toml"),
        ("new", "--scheme", "nothing"),
        ("-p", "new.db", "new", "--scheme", "nothing"),
        ("--as", "ann b", "status", "--json", "--nothing"),
        ("--as", "ann b", "history"),
        ("--as", "ann/b", "articles"),
        ("label",),
        ("label", "nothing"),
        (),
    ],
    ids=" ".join,
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    annotator: Run, project_path: Path, words: tuple[str, ...]
) -> None:
    before = project_path.read_bytes()
    ended = annotator(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.strip() and "fault of its own" not in ended.err
    assert project_path.read_bytes() == before
    assert not Path("new.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("articles",),
        ("articles", "edit", "000", "--title", "T"),
        ("articles", "remove", "000"),
        ("backup", "copy.db"),
        ("history",),
        ("label",),
        ("show", "000"),
        ("status", "--json"),
        ("verify",),
        ("export", "gold"),
    ],
    ids=" ".join,
)
def test_a_project_that_is_not_there(annotator: Run, words: tuple[str, ...]) -> None:
    ended = annotator("-p", "none.db", *words)
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith("annotator: There is no project at none.db")
    assert ended.err.count("\n") == 1
    assert not Path("none.db").exists()


def test_a_word_that_is_neither_file_nor_article(annotator: Run) -> None:
    ended = annotator("-p", "none.db", "label", "000")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("annotator: There is no file 000, and no project at none.db")


def test_a_mistyped_name_beside_a_file_imports_nothing(annotator: Run) -> None:
    Path("one.txt").write_text(TEXTS[0], "utf-8")
    for words in (("one.txt", "tow.txt"), ("tow.txt", "three.txt")):
        ended = annotator("-p", "none.db", "label", *words)
        assert ended.code == 2
        assert ended.err.startswith("annotator: There is no file tow.txt")
        assert not Path("none.db").exists()


def test_without_a_project_the_packaged_scheme_is_shown(annotator: Run) -> None:
    ended = annotator("-p", "none.db", "scheme", "show")
    assert ended.code == 0
    assert "ARMED_GROUP" in ended.out
    assert "There is no project at none.db" in ended.err


@pytest.mark.parametrize("name", ["article.txt", "other.db", "empty.db", "newer.db"])
def test_files_that_are_no_project(annotator: Run, name: str) -> None:
    path = Path(name)
    path.write_bytes(TEXTS[0].encode() * 30 if name == "article.txt" else b"")
    if name == "other.db":
        conn = sqlite3.connect(path)
        conn.execute("CREATE TABLE other (key TEXT)")
        conn.close()
    if name == "newer.db":
        path.unlink()
        assert annotator("-p", name, "new").code == 0
        conn = sqlite3.connect(path)
        conn.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
                     " VALUES ('annotator', 'm999', '')")  # fmt: skip
        conn.commit()
        conn.close()
    before = path.read_bytes()
    ended = annotator("-p", name, "status")
    assert (ended.code, ended.out) == (3, "")
    assert name in ended.err and ended.err.count("\n") == 1
    assert path.read_bytes() == before


# ---------------------------------------------------------------- where, and who it is


def test_the_project_may_be_named_in_three_ways(
    annotator: Run, project_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "3 articles" in annotator("status").out
    monkeypatch.delenv("ANNOTATOR_PROJECT")
    assert annotator("status").code == 3
    assert "3 articles" in annotator("-p", project_path, "status").out
    assert "3 articles" in annotator("--project", project_path, "status").out
    project_path.rename("annotator.db")
    assert "3 articles" in annotator("status").out


def test_the_name_may_be_given_in_three_ways(
    annotator: Run, worked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def who(*words: str) -> set[str]:
        return {
            entry["annotator"] for entry in json.loads(annotator(*words, "history", "--json").out)
        }

    assert who() == {"ann"}
    assert who("--as", "bob") == {"bob"}
    monkeypatch.setenv("ANNOTATOR_NAME", "bob")
    assert who() == {"bob"}
    monkeypatch.delenv("ANNOTATOR_NAME")
    monkeypatch.setenv("LOGNAME", "ann")
    assert who() == {"ann"}


# ---------------------------------------------------------------------------- reports


def test_articles(annotator: Run, worked: Path) -> None:
    listed = json.loads(annotator("articles", "--json").out)
    assert [one["source"] for one in listed] == ["000.txt", "001.txt", "002.txt"]
    assert listed[0]["published_proposed"] == "2022-08-06/2022-08-06"
    lines = annotator("articles").out.splitlines()
    assert lines[0].split() == ["no", "id", "source", "published", "done", "of", "copies", "title"]
    assert lines[1].split()[2:6] == ["000.txt", "2022-08-06?", "1", "3"]


def test_articles_are_filtered_and_sorted(annotator: Run, worked: Path) -> None:
    def sources(*words: str) -> list[str]:
        return [one["source"] for one in json.loads(annotator("articles", *words, "--json").out)]

    assert sources("--filter", "karvan") == ["000.txt", "001.txt", "002.txt"][::2]
    assert sources("--filter", "state:begun") == ["000.txt", "001.txt"]
    assert sources("--sort", "lately") == ["001.txt", "000.txt", "002.txt"]
    assert sources("--sort", "title", "--reverse") == ["001.txt", "002.txt", "000.txt"]
    assert len(annotator("articles", "--filter", "state:done").out.splitlines()) == 1
    refused = annotator("articles", "--filter", "state:ready")
    assert refused.code == 2 and "choose one of undone" in refused.err
    assert annotator("articles", "--sort", "size").code == 2


def test_articles_are_corrected_and_removed(annotator: Run, worked: Path) -> None:
    assert annotator("articles", "edit", "002", "--accept-proposed", "--title", HOSTILE).code == 0
    article = json.loads(annotator("articles", "--json").out)[2]
    assert (article["published"], article["title"]) == ("2022-08-06/2022-08-06", HOSTILE)
    assert "\x1b" not in annotator("articles").out
    assert annotator("articles", "edit", "002", "--published", "6 Aug 2022").code == 2
    assert annotator("articles", "edit", "002", "--published", "May 2021").code == 0
    refused = annotator("articles", "remove", "000")
    assert refused.code == 2 and "ann, bob" in refused.err
    assert annotator("articles", "remove", "000", "--force") == (0, "", "Removed 000.txt.\n")
    assert annotator("articles", "remove", "002").code == 0
    assert [one["source"] for one in json.loads(annotator("articles", "--json").out)] == ["001.txt"]
    assert annotator("verify").code == 0


def test_show(annotator: Run, worked: Path) -> None:
    ended = annotator("show", "000")
    assert ended.err == ""
    for line in (
        "1  Ilena Darvo left Karvan on Monday.",
        "    PERSON “Ilena Darvo”",
        "      note: [/b] ␛[31mred␇ ·   end",
        "2  She met the mayor of Oshtin.",
    ):
        assert line in ended.out.splitlines()
    assert "PLACE" not in ended.out  # what bob says is bob's
    shown = json.loads(annotator("show", "000", "--json").out)
    assert shown["text"] == TEXTS[0]
    assert [item["note"] for item in shown["annotations"]] == [HOSTILE]
    assert shown["annotations"][0]["told"][0] == "PERSON “Ilena Darvo”"


def test_an_article_is_meant_by_its_id_its_source_or_a_beginning(annotator: Run) -> None:
    listed = json.loads(annotator("articles", "--json").out)
    article = listed[1]["id"]
    for word in (article, article[:8], article[2:8], "001.txt", "001"):
        assert article in annotator("show", word).out
    ambiguous = annotator("show", "00")
    assert ambiguous.code == 2
    assert all(one["id"] in ambiguous.err and one["source"] in ambiguous.err for one in listed)


def test_status(annotator: Run, worked: Path) -> None:
    found = json.loads(annotator("status", "--json").out)
    assert [(one["annotator"], one["source"], one["done"], one["total"]) for one in found] == [
        ("ann", "000.txt", 1, 3),
        ("ann", "001.txt", 0, 2),
        ("bob", "000.txt", 0, 3),
    ]
    lines = annotator("status").out.splitlines()
    assert lines[0] == "template: 3 articles, scheme for-tests"
    assert len(lines) == 5


def test_status_in_totals(annotator: Run, worked: Path) -> None:
    found = json.loads(annotator("status", "--totals", "--json").out)
    assert [
        (one["annotator"], one["finished_articles"], one["done"], one["total"], one["annotations"])
        for one in found
    ] == [("ann", 0, 1, 6, 2), ("bob", 0, 0, 6, 1)]
    lines = annotator("status", "--totals").out.splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["ann", "0", "3", "1", "0", "0", "0", "6", "2"],
        ["bob", "0", "3", "0", "0", "0", "0", "6", "1"],
    ]


def test_effort(annotator: Run, worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOTATOR_NAME", "lead")
    nothing = annotator("effort")
    assert (nothing.code, nothing.out) == (0, "") and "by hand" in nothing.err
    assert json.loads(annotator("effort", "--json").out) == []
    with open_project(worked) as project:
        place = CreateMention(type="PLACE", fragments=support.words(TEXTS[0], "Oshtin"))
        session(project).apply(place, Effort(3, 1500))
        done = CompleteSentence(sentence=0, layers=("entities",), state="skipped")
        session(project, "bob").apply(done, Effort(1, 500))
    found = json.loads(annotator("effort", "--json").out)
    assert [(one["annotator"], one["type"], one["keys"]) for one in found] == [
        ("ann", "", 3),
        ("ann", "PLACE", 3),
        ("bob", "", 1),
        ("bob", "(sentences)", 1),
    ]
    assert (found[0]["keys_per_annotation"], found[0]["annotations_per_hour"]) == (3, 2400)
    assert found[2]["keys_per_annotation"] is None and found[2]["keys_per_sentence"] == 1
    lines = annotator("effort").out.splitlines()
    assert lines[1].split()[:8] == ["ann", "all", "1", "3", "1", "1", "3.0", "1.5"]
    assert (
        len(annotator("effort", "000", "--by", "ann", "--since", "2001-02-03").out.splitlines())
        == 3
    )
    assert annotator("effort", "001").out == annotator("effort", "--since", "2999-01-01").out == ""
    for wrong in (("nothing",), ("--since", "yesterday")):
        assert annotator("effort", *wrong).code == 2


def test_history(annotator: Run, worked: Path) -> None:
    found = json.loads(annotator("history", "--json").out)
    assert [one["command"] for one in found] == [
        "mention.create",
        "sentence.complete",
        "annotation.note",
        "mention.create",
    ]
    assert {one["annotator"] for one in found} == {"ann"}
    assert len(json.loads(annotator("history", "000", "--json").out)) == 3
    assert len(json.loads(annotator("history", "--limit", "1", "--json").out)) == 1
    lines = annotator("history", "--limit", "0").out.splitlines()
    assert len(lines) == 5
    assert not any("\x1b" in line for line in lines)


def test_verify(annotator: Run, worked: Path) -> None:
    assert annotator("verify") == (0, "", f"{worked} is sound.\n")
    assert json.loads(annotator("verify", "--json").out) == []
    conn = sqlite3.connect(worked)
    conn.execute("UPDATE annotations SET note = 'planted'")
    conn.commit()
    conn.close()
    ended = annotator("verify")
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.count("differs from what the journal says") == 3
    found = annotator("verify", "--json")
    assert found.code == 1
    assert len(json.loads(found.out)) == 3


def test_verify_lists_warnings_and_is_content(annotator: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "frames.db")
    with frame_project(Path(path)) as project:
        at = session(project)
        claim = fill_text(at, tell(at, "SAID", "met"), "content", "mayor")
        second = at.work.sentences[1].start
        at.apply(CompleteSentence(sentence=second, layers=("claims",), state="done"))
        article = at.article
    said = "SAID needs source; fill it, or set anonymous."
    assert annotator("-p", path, "verify") == (
        0,
        f"warning: {article}  {claim.id}: {said}\n",
        f"{path} is sound.\n",
    )
    (found,) = json.loads(annotator("-p", path, "verify", "--json").out)
    assert (found["item"], found["message"], found["severity"]) == (claim.id, said, "warning")


def test_backup(annotator: Run, worked: Path) -> None:
    assert annotator("backup", "copy.db") == (0, "", f"Copied {worked} to copy.db.\n")
    assert annotator("-p", "copy.db", "verify").code == 0
    again = annotator("backup", "copy.db")
    assert again.code == 3 and "exists already" in again.err
    assert annotator("backup", "none/copy.db").code == 3


def test_new(annotator: Run) -> None:
    made = annotator("-p", "new.db", "new")
    assert made.code == 0 and "Made new.db" in made.err and made.out == ""
    assert "0 articles, scheme news-conflict" in annotator("-p", "new.db", "status").out
    assert annotator("-p", "new.db", "new").code == 3
    assert annotator("-p", "new.db", "articles").code == 0
    assert annotator("-p", "new.db", "verify").code == 0
    waiting = annotator("-p", "new.db", "label")
    assert waiting.code == 2 and "no articles" in waiting.err


def test_the_screens_need_a_terminal(annotator: Run, worked: Path) -> None:
    for words in ((), ("label",), ("label", "000")):
        ended = annotator(*words)
        assert (ended.code, ended.out) == (2, "")
        assert "need a terminal" in ended.err


# ---------------------------------------------------------------------------- schemes


def test_a_scheme_with_faults_is_listed_line_by_line(annotator: Run) -> None:
    bad = SCHEME.replace('value = "integer"', 'value = "number"').replace('key = "t"', 'key = "p"')
    Path("bad.toml").write_text(bad)
    ended = annotator("scheme", "check", "bad.toml")
    assert (ended.code, ended.err) == (1, "")
    assert [line.split(":")[0] for line in ended.out.splitlines()] == ["bad.toml"] * 2
    found = annotator("scheme", "check", "bad.toml", "--json")
    assert found.code == 1 and len(json.loads(found.out)) == 2
    for words in (("-p", "new.db", "new", "--scheme", "bad.toml"), ("scheme", "show", "bad.toml")):
        refused = annotator(*words)
        assert (refused.code, refused.out) == (2, "")
        assert "bad.toml" in refused.err
    assert not Path("new.db").exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00" * 10, b"= 3", b"", b"\xed\xa0\x80"])
def test_a_scheme_file_that_is_no_toml(annotator: Run, content: bytes) -> None:
    Path("bad.toml").write_bytes(content)
    assert annotator("scheme", "check", "bad.toml").code == 1
    for words in (
        ("scheme", "show", "bad.toml"),
        ("scheme", "new", "mine", "--from", "bad.toml"),
        ("-p", "new.db", "new", "--scheme", "bad.toml"),
    ):
        ended = annotator(*words)
        assert (ended.code, ended.out) == (2, ""), words
        assert "bad.toml" in ended.err and "fault of its own" not in ended.err
    assert not Path("mine.toml").exists()


def test_schemes_of_other_programs_are_printed_or_written(annotator: Run) -> None:
    conf = ROOT / "tests/data/samples/brat-news-tutorial/annotation.conf"

    printed = annotator("scheme", "import", str(conf))
    written = annotator("scheme", "import", str(conf), "-o", "own.toml")

    assert (printed.code, written.code) == (0, 0)
    assert annotator("scheme", "check", "own.toml").code == 0
    assert "Merge_org" in annotator("scheme", "show", "own.toml").out
    assert 'maps = { import = "Merge-org" }' in printed.out
    again = annotator("scheme", "import", str(conf), "-o", "own.toml")
    assert (again.code, "--force" in again.err) == (2, True)


def test_schemes_are_shown_and_derived(annotator: Run) -> None:
    Path("own.toml").write_text(SCHEME)
    ended = annotator("scheme", "check", "own.toml")
    assert ended == (0, "", "own.toml: for-tests 1.0.0 has no faults.\n")
    assert json.loads(annotator("scheme", "check", "own.toml", "--json").out) == []
    own = annotator("scheme", "show").out
    assert own == annotator("scheme", "show", "own.toml").out
    assert "PERSON" in own and "ARMED_GROUP" in annotator("scheme", "show", "news-conflict").out
    assert annotator("scheme", "new", "mine").code == 0
    assert annotator("scheme", "check", "mine.toml").code == 0
    assert annotator("scheme", "new", "mine").code == 2
    assert annotator("scheme", "new", "mine", "--from", "own.toml", "--force").code == 0
    assert annotator("-p", "new.db", "new", "--scheme", "mine.toml").code == 0
    assert "scheme mine" in annotator("-p", "new.db", "status").out


def test_schemes_are_compared(annotator: Run) -> None:
    assert annotator("scheme", "new", "mine").code == 0
    text = Path("mine.toml").read_text(encoding="utf-8")
    Path("mine.toml").write_text(text.replace("ARMED_GROUP", "MILITIA"), encoding="utf-8")
    ended = annotator("scheme", "diff", "news-conflict", "mine.toml")
    assert ended.code == 0 and "Taken together: major." in ended.err
    assert "major  renamed    entities.types.ARMED_GROUP: ARMED_GROUP is now MILITIA" in ended.out
    found = json.loads(annotator("scheme", "diff", "news-conflict", "mine.toml", "--json").out)
    assert {"level", "kind", "path", "what", "new"} == set(found[0])
    assert annotator("scheme", "diff", "mine.toml", "mine.toml").out == ""


def test_a_project_goes_over_to_another_scheme(annotator: Run) -> None:
    annotator("scheme", "new", "mine", "--from", "news-conflict")
    annotator("-p", "new.db", "new", "--scheme", "mine.toml")
    text = Path("mine.toml").read_text(encoding="utf-8")
    Path("next.toml").write_text(text.replace('"0.1.0"', '"0.2.0"'), encoding="utf-8")
    dry = annotator("-p", "new.db", "scheme", "migrate", "next.toml", "--dry-run", "--json")
    assert json.loads(dry.out) == {"scheme": "mine 0.2.0", "changed": 0, "kept": 0, "acts": {}}
    assert "0.1.0" in annotator("-p", "new.db", "scheme", "show").out
    ended = annotator("-p", "new.db", "scheme", "migrate", "next.toml")
    assert ended.code == 0 and "changed 0 annotations, 0 stay as they are" in ended.err
    assert "0.2.0" in annotator("-p", "new.db", "scheme", "show").out
    Path("bad.toml").write_text("[types]\nGPEE = 'LOC'\n", encoding="utf-8")
    ended = annotator("-p", "new.db", "scheme", "migrate", "next.toml", "--map", "bad.toml")
    assert ended.code == 2 and "bad.toml:2: types.GPEE" in ended.err
    assert annotator("-p", "new.db", "verify").code == 0


def test_an_export_that_is_killed_leaves_nothing(
    annotator: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.cli.export_command.on_terminal", lambda: True)
    monkeypatch.setattr(
        "annotator.cli.export_command._progress", lambda _: os.kill(os.getpid(), signal.SIGTERM)
    )
    (tmp_path / "there").mkdir()

    ended = annotator("export", tmp_path / "there" / "gold")

    assert ended.code == 130
    assert not list((tmp_path / "there").iterdir())


def test_a_lead_reads_everybodys_history(annotator: Run, worked: Path) -> None:
    found = json.loads(annotator("--as", "lead", "history", "--json").out)

    assert found
    assert "lead" not in {entry["annotator"] for entry in found}

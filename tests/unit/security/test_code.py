"""What the package never does: run code that it read, or build SQL of what came from outside."""

import ast
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from annotator.formats.exporting.run import ExportOptions
from annotator.project import ImportOptions, Wanted
from tests.support import ROOT, article_ids, mark, new_project, session

RUNS_CODE = {"eval", "exec", "compile", "__import__"}
READS_CODE = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "yaml", "runpy", "code"}
SHELLS = {"system", "popen", "getoutput", "getstatusoutput"}

STARTS = {
    "annotator/suggest/process.py",  # the person's own programs, from their configuration
    "annotator/serving/person.py",  # this program, for a page of its own
    "annotator/serving/server.py",  # as above
    "annotator/tui/editor.py",  # $EDITOR
    "annotator/tui/screens/agreement.py",  # this program, beside the screen
}
"""Modules that may start processes."""

IMPORTS = {
    "annotator/cli/group.py",  # commands, by a table of ours
    "annotator/formats/registry.py",  # formats, by a table of ours and by installed plug-ins
    "annotator/project/__init__.py",  # names of its own
}
"""Modules that import by name."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield path and tree of every module of the package."""
    for path in sorted((ROOT / "annotator").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Return the first words of all that a module imports, and whole names."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return names | {name.partition(".")[0] for name in names}


def called(tree: ast.Module) -> set[str]:
    """Return the last words of the names of all that a module calls; methods of ours too."""
    return {_called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner not in ("re", "regex"):
            return f".{name}"
    return ""


@pytest.mark.parametrize(
    ("path", "tree"), modules(), ids=lambda one: one if isinstance(one, str) else ""
)
def test_no_module_runs_what_it_reads(path: str, tree: ast.Module) -> None:
    assert not RUNS_CODE & called(tree)
    assert not READS_CODE & imported(tree)
    assert not {f".{name}" for name in SHELLS} & called(tree)
    shell = [
        keyword
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "shell"
    ]
    assert not shell


def test_few_modules_start_processes_or_import_by_name() -> None:
    starting, importing = set(), set()
    for path, tree in modules():
        calls = called(tree)
        if calls & {".Popen", ".run", ".create_subprocess_exec", "create_subprocess_exec"} and (
            imported(tree) & {"subprocess", "asyncio"}
        ):
            starting.add(path)
        if calls & {"import_module", ".import_module"}:
            importing.add(path)
    assert starting <= STARTS
    assert importing == IMPORTS


MARK = "zqx'\"; DROP TABLE journal; --"
"""Stands in everything that comes from outside, and never in a statement."""


class Listening(sqlite3.Connection):
    """Keeps every statement as it is written, without its values."""

    statements: list[str] = []  # noqa: RUF012 - one list for all connections, which is the use of it

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self.statements.append(sql)
        return super().execute(sql, *values)

    def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self.statements.append(sql)
        return super().executemany(sql, *values)

    def cursor(self, *_: Any) -> Any:
        return super().cursor(ListeningCursor)


class ListeningCursor(sqlite3.Cursor):
    """A cursor that does the same."""

    def execute(self, sql: str, *values: Any) -> Self:
        Listening.statements.append(sql)
        return super().execute(sql, *values)


def test_no_statement_holds_what_came_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def listening(*given: Any, **options: Any) -> Any:
        return connect(*given, **{**options, "factory": Listening})

    monkeypatch.setattr(sqlite3, "connect", listening)
    Listening.statements.clear()
    with new_project(tmp_path / "a.db", [f"Ilena {MARK} left.\nShe met {MARK}."]) as project:
        made = tmp_path / f"{MARK}.txt"
        made.write_text(f"Another {MARK} text.", encoding="utf-8")
        project.import_paths([made], ImportOptions("ann"))
        at = session(project)
        mark(at, "PERSON", MARK)
        identities = project.identities("ann")
        identities.new("entity", MARK, "PERSON")
        project.messages("ann").ask(article_ids(project)[0], 0, MARK)
        assert project.search('"zqx"', "ann").more(10)
        assert len(project.listing("ann", Wanted(words=(MARK,)))) == 2
        assert project.history(MARK, [MARK]) == []
        project.export(tmp_path / "gold", ExportOptions("ann"))
        project.bundle("ann", tmp_path / "bundle.db")
        at.undo()
        assert list(project.verify()) == []
    assert len(Listening.statements) > 100
    assert not [sql for sql in Listening.statements if "zqx" in sql.lower()]


def test_a_project_names_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_project(tmp_path / "a.db") as project:
        with project.file.write() as conn:
            for key in ("suggesters", "programs", "pipelines", "spacy", "showing"):
                value = '{"evil": {"command": ["touch", "evil"], "spacy": "./evil"}}'
                conn.execute("INSERT OR REPLACE INTO project VALUES (?, ?)", (key, value))
        (tmp_path / "config.toml").write_text('[suggesters.evil]\ncommand = ["touch", "evil"]\n')
        monkeypatch.chdir(tmp_path)
        names = {one.name for one in project.suggesters("ann").listed()}
        assert "dates" in names
        assert "evil" not in names

"""`annotator demo` makes a project that can be tried, once."""

from pathlib import Path

from annotator.project import open_project
from tests.unit.cli.support import Run


def test_a_demonstration_has_articles_and_finished_layers(annotator: Run, tmp_path: Path) -> None:
    made = annotator("demo", str(tmp_path / "tour"), "--no-open")
    assert made.code == 0
    path = tmp_path / "tour" / "demo.db"
    assert f"annotator -p {path} opens it." in made.err
    with open_project(path, read_only=True) as project:
        assert project.count() == 5
        assert project.annotators() == ["ada", "ben"]
        assert project.next_undone("ada") == ""
        assert {problem.severity for problem in project.verify()} <= {"warning"}


def test_nothing_is_written_over(annotator: Run, tmp_path: Path) -> None:
    assert annotator("demo", str(tmp_path / "tour"), "--no-open").code == 0
    again = annotator("demo", str(tmp_path / "tour"), "--no-open")
    assert again.code == 2
    assert "is there already" in again.err
    (tmp_path / "file").write_text("")
    assert "is a file; name a folder" in annotator("demo", str(tmp_path / "file")).err

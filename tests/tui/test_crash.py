"""Faults that no screen can go on with: one sentence, and no text of the articles anywhere."""

from pathlib import Path

import pytest

from annotator.project import Listing, Project, StoreError
from annotator.tui.app import AnnotatorApp, run
from annotator.tui.widgets.span_view import SpanView
from tests.tui.conftest import Opened


def reports(folder: Path) -> list[str]:
    """Return the reports of crashes that were written."""
    return [path.read_text("utf-8") for path in (folder / "state").rglob("crash-*.txt")]


async def test_a_project_that_can_no_longer_be_read_is_no_crash(
    project: Project, home: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def damaged(*_: object) -> None:
        raise StoreError("The project is damaged; restore it from a backup.")

    monkeypatch.setattr(Listing, "page", damaged)
    with pytest.raises(StoreError, match="restore it"):
        async with home(project):
            pass
    assert reports(tmp_path) == []


def test_what_ended_the_screens_is_raised_for_the_command_line(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = StoreError("The project is damaged; restore it from a backup.")

    def end_with_trouble(self: AnnotatorApp) -> None:
        self.trouble = trouble

    monkeypatch.setattr(AnnotatorApp, "run", end_with_trouble)
    with pytest.raises(StoreError, match="restore it"):
        run(project, "ann")


async def test_a_report_of_a_crash_holds_no_text_of_the_article(
    project: Project,
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(self: SpanView) -> None:
        text = self._desk.session.work.text
        raise ValueError(f"fault with {text[:40]}")

    with pytest.raises(ValueError, match="fault with"):
        async with opened(project) as pilot:
            monkeypatch.setattr(SpanView, "show_light", fail)
            await pilot.press("right")
    (report,) = reports(tmp_path)
    assert "ValueError" in report
    assert "show_light" in report
    printed = "".join(capsys.readouterr())
    assert "Everything labelled so far is" in printed
    for told in (report, printed):
        assert "Iran" not in told
        assert "Taliban" not in told

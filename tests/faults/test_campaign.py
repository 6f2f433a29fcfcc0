"""A slice of the fault campaign, and that the report of the whole of it is clean."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.faults.campaign import FAULTS, MARKS, bring
from tests.support import ROOT


@pytest.fixture(scope="module")
def campaign_folder() -> Iterator[Path]:
    """A folder below which other users may be let in, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-faults-"))
    yield folder
    shutil.rmtree(folder)


@cache
def can_mount() -> bool:
    """Say whether file systems can be mounted for one process here."""
    as_root = () if os.geteuid() == 0 else ("--user", "--map-root-user")
    words = ("unshare", *as_root, "--mount", "mount", "-t", "tmpfs", "none", "/mnt")
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("name", FAULTS)
def test_a_few_of_each_fault(campaign_folder: Path, name: str) -> None:
    fault = FAULTS[name]
    if fault.mounts and not can_mount():
        pytest.skip("no file system can be mounted here; tests/e2e/test_faults.py fills a disk")
    outcome = bring(name, campaign_folder, fault.few)
    assert outcome.runs
    assert outcome.acknowledged
    assert (outcome.lost, outcome.unsound) == (0, 0), outcome


def test_the_report_has_every_fault_and_no_loss() -> None:
    page = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
    held = page.partition(MARKS[0])[2].partition(MARKS[1])[0]
    rows = [line.strip("| ").split(" | ") for line in held.splitlines() if line.startswith("| ")]
    assert [cells[0] for cells in rows[1:]] == [fault.told for fault in FAULTS.values()]
    for cells in rows[1:]:
        assert cells[3:5] == ["0", "0"]

"""The import contracts are checked by `make lint`; here, that each of them would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT

LINT = Path(sys.executable).with_name("lint-imports")

PLANTED = {
    "model/base.py": "import annotator.store.errors",
    "agreement/__init__.py": "import annotator.store.errors",
    "cli/status_command.py": "import annotator.store.status",
    "formats/__init__.py": "import textual",
    "labelling/effort.py": "import sqlite3",
}
"""One import that is not allowed for each contract."""


def test_every_contract_notices_an_import_against_it(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "*.db*")
    shutil.copytree(ROOT / "annotator", tmp_path / "annotator", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line in PLANTED.items():
        path = tmp_path / "annotator" / name
        path.write_text(f"{path.read_text()}\n{line}\n")
    done = subprocess.run(
        [LINT, "--no-logo", "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    contracts = [line for line in done.stdout.splitlines() if line.endswith((" KEPT", " BROKEN"))]
    assert len(contracts) == len(PLANTED)
    assert all(line.endswith(" BROKEN") for line in contracts)

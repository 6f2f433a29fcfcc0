"""Articles for the end-to-end tests."""

from pathlib import Path

import pytest

TEXT = """\
Others stormed Karvan on Monday, and Tomas Erdin fled with Velmora Relief to Lower Oshtin.
At least 12 people were killed near the Sarn valley.
Nobody claimed the attack.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Return an article of three sentences."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path

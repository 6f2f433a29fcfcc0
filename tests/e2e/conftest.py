"""Articles for the end-to-end tests, and a look at the keys they press."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import Tmux
from tests.e2e.tried import tmux_name

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


@pytest.fixture(autouse=True)
def _presses_what_it_tries(request: pytest.FixtureRequest) -> Iterator[None]:
    """See that a test which says that it tries keys presses them."""
    Tmux.pressed.clear()
    yield
    for mark in request.node.iter_markers("tries"):
        missed = {tmux_name(key) for key in mark.args[1:]} - Tmux.pressed
        assert not missed, f"never pressed: {missed}"

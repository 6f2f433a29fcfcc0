"""The program as it is, and at a signal the number of widgets that it holds, detached ones too.

python -m tests.e2e.counted label article.txt
"""

import gc
import os
import signal
import time
from pathlib import Path

COUNT_FILE = "ANNOTATOR_TEST_WIDGETS"
"""The variable that names the file for the number."""

_PATIENCE_S = 15


def main() -> None:
    """Run the command line."""
    from annotator.cli import main as run

    signal.signal(signal.SIGUSR1, lambda *_: _write_count())
    run()


def count_widgets(process: int, file: Path) -> int:
    """Ask a running program for its number of widgets.

    Raises:
        AssertionError: it did not answer.
    """
    os.kill(process, signal.SIGUSR1)
    until = time.monotonic() + _PATIENCE_S
    while not file.exists():
        assert time.monotonic() < until, "the program does not count its widgets"
        time.sleep(0.01)
    number = int(file.read_text())
    file.unlink()
    return number


def _write_count() -> None:
    from textual.widget import Widget

    gc.collect()
    number = sum(isinstance(one, Widget) for one in gc.get_objects())
    target = Path(os.environ[COUNT_FILE])
    partial = target.with_suffix(".partial")
    partial.write_text(str(number))
    partial.replace(target)


if __name__ == "__main__":
    main()

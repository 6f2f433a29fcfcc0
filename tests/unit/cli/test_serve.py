"""What `annotator serve` refuses before it serves."""

import socket
import sys

import pytest

from tests.unit.cli.support import Run


def test_without_its_package_it_says_what_to_install(
    annotator: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    ended = annotator("serve")
    assert ended.code == 2
    assert ended.err == (
        "annotator: textual-serve is not installed; install it with: "
        "pip install 'annotator[serve]'\n"
    )


def test_a_short_token_is_refused(annotator: Run) -> None:
    ended = annotator("serve", "--token", "short")
    assert ended.code == 2
    assert ended.err.startswith("annotator: A token has at least 12 characters")


def test_a_port_in_use_is_named(annotator: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = annotator("serve", "--port", str(port))
    assert ended.code == 2
    assert ended.err.startswith(f"annotator: Port {port} of 127.0.0.1 cannot be used")
    assert ended.out == ""


def test_a_missing_project_is_said_at_once(annotator: Run) -> None:
    ended = annotator("-p", "nowhere.db", "serve")
    assert ended.code == 3
    assert "nowhere.db" in ended.err

"""Commands that the pages show: every command and option in them is there."""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import click
import pytest

from annotator.cli.group import cli
from tests.support import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(?:sh)?\n(.*?)^```", re.DOTALL | re.MULTILINE)
COLUMN = re.compile(r"\s{3,}[a-z].*$")
"""What stands behind a command in a list of commands."""


def shown_in(text: str) -> list[list[str]]:
    """Return the words of every command in examples and in the middle of sentences."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    examples = "".join(FENCE.findall(text))
    lines = re.findall(r"^annotator (.+)$", examples, re.MULTILINE)
    lines += re.findall(r"^    annotator (.+)$|`annotator ([^`\n]+)`", prose, re.MULTILINE)
    told = ["".join(line) for line in lines]
    return [
        shlex.split(re.split(r" \| | > ", COLUMN.sub("", line))[0], comments=True) for line in told
    ]


def unknown_in(words: Sequence[str]) -> list[str]:
    """Return the options and commands of a command line that the program does not have."""
    command: click.Command = cli
    unknown, rest = [], list(words)
    while rest:
        word = rest.pop(0)
        if word == "...":
            break
        if word.startswith("--") or re.fullmatch(r"-[a-z]", word):
            name = word.partition("=")[0]
            options = {
                name: one for one in command.params for name in (*one.opts, *one.secondary_opts)
            }
            option = options.get(name)
            if option is None and name != "--help":
                unknown.append(name)
            if isinstance(option, click.Option) and not option.is_flag and "=" not in word:
                rest = rest[1:]
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            if found is None and command is cli:
                unknown.append(word)
            command = found or command
    return unknown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_shown_is_there(page: Path) -> None:
    for words in shown_in(page.read_text("utf-8")):
        assert unknown_in(words) == [], words


def test_what_is_not_there_is_seen() -> None:
    shown = shown_in(
        "```sh\nannotator --as eve publish gold/   # all\n```\n`annotator export --bad`"
    )
    assert [unknown_in(words) for words in shown] == [["publish", "gold/"], ["--bad"]]

"""The manual page: `python -m docs.manpage FILE`, or `make man`.

Made from the commands themselves, in the macros that man(7) describes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from annotator.cli.group import cli
from annotator.cli.outcome import (
    BAD_INPUT,
    CANCELLED,
    FINE,
    FOUND_PROBLEMS,
    PROJECT_UNUSABLE,
)

_WIDTH = 10_000
"""Wide enough that click wraps nothing: the page is filled by whoever shows it."""


def main() -> None:
    """Write the page."""
    Path(sys.argv[1]).write_text(manual_page(), "utf-8")


def manual_page() -> str:
    """Return the page: the program, then every command with its options and examples."""
    program = click.Context(cli, info_name="annotator", max_content_width=_WIDTH)
    lines = [
        '.TH ANNOTATOR 1 "" annotator "User Commands"',
        *(".SH NAME", "annotator \\- label entities, claims and incidents in news sentences"),
        *(".SH SYNOPSIS", ".B annotator", "[OPTIONS] [COMMAND] [ARGS]..."),
        *(".SH DESCRIPTION", *_text(cli.help or "")),
        *(".PP", _line("Every command has --help, with examples.")),
        *(".SH OPTIONS", *_options(program)),
        *(".SH EXAMPLES", *_verbatim(cli.epilog or "")),
        ".SH COMMANDS",
    ]
    for context in commands(program):
        lines += _command(context)
    lines += [".SH EXIT STATUS"]
    for code, meaning in _EXIT_CODES.items():
        lines += [".TP", f".B {code}", meaning]
    return "\n".join(lines) + "\n"


def commands(above: click.Context) -> Iterator[click.Context]:
    """Yield every command below a group, those of groups in it behind the group itself."""
    if not isinstance(above.command, click.Group):
        return
    for name in above.command.list_commands(above):
        if command := above.command.get_command(above, name):
            context = click.Context(command, above, name, max_content_width=_WIDTH)
            yield context
            yield from commands(context)


_EXIT_CODES = {
    FINE: "It went well.",
    FOUND_PROBLEMS: "It ran and found problems.",
    BAD_INPUT: "The input or the call was wrong.",
    PROJECT_UNUSABLE: "The project cannot be read or written.",
    CANCELLED: "It was cancelled.",
}


def _command(context: click.Context) -> list[str]:
    command = context.command
    pieces = " ".join(command.collect_usage_pieces(context))
    title = f".SS {_line(f'{context.command_path} {pieces}')}"
    return [title, *_text(command.help or ""), *_options(context), *_verbatim(command.epilog or "")]


def _options(context: click.Context) -> list[str]:
    found = []
    for parameter in context.command.params:
        record = parameter.get_help_record(context)
        if record:
            found += [".TP", f".B {_line(record[0])}", _line(" ".join(record[1].split()))]
    return found


def _text(written: str) -> list[str]:
    paragraphs = written.replace("\b\n", "").split("\n\n")
    return [piece for one in paragraphs for piece in (".PP", _line(" ".join(one.split())))]


def _verbatim(written: str) -> list[str]:
    lines = written.replace("\b\n", "").splitlines()
    return [".PP", ".nf", *map(_line, lines), ".fi"] if lines else []


def _line(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    ascii_only = "".join(one if one.isascii() else f"\\[u{ord(one):04X}]" for one in escaped)
    return f"\\&{ascii_only}" if ascii_only[:1] in {".", "'"} else ascii_only


if __name__ == "__main__":
    main()

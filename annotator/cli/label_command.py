"""`annotator label`: the Label screen."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

import click

from annotator.cli.config_command import preferences_for, scheme_of
from annotator.cli.context import Settings, narrate
from annotator.cli.import_command import import_files, import_options
from annotator.cli.outcome import FINE, FOUND_PROBLEMS, BadInput
from annotator.cli.terminal import plain
from annotator.config import config_file

if TYPE_CHECKING:
    from annotator.project import Project

Start = Literal["", "adjudicate", "second"]

_WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""What `annotator serve` has in `TEXTUAL_DRIVER`: the screens speak with a browser then."""


@click.command(
    "label",
    epilog="\b\nExamples:\n  annotator label                 go on where you left off\n"
    "  annotator label seeds           import the folder if it is new, then label\n"
    "  annotator label 002_7fb7.txt    an article of the project, or a file\n"
    "  annotator label --plain < acts.txt   by lines, from a script or a keyboard\n"
    "  annotator label --order uncertain    first what suggesters are least sure about",
)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "--plain", "plain_lines", is_flag=True, help="Label by lines of words, without a screen."
)
@click.option(
    "--order",
    type=click.Choice(("listed", "uncertain")),
    default="listed",
    show_default=True,
    help="Which article comes next: the next in the list, or that of the least sure suggestions.",
)
@click.option("--seed", default=0, help="Another order among articles that are alike in this.")
@import_options
@click.pass_obj
def command(
    settings: Settings,
    /,
    paths: tuple[str, ...],
    plain_lines: bool,
    order: str,
    seed: int,
    **options: Any,
) -> int:
    """Open the Label screen, on new files after importing them."""
    files = [path for path in paths if Path(path).exists()]
    words = [path for path in paths if path not in files]
    annotator, article = settings.annotator, ""
    # First what was named, so that a mistyped name imports nothing.
    named = _named(settings, words)
    if files:
        if config_file().exists() and not plain_lines:
            # A screen that will not open should import nothing either.
            preferences_for(scheme_of(settings))
        report = import_files(settings, files, options)
        if report.articles or (len(files) == 1 and Path(files[0]).is_file()):
            article = report.first_article
        if options["dry_run"]:
            return 0
    project = settings.open()
    article = named or article
    if not project.count():
        raise BadInput("The project has no articles; name some: annotator label FILES")
    if order == "uncertain":
        project.uncertain_first(annotator, seed)
        article = article or project.next_undone(annotator)
    article = article or _where_left(project, annotator)
    if plain_lines:
        return _converse(project, annotator, article)
    return open_screens(project, annotator, article)


def open_screens(project: "Project", annotator: str, article: str = "", start: Start = "") -> int:
    """Open the screens and return their exit code.

    Args:
        start: a screen other than Home or Label to begin with.
    """
    if os.environ.get("TEXTUAL_DRIVER") != _WEB_DRIVER:
        _check_terminal()
    preferences = preferences_for(project.scheme)
    from annotator.tui.app import run

    return run(project, annotator, article, preferences, start)


def _converse(project: "Project", annotator: str, article: str) -> int:
    """Obey lines until there are no more; say whether all could be done.

    Returns:
        The exit code: 1 where a script asked for something that could not be done.
    """
    import sys

    from annotator.project import Sitting

    sitting = Sitting()
    try:
        sitting.suggests = preferences_for(project.scheme).suggestions
    except BadInput as problem:  # keys and themes, of which there are none here
        narrate(f"The configuration is left aside: {problem.format_message()}")
    conversation = project.conversation(annotator, article, sitting)
    is_asked, all_done = sys.stdin.isatty(), True
    _say(conversation.greet())
    if is_asked:
        _say(["Type help for what can be said, quit to leave."])
    # No line editor: those write control characters, which readers of the screen would spell.
    for line in _lines(sys.stdin, prompt="> " if is_asked else ""):
        if line.strip() in ("quit", "q"):
            break
        is_done, said = conversation.obey(line)
        all_done = all_done and is_done
        _say(said)
    conversation.close()
    return FINE if is_asked or all_done else FOUND_PROBLEMS


def _lines(stream: TextIO, prompt: str) -> Iterator[str]:
    while True:
        if prompt:
            click.echo(prompt, nl=False)
        line = stream.readline()
        if not line:
            return
        yield line


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(plain(line))


def _check_terminal() -> None:
    """Refuse to open screens where there is no terminal that could show them."""
    import sys

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput(
            "The screens need a terminal; annotator label --plain labels without one, and "
            "annotator show prints an article."
        )
    kind = os.environ.get("TERM", "")
    if kind in ("dumb", "unknown"):
        raise BadInput(
            f"The screens have to place text on the terminal, and TERM={kind} says that this one "
            "cannot; annotator label --plain labels without that, and annotator show prints an "
            "article."
        )


def _named(settings: Settings, words: list[str]) -> str:
    """Return the article of the project that the words name which are no files, "" for no word."""
    from annotator.project import Refused

    if not words:
        return ""
    if len(words) > 1:
        raise BadInput(f"There is no file {words[0]}, and the screen opens one article at a time.")
    if not settings.path.exists():
        raise BadInput(
            f"There is no file {words[0]}, and no project at {settings.path} that could hold an "
            "article of that name."
        )
    try:
        return settings.open().article(words[0]).id
    except Refused as reason:
        raise BadInput(f"{reason} There is no file of that name either.") from None


def _where_left(project: "Project", annotator: str) -> str:
    """Return the article where the annotator was, else the first that waits, else the first."""
    place = project.last_place(annotator)
    if place:
        return place.article
    return project.next_undone(annotator) or project.articles(limit=1)[0].article.id

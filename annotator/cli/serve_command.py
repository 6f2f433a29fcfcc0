"""`annotator serve`: the screens in a browser."""

import sys
from pathlib import Path

import click

from annotator.cli.context import Settings, narrate
from annotator.cli.outcome import BadInput

_USUAL_HOST = "127.0.0.1"


@click.command(
    "serve",
    epilog="\b\nExamples:\n  annotator serve                     for browsers on this machine\n"
    "  annotator serve --port 9000\n"
    "  annotator serve --host 0.0.0.0      for other machines too; prints a token",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 for any that is free.",
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default=_USUAL_HOST,
    show_default=True,
    help="The address to listen on; others than this machine's own need a token.",
)
@click.option(
    "--token",
    metavar="T",
    envvar="ANNOTATOR_TOKEN",
    default="",
    help="Ask for this at the login [default: one made up where it is needed, or "
    "$ANNOTATOR_TOKEN, which other users of the machine do not see].",
)
@click.pass_obj
def command(settings: Settings, port: int, host: str, token: str) -> int:
    """Show the same screens in browsers, one process for each page, until Ctrl+C.

    Whoever opens the page types a name, and works under it as with --as.
    """
    _check_installed()
    from annotator.serving.door import LEAST_TOKEN, LOOPBACK, Door, new_token
    from annotator.serving.server import Site, serve

    if token and len(token) < LEAST_TOKEN:
        raise BadInput(f"A token has at least {LEAST_TOKEN} characters, so that nobody guesses it.")
    is_own = host in LOOPBACK
    token_made = "" if token or is_own else new_token()
    # Whatever is wrong with the project is said here, and not in every browser.
    with settings.open() as project:
        path = project.path.resolve()
    door = Door(token or token_made, LOOPBACK if is_own else ())
    site = Site(door, path.name, lambda name: _screens(path, name))

    def tell(bound: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        narrate(f"Serving {path} on http://{shown}:{bound}/ until Ctrl+C.")
        if token_made:
            narrate(f"The login asks for this token: {token_made}")
        if not is_own:
            narrate("What is typed goes over the network unencrypted, unless a proxy adds https.")

    try:
        serve(site, host, port, tell)
    except OSError as problem:
        raise BadInput(
            f"Port {port} of {host} cannot be used ({problem.strerror or problem}); "
            "name another with --port or --host."
        ) from None
    return 0


def _screens(project: Path, name: str) -> tuple[str, ...]:
    return (sys.executable, "-P", "-m", "annotator", f"--project={project}", f"--as={name}")


def _check_installed() -> None:
    try:
        import textual_serve  # noqa: F401 (asked for here, used where it is needed)
    except ImportError:
        raise BadInput(
            "textual-serve is not installed; install it with: pip install 'annotator[serve]'"
        ) from None

"""What a browser shows around the terminal: the login, and the page of the screens."""

from functools import cache
from html import escape
from importlib import resources
from string import Template

FONT_SIZES = range(8, 49)
"""Sizes of letters, in pixels, that a page can be asked for by `/?fontsize=20`."""

HEADERS = {
    # The pages load nothing from elsewhere, and no other page shows them in a frame.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer says of itself."""

FILES = {"page.css": "text/css", "page.js": "text/javascript"}
"""Files of ours that the pages load, with their kinds."""

_ASKED_TOO = (
    '<label for="token">Token, as annotator serve printed it</label>\n'
    '<input id="token" name="token" type="password" required autocomplete="current-password">'
)


def login_page(project: str, *, asks_token: bool, name: str = "", problem: str = "") -> str:
    """Return the form that asks for a name.

    Args:
        project: what the project file is called.
        asks_token: whether a token is asked for too.
        name: what was typed before.
        problem: why that was no good.
    """
    return Template(file_text("login.html")).substitute(
        project=escape(project),
        name=escape(name),
        problem=escape(problem),
        token=_ASKED_TOO if asks_token else "",
    )


def terminal_page(name: str, font_size: str = "") -> str:
    """Return the page that shows the screens.

    Args:
        font_size: of letters, in pixels; the usual one where it is none.
    """
    wanted = int(font_size) if font_size.isascii() and font_size.isdigit() else 16
    size = wanted if wanted in FONT_SIZES else 16
    return Template(file_text("terminal.html")).substitute(name=escape(name), size=size)


@cache
def file_text(name: str) -> str:
    """Return a file of this room."""
    return (resources.files("annotator.serving") / name).read_text("utf-8")

"""Who may come in: names, the token, and where a browser says that a request comes from."""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Collection
from urllib.parse import urlsplit

from annotator.model.ids import is_annotator_name

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Names of this machine that other machines cannot reach."""

LEAST_TOKEN = 12
"""Characters that a token of one's own has at the least."""

_MOST_LOGINS = 1000


class Turned(Exception):
    """Somebody may not come in; the message says why in one sentence."""


class Door:
    """Lets people in by name, and by the token where there is one.

    Args:
        token: what everybody has to know, "" for nothing.
        hosts: the names under which browsers may reach the server, empty for any; a page that
            made a name of its own lead to this machine is refused by them.
    """

    def __init__(self, token: str = "", hosts: Collection[str] = ()) -> None:
        self._token, self._hosts = token, frozenset(hosts)
        self._people: OrderedDict[str, str] = OrderedDict()

    @property
    def asks_token(self) -> bool:
        """Say whether a token is asked for."""
        return bool(self._token)

    def admit(self, name: str, token: str) -> str:
        """Let somebody in and return the secret by which their browser is known from now on.

        Raises:
            Turned: the token is another, or the name may not sign work.
        """
        # In constant time, so that its beginning cannot be found by the clock.
        if self._token and not hmac.compare_digest(_bytes(token), _bytes(self._token)):
            raise Turned("This is not the token that annotator serve printed.")
        if not is_annotator_name(name):
            raise Turned("A name has letters, digits, _ . and -, 64 of them at the most.")
        secret = secrets.token_urlsafe(32)
        self._people[secret] = name
        while len(self._people) > _MOST_LOGINS:
            self._people.popitem(last=False)
        return secret

    def name_of(self, secret: str) -> str:
        """Return who has the secret, "" for nobody."""
        return self._people.get(secret, "")

    def leave(self, secret: str) -> None:
        """Forget a secret."""
        self._people.pop(secret, None)

    def serves(self, host: str) -> bool:
        """Say whether a request may name this host (the header `Host`)."""
        return not self._hosts or _name_of(host) in self._hosts


def is_same_site(origin: str, host: str) -> bool:
    """Say whether a request comes from a page of the server itself.

    Args:
        origin: the header `Origin`, "" where there is none: then no browser sent it for a page.
        host: the header `Host`.
    """
    return not origin or urlsplit(origin).netloc == host


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(16)


def _name_of(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:  # a bracket without its other
        return ""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")

"""Ids, hashes and instants: made once, the same everywhere.

An id is a letter prefix and 12 lower-case hexadecimal digits, so that no reader of an export takes
it for a number (`pandas.read_json` turns "0012" into 12). An article's id comes from its text.
"""

import hashlib
import re
import secrets
from datetime import UTC, datetime

MENTION, INCIDENT, CLAIM, RELATION, LABEL, SPAN = "e", "i", "c", "r", "l", "s"
REGISTRY, JOURNAL, RUN, SUGGESTION, DECISION = "n", "j", "u", "p", "g"
MESSAGE, BUNDLE = "m", "b"

ID_PATTERN = r"^[a-z]_[0-9a-z]{12}$"
REGISTRY_ID_PATTERN = r"^n_[0-9a-z]{12}$"
ARTICLE_ID_PATTERN = r"^d_[0-9a-f]{16}$"
HASH_PATTERN = r"^sha256:[0-9a-f]{64}$"
ANNOTATOR_PATTERN = r"^[A-Za-z0-9_.-]{1,64}$"
INSTANT_PATTERN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"

_ANNOTATOR = re.compile(ANNOTATOR_PATTERN)
_REGISTRY_ID = re.compile(REGISTRY_ID_PATTERN)
_ITEM_ID = re.compile(ID_PATTERN)


def new_id(prefix: str) -> str:
    """Return a fresh random id such as `e_63b7e05073cb`."""
    return f"{prefix}_{secrets.token_hex(6)}"


def hash_text(text: str) -> str:
    """Return `sha256:` and the hexadecimal digest of the UTF-8 text.

    Raises:
        UnicodeEncodeError: the text holds a lone surrogate.
    """
    return hash_bytes(text.encode())


def hash_bytes(data: bytes) -> str:
    """Return `sha256:` and the hexadecimal digest of the bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def article_id(text_hash: str) -> str:
    """Return the id of the article whose text has this hash."""
    return "d_" + text_hash.removeprefix("sha256:")[:16]


def is_annotator_name(name: str) -> bool:
    """Say whether a name may sign work (letters, digits, `_.-`, at most 64)."""
    return _ANNOTATOR.fullmatch(name) is not None


def is_item_id(text: str) -> bool:
    """Say whether a text has the form of an id of ours."""
    return _ITEM_ID.fullmatch(text) is not None


def is_registry_id(text: str) -> bool:
    """Say whether a text has the form of a registry id."""
    return _REGISTRY_ID.fullmatch(text) is not None


def now() -> str:
    """Return this instant in UTC with milliseconds, as journal and exports write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

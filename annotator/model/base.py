"""What every model shares: frozen, and closed to unknown fields."""

import os
from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

# Pydantic looks through all installed packages for plugins before it builds its first validator;
# none is wanted, and at start that takes 3 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class Record(BaseModel):
    """A value that is replaced, never changed."""

    # Validators are built on first use: building all of them takes 25 ms, and the way to the first
    # paint needs few.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


R = TypeVar("R", bound=Record)


@cache
def field_names(kind: type[Record]) -> set[str]:
    """Return the names of a kind's fields, one set for all who ask."""
    return set(kind.model_fields)


def without_own_names(record: R) -> R:
    """Let a record share the set of fields that were given when it was made.

    Each has a set of its own from Pydantic, which nothing here asks for and which takes 0.7 kB: of
    ten thousand mentions, 7 MB.
    """
    object.__setattr__(record, "__pydantic_fields_set__", field_names(type(record)))
    return record

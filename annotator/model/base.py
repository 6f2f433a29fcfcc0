"""What every model shares: frozen, and closed to unknown fields."""

import os

from pydantic import BaseModel, ConfigDict

# Pydantic looks through all installed packages for plugins before it builds its first validator;
# none is wanted, and at start that takes 3 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class Record(BaseModel):
    """A value that is replaced, never changed."""

    # Validators are built on first use: building all of them takes 25 ms, and the way to the first
    # paint needs few.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

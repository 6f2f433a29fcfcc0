"""What every model shares: frozen, and closed to unknown fields."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A value that is replaced, never changed."""

    # Validators are built on first use: building all of them takes 25 ms, and the way to the first
    # paint needs few.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

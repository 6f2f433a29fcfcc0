"""What every model shares: frozen, and closed to unknown fields."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A value that is replaced, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

"""What labelling costs a person: keys pressed and time spent, pauses left out."""

import time

from annotator.model.journal import Effort

PAUSE_MS = 10_000
"""Without a key for longer, the person is taken to be away: only this much counts."""


class EffortMeter:
    """Counts keys and active time between two acts."""

    def __init__(self) -> None:
        self._keys = 0
        self._active_ms = 0
        self._last = time.monotonic()

    def key(self) -> None:
        """Count one key press, or one use of the mouse."""
        now = time.monotonic()
        self._keys += 1
        self._active_ms += min(PAUSE_MS, int((now - self._last) * 1000))
        self._last = now

    def is_resting(self, seconds: float) -> bool:
        """Say whether no key has come for so long."""
        return time.monotonic() - self._last > seconds

    def spent(self) -> Effort:
        """Return what was spent since `settle`."""
        return Effort(self._keys, self._active_ms)

    def settle(self) -> None:
        """Begin again, because an act has been journalled."""
        self._keys = 0
        self._active_ms = 0

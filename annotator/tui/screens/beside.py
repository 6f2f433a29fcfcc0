"""Reading beside a screen what takes the longer, the bigger the project is."""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from textual.screen import Screen
from textual.timer import Timer

from annotator.project import Project, StoreError, open_project

Found = TypeVar("Found")

AT_ONCE = 50_000
"""Articles of a project in which everything is read within a tenth of a second."""

_WAIT_S = 0.1
"""So long a screen waits for what is read beside it: keys typed ahead then find it there."""

_TELL_S = 0.5

_REST = 10
"""What is done by itself takes at most one part in so many of the time."""


class Beside(Generic[Found]):
    """Reads one thing at a time through a connection of its own, the screen answering meanwhile.

    Args:
        screen: in whose thread everything is told.
        tell: told every half second for how many seconds reading has gone on, 0 at its end.
    """

    def __init__(
        self, screen: Screen[None], project: Project, tell: Callable[[int], None] | None = None
    ) -> None:
        self._screen, self._project, self._tell = screen, project, tell
        self._job: _Job[Found] | None = None
        self._timer: Timer | None = None
        self._rests_until = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._job is not None

    @property
    def is_resting(self) -> bool:
        """Whether nobody but a person should have it read again already."""
        return self.is_busy or time.monotonic() < self._rests_until

    def begin(self, read: Callable[[Project], Found], then: Callable[[Found], None]) -> None:
        """Read something, in place of what is being read; of a small project at once.

        Args:
            then: gets what was read.

        Raises:
            StoreError: the project can no longer be read.
        """
        self.stop()
        if self._project.count() <= AT_ONCE:
            then(read(self._project))
            return
        ended = partial(self._screen.call_later, self._end)
        job = self._job = _Job(self._project.path, read, then, ended)
        job.start()
        job.join(_WAIT_S)
        if not job.is_alive():
            self._end(job)
        elif self._tell:
            self._timer = self._screen.set_interval(_TELL_S, self._tell_time)

    def stop(self) -> None:
        """Read it no further; nobody will hear of it."""
        if self._job:
            self._job.stop()
        self._job = None
        if self._timer:
            self._timer.stop()
            self._timer = None
            if self._tell:
                self._tell(0)

    def _tell_time(self) -> None:
        if self._job and self._tell:
            self._tell(max(1, round(self._job.seconds)))

    def _end(self, job: "_Job[Found]") -> None:
        if job is not self._job:
            return
        self._rests_until = time.monotonic() + _REST * job.seconds
        self.stop()
        job.tell()


class _Job(threading.Thread, Generic[Found]):
    """One reading, in a thread."""

    def __init__(
        self,
        path: Path,
        read: Callable[[Project], Found],
        then: Callable[[Found], None],
        ended: Callable[["_Job[Found]"], object],
    ) -> None:
        super().__init__(daemon=True, name="reads beside the screen")
        self._path, self._read, self._then, self._ended = path, read, then, ended
        self._project: Project | None = None
        self._found: list[Found] = []
        self._problem: StoreError | None = None
        self._is_stopped = False
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """For how long it has been read."""
        return time.monotonic() - self._begun

    def run(self) -> None:
        """Read."""
        try:
            with open_project(self._path, read_only=True) as project:
                self._project = project
                if not self._is_stopped:
                    self._found.append(self._read(project))
        except StoreError as problem:
            self._problem = problem
        self._ended(self)

    def stop(self) -> None:
        """Let it end soon."""
        self._is_stopped = True
        if self._project:
            self._project.interrupt()

    def tell(self) -> None:
        """Hand on what was read.

        Raises:
            StoreError: the project could not be read.
        """
        if self._problem:
            raise self._problem
        for found in self._found:
            self._then(found)

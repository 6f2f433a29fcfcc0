"""Doing the same to many chunks in several processes, in order and in constant memory.

Processes are forked, so a program that uses us as a library needs no `__main__` guard; where
forking is not safe (other threads are running, or the system is not Linux) one process does it all.
"""

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

ALONE = 6
"""Chunks done before processes are started: for fewer they take longer than they save."""

AHEAD = 3
"""Chunks per process that wait for it or for us; more would only cost memory."""

_NICE = 10
"""How far they stand back: somebody may be labelling on the same machine."""

_RARELY = 50_000
"""New objects after which a process looks for garbage in circles: what chunks are made into has
none, and looking after every 700 objects, as usual, takes a tenth of the time."""

_function: Callable[[Any], Any]


def ordered_map(function: Callable[[T], R], chunks: Iterable[T], processes: int = 0) -> Iterator[R]:
    """Yield `function(chunk)` for each chunk, in their order.

    Args:
        function: pure; what it raises is raised here.
        chunks: each worth some ten milliseconds.
        processes: how many at once; 0 for as many as there are processors.
    """
    waiting = iter(chunks)
    yield from map(function, islice(waiting, ALONE))
    processes = processes or len(os.sched_getaffinity(0)) if _can_fork() else 1
    first = next(waiting, None)
    if first is None:
        return
    if processes == 1:
        yield function(first)
        yield from map(function, waiting)
        return
    yield from _in_processes(function, first, waiting, processes)


def _in_processes(
    function: Callable[[T], R], first: T, waiting: Iterator[T], processes: int
) -> Iterator[R]:
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(processes, get_context("fork"), _start, (function,))
    usual = gc.get_threshold()
    gc.set_threshold(_RARELY)
    try:
        running: deque[Future[R]] = deque([pool.submit(_call, first)])
        for chunk in waiting:
            running.append(pool.submit(_call, chunk))
            if len(running) >= AHEAD * processes:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        gc.set_threshold(*usual)
        pool.shutdown(cancel_futures=True)


def _can_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _start(function: Callable[[Any], Any]) -> None:
    """Make a process ready: the parent alone answers Ctrl-C, and nobody outlives the parent."""
    global _function  # noqa: PLW0603 - forked in, so that it is not pickled with every chunk
    _function = function
    os.nice(_NICE)
    gc.freeze()  # what the parent had loaded is neither looked through nor copied
    gc.set_threshold(_RARELY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _call(chunk: Any) -> Any:
    return _function(chunk)

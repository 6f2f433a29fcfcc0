"""The screens of one person: a process that speaks with one page of their browser."""

import asyncio
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from aiohttp.web import WebSocketResponse
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

TOKEN_VARIABLE = "ANNOTATOR_TOKEN"  # noqa: S105 (the name of a variable)
"""Where the token of the server may stand; the screens have no business with it."""

_PATIENCE_S = 10
_LEAST, _MOST = 1, 1000


class Person(AppService):
    """Runs the screens and carries what they paint to a page, and keys back.

    Args:
        command: the program and its arguments; no shell reads them.
    """

    def __init__(self, command: Sequence[str], page: WebSocketResponse) -> None:
        super().__init__(
            command[0],
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=_closing(page),
            download_manager=DownloadManager(),
        )
        self._arguments = tuple(command)

    async def run(self) -> None:
        """Carry what the process paints until it ends, then end the page too."""
        with suppress(ConnectionError):  # the page went first
            await super().run()
        await self.remote_close()

    async def stop(self) -> None:
        """Ask the process to quit, and end it where it does not; all its work is saved already."""
        process, carrying = self._process, self._task
        if process is None or carrying is None:
            return
        self._task = None
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                await self.send_meta({"type": "quit"})
        carrying.cancel()
        await asyncio.wait({carrying})
        try:
            # It may still paint, and could not end if nobody read that.
            await asyncio.wait_for(process.communicate(b""), _PATIENCE_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    async def take(self, message: object) -> None:
        """Pass on what a page sent; what is no message of ours is nothing."""
        match message:
            case ["stdin", str(keys)]:
                await self.send_bytes(keys.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(sized(width), sized(height))
            case ["focus"]:
                await self.focus()
            case ["blur"]:
                await self.blur()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the process; that of textual-serve (1.1.3) would ask a shell to."""
        environment = self._build_environment(sized(width), sized(height))
        environment.pop(TOKEN_VARIABLE, None)
        self._process = await create_subprocess_exec(
            *self._arguments, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
        )
        self._stdin = self._process.stdin
        return self._process


def sized(cells: int) -> int:
    """Return a width or height that a screen can have, whatever a page asks for."""
    return max(_LEAST, min(cells, _MOST))


def _closing(page: WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await page.close()

    return close

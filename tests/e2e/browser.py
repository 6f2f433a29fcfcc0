"""A page in a headless Chromium: keys and the mouse go in as the browser has them, cells come out.

The terminal of the page paints on a canvas, so what it shows is read where it comes from: the
messages of the page's web socket, as the browser got them, drawn by a terminal of our own.
"""

import asyncio
import base64
import json
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pyte

PATIENCE_S = 60
"""How long a condition may take on a busy machine."""

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--mute-audio", "--remote-debugging-port=0"),
)
_KEYS = {"Enter": (13, "\r"), "Escape": (27, "")}


class Page:
    """One page of a browser.

    Args:
        socket: the page's connection of the DevTools protocol.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._reading = asyncio.create_task(self._read())
        self.asked: list[str] = []
        """Every address that the page asked for."""
        self.problems: list[str] = []
        """What the browser complained of: blocked addresses, faults of scripts."""

    async def begin(self) -> None:
        """Listen to what the page asks for and is told."""
        for domain in ("Network", "Page", "Runtime", "Log"):
            await self._do(f"{domain}.enable")

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self._do("Page.navigate", url=address)

    async def evaluate(self, script: str) -> Any:
        """Return what a script gives, None also while the page changes."""
        answer = await self._do("Runtime.evaluate", expression=script, returnByValue=True)
        return answer.get("result", {}).get("value")

    async def press(self, *keys: str) -> None:
        """Press keys: letters, or names as browsers have them."""
        for key in keys:
            code, text = _KEYS.get(key, (0, key))
            about = {"key": key, "windowsVirtualKeyCode": code}
            about |= {"text": text, "unmodifiedText": text} if text else {}
            await self._do("Input.dispatchKeyEvent", type="keyDown", **about)
            await self._do("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Draw with the left button from one cell (column, row) to another."""
        (x, y), (to_x, to_y) = await self._pixels(start), await self._pixels(end)
        await self._mouse("mousePressed", x, y)
        await self._mouse("mouseMoved", (x + to_x) / 2, (y + to_y) / 2)
        await self._mouse("mouseMoved", to_x, to_y)
        await self._mouse("mouseReleased", to_x, to_y)

    async def resize(self, width: int, height: int) -> None:
        """Give the page another size, in pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self._do("Emulation.setDeviceMetricsOverride", **size)

    def screen(self) -> str:
        """Return what the terminal in the page shows."""
        return "\n".join(self._screen.display)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the terminal in the page."""
        return self._screen.columns, self._screen.lines

    def place_of(self, text: str, within: int = 0) -> tuple[int, int]:
        """Return column and row of a text's character on the screen, counted from 0."""
        for row, line in enumerate(self._screen.display):
            if text in line:
                return line.index(text) + within, row
        raise AssertionError(f"“{text}” is not on the screen:\n{self.screen()}")

    async def wait_for(self, text: str) -> None:
        """Wait until the screen shows a text."""
        await self.wait_until(lambda: text in self.screen(), f"“{text}”")

    async def wait_for_script(self, script: str) -> None:
        """Wait until a script gives what is true."""

        async def holds() -> bool:
            return bool(await self.evaluate(script))

        await self.wait_until(holds, script)

    async def wait_until(self, condition: Callable[[], bool | Awaitable[bool]], what: str) -> None:
        """Wait until a condition holds.

        Raises:
            AssertionError: it did not in a minute; the message shows the screen.
        """
        deadline = time.monotonic() + PATIENCE_S
        while True:
            found = condition()
            if found if isinstance(found, bool) else await found:
                return
            if time.monotonic() > deadline:
                page = await self.evaluate("document.documentElement.innerText")
                raise AssertionError(
                    f"waited in vain for {what}; {self.problems}; the screen:\n{self.screen()}"
                    f"\nthe page: {page}"
                )
            await asyncio.sleep(0.05)

    async def end(self) -> None:
        """Stop listening."""
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading

    async def _mouse(self, kind: str, x: float, y: float) -> None:
        about = {"button": "left", "buttons": 0 if kind == "mouseReleased" else 1, "clickCount": 1}
        await self._do("Input.dispatchMouseEvent", type=kind, x=x, y=y, **about)

    async def _pixels(self, cell: tuple[int, int]) -> tuple[float, float]:
        """Return the middle of a cell."""
        box = await self.evaluate(
            "(() => { const b = document.querySelector('.xterm-screen').getBoundingClientRect();"
            " return [b.left, b.top, b.width, b.height]; })()"
        )
        left, top, width, height = box
        columns, rows = self.size
        return left + (cell[0] + 0.5) * width / columns, top + (cell[1] + 0.5) * height / rows

    async def _do(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = len(self._answers) + 1
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, PATIENCE_S)

    async def _read(self) -> None:
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                self._answers[told["id"]].set_result(told.get("result", {}))
            else:
                self._hear(told["method"], told["params"])

    def _hear(self, event: str, about: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.asked.append(about["request"]["url"])
        elif event == "Network.webSocketCreated":
            self._screen.reset()
        elif event == "Network.webSocketFrameSent":
            self._sent(about["response"]["payloadData"])
        elif event == "Network.webSocketFrameReceived" and about["response"]["opcode"] == 2:
            self._stream.feed(base64.b64decode(about["response"]["payloadData"]))
        elif event == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.problems.append(about["entry"]["text"])
        elif event == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(about["exceptionDetails"]))

    def _sent(self, payload: str) -> None:
        message = json.loads(payload)
        if message[0] == "resize":
            self._screen.resize(message[1]["height"], message[1]["width"])


@asynccontextmanager
async def opened_page(folder: Path) -> AsyncIterator[Page]:
    """Open a page in a Chromium of its own.

    Args:
        folder: where the browser keeps its things.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "The tests of annotator serve need Chromium: install the package chromium."
    home = folder / "chromium"
    command = [program, *_FLAGS, f"--user-data-dir={home}", "--window-size=1200,800", "about:blank"]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        port = await _port_in(home / "DevToolsActivePort")
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{port}/json/list") as answer:
                found = await answer.json()
            target = next(one for one in found if one["type"] == "page")
            async with client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                await page.begin()
                yield page
                await page.end()
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def served(project: Path, *arguments: str) -> AsyncIterator[tuple[str, list[str]]]:
    """Serve a project on a free port; give the address and what was printed, line by line."""
    command = ["-P", "-m", "annotator", "-p", str(project), "serve", "--port", "0", *arguments]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert process.stderr
    lines: list[str] = []
    try:
        line = await asyncio.wait_for(process.stderr.readline(), PATIENCE_S)
        lines.append(line.decode())
        assert "http://" in lines[0], lines
        address = next(word for word in lines[0].split() if word.startswith("http://"))
        wanted = 3 if "--host" in arguments else 1
        while len(lines) < wanted:
            lines.append((await asyncio.wait_for(process.stderr.readline(), PATIENCE_S)).decode())
        yield address, lines
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        rest = await process.stderr.read()
        lines.append(rest.decode())
        assert await process.wait() == 0, lines


async def _port_in(path: Path) -> str:
    """Return the port that Chromium writes into a file when it listens."""
    deadline = time.monotonic() + PATIENCE_S
    while not (path.exists() and len(path.read_text().splitlines()) >= 2):
        assert time.monotonic() < deadline, "Chromium did not start."
        await asyncio.sleep(0.05)
    return path.read_text().splitlines()[0]

"""The web server of a project: a login, a page with a terminal, and a process for each page."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import textual_serve
from aiohttp import WSMsgType, web
from aiohttp.typedefs import Handler

from annotator.serving.door import Door, Turned, is_same_site
from annotator.serving.pages import FILES, HEADERS, file_text, login_page, terminal_page
from annotator.serving.person import Person

Command = Callable[[str], Sequence[str]]
"""Gives the program and arguments that show the screens to somebody."""

_HEARTBEAT_S = 15
_MOST_BYTES = 1 << 20
"""The longest message a page may send: more than anybody pastes."""


class Site:
    """The pages of one project.

    Args:
        project: what the project file is called.
    """

    def __init__(self, door: Door, project: str, command: Command) -> None:
        self._door, self._project, self._command = door, project, command
        self._open: set[web.WebSocketResponse] = set()
        self._ending: set[asyncio.Task[None]] = set()

    def application(self) -> web.Application:
        """Return the site as aiohttp runs it."""
        made = web.Application(middlewares=[self._guard], client_max_size=1 << 14)
        made.add_routes(
            [
                web.get("/", self._page),
                web.get("/login", self._form),
                web.post("/login", self._login),
                web.post("/leave", self._leave),
                web.get("/ws", self._screens),
                web.get("/own/{name}", _own_file),
                web.static("/static", Path(textual_serve.__file__).parent / "static"),
            ]
        )
        made.on_shutdown.append(self._close_all)
        made.on_cleanup.append(self._wait_for_all)
        return made

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what other sites make a browser ask, and say what a page may load."""
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin", "")
        if not self._door.serves(host):
            raise web.HTTPMisdirectedRequest(text="There is nothing of this name here.")
        asks_act = request.method == "POST" or request.path == "/ws"
        if asks_act and not is_same_site(origin, host):
            raise web.HTTPForbidden(text="This was asked by a page of another site.")
        try:
            answer = await handler(request)
        except web.HTTPException as ending:
            ending.headers.update(HEADERS)
            raise
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    async def _page(self, request: web.Request) -> web.StreamResponse:
        name = self._name_of(request)
        if not name:
            raise web.HTTPFound("/login")
        return _html(terminal_page(name, request.query.get("fontsize", "")))

    async def _form(self, request: web.Request) -> web.StreamResponse:
        return _html(login_page(self._project, asks_token=self._door.asks_token))

    async def _login(self, request: web.Request) -> web.StreamResponse:
        typed = await request.post()
        name, token = str(typed.get("name", "")).strip(), str(typed.get("token", ""))
        try:
            secret = self._door.admit(name, token)
        except Turned as reason:
            asks = self._door.asks_token
            form = login_page(self._project, asks_token=asks, name=name, problem=str(reason))
            return _html(form, 403)
        answer = web.HTTPSeeOther("/")
        answer.set_cookie(_cookie(request), secret, httponly=True, samesite="Strict")
        raise answer

    async def _leave(self, request: web.Request) -> web.StreamResponse:
        self._door.leave(request.cookies.get(_cookie(request), ""))
        raise web.HTTPSeeOther("/login")

    async def _screens(self, request: web.Request) -> web.StreamResponse:
        """Show the screens to a page until either ends."""
        name = self._name_of(request)
        if not name:
            raise web.HTTPForbidden(text="Log in first.")
        page = web.WebSocketResponse(heartbeat=_HEARTBEAT_S, max_msg_size=_MOST_BYTES)
        await page.prepare(request)
        person = Person(self._command(name), page)
        self._open.add(page)
        try:
            await person.start(_number(request, "width", 80), _number(request, "height", 24))
            async for message in page:
                if message.type is WSMsgType.TEXT:
                    with contextlib.suppress(json.JSONDecodeError):
                        await person.take(message.json())
        finally:
            self._open.discard(page)
            await self._end(person)
        return page

    async def _end(self, person: Person) -> None:
        """End somebody's process, also where the server does not wait for the page any more."""
        ending = asyncio.create_task(person.stop())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
        await asyncio.shield(ending)

    def _name_of(self, request: web.Request) -> str:
        return self._door.name_of(request.cookies.get(_cookie(request), ""))

    async def _close_all(self, _: web.Application) -> None:
        await asyncio.gather(*(page.close() for page in tuple(self._open)))

    async def _wait_for_all(self, _: web.Application) -> None:
        await asyncio.gather(*self._ending)


def serve(site: Site, host: str, port: int, told: Callable[[int], None]) -> None:
    """Serve a site until the program is interrupted or ended.

    Args:
        port: 0 for any that is free.
        told: gets the port when pages can be opened.

    Raises:
        OSError: the port cannot be used.
    """
    # textual-serve prints what a process said when it ended; standard output is for data.
    with contextlib.redirect_stdout(sys.stderr):
        asyncio.run(_serve(site, host, port, told))


async def _serve(site: Site, host: str, port: int, told: Callable[[int], None]) -> None:
    ended = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(one, ended.set)
    runner = web.AppRunner(site.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        told(runner.addresses[0][1])
        await ended.wait()
    finally:
        await runner.cleanup()


async def _own_file(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in FILES:
        raise web.HTTPNotFound
    return web.Response(text=file_text(name), content_type=FILES[name])


def _html(page: str, status: int = 200) -> web.Response:
    return web.Response(text=page, content_type="text/html", status=status)


def _cookie(request: web.Request) -> str:
    # Cookies know no ports: two projects served on one machine have to tell theirs apart.
    return f"annotator-{request.url.port}"


def _number(request: web.Request, name: str, usual: int) -> int:
    typed = request.query.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else usual

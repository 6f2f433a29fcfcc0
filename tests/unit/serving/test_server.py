"""The web server of a project, with a small program in the place of the screens."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from aiohttp import WSMsgType
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from annotator.serving.door import LOOPBACK, Door
from annotator.serving.server import Site

Client = TestClient[Request, Application]
Start = Callable[..., Awaitable[Client]]

ECHO = """
import os, sys
out = sys.stdout.buffer
def put(kind, data):
    out.write(kind + len(data).to_bytes(4, "big") + data)
    out.flush()
out.write(b"__GANGLION__\\n")
about = [sys.argv[1], os.environ["COLUMNS"], os.environ["ROWS"], "ANNOTATOR_TOKEN" in os.environ]
put(b"D", repr(about).encode())
while head := sys.stdin.buffer.read(5):
    body = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    put(b"D", head[:1] + body)
    if b'"quit"' in body:
        open(sys.argv[2], "w").write("quit")
        break
"""
"""Says who it is for and repeats what it gets."""


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Start a site; its program leaves a file when it was asked to quit."""
    clients: list[Client] = []

    async def made(door: Door, program: str = ECHO) -> Client:
        def command(name: str) -> Sequence[str]:
            return (sys.executable, "-c", program, name, str(tmp_path / "ended"))

        site = Site(door, "<news>.db", command)
        client = TestClient(TestServer(site.application()))
        await client.start_server()
        clients.append(client)
        return client

    yield made
    for client in clients:
        await client.close()


async def log_in(client: Client, name: str = "ann", token: str = "") -> int:
    """Log in and return the status of the answer."""
    answer = await client.post("/login", data={"name": name, "token": token}, allow_redirects=False)
    return answer.status


async def test_the_way_in_leads_over_the_login(start: Start) -> None:
    client = await start(Door())
    answer = await client.get("/")
    page = await answer.text()
    assert answer.url.path == "/login"
    assert "&lt;news&gt;.db" in page
    assert "token" not in page
    assert await log_in(client) == 303
    assert "Open again as ann" in await (await client.get("/")).text()
    left = await client.post("/leave")
    assert left.url.path == "/login"
    assert (await client.get("/")).url.path == "/login"


async def test_what_was_typed_comes_back_as_text(start: Start) -> None:
    client = await start(Door("a token of ours"))
    answer = await client.post("/login", data={"name": '"><b>', "token": "a token of ours"})
    page = await answer.text()
    assert answer.status == 403
    assert '"&quot;&gt;&lt;b&gt;"' in page
    assert 'type="password"' in page
    assert await log_in(client, "ann", "no token of ours") == 403
    assert await log_in(client, "ann", "a token of ours") == 303


async def test_no_page_loads_anything_from_elsewhere(start: Start) -> None:
    client = await start(Door())
    await log_in(client)
    for path in ("/", "/login"):
        answer = await client.get(path)
        page = await answer.text()
        found = re.findall(r'(?:href|src|action)="([^"]*)"', page)
        assert found
        assert all(one.startswith("/") or one == "data:," for one in found)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        for one in found:
            if one.startswith(("/own", "/static")):
                assert (await client.get(one)).status == 200
    css = await (await client.get("/own/page.css")).text()
    for one in re.findall(r'url\("([^"]*)"\)', css):
        assert one.startswith("/static/")
        assert (await client.get(one)).status == 200
    assert (await client.get("/own/server.py")).status == 404


async def test_other_sites_and_other_names_are_refused(start: Start) -> None:
    client = await start(Door(hosts=LOOPBACK))
    elsewhere = {"Host": "evil.example"}
    assert (await client.get("/login", headers=elsewhere)).status == 421
    foreign = {"Origin": "http://evil.example"}
    assert (await client.post("/login", data={"name": "ann"}, headers=foreign)).status == 403
    assert (await client.get("/ws")).status == 403
    await log_in(client)
    assert (await client.get("/ws", headers=foreign)).status == 403


async def test_a_page_has_a_process_of_its_own_until_it_closes(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTATOR_TOKEN", "of the server alone")
    client = await start(Door())
    await log_in(client, "zoe")
    async with client.ws_connect("/ws?width=101&height=9999999") as page:
        assert await page.receive_bytes() == b"['zoe', '101', '24', False]"
        await page.send_str("no JSON")
        await page.send_json(["unheard of", 1])
        await page.send_json({"stdin": "x"})
        await page.send_json(["stdin", "é"])
        assert await page.receive_bytes() == b"D\xc3\xa9"
        await page.send_json(["resize", {"width": 10**9, "height": -4}])
        told = json.loads((await page.receive_bytes())[1:])
        assert told == {"type": "resize", "width": 1000, "height": 1}
    for _ in range(200):
        if (tmp_path / "ended").exists():
            break
        await asyncio.sleep(0.05)
    assert (tmp_path / "ended").read_text() == "quit"


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "print('__GANGLION__', flush=True)"])
async def test_a_process_that_ends_closes_its_page(start: Start, program: str) -> None:
    client = await start(Door(), program)
    await log_in(client)
    async with client.ws_connect("/ws") as page:
        assert (await page.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)

"""The screens in a browser, with their effect read from the project file."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.session import Session
from annotator.model.annotation import Mention
from annotator.model.spans import covered_text
from annotator.project import ImportOptions, open_project
from annotator.store import decisions
from tests.e2e.browser import Page, opened_page, served
from tests.e2e.conftest import TEXT
from tests.support import mark

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("serve")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which ada and ben differ in one place."""
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "work.db"
    with open_project(path, create=True) as made:
        made.import_paths([tmp_path / "one.txt"], ImportOptions("lead"))
        article = made.articles()[0].article.id
        for name, kind in (("ada", "GPE"), ("ben", "LOC")):
            at = Session(made.file, made.scheme, name, article)
            mark(at, kind, "Karvan")
            for one in list(at.work.sentences):
                at.apply(CompleteSentence(sentence=one.start, layers=("entities",), state="done"))
    return path


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """A page of a browser."""
    async with opened_page(tmp_path) as opened:
        yield opened


def labels(path: Path, name: str) -> list[tuple[str, str]]:
    """Return (type, text) of the mentions that somebody has in the project file."""
    with open_project(path, read_only=True) as opened:
        article = opened.articles()[0].article.id
        text = opened.document(article).text
        mentions = [a for a in opened.annotations(article, name) if isinstance(a, Mention)]
        return [(one.type, covered_text(text, one.fragments)) for one in mentions]


async def log_in(page: Page, address: str, name: str, token: str = "") -> None:
    """Log in by the form."""
    await page.open(address)
    await page.wait_for_script("document.activeElement?.id === 'name'")
    await page.press(*name)
    if token:
        await page.evaluate("document.getElementById('token').focus()")
        await page.press(*token)
    await page.press("Enter")


async def pass_welcome(page: Page) -> None:
    """Close the window that greets whoever has done nothing yet."""
    await page.wait_for("Welcome")
    await page.press("Escape")
    await page.wait_for("one.txt")


async def test_a_mention_is_labelled_by_keys_and_by_mouse(
    page: Page, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = project.parent / "home"
    home.mkdir()
    (home / "config.toml").write_text("[label]\nsuggestions = false\n", encoding="utf-8")
    monkeypatch.setenv("ANNOTATOR_HOME", str(home))
    async with served(project) as (address, _):
        await log_in(page, address, "zoe")
        await pass_welcome(page)
        assert page.size[0] > 80 and page.size[1] > 24
        await page.press("Enter")
        await page.wait_for("“Karvan”")
        await page.press("l")
        await page.wait_until(lambda: labels(project, "zoe") == [("GPE", "Karvan")], "the label")
        await page.wait_for("╰GPE")
        await page.drag(page.place_of("Tomas", within=2), page.place_of("Velmora", within=3))
        await page.wait_for("“Tomas Erdin fled with Velmora”")
        await page.press("e")
        both = [("GPE", "Karvan"), ("EVENT", "Tomas Erdin fled with Velmora")]
        await page.wait_until(lambda: labels(project, "zoe") == both, "both labels")
        host = urlsplit(address).netloc
        assert {urlsplit(one).netloc for one in page.asked} <= {host, ""}
        assert page.problems == []
        before = page.size
        await page.resize(800, 500)
        await page.wait_until(lambda: page.size < before, "fewer columns")
        await page.wait_for("┗EVENT━")
    # The server has ended, and the page says so.
    await page.wait_for_script("document.querySelector('.closed')?.checkVisibility()")


async def test_a_disagreement_is_settled(page: Page, project: Path) -> None:
    async with served(project) as (address, _):
        await log_in(page, address, "eve")
        await pass_welcome(page)
        await page.press("d")
        await page.wait_for("1 left")
        await page.press("1")

        def is_settled() -> bool:
            with open_project(project, read_only=True) as opened:
                made = list(decisions.every(opened.file))
            return [(one.adjudicator, one.rule) for one in made] == [("eve", "variant")]

        await page.wait_until(is_settled, "the decision")


async def test_other_machines_need_the_token(page: Page, project: Path) -> None:
    async with served(project, "--host", "0.0.0.0") as (address, lines):  # noqa: S104 (its subject)
        token = lines[1].split()[-1]
        here = address.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
        await log_in(page, here, "zoe", "not the token")
        await page.wait_for_script("document.body.innerText.includes('This is not the token')")
        await log_in(page, here, "zoe", token)
        await page.wait_for("Welcome")

"""The built wheel, installed where there is no checkout: it finds its scheme, seeds and schemas."""

import json
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from bench.footprint import (
    ROOT,
    copied_source,
    distributions,
    install,
    make_wheel,
    site_packages,
)
from tests.e2e.terminal import Tmux

pytestmark = pytest.mark.xdist_group("wheel")  # one environment for all of them


class Installed(NamedTuple):
    """The wheel and an environment with it and the locked dependencies."""

    wheel: Path
    environment: Path

    def run(
        self, folder: Path, *arguments: str, program: str = "annotator"
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in a folder."""
        return subprocess.run(
            [str(self.environment / "bin" / program), *arguments],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build and install, once."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = make_wheel(folder)
    install(folder / "venv", wheel)
    return Installed(wheel, folder / "venv")


def names_in(wheel: Path) -> set[str]:
    """Return the names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def lines(ended: subprocess.CompletedProcess[str]) -> Sequence[str]:
    """Return what a command printed, after asserting that it went well."""
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_every_package_and_data_file_is_in_the_wheel(installed: Installed) -> None:
    data = {".py", ".tcss", ".typed"}
    expected = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "annotator").rglob("*")
        if path.suffix in data or path.name == "py.typed"
    }
    for folder, suffixes in (
        ("schemas", {".toml", ".json"}),
        ("seeds", {".txt", ".toml", ".md", ".jsonl", ".tsv"}),
    ):
        expected |= {
            f"annotator/_data/{path.relative_to(ROOT)}"
            for path in (ROOT / folder).rglob("*")
            if path.suffix in suffixes
        }
    assert expected - names_in(installed.wheel) == set()
    assert "annotator/_data/schemas/news-conflict.toml" in expected
    assert sum(name.endswith(".txt") for name in expected) == 5


def test_nothing_else_is_in_the_wheel(installed: Installed) -> None:
    tops = {name.partition("/")[0] for name in names_in(installed.wheel)}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"annotator"}
    data = {name.partition(".data/")[2] for name in names_in(installed.wheel)} - {""}
    assert data == {"data/share/man/man1/annotator.1"}


def test_the_source_distribution_makes_the_same_wheel(installed: Installed, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "build", "--sdist", "--outdir", str(tmp_path))
    subprocess.run([*command, str(copied_source(tmp_path))], check=True, capture_output=True)
    (source,) = tmp_path.glob("annotator-*.tar.gz")
    again = make_wheel(tmp_path, source)
    assert names_in(again) == names_in(installed.wheel)


def test_the_metadata_names_command_extras_and_documents(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        read = {Path(name).name: archive.read(name).decode() for name in archive.namelist()}
    said = read["METADATA"]
    for extra in ("html", "lang", "parquet", "serve", "spacy", "tagger", "uima", "warc"):
        assert f"Provides-Extra: {extra}\n" in said
        assert f'extra == "{extra}"' in said
    assert "License-Expression: MIT\n" in said and "LICENSE" in read
    assert "annotator = annotator.cli:main" in read["entry_points.txt"]


def test_the_manual_page_stands_where_man_looks(installed: Installed) -> None:
    page = installed.environment / "share" / "man" / "man1" / "annotator.1"
    assert page.read_text("ascii").startswith(".TH ANNOTATOR 1")


def test_a_new_project_is_made_labelled_and_exported_in_an_empty_folder(
    installed: Installed, tmp_path: Path
) -> None:
    program = str(installed.environment / "bin" / "annotator")
    variables = {"HOME": str(tmp_path), "ANNOTATOR_NAME": "kim"}
    with Tmux([program, "demo"], cwd=tmp_path, variables=variables) as terminal:
        terminal.wait_for("Welcome")
        terminal.press("Escape")
        terminal.wait_for("Iran, Taliban call")
        terminal.press("Enter")
        terminal.wait_for("┄GP┄")
        terminal.press("l")
        terminal.wait_for("╰GP╯")
        terminal.press("C-q")
        terminal.wait_for("ended with 0")
    project = str(tmp_path / "annotator-demo" / "demo.db")
    lines(installed.run(tmp_path, "-p", project, "--as", "kim", "export", "out", "--layer", "kim"))
    (documents,) = (tmp_path / "out" / "data").glob("documents-*.jsonl")
    first = json.loads(documents.read_text("utf-8").splitlines()[0])
    assert [entity["text"] for entity in first["entities"]] == ["Iran"]


def test_the_version_is_that_of_the_project(installed: Installed, tmp_path: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version in lines(installed.run(tmp_path, "--version"))[0]


def test_it_labels_exports_and_verifies_far_from_any_checkout(
    installed: Installed, tmp_path: Path
) -> None:
    seeds = site_packages(installed.environment) / "annotator" / "_data" / "seeds"
    scheme = lines(installed.run(tmp_path, "scheme", "show", "news-conflict"))
    assert any("PERSON" in line for line in scheme)
    lines(installed.run(tmp_path, "-p", "x.db", "import", str(seeds)))
    articles = lines(installed.run(tmp_path, "-p", "x.db", "articles", "--json"))
    assert "Iran, Taliban call for security" in "\n".join(articles)
    layer = str(seeds / "layers" / "ada.jsonl")
    lines(installed.run(tmp_path, "-p", "x.db", "--as", "ada", "import", layer))
    lines(installed.run(tmp_path, "-p", "x.db", "verify"))
    lines(installed.run(tmp_path, "-p", "x.db", "--as", "ada", "export", "out"))
    (documents,) = (tmp_path / "out" / "data").glob("documents-*.jsonl")
    records = [json.loads(line) for line in documents.read_text("utf-8").splitlines()]
    assert len(records) == 5
    assert all(record["entities"] for record in records)


def test_resources_are_found_inside_the_installation(installed: Installed, tmp_path: Path) -> None:
    program = (
        "from annotator.resources import resource_dir\n"
        "for name in ('schemas', 'seeds'): print(resource_dir(name))\n"
    )
    found = lines(installed.run(tmp_path, "-c", program, program="python"))
    inside = site_packages(installed.environment)
    assert all(Path(line).is_relative_to(inside) and Path(line).is_dir() for line in found)


def test_the_base_install_brings_only_what_is_locked(installed: Installed) -> None:
    locked = {
        line.partition("==")[0].lower().replace("-", "_")
        for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines()
        if "==" in line
    }
    found = {name.lower() for name in distributions(installed.environment)}
    assert found == locked | {"annotator"}
    assert len(found) <= 25

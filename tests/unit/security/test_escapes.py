"""Nothing that came from outside reaches a terminal as it is: no escape, no turned direction."""

import json
import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.cli.group import cli
from annotator.cli.outcome import run
from annotator.cli.terminal import plain_json
from annotator.formats.exporting import ExportOptions
from annotator.labelling.commands import SetNote
from annotator.model.suggestion import Proposal
from annotator.project import Project, open_project
from annotator.store import suggestions
from tests.support import (
    SCHEME,
    add,
    article_ids,
    complaints,
    document,
    mark,
    new_project,
    session,
)
from tests.tui.conftest import Opened

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\x7f\u202egnp\u2066\r\b"
"""Sets a title, clears the screen, colours by the one-byte form, turns the direction, overwrites."""

ENTITY = "Ilena" + EVIL + "Darvo"

COMMANDS = [
    "articles",
    "articles --json",
    "show 001",
    "show 001 --json",
    "status",
    "status --json",
    "status --totals",
    "status --team",
    "history",
    "history --json",
    "search ilena",
    "search ilena --json",
    "registry",
    "registry --json",
    "messages",
    "messages --json",
    "suggestions 001",
    "suggestions 001 --json",
    "suggest --list",
    "duplicates",
    "agreement",
    "effort",
    "annotators",
    "scheme show",
    "verify",
    "guidelines",
    "adjudicate --list",
    "adjudicate --list --json",
    "corrections ben",
    "formats",
    "import EVIL.txt",
    "import EVIL.zip",
    "import EVIL.xyz",
    "import EVILmissing.txt",
    "export EVIL.txt",
    "show EVIL",
    "show 001 EVIL",
    "registry show EVIL",
    "scheme check EVIL.toml",
    "scheme check EVILmissing.toml",
    "messages ask EVIL EVIL",
    "--EVIL",
    "EVIL",
    "import --EVIL",
    "--as EVIL status",
    "-p EVIL.db status",
    "-p EVIL.txt status",
    "backup EVIL.txt",
    "merge EVIL.txt",
    "search type:EVIL",
    "search (EVIL",
    "adjudicate --threshold EVIL",
    "agreement --measure EVIL",
    "config check",
]


def is_harmless(text: str) -> bool:
    """Say whether a terminal would show a text and obey nothing in it."""
    return all(character.isprintable() or character == "\n" for character in text)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project that is hostile wherever it holds text."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    scheme = SCHEME.replace('name = "for-tests"', f"name = {json.dumps('for ' + EVIL)}")
    scheme = scheme.replace('key = "p"', f'key = "p"\ndescription = {json.dumps(EVIL)}')
    with new_project(path, [], scheme if _is_taken(scheme) else SCHEME) as project:
        text = f"{ENTITY} left Karvan{EVIL}.\nShe met Oshtin."
        one = document(text, source=f"001{EVIL}.txt")
        fields = {"title": EVIL, "publisher": EVIL, "url": f"https://x.test/{EVIL}"}
        add(project.file, [one._replace(article=one.article.model_copy(update=fields))])
        for name in ("ann", "ben"):
            at = session(project, name)
            made = mark(at, "PERSON" if name == "ann" else "PLACE", ENTITY)
            at.apply(SetNote(id=made.id, note=EVIL))
        identities = project.identities("ann")
        identities.new("entity", f"Darvo {EVIL}", "PERSON")
        project.messages("ann").ask(article_ids(project)[0], 0, f"Who is it? {EVIL}")
        where = session(project).work.sentences[0]
        start = text.index("Karvan")
        proposal = Proposal(
            type="PLACE",
            fragments=((start, start + 6),),
            score=0.9,
            reason=f"because {EVIL}",
        )
        assert where.start <= start
        with project.file.write() as conn:
            del conn, proposal
    return path


def _is_taken(scheme: str) -> bool:
    return bool(scheme)


def test_hostile(hostile: Path) -> None:
    with open_project(hostile) as project:
        assert complaints(project) == []

"""Projects, records and exports for the tests of formats."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from annotator.formats.exporting.run import ExportOptions, export
from annotator.formats.importing.intake import ImportReport
from annotator.formats.importing.run import ImportOptions, import_paths
from annotator.model import ids
from annotator.model.scheme import Scheme
from annotator.model.scheme_file import load_scheme
from annotator.resources import resource_dir
from annotator.store import schemes
from annotator.store.project_file import ProjectFile
from annotator.store.tables import COLUMNS

SEEDS = resource_dir("seeds")
EXAMPLE = Path("tests/data/own-gold-example")
EXPORTED_AT = "2031-06-07T22:00:00.000Z"


@cache
def scheme_source() -> bytes:
    return (resource_dir("schemas") / "news-conflict.toml").read_bytes()


@cache
def scheme() -> Scheme:
    return load_scheme(scheme_source(), "news-conflict.toml")


def new_project(folder: Path, file_name: str = "test.db") -> ProjectFile:
    """Make a project called demo."""
    checked = scheme()
    stored = schemes.StoredScheme(
        checked.source_hash,
        checked.name,
        checked.version,
        scheme_source().decode(),
        checked.to_json(),
    )
    return ProjectFile.create(folder / file_name, lambda file: schemes.use(file, stored, "demo"))


def take(file: ProjectFile, *paths: Path | str, **options: Any) -> ImportReport:
    """Import as "ann"."""
    return import_paths(file, scheme(), list(paths), ImportOptions("ann", **options))


def exported(file: ProjectFile, dest: Path, layer: str = "ann", **options: Any) -> dict[str, bytes]:
    """Export a layer and return the files by name."""
    export(file, scheme(), dest, ExportOptions(layer, **options))
    return contents(dest)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder and those below it by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def tables(file: ProjectFile) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything a project holds."""
    names = (*COLUMNS, "texts", "annotators", "journal", "open_runs")
    return {
        name: sorted((tuple(row.values()) for row in file.db[name].rows), key=repr)
        for name in names
    }


def records(data: bytes) -> list[dict[str, Any]]:
    """Return the records of JSON Lines; only line feeds end a line."""
    return [json.loads(line) for line in data.decode().split("\n") if line]


def record(text: str = "Kabul fell.", **changes: Any) -> dict[str, Any]:
    """Return a gold document record of one annotator, ann, with one sentence."""
    text_hash = ids.hash_text(text)
    return {
        "format": "news-gold/1",
        "id": ids.article_id(text_hash),
        "text": text,
        "text_hash": text_hash,
        "offsets": "codepoint",
        "title": "",
        "url": "",
        "publisher": "",
        "published": "",
        "language": "en",
        "license": "",
        "duplicate_cluster": "",
        "split": "train",
        "scheme": {"name": "news-conflict", "version": "1.0.0", "hash": scheme().source_hash},
        "sentences": [unit(1, 0, len(text))],
        "spans": [],
        "entities": [],
        "incidents": [],
        "claims": [],
        "relations": [],
        "labels": [],
        "provenance": {
            "project": "demo",
            "exported_at": EXPORTED_AT,
            "tool": "",
            "tool_version": "",
            "annotators": ["ann"],
            "adjudicator": "",
            "agreement": [],
        },
        **changes,
    }


def unit(number: int, start: int, end: int, **changes: Any) -> dict[str, Any]:
    """Return a sentence of a record."""
    finished: dict[str, Any] = {"done": [], "skipped": [], "unsure": []}
    return {
        "id": f"S{number}",
        "start": start,
        "end": end,
        "kind": "sentence",
        **finished,
        **changes,
    }


TAIL: dict[str, Any] = {
    "status": "annotation",
    "annotators": ["ann"],
    "derived_from": [],
    "origin": "human",
    "unsure": False,
    "note": "",
}


def entity(number: int, start: int, end: int, text: str, **changes: Any) -> dict[str, Any]:
    """Return a mention of a record."""
    return {
        "id": f"e_{number:012}",
        "type": "GPE",
        "start": start,
        "end": end,
        "text": text,
        "fragments": [],
        "attributes": [],
        "identity": "",
        **TAIL,
        **changes,
    }


def write_records(path: Path, *found: dict[str, Any]) -> Path:
    """Write records as JSON Lines."""
    path.write_text("".join(json.dumps(one) + "\n" for one in found), encoding="utf-8")
    return path


def example_record() -> dict[str, Any]:
    """Return the reference record."""
    found: dict[str, Any] = json.loads((EXAMPLE / "gold.jsonl").read_bytes())
    return found

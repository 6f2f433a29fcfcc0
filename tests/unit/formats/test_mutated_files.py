"""Files with random faults are read or refused in one sentence: no traceback, no hang."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from annotator.formats.errors import ImportRefused
from annotator.formats.importing.reading import Given, Settings, Source
from annotator.formats.registry import format_named
from annotator.formats.schemes import import_scheme
from annotator.model.scheme_file import SchemeErrors, load_scheme
from tests.unit.formats.projects import (
    EXAMPLE,
    EXPORTED_AT,
    example_record,
    scheme,
    write_records,
)
from tests.unit.formats.rich_records import written
from tests.unit.formats.test_muc import put as put_muc

MUTATIONS = int(os.environ.get("ANNOTATOR_MUTATIONS", "300"))
"""Of each file; `make fuzz` tries 10,000."""
JSON_FORMATS = ("jsonl", "doccano", "wikievents", "dygie", "label-studio", "prodigy")
FORMATS = (*JSON_FORMATS, "brat", "conll", "conllu", "webanno", "muc")
WEBANNO = "\n".join(
    (
        *("#FORMAT=WebAnno TSV 3.3", "#T_SP=custom.Entity|value", "", ""),
        "#Text=Kabul fell 💥 .",
        *("1-1\t0-5\tKabul\tGPE\t", "1-2\t6-10\tfell\t_\t", "1-3\t11-13\t💥\tEVENT[1]\t"),
        *("1-4\t14-15\t.\tEVENT[1]\t", ""),
    )
)
SCHEMES = ("ls_config.xml", "TypeSystem.xml", "brat/annotation.conf")
ODD: list[Any] = [None, True, -1, 10**30, 1.5, "", "x", [], {}, [None], {"a": 1}, "\ud800", "💥"]
SIGNS = b'{}[]",:0\\\xff<>&\n\t'


def with_other_bytes(data: bytes, rng: Random) -> bytes:
    """Change, double, remove or insert a few bytes."""
    found = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(found))
        match rng.randrange(4):
            case 0:
                found[at] = rng.randrange(256)
            case 1:
                del found[at : at + rng.randint(1, 40)]
            case 2:
                found[at:at] = found[at : at + rng.randint(1, 60)]
            case _:
                found[at:at] = bytes(rng.choice(SIGNS) for _ in range(rng.randint(1, 4)))
    return bytes(found)


def with_other_values(data: bytes, rng: Random) -> bytes:
    """Take a few values of JSON out, or put odd ones in their place."""
    root = json.loads(data)
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        for key in keys:
            places.append((value, key))
            if isinstance(value[key], dict | list):
                walk(value[key])

    walk(root)
    for holder, key in rng.sample(places, rng.randint(1, 3)):
        if isinstance(holder, dict) and rng.random() < 0.3:
            holder.pop(key, None)
        else:
            holder[key] = rng.choice(ODD)
    return json.dumps(root).encode()


def made(name: str, folder: Path) -> Path:
    """Write a good file of a format, with what has to stand beside it; return it."""
    match name:
        case "webanno":
            path = folder / "a.tsv"
            path.write_text(WEBANNO)
        case "muc":
            path = put_muc(folder)
        case "jsonl":
            path = write_records(folder / "gold.jsonl", example_record())
        case _:
            files, _ = written(name, [example_record()], folder)
            path = folder / max(files, key=lambda one: (one.endswith((".ann", "tasks.json")), one))
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_other_bytes(name: str, tmp_path: Path) -> None:
    assert tried(name, tmp_path, with_other_bytes) > MUTATIONS / 20


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_other_values(name: str, tmp_path: Path) -> None:
    assert tried(name, tmp_path, with_other_values) > MUTATIONS / 3


def test_other_keys_of_muc(tmp_path: Path) -> None:
    path = put_muc(tmp_path)

    assert tried("muc", tmp_path, with_other_bytes, path.with_name("key-tst1")) > MUTATIONS / 20


def tried(
    name: str, folder: Path, mutate: Callable[[bytes, Random], bytes], other: Path | None = None
) -> int:
    """Read a file with faults again and again; return how often it was refused.

    Args:
        other: the file beside it that has the faults instead.
    """
    path = made(name, folder)
    faulty = other or path
    data = faulty.read_bytes()
    reader, rng = format_named(name).reader(), Random(name)
    refused = 0
    for _ in range(MUTATIONS):
        faulty.write_bytes(mutate(data, rng))
        source = Source(path, path.name, {})
        rules = Settings(scheme(), Given(), rng.choice(("", "ann")), EXPORTED_AT)
        try:
            reader.recognises(source)
            for piece in reader.pieces(source, rules):
                reader.prepare(piece, rules)
        except ImportRefused as error:
            refused += 1
            said = str(error)
            assert said.startswith((path.stem, faulty.stem)) and "\n" not in said
    return refused


@pytest.mark.parametrize("name", SCHEMES)
def test_schemes(name: str, tmp_path: Path) -> None:
    data, path = (EXAMPLE / name).read_bytes(), tmp_path / Path(name).name
    rng = Random(name)
    refused = 0
    for _ in range(MUTATIONS):
        path.write_bytes(with_other_bytes(data, rng))
        try:
            load_scheme(import_scheme(path).toml, path.name)
        except ImportRefused as error:
            refused += 1
            assert str(error).startswith(path.name) and "\n" not in str(error)
        except SchemeErrors:
            refused += 1
    assert refused > MUTATIONS / 10

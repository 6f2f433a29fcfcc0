"""Files with random faults are read or refused in one sentence: no traceback, no hang."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from annotator.formats.errors import ImportRefused
from annotator.formats.reading import Given, Settings, Source
from annotator.formats.registry import format_named
from annotator.formats.schemes import import_scheme
from annotator.model.scheme_file import SchemeErrors, load_scheme
from tests.unit.formats.projects import EXAMPLE, EXPORTED_AT, scheme

MUTATIONS = 300
READ = {"label-studio": "ls_tasks.json", "prodigy": "prodigy.jsonl"}
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


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("mutate", [with_other_bytes, with_other_values])
def test_annotations(name: str, mutate: Callable[[bytes, Random], bytes], tmp_path: Path) -> None:
    data, path = (EXAMPLE / READ[name]).read_bytes(), tmp_path / READ[name]
    reader, rng = format_named(name).reader(), Random(name)
    refused = 0
    for _ in range(MUTATIONS):
        path.write_bytes(mutate(data, rng))
        source = Source(path, path.name, {})
        rules = Settings(scheme(), Given(), rng.choice(("", "ann")), EXPORTED_AT)
        try:
            reader.recognises(source)
            for piece in reader.pieces(source, rules):
                reader.prepare(piece, rules)
        except ImportRefused as error:
            refused += 1
            assert str(error).startswith(path.name) and "\n" not in str(error)
    assert refused > MUTATIONS / 3


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

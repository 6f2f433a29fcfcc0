"""The generated JSON Schemas: valid, as written in the repository, and as strict as the models."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotator.model.json_schemas import SCHEMAS, json_schema_text
from annotator.resources import resource_dir
from tests.unit.model.schemes import NEWS, SMALL, changed


@pytest.fixture(scope="module")
def scheme_validator() -> Draft202012Validator:
    text = (resource_dir("schemas") / "annotation-scheme.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_in_the_repository_is_the_generated_one(name: str) -> None:
    written = (resource_dir("schemas") / name).read_bytes()

    assert written == json_schema_text(SCHEMAS[name]).encode()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_draft_2020_12(name: str) -> None:
    schema = json.loads(json_schema_text(SCHEMAS[name]))

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_the_module_writes_every_schema(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "annotator.model.json_schemas", tmp_path], check=True)

    assert {path.name for path in tmp_path.iterdir()} == set(SCHEMAS)
    for name in SCHEMAS:
        assert (tmp_path / name).read_bytes() == (resource_dir("schemas") / name).read_bytes()


@pytest.mark.parametrize("source", [SMALL, NEWS.read_text(encoding="utf-8")])
def test_valid_schemes_are_valid_by_the_schema(
    scheme_validator: Draft202012Validator, source: str
) -> None:
    assert list(scheme_validator.iter_errors(tomllib.loads(source))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Small"', 'titel = "Small"'),
        ('title = "Small"', 'source_hash = ""'),
        ('key = "g"', 'name = "GROUP"'),
        ('key = "g"', 'key = "n"'),
        ('key = "v"', 'key = "u"'),
        ('value = "integer"', ""),
        ('value = "integer"', 'value = "number"'),
        ("max = 3", "max = 0"),
        ("max = 3", 'max = "3"'),
        ('fills = ["PLACE"]', "fills = []"),
        ('"1.2.3"', '"1.2"'),
        ("scheme/1", "scheme/2"),
    ],
)
def test_a_fault_of_structure_is_one_for_the_schema_too(
    scheme_validator: Draft202012Validator, old: str, new: str
) -> None:
    data: dict[str, Any] = tomllib.loads(changed(SMALL, old, new))

    assert not scheme_validator.is_valid(data)


def test_the_schema_speaks_of_nothing_that_the_loader_fills_in() -> None:
    text = json_schema_text(SCHEMAS["annotation-scheme.schema.json"])

    assert "source_hash" not in text
    assert "name" not in json.loads(text)["$defs"]["EntityType"]["properties"]

"""Write the JSON Schemas (draft 2020-12) of the files that others read, from the models.

`python -m annotator.model.json_schemas DIR` writes every one of `SCHEMAS`.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue

from annotator.model.gold import (
    GoldDecision,
    GoldDocument,
    GoldRegistryEntry,
    GoldSentence,
    LossReport,
)
from annotator.model.scheme import Scheme

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "annotation-scheme.schema.json": Scheme,
    "news-gold-document.schema.json": GoldDocument,
    "news-gold-sentence.schema.json": GoldSentence,
    "news-gold-registry.schema.json": GoldRegistryEntry,
    "news-gold-decision.schema.json": GoldDecision,
    "loss-report.schema.json": LossReport,
}
"""The model behind each schema file; a new one is one line here."""


def json_schema_text(model: type[BaseModel]) -> str:
    """Return a model's JSON Schema, the same bytes at every call: sorted, indented by one."""
    schema = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write_json_schemas(folder: Path) -> None:
    """Write every schema into a folder that exists."""
    for name, model in SCHEMAS.items():
        (folder / name).write_text(json_schema_text(model), encoding="utf-8", newline="\n")


class _Generator(GenerateJsonSchema):
    """Leaves out the titles of fields, which only repeat their names, and names the draft."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Tell that no field needs a title."""
        return False

    def generate(self, schema: Any, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """Generate the schema with `$schema` in it."""
        return {"$schema": self.schema_dialect, **super().generate(schema, mode)}


if __name__ == "__main__":
    write_json_schemas(Path(sys.argv[1]))

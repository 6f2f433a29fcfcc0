"""The README of an export: a dataset card whose features make `datasets.load_dataset` exact."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from annotator.formats.exporting.splits import Splits
from annotator.model.gold import GoldDocument, GoldSentence

_PLAIN_YAML = re.compile(r"[a-zA-Z][a-zA-Z0-9.+-]*")
_MARKS = re.compile(r"([\\`*\[\]<>#|&])")
# What YAML would read as a truth value or as nothing.
_WORDS = frozenset(("y", "yes", "n", "no", "true", "false", "on", "off", "null"))
_DTYPES = {str: "string", int: "int64", bool: "bool"}
CONFIGS: dict[str, type[BaseModel]] = {"documents": GoldDocument, "sentences": GoldSentence}
"""The sets of records of an export, and what a record of each is."""


class Contents(NamedTuple):
    """What a card says about an export."""

    project: str
    annotator: str
    scheme: str
    """Name and version."""
    articles: int
    counts: Mapping[str, int]
    entries: int
    """Entries of the registry."""
    languages: Mapping[str, int]
    """Articles by language, "" where it is not known."""
    licenses: Mapping[str, int]
    is_gold: bool
    splits: Splits
    types: Mapping[str, int]
    """Items by layer and type, as `entities GPE`."""
    annotators: Sequence[str] = ()
    """Of gold: whose work it comes from."""
    agreement: Sequence[Mapping[str, str]] = ()
    """Of gold: as `GoldAgreement`."""
    rules: Mapping[str, int] = {}
    """Of gold: how many decisions were made by which rule."""
    guideline: str = ""
    """Version of the guideline that is in force, "" where none was named."""


def card_text(contents: Contents) -> str:
    """Return the card: YAML front matter for the loader, then a description."""
    return "\n".join(
        ["---", *_front_matter(contents), "---", *_description(contents)],
    )


def feature_lines(model: type[BaseModel], indent: str) -> Iterator[str]:
    """Yield the YAML lines that describe the fields of a record, in their order."""
    for name, annotation in fields_of(model):
        yield f"{indent}- name: {name}"
        yield from _type_lines(annotation, indent + "  ")


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Yield name and type of the fields that every record of a data set has, in their order."""
    for name, field in model.model_fields.items():
        if field.is_required():  # the others stand only in files beside the data sets
            yield name, field.annotation


def _front_matter(contents: Contents) -> Iterator[str]:
    licenses = list(contents.licenses)
    common = licenses[0] if len(licenses) == 1 else ""
    yield f"license: {_yaml(common.lower()) if common else 'other'}"
    languages = ", ".join(_yaml(language) for language in sorted(contents.languages) if language)
    yield f"language: [{languages}]"
    yield "configs:"
    for name in CONFIGS:
        yield f"- config_name: {name}"
        if name == "documents":
            yield "  default: true"
        yield "  data_files:"
        for split in contents.splits.names:
            yield f"  - split: {split}"
            yield f"    path: data/{name}-{split}-*.jsonl"
    yield "dataset_info:"
    for name, model in CONFIGS.items():
        yield f"- config_name: {name}"
        yield "  features:"
        yield from feature_lines(model, "  ")


def _type_lines(annotation: Any, indent: str) -> Iterator[str]:
    if get_origin(annotation) is tuple:
        item = get_args(annotation)[0]
        if is_record(item):
            yield f"{indent}list:"
            yield from feature_lines(item, indent)
        else:
            yield f"{indent}sequence: {dtype_of(item)}"
    elif is_record(annotation):
        yield f"{indent}struct:"
        yield from feature_lines(annotation, indent)
    else:
        yield f"{indent}dtype: {dtype_of(annotation)}"


def dtype_of(annotation: Any) -> str:
    """Return string, int64 or bool for a plain type, seen through `Annotated` and `Literal`."""
    while not isinstance(annotation, type):
        annotation = get_args(annotation)[0]
        if isinstance(annotation, str):
            return _DTYPES[str]
    return _DTYPES[annotation]


def is_record(annotation: Any) -> bool:
    """Tell whether a type is a record with fields of its own."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _yaml(value: str) -> str:
    plain = _PLAIN_YAML.fullmatch(value) and value.lower() not in _WORDS
    return value if plain else json.dumps(value)


def _description(contents: Contents) -> Iterator[str]:
    counts = contents.counts
    yield f"# {plain(contents.project) or 'Annotated news'}"
    yield ""
    yield _origin(contents)
    yield ""
    yield f"- Articles: {contents.articles}"
    yield f"- Sentences: {counts['sentences']}, finished in some layer: {counts['annotated']}"
    for layer in ("entities", "incidents", "claims", "relations", "labels"):
        yield f"- {layer.capitalize()}: {counts[layer]}"
    yield f"- Entities and incidents across articles: {contents.entries}"
    if contents.guideline:
        yield f"- Guideline: version {plain(contents.guideline)}"
    yield f"- Licences of the texts: {_licences(contents.licenses)}"
    if len(contents.splits.names) > 1:
        yield f"- Splits: {contents.splits.told()}; copies and articles of one incident together"
    yield from _gold(contents)
    yield from _types(contents.types)
    yield ""
    yield (
        "`documents` has one record per article, `sentences` one per sentence, derived from it "
        "with the same ids. Offsets count Unicode code points, ends are exclusive. A sentence with "
        "`annotated` false was finished by nobody and is no negative example. `registry.jsonl` "
        "says who and what mentions and incidents stand for: their `identity` is an entry there, "
        "with other names, Wikidata item and members. It and `decisions.jsonl` are in no config. "
        "`loss-report.json` says what a file here cannot hold; "
        "`schemas/` describes every record."
    )
    yield ""
    yield "```python"
    yield "from datasets import load_dataset"
    yield 'documents = load_dataset("PATH/OF/THIS/FOLDER", "documents", split="train")'
    yield "```"
    yield ""


def _gold(contents: Contents) -> Iterator[str]:
    """Yield whose work gold comes from, how far they agreed, and how it was decided."""
    if contents.annotators:
        yield f"- Annotators: {', '.join(map(plain, contents.annotators))}"
    for one in contents.agreement:
        yield f"- Agreement, {one['layer']}: {one['measure']} {one['value']}"
    if contents.rules:
        made = ", ".join(f"{rule} {number}" for rule, number in sorted(contents.rules.items()))
        yield f"- Decisions by rule: {made}"


def _types(types: Mapping[str, int]) -> Iterator[str]:
    """Yield a table of how often each type comes."""
    if types:
        yield ""
        yield "| layer | type | items |"
        yield "|---|---|---:|"
    for name, number in sorted(types.items()):
        layer, _, kind = name.partition(" ")
        yield f"| {layer} | {plain(kind)} | {number} |"


def plain(text: str) -> str:
    """Return text that Markdown shows as it is: on one line, without marks, links or tags."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return _MARKS.sub(r"\\\1", line)


def _origin(contents: Contents) -> str:
    scheme = plain(contents.scheme)
    if contents.is_gold:
        return (
            "News articles with the gold annotations of several annotators, adjudicated, made with "
            f"the scheme {scheme} (`scheme.toml`). `decisions.jsonl` says of each item "
            "what was decided, by which rule and among which variants."
        )
    return (
        f"News articles with the annotations of one annotator, {plain(contents.annotator)}, made "
        f"with the scheme {scheme} (`scheme.toml`). They are one person's work, not adjudicated."
    )


def _licences(licenses: Mapping[str, int]) -> str:
    named = [f"{plain(name)} ({number})" for name, number in sorted(licenses.items()) if name]
    silent = [f"not stated ({licenses['']})"] if licenses.get("") else []
    return ", ".join([*named, *silent]) or "none"

"""Whether the tables of a scheme file have the shape of the language, told in plain words.

What is wrong is taken out or replaced, so that one reading can report these faults together with
those that need the whole scheme. Must import nothing of ours but the scheme itself.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from annotator.model.scheme import Scheme
from annotator.model.scheme_findings import Finding, shown, suggestion
from annotator.model.scheme_keys import FORM_RESERVED, SELECTION_RESERVED
from annotator.model.scheme_tables import SCHEME_FORMAT, EntityAttribute, EntityType

Path = tuple[str | int, ...]
Table = dict[str, Any]

_ROUNDS = 4  # taking one fault out may show another below it

_STAND_INS: Mapping[str, Any] = {
    "format": SCHEME_FORMAT,
    "name": "unnamed",
    "version": "0.0.0",
    "entities": {"types": {}},
    "types": {},
    "value": "text",
    "fills": ("span",),
    "from": ("entity",),
    "to": ("entity",),
    "on": "entity",
    "attribute": "",
}
"""What takes the place of a needed value that is missing or wrong."""

_LAYER_TABLES = frozenset(
    {"entities", "incidents", "claims", "relations", "labels", "rules"}
    | {"types", "attributes", "sentence", "document"}
)
"""Tables without which most names of a scheme would look unknown."""

_SHAPES: Mapping[str, str] = {
    "string_type": 'must be text in quotes, such as "text"',
    "int_type": "must be a whole number, without quotes",
    "bool_type": "must be true or false, without quotes",
    "tuple_type": 'must be a list, such as ["one", "two"]',
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "too_short": "must name at least one",
}
"""Messages of pydantic's error types; the value's place stands before them."""


class Structure(NamedTuple):
    """What could be read of a scheme."""

    scheme: Scheme | None
    """The scheme without its wrong parts; None when too little is right."""
    findings: list[Finding]
    doubtful: set[Path]
    """Tables with a stand-in, about which nothing more can be said."""
    dropped: set[str]
    """Names of tables that were taken out, which are known all the same."""


def read_structure(raw: Mapping[str, Any], source_hash: str) -> Structure:
    """Read the tables of a scheme.

    Args:
        raw: what `tomllib` read.
        source_hash: `sha256:` of the file's bytes.
    """
    findings: list[Finding] = []
    data: Table = {**_prepared(raw, (), findings), "source_hash": source_hash}
    if "source_hash" in raw:
        findings.append(_unknown_key(("source_hash",)))
    result = Structure(None, findings, set(), set())
    for _ in range(_ROUNDS):
        try:
            return result._replace(scheme=Scheme.model_validate(data))
        except ValidationError as refusal:
            for error in refusal.errors(include_url=False, include_context=True):
                findings.append(_finding(error))
                _mend(data, error, result)
    return result


def known_keys(path: Path) -> tuple[str, ...]:
    """Return the keys that the language has in the table at a path; () where names are free."""
    model = _model_at(path)
    if model is None:
        return ()
    fields = ((field.alias or name) for name, field in model.model_fields.items())
    return tuple(name for name in fields if not _is_filled_by_loader(path, name))


def _prepared(value: Any, path: Path, findings: list[Finding]) -> Any:
    """Turn lists into tuples and give every named table its name."""
    if isinstance(value, list):
        return tuple(_prepared(item, (*path, i), findings) for i, item in enumerate(value))
    if not isinstance(value, dict):
        return value
    table = {key: _prepared(item, (*path, key), findings) for key, item in value.items()}
    if not _is_named(path):
        return table
    if "name" in value:
        findings.append(_unknown_key((*path, "name")))
    return {**table, "name": path[-1]}


def _is_named(path: Path) -> bool:
    match path:
        case ("rules", _) | (_, "types" | "attributes", _) | (_, "types", _, "roles", _):
            return True
        case ("labels", "sentence" | "document", _):
            return True
    return False


def _is_filled_by_loader(path: Path, key: str) -> bool:
    return key == "source_hash" or (key == "name" and _is_named(path))


# ------------------------------------------------------------------------------ telling a fault


def _finding(error: ErrorDetails) -> Finding:
    path, kind = error["loc"], error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return Finding(path[:-1], f'"{path[-1]}" is missing', f"add {path[-1]} = ...")
    if kind == "string_pattern_mismatch":
        return _wrong_text(error)
    if kind == "literal_error":
        known = _literals(error)
        message = f"{_shown(error['input'])} is no {path[-1]}"
        return Finding(path, message, suggestion(str(error["input"]), known) or _one_of(known))
    if kind == "greater_than_equal":
        return Finding(path, f"must be {error['ctx']['ge']} or more, not {_shown(error['input'])}")
    return Finding(path, _SHAPES.get(kind, error["msg"]))


def _unknown_key(path: Path) -> Finding:
    return Finding(
        path,
        f'unknown key "{shown(str(path[-1]))}"',
        suggestion(str(path[-1]), known_keys(path[:-1])),
    )


def _wrong_text(error: ErrorDetails) -> Finding:
    path, value = error["loc"], _shown(error["input"])
    if path[-1] == "[key]":
        return Finding(path[:-1], f"{value} is no name", _name_hint(path[:-1]))
    if path == ("name",):
        return Finding(path, f"{value} is no name", "use lower-case letters, digits and hyphens")
    if path == ("version",):
        return Finding(path, f"{value} is no semantic version", 'write it as "1.0.0"')
    if _model_at(path[:-1]) in (EntityType, EntityAttribute):
        return _wrong_key(path, value, SELECTION_RESERVED)
    return _wrong_key(path, value, FORM_RESERVED)


def _wrong_key(path: Path, value: str, reserved: frozenset[str]) -> Finding:
    commands = " ".join(sorted(reserved, key=str.swapcase))
    hint = f"use one letter from a to z or A to Z, but none of {commands}, which are commands"
    return Finding(path, f"{value} cannot be a key here", hint)


def _name_hint(path: Path) -> str:
    if path[0] == "rules":
        return "a rule's name has lower-case letters, digits and hyphens, and starts with a letter"
    hint = "a name has letters, digits and _, at most 40, and starts with a letter"
    return f"{hint}; a role's name does not end in a digit" if path[-2] == "roles" else hint


def _literals(error: ErrorDetails) -> tuple[str, ...]:
    """The words that a key may have, from the model's own annotation."""
    model, key = _model_at(error["loc"][:-1]), error["loc"][-1]
    return get_args(model.model_fields[str(key)].annotation) if model else ()


def _one_of(words: tuple[str, ...]) -> str:
    return f"write one of {', '.join(words)}"


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{shown(value)}"'
    return shown(str(value)) if isinstance(value, int | float) else type(value).__name__


# ------------------------------------------------------------------------------ going on


def _mend(data: Table, error: ErrorDetails, result: Structure) -> None:
    """Take the wrong value out of `data`, or put a stand-in where the language needs a value."""
    path = _setting(error["loc"])
    holder: Any = data
    for part in path[:-1]:
        holder = holder[part]
    key, model = str(path[-1]), _model_at(path[:-1])
    holder.pop(key, None)
    if model is None:
        result.dropped.add(key)
        return
    if error["type"] != "extra_forbidden" and key != "key":
        result.doubtful.update(_doubted(path))
    if key in _STAND_INS and _is_needed(model, key):
        holder[key] = _STAND_INS[key]


def _setting(path: Path) -> Path:
    """Return the path of the key whose value or name is wrong, for a place inside the value."""
    if path[-1] == "[key]":
        return path[:-1]
    while isinstance(path[-1], int):
        path = path[:-1]
    return path


def _doubted(path: Path) -> tuple[Path, ...]:
    """Return the table about which a wrong setting leaves nothing to say, if any."""
    if path[-1] in _LAYER_TABLES and len(path) <= 2:
        return (path[:1],)
    return (path[:-1],) if len(path) > 2 else ()


def _is_needed(model: type[BaseModel], key: str) -> bool:
    return any(f.is_required() for n, f in model.model_fields.items() if (f.alias or n) == key)


def _model_at(path: Path) -> type[BaseModel] | None:
    """Return the model of the table at a path, None where a table holds tables by free names."""
    here: Any = Scheme
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = {(field.alias or name): field for name, field in here.model_fields.items()}
            here = _table_type(fields[str(part)].annotation) if part in fields else None
        else:
            here = _table_type(get_args(here)[1]) if get_origin(here) is dict else None
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _table_type(annotation: Any) -> Any:
    """Return the model or dict of an annotation, without the None beside it."""
    choices: Iterator[Any] = (a for a in get_args(annotation) if a is not type(None))
    is_optional = type(None) in get_args(annotation)
    return next(choices) if is_optional else annotation

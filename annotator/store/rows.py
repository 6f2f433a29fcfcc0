"""Models as rows of tables, and back."""

import json
import sqlite3
from functools import cache
from sys import intern
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from annotator.model.annotation import Annotation, Claim, Incident, Label, Mention, Relation
from annotator.model.article import Article, Sentence
from annotator.model.base import without_own_names
from annotator.model.completion import Completion
from annotator.model.decision import Decision
from annotator.model.journal import Row
from annotator.model.registry import RegistryAlias, RegistryEntity, RegistryEntry, RegistryIncident
from annotator.model.suggestion import Verdict
from annotator.model.team import Assignment, Message
from annotator.store.errors import ProjectDamaged
from annotator.store.tables import COLUMNS, KEYS

RowLike = sqlite3.Row | Row
"""A row as SQLite gives it, or as the journal keeps it."""


class StoredSentence(NamedTuple):
    """A sentence together with the article it belongs to."""

    article: str
    sentence: Sentence


Registered = RegistryEntity | RegistryIncident | RegistryAlias
"""What the registry holds."""

OfProject = Registered | Assignment | Message
"""What acts change that belong to no article."""

Stored = (
    Article
    | StoredSentence
    | Mention
    | Incident
    | Claim
    | Relation
    | Label
    | Completion
    | Verdict
    | Decision
    | OfProject
)
"""Everything whose changes the journal keeps."""

_SHARED = frozenset(COLUMNS["annotations"])


def table_of(item: Stored) -> str:
    """Return the table that holds such items."""
    match item:
        case Article():
            return "articles"
        case StoredSentence():
            return "sentences"
        case Completion():
            return "completion"
        case RegistryEntity() | RegistryIncident():
            return "registry"
        case RegistryAlias():
            return "registry_aliases"
        case Verdict():
            return "verdicts"
        case Assignment():
            return "assignments"
        case Message():
            return "messages"
        case Decision():
            return "decisions"
        case _:
            return "annotations"


def article_of(item: Stored) -> str:
    """Return the id of the article that the item is, or belongs to; "" for what acts on
    the project change."""
    if isinstance(item, OfProject):
        return ""
    return item.id if isinstance(item, Article) else item.article


def to_row(item: Stored) -> Row:
    """Return the item as the columns of its table."""
    match item:
        case Article():
            return {**item.model_dump(), "bom": int(item.bom)}
        case StoredSentence(article, sentence):
            # Spelled out: imports write millions, and `model_dump` takes four times as long.
            start, end, kind = sentence.start, sentence.end, sentence.kind
            return {"article": article, "start": start, "end": end, "kind": kind}
        case Completion():
            return {**item.model_dump(), "stale": int(item.stale)}
        case RegistryEntity() | RegistryIncident():
            return _entry_row(item)
        case Assignment():
            return {**item.model_dump(), "released": int(item.released)}
        case RegistryAlias() | Verdict() | Message():
            return item.model_dump()
        case Decision():
            return _decision_row(item)
        case _:
            return _annotation_row(item)


def from_row(table: str, row: RowLike) -> Stored:
    """Return the item that a row of the table holds."""
    match table:
        case "articles":
            return article_from_row(row)
        case "sentences":
            return StoredSentence(row["article"], sentence_from_row(row))
        case "completion":
            return completion_from_row(row)
        case "registry":
            return entry_from_row(row)
        case "registry_aliases":
            return RegistryAlias(entry=row["entry"], name=row["name"])
        case "verdicts":
            return verdict_from_row(row)
        case "assignments" | "messages":
            return _team_from_row(table, row)
        case "decisions":
            return decision_from_row(row)
        case _:
            return annotation_from_row(row)


def article_from_row(row: RowLike) -> Article:
    """Return the article of a row of `articles`."""
    try:
        return Article(**{column: row[column] for column in COLUMNS["articles"]})
    except ValidationError:
        raise _unreadable("articles", row) from None


def sentence_from_row(row: RowLike) -> Sentence:
    """Return the sentence of a row of `sentences`."""
    try:
        return Sentence(start=row["start"], end=row["end"], kind=row["kind"])
    except ValidationError:
        raise _unreadable("sentences", row) from None


def completion_from_row(row: RowLike) -> Completion:
    """Return the completion of a row of `completion`."""
    try:
        return Completion(**{column: row[column] for column in COLUMNS["completion"]})
    except ValidationError:
        raise _unreadable("completion", row) from None


def verdict_from_row(row: RowLike) -> Verdict:
    """Return the verdict of a row of `verdicts`."""
    try:
        return Verdict(**{column: row[column] for column in COLUMNS["verdicts"]})
    except ValidationError:
        raise _unreadable("verdicts", row) from None


def annotation_from_row(row: RowLike) -> Annotation:
    """Return the annotation of a row of `annotations`."""
    fields = {column: row[column] for column in _PLAIN}
    try:
        # Each row has strings of its own, and in thousands of annotations these are the same.
        fields.update((column, intern(fields[column])) for column in _REPEATED)
        return without_own_names(
            _annotations().validate_python({**fields, **from_json(row["body"])})
        )
    except (TypeError, ValueError):  # pydantic's and json's are ValueErrors; they quote the row
        raise _unreadable("annotations", row) from None


def entry_from_row(row: RowLike) -> RegistryEntity | RegistryIncident:
    """Return the entry of a row of `registry`."""
    fields = {column: row[column] for column in COLUMNS["registry"] if column != "body"}
    if row["kind"] == "incident":
        del fields["affiliate_of"]
    try:
        return _entries().validate_python({**fields, **json.loads(row["body"])})
    except (TypeError, ValueError):
        raise _unreadable("registry", row) from None


def _team_from_row(table: str, row: RowLike) -> Assignment | Message:
    kind = Assignment if table == "assignments" else Message
    try:
        return kind(**{column: row[column] for column in COLUMNS[table]})
    except ValidationError:
        raise _unreadable(table, row) from None


def decision_from_row(row: RowLike) -> Decision:
    """Return the decision of a row of `decisions`."""
    try:
        return Decision.model_validate_json(row["body"])
    except (TypeError, ValueError):
        raise _unreadable("decisions", row) from None


def key_of(table: str, row: RowLike) -> tuple[Any, ...]:
    """Return the values of the row's key."""
    return tuple(row[column] for column in KEYS[table])


def plain_row(table: str, row: sqlite3.Row) -> Row:
    """Return the journalled columns of a row as it stands in the table."""
    return {column: row[column] for column in COLUMNS[table]}


def _unreadable(table: str, row: RowLike) -> ProjectDamaged:
    place = " ".join(str(value) for value in key_of(table, row))
    return ProjectDamaged(
        f"The row {place} of {table} cannot be read; restore the project from a backup "
        "(annotator verify lists what is wrong)."
    )


@cache
def _annotations() -> TypeAdapter[Annotation]:
    return TypeAdapter(Annotation)


@cache
def _entries() -> TypeAdapter[RegistryEntity | RegistryIncident]:
    return TypeAdapter(RegistryEntry)


def _annotation_row(item: Annotation) -> Row:
    # Defaults stay out of the body: a field added later then reads the same in old rows.
    fields = item.model_dump(mode="json", exclude_defaults=True)
    body = {name: value for name, value in fields.items() if name not in _SHARED}
    anchor = item.anchor
    return {
        **{name: getattr(item, name) for name in _PLAIN},
        "start": anchor.start if anchor else None,
        "end": anchor.end if anchor else None,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "unsure": int(item.unsure),
    }


def _decision_row(item: Decision) -> Row:
    columns = COLUMNS["decisions"]
    plain = {name: getattr(item, name) for name in columns if name not in ("rejects", "body")}
    body = item.model_dump_json(exclude_defaults=True)
    return {**plain, "rejects": int(item.rejects), "body": body}


def _entry_row(item: RegistryEntity | RegistryIncident) -> Row:
    columns = COLUMNS["registry"]
    fields = item.model_dump(mode="json", exclude_defaults=True)
    body = {name: value for name, value in fields.items() if name not in columns}
    return {
        **{column: getattr(item, column) for column in columns if column != "body"},
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    }


_REPEATED = ("article", "layer", "type", "annotator", "scheme")
_PLAIN = tuple(name for name in COLUMNS["annotations"] if name not in ("start", "end", "body"))

"""The table of the words that everybody labelled, kept true by triggers: what memory learns from.

It holds the words of every mention in one piece, with how often an annotator gave them which type.
Blanks of every kind count as one sort, for the same name stands in texts with both.
"""

from collections.abc import Iterator

_TABLE = """
CREATE TABLE labelled_words (
    annotator TEXT NOT NULL,
    words TEXT NOT NULL,
    type TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (annotator, words, type)
) STRICT, WITHOUT ROWID;
CREATE VIEW labelled_words_found AS
    SELECT annotator, {words} AS words, n.type, count(*) AS number
    FROM annotations AS n JOIN texts AS t ON t.article = n.article
    WHERE {counted} GROUP BY 1, 2, 3;
INSERT INTO labelled_words SELECT * FROM labelled_words_found
"""

_COUNTED = (
    "{row}.layer = 'entities' AND CASE WHEN json_valid({row}.body) THEN"
    " json_array_length({row}.body, '$.fragments') = 1 END"
)
_WORDS = (
    'replace(replace(substr(t.text, {row}.start + 1, {row}."end" - {row}.start),'
    " char(160), ' '), char(10), ' ')"
)
_PLACE = '({row}.start, {row}."end", {row}.type, {row}.annotator, {row}.article)'


def memory_statements() -> Iterator[str]:
    """Yield the statements that make the table, its definition and its triggers, and fill it."""
    table = _TABLE.format(words=_WORDS.format(row="n"), counted=_COUNTED.format(row="n"))
    yield from table.split(";\n")
    yield _trigger("INSERT", _add("NEW"))
    yield _trigger("DELETE", _take("OLD"))
    moved = f"{_PLACE.format(row='OLD')} <> {_PLACE.format(row='NEW')}"
    yield _trigger("UPDATE", _take("OLD") + _add("NEW"), moved)


def _trigger(event: str, body: str, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER annotations_{event.lower()}_remembered AFTER {event} ON annotations"
        f"{condition} BEGIN {body} END"
    )


def _add(row: str) -> str:
    return (
        f"INSERT INTO labelled_words SELECT {row}.annotator, {_WORDS.format(row=row)},"
        f" {row}.type, 1 FROM texts AS t WHERE t.article = {row}.article"
        f" AND {_COUNTED.format(row=row)} ON CONFLICT DO UPDATE SET number = number + 1;"
    )


def _take(row: str) -> str:
    here = (
        f"annotator = {row}.annotator AND type = {row}.type AND words = (SELECT"
        f" {_WORDS.format(row=row)} FROM texts AS t WHERE t.article = {row}.article)"
        f" AND {_COUNTED.format(row=row)}"
    )
    return (
        f"UPDATE labelled_words SET number = number - 1 WHERE {here};"
        f" DELETE FROM labelled_words WHERE {here} AND number = 0;"
    )

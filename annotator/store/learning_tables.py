"""The tables of what people learn from gold, and of how they are tried with it.

None of them is journalled. `gold_words` is derived from decisions, article by article: how often
words got a type in gold, and how often it was decided that such a mention is none; triggers name in
`gold_unread` the articles whose decisions have changed since. `trials` says which assignments are
an entry test, or gold that is mixed into somebody's queue unmarked; bundles take none of it along.
`tried` leaves out those whose handing out was taken back.
`guidelines` says from when on which version of the guideline was in force.
"""

from collections.abc import Iterator

_TABLES = """
CREATE TABLE gold_words (
    article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    type TEXT NOT NULL,
    taken INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    PRIMARY KEY (article, words, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX gold_words_by_words ON gold_words(words);
CREATE TABLE gold_unread (
    article TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO gold_unread SELECT DISTINCT article FROM decisions;
CREATE TABLE trials (
    article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    annotator TEXT NOT NULL,
    kind TEXT NOT NULL,
    pass_mark REAL NOT NULL,
    lifted INTEGER NOT NULL,
    PRIMARY KEY (article, annotator)
) STRICT, WITHOUT ROWID;
CREATE VIEW tried AS
    SELECT t.* FROM trials AS t WHERE EXISTS (SELECT 1 FROM assignments AS s
        WHERE s.article = t.article AND s.annotator = t.annotator);
CREATE TABLE guidelines (
    version TEXT PRIMARY KEY,
    note TEXT NOT NULL,
    since TEXT NOT NULL,
    annotator TEXT NOT NULL
) STRICT
"""


def learning_statements() -> Iterator[str]:
    """Yield the statements that make the tables and their triggers."""
    yield from _TABLES.split(";\n")
    for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        yield (
            f"CREATE TRIGGER gold_unread_{act.lower()} AFTER {act} ON decisions BEGIN"
            f" INSERT OR IGNORE INTO gold_unread VALUES ({row}.article); END"
        )

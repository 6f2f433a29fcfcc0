"""The tables that say how far everybody is, without counting: kept true by triggers.

Every figure in them is a sum, so it can follow each row that comes or goes, in the transaction that
brings it. Sums are kept per run: what an unfinished run wrote stays invisible, and publishing it
needs no work. The views `counted_*` are the definitions; `verify` compares the tables with them.

    workload        sentences to finish, per article
    progress        what each annotator did of each layer of each article
    workload_sums   \\ the same, summed over blocks of articles: a search for an article that
    progress_sums   / waits passes over whole blocks, and totals of a project add up few rows
    last_acts       the latest journal entry of each annotator in each article
"""

from collections.abc import Iterator

BLOCK = 256
"""Positions per block: about the root of 100,000, so that neither blocks nor their articles are
many."""

TABLES = ("workload", "progress", "workload_sums", "progress_sums", "last_acts")
"""In the order in which they can be filled; each has a view that counts what it holds."""

_SUMS = ("done", "skipped", "unsure", "stale", "annotations")


def progress_statements() -> Iterator[str]:
    """Yield the statements that make tables, views and triggers, and fill the tables."""
    yield from _TABLES.split(";\n")
    yield from _VIEWS.split(";\n")
    for table in TABLES:
        yield f"INSERT INTO {table} SELECT * FROM counted_{table}"
    yield from _source_triggers()
    yield from _sum_triggers()


_TABLES = """
CREATE TABLE workload (
    position INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    sentences INTEGER NOT NULL
) STRICT;
CREATE TABLE progress (
    annotator TEXT NOT NULL,
    layer TEXT NOT NULL,
    position INTEGER NOT NULL,
    run TEXT NOT NULL,
    done INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    unsure INTEGER NOT NULL,
    stale INTEGER NOT NULL,
    annotations INTEGER NOT NULL,
    PRIMARY KEY (annotator, layer, position, run)
) STRICT, WITHOUT ROWID;
CREATE TABLE workload_sums (
    block INTEGER NOT NULL,
    run TEXT NOT NULL,
    articles INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    PRIMARY KEY (block, run)
) STRICT, WITHOUT ROWID;
CREATE TABLE progress_sums (
    annotator TEXT NOT NULL,
    layer TEXT NOT NULL,
    block INTEGER NOT NULL,
    run TEXT NOT NULL,
    done INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    unsure INTEGER NOT NULL,
    stale INTEGER NOT NULL,
    annotations INTEGER NOT NULL,
    PRIMARY KEY (annotator, layer, block, run)
) STRICT, WITHOUT ROWID;
CREATE TABLE last_acts (
    annotator TEXT NOT NULL,
    article TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (annotator, article)
) STRICT, WITHOUT ROWID
"""

_VIEWS = f"""
CREATE VIEW counted_workload AS
    SELECT position, run, (
        SELECT count(*) FROM sentences WHERE article = id AND kind <> 'boilerplate'
    ) AS sentences FROM articles;
CREATE VIEW counted_progress AS
    SELECT annotator, layer, position, run, sum(done) AS done, sum(skipped) AS skipped,
        sum(unsure) AS unsure, sum(stale) AS stale, sum(annotations) AS annotations
    FROM (
        SELECT c.annotator, c.layer, position, c.run,
            state = 'done' AND NOT stale AS done,
            state = 'skipped' AND NOT stale AS skipped,
            state = 'unsure' AND NOT stale AS unsure,
            stale, 0 AS annotations
        FROM completion AS c JOIN articles ON id = c.article
        JOIN sentences AS s
            ON s.article = c.article AND s.start = c.sentence AND s.kind <> 'boilerplate'
        UNION ALL
        SELECT annotator, layer, position, n.run, 0, 0, 0, 0, 1
        FROM annotations AS n JOIN articles AS a ON a.id = n.article
    ) GROUP BY annotator, layer, position, run;
CREATE VIEW counted_workload_sums AS
    SELECT position / {BLOCK} AS block, run, count(*) AS articles, sum(sentences) AS sentences
    FROM workload GROUP BY 1, 2;
CREATE VIEW counted_progress_sums AS
    SELECT annotator, layer, position / {BLOCK} AS block, run, sum(done) AS done,
        sum(skipped) AS skipped, sum(unsure) AS unsure, sum(stale) AS stale,
        sum(annotations) AS annotations
    FROM progress GROUP BY 1, 2, 3, 4;
CREATE VIEW counted_last_acts AS
    SELECT annotator, article, max(seq) AS seq FROM journal
    WHERE article <> '' AND run = '' GROUP BY annotator, article
"""


def _source_triggers() -> Iterator[str]:
    """Yield the triggers on the tables that people and imports write."""
    yield _trigger("articles", "INSERT", "INSERT INTO workload VALUES (NEW.position, NEW.run, 0);")
    yield _trigger("articles", "DELETE", "DELETE FROM workload WHERE position = OLD.position;")
    for table, count, columns in (
        ("sentences", _count_sentence, ("article", "start", "kind")),
        ("completion", _count_completion, ("article", "sentence", "layer", "annotator", "state")),
        ("annotations", _count_annotation, ("article", "annotator", "layer")),
    ):
        yield _trigger(table, "INSERT", count("NEW", "+"))
        yield _trigger(table, "DELETE", count("OLD", "-"))
        before, after = (
            ", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW")
        )
        stale = " OR OLD.stale <> NEW.stale" if table == "completion" else ""
        changed = f"({before}) <> ({after}){stale}"
        yield _trigger(table, "UPDATE", count("OLD", "-") + count("NEW", "+"), changed)
    yield _trigger(
        "journal",
        "INSERT",
        "INSERT INTO last_acts VALUES (NEW.annotator, NEW.article, NEW.seq)"
        " ON CONFLICT DO UPDATE SET seq = excluded.seq;",
        "NEW.article <> '' AND NEW.run = ''",
    )


def _sum_triggers() -> Iterator[str]:
    """Yield the triggers that carry changes on to the blocks, and drop rows of zeros."""
    block, runs = f"position / {BLOCK}", "run = NEW.run"
    yield _trigger(
        "workload",
        "INSERT",
        f"INSERT INTO workload_sums VALUES (NEW.{block}, NEW.run, 1, NEW.sentences)"
        " ON CONFLICT DO UPDATE SET articles = articles + 1,"
        " sentences = sentences + excluded.sentences;",
    )
    yield _trigger(
        "workload",
        "DELETE",
        "UPDATE workload_sums SET articles = articles - 1, sentences = sentences - OLD.sentences"
        f" WHERE block = OLD.{block} AND run = OLD.run;",
    )
    yield _trigger(
        "workload",
        "UPDATE",
        "UPDATE workload_sums SET sentences = sentences + NEW.sentences - OLD.sentences"
        f" WHERE block = NEW.{block} AND {runs};",
    )
    yield _trigger(
        "workload_sums",
        "UPDATE",
        f"DELETE FROM workload_sums WHERE block = NEW.block AND {runs};",
        "NEW.articles = 0",
    )
    here = f"annotator = NEW.annotator AND layer = NEW.layer AND {runs}"
    values = ", ".join(f"NEW.{one}" for one in _SUMS)
    yield _trigger(
        "progress",
        "INSERT",
        f"INSERT INTO progress_sums VALUES (NEW.annotator, NEW.layer, NEW.{block}, NEW.run,"
        f" {values}) {_ADDING};",
    )
    growth = ", ".join(f"{one} = {one} + NEW.{one} - OLD.{one}" for one in _SUMS)
    yield _trigger(
        "progress",
        "UPDATE",
        f"UPDATE progress_sums SET {growth} WHERE {here} AND block = NEW.{block};"
        f" DELETE FROM progress WHERE {here} AND position = NEW.position AND {_NOTHING};",
    )
    yield _trigger(
        "progress_sums",
        "UPDATE",
        f"DELETE FROM progress_sums WHERE {here} AND block = NEW.block;",
        f"({values}) = (0, 0, 0, 0, 0)",
    )


_ADDING = "ON CONFLICT DO UPDATE SET " + ", ".join(
    f"{one} = {one} + excluded.{one}" for one in _SUMS
)
_NOTHING = f"({', '.join(_SUMS)}) = (0, 0, 0, 0, 0)"


def _trigger(table: str, event: str, body: str, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    name = f"{table}_{event.lower()}_counted"
    return f"CREATE TRIGGER {name} AFTER {event} ON {table}{condition} BEGIN {body} END"


def _count_sentence(row: str, sign: str) -> str:
    """Count a sentence, and its completion, which may be written before it in a transaction."""
    states = ", ".join(_states("c", sign))
    return (
        f"UPDATE workload SET sentences = sentences {sign} 1 WHERE {row}.kind <> 'boilerplate'"
        f" AND position = (SELECT position FROM articles WHERE id = {row}.article);"
        f" INSERT INTO progress SELECT c.annotator, c.layer, position, c.run, {states}, 0"
        " FROM completion AS c JOIN articles ON id = c.article"
        f" WHERE c.article = {row}.article AND c.sentence = {row}.start"
        f" AND {row}.kind <> 'boilerplate' {_ADDING};"
    )


def _count_completion(row: str, sign: str) -> str:
    states = ", ".join(_states(row, sign))
    return (
        f"INSERT INTO progress SELECT {row}.annotator, {row}.layer, position, {row}.run,"
        f" {states}, 0 FROM articles JOIN sentences ON article = id"
        f" WHERE id = {row}.article AND start = {row}.sentence AND kind <> 'boilerplate' {_ADDING};"
    )


def _count_annotation(row: str, sign: str) -> str:
    return (
        f"INSERT INTO progress SELECT {row}.annotator, {row}.layer, position, {row}.run,"
        f" 0, 0, 0, 0, {sign}1 FROM articles WHERE id = {row}.article {_ADDING};"
    )


def _states(row: str, sign: str) -> Iterator[str]:
    for state in ("done", "skipped", "unsure"):
        yield f"{sign}({row}.state = '{state}' AND NOT {row}.stale)"
    yield f"{sign}{row}.stale"

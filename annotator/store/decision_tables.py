"""The tables of adjudication.

`decisions` is journalled like annotations. The others are derived and in no journal: `unsettled`
names the articles whose annotations or completion changed since their clusters were found, which
triggers keep true in the very transaction of an edit; `disputes` holds what annotators differ
about, in the order in which it is shown. What waits is what has no decision in force: a cluster has
lapsed when all that was decided of it is superseded by decisions about other ones, and comes back
when its annotations are again as they were.
"""

from collections.abc import Iterator

_TABLES = """
CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles(id),
    cluster TEXT NOT NULL,
    layer TEXT NOT NULL,
    kind TEXT NOT NULL,
    item TEXT NOT NULL,
    rule TEXT NOT NULL,
    adjudicator TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    rejects INTEGER NOT NULL,
    body TEXT NOT NULL,
    run TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_article ON decisions(article);
CREATE INDEX decisions_by_cluster ON decisions(cluster, rejects);
CREATE VIEW visible_decisions AS
    SELECT * FROM decisions WHERE run NOT IN (SELECT id FROM open_runs);
CREATE TABLE disputes (
    key TEXT PRIMARY KEY,
    article TEXT NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    layer TEXT NOT NULL,
    kind TEXT NOT NULL,
    pattern TEXT NOT NULL,
    parents TEXT NOT NULL,
    votes INTEGER NOT NULL,
    audit INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX disputes_by_kind ON disputes(rank, pattern, position, start, key);
CREATE INDEX disputes_by_place ON disputes(position, start, rank, key);
CREATE INDEX disputes_by_article ON disputes(article);
CREATE INDEX disputes_by_pattern ON disputes(pattern);
CREATE TABLE unsettled (
    article TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO unsettled
    SELECT article FROM annotations UNION SELECT article FROM completion
"""

# The index holds all that the view asks for, so that counting what waits reads no decision.
_SECOND = """
DROP VIEW visible_decisions;
DROP INDEX decisions_by_cluster;
CREATE INDEX decisions_by_cluster ON decisions(cluster, rule, rejects, run, adjudicator);
CREATE VIEW visible_opinions AS
    SELECT * FROM decisions WHERE run NOT IN (SELECT id FROM open_runs);
CREATE VIEW visible_decisions AS SELECT * FROM visible_opinions WHERE rule <> 'second'
"""


# Few decisions supersede another, and the index holds those: what waits is counted at every start.
_SUPERSEDES = (
    "CASE WHEN json_valid({row}body) THEN json_array_length({row}body, '$.supersedes') END > 0"
)
_IN_FORCE = f"""
CREATE INDEX decisions_superseding ON decisions(id) WHERE {_SUPERSEDES.format(row="")};
CREATE VIEW superseded AS
    SELECT o.value AS id FROM visible_decisions AS w, json_each(w.body, '$.supersedes') AS o
    WHERE {_SUPERSEDES.format(row="w.")};
CREATE VIEW lapsed_clusters AS
    SELECT o.cluster FROM superseded AS s JOIN visible_decisions AS o ON o.id = s.id
    WHERE NOT EXISTS (SELECT 1 FROM visible_decisions AS v WHERE v.cluster = o.cluster
        AND v.id NOT IN (SELECT id FROM superseded))
"""


def in_force_statements() -> Iterator[str]:
    """Yield the statements that tell decisions in force from those that others supersede."""
    yield from _IN_FORCE.split(";\n")


def second_opinion_statements() -> Iterator[str]:
    """Yield the statements that part second opinions from decisions."""
    yield from _SECOND.split(";\n")


def decision_statements() -> Iterator[str]:
    """Yield the statements that make the tables and their triggers."""
    yield from _TABLES.split(";\n")
    for table in ("annotations", "completion"):
        for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            yield (
                f"CREATE TRIGGER unsettled_{table}_{act.lower()} AFTER {act} ON {table} BEGIN"
                f" INSERT OR IGNORE INTO unsettled VALUES ({row}.article); END"
            )

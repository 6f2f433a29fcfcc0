"""The tables of a project file, as numbered migrations.

Append only: a migration that has been released is never edited. Every table is STRICT. Rows that a
long run writes carry its id and stay invisible while the run stands in `open_runs`; the views
`visible_*` are what readers use.
"""

from sqlite_utils import Database, Migrations

from annotator.store.decision_tables import (
    decision_statements,
    in_force_statements,
    second_opinion_statements,
)
from annotator.store.finished_tables import finished_statements
from annotator.store.learning_tables import learning_statements
from annotator.store.linking import linking_statements
from annotator.store.memory_tables import memory_statements
from annotator.store.progress_tables import progress_statements

APPLICATION_ID = 0x414E4E31  # "ANN1", in the file's header

migrations = Migrations("annotator")


@migrations()
def m001_first_tables(db: Database) -> None:
    """Make the tables of the first release."""
    for statement in _FIRST_TABLES.split(";\n"):
        db.execute(statement)


@migrations()
def m002_progress(db: Database) -> None:
    """Keep progress, which was counted from completion whenever somebody asked."""
    for statement in progress_statements():
        db.execute(statement)


@migrations()
def m003_search(db: Database) -> None:
    """Index the words of all texts, let mentions be found by type, and let acts span articles."""
    from annotator.store.search import fill

    for statement in _SEARCH.split(";\n"):
        db.execute(statement)
    fill(db.conn)


@migrations()
def m004_registry(db: Database) -> None:
    """Keep the registry; identities that came before there was one get their entries."""
    from annotator.store.adoption import adopt_old

    for statement in _REGISTRY.split(";\n"):
        db.execute(statement)
    adopt_old(db.conn)


@migrations()
def m005_suggestions(db: Database) -> None:
    """Keep what is proposed, what became of it, and the words that everybody labelled."""
    for statement in _SUGGESTIONS.split(";\n"):
        db.execute(statement)
    for statement in memory_statements():
        db.execute(statement)


@migrations()
def m006_duplicates(db: Database) -> None:
    """Keep signatures of texts, and which are alike; `annotator duplicates --find` makes those of
    articles that came before."""
    for statement in _DUPLICATES.split(";\n"):
        db.execute(statement)


@migrations()
def m007_team(db: Database) -> None:
    """Keep who is to do what, what people write to each other, and which bundles went out."""
    for statement in _TEAM.split(";\n"):
        db.execute(statement)


@migrations()
def m008_decisions(db: Database) -> None:
    """Keep decisions of adjudication, and what waits for one."""
    for statement in decision_statements():
        db.execute(statement)


@migrations()
def m009_second_opinions(db: Database) -> None:
    """Keep second opinions beside decisions, out of all that makes gold; know who links what, so
    that the same thing in several articles is asked about."""
    for statement in second_opinion_statements():
        db.execute(statement)
    for statement in linking_statements():
        db.execute(statement)
    db.execute(
        "INSERT OR IGNORE INTO unsettled SELECT article FROM annotations"
        " UNION SELECT article FROM completion"
    )


@migrations()
def m010_learning(db: Database) -> None:
    """Keep what gold says of words, who is tried with gold, and versions of the guideline."""
    for statement in learning_statements():
        db.execute(statement)


@migrations()
def m011_finished(db: Database) -> None:
    """Keep how many articles everybody has finished, which was counted article by article."""
    for statement in finished_statements():
        db.execute(statement)


@migrations()
def m012_in_force(db: Database) -> None:
    """Tell decisions in force from superseded ones: what has lapsed waits again."""
    for statement in in_force_statements():
        db.execute(statement)


# Texts have a table of their own: with a text in its row, every page of articles would drag a
# page of text along when the Home screen lists 100,000 of them.
_FIRST_TABLES = """
CREATE TABLE project (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE schemes (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    checked TEXT NOT NULL,
    added TEXT NOT NULL
) STRICT;
CREATE TABLE annotators (
    name TEXT PRIMARY KEY,
    added TEXT NOT NULL
) STRICT;
CREATE TABLE open_runs (
    id TEXT PRIMARY KEY,
    what TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    beat TEXT NOT NULL
) STRICT;
CREATE TABLE articles (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text_hash TEXT NOT NULL,
    length INTEGER NOT NULL,
    source TEXT NOT NULL,
    source_hash TEXT NOT NULL,
    encoding TEXT NOT NULL,
    bom INTEGER NOT NULL,
    title TEXT NOT NULL,
    published TEXT NOT NULL,
    published_proposed TEXT NOT NULL,
    proposal_reason TEXT NOT NULL,
    publisher TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT NOT NULL,
    license TEXT NOT NULL,
    duplicate_cluster TEXT NOT NULL,
    segmenter TEXT NOT NULL,
    added TEXT NOT NULL,
    run TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_source ON articles(source);
CREATE TABLE texts (
    article TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE sentences (
    article TEXT NOT NULL REFERENCES articles(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (article, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE annotations (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles(id),
    annotator TEXT NOT NULL REFERENCES annotators(name),
    layer TEXT NOT NULL,
    type TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    body TEXT NOT NULL,
    scheme TEXT NOT NULL REFERENCES schemes(hash),
    version INTEGER NOT NULL,
    origin TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    unsure INTEGER NOT NULL,
    note TEXT NOT NULL,
    run TEXT NOT NULL
) STRICT;
CREATE INDEX annotations_by_place ON annotations(article, annotator, layer);
CREATE TABLE completion (
    article TEXT NOT NULL REFERENCES articles(id),
    sentence INTEGER NOT NULL,
    layer TEXT NOT NULL,
    annotator TEXT NOT NULL REFERENCES annotators(name),
    state TEXT NOT NULL,
    stale INTEGER NOT NULL,
    changed TEXT NOT NULL,
    run TEXT NOT NULL,
    PRIMARY KEY (article, annotator, layer, sentence),
    FOREIGN KEY (article, sentence) REFERENCES sentences(article, start)
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    time TEXT NOT NULL,
    annotator TEXT NOT NULL,
    article TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    command TEXT NOT NULL,
    parameters TEXT NOT NULL,
    changes TEXT NOT NULL,
    of TEXT NOT NULL,
    keys INTEGER NOT NULL,
    active_ms INTEGER NOT NULL,
    run TEXT NOT NULL
) STRICT;
CREATE INDEX journal_by_annotator ON journal(annotator, seq);
CREATE INDEX journal_by_article ON journal(article, seq);
CREATE TABLE places (
    annotator TEXT PRIMARY KEY,
    article TEXT NOT NULL,
    at INTEGER NOT NULL,
    time TEXT NOT NULL
) STRICT;
CREATE VIEW visible_articles AS
    SELECT * FROM articles WHERE run NOT IN (SELECT id FROM open_runs);
CREATE VIEW visible_annotations AS
    SELECT * FROM annotations WHERE run NOT IN (SELECT id FROM open_runs);
CREATE VIEW visible_completion AS
    SELECT * FROM completion WHERE run NOT IN (SELECT id FROM open_runs);
CREATE VIEW visible_journal AS
    SELECT * FROM journal WHERE run NOT IN (SELECT id FROM open_runs)
"""

# The index holds folded words of our own making, so nothing may fold or split them again: the
# tokenizer `ascii` takes blanks for ends and every other character as it is. No positions
# (detail=none), no copy of the words (content=''): a quarter of the room and twice the speed; what
# stands where is found in the texts.
# `batch` is the id of the first of the journal's entries that one act over several articles made,
# and stands in each of them.
_SEARCH = """
CREATE VIRTUAL TABLE article_words USING fts5 (
    words, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
);
CREATE INDEX annotations_by_type ON annotations(annotator, type);
ALTER TABLE journal ADD COLUMN batch TEXT NOT NULL DEFAULT '';
CREATE INDEX journal_by_batch ON journal(batch) WHERE batch <> ''
"""

# Aliases are rows of their own, so that undoing one link takes back no name that somebody else gave
# in between. `registry_keys` is derived, see `annotator.store.entry_keys`.
# A body that is no JSON is for `verify` to tell, so the column must not fail on it.
_REGISTRY = """
CREATE TABLE registry (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    affiliate_of TEXT NOT NULL,
    merged_into TEXT NOT NULL,
    body TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    run TEXT NOT NULL
) STRICT;
CREATE INDEX registry_by_name ON registry(name, id);
CREATE INDEX registry_by_merge ON registry(merged_into) WHERE merged_into <> '';
CREATE INDEX registry_by_affiliate ON registry(affiliate_of) WHERE affiliate_of <> '';
CREATE TABLE registry_aliases (
    entry TEXT NOT NULL,
    name TEXT NOT NULL,
    run TEXT NOT NULL,
    PRIMARY KEY (entry, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE registry_keys (
    sort TEXT NOT NULL,
    key TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (sort, key, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX registry_keys_by_entry ON registry_keys(entry);
CREATE VIEW visible_registry AS
    SELECT * FROM registry WHERE run NOT IN (SELECT id FROM open_runs);
CREATE VIEW visible_registry_aliases AS
    SELECT * FROM registry_aliases WHERE run NOT IN (SELECT id FROM open_runs);
ALTER TABLE annotations ADD COLUMN identity TEXT GENERATED ALWAYS AS (
    CASE WHEN json_valid(body) THEN json_extract(body, '$.identity') END
) VIRTUAL;
CREATE INDEX annotations_by_identity ON annotations(identity) WHERE identity IS NOT NULL
"""

# Suggestions are nobody's work: no journal keeps them. `suggested` says who has looked at which
# article, so that one that proposes nothing is not asked again. Verdicts are acts of people.
_SUGGESTIONS = """
CREATE TABLE suggestions (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL,
    source TEXT NOT NULL,
    source_version TEXT NOT NULL,
    layer TEXT NOT NULL,
    type TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestions_by_place ON suggestions(article, start);
CREATE TABLE suggested (
    article TEXT NOT NULL,
    source TEXT NOT NULL,
    source_version TEXT NOT NULL,
    PRIMARY KEY (article, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE verdicts (
    article TEXT NOT NULL,
    annotator TEXT NOT NULL,
    suggestion TEXT NOT NULL,
    source TEXT NOT NULL,
    source_version TEXT NOT NULL,
    layer TEXT NOT NULL,
    type TEXT NOT NULL,
    score REAL NOT NULL,
    start INTEGER NOT NULL,
    words TEXT NOT NULL,
    verdict TEXT NOT NULL,
    changed TEXT NOT NULL,
    run TEXT NOT NULL,
    PRIMARY KEY (annotator, suggestion)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdicts_by_article ON verdicts(article, annotator)
"""

# By number, so that signatures of an import are appended and go with their article. The one that
# came first is the earlier of two.
_DUPLICATES = """
CREATE TABLE signatures (
    position INTEGER PRIMARY KEY REFERENCES articles(position) ON DELETE CASCADE,
    method TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    minhash BLOB NOT NULL,
    run TEXT NOT NULL
) STRICT;
CREATE INDEX signatures_by_run ON signatures(run);
CREATE TABLE likenesses (
    later INTEGER NOT NULL REFERENCES articles(position) ON DELETE CASCADE,
    earlier INTEGER NOT NULL REFERENCES articles(position) ON DELETE CASCADE,
    likeness REAL NOT NULL,
    run TEXT NOT NULL,
    PRIMARY KEY (later, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX likenesses_by_earlier ON likenesses(earlier);
CREATE INDEX articles_by_cluster ON articles(duplicate_cluster) WHERE duplicate_cluster <> ''
"""

# `members` are those who were added by name before they did anything. `bundles` says up to which
# entry of the journal a bundle knew the project, and what it took along (a hash of its first
# entries). `project.id` tells whether a bundle came from here; a copy of the file is the same one.
_TEAM = """
CREATE TABLE members (
    annotator TEXT PRIMARY KEY REFERENCES annotators(name),
    added TEXT NOT NULL
) STRICT;
CREATE TABLE assignments (
    article TEXT NOT NULL REFERENCES articles(id),
    annotator TEXT NOT NULL REFERENCES annotators(name),
    due INTEGER NOT NULL,
    released INTEGER NOT NULL,
    changed TEXT NOT NULL,
    run TEXT NOT NULL,
    PRIMARY KEY (article, annotator)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_by_due ON assignments(annotator, due) WHERE released = 0;
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    annotator TEXT NOT NULL REFERENCES annotators(name),
    recipient TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES articles(id),
    at INTEGER NOT NULL,
    about TEXT NOT NULL,
    answer_to TEXT NOT NULL,
    text TEXT NOT NULL,
    created TEXT NOT NULL,
    run TEXT NOT NULL
) STRICT;
CREATE INDEX messages_by_recipient ON messages(recipient, created);
CREATE TABLE messages_seen (
    annotator TEXT PRIMARY KEY,
    time TEXT NOT NULL
) STRICT;
CREATE TABLE bundles (
    id TEXT PRIMARY KEY,
    annotator TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    made TEXT NOT NULL
) STRICT;
INSERT INTO project VALUES ('id', lower(hex(randomblob(8))))
"""

"""Taking an article out of a project."""

import sqlite3

from annotator.model.journal import Row, RowChange
from annotator.store import search
from annotator.store.errors import RunInProgress
from annotator.store.journal import Act, append_barrier
from annotator.store.project_file import ProjectFile
from annotator.store.rows import key_of, plain_row
from annotator.store.tables import COLUMNS

_BY_ARTICLE = (
    *("decisions", "messages", "assignments", "verdicts", "completion", "annotations"),
    "sentences",
)
_OF_ARTICLE = (
    *("places", "suggestions", "suggested", "disputes", "unsettled"),
    *("gold_words", "gold_unread", "trials"),
)


def remove_article(file: ProjectFile, annotator: str, article: str) -> None:
    """Remove an article with its text and everybody's work on it, and others' links to that.

    The text is in no journal, so this is a barrier: it cannot be undone.

    Raises:
        RunInProgress: an import is under way, which may be adding to this very article.
    """
    file.check_whole("rid of an article")
    with file.write() as conn:
        if conn.execute("SELECT 1 FROM open_runs").fetchone():
            raise RunInProgress(
                f"An import into {file.path} is under way; remove articles when it has ended."
            )
        search.forget(conn, [article])
        changes: list[RowChange] = []
        for table, column in (*((name, "article") for name in _BY_ARTICLE), ("articles", "id")):
            for found in conn.execute(f"SELECT * FROM {table} WHERE {column} = ?", (article,)):
                changes.append(_removal(table, plain_row(table, found)))
            if table != "articles":
                conn.execute(f"DELETE FROM {table} WHERE article = ?", (article,))
        changes = [*_links_to(conn, article), *changes]
        for table in _OF_ARTICLE:
            conn.execute(f"DELETE FROM {table} WHERE article = ?", (article,))
        conn.execute("DELETE FROM articles WHERE id = ?", (article,))
        act = Act(annotator, article, 0, "article.remove", {"article": article})
        append_barrier(conn, changes, act)


def _links_to(conn: sqlite3.Connection, article: str) -> list[RowChange]:
    """Delete other articles' relations to annotations of this one, and return what went."""
    found = conn.execute(
        "SELECT * FROM annotations WHERE layer = 'relations' AND article <> ?1"
        " AND instr(body, ?1 || '#')",
        (article,),
    ).fetchall()
    conn.executemany("DELETE FROM annotations WHERE id = ?", [(row["id"],) for row in found])
    return [_removal("annotations", plain_row("annotations", row)) for row in found]


def _removal(table: str, row: Row) -> RowChange:
    key = " ".join(str(value) for value in key_of(table, row))
    return RowChange(table, key, {column: row[column] for column in COLUMNS[table]}, None)

"""Projects as earlier versions of the program made them."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from annotator.store.project_file import ProjectFile
from annotator.store.schema import APPLICATION_ID, migrations


def earlier(present: ProjectFile, path: Path, lacks: str) -> Path:
    """Make the project as the version before a migration had it."""
    with ProjectFile._at(_touched(path)) as file:
        file.conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrations.apply(file.db, stop_before=lacks)
        file.conn.execute("PRAGMA foreign_keys=OFF")
        file.conn.execute("ATTACH ? AS made", (str(present.path),))
        tables, own = _tables(file, "main"), _settings(file, "main")
        triggers = file.query("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'")
        for name, _ in triggers:
            file.conn.execute(f"DROP TRIGGER {name}")
        for table in tables:
            file.conn.execute(f"DELETE FROM main.{table}")
            names = ", ".join(f'"{name}"' for name in _columns(file, table))
            file.conn.execute(
                f"INSERT INTO main.{table} ({names}) SELECT {names} FROM made.{table}"
            )
        for key in _made_by_migrations() - own:
            file.conn.execute("DELETE FROM main.project WHERE key = ?", (key,))
        for _, sql in triggers:
            file.conn.execute(sql)
    return path


def _touched(path: Path) -> Path:
    path.touch()
    return path


def _tables(file: ProjectFile, schema: str) -> list[str]:
    rows = file.conn.execute(
        f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite%'"
        " AND name NOT LIKE '_sqlite%' AND name NOT LIKE 'words%' AND name NOT LIKE 'search%'"
    )
    return [str(row[0]) for row in rows]


def _settings(file: ProjectFile, schema: str) -> set[str]:
    return {str(row[0]) for row in file.conn.execute(f"SELECT key FROM {schema}.project")}


def _made_by_migrations() -> set[str]:
    """Return the settings that migrations leave behind, which an earlier project has not got."""
    conn = sqlite3.connect(":memory:")
    conn.create_function("casefold", 1, str.casefold, deterministic=True)
    migrations.apply(Database(conn))
    return {str(row[0]) for row in conn.execute("SELECT key FROM project")}


def _columns(file: ProjectFile, table: str) -> list[str]:
    return [str(row[1]) for row in file.conn.execute(f"PRAGMA main.table_info({table})")]

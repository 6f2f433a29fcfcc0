"""Reading the registry: entries, what was merged into them, and who links to them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.annotation import Annotation
from annotator.model.registry import EntryKind, RegistryAlias, RegistryEntity, RegistryIncident
from annotator.model.registry import Resolved as ResolvedEntry
from annotator.store.entry_keys import holders, name_key
from annotator.store.project_file import ProjectFile
from annotator.store.rows import annotation_from_row, entry_from_row

_AT_ONCE = 500

# Ids that nobody has, and circles in a damaged file, lead to no row.
_SURVIVORS = """
WITH RECURSIVE way(first, id) AS (
    SELECT id, id FROM visible_registry WHERE id IN ({marks})
    UNION SELECT way.first, r.merged_into FROM way
    JOIN visible_registry AS r ON r.id = way.id WHERE r.merged_into <> ''
)
SELECT way.first, r.id FROM way JOIN visible_registry AS r ON r.id = way.id
WHERE r.merged_into = ''
"""
_GROUPS = """
WITH RECURSIVE member(top, id) AS (
    SELECT id, id FROM visible_registry WHERE id IN ({marks})
    UNION SELECT member.top, r.id FROM member
    JOIN visible_registry AS r ON r.merged_into = member.id AND r.merged_into <> ''
)
SELECT member.top, r.* FROM member JOIN visible_registry AS r ON r.id = member.id
ORDER BY r.created, r.id
"""

Entry = RegistryEntity | RegistryIncident


class Link(NamedTuple):
    """An annotation that says which entry it stands for."""

    entry: str
    """Id of the entry that stands for itself."""
    annotation: Annotation


class Member(NamedTuple):
    """What an annotation says it stands for, without reading all of it."""

    identity: str
    """Id of an entry as it stands there, which may have been merged since."""
    article: str
    annotation: str


class Registry:
    """The registry as it stands at each question; it holds nothing.

    Args:
        planned: entries that the same act will make, so that parts of the act may speak of them.
    """

    def __init__(self, file: ProjectFile, planned: Iterable[Entry] = ()) -> None:
        self._file = file
        self._planned = {entry.id: entry for entry in planned}

    def get(self, entry: str) -> Entry | None:
        """Return an entry as it is stored, None where there is none."""
        rows = self._file.query("SELECT * FROM visible_registry WHERE id = ?", (entry,))
        return entry_from_row(rows[0]) if rows else self._planned.get(entry)

    def resolved(self, entry: str) -> ResolvedEntry | None:
        """Return what an id stands for after all merges, None where there is no such entry."""
        if entry in self._planned:
            return ResolvedEntry(self._planned[entry], ())
        return self.resolved_all([entry]).get(entry)

    def resolved_all(self, wanted: Iterable[str]) -> dict[str, ResolvedEntry]:
        """Return what ids stand for; those that are not there are left out."""
        survivors = self.survivors(wanted)
        groups = self._groups(list(dict.fromkeys(survivors.values())))
        return {one: groups[top] for one, top in survivors.items() if top in groups}

    def survivors(self, wanted: Iterable[str]) -> dict[str, str]:
        """Return the id that each id leads to by merges, itself where it was not merged."""
        found: dict[str, str] = {}
        for part in _parts(list(dict.fromkeys(wanted))):
            sql = _SURVIVORS.format(marks=", ".join("?" * len(part)))
            found |= {row[0]: row[1] for row in self._file.query(sql, part)}
        return found

    def aliases(self, entry: str) -> list[RegistryAlias]:
        """Return the aliases of one entry itself, in the order of the alphabet."""
        rows = self._file.query(
            "SELECT name FROM visible_registry_aliases WHERE entry = ? ORDER BY name", (entry,)
        )
        return [RegistryAlias(entry=entry, name=row["name"]) for row in rows]

    def listed(
        self, kind: EntryKind | None = None, after: tuple[str, str] = ("", ""), limit: int = -1
    ) -> list[ResolvedEntry]:
        """Return entries that stand for themselves, by name and id.

        Args:
            kind: only such ones, where given.
            after: name and id of the last one that was read.
            limit: at most so many; -1 for all.
        """
        with self._file.reading():  # what somebody deletes meanwhile is still there, or is not
            rows = self._file.column(
                "SELECT id FROM visible_registry WHERE merged_into = '' AND (name, id) > (?, ?)"
                " AND coalesce(?, kind) = kind ORDER BY name, id LIMIT ?",
                (*after, kind, limit),
            )
            found = self.resolved_all(rows)
        return [found[entry] for entry in rows]

    def meant_by(self, word: str, limit: int = 6) -> list[ResolvedEntry]:
        """Return entries with this name, or else those whose id begins so, by name and id."""
        found = holders(self._file, [name_key(word)], limit)
        if not found:
            found = self._file.column(
                "SELECT id FROM visible_registry WHERE id >= ? AND id < ? LIMIT ?",
                (word, word + "\U0010ffff", limit),
            )
        entries = {one.id: one for one in self.resolved_all(found).values()}
        return sorted(entries.values(), key=lambda one: (one.name, one.id))

    def merged(self) -> dict[str, str]:
        """Return every entry that was merged, with the one that it leads to."""
        sql = "SELECT id FROM visible_registry WHERE merged_into <> ''"
        return self.survivors(self._file.column(sql))

    def affiliates(self, entry: str) -> list[str]:
        """Return ids of the entities that are affiliated with one that stands for itself."""
        groups = self._groups([entry]).values()
        group = [entry, *(one.id for group in groups for one in group.absorbed)]
        marks = ", ".join("?" * len(group))
        # Without the second condition the index, which holds affiliates alone, is not used.
        return self._file.column(
            f"SELECT id FROM visible_registry WHERE affiliate_of IN ({marks})"
            " AND affiliate_of <> '' AND merged_into = '' ORDER BY id",
            group,
        )

    def links(self, entry: str, annotator: str) -> list[Annotation]:
        """Return one annotator's mentions or incidents that stand for an entry, by place."""
        resolved = self.resolved(entry)
        if resolved is None:
            return []
        group = [resolved.id, *(one.id for one in resolved.absorbed)]
        marks = ", ".join("?" * len(group))
        rows = self._file.query(
            "SELECT n.* FROM visible_annotations AS n JOIN visible_articles AS a"
            f" ON a.id = n.article WHERE identity IN ({marks}) AND annotator = ?"
            " ORDER BY a.position, n.start, n.id",
            [*group, annotator],
        )
        return [annotation_from_row(row) for row in rows]

    def link_positions(
        self, entry: ResolvedEntry, annotator: str, after: int, limit: int
    ) -> list[int]:
        """Return positions, behind `after` and in order, of articles where somebody links to it."""
        group = [entry.id, *(one.id for one in entry.absorbed)]
        marks = ", ".join("?" * len(group))
        return self._file.column(
            "SELECT DISTINCT a.position FROM visible_annotations AS n JOIN visible_articles AS a"
            f" ON a.id = n.article WHERE identity IN ({marks}) AND annotator = ?"
            " AND a.position > ? ORDER BY a.position LIMIT ?",
            [*group, annotator, after, limit],
        )

    def is_needed(self, entry: str) -> bool:
        """Say whether anybody's annotation names this id, or another entry, merged or not."""
        sql = (
            "SELECT 1 FROM annotations WHERE identity = ?1 UNION ALL"
            " SELECT 1 FROM registry WHERE affiliate_of = ?1 AND affiliate_of <> '' UNION ALL"
            " SELECT 1 FROM registry WHERE merged_into = ?1 AND merged_into <> '' LIMIT 1"
        )
        return bool(self._file.query(sql, (entry,)))

    def link_counts(self, annotator: str) -> dict[str, int]:
        """Return how often one annotator linked to each entry that stands for itself."""
        rows = self._file.query(
            "SELECT identity, count(*) FROM visible_annotations"
            " WHERE identity IS NOT NULL AND annotator = ? GROUP BY identity",
            (annotator,),
        )
        survivors = self.survivors(row[0] for row in rows)
        counts: dict[str, int] = {}
        for entry, number in rows:
            top = survivors.get(entry, entry)
            counts[top] = counts.get(top, 0) + int(number)
        return counts

    def members(self, annotator: str) -> Iterator[Member]:
        """Yield one annotator's links, by article and place."""
        for row in self._file.stream(
            "SELECT identity, article, n.id FROM visible_annotations AS n"
            " JOIN visible_articles AS a ON a.id = n.article"
            " WHERE identity IS NOT NULL AND annotator = ?"
            ' ORDER BY article, n.start, n."end", n.id',
            (annotator,),
        ):
            yield Member(*row)

    def links_in(self, article: str, annotator: str) -> list[Link]:
        """Return one annotator's links in one article."""
        rows = self._file.query(
            "SELECT * FROM visible_annotations WHERE article = ? AND annotator = ?"
            " AND identity IS NOT NULL ORDER BY start, id",
            (article, annotator),
        )
        survivors = self.survivors(row["identity"] for row in rows)
        return [
            Link(survivors[row["identity"]], annotation_from_row(row))
            for row in rows
            if row["identity"] in survivors
        ]

    def _groups(self, tops: Sequence[str]) -> dict[str, ResolvedEntry]:
        members: dict[str, list[Entry]] = {top: [] for top in tops}
        for part in _parts(tops):
            sql = _GROUPS.format(marks=", ".join("?" * len(part)))
            for row in self._file.query(sql, part):
                members[row["top"]].append(entry_from_row(row))
        aliases = self._aliases([one.id for group in members.values() for one in group])
        affiliates = {one.affiliate_of for group in members.values() for one in group}
        survivors = self.survivors(affiliates - {""})
        return {
            top: _resolved(top, group, aliases, survivors)
            for top, group in members.items()
            if group
        }

    def _aliases(self, entries: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for part in _parts(entries):
            marks = ", ".join("?" * len(part))
            for row in self._file.query(
                f"SELECT entry, name FROM visible_registry_aliases WHERE entry IN ({marks})", part
            ):
                found.setdefault(row["entry"], []).append(row["name"])
        return found


def _resolved(
    top: str, group: list[Entry], aliases: dict[str, list[str]], survivors: dict[str, str]
) -> ResolvedEntry:
    entry = next(one for one in group if one.id == top)
    absorbed = tuple(one for one in group if one.id != top)
    names = {name for one in group for name in (one.name, *aliases.get(one.id, ()))}
    affiliate = survivors.get(entry.affiliate_of, "")
    return ResolvedEntry(entry, tuple(sorted(names - {entry.name})), absorbed, affiliate)


def _parts(items: Sequence[str]) -> Iterable[Sequence[str]]:
    for first in range(0, len(items), _AT_ONCE):
        yield items[first : first + _AT_ONCE]

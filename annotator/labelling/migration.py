"""Bringing annotations from one version of a scheme to the next.

What has only another name is renamed, also where several names become one. What would lose data is
refused unless the map says so in words. Annotations that fit as they are stay untouched and keep
the version of the scheme they were made with.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.labelling.migration_map import MigrationMap
from annotator.labelling.rules import annotation_problems
from annotator.model import ids
from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Claim,
    Filler,
    Incident,
    Label,
    Relation,
)
from annotator.model.scheme import Scheme
from annotator.store.journal import Act
from annotator.store.project_file import ProjectFile
from annotator.store.rewriting import Rewritten, every_annotation, rewrite
from annotator.store.schemes import StoredScheme

_DROPPED = ""


class MigrationRefused(ValueError):
    """The migration would lose data or break annotations; nothing was changed."""


class MigrationReport(NamedTuple):
    """What a migration does, or would do."""

    scheme: str
    """Name and version of the new scheme."""
    changed: int
    """Annotations that are changed or deleted."""
    kept: int
    """Annotations that keep the version they were made with."""
    acts: dict[str, int]
    """What is done how often: "MILITIA renamed to ARMED_GROUP"."""


def migrate(
    file: ProjectFile,
    new: Scheme,
    stored: StoredScheme,
    mapping: MigrationMap,
    annotator: str,
    *,
    dry_run: bool = False,
) -> MigrationReport:
    """Give the project a new scheme and bring its annotations to it, all of them or nothing.

    Nobody can undo the migration, nor anything from before it.

    Args:
        new: the scheme, checked.
        stored: the same as the project keeps it.
        mapping: what becomes of old names.
        annotator: who does it.
        dry_run: only count.

    Raises:
        MigrationRefused: data would be lost, or a changed annotation would not fit.
        StoreError: the project cannot be read or written.
    """
    work = _Work(file, new, mapping)
    if dry_run:
        with file.reading():
            work.compute()
    else:
        parameters = {"scheme": new.name, "version": new.version, "by": annotator}
        rewrite(file, stored, Act(annotator, "", 0, "MigrateScheme", parameters), work.compute)
    return MigrationReport(
        f"{new.name} {new.version}", work.changed, work.total - work.changed, work.acts
    )


class _Work:
    """The computing of a migration, as often as it takes."""

    def __init__(self, file: ProjectFile, new: Scheme, mapping: MigrationMap) -> None:
        self._file, self._new, self._map = file, new, mapping
        self.total, self.changed, self.acts = 0, 0, dict[str, int]()

    def compute(self) -> list[Rewritten]:
        """Return every annotation that changes."""
        migration = Migration(self._new, self._map, ids.now())
        self.total = migration.survey(every_annotation(self._file))
        found = list(migration.apply(every_annotation(self._file)))
        migration.check()
        self.changed, self.acts = len(found), dict(sorted(migration.counts.items()))
        return found


class Migration:
    """What becomes of annotations: all are looked at in `survey`, then each in `apply`.

    Args:
        new: the scheme that the project gets.
        mapping: what becomes of old names.
        at: the instant written as the time of change.
    """

    def __init__(self, new: Scheme, mapping: MigrationMap, at: str) -> None:
        self._new, self._map, self._at = new, mapping, at
        self._deleted: set[str] = set()
        self.counts: Counter[str] = Counter()
        """What was done how often, as "GPE renamed to PLACE"."""
        self._faults: Counter[str] = Counter()

    def survey(self, items: Iterable[Annotation]) -> int:
        """Note which annotations go, so that what speaks of them goes too; return how many are."""
        number = 0
        for item in items:
            number += 1
            if self._map.type_of(item.type) == _DROPPED:
                self._deleted.add(item.id)
        return number

    def apply(self, items: Iterable[Annotation]) -> Iterator[Rewritten]:
        """Yield the annotations that change."""
        for item in items:
            after = self._after(item)
            if after != item:
                yield Rewritten(item, after and self._signed(item, after))

    def check(self) -> None:
        """Refuse what `apply` found that would lose data or break.

        Raises:
            MigrationRefused: each fault on a line, with what to write into the map.
        """
        if self._faults:
            lines = (f"{what} ({n} times)" if n > 1 else what for what, n in self._faults.items())
            raise MigrationRefused("\n".join(sorted(lines)))

    def _after(self, item: Annotation) -> Annotation | None:
        if item.id in self._deleted or self._lost_end(item):
            self.counts[f"{item.type} deleted"] += 1
            self._deleted.add(item.id)
            return None
        kind = self._map.type_of(item.type)
        if kind is None:
            kind = item.type
            if not self._knows(item):
                self._fault(
                    f"{item.type} is not in the new scheme",
                    f'[types] {item.type} = "NEW", or "" to delete what has it',
                )
        changed = item if kind == item.type else self._renamed(item, kind)
        if isinstance(changed, Label):
            return self._with_value(item, changed)
        if isinstance(changed, Incident | Claim):
            changed = changed.model_copy(update={"roles": self._roles(item, changed)})
        return changed.model_copy(update={"attributes": self._attributes(item, changed)})

    def _renamed(self, item: Annotation, kind: str) -> Annotation:
        self.counts[f"{item.type} renamed to {kind}"] += 1
        return item.model_copy(update={"type": kind})

    def _knows(self, item: Annotation) -> bool:
        if isinstance(item, Label):
            return item.type in self._new.labels_by_name
        return self._new.layer_of(item.type) == item.layer

    def _lost_end(self, item: Annotation) -> bool:
        """Tell whether a relation has lost the annotation at one of its ends."""
        ends = (item.source, item.target) if isinstance(item, Relation) else ()
        return any(end.partition("#")[2] in self._deleted or end in self._deleted for end in ends)

    def _signed(self, before: Annotation, after: Annotation) -> Annotation:
        """Return what is written: one version more, made with the new scheme."""
        for problem in self._problems(after):
            self._fault(problem, "change it first, or write another name into the map")
        update = {
            "scheme": self._new.source_hash,
            "version": before.version + 1,
            "changed": self._at,
        }
        return after.model_copy(update=update)

    def _problems(self, item: Annotation) -> Iterator[str]:
        yield from annotation_problems(self._new, item)
        if isinstance(item, Incident | Claim) and self._knows(item):
            given = Counter(filler.role for filler in item.roles)
            for role in self._new.roles_of(item.type):
                if role.max is not None and given[role.name] > role.max:
                    yield f"{item.type} takes at most {role.max} as {role.name}."

    # ------------------------------------------------------------------------------- slots

    def _roles(self, before: Annotation, item: Incident | Claim) -> tuple[Filler, ...]:
        kept: list[Filler] = []
        for filler in item.roles:
            if filler.target in self._deleted:
                self.counts[f"{item.type}.{filler.role} emptied"] += 1
                continue
            to = self._map.role_of(before.type, filler.role)
            name = filler.role if to is None else to
            if to is None and self._knows(item):
                known = {role.name for role in self._new.roles_of(item.type)}
                if filler.role not in known:
                    where = f"{before.type}.{filler.role}"
                    self._fault(
                        f"the role {where} is not in the new scheme",
                        f'[roles] "{where}" = "NEW", or "" to empty it',
                    )
            self._count(f"{before.type}.{filler.role}", name, to)
            moved = filler.model_copy(update={"role": name})
            same = [(one.role, one.target) for one in kept]
            if name and (name, filler.target) not in same:
                kept.append(moved)
        return tuple(kept)

    def _attributes(self, before: Annotation, item: Annotation) -> tuple[AttributeValue, ...]:
        known = {keyed.attribute.name for keyed in self._new.attributes_for(item.type)}
        kept: dict[str, AttributeValue] = {}
        for value in getattr(item, "attributes", ()):
            to = self._map.attribute_of(before.layer, value.name)
            name = value.name if to is None else to
            if to is None and value.name not in known and self._knows(item):
                where = f"{before.layer}.{value.name}"
                self._fault(
                    f"{item.type} has no attribute {value.name} in the new scheme",
                    f'[attributes] "{where}" = "NEW", or "" to drop it',
                )
            self._count(f"{before.layer}.{value.name}", name, to)
            text = self._choice(before.layer, item, value.name, name, value.value)
            if not name or not text:
                continue
            moved = value.model_copy(update={"name": name, "value": text})
            if kept.setdefault(name, moved).value != text:
                self._fault(
                    f"two values become one {name} of {item.type}",
                    "drop one of them with an empty name",
                )
        return tuple(kept.values())

    def _with_value(self, before: Annotation, item: Label) -> Label | None:
        text = self._choice("labels", item, before.type, item.type, item.value)
        if not text:
            self._deleted.add(item.id)
            return None
        return item.model_copy(update={"value": text})

    def _choice(self, layer: str, item: Annotation, old: str, new: str, value: str) -> str:
        """Return what becomes of a value; each part of a multiple choice by itself."""
        parts = [self._map.choice_of(layer, old, part) for part in (value, *value.split(","))]
        whole, *single = parts
        if whole is None and all(part is None for part in single):
            self._check_choice(layer, item, old, new, value)
            return value
        if whole is not None:
            self._count(f"{layer}.{old}.{value}", whole, whole)
            return whole
        pieces = [
            part if to is None else to for part, to in zip(value.split(","), single, strict=True)
        ]
        self.counts[f"{layer}.{old}.{value} renamed"] += 1
        return ",".join(dict.fromkeys(piece for piece in pieces if piece))

    def _check_choice(self, layer: str, item: Annotation, old: str, new: str, value: str) -> None:
        choices = self._choices(item, new)
        wrong = [part for part in value.split(",") if choices and part not in choices]
        if wrong and value not in choices:
            self._fault(
                f"{new} has no choice {wrong[0]} for {item.type} in the new scheme",
                f'[choices] "{layer}.{old}.{wrong[0]}" = "NEW", or "" to drop it',
            )

    def _choices(self, item: Annotation, name: str) -> tuple[str, ...]:
        if isinstance(item, Label):
            label = self._new.labels_by_name.get(name)
            return label.choices if label else ()
        layer = self._new.layer_of(item.type)
        attribute = self._new.attributes_of_layer(layer).get(name) if layer else None
        return self._new.choices_for(attribute, item.type) if attribute else ()

    def _count(self, old: str, name: str, to: str | None) -> None:
        if to is not None:
            self.counts[f"{old} renamed to {name}" if name else f"{old} dropped"] += 1

    def _fault(self, what: str, entry: str) -> None:
        self._faults[f"{what.rstrip('.')}; write into the map: {entry}"] += 1

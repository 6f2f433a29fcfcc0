"""Export: one annotator's layer of all articles as a directory that `load_dataset` reads.

The directory holds README.md (the dataset card), scheme.toml, schemas/, data/ with one file of
document records and one of sentence records for each split, registry.jsonl, decisions.jsonl,
loss-report.json, and a folder for each other format that was asked for.
It is written beside its place and moved there when it is complete. `exported_at` is the time of the
last change, so exporting twice gives the same bytes.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from annotator.formats.errors import ExportRefused, did_you_mean
from annotator.formats.exporting.card import Contents, card_text
from annotator.formats.exporting.files import Files, Records
from annotator.formats.exporting.folder import (
    DOCUMENTS,
    SENTENCES,
    Folder,
    check_destination,
)
from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.losses import RECORDS, LossReport
from annotator.formats.exporting.rendering import Rendered, chunks, render
from annotator.formats.exporting.split_members import split_members
from annotator.formats.exporting.splits import Splits, assign, parse_splits
from annotator.formats.exporting.workers import ordered_map
from annotator.formats.exporting.writing import COUNT_POLICIES, Context, CountPolicy, Writer
from annotator.formats.gold import entries as gold_entries
from annotator.formats.gold import votes as gold_votes
from annotator.formats.gold.decisions import DECISIONS_FILE
from annotator.formats.gold.layers import GoldSource
from annotator.formats.gold.record import Shared
from annotator.formats.registry import Format, format_named, formats
from annotator.formats.tables import TABLE_FORMATS, TableFormat, TableWriter
from annotator.model.scheme import Scheme
from annotator.resources import resource_dir
from annotator.store import decisions, guidelines, layers, schemes
from annotator.store.bulk import StoredLayer, last_change, layers_in_order
from annotator.store.openness import GOLD
from annotator.store.project_file import ProjectFile

Progress = Callable[[int], None]
"""Told the number of articles written so far, some times a second."""

_ITEM_LAYERS = ("entities", "incidents", "claims", "relations", "labels")


class ExportOptions(NamedTuple):
    """What is exported, and how."""

    layer: str
    """The annotator whose layer it is."""
    exported_at: str = ""
    """An instant such as 2023-09-15T12:00:00Z; "" for the time of the last change."""
    formats: tuple[str, ...] = ()
    """Names of other formats to write beside the records."""
    split: str = ""
    """The parts that articles are shared out to, as `train=0.8,dev=0.1,test=0.1`; "" for one."""
    seed: int = 0
    """Of the draw of these parts."""
    counts: str = "acled"
    """How counts become numbers in a table of events, of `COUNT_POLICIES`."""
    force: bool = False
    """Write into a folder that no export made; other files in it stay."""
    tables: tuple[str, ...] = ()
    """Formats of the flat tables to write as well, of `TABLE_FORMATS`."""
    with_votes: bool = False
    """Beside gold: everybody's layers, and how many said what (`annotations-*`, `votes.jsonl`)."""
    anonymous: bool = False
    """Of gold: people have numbers in place of their names, and notes stay out."""


class ExportReport(NamedTuple):
    """What an export wrote."""

    folder: Path
    articles: int
    sentences: int
    annotated: int
    """Sentences of which the annotator finished a layer."""
    items: dict[str, int]
    """Annotations by layer."""
    entries: int
    """Entries of the registry."""
    losses: dict[str, int]
    """Entries of the loss report by severity: lost, changed, moved."""
    left_out: int = 0
    """Of gold: items and slots that were decided and cannot stand, see `adjudication.gold`."""


def export(
    file: ProjectFile,
    scheme: Scheme,
    dest: Path,
    options: ExportOptions,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the export; a folder that an export made before is replaced.

    Raises:
        ExportRefused: it cannot be written; what stood at `dest` is untouched.
        StoreError: the project cannot be read.
    """
    _check_layer(file, options.layer)
    chosen = _formats(options.formats)
    dest = check_destination(dest, force=options.force)
    # What is read in several steps has to be one state, whatever others write meanwhile.
    with Folder(dest, _patterns()) as folder, file.reading():
        plan = _plan(file, scheme, options, chosen)
        totals = _write_records(file, plan, folder, progress)
        contents = _contents(plan, scheme, totals)._replace(guideline=guidelines.present(file))
        folder.write("README.md", card_text(contents))
        _write_rest(file, folder, plan)
        if plan.gold and options.with_votes:
            gold_votes.write(plan.gold, folder, plan.shared)
        folder.publish()
    items = {name: totals.counts[name] for name in _ITEM_LAYERS}
    return ExportReport(
        folder=dest,
        articles=totals.articles,
        sentences=totals.counts["sentences"],
        annotated=totals.counts["annotated"],
        items=items,
        entries=len(plan.registry.entries),
        losses=dict(sorted(totals.losses.items())),
        left_out=plan.gold.left_out if plan.gold else 0,
    )


class _Plan(NamedTuple):
    """What is written of every article."""

    shared: Shared
    splits: Splits
    writers: tuple[Writer, ...]
    registry: gold_entries.Written
    gold: GoldSource | None = None

    def layers(self, file: ProjectFile) -> Generator[StoredLayer, None, None]:
        """Return the articles with the layer that is exported, by id."""
        if self.gold:
            return self.gold.layers()
        return layers_in_order(file, self.shared.annotator)


def _plan(
    file: ProjectFile, scheme: Scheme, options: ExportOptions, chosen: Sequence[Format]
) -> _Plan:
    gold = _gold_source(file, scheme, options)
    registry = (
        gold_entries.written_for(file, gold.members(), gold.named_entries())
        if gold
        else gold_entries.written(file, options.layer)
    )
    shared = _shared(file, scheme, options, registry)
    if gold:
        shared = shared._replace(provenance={**shared.provenance, **gold.provenance()})
    splits = parse_splits(options.split, options.seed) if options.split else Splits()
    if options.split:
        members = split_members(file, options.layer, gold)
        shared = shared._replace(splits=assign(members, splits))
    entries = {entry["id"]: entry for entry in registry.entries}
    context = Context(scheme, options.layer, entries, splits.names, _policy(options.counts))
    writers = [one.writer(context) for one in chosen]
    if options.tables:
        writers.append(TableWriter(context, _table_formats(options.tables)))
    return _Plan(shared, splits, tuple(writers), registry, gold)


def _gold_source(file: ProjectFile, scheme: Scheme, options: ExportOptions) -> GoldSource | None:
    if options.layer != GOLD:
        return None
    return GoldSource(file, scheme, anonymous=options.anonymous, with_votes=options.with_votes)


def _contents(plan: "_Plan", scheme: Scheme, totals: "_Totals") -> Contents:
    return Contents(
        project=plan.shared.provenance["project"],
        annotator=plan.shared.annotator,
        scheme=f"{scheme.name} {scheme.version}",
        articles=totals.articles,
        counts=totals.counts,
        entries=len(plan.registry.entries),
        languages=totals.languages,
        licenses=totals.licenses,
        is_gold=plan.gold is not None,
        splits=plan.splits,
        types=totals.types,
        annotators=plan.shared.provenance["annotators"] if plan.gold else (),
        agreement=plan.gold.agreement if plan.gold else (),
        rules=plan.gold.rules() if plan.gold else {},
    )


def _write_rest(file: ProjectFile, folder: Folder, plan: "_Plan") -> None:
    """Write what stands beside the records."""
    folder.write("scheme.toml", _scheme_source(file))
    for path in sorted(resource_dir("schemas").glob("*.schema.json")):
        folder.write(f"schemas/{path.name}", path.read_text(encoding="utf-8"))
    with folder.stream(gold_entries.REGISTRY_FILE) as stream:
        stream.writelines(plan.registry.lines())
    with folder.stream(DECISIONS_FILE) as stream:
        if plan.gold:
            stream.writelines(json_line(one) + b"\n" for one in plan.gold.decision_records())


class _Totals:
    """What the records add up to."""

    def __init__(self) -> None:
        self.articles = 0
        self.counts: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.licenses: Counter[str] = Counter()
        self.losses: Counter[str] = Counter()

    def add(self, rendered: Rendered) -> None:
        """Add a chunk."""
        self.articles += rendered.articles
        self.counts.update(rendered.counts)
        self.languages.update(rendered.languages)
        self.licenses.update(rendered.licenses)
        self.types.update(rendered.types)
        for losses in rendered.losses.values():
            self.losses.update(loss["severity"] for loss in losses)


def _write_records(
    file: ProjectFile, plan: _Plan, folder: Folder, progress: Progress | None
) -> _Totals:
    totals = _Totals()
    targets = (RECORDS, *(writer.target for writer in plan.writers))
    with (
        closing(plan.layers(file)) as stored,
        Records(folder, DOCUMENTS, plan.splits.names) as documents,
        Records(folder, SENTENCES, plan.splits.names) as sentences,
        Files(folder, plan.writers) as files,
        LossReport(folder, plan.splits.names[0], targets) as report,
    ):
        for rendered in ordered_map(partial(render, plan.shared, plan.writers), chunks(stored)):
            documents.add(rendered.documents)
            sentences.add(rendered.sentences)
            files.add(rendered.parts)
            for target, losses in rendered.losses.items():
                report.add(target, losses)
            totals.add(rendered)
            if progress:
                progress(totals.articles)
        more = (gold_entries.REGISTRY_FILE,) if plan.registry.entries else ()
        report.publish(*more)
    return totals


def _formats(names: Iterable[str]) -> list[Format]:
    """Return the formats to write beside the records, each once."""
    found = []
    for name in dict.fromkeys(names):
        try:
            one = format_named(name)
        except KeyError as error:
            raise ExportRefused(f"{error.args[0]}") from None
        if not one.writes:
            raise ExportRefused(f"{name} can be read but not written; see: annotator formats")
        if one.lacks():
            raise ExportRefused(f"{name}: {one.lacks()}.")
        if one.name != RECORDS:
            found.append(one)
    return found


def _policy(name: str) -> CountPolicy:
    for policy in COUNT_POLICIES:
        if policy == name:
            return policy
    raise ExportRefused(f"--counts {name}: the policies are {', '.join(COUNT_POLICIES)}.")


def _patterns() -> list[str]:
    return [*TableWriter.patterns, *(pattern for one in formats() for pattern in one.files)]


def _table_formats(names: Iterable[str]) -> tuple[TableFormat, ...]:
    for name in names:
        if name not in TABLE_FORMATS:
            known = ", ".join(TABLE_FORMATS)
            raise ExportRefused(f"Tables cannot be written as {name}; they can as {known}.")
        if name == "parquet" and (lacks := format_named(name).lacks()):
            raise ExportRefused(f"Tables as {name}: {lacks}.")
    return tuple(form for form in TABLE_FORMATS if form in names)


def _shared(
    file: ProjectFile, scheme: Scheme, options: ExportOptions, registry: gold_entries.Written
) -> Shared:
    exported_at = _instant(options.exported_at) if options.exported_at else last_change(file)
    return Shared(
        annotator=options.layer,
        scheme=scheme.ref._asdict(),
        provenance={
            "project": file.setting("name"),
            "exported_at": exported_at,
            "tool": "annotator",
            "tool_version": version("annotator"),
            "annotators": [options.layer],
            "adjudicator": "",
            "agreement": [],
        },
        splits={},
        survivors=registry.survivors,
    )


def _instant(text: str) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ExportRefused(
            f"--exported-at {text!r} is no time; write it like 2023-09-15T12:00:00Z"
        ) from None
    utc = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03}Z"


def _check_layer(file: ProjectFile, layer: str) -> None:
    if layer == GOLD and decisions.any_there(file):
        return
    if layer == GOLD:
        raise ExportRefused(
            "There is no gold yet, because nothing has been adjudicated; "
            "export somebody's layer with --layer NAME."
        )
    names = layers.annotators(file)
    if names and layer not in names:
        known, hint = ", ".join(names), did_you_mean(layer, names)
        raise ExportRefused(
            f"{layer} has done nothing in this project; name who did with --layer: {known}{hint}"
        )


def _scheme_source(file: ProjectFile) -> str:
    stored = schemes.current(file)
    return stored.source if stored else ""

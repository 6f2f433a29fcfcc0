"""Export: one annotator's layer of all articles as a directory that `load_dataset` reads.

The directory holds README.md (the dataset card), scheme.toml, schemas/, data/ with one file of
document records and one of sentence records, registry.jsonl, decisions.jsonl, loss-report.json, and
tables/ with the flat tables if asked for.
It is written beside its place and moved there when it is complete. `exported_at` is the time of the
last change, so exporting twice gives the same bytes.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotator.formats import gold_registry, gold_votes
from annotator.formats.card import Contents, card_text
from annotator.formats.errors import ExportRefused, did_you_mean
from annotator.formats.folder import (
    DOCUMENTS,
    LOSS_REPORT,
    LOSS_REPORT_START,
    SENTENCES,
    Folder,
    check_destination,
)
from annotator.formats.gold_layers import GoldSource
from annotator.formats.gold_record import Json, Shared
from annotator.formats.lines import json_line
from annotator.formats.rendering import Rendered, render
from annotator.formats.tables import (
    TABLE_FORMATS,
    Layout,
    TableFormat,
    header,
    layout_for,
)
from annotator.formats.workers import ordered_map
from annotator.model.scheme import Scheme
from annotator.resources import resource_dir
from annotator.store import decisions, guidelines, layers, schemes
from annotator.store.bulk import StoredLayer, last_change, layers_in_order
from annotator.store.openness import GOLD
from annotator.store.project_file import ProjectFile

Progress = Callable[[int], None]
"""Told the number of articles written so far, some times a second."""

_ITEM_LAYERS = ("entities", "incidents", "claims", "relations", "labels")
_CHUNK_ARTICLES, _CHUNK_CHARACTERS = 16, 200_000


class ExportOptions(NamedTuple):
    """What is exported, and how."""

    layer: str
    """The annotator whose layer it is."""
    exported_at: str = ""
    """An instant such as 2023-09-15T12:00:00Z; "" for the time of the last change."""
    force: bool = False
    """Write into a folder that no export made; other files in it stay."""
    tables: tuple[str, ...] = ()
    """Formats of the flat tables to write as well: csv, jsonl."""
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
    dest = check_destination(dest, force=options.force)
    layout = layout_for(scheme, _table_formats(options.tables)) if options.tables else None
    # What is read in several steps has to be one state, whatever others write meanwhile.
    with Folder(dest) as folder, file.reading():
        gold = _gold_source(file, scheme, options)
        registry = (
            gold_registry.written_for(file, gold.members())
            if gold
            else gold_registry.written(file, options.layer)
        )
        shared = _shared(file, scheme, options, registry)
        if gold:
            shared = shared._replace(provenance={**shared.provenance, **gold.provenance()})
        plan = _Plan(shared, layout, registry, gold)
        totals = _write_records(file, plan, folder, progress)
        contents = _contents(plan, scheme, totals)._replace(guideline=guidelines.present(file))
        folder.write("README.md", card_text(contents))
        _write_rest(file, folder, plan)
        if gold and options.with_votes:
            gold_votes.write(gold, folder, shared)
        folder.publish()
    items = {name: totals.counts[name] for name in _ITEM_LAYERS}
    return ExportReport(
        folder=dest,
        articles=totals.articles,
        sentences=totals.counts["sentences"],
        annotated=totals.counts["annotated"],
        items=items,
        entries=len(registry.entries),
        losses=dict(sorted(totals.losses.items())),
        left_out=gold.left_out if gold else 0,
    )


def _gold_source(file: ProjectFile, scheme: Scheme, options: ExportOptions) -> GoldSource | None:
    if options.layer != GOLD:
        return None
    return GoldSource(file, scheme, anonymous=options.anonymous)


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
    )


def _write_rest(file: ProjectFile, folder: Folder, plan: "_Plan") -> None:
    """Write what stands beside the records."""
    folder.write("scheme.toml", _scheme_source(file))
    for path in sorted(resource_dir("schemas").glob("*.schema.json")):
        folder.write(f"schemas/{path.name}", path.read_text(encoding="utf-8"))
    with folder.stream(gold_registry.REGISTRY_FILE) as stream:
        stream.writelines(plan.registry.lines())
    with folder.stream("decisions.jsonl") as stream:
        if plan.gold:
            stream.writelines(json_line(one) + b"\n" for one in plan.gold.decision_records())


class _Totals:
    """What the records add up to."""

    def __init__(self) -> None:
        self.articles = 0
        self.counts: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.licenses: Counter[str] = Counter()
        self.losses: Counter[str] = Counter()

    def add(self, rendered: Rendered) -> None:
        """Add a chunk."""
        self.articles += rendered.articles
        self.counts.update(rendered.counts)
        self.languages.update(rendered.languages)
        self.licenses.update(rendered.licenses)
        self.losses.update(loss["severity"] for loss in rendered.losses)
        self.losses.update(loss["severity"] for loss in rendered.table_losses)


class _Plan(NamedTuple):
    """What is written of every article."""

    shared: Shared
    layout: Layout | None
    registry: gold_registry.Written
    gold: GoldSource | None = None

    def layers(self, file: ProjectFile) -> Generator[StoredLayer, None, None]:
        """Return the articles with the layer that is exported, by id."""
        if self.gold:
            return self.gold.layers()
        return layers_in_order(file, self.shared.annotator)


def _write_records(
    file: ProjectFile, plan: _Plan, folder: Folder, progress: Progress | None
) -> _Totals:
    totals = _Totals()
    with (
        closing(plan.layers(file)) as stored,
        folder.primed(DOCUMENTS) as documents,
        folder.primed(SENTENCES) as sentences,
        _TableFiles(folder, plan.layout) as tables,
        _LossReport(folder, plan.layout is not None) as report,
    ):
        for rendered in ordered_map(partial(render, plan.shared, plan.layout), _chunks(stored)):
            documents.add(rendered.documents)
            sentences.add(rendered.sentences)
            tables.add(rendered)
            report.add(rendered)
            totals.add(rendered)
            if progress:
                progress(totals.articles)
        if plan.registry.entries:
            report.add_target(gold_registry.REGISTRY_FILE)
    return totals


class _TableFiles(ExitStack):
    """The files of the flat tables, if any were asked for."""

    def __init__(self, folder: Folder, layout: Layout | None) -> None:
        super().__init__()
        self._streams: dict[tuple[str, TableFormat], BinaryIO] = {}
        for table, form in layout.files if layout else ():
            stream = self.enter_context(folder.stream(f"tables/{table}.{form}"))
            stream.write(header(layout, table, form) if layout else b"")
            self._streams[table, form] = stream

    def add(self, rendered: Rendered) -> None:
        """Append the rows of a chunk."""
        for file, lines in rendered.tables.items():
            self._streams[file].write(lines)


class _LossReport(ExitStack):
    """The loss report on its way: one target after the other, the tables' items kept aside."""

    def __init__(self, folder: Folder, with_tables: bool) -> None:
        super().__init__()
        self._stream = self.enter_context(folder.stream(LOSS_REPORT))
        self._of_tables = BytesIO() if with_tables else None
        self._stream.write(f'{LOSS_REPORT_START}{{"target":"jsonl","items":['.encode())
        self._begun: set[BinaryIO] = set()
        self._more: list[bytes] = []
        self.push(self._finish)

    def add(self, rendered: Rendered) -> None:
        """Append what a chunk loses."""
        _append(self._stream, rendered.losses, self._begun)
        if self._of_tables:
            _append(self._of_tables, rendered.table_losses, self._begun)

    def add_target(self, target: str) -> None:
        """Append that another file of the export loses nothing."""
        self._more.append(f',{{"target":"{target}","items":[]}}'.encode())

    def _finish(self, kind: type[BaseException] | None, *_: object) -> bool:
        if kind is None and self._of_tables:
            self._stream.write(b']},{"target":"tables","items":[')
            self._stream.write(self._of_tables.getbuffer())
        if kind is None:
            self._stream.write(b"]}")
            self._stream.writelines(self._more)
            self._stream.write(b"]}\n")
        return False


def _append(stream: BinaryIO, losses: list[Json], begun: set[BinaryIO]) -> None:
    if losses:
        stream.write(b",\n" if stream in begun else b"\n")
        stream.write(b",\n".join(map(json_line, losses)))
        begun.add(stream)


def _table_formats(names: Iterable[str]) -> tuple[TableFormat, ...]:
    for name in names:
        if name not in TABLE_FORMATS:
            known = ", ".join(TABLE_FORMATS)
            raise ExportRefused(f"Tables cannot be written as {name}; they can as {known}.")
    return tuple(form for form in TABLE_FORMATS if form in names)


def _chunks(stored: Iterable[StoredLayer]) -> Iterator[list[StoredLayer]]:
    chunk: list[StoredLayer] = []
    size = 0
    for layer in stored:
        chunk.append(layer)
        size += len(layer.text)
        if len(chunk) >= _CHUNK_ARTICLES or size >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _shared(
    file: ProjectFile, scheme: Scheme, options: ExportOptions, registry: gold_registry.Written
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
        split="train",
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

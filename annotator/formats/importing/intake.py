"""What one import run takes in: prepared articles and layers, compared with what is there."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from annotator.formats.errors import ImportRefused, Place
from annotator.formats.gold import decisions as gold_decisions
from annotator.formats.gold import entries as gold_entries
from annotator.formats.gold.ids import renewed
from annotator.formats.importing.reading import Given, Piece, Prepared, RecordLayer, Skipped, Source
from annotator.formats.importing.units import UNIT_NAMES
from annotator.model import ids
from annotator.model.annotation import Annotation, Label, Relation
from annotator.model.article import Document, Sentence
from annotator.model.completion import Completion
from annotator.model.decision import Decision
from annotator.model.scheme import Scheme
from annotator.store import adoption, articles, decisions, duplicates, layers
from annotator.store.entries import Registry
from annotator.store.project_file import ProjectFile
from annotator.store.runs import Batch, Run
from annotator.text.likeness import Signature

T = TypeVar("T")
_Key = tuple[str, int, str, str]

_LISTED = 100
"""Names that a report keeps of each sort: an import can skip 100,000 files."""

# A transaction of this size stays below 50 ms, so nobody else's key waits for it.
_BATCH_ROWS, _BATCH_CHARACTERS = 800, 300_000
_BATCH_ENTRIES = 200
_BATCH_DECISIONS = 200

_STAMPS = ("scheme", "version", "suggested_by", "created", "changed", "at")
"""What a record does not carry, so that it says nothing about being the same."""


class Duplicate(NamedTuple):
    """A text that is in the project already, or came twice in one run."""

    source: str
    article: str
    there_as: str
    """The source of the one that is there."""


class ImportReport(NamedTuple):
    """What an import did; lists hold the first hundred of each sort, counts count all."""

    dry_run: bool
    articles: int
    """Articles that were added."""
    copies: int
    """Those of them that are copies of earlier ones, in the project or in the same import."""
    uncompared: int
    """Articles of the project that nothing was compared with, for want of a signature."""
    duplicate_count: int
    duplicates: tuple[Duplicate, ...]
    skipped_count: int
    skipped: tuple[Skipped, ...]
    proposed_dates: int
    """Added articles whose text suggests a date."""
    scripts: dict[str, int]
    """Added articles of which nobody said the language, by scripts of several languages."""
    unserved: dict[str, int]
    """Added articles by languages that only our general rules could cut into sentences."""
    annotations: dict[str, int]
    """Annotations that were added, by annotator."""
    annotations_there: int
    """Annotations that were there already with the same content."""
    new_ids: int
    """Annotations that got a new id because somebody else's has theirs."""
    completions: int
    """Layers of sentences that became done, skipped or unsure."""
    completions_kept: int
    """Those of which the project says something else; its word was kept."""
    unused: tuple[str, ...]
    """Columns or keys that were not read."""
    unmatched: tuple[str, ...]
    """Sources in the named table of metadata that did not come."""
    units: dict[str, str]
    """Files whose offsets do not count code points, with the unit they count."""
    left_out: dict[str, int]
    """What of the files was not taken, in words, with how often."""
    other_schemes: tuple[str, ...]
    """Schemes, other than the project's, that records name."""
    first_article: str
    """Id of the first article that came, added or there already."""
    entries: int
    """Entries of the registry that were added."""
    entries_there: int
    """Those that were there already."""
    entries_made: int
    """Entries made for identities that came without one."""
    decisions: int = 0
    """Decisions of adjudication that were added, of which gold is made again."""
    decisions_there: int = 0
    """Those that were there already."""


class Intake:
    """Takes articles and layers of one run, batch by batch.

    Args:
        named: the table of metadata that was named, to tell which of its rows met nothing.
    """

    def __init__(
        self, file: ProjectFile, scheme: Scheme, run: Run, named: dict[str, Given]
    ) -> None:
        self._file, self._scheme, self._run = file, scheme, run
        self._unmatched = dict.fromkeys(named)
        self._pending = _Pending()
        self._entries: dict[str, gold_entries.Came] = {}
        self._latest = ""
        self._links: list[tuple[Place, str]] = []
        self._decisions: dict[str, Decision] = {}
        self._decided: list[gold_decisions.Came] = []
        self._has_decisions = False
        self._count: Counter[str] = Counter()
        self._by_annotator: Counter[str] = Counter()
        self._scripts: Counter[str] = Counter()
        self._unserved: Counter[str] = Counter()
        self._duplicates: list[Duplicate] = []
        self._skipped: list[Skipped] = []
        self._unused: dict[str, None] = {}
        self._units: dict[str, str] = {}
        self._schemes: dict[str, None] = {}
        self._left_out: Counter[str] = Counter()
        self._first = ""

    @property
    def articles(self) -> int:
        """Articles that came so far, added or not."""
        return self._count["seen"]

    def skip(self, skipped: Skipped) -> None:
        """Note a file that is no article."""
        self._count["skipped"] += 1
        if len(self._skipped) < _LISTED:
            self._skipped.append(skipped)

    def notice(self, piece: Piece) -> None:
        """Note that a source has come, for the table of metadata."""
        self._unmatched.pop(piece.source, None)
        self._unmatched.pop(piece.source.rpartition("/")[2], None)

    def take_entries(self, source: Source) -> None:
        """Keep the entries of the registry that a file holds.

        Raises:
            ImportRefused: one of them cannot be taken, or is there already as something else.
        """
        registry = Registry(self._file)
        for came in gold_entries.read(source, self._scheme):
            entry = came.record.id
            twin = self._entries.get(entry)
            if twin and twin.record != came.record:
                raise came.place.refused(f"{entry} stands in {twin.place} with other content.")
            key = gold_entries.differs(came, registry)
            if key:
                raise came.place.refused(
                    f"{entry} is in the project with other content ({key}); make them alike, "
                    "or import into a new project."
                )
            self._entries[entry] = came

    def take_decisions(self, source: Source) -> None:
        """Keep the decisions that a file holds, until all that they are about has come.

        Raises:
            ImportRefused: one of them cannot be taken, or is there already as something else.
        """
        for came in gold_decisions.read(source):
            there = self._decisions.get(came.decision.id) or decisions.with_id(
                self._file, came.decision.id
            )
            if there is None:
                self._decisions[came.decision.id] = came.decision
                self._decided.append(came)
            elif there != came.decision:
                raise came.place.refused(
                    f"the decision {came.decision.id} is there already, with other content; "
                    "import into a new project."
                )
            else:
                self._count["decisions there"] += 1
        self._has_decisions = True

    def take(self, prepared: Prepared) -> None:
        """Keep an article and its layer, if they are new.

        Raises:
            ImportRefused: the layer does not fit what is there.
        """
        article = prepared.document.article
        self._count["seen"] += 1
        self._latest = max(self._latest, article.added)
        self._first = self._first or article.id
        self._remember(prepared)
        there_as = self._there_as(article.id)
        if there_as is None:
            self._pending.documents[article.id] = prepared.document
            if prepared.signature:
                self._pending.signatures.append((article.id, prepared.signature))
            self._count["articles"] += 1
            self._count["proposed"] += bool(article.published_proposed)
            script, language = prepared.questions
            self._scripts[script] += bool(script)
            self._unserved[language] += bool(language)
        elif prepared.layer is None and not self._has_decisions:
            self._note_duplicate(Duplicate(article.source, article.id, there_as))
        elif prepared.cut_here:
            prepared = self._on_own_sentences(prepared)
        elif prepared.layer:
            self._check_sentences(prepared)
        if prepared.layer:
            self._take_layer(prepared.place, prepared.layer, is_new=there_as is None)
        if self._pending.is_full():
            self._flush()

    def finish(self) -> None:
        """Write the rest, and check what links articles.

        Raises:
            ImportRefused: a link leads to an annotation that is not there.
        """
        self._flush()
        self._write_entries()
        self._write_decisions()
        for place, end in self._links:
            article, _, item = end.partition("#")
            found = layers.with_ids(self._file, [item]).get(item)
            if found is None or found.article != article:
                raise place.refused(f"it links {end}, which is not in the project.")

    def report(self, *, dry_run: bool, copies: int) -> ImportReport:
        """Return what was done.

        Args:
            copies: added articles that are copies of earlier ones.
        """
        count = self._count
        return ImportReport(
            dry_run=dry_run,
            articles=count["articles"],
            copies=copies,
            uncompared=0 if dry_run else duplicates.count_unsigned(self._file),
            duplicate_count=count["duplicates"],
            duplicates=tuple(self._duplicates),
            skipped_count=count["skipped"],
            skipped=tuple(self._skipped),
            proposed_dates=count["proposed"],
            scripts=dict(+self._scripts),
            unserved=dict(+self._unserved),
            annotations=dict(sorted(self._by_annotator.items())),
            annotations_there=count["there"],
            new_ids=count["new ids"],
            completions=count["completions"],
            completions_kept=count["kept"],
            unused=tuple(self._unused),
            unmatched=tuple(self._unmatched)[:_LISTED],
            units=self._units,
            left_out=dict(sorted(self._left_out.items())),
            other_schemes=tuple(self._schemes),
            first_article=self._first,
            entries=count["entries"],
            entries_there=count["entries there"],
            entries_made=count["adopted"],
            decisions=count["decisions"],
            decisions_there=count["decisions there"],
        )

    def _remember(self, prepared: Prepared) -> None:
        if len(self._unused) < _LISTED:
            self._unused.update(dict.fromkeys(prepared.unused))
        if prepared.scheme and len(self._schemes) < _LISTED:
            self._schemes[prepared.scheme] = None
        self._left_out.update(prepared.left_out)
        if prepared.unit != "codepoint":
            self._units[prepared.place.file] = UNIT_NAMES[prepared.unit]

    def _there_as(self, article: str) -> str | None:
        if article in self._pending.documents:
            return self._pending.documents[article].article.source
        return articles.existing(self._file, [article]).get(article)

    def _note_duplicate(self, duplicate: Duplicate) -> None:
        self._count["duplicates"] += 1
        if len(self._duplicates) < _LISTED:
            self._duplicates.append(duplicate)

    def _check_sentences(self, prepared: Prepared) -> None:
        """Refuse a record whose sentences are not those of the article as the project has it."""
        article = prepared.document.article.id
        there = {(unit.start, unit.end) for unit in self._sentences(article)}
        for number, unit in enumerate(prepared.document.sentences, 1):
            if (unit.start, unit.end) not in there:
                raise prepared.place.refused(
                    f"S{number} ({unit.start}-{unit.end}) is no sentence of {article} in this "
                    "project, where sentences were split or joined; import into a new project."
                )

    def _on_own_sentences(self, prepared: Prepared) -> Prepared:
        """Return a layer on the sentences that the project has, where the file has none."""
        layer = prepared.layer
        if layer is None:
            return prepared
        units = self._sentences(prepared.document.article.id)
        starts = [unit.start for unit in units]
        moved = [
            item.model_copy(update={"sentence": starts[max(0, bisect_right(starts, at) - 1)]})
            if isinstance(item, Label) and (at := item.sentence) is not None
            else item
            for item in layer.annotations
        ]
        some = {item.layer: item for item in layer.completions}
        done = [
            item.model_copy(update={"sentence": start})
            for item in some.values()
            for start in starts
        ]
        return prepared._replace(layer=RecordLayer(layer.annotator, tuple(moved), tuple(done)))

    def _sentences(self, article: str) -> tuple[Sentence, ...]:
        pending = self._pending.documents.get(article)
        return pending.sentences if pending else articles.sentences(self._file, article)

    def _take_layer(self, place: Place, layer: RecordLayer, *, is_new: bool) -> None:
        there = self._annotations_there(layer)
        foreign = {item.id for item in there.values() if item.annotator != layer.annotator}
        if foreign:
            self._count["new ids"] += sum(item.id in foreign for item in layer.annotations)
            layer = renewed(layer, foreign)
            there = self._annotations_there(layer)
        for item in layer.annotations:
            self._take_annotation(place, item, there.get(item.id))
        there_too = {} if is_new else self._completions_there(layer)
        for completion in layer.completions:
            self._take_completion(completion, there_too.get(_key(completion)))

    def _take_annotation(self, place: Place, item: Annotation, there: Annotation | None) -> None:
        if isinstance(item, Relation):
            ends = (item.source, item.target)
            self._links += [(place, end) for end in ends if "#" in end]
        if there is None:
            self._pending.annotations[item.id] = item
            self._by_annotator[item.annotator] += 1
        elif _is_same(there, item):
            self._count["there"] += 1
        else:
            raise place.refused(
                f"{item.annotator} has {item.id} already, with other content; "
                "import under another name with --as, or take it out of the file."
            )

    def _take_completion(self, completion: Completion, there: Completion | None) -> None:
        if there is None:
            self._pending.completions[_key(completion)] = completion
            self._count["completions"] += 1
        elif there.state != completion.state:
            self._count["kept"] += 1

    def _annotations_there(self, layer: RecordLayer) -> dict[str, Annotation]:
        wanted = [item.id for item in layer.annotations]
        for item in layer.annotations:
            if isinstance(item, Relation):
                wanted += [e.partition("#")[2] for e in (item.source, item.target) if "#" in e]
        pending = self._pending.annotations
        found = layers.with_ids(self._file, wanted)
        return found | {one: pending[one] for one in wanted if one in pending}

    def _completions_there(self, layer: RecordLayer) -> dict[_Key, Completion]:
        keys = {_key(item): item for item in layer.completions}
        pending = self._pending.completions
        found = {key: pending[key] for key in keys if key in pending}
        article = next((item.article for item in layer.completions), "")
        for starts in _parts(sorted({item.sentence for item in layer.completions})):
            stored = layers.completions_at(self._file, article, starts)
            found |= {_key(item): item for item in stored if _key(item) in keys}
        return found

    def _write_entries(self) -> None:
        """Write the entries that came, and those that annotations miss; all files are read now."""
        registry = Registry(self._file)
        gold_entries.check_ways(self._entries, registry)
        new = [came for entry, came in self._entries.items() if registry.get(entry) is None]
        self._count["entries there"] = len(self._entries) - len(new)
        self._count["entries"] = len(new)
        for part in _parts(new, _BATCH_ENTRIES):
            items = [item for came in part for item in came.items(self._latest or ids.now())]
            self._run.add(Batch(registry=items))
        missing = tuple(adoption.unregistered(self._file, self._run.id))
        self._count["adopted"] = len(missing)
        for some in _parts(missing, _BATCH_ENTRIES):
            self._run.add(Batch(registry=some))
        for annotation, kind in adoption.misfits(self._file, self._run.id):
            raise ImportRefused(
                f"{annotation}: its identity is an {kind} in the registry; correct the record."
            )

    def _write_decisions(self) -> None:
        """Write the decisions that came; what they are about is there now."""
        if self._decided and self._count["new ids"]:
            raise self._decided[0].place.refused(
                "decisions cannot come along, because somebody else's annotations have the ids "
                "they name; import into a new project."
            )
        known: dict[str, tuple[str, int]] = {}
        for place, one in self._decided:
            if one.article not in known:
                known[one.article] = articles.hash_and_length(self._file, one.article)
            problem = gold_decisions.problem_of(one, *known[one.article])
            if problem:
                raise place.refused(problem)
        self._count["decisions"] = len(self._decided)
        for part in _parts([came.decision for came in self._decided], _BATCH_DECISIONS):
            self._run.add(Batch(decisions=part))

    def _flush(self) -> None:
        for batch in self._pending.batches():
            self._run.add(batch)
        self._pending = _Pending()


class _Pending:
    """What has been taken and is not written yet."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.signatures: list[tuple[str, Signature]] = []
        self.annotations: dict[str, Annotation] = {}
        self.completions: dict[_Key, Completion] = {}

    def is_full(self) -> bool:
        """Tell whether a transaction is worth it."""
        documents = self.documents.values()
        rows = sum(1 + len(document.sentences) for document in documents)
        rows += len(self.annotations) + len(self.completions)
        characters = sum(len(document.text) for document in documents)
        return rows >= _BATCH_ROWS or characters >= _BATCH_CHARACTERS

    def batches(self) -> Iterator[Batch]:
        """Yield it as transactions, what is referred to first."""
        if self.documents:
            yield Batch(documents=list(self.documents.values()), signatures=self.signatures)
        annotations = tuple(self.annotations.values())
        for part in _parts(annotations, _BATCH_ROWS):
            yield Batch(annotations=part)
        for finished in _parts(tuple(self.completions.values()), _BATCH_ROWS):
            yield Batch(completions=finished)


def _key(item: Completion) -> _Key:
    return (item.article, item.sentence, item.layer, item.annotator)


def _is_same(there: Annotation, item: Annotation) -> bool:
    stamps = {name: getattr(item, name) for name in _STAMPS if hasattr(item, name)}
    return there.model_copy(update=stamps) == item


def _parts(items: Sequence[T], size: int = 500) -> Iterator[tuple[T, ...]]:
    for first in range(0, len(items), size):
        yield tuple(items[first : first + size])

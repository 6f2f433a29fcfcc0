"""Our own gold records: one line is one article with one annotator's layer.

Writing is `annotator.formats.exporting.run`. Reading keeps ids, completion, notes and origins;
every offset is checked against the text it quotes.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from annotator.formats.articles.json_lines import parse_object
from annotator.formats.errors import Place
from annotator.formats.gold.checks import (
    layer_problem,
    record_problems,
    scheme_problem,
    shape_problem,
)
from annotator.formats.importing.reading import (
    Came,
    Given,
    Piece,
    Prepared,
    RecordLayer,
    Settings,
    Source,
    Unit,
    check_text,
    first_line,
    json_lines,
    new_article,
    read_given,
)
from annotator.formats.importing.units import in_code_points, unit_of_file
from annotator.model.annotation import (
    Annotation,
    AttributeValue,
    Claim,
    Filler,
    Incident,
    Label,
    Mention,
    Relation,
)
from annotator.model.article import Article, Document, Sentence
from annotator.model.completion import COMPLETION_STATES, Completion
from annotator.model.gold import (
    DOCUMENT_FORMAT,
    DOCUMENT_TARGET,
    GoldAttribute,
    GoldClaim,
    GoldDocument,
    GoldIncident,
    GoldTail,
)
from annotator.model.spans import BareSpan, Span

# Inside a string of JSON the quotes would be escaped, so this cannot be somebody's text.
_FORMAT = re.compile(rb'"format"\s*:\s*"(news-gold[^"]*)"')


def recognises(source: Source) -> bool:
    """Tell whether the first line is a record of this or of a related format."""
    return _FORMAT.search(first_line(source)) is not None


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per line, after a look at the whole file for the unit of its offsets.

    Raises:
        ImportRefused: the file cannot be read, or mixes units.
    """
    place = Place(source.name)
    unit = unit_of_file(source.path, place)
    for number, line in json_lines(source.path, place):
        name = f"{source.name}:{number}"
        yield Piece(Place(source.name, number), (line, unit), len(line), name, Given())


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Read one record and check all of it.

    Raises:
        ImportRefused: something in it does not fit.
    """
    line, unit = piece.data
    place = piece.place
    record = _record(line, unit, place)
    text_hash = check_text(place, record.text)
    for problem in record_problems(record, text_hash):
        raise place.refused(problem)
    sentences = tuple(Sentence(start=u.start, end=u.end, kind=u.kind) for u in record.sentences)
    article = _article(record, piece, text_hash, sentences)
    document = Document(article, record.text, sentences)
    layer = _layer(record, place, settings)
    ref = record.scheme
    other = "" if ref.hash == settings.scheme.source_hash else f"{ref.name} {ref.version}"
    return Prepared(place, document, layer, scheme=other, unit=unit)


def _record(line: bytes, unit: Unit, place: Place) -> GoldDocument:
    raw = parse_object(line, place)
    kind = raw.get("format")
    if kind != DOCUMENT_FORMAT:
        raise place.refused(
            f"this is no {DOCUMENT_FORMAT} record; sentence records and others cannot be read, "
            "import the documents file."
        )
    try:
        if unit == "codepoint":
            return GoldDocument.model_validate_json(line)
        return GoldDocument.model_validate(_tuples(in_code_points(raw, unit)))
    except ValidationError as error:
        raise place.refused(shape_problem(error)) from None


def _tuples(value: Any) -> Any:
    """Return lists as tuples, which strict models want from Python where JSON has lists."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


def _article(
    record: GoldDocument, piece: Piece, text_hash: str, sentences: tuple[Sentence, ...]
) -> Article:
    values = {key: getattr(record, key) for key in Given._fields}
    given = read_given(values, piece.place)
    added = record.provenance.exported_at
    came = Came(piece.source)
    article = new_article(record.text, text_hash, came, given, sentences, added)
    return article.model_copy(update={"duplicate_cluster": record.duplicate_cluster})


def _layer(record: GoldDocument, place: Place, settings: Settings) -> RecordLayer | None:
    worked = any(unit.done or unit.skipped or unit.unsure for unit in record.sentences)
    tails = [*record.entities, *record.incidents, *record.claims, *record.relations, *record.labels]
    if not worked and not tails:
        return None
    name = settings.annotator or _own_name(record, tails, place)
    layer = _Reading(record, name, settings.scheme.source_hash).layer()
    for item in layer.annotations:
        problem = scheme_problem(settings.scheme, item)
        if problem:
            raise place.refused(problem)
    problem = layer_problem(settings.scheme, layer.annotations)
    if problem:
        raise place.refused(problem)
    return layer


def _own_name(record: GoldDocument, tails: list[Any], place: Place) -> str:
    if any(tail.status == "gold" for tail in tails):
        raise place.refused(
            "the record is adjudicated gold; say whose layer it becomes: --as NAME, or import the "
            "folder of an export that was made --with-votes"
        )
    names = sorted({name for tail in tails for name in tail.annotators})
    names = names or list(record.provenance.annotators)
    if len(names) != 1:
        found = f"names {', '.join(names)}" if names else "names nobody"
        raise place.refused(f"the record {found}; say whose layer it becomes: --as NAME")
    return str(names[0])


class _Reading:
    """One record on its way to annotations; ids and offsets in it are known to fit."""

    def __init__(self, record: GoldDocument, annotator: str, scheme: str) -> None:
        self._record = record
        self._time = record.provenance.exported_at
        self._common = {
            "article": record.id,
            "annotator": annotator,
            "scheme": scheme,
            "created": self._time,
            "changed": self._time,
        }
        self._spans = {
            span.id: BareSpan(id=span.id, start=span.start, end=span.end) for span in record.spans
        }
        self._starts = {unit.id: unit.start for unit in record.sentences}

    def layer(self) -> RecordLayer:
        """Return everything the record says."""
        record = self._record
        annotations: tuple[Annotation, ...] = (
            *map(self._mention, record.entities),
            *map(self._incident, record.incidents),
            *map(self._claim, record.claims),
            *map(self._relation, record.relations),
            *map(self._label, record.labels),
        )
        return RecordLayer(self._common["annotator"], annotations, tuple(self._completions()))

    def _mention(self, item: Any) -> Mention:
        pieces = item.fragments or (item,)
        return Mention(
            type=item.type,
            fragments=tuple(Span(piece.start, piece.end) for piece in pieces),
            attributes=self._attributes(item.attributes),
            identity=item.identity,
            **self._shared(item),
        )

    def _incident(self, item: GoldIncident) -> Incident:
        return Incident(identity=item.identity, **self._frame(item))

    def _claim(self, item: GoldClaim) -> Claim:
        return Claim(**self._frame(item))

    def _relation(self, item: Any) -> Relation:
        return Relation(
            type=item.type,
            source=item.source,
            target=item.target,
            attributes=self._attributes(item.attributes),
            **self._shared(item),
        )

    def _label(self, item: Any) -> Label:
        sentence = None if item.target == DOCUMENT_TARGET else self._starts[item.target]
        return Label(type=item.name, value=item.value, sentence=sentence, **self._shared(item))

    def _frame(self, item: GoldIncident | GoldClaim) -> dict[str, Any]:
        return {
            "type": item.type,
            "trigger": tuple(Span(piece.start, piece.end) for piece in item.trigger),
            "roles": tuple(
                Filler(
                    role=role.role,
                    kind=role.kind,
                    target=role.target,
                    span=self._spans.get(role.target),
                )
                for role in item.roles
            ),
            "attributes": self._attributes(item.attributes),
            **self._shared(item),
        }

    def _shared(self, item: Any) -> dict[str, Any]:
        tail: GoldTail = item
        return {
            "id": item.id,
            "version": self._record.versions.get(item.id, 1),
            "origin": tail.origin,
            "unsure": tail.unsure,
            "note": tail.note,
            **self._common,
        }

    def _attributes(self, values: tuple[GoldAttribute, ...]) -> tuple[AttributeValue, ...]:
        return tuple(
            AttributeValue(
                name=value.name, value=value.value, evidence=self._spans.get(value.evidence)
            )
            for value in values
        )

    def _completions(self) -> Iterator[Completion]:
        for unit in self._record.sentences:
            for state in COMPLETION_STATES:
                for layer in getattr(unit, state):
                    yield Completion(
                        article=self._record.id,
                        sentence=unit.start,
                        layer=layer,
                        annotator=self._common["annotator"],
                        state=state,
                        changed=self._time,
                    )

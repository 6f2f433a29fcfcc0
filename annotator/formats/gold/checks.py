"""What must hold in a gold record before anything of it is stored.

Each problem is one sentence without the record's text: texts do not belong into logs.
"""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from annotator.formats.errors import did_you_mean
from annotator.labelling.rules import annotation_problems, faults, value_problem
from annotator.model import ids
from annotator.model.annotation import Annotation, Claim, Incident, Label, Mention
from annotator.model.gold import DOCUMENT_TARGET, GoldClaim, GoldDocument, GoldIncident
from annotator.model.scheme import Scheme
from annotator.model.spans import Span, covered_text, hull, span_problem

_PREFIXES = {
    "spans": ids.SPAN,
    "entities": ids.MENTION,
    "incidents": ids.INCIDENT,
    "claims": ids.CLAIM,
    "relations": ids.RELATION,
    "labels": ids.LABEL,
}
_LAYER_OF_KIND = {
    "entity": "entities",
    "span": "spans",
    "incident": "incidents",
    "claim": "claims",
}
_SHAPES = {
    "missing": "is missing",
    "extra_forbidden": "is no key of a record",
    "string_type": "should be text",
    "int_type": "should be a whole number",
    "bool_type": "should be true or false",
    "tuple_type": "should be a list",
    "model_type": "should be an object",
    "greater_than_equal": "should not be negative",
    "string_pattern_mismatch": "does not have the right form",
}


def shape_problem(error: ValidationError) -> str:
    """Say which key of a record is not as it should be."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    what = _SHAPES.get(first["type"]) or first["msg"].lower()
    if first["type"] == "extra_forbidden" and len(first["loc"]) == 1:
        return f"{where} {what}{did_you_mean(where, GoldDocument.model_fields)}"
    return f"{where} {what}." if where else "the line is not JSON."


def record_problems(record: GoldDocument, text_hash: str) -> Iterator[str]:
    """Yield what does not fit inside one record, the first of it first.

    Args:
        record: offsets in code points.
        text_hash: the hash of its text.
    """
    if record.text_hash != text_hash or record.id != ids.article_id(text_hash):
        yield "id and text_hash are not those of the text; the text was changed, export it again."
    yield from _sentence_problems(record)
    yield from _id_problems(record)
    yield from _offset_problems(record)
    yield from _reference_problems(record)


def scheme_problem(scheme: Scheme, item: Annotation) -> str:
    """Say what in an annotation the scheme does not know, or return "".

    What is merely missing may come later, so it is no reason to refuse.
    """
    if isinstance(item, Label):
        if item.type not in scheme.labels_by_name:
            hint = did_you_mean(item.type, scheme.labels_by_name)
            return f"{item.id}: the scheme has no label {item.type}{hint}"
        problem = next(annotation_problems(scheme, item), "")
        return f"{item.id}: {problem}" if problem else ""
    types = scheme.layer(item.layer)
    if item.type not in types:
        names = [kind.name for kind in scheme.choosable_types(item.layer)]
        hint = did_you_mean(item.type, names)
        return f"{item.id}: the scheme has no {item.layer} type {item.type}{hint}"
    if getattr(types[item.type], "abstract", False):
        return f"{item.id}: {item.type} only groups other types; choose one of them."
    if isinstance(item, Mention) and len(item.fragments) > 1 and not scheme.entities.fragments:
        return f"{item.id}: the scheme allows no mentions in several pieces."
    return _value_problem(scheme, item) or _role_problem(scheme, item)


def layer_problem(scheme: Scheme, items: Sequence[Annotation]) -> str:
    """Say what in a record's annotations the scheme does not allow together, or return "".

    These are wrong fillers of a role or too many, frames that lead back to themselves, and ends
    that a relation cannot have.

    Args:
        items: all of the record; each is known to fit the scheme by itself.
    """
    known = {item.id: item for item in items}
    for item in items:
        for finding in faults(scheme, item, known.get):
            return f"{item.id}: {finding.message}"
    return ""


def _sentence_problems(record: GoldDocument) -> Iterator[str]:
    text, end_before = record.text, 0
    for number, unit in enumerate(record.sentences, 1):
        if unit.id != f"S{number}":
            yield f"sentences: {unit.id} should be S{number}."
        if not end_before <= unit.start < unit.end <= len(text):
            yield f"{unit.id}: its place {unit.start}-{unit.end} overlaps another or is no text."
        if text[end_before : unit.start].strip():
            yield f"{unit.id}: text before it, from {end_before} on, is in no sentence."
        layers = (*unit.done, *unit.skipped, *unit.unsure)
        if len(set(layers)) < len(layers):
            yield f"{unit.id}: a layer is in two of done, skipped and unsure."
        end_before = unit.end
    if text[end_before:].strip():
        yield f"sentences: the text from {end_before} on is in no sentence."


def _id_problems(record: GoldDocument) -> Iterator[str]:
    seen: set[str] = set()
    for layer, prefix in _PREFIXES.items():
        for item in getattr(record, layer):
            if item.id in seen:
                yield f"{item.id} stands twice in the record; ids are used once."
            if not item.id.startswith(f"{prefix}_"):
                yield f"{item.id}: an id in {layer} begins with {prefix}_."
            seen.add(item.id)


def _offset_problems(record: GoldDocument) -> Iterator[str]:
    text = record.text
    for span in record.spans:
        yield from _place_problem(text, span.id, (Span(span.start, span.end),), span.text)
    for mention in record.entities:
        whole = Span(mention.start, mention.end)
        pieces = tuple(Span(piece.start, piece.end) for piece in mention.fragments) or (whole,)
        yield from _place_problem(text, mention.id, pieces, mention.text)
        if len(mention.fragments) == 1 or hull(pieces) != whole:
            yield f"{mention.id}: start and end should be those of its fragments, two or more."
    for frame in _frames(record):
        triggers = tuple(Span(piece.start, piece.end) for piece in frame.trigger)
        quoted = " ".join(piece.text for piece in frame.trigger)
        if triggers:
            yield from _place_problem(text, frame.id, triggers, quoted)


def _place_problem(text: str, item: str, pieces: tuple[Span, ...], quoted: str) -> Iterator[str]:
    problem = span_problem(pieces, text)
    if problem:
        yield f"{item}: {problem}."
    elif covered_text(text, pieces) != quoted:
        start, end = hull(pieces)
        yield (
            f"{item}: its text is not what stands at {start}-{end}, in code points, UTF-16 or "
            "bytes; correct the offsets."
        )


def _reference_problems(record: GoldDocument) -> Iterator[str]:
    known = {layer: {item.id for item in getattr(record, layer)} for layer in _PREFIXES}
    for frame in _frames(record):
        for role in frame.roles:
            if role.target not in known[_LAYER_OF_KIND[role.kind]]:
                yield f"{frame.id}: {role.role} is filled by {role.target}, no {role.kind} here."
    for item in (*record.entities, *_frames(record), *record.relations):
        for value in item.attributes:
            if value.evidence and value.evidence not in known["spans"]:
                yield f"{item.id}: {value.name} rests on {value.evidence}, no span here."
    items = set().union(*known.values())
    for relation in record.relations:
        for end in (relation.source, relation.target):
            if "#" not in end and end not in items:
                yield f"{relation.id}: it links {end}, which is not in the record."
    targets = {DOCUMENT_TARGET, *(unit.id for unit in record.sentences)}
    for label in record.labels:
        if label.target not in targets:
            yield f"{label.id}: it speaks of {label.target}, which is not in the record."


def _frames(record: GoldDocument) -> tuple[GoldIncident | GoldClaim, ...]:
    return (*record.incidents, *record.claims)


def _value_problem(scheme: Scheme, item: Annotation) -> str:
    for value in getattr(item, "attributes", ()):
        problem = value_problem(scheme, item.type, value.name, value.value)
        if problem:
            known = [keyed.attribute.name for keyed in scheme.attributes_for(item.type)]
            hint = "." if value.name in known else did_you_mean(value.name, known)
            return f"{item.id}: {problem.removesuffix('.')}{hint}"
    return ""


def _role_problem(scheme: Scheme, item: Annotation) -> str:
    if not isinstance(item, Incident | Claim):
        return ""
    known = [role.name for role in scheme.roles_of(item.type)]
    for filler in item.roles:
        if filler.role not in known:
            hint = did_you_mean(filler.role, known)
            return f"{item.id}: {item.type} has no role {filler.role}{hint}"
    return ""

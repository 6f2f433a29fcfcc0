"""The scheme's rules for one annotation: what may not be stored, and what is not finished."""

import re
from collections.abc import Iterator

from annotator.model.annotation import Annotation as AnyAnnotation
from annotator.model.annotation import Claim, Incident, Label, Relation
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import Attribute
from annotator.model.spans import Span
from annotator.model.values import Count, ValueProblem, check_interval


def value_problem(scheme: Scheme, type_name: str, attribute_name: str, value: str) -> str:
    """Say in one sentence why the attribute cannot have this value, or return ""."""
    found = [
        keyed.attribute
        for keyed in scheme.attributes_for(type_name)
        if keyed.attribute.name == attribute_name
    ]
    if not found:
        return f"{type_name} has no attribute {attribute_name}."
    wrong = _wrong(scheme, type_name, found[0], value)
    return f"{attribute_name}: “{value}” {wrong}." if wrong else ""


def annotation_problems(scheme: Scheme, item: AnyAnnotation) -> Iterator[str]:
    """Yield, as plain sentences, what the scheme finds wrong with an annotation by itself."""
    if isinstance(item, Label):
        yield from _label_problems(scheme, item)
        return
    known = scheme.types.get(item.type)
    if known is None or scheme.layer_of(item.type) != item.layer:
        yield f"The scheme has no {item.layer} type {item.type}."
        return
    if getattr(known, "abstract", False):
        yield f"{item.type} only groups other types."
    for value in item.attributes:
        problem = value_problem(scheme, item.type, value.name, value.value)
        if problem:
            yield problem


def may_overlap(scheme: Scheme, one: Span, other: Span) -> bool:
    """Say whether the scheme lets two mentions stand on these ranges."""
    if scheme.entities.overlap == "any" or one.end <= other.start or other.end <= one.start:
        return True
    inside = (one.start >= other.start and one.end <= other.end) or (
        other.start >= one.start and other.end <= one.end
    )
    return inside and scheme.entities.overlap != "none"


def missing_values(scheme: Scheme, item: AnyAnnotation) -> Iterator[str]:
    """Yield, as plain sentences, what has to be added before a sentence with it is done.

    It is no fault: a mention is stored when it is labelled, and its attributes come after.
    """
    given = {value.name for value in getattr(item, "attributes", ())}
    for keyed in scheme.attributes_for(item.type):
        attribute = keyed.attribute
        if attribute.required and not attribute.default and attribute.name not in given:
            yield f"{item.type} needs a value for {attribute.name}."


def targets_of(item: AnyAnnotation) -> Iterator[str]:
    """Yield the ids of the annotations that this one speaks of."""
    match item:
        case Incident() | Claim():
            for filler in item.roles:
                if filler.kind != "span":
                    yield filler.target
        case Relation():
            yield item.source
            yield item.target


def _label_problems(scheme: Scheme, item: Label) -> Iterator[str]:
    label = scheme.labels_by_name.get(item.type)
    if label is None:
        yield f"The scheme has no label {item.type}."
    elif label.choices and item.value not in label.choices:
        yield f"{item.type}: “{item.value}” is none of {', '.join(label.choices)}."


def _wrong(scheme: Scheme, type_name: str, attribute: Attribute, value: str) -> str:
    match attribute.value:
        case "flag":
            return "" if value == "true" else "is no flag; a flag is true or absent"
        case "choice":
            choices = scheme.choices_for(attribute, type_name)
            return "" if value in choices else f"is none of {', '.join(choices)}"
        case "multi_choice":
            choices = scheme.choices_for(attribute, type_name)
            wrong = [part for part in value.split(",") if part not in choices]
            return f"has {wrong[0]}, which is none of {', '.join(choices)}" if wrong else ""
        case "integer":
            return "" if re.fullmatch(r"-?[0-9]+", value) else "is no whole number"
        case "count" | "interval":
            return _unreadable(attribute.value, value)
        case _:
            fits = not attribute.pattern or re.fullmatch(attribute.pattern, value)
            return "" if fits else f"does not have the form {attribute.pattern}"


def _unreadable(kind: str, value: str) -> str:
    try:
        if kind == "interval":
            check_interval(value)
            return ""
        canonical = str(Count.parse(value))
        return "" if canonical == value else f"is written {canonical}"
    except ValueProblem as problem:
        return str(problem)

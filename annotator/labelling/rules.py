"""The scheme's rules for one annotation: what may not be stored, and what is not finished."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from annotator.model.annotation import Annotation as AnyAnnotation
from annotator.model.annotation import Claim, FillerKind, Frame, Incident, Label, Layer, Relation
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import SPAN, Attribute, Condition, RelationType, Role, Rule
from annotator.model.spans import Span
from annotator.model.values import Count, ValueProblem, check_interval

COUNT_OF_ROLE = {"killed": "fatalities", "injured": "injuries"}
"""The roles whose fillers a count of the same incident speaks of, with that count's attribute."""

KIND_OF_LAYER: Mapping[Layer, FillerKind] = {
    "entities": "entity",
    "incidents": "incident",
    "claims": "claim",
}
"""What fills a role, by its layer; relations and labels fill none."""

Resolve = Callable[[str], AnyAnnotation | None]
"""Gives the annotation with an id, or `d_...#` and an id; None where it cannot be seen."""


class Finding(NamedTuple):
    """What the scheme has against an annotation."""

    severity: Literal["error", "warning"]
    message: str
    """One sentence that names the type, the slot and what to do."""
    slot: str = ""
    """The role or attribute that it is about, else ""."""


def faults(scheme: Scheme, item: AnyAnnotation, resolve: Resolve) -> Iterator[Finding]:
    """Yield what may not be stored: wrong types and values, wrong fillers and ends, circles."""
    own = list(_own_faults(scheme, item))
    yield from own
    if any(not finding.slot for finding in own):
        return
    match item:
        case Incident() | Claim():
            yield from _role_faults(scheme, item, resolve)
        case Relation():
            yield from _end_faults(scheme, item, resolve)


def unfinished(scheme: Scheme, item: AnyAnnotation) -> Iterator[Finding]:
    """Yield what is missing yet, and what the scheme's cross-field rules find.

    It is no fault: a frame is stored when it is begun, and its roles and attributes come after.
    """
    if isinstance(item, Label) or item.type not in scheme.types:
        return
    yield from _missing(scheme, item)
    for rule in scheme.rules_for(item.type):
        yield from _broken(scheme, rule, item)


def findings(scheme: Scheme, item: AnyAnnotation, resolve: Resolve) -> Iterator[Finding]:
    """Yield all that the scheme has against an annotation; errors keep it from being done."""
    yield from faults(scheme, item, resolve)
    yield from unfinished(scheme, item)


def missing_labels(scheme: Scheme, given: Collection[str]) -> Iterator[Finding]:
    """Yield the labels that each finished sentence needs and that are not among those given."""
    for name, label in scheme.labels.sentence.items():
        if label.required and name not in given:
            yield Finding("error", f"the sentence needs {name}.", name)


def allowed_in(role: Role) -> str:
    """Return what may fill a role, as people say it: `GPE, LOC or FAC`."""
    return _said(role.fills)


def is_circle(frame: str, target: str, resolve: Resolve) -> bool:
    """Say whether a frame that fills another is reached from that other's fillers, or is it."""
    seen: set[str] = set()
    waiting = [target]
    while waiting:
        one = waiting.pop()
        if one == frame:
            return True
        found = None if one in seen else resolve(one)
        seen.add(one)
        if isinstance(found, Incident | Claim):
            waiting += targets_of(found)
    return False


def end_problem(scheme: Scheme, relation: RelationType, source: str, target: str) -> str:
    """Say in one sentence why a relation cannot link these types, or return ""."""
    sources, targets = scheme.permitted(relation.sources), scheme.permitted(relation.targets)
    if source in sources and target in targets:
        return ""
    if relation.symmetric and source in targets and target in sources:
        return ""
    goes = f"{relation.name} goes from {_said(relation.sources)} to {_said(relation.targets)}"
    return f"{goes}; this is {source} to {target}."


def either(names: Iterable[str]) -> str:
    """Return names (at least one) as people enumerate them: `a, b or c`."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


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
    return (finding.message for finding in _own_faults(scheme, item))


def label_problem(scheme: Scheme, name: str, value: str) -> str:
    """Say in one sentence why a label cannot have this value, or return ""."""
    label = scheme.labels_by_name.get(name)
    if label is None:
        return f"The scheme has no label {name}."
    wrong = _wrong(scheme, name, label, value)
    return f"{name}: “{value}” {wrong}." if wrong else ""


def may_overlap(scheme: Scheme, one: Span, other: Span) -> bool:
    """Say whether the scheme lets two mentions stand on these ranges."""
    if scheme.entities.overlap == "any" or one.end <= other.start or other.end <= one.start:
        return True
    inside = (one.start >= other.start and one.end <= other.end) or (
        other.start >= one.start and other.end <= one.end
    )
    return inside and scheme.entities.overlap != "none"


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


def _own_faults(scheme: Scheme, item: AnyAnnotation) -> Iterator[Finding]:
    """Yield what is wrong with an annotation by itself; what has no slot is about its type."""
    if isinstance(item, Label):
        yield from _label_faults(scheme, item)
        return
    known = scheme.types.get(item.type)
    if known is None or scheme.layer_of(item.type) != item.layer:
        yield Finding("error", f"The scheme has no {item.layer} type {item.type}.")
        return
    if getattr(known, "abstract", False):
        yield Finding("error", f"{item.type} only groups other types.")
    for value in item.attributes:
        problem = value_problem(scheme, item.type, value.name, value.value)
        if problem:
            yield Finding("error", problem, value.name)


def _label_faults(scheme: Scheme, item: Label) -> Iterator[Finding]:
    problem = label_problem(scheme, item.type, item.value)
    if problem:
        yield Finding("error", problem)


def _role_faults(scheme: Scheme, item: Frame, resolve: Resolve) -> Iterator[Finding]:
    roles = {role.name: role for role in scheme.roles_of(item.type)}
    for filler in item.roles:
        role = roles.get(filler.role)
        if role is None:
            yield Finding("error", f"{item.type} has no role {filler.role}.", filler.role)
            continue
        found = resolve(filler.target)
        what = SPAN if filler.kind == "span" else found.type if found else ""
        # What a scheme of another version named is told where it stands.
        known = what == SPAN or what in scheme.types
        if known and what not in scheme.permitted_fillers(role):
            yield Finding("error", filler_problem(item.type, role, what), role.name)
        if isinstance(found, Incident | Claim) and is_circle(item.id, found.id, resolve):
            message = f"{item.type} leads back to itself through {role.name}; empty it."
            yield Finding("error", message, role.name)
    yield from _too_many(item, roles.values())


def filler_problem(type_name: str, role: Role, what: str) -> str:
    """Say that a role cannot be filled with a type, or with `span`."""
    is_a = "bare text" if what == SPAN else what
    return f"{role.name} of {type_name} takes {allowed_in(role)}; this is {is_a}."


def _too_many(item: Frame, roles: Iterable[Role]) -> Iterator[Finding]:
    for role in roles:
        fillers = Counter(_same_filler(item, role.name))
        if fillers and max(fillers.values()) > 1:
            message = f"{role.name} of {item.type} has the same filler twice; take one out."
            yield Finding("error", message, role.name)
        if role.max and fillers.total() > role.max:
            message = f"{role.name} of {item.type} takes {role.max} at the most; take one out."
            yield Finding("error", message, role.name)


def _same_filler(item: Frame, role: str) -> Iterator[object]:
    """Yield what tells the fillers of a role apart: a bare span is its place."""
    for filler in item.fillers_of(role):
        yield (filler.span.start, filler.span.end) if filler.span else filler.target


def _end_faults(scheme: Scheme, item: Relation, resolve: Resolve) -> Iterator[Finding]:
    source, target = resolve(item.source), resolve(item.target)
    if item.source == item.target:
        yield Finding("error", f"{item.type} links an annotation to itself; delete it.")
    elif source and target and source.type in scheme.types and target.type in scheme.types:
        relation = scheme.relation_type(item.type)
        problem = end_problem(scheme, relation, source.type, target.type)
        if problem:
            yield Finding("error", problem)


def _missing(scheme: Scheme, item: AnyAnnotation) -> Iterator[Finding]:
    given = {value.name for value in getattr(item, "attributes", ())}
    for keyed in scheme.attributes_for(item.type):
        attribute = keyed.attribute
        if attribute.required and not attribute.default and attribute.name not in given:
            message = f"{item.type} needs a value for {attribute.name}."
            yield Finding("error", message, attribute.name)
    if isinstance(item, Incident | Claim):
        for role in scheme.roles_of(item.type):
            there = len(item.fillers_of(role.name))
            if there < role.min:
                more = f"{role.min - there} more" if there else allowed_in(role)
                message = f"{item.type} needs {role.name}; fill it with {more}."
                yield Finding("error", message, role.name)


def _broken(scheme: Scheme, rule: Rule, item: AnyAnnotation) -> Iterator[Finding]:
    values = _values(scheme, item)
    if rule.when and not _holds(rule.when, values):
        return
    if rule.unless and _holds(rule.unless, values):
        return
    subject = f"{item.type}{_with(rule.when, values)}"
    if rule.require_role and isinstance(item, Incident | Claim):
        has = [role.name for role in scheme.roles_of(item.type) if role.name in rule.require_role]
        if has and not any(item.fillers_of(name) for name in has):
            message = f"{subject} needs {either(has)}; fill it{_or_set(rule)}."
            yield Finding(rule.severity, message, has[0])
    for name in rule.forbid_attribute:
        if values.get(name):
            message = f"{subject} has no {name}; clear it{_or_change(rule)}."
            yield Finding(rule.severity, message, name)


def _values(scheme: Scheme, item: AnyAnnotation) -> dict[str, str]:
    """Return the values of an annotation by attribute, the scheme's defaults among them."""
    defaults = {
        keyed.attribute.name: keyed.attribute.default
        for keyed in scheme.attributes_for(item.type)
        if keyed.attribute.default
    }
    return defaults | {value.name: value.value for value in getattr(item, "attributes", ())}


def _holds(condition: Condition, values: Mapping[str, str]) -> bool:
    value = values.get(condition.attribute, "")
    return bool(value) and (
        not condition.equals or not {*value.split(",")}.isdisjoint(condition.equals)
    )


def _with(condition: Condition | None, values: Mapping[str, str]) -> str:
    if condition is None:
        return ""
    return f" with {condition.attribute} {values[condition.attribute]}"


def _or_set(rule: Rule) -> str:
    if rule.unless is None:
        return ""
    name, equals = rule.unless.attribute, rule.unless.equals
    return f", or set {name} to {either(equals)}" if equals else f", or set {name}"


def _or_change(rule: Rule) -> str:
    return f", or change {rule.when.attribute}" if rule.when else ""


_WORDS = {
    "entity": "any mention",
    "incident": "an incident",
    "claim": "a claim",
    "relation": "a relation",
    SPAN: "bare text",
}


def _said(names: Iterable[str]) -> str:
    return either([_WORDS.get(name, name) for name in names])


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

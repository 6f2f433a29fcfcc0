"""Schemes for tests: the packaged one, and a small one with every part of the language."""

from annotator.model.scheme import Scheme
from annotator.model.scheme_file import SchemeErrors, SchemeProblem, load_scheme
from annotator.resources import resource_dir

NEWS = resource_dir("schemas") / "news-conflict.toml"

SMALL = """\
format = "annotation-scheme/1"
name = "small"
version = "1.2.3"
title = "Small"
language = ["en"]

[entities]
overlap = "nested"

[entities.types.AGENT]
abstract = true
definition = "Who acts."

[entities.types.PERSON]
key = "p"
parent = "AGENT"
color = "#aabbcc"
examples = ["[[Ilena Darvo]] left."]
not = ["[[Karvan]] fell. -> PLACE: a town"]
maps = { conll = "PER" }

[entities.types.GROUP]
key = "g"
parent = "AGENT"

[entities.types.PLACE]
key = "l"

[entities.attributes.kind]
value = "choice"
choices = ["name", "nominal"]
default = "name"

[entities.attributes.code]
key = "z"
value = "text"
pattern = "[a-z]+"
applies_to = ["PLACE"]

[incidents]
trigger = "required"

[incidents.types.HARM]
key = "h"
examples = ["[[Gunmen|doer]] [[hurt]] her."]
not = ["They [[talked]]. -> TALK: no harm"]

[incidents.types.HARM.roles.doer]
key = "d"
fills = ["AGENT", "span"]
max = 3

[incidents.types.HARM.roles.place]
key = "l"
fills = ["PLACE"]

[incidents.types.BLAST]
key = "b"
parent = "HARM"

[incidents.types.BLAST.roles.device]
key = "v"
fills = ["span"]
min = 1

[incidents.types.TALK]
key = "t"

[incidents.attributes.size]
key = "S"
value = "choice"
choices = ["low", "high", "huge"]
choices_for = { HARM = ["low", "high"], BLAST = ["huge"] }

[incidents.attributes.dead]
key = "D"
value = "count"
applies_to = ["HARM"]

[incidents.attributes.denied]
value = "flag"

[claims.types.STATEMENT]
key = "s"

[claims.types.STATEMENT.roles.content]
key = "c"
fills = ["span", "incident", "claim"]
min = 1

[claims.types.STATEMENT.roles.source]
fills = ["entity"]

[claims.attributes.sure]
value = "integer"

[relations.types.near]
key = "n"
from = ["PLACE"]
to = ["PLACE"]
symmetric = true
examples = ["[[Karvan|from]] near [[Oshtin|to]]."]
not = ["[[Karvan|from]] fell. -> none: one place"]

[relations.types.inside]
from = ["entity"]
to = ["PLACE"]
transitive = true
max_per_source = 1

[labels.sentence.worthy]
key = "w"
value = "choice"
choices = ["yes", "no"]

[labels.document.topic]
value = "text"

[rules.harm-has-place]
on = "HARM"
when = { attribute = "dead" }
require_role = ["place"]

[rules.denied-is-not-huge]
on = "incident"
severity = "error"
when = { attribute = "denied" }
unless = { attribute = "size", equals = ["low"] }
forbid_attribute = ["dead"]
"""


def small_scheme() -> Scheme:
    """Return the small scheme, checked."""
    return load_scheme(SMALL, "small.toml")


def news_scheme() -> Scheme:
    """Return the packaged scheme, checked."""
    return load_scheme(NEWS.read_bytes(), NEWS.name)


def problems_of(source: str | bytes) -> tuple[SchemeProblem, ...]:
    """Return what is wrong with a scheme; () when nothing is."""
    try:
        load_scheme(source, "bad.toml")
    except SchemeErrors as errors:
        return errors.problems
    return ()


def changed(source: str, old: str, new: str) -> str:
    """Replace a text that must occur exactly once."""
    if source.count(old) != 1:
        raise ValueError(f"{old!r} occurs {source.count(old)} times")
    return source.replace(old, new)


def line_of(source: str, fragment: str) -> int:
    """Return the line (from 1) on which a fragment that occurs once starts."""
    changed(source, fragment, "")
    return source[: source.index(fragment)].count("\n") + 1

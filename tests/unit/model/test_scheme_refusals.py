"""Planted faults: each is refused with its line, its key path and a plain sentence."""

import itertools
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.model.scheme_file import SchemeErrors, load_scheme, read_scheme
from tests.unit.model.schemes import NEWS, SMALL, changed, line_of, problems_of


class Fault(NamedTuple):
    """A change to the small scheme and what the loader must say about it."""

    old: str
    new: str
    at: str
    """Text on the line that the message must name."""
    path: str
    says: str
    hint: str = ""


TABLES = {
    "unknown key at the top": Fault(
        'title = "Small"', 'titles = "Small"', "titles", "titles", 'unknown key "titles"', '"title"'
    ),
    "unknown key of a type": Fault(
        'color = "#aabbcc"',
        'colour = "#aabbcc"',
        "colour",
        "entities.types.PERSON.colour",
        'unknown key "colour"',
        'did you mean "color"?',
    ),
    "unknown key of a role": Fault(
        "max = 3",
        "maxx = 3",
        "maxx",
        "incidents.types.HARM.roles.doer.maxx",
        'unknown key "maxx"',
        '"max"',
    ),
    "unknown key of a condition": Fault(
        'attribute = "denied"',
        'attributed = "denied"',
        "attributed ",
        "",
        'unknown key "attributed"',
    ),
    "unknown layer": Fault(
        "[labels.document.topic]", "[labelz.document.topic]", "[labelz", "labelz", "unknown key"
    ),
    "a name inside a type": Fault(
        'key = "g"',
        'key = "g"\nname = "GROUP"',
        'name = "GROUP"',
        "entities.types.GROUP.name",
        'unknown key "name"',
    ),
    "the loader's own key": Fault(
        'title = "Small"', 'source_hash = ""', "source_hash", "source_hash", "unknown key"
    ),
    "unknown format": Fault(
        "scheme/1", "scheme/9", "format", "format", "is no format", "annotation-scheme/1"
    ),
    "unknown value kind": Fault(
        'value = "count"',
        'value = "cuont"',
        "cuont",
        "incidents.attributes.dead.value",
        '"cuont" is no value',
        'did you mean "count"?',
    ),
    "missing value": Fault(
        '[claims.attributes.sure]\nvalue = "integer"',
        "[claims.attributes.sure]",
        "claims.attributes.sure",
        "claims.attributes.sure",
        '"value" is missing',
    ),
    "missing fills": Fault(
        'fills = ["PLACE"]\n',
        "",
        "[incidents.types.HARM.roles.place]",
        "incidents.types.HARM.roles.place",
        '"fills" is missing',
    ),
    "missing name of the scheme": Fault(
        'name = "small"\n', "", "format =", "", '"name" is missing', "add name"
    ),
    "empty fills": Fault(
        'fills = ["PLACE"]',
        "fills = []",
        "fills = []",
        "incidents.types.HARM.roles.place.fills",
        "at least one",
    ),
    "text for a list": Fault(
        'fills = ["PLACE"]',
        'fills = "PLACE"',
        'fills = "PLACE"',
        "incidents.types.HARM.roles.place.fills",
        "must be a list",
    ),
    "number in quotes": Fault(
        "max = 3",
        'max = "3"',
        'max = "3"',
        "incidents.types.HARM.roles.doer.max",
        "must be a whole number",
    ),
    "maximum of zero": Fault(
        "max = 3",
        "max = 0",
        "max = 0",
        "incidents.types.HARM.roles.doer.max",
        "must be 1 or more",
    ),
    "yes for true": Fault(
        "symmetric = true",
        'symmetric = "yes"',
        "symmetric",
        "relations.types.near.symmetric",
        "must be true or false",
    ),
    "number for a text in a list": Fault(
        '["yes", "no"]',
        '[\n"yes",\n7]',
        "7]",
        "labels.sentence.worthy.choices[2]",
        "must be text in quotes",
    ),
    "value for a table": Fault(
        "[labels.document.topic]\nvalue",
        "[labels.document]\ntopic",
        "topic =",
        "labels.document.topic",
        "must be a table",
    ),
    "list of tables": Fault(
        "[claims.types.STATEMENT]",
        "[[claims.types.STATEMENT]]",
        "[[claims.types.STATEMENT]]",
        "claims.types.STATEMENT",
        "must be a table",
    ),
    "a word before the version": Fault(
        '"1.2.3"', '"v1.2.3"', "version", "version", "no semantic version"
    ),
    "a version with leading zeros": Fault(
        '"1.2.3"', '"1.02.3"', "version", "version", "no semantic version"
    ),
    "capitals in the scheme's name": Fault(
        '"small"', '"Small Scheme"', 'name = "Small', "name", "is no name", "lower-case"
    ),
}

NAMES = {
    "a type that starts with a digit": Fault(
        "[claims.types.STATEMENT]",
        "[claims.types.9STATEMENT]\n[claims.types.STATEMENT]",
        "9STATEMENT",
        "claims.types.9STATEMENT",
        '"9STATEMENT" is no name',
    ),
    "a type with a space": Fault(
        "[entities.types.GROUP]",
        '[entities.types."ARMED GROUP"]',
        "ARMED GROUP",
        'entities.types."ARMED GROUP"',
        "is no name",
    ),
    "a role that ends in a digit": Fault(
        "HARM.roles.place]",
        "HARM.roles.place2]",
        "place2",
        "incidents.types.HARM.roles.place2",
        "is no name",
        "does not end in a digit",
    ),
    "a rule with an underscore": Fault(
        "[rules.harm-has-place]",
        "[rules.harm_has_place]",
        "harm_has_place",
        "rules.harm_has_place",
        "is no name",
    ),
    "one name in two layers": Fault(
        "[relations.types.inside]",
        "[relations.types.PLACE]",
        "[relations.types.PLACE]",
        "relations.types.PLACE",
        "already used in entities.types",
    ),
    "a label named like a type": Fault(
        "[labels.document.topic]",
        "[labels.document.near]",
        "[labels.document.near]",
        "labels.document.near",
        "already used in relations.types",
    ),
    "one label twice": Fault(
        "[labels.document.topic]",
        "[labels.document.worthy]",
        "[labels.document.worthy]",
        "labels.document.worthy",
        "already used in labels.sentence",
    ),
    "a word of the language": Fault(
        "[incidents.types.TALK]",
        "[incidents.types.claim]",
        "[incidents.types.claim]",
        "incidents.types.claim",
        "is a word of the scheme language",
    ),
    "a colour by name": Fault(
        '"#aabbcc"', '"red"', '"red"', "entities.types.PERSON.color", "is no colour", "#rrggbb"
    ),
}

PARENTS = {
    "unknown parent": Fault(
        'key = "g"\nparent = "AGENT"',
        'key = "g"\nparent = "AGNET"',
        "AGNET",
        "entities.types.GROUP.parent",
        'unknown parent "AGNET"',
        'did you mean "AGENT"?',
    ),
    "a parent in another layer": Fault(
        'parent = "HARM"',
        'parent = "PLACE"',
        'parent = "PLACE"',
        "incidents.types.BLAST.parent",
        '"PLACE" is in entities, not in incidents',
    ),
    "parents in a circle": Fault(
        'key = "h"',
        'key = "h"\nparent = "BLAST"',
        'parent = "HARM"',
        "incidents.types.BLAST.parent",
        "circle: BLAST > HARM > BLAST",
    ),
    "a parent of itself": Fault(
        'key = "t"',
        'key = "t"\nparent = "TALK"',
        'parent = "TALK"',
        "incidents.types.TALK.parent",
        "circle: TALK > TALK",
    ),
    "abstract without a child": Fault(
        'key = "s"',
        "abstract = true # alone",
        "abstract = true # alone",
        "claims.types.STATEMENT.abstract",
        "no type has it as parent",
    ),
    "an abstract type with a key": Fault(
        "abstract = true",
        'abstract = true\nkey = "A"',
        'key = "A"',
        "entities.types.AGENT.key",
        "its key would do nothing",
    ),
}

ATTRIBUTES = {
    "a default that is no choice": Fault(
        'default = "name"',
        'default = "names"',
        "default",
        "entities.attributes.kind.default",
        "not in choices",
        'did you mean "name"?',
    ),
    "choices for a type that are none": Fault(
        'HARM = ["low", "high"]',
        'HARM = ["low", "hihg"]',
        "hihg",
        "incidents.attributes.size.choices_for.HARM[2]",
        'unknown choice "hihg"',
        "high",
    ),
    "choices for an unknown type": Fault(
        "{ HARM =",
        "{ HRAM =",
        "HRAM",
        "incidents.attributes.size.choices_for.HRAM",
        'unknown type "HRAM"',
        "HARM",
    ),
    "a default that a type does not offer": Fault(
        'key = "S"',
        'key = "S"\ndefault = "huge"',
        'default = "huge"',
        "incidents.attributes.size.default",
        'default "huge" is not in choices_for.HARM',
    ),
    "a choice without choices": Fault(
        '"choice"\nchoices = ["yes", "no"]',
        '"choice"',
        "[labels.sentence.worthy]",
        "labels.sentence.worthy",
        "needs choices",
    ),
    "choices of a flag": Fault(
        '[incidents.attributes.denied]\nvalue = "flag"',
        '[incidents.attributes.denied]\nvalue = "flag"\nchoices = ["a"]',
        'choices = ["a"]',
        "incidents.attributes.denied.choices",
        "a flag has no choices",
    ),
    "a choice twice": Fault(
        '["yes", "no"]',
        '["yes", "yes"]',
        '"yes", "yes"',
        "labels.sentence.worthy.choices[2]",
        "stands twice",
    ),
    "a default count": Fault(
        'value = "count"',
        'value = "count"\ndefault = "1"',
        'default = "1"',
        "incidents.attributes.dead.default",
        "has no default",
    ),
    "a default that is no integer": Fault(
        'value = "integer"',
        'value = "integer"\ndefault = "one"',
        'default = "one"',
        "claims.attributes.sure.default",
        "is no value of this attribute",
    ),
    "a broken pattern": Fault(
        '"[a-z]+"', '"[a-z+"', "pattern", "entities.attributes.code.pattern", "regular expression"
    ),
    "a pattern of a count": Fault(
        'value = "count"',
        'value = "count"\npattern = "1"',
        'pattern = "1"',
        "incidents.attributes.dead.pattern",
        "only a text has a pattern",
    ),
    "an attribute of an unknown type": Fault(
        'applies_to = ["PLACE"]',
        'applies_to = ["PLAICE"]',
        "PLAICE",
        "entities.attributes.code.applies_to[1]",
        'unknown type "PLAICE"',
        "PLACE",
    ),
    "an order of what has no choices": Fault(
        '[incidents.attributes.denied]\nvalue = "flag"',
        '[incidents.attributes.denied]\nvalue = "flag"\nordered = true',
        "ordered = true",
        "incidents.attributes.denied.ordered",
        "a value of kind flag has no ordered choices",
        "remove ordered",
    ),
    "a flag that is required": Fault(
        '[incidents.attributes.denied]\nvalue = "flag"',
        '[incidents.attributes.denied]\nvalue = "flag"\nrequired = true',
        "required = true",
        "incidents.attributes.denied.required",
        "says nothing",
    ),
    "a label that applies to types": Fault(
        '[labels.document.topic]\nvalue = "text"',
        '[labels.document.topic]\nvalue = "text"\napplies_to = ["HARM"]',
        'applies_to = ["HARM"]\n\n[rules',
        "labels.document.topic.applies_to",
        "a label has no applies_to",
    ),
    "one attribute name, two kinds of value": Fault(
        "[claims.attributes.sure]",
        "[claims.attributes.kind]",
        "[claims.attributes.kind]",
        "claims.attributes.kind",
        "has other values in entities.attributes.kind",
    ),
    "a role named like an attribute": Fault(
        "[incidents.attributes.dead]",
        "[incidents.attributes.device]\nvalue = 'flag'\n[incidents.attributes.dead]",
        "[incidents.types.BLAST.roles.device]",
        "incidents.types.BLAST.roles.device",
        "is a role and an attribute of BLAST",
    ),
}

LINKS = {
    "an unknown filler": Fault(
        '["AGENT", "span"]',
        '["AGENT",\n"spam"]',
        '"spam"',
        "incidents.types.HARM.roles.doer.fills[2]",
        'unknown filler "spam"',
        'did you mean "span"?',
    ),
    "a relation as filler": Fault(
        'fills = ["PLACE"]',
        'fills = ["near"]',
        '"near"',
        "incidents.types.HARM.roles.place.fills[1]",
        'unknown filler "near"',
    ),
    "more needed than allowed": Fault(
        "max = 3",
        "max = 3\nmin = 4",
        "max = 3",
        "incidents.types.HARM.roles.doer.max",
        "max = 3 is less than min = 4",
    ),
    "an unknown end": Fault(
        'from = ["PLACE"]',
        'from = ["PLACX"]',
        "PLACX",
        "relations.types.near.from[1]",
        'unknown end "PLACX"',
        "PLACE",
    ),
    "a span as end": Fault(
        'from = ["entity"]', 'from = ["span"]', '"span"]\nto', "", 'unknown end "span"'
    ),
    "symmetric between different types": Fault(
        'from = ["PLACE"]',
        'from = ["GROUP"]',
        "symmetric",
        "relations.types.near.symmetric",
        "same types in from and to",
    ),
    "transitive that never chains": Fault(
        'from = ["entity"]',
        'from = ["incident"]',
        "transitive",
        "relations.types.inside.transitive",
        "in from and in to",
    ),
}

RULES = {
    "a rule on an unknown type": Fault(
        'on = "HARM"', 'on = "HARMS"', "HARMS", "rules.harm-has-place.on", "unknown type", "HARM"
    ),
    "a rule on an unknown attribute": Fault(
        '{ attribute = "dead" }',
        '{ attribute = "deaf" }',
        "deaf",
        "rules.harm-has-place.when.attribute",
        'unknown attribute "deaf"',
        "dead",
    ),
    "a rule on an unknown value": Fault(
        'equals = ["low"]',
        'equals = ["lwo"]',
        "lwo",
        "rules.denied-is-not-huge.unless.equals[1]",
        'unknown value of size "lwo"',
        "low",
    ),
    "a rule on an unknown role": Fault(
        'require_role = ["place"]',
        'require_role = ["places"]',
        "places",
        "rules.harm-has-place.require_role[1]",
        'unknown role "places"',
        "place",
    ),
    "a rule that forbids an unknown attribute": Fault(
        'forbid_attribute = ["dead"]',
        'forbid_attribute = ["death"]',
        "death",
        "rules.denied-is-not-huge.forbid_attribute[1]",
        'unknown attribute "death"',
    ),
    "a rule that asks for nothing": Fault(
        'require_role = ["place"]',
        "",
        "[rules.harm-has-place]",
        "rules.harm-has-place",
        "asks for nothing",
    ),
    "a rule that a type cannot keep": Fault(
        'on = "HARM"\nwhen = { attribute = "dead" }',
        'on = "incident"',
        "require_role",
        "rules.harm-has-place.require_role",
        "TALK has no role place",
    ),
    "a rule that never speaks": Fault(
        'on = "HARM"\nwhen = { attribute = "dead" }\nrequire_role = ["place"]',
        'on = "STATEMENT"\nrequire_role = ["content"]',
        "require_role",
        "rules.harm-has-place.require_role",
        "never speaks",
    ),
    "an unknown severity": Fault(
        '"error"', '"fatal"', "fatal", "rules.denied-is-not-huge.severity", "is no severity"
    ),
}

EXAMPLES = {
    "a mark that is not closed": Fault(
        "[[Gunmen|doer]] [[hurt]]",
        "[[Gunmen|doer [[hurt]]",
        "[[Gunmen|doer [[hurt",
        "incidents.types.HARM.examples[1]",
        "do not pair up",
    ),
    "a role that the type lacks": Fault(
        "[[Gunmen|doer]]",
        "[[Gunmen|door]]",
        "door",
        "incidents.types.HARM.examples[1]",
        'unknown role "door"',
        "doer",
    ),
    "an example without a trigger": Fault(
        "[[Gunmen|doer]] [[hurt]]",
        "[[Gunmen|doer]] hurt",
        "doer]] hurt",
        "incidents.types.HARM.examples[1]",
        "marks no trigger",
    ),
    "a trigger where there is none": Fault(
        'trigger = "required"',
        'trigger = "none"',
        "[[hurt]]",
        "incidents.types.HARM.examples[1]",
        "marks a trigger",
    ),
    "an example without marks": Fault(
        "[[Ilena Darvo]] left.",
        "Ilena Darvo left.",
        "Ilena",
        "entities.types.PERSON.examples[1]",
        "marks nothing",
    ),
    "an empty mark": Fault(
        "[[Ilena Darvo]] left.",
        "[[ ]] left.",
        "[[ ]]",
        "entities.types.PERSON.examples[1]",
        "a mark is empty",
    ),
    "a relation with one end": Fault(
        "near [[Oshtin|to]]",
        "near Oshtin",
        "near Oshtin",
        "relations.types.near.examples[1]",
        "shows no [[...|to]]",
    ),
    "a counter-example without a reason": Fault(
        "-> PLACE: a town",
        "-> PLACE",
        "-> PLACE",
        "entities.types.PERSON.not[1]",
        "does not say what is right",
        " -> TYPE: why",
    ),
    "a counter-example of an unknown type": Fault(
        "-> PLACE: a town",
        "-> PALACE: a town",
        "PALACE",
        "entities.types.PERSON.not[1]",
        'unknown type "PALACE"',
        "PLACE",
    ),
    "a counter-example of itself": Fault(
        "-> PLACE: a town",
        "-> PERSON: a town",
        "PERSON: a",
        "entities.types.PERSON.not[1]",
        "cannot be PERSON",
    ),
    "marks of a counter-example": Fault(
        "[[Karvan]] fell", "[[Karvan fell", "[[Karvan fell", "", "do not pair up"
    ),
}

KEYS = {
    "a command as entity key": Fault(
        'key = "g"',
        'key = "n"',
        'key = "n"\nparent',
        "entities.types.GROUP.key",
        '"n" cannot be a key here',
    ),
    "a command as label key": Fault(
        'key = "w"', 'key = "J"', '"J"', "labels.sentence.worthy.key", "cannot be a key here"
    ),
    "a command as key in a form": Fault(
        'key = "v"', 'key = "u"', '"u"', "incidents.types.BLAST.roles.device.key", "cannot be a key"
    ),
    "a digit as key": Fault(
        'key = "t"', 'key = "1"', '"1"', "incidents.types.TALK.key", "cannot be a key", "one letter"
    ),
    "two letters as key": Fault(
        'key = "t"', 'key = "tt"', '"tt"', "incidents.types.TALK.key", "cannot be a key"
    ),
    "two entity types on one key": Fault(
        'key = "g"',
        'key = "p"',
        'key = "p"\nparent = "AGENT"\n\n',
        "entities.types.GROUP.key",
        'the key "p" is already that of entities.types.PERSON',
        "free here: abe",
    ),
    "a label on the key of a type": Fault(
        'key = "w"', 'key = "l"', 'key = "l"\nvalue', "labels.sentence.worthy.key", "already that"
    ),
    "an entity attribute on the key of a type": Fault(
        'key = "z"', 'key = "p"', 'key = "p"\nvalue', "entities.attributes.code.key", "already that"
    ),
    "two incident types on one key": Fault(
        'key = "t"',
        'key = "h"',
        'key = "h"\n\n',
        "incidents.types.TALK.key",
        "incidents.types.HARM",
    ),
    "two relations on one key": Fault(
        'from = ["entity"]',
        'key = "n"\nfrom = ["entity"]',
        'key = "n"\nfrom = ["entity"]',
        "",
        "near",
    ),
    "a role on the key of an inherited role": Fault(
        'key = "v"',
        'key = "d"',
        'key = "d"\nfills = ["span"]',
        "incidents.types.BLAST.roles.device.key",
        "incidents.types.HARM.roles.doer",
    ),
    "an attribute on the key of a role": Fault(
        'key = "D"', 'key = "d"', 'key = "d"\nvalue', "incidents.attributes.dead.key", "roles.doer"
    ),
}

FAULTS = TABLES | NAMES | PARENTS | ATTRIBUTES | LINKS | RULES | EXAMPLES | KEYS


@pytest.mark.parametrize("fault", [pytest.param(f, id=name) for name, f in FAULTS.items()])
def test_a_planted_fault_is_refused_with_line_path_and_reason(fault: Fault) -> None:
    source = changed(SMALL, fault.old, fault.new)

    problems = problems_of(source)

    told = [p for p in problems if fault.says in p.message]
    assert len(told) == 1, problems
    assert told[0].line == line_of(source, fault.at)
    assert fault.path in ("", told[0].path)
    assert fault.hint in told[0].hint
    assert str(told[0]).startswith(f"bad.toml:{told[0].line}: ")
    assert "\n" not in str(told[0])


MORE_THAN_ONE = {
    "unknown key of a condition": "the needed key is missing too",
    "a role that ends in a digit": "a rule names the role as it was",
    "a word of the language": "a counter-example names the type as it was",
    "one label twice": "the two have other values",
}
"""Planted faults that are two faults at once, and why."""


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in MORE_THAN_ONE])
def test_what_only_follows_from_a_fault_is_not_told_beside_it(name: str) -> None:
    source = changed(SMALL, FAULTS[name].old, FAULTS[name].new)

    assert len(problems_of(source)) == 1


def test_there_are_enough_planted_faults() -> None:
    assert len(FAULTS) >= 45


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    source = SMALL
    for name in ("unknown key of a type", "number in quotes", "unknown parent", "an unknown end"):
        source = changed(source, FAULTS[name].old, FAULTS[name].new)

    problems = problems_of(source)

    assert [p.path for p in problems] == [
        "entities.types.PERSON.colour",
        "entities.types.GROUP.parent",
        "incidents.types.HARM.roles.doer.max",
        "relations.types.near.from[1]",
    ]
    assert all(one.line < two.line for one, two in itertools.pairwise(problems))


def test_a_fault_of_the_default_scheme_is_found_in_the_middle_of_the_file() -> None:
    source = changed(
        NEWS.read_text(encoding="utf-8"),
        'fills = ["ORG", "PEOPLE", "NORP", "GPE"]',
        'fills = ["ORG", "PEPOLE", "NORP", "GPE"]',
    )

    (problem,) = problems_of(source)

    assert problem.path == "incidents.types.BATTLE.roles.party.fills[2]"
    assert problem.line == line_of(source, "PEPOLE")
    assert problem.hint == 'did you mean "PEOPLE"?'


def test_wrong_toml_is_told_with_its_line() -> None:
    (problem,) = problems_of('format = "annotation-scheme/1"\nname = \n')

    assert problem.line == 2
    assert problem.message.startswith("this is no valid TOML: ")
    assert "line 2" not in problem.message


def test_toml_that_ends_too_early_is_told_with_the_last_line() -> None:
    (problem,) = problems_of('name = "a"\nlanguage = [\n\n')

    assert problem.line == 2


def test_a_table_twice_is_wrong_toml() -> None:
    (problem,) = problems_of(SMALL + "\n[entities.types.GROUP]\n")

    assert problem.message.startswith("this is no valid TOML")
    assert problem.line == SMALL.count("\n") + 2


@pytest.mark.parametrize("content", [b"", b"  \r\n\t", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    (problem,) = problems_of(content)

    assert problem.message == "the file is empty"
    assert str(problem).startswith("bad.toml: ")


def test_another_encoding_is_told_with_its_line() -> None:
    (problem,) = problems_of(SMALL.replace('"Small"', '"Größe"').encode("latin-1"))

    assert problem.message == "the text is not UTF-8"
    assert problem.line == line_of(SMALL, "title")


def test_a_lone_surrogate_in_a_text_is_refused() -> None:
    (problem,) = problems_of(SMALL.replace('"Small"', '"\ud800"'))

    assert (problem.message, problem.line) == ("the text is not UTF-8", line_of(SMALL, "title"))


@pytest.mark.parametrize(
    "source",
    ["a = " + "[" * 5000 + "]" * 5000, "a = " + "{ b = " * 600 + "1" + " }" * 600],
    ids=["lists", "tables"],
)
def test_deep_nesting_is_refused(source: str) -> None:
    (problem,) = problems_of(source)

    assert problem.message == "its lists or tables are nested too deep"


def test_a_number_with_too_many_digits_is_refused() -> None:
    (problem,) = problems_of("a = " + "9" * 5000)

    assert problem.message.startswith("this is no valid TOML")


def test_a_scheme_without_anything_to_label_is_refused() -> None:
    head = SMALL.partition("[entities]")[0]

    (problem,) = problems_of(head + "[entities.types]\n")

    assert "no type and no label" in problem.message


def test_a_name_with_a_line_end_stays_on_one_line_of_the_message() -> None:
    (problem,) = problems_of('"x\\ny" = 1\n' + SMALL)

    assert "\n" not in str(problem)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SchemeErrors, match=r"none\.toml: there is no such file; check the path"):
        read_scheme(tmp_path / "none.toml")


def test_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SchemeErrors, match="this is a folder"):
        read_scheme(tmp_path)


def test_a_path_that_no_file_can_have_is_told() -> None:
    with pytest.raises(SchemeErrors, match="it cannot be read"):
        read_scheme(Path("a\0b"))


def test_the_error_reads_as_one_sentence_per_line() -> None:
    with pytest.raises(SchemeErrors) as caught:
        load_scheme('surprise = 1\nformat = "annotation-scheme/1"\n', "bad.toml")

    lines = str(caught.value).splitlines()
    assert lines[0] == 'bad.toml:1: "entities" is missing; add entities = ...'
    assert len(lines) == len(caught.value.problems) == 4

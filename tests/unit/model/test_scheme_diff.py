"""What changes from one scheme to the next, and how grave it is."""

import pytest

from annotator.model.scheme_diff import diff_schemes, level_of
from annotator.model.scheme_file import load_scheme
from tests.unit.model.schemes import NEWS, SMALL


def changes(*replaced: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Return level, kind and path of what changes when parts of the small scheme are replaced."""
    text = SMALL
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after)
    found = diff_schemes(load_scheme(SMALL, "old"), load_scheme(text, "new"))
    assert all(change.what for change in found)
    return [(change.level, change.kind, change.path) for change in found]


def test_a_scheme_does_not_differ_from_itself() -> None:
    for source in (SMALL, NEWS.read_text(encoding="utf-8")):
        scheme = load_scheme(source, "scheme")
        assert diff_schemes(scheme, scheme) == ()
    assert level_of(()) is None


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (
            "[relations.types.near]",
            "[entities.types.SHIP]\n[relations.types.near]",
            ("minor", "added", "entities.types.SHIP"),
        ),
        ("max = 3", "max = 2", ("major", "tightened", "incidents.types.HARM.roles.doer")),
        ("max = 3", "max = 4", ("minor", "loosened", "incidents.types.HARM.roles.doer")),
        ("min = 1", "min = 2", ("major", "tightened", "incidents.types.BLAST.roles.device")),
        (
            'fills = ["AGENT", "span"]',
            'fills = ["AGENT"]',
            ("major", "tightened", "incidents.types.HARM.roles.doer.fills"),
        ),
        (
            'choices = ["yes", "no"]',
            'choices = ["yes", "no", "unsure"]',
            ("minor", "loosened", "labels.sentence.worthy.choices"),
        ),
        (
            'choices = ["yes", "no"]',
            'choices = ["yes"]',
            ("major", "tightened", "labels.sentence.worthy.choices"),
        ),
        (
            'value = "integer"',
            'value = "text"',
            ("major", "changed", "claims.attributes.sure.value"),
        ),
        (
            'value = "flag"',
            'value = "count"\nrequired = true',
            ("major", "tightened", "incidents.attributes.denied"),
        ),
        ('definition = "Who acts."', "", ("patch", "changed", "entities.types.AGENT")),
        ('key = "p"', 'key = "q"', ("patch", "changed", "entities.types.PERSON")),
        ("max_per_source = 1", "", ("minor", "loosened", "relations.types.inside")),
        ("symmetric = true", "", ("major", "changed", "relations.types.near")),
        ('overlap = "nested"', 'overlap = "none"', ("major", "tightened", "entities.overlap")),
        ('overlap = "nested"', 'overlap = "any"', ("minor", "loosened", "entities.overlap")),
        ('overlap = "nested"', "fragments = false", ("major", "tightened", "entities.fragments")),
        ('trigger = "required"', "", ("minor", "loosened", "incidents.trigger")),
        (
            '[incidents.types.BLAST.roles.device]\nkey = "v"\nfills = ["span"]\nmin = 1\n',
            "",
            ("major", "removed", "incidents.types.BLAST.roles.device"),
        ),
        (
            "[incidents.types.BLAST]",
            '[incidents.types.HARM.roles.seen]\nfills = ["AGENT"]\n[incidents.types.BLAST]',
            ("minor", "added", "incidents.types.HARM.roles.seen"),
        ),
        (
            "[incidents.types.BLAST]",
            '[incidents.types.HARM.roles.seen]\nfills = ["AGENT"]\nmin = 1\n'
            "[incidents.types.BLAST]",
            ("major", "added", "incidents.types.HARM.roles.seen"),
        ),
        (
            "[entities.attributes.code]",
            '[entities.attributes.seen]\nvalue = "flag"\n[entities.attributes.code]',
            ("minor", "added", "entities.attributes.seen"),
        ),
        (
            "[entities.attributes.code]",
            '[entities.attributes.seen]\nvalue = "text"\nrequired = true\n'
            "[entities.attributes.code]",
            ("major", "added", "entities.attributes.seen"),
        ),
        (
            'pattern = "[a-z]+"',
            'pattern = "[a-z]"',
            ("major", "changed", "entities.attributes.code.pattern"),
        ),
        (
            'default = "name"',
            'default = "nominal"',
            ("minor", "changed", "entities.attributes.kind.default"),
        ),
        ("abstract = true\n", "", ("minor", "loosened", "entities.types.AGENT")),
        ('title = "Small"', 'title = "Smaller"', ("patch", "changed", "title")),
        (
            'severity = "error"',
            'severity = "warning"',
            ("minor", "changed", "rules.denied-is-not-huge"),
        ),
    ],
)
def test_each_kind_of_change_is_told(before: str, after: str, change: tuple[str, str, str]) -> None:
    assert change in changes((before, after))


def test_what_is_gone_is_major() -> None:
    found = changes(('\n[labels.document.topic]\nvalue = "text"\n', ""))
    assert found == [("major", "removed", "labels.document.topic")]


def test_a_name_with_the_same_definition_is_renamed_with_all_that_speaks_of_it() -> None:
    assert changes(("AGENT", "ACTOR")) == [("major", "renamed", "entities.types.AGENT")]


def test_without_a_definition_nothing_is_taken_for_a_new_name() -> None:
    found = changes(("PLACE", "SITE"))
    assert ("major", "removed", "entities.types.PLACE") in found
    assert ("minor", "added", "entities.types.SITE") in found


def test_two_that_fit_are_no_new_name_of_one() -> None:
    both = '[entities.types.ACTOR]\nabstract = true\ndefinition = "Who acts."\n'
    both += '[entities.types.SHIP]\nparent = "ACTOR"\n'
    second = both.replace("ACTOR", "DOER").replace("SHIP", "BOAT")
    found = changes(
        ("AGENT", "FIRST"), ("[relations.types.near]", f"{both}{second}[relations.types.near]")
    )
    assert ("major", "removed", "entities.types.AGENT") in found


def test_the_gravest_change_counts() -> None:
    old = load_scheme(SMALL, "old")
    new = load_scheme(SMALL.replace("max = 3", "max = 4").replace('"Small"', '"S"'), "new")
    assert level_of(diff_schemes(old, new)) == "minor"

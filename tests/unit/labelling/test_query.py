"""The query language: what is read, and what is refused in one sentence that helps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelling.query import (
    LONGEST,
    AttributeFilter,
    LabelFilter,
    Query,
    QueryProblem,
    RoleFilter,
    Term,
    read_query,
)
from annotator.model.scheme import Scheme
from annotator.model.scheme_file import load_scheme
from annotator.model.values import Count
from tests.frames import FRAMES
from tests.support import SCHEME

PEOPLE = ("ann", "bob", "eve.r")
MENTIONS = ("PERSON", "PLACE", "TIME", "OFFICE")
DEATHS = AttributeFilter("fatalities", "8..", within=Count(8))


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    """The scheme of these tests."""
    return load_scheme(SCHEME.encode(), "for-tests.toml")


@pytest.fixture(scope="module")
def framed() -> Scheme:
    """The same with frames, relations and labels."""
    return load_scheme(FRAMES.encode(), "for-tests.toml")


def term(*words: str, prefix: bool = False) -> Query:
    """Return the query for one term."""
    return Query(terms=(Term(words, prefix),))


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Kabul", term("kabul")),
        ("  KABUL \t", term("kabul")),
        ("Iran's", term("iran", "s")),
        ("explo*", term("explo", prefix=True)),
        ('"Abdul Ghani"', term("abdul", "ghani")),
        ("“Abdul Ghani”", term("abdul", "ghani")),
        ('"abdul gha"*', term("abdul", "gha", prefix=True)),
        ('"5 * 3"', term("5", "3")),
        ('"label:PLACE"', term("label", "place")),
        ("12:30", term("12", "30")),
        ("大爆炸", term("大", "爆", "炸")),
        ("a b", Query(terms=(Term(("a",)), Term(("b",))))),
        ("label:PLACE", Query(types=("PLACE",))),
        ("LABEL:place", Query(types=("PLACE",))),
        ("label:NAMED", Query(types=("PERSON", "PLACE"))),
        ("label:PLACE label:TIME", Query(types=("PLACE", "TIME"))),
        ("by:bob", Query(by="bob")),
        ("by:eve.r", Query(by="eve.r")),
        ("unsure:", Query(unsure=True)),
        ("note: Unsure:", Query(note=True, unsure=True)),
        ("attr:kind", Query(types=MENTIONS, attributes=(AttributeFilter("kind"),))),
        (
            "attr:kind=name",
            Query(types=MENTIONS, attributes=(AttributeFilter("kind", "name", is_exact=True),)),
        ),
        ("unlabelled: oshtin", Query(terms=(Term(("oshtin",)),), unlabelled=True)),
        ("unlabelled: a by:bob", Query(terms=(Term(("a",)),), unlabelled=True, by="bob")),
    ],
)
def test_what_is_read(scheme: Scheme, typed: str, query: Query) -> None:
    assert read_query(typed, scheme, PEOPLE) == query


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type what to look for: words"),
        ('"', "A quotation mark has no partner"),
        ('a "b c', "A quotation mark has no partner"),
        ("“a", "A quotation mark has no partner"),
        ("labl:PLACE", "did you mean label:?"),
        ("http://karvan", 'write it in quotes: "http:"'),
        ("label:", "label: needs a type"),
        ("label:PLAC", "no label PLAC (did you mean PLACE?); it has NAMED, PERSON, PLACE"),
        ("label:WHATEVER", "no label WHATEVER; it has"),
        ("by:", "by: needs a name"),
        ("by:bobb", "bobb has worked here (did you mean bob?); by: knows ann, bob, eve.r"),
        ("attr:", "attr: needs an attribute"),
        ("attr:kid", "no attribute kid (did you mean kind?); it has kind, amount"),
        ("attr:kind=", "attr:kind= needs a value"),
        ("attr:kind=namee", "never namee (did you mean name?); it can be name, nominal, pronoun"),
        ("unsure:yes", "unsure: takes nothing behind it"),
        ("unlabelled:", "unlabelled: needs words"),
        ("unlabelled: a label:PLACE", "cannot stand beside label:"),
        ("unlabelled: a note:", "cannot stand beside label:"),
        ("a*b", "a * stands only at the end"),
        ("*", "holds no letter or digit"),
        ("**", "a * stands only at the end"),
        ("—", "holds no letter or digit"),
        ("a" * (LONGEST + 1), "at most 500 characters; this has 501"),
    ],
)
def test_what_is_refused(scheme: Scheme, typed: str, said: str) -> None:
    with pytest.raises(QueryProblem) as caught:
        read_query(typed, scheme, PEOPLE)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("label:BLAST", Query(types=("BLAST",))),
        ("label:harm", Query(types=("BLAST",))),
        ("label:SAID", Query(types=("SAID", "BLAMED"))),
        ("label:incident", Query(types=("BLAST", "MEETING"))),
        ("label:inside", Query(types=("inside",))),
        ("label:worthy", Query(types=("worthy",))),
        ("label:Worthy=yes", Query(types=("worthy",), values=(LabelFilter("worthy", "yes"),))),
        ("role:weapon", Query(types=("BLAST",), roles=(RoleFilter("weapon"),))),
        (
            'label:HARM role:place="of Karvan"',
            Query(types=("BLAST",), roles=(RoleFilter("place", Term(("of", "karvan"))),)),
        ),
        (
            "role:source=dar*",
            Query(
                types=("SAID", "BLAMED"),
                roles=(RoleFilter("source", Term(("dar",), prefix=True)),),
            ),
        ),
        ("attr:fatalities=8..", Query(types=("BLAST", "MEETING"), attributes=(DEATHS,))),
        (
            "attr:stance=assert",
            Query(
                types=("SAID", "BLAMED"),
                attributes=(
                    AttributeFilter("stance", "assert", default_of=frozenset(("SAID", "BLAMED"))),
                ),
            ),
        ),
    ],
)
def test_what_is_read_about_frames(framed: Scheme, typed: str, query: Query) -> None:
    assert read_query(typed, framed, PEOPLE) == query


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("label:BLST", "no label BLST (did you mean BLAST?); it has NAMED, PERSON"),
        ("label:BLAST=yes", "label:BLAST= takes no value; attr:NAME=VALUE"),
        ("label:worthy=", "label:worthy= needs a value; label:worthy alone"),
        ("label:worthy=yess", "worthy is never yess (did you mean yes?); it can be yes, no"),
        ("role:", "role: needs a role right behind it"),
        (
            "role:weaponn",
            "no role weaponn (did you mean weapon?); frames have killed, place, weapon",
        ),
        ("role:weapon=", "role:weapon= needs words; role:weapon alone finds any filler"),
        ("role:weapon=—", "holds no letter or digit"),
        ("role:weapon label:SAID", "role:weapon cannot stand beside the rest of this query; only"),
        ("role:weapon role:source", "role:source cannot stand beside the rest of this query"),
        ("attr:stance label:PLACE", "attr:stance cannot stand beside the rest"),
        ("attr:fatalities=about a few", "fatalities: “about” cannot be read as a count; write 12"),
        ("attr:stance=denied", "stance is never denied (did you mean deny?)"),
        ("unlabelled: a role:place", "cannot stand beside label:, role:"),
    ],
)
def test_what_is_refused_about_frames(framed: Scheme, typed: str, said: str) -> None:
    with pytest.raises(QueryProblem) as caught:
        read_query(typed, framed, PEOPLE)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_schemes_without_frames_have_no_roles(scheme: Scheme) -> None:
    with pytest.raises(QueryProblem, match="no role place; frames have none"):
        read_query("role:place", scheme)


def test_who_labels_blind_searches_only_their_own_work(scheme: Scheme) -> None:
    assert read_query("by:ann", scheme, PEOPLE, blind_for="ann").by == "ann"
    with pytest.raises(QueryProblem, match="everybody labels blind"):
        read_query("by:bob karvan", scheme, PEOPLE, blind_for="ann")


def test_whether_annotations_are_looked_for(scheme: Scheme) -> None:
    for typed in ("label:PLACE", "by:bob a", "attr:kind", "unsure:", "note: a"):
        assert read_query(typed, scheme, PEOPLE).of_annotations
    for typed in ("a", "unlabelled: a", "unlabelled: a by:bob"):
        assert not read_query(typed, scheme, PEOPLE).of_annotations


PIECES = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "*",
        ":",
        "=",
        " ",
        "label:",
        "by:",
        "attr:",
        "note:",
        "role:",
        "place",
        "kind",
        "ann",
        "PLACE",
    ]
)


@given(typed=st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join))
def test_anything_typed_is_read_or_refused(framed: Scheme, typed: str) -> None:
    try:
        query = read_query(typed, framed, PEOPLE)
    except QueryProblem as problem:
        assert str(problem)
    else:
        assert all(one.words and all(one.words) for one in query.terms)

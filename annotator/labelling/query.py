"""The query language of search: words, phrases and filters, read into a `Query` or refused.

kabul attack                 both words in one sentence; case and accents do not matter
"abdul ghani" explo*         a phrase; words that begin so
label:EXPLOSION kabul        annotations of a type, or of a type below it, with this word
label:worthy=yes             sentences, or articles, with a label, or with this value of it
role:place  role:place=kabul frames with a role that is filled, or filled by these words
attr:kind  attr:kind=name    annotations with an attribute, or with this value of it
attr:killed=8..              counts that lie in a range
unsure:  note:               what is flagged as unsure, what has a note
by:ann                       ann's annotations instead of one's own
unlabelled: kabul            words that no mention covers
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.labelling.refusals import Refused
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import (
    FRAME_LAYERS,
    LAYER_OF_WORD,
    TYPED_LAYERS,
    Attribute,
    TypedLayer,
)
from annotator.model.values import Count, ValueProblem
from annotator.text.folding import words

LONGEST = 500
"""Characters of a query; nobody types more, but somebody may paste more."""

SYNTAX = (
    'words, "a phrase", begin*, label:TYPE, role:NAME, role:NAME=WORDS, attr:NAME, '
    "attr:NAME=VALUE, by:NAME, unlabelled:, unsure:, note:"
)
"""What a query is made of, in a few words."""

_ALONE = ("unlabelled", "unsure", "note")
_FILTERS = ("label", "role", "attr", "by", *_ALONE)

_QUOTED = '"[^"]*"|“[^”“]*”'
_PIECE = re.compile(rf'(?:[^\s"“”]|{_QUOTED})+')
_FILTER = re.compile(r"([^\W\d_]+):(.*)", re.DOTALL)


class QueryProblem(Refused):
    """A query that cannot be read; the message says why, and what there is, in one sentence."""


class Term(NamedTuple):
    """Folded words that follow each other."""

    words: tuple[str, ...]
    prefix: bool = False
    """The last one is only the beginning of a word."""


class AttributeFilter(NamedTuple):
    """An attribute that an annotation has to have."""

    name: str
    value: str = ""
    """"" for any."""
    within: Count | None = None
    """The value as a range of numbers, for counts."""
    default_of: frozenset[str] = frozenset()
    """The types that have this value where none is written."""
    is_exact: bool = False
    """The value stands in the annotation just as it is here."""


class RoleFilter(NamedTuple):
    """A role that has to be filled."""

    name: str
    term: Term | None = None
    """The words that one of its fillers has to hold; None for any filler."""


class LabelFilter(NamedTuple):
    """A value that a label of a sentence or an article has to have."""

    name: str
    value: str


class Query(NamedTuple):
    """What is looked for."""

    terms: tuple[Term, ...] = ()
    types: tuple[str, ...] = ()
    """Any of these types, and names of labels; () for every type of every layer."""
    values: tuple[LabelFilter, ...] = ()
    """For each label that is named here, one of its values."""
    by: str = ""
    """Whose annotations; "" for one's own."""
    roles: tuple[RoleFilter, ...] = ()
    attributes: tuple[AttributeFilter, ...] = ()
    unlabelled: bool = False
    unsure: bool = False
    note: bool = False

    @property
    def of_annotations(self) -> bool:
        """Whether hits are annotations; else they are places of the text."""
        asked = self.types or self.by or self.roles or self.attributes or self.unsure or self.note
        return bool(asked) and not self.unlabelled


def read_query(
    typed: str, scheme: Scheme, people: Iterable[str] = (), blind_for: str = ""
) -> Query:
    """Read a query as it was typed.

    Args:
        people: everybody whose work can be searched with `by:`.
        blind_for: the annotator who reads the hits and may see nobody else's work, where given.

    Raises:
        QueryProblem: it cannot be read.
    """
    if len(typed) > LONGEST:
        raise QueryProblem(f"A query has at most {LONGEST} characters; this has {len(typed)}.")
    query, known = Query(), tuple(people)
    for piece in _pieces(typed):
        found = _FILTER.fullmatch(piece)
        if found:
            query = _filtered(query, found[1], _unquoted(found[2]), scheme, known)
        else:
            query = query._replace(terms=(*query.terms, _term(piece)))
    _check_whole(query)
    query = _narrowed(query, scheme)
    if blind_for and query.by not in ("", blind_for):
        raise QueryProblem(
            f"by:{query.by} is not shown here: everybody labels blind, so until adjudication you "
            "search only your own labels."
        )
    return query


def _pieces(typed: str) -> Iterator[str]:
    place = 0
    while place < len(typed):
        if typed[place].isspace():
            place += 1
            continue
        found = _PIECE.match(typed, place)
        if found is None:
            raise QueryProblem("A quotation mark has no partner; a phrase stands between two.")
        yield found[0]
        place = found.end()


def _unquoted(piece: str) -> str:
    return re.sub('["“”]', "", piece)


def _term(piece: str) -> Term:
    prefix = piece.endswith("*")
    bare = piece[:-1] if prefix else piece
    if "*" in _outside_quotes(bare):
        raise QueryProblem(
            f"“{piece}”: a * stands only at the end of a word, for words that begin so."
        )
    found = words(re.sub('["“”]', " ", bare))
    if not found:
        raise QueryProblem(f"“{piece}” holds no letter or digit; search finds words.")
    return Term(found, prefix)


def _outside_quotes(piece: str) -> str:
    return re.sub(_QUOTED, "", piece)


def _filtered(
    query: Query, typed: str, value: str, scheme: Scheme, people: tuple[str, ...]
) -> Query:
    name = typed.casefold()
    if name not in _FILTERS:
        listed = ", ".join(f"{one}:" for one in _FILTERS)
        raise QueryProblem(
            f"There is no filter {typed}:{_or(name, _FILTERS, ':')}; there are {listed}"
            f' (to find it as text, write it in quotes: "{typed}:").'
        )
    if name in _ALONE:
        if value:
            raise QueryProblem(
                f"{name}: takes nothing behind it; leave a blank after the colon: {name}: {value}"
            )
        return query._replace(
            unlabelled=query.unlabelled or name == "unlabelled",
            unsure=query.unsure or name == "unsure",
            note=query.note or name == "note",
        )
    if not value:
        raise QueryProblem(_EXAMPLES[name])
    match name:
        case "label":
            return _labelled(query, value, scheme)
        case "role":
            return query._replace(roles=(*query.roles, _role(value, scheme)))
        case "by":
            return query._replace(by=_person(value, people))
        case _:
            return query._replace(attributes=(*query.attributes, _attribute(value, scheme)))


_EXAMPLES = {
    "label": "label: needs a type right behind it, such as label:PERSON.",
    "role": "role: needs a role right behind it, such as role:place or role:place=kabul.",
    "by": "by: needs a name right behind it, such as by:ann.",
    "attr": "attr: needs an attribute right behind it, such as attr:kind or attr:kind=name.",
}


def _labelled(query: Query, typed: str, scheme: Scheme) -> Query:
    name, equals, value = typed.partition("=")
    labels, types = scheme.labels_by_name, {**scheme.types, **LAYER_OF_WORD}
    found = _named(name, [*types, *labels])
    if found is None:
        known = [*scheme.types, *labels]
        raise QueryProblem(
            f"The scheme has no label {name}{_or(name, known)}; it has {', '.join(known)}."
        )
    if found in types:
        if equals:
            raise QueryProblem(
                f"label:{found}= takes no value; attr:NAME=VALUE looks for attributes of {found}."
            )
        return query._replace(types=(*query.types, *scheme.covered(found)))
    if equals:
        _check_choice(found, value, [labels[found]], "label")
        query = query._replace(values=(*query.values, LabelFilter(found, value)))
    return query._replace(types=(*query.types, found))


def _role(typed: str, scheme: Scheme) -> RoleFilter:
    name, equals, wanted = typed.partition("=")
    names = dict.fromkeys(role for kind in _choosable(scheme) for role in _roles(scheme, kind))
    found = _named(name, names)
    if found is None:
        raise QueryProblem(
            f"The scheme has no role {name}{_or(name, names)}; "
            f"frames have {', '.join(names) or 'none'}."
        )
    if equals and not wanted:
        raise QueryProblem(f"role:{found}= needs words; role:{found} alone finds any filler.")
    return RoleFilter(found, _term(wanted) if wanted else None)


def _person(value: str, people: tuple[str, ...]) -> str:
    if value not in people:
        known = ", ".join(people) or "nobody"
        raise QueryProblem(
            f"Nobody called {value} has worked here{_or(value, people)}; by: knows {known}."
        )
    return value


def _attribute(value: str, scheme: Scheme) -> AttributeFilter:
    typed, equals, wanted = value.partition("=")
    layers = {layer: scheme.attributes_of_layer(layer) for layer in TYPED_LAYERS}
    names = dict.fromkeys(name for attributes in layers.values() for name in attributes)
    name = _named(typed, names)
    if name is None:
        raise QueryProblem(
            f"The scheme has no attribute {typed}{_or(typed, names)}; "
            f"it has {', '.join(names) or 'none'}."
        )
    if equals and not wanted:
        raise QueryProblem(f"attr:{name}= needs a value; attr:{name} alone finds any.")
    found = {layer: known[name] for layer, known in layers.items() if name in known}
    if not wanted:
        return AttributeFilter(name)
    _check_choice(name, wanted, found.values(), "attr")
    kinds = {attribute.value for attribute in found.values()}
    count = _count(name, wanted) if kinds == {"count"} else None
    default = frozenset(_with_default(scheme, found, wanted))
    is_exact = not kinds & {"count", "multi_choice"} and not default
    return AttributeFilter(name, wanted, count, default, is_exact)


def _check_choice(name: str, wanted: str, of: Iterable[Attribute], what: str) -> None:
    if not wanted:
        raise QueryProblem(f"{what}:{name}= needs a value; {what}:{name} alone finds any.")
    kinds = tuple(of)
    choices = tuple(dict.fromkeys(choice for kind in kinds for choice in kind.choices))
    if all(kind.choices for kind in kinds) and wanted not in choices:
        raise QueryProblem(
            f"{name} is never {wanted}{_or(wanted, choices)}; it can be {', '.join(choices)}."
        )


def _count(name: str, wanted: str) -> Count:
    try:
        return Count.parse(wanted)
    except ValueProblem as problem:
        raise QueryProblem(f"{name}: “{wanted}” {problem}.") from None


def _with_default(
    scheme: Scheme, found: Mapping[TypedLayer, Attribute], value: str
) -> Iterator[str]:
    for layer, attribute in found.items():
        if attribute.default == value:
            for kind in scheme.choosable_types(layer):
                if scheme.applies(attribute, kind.name):
                    yield kind.name


def _narrowed(query: Query, scheme: Scheme) -> Query:
    """Name the types that can have what is asked for, so that no others need be looked at.

    An attribute may be left over on any type of its layer, from an older scheme.
    """
    able = {
        **{
            f"role:{role.name}": [n for n in _choosable(scheme) if role.name in _roles(scheme, n)]
            for role in query.roles
        },
        **{
            f"attr:{attribute.name}": [
                kind.name
                for layer in TYPED_LAYERS
                if attribute.name in scheme.attributes_of_layer(layer)
                for kind in scheme.choosable_types(layer)
            ]
            for attribute in query.attributes
        },
    }
    types = query.types
    for typed, names in able.items():
        types = tuple(name for name in names if not types or name in types)
        if not types:
            raise QueryProblem(
                f"{typed} cannot stand beside the rest of this query; only {', '.join(names)} "
                "can have it."
            )
    return query._replace(types=types)


def _choosable(scheme: Scheme) -> Iterator[str]:
    """Yield the names of all types that annotations can have."""
    for layer in TYPED_LAYERS:
        yield from (kind.name for kind in scheme.choosable_types(layer))


def _roles(scheme: Scheme, type_name: str) -> tuple[str, ...]:
    if scheme.layer_of(type_name) not in FRAME_LAYERS:
        return ()
    return tuple(role.name for role in scheme.roles_of(type_name))


def _named(typed: str, names: Iterable[str]) -> str | None:
    """Return the name that was typed, in whatever case."""
    known = tuple(names)
    if typed in known:
        return typed
    return next((name for name in known if name.casefold() == typed.casefold()), None)


def _or(typed: str, names: Iterable[str], end: str = "") -> str:
    """Return a question for the name that was meant, "" where none is near."""
    from difflib import get_close_matches

    by_fold = {name.casefold(): name for name in names}
    near = get_close_matches(typed.casefold(), by_fold, 1, 0.6)
    return f" (did you mean {by_fold[near[0]]}{end}?)" if near else ""


def _check_whole(query: Query) -> None:
    if query == Query():
        raise QueryProblem(f"Type what to look for: {SYNTAX}.")
    if not query.unlabelled:
        return
    if not query.terms:
        raise QueryProblem("unlabelled: needs words, such as: unlabelled: Kabul")
    if query._replace(by="", unlabelled=False).of_annotations:
        raise QueryProblem(
            "unlabelled: finds text without a mention, so it cannot stand beside label:, role:, "
            "attr:, unsure: or note:."
        )

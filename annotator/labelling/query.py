"""The query language of search: words, phrases and filters, read into a `Query` or refused.

kabul attack                 both words in one sentence; case and accents do not matter
"abdul ghani" explo*         a phrase; words that begin so
label:GPE kabul              mentions of a type, or of a type below it, with this word
attr:kind  attr:kind=name    mentions with an attribute, or with this value of it
unsure:  note:               mentions flagged as unsure, mentions with a note
by:ann                       ann's mentions instead of one's own
unlabelled: kabul            words that no mention covers
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotator.labelling.commands import Refused
from annotator.model.scheme import Scheme
from annotator.text.folding import words

LONGEST = 500
"""Characters of a query; nobody types more, but somebody may paste more."""

SYNTAX = (
    'words, "a phrase", begin*, label:TYPE, attr:NAME, attr:NAME=VALUE, by:NAME, '
    "unlabelled:, unsure:, note:"
)
"""What a query is made of, in a few words."""

_ALONE = ("unlabelled", "unsure", "note")
_FILTERS = ("label", "attr", "by", *_ALONE)

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
    """An attribute that a mention has to have."""

    name: str
    value: str = ""
    """"" for any."""


class Query(NamedTuple):
    """What is looked for."""

    terms: tuple[Term, ...] = ()
    types: tuple[str, ...] = ()
    """Any of these; () for every type."""
    by: str = ""
    """Whose mentions; "" for one's own."""
    attributes: tuple[AttributeFilter, ...] = ()
    unlabelled: bool = False
    unsure: bool = False
    note: bool = False

    @property
    def of_mentions(self) -> bool:
        """Whether hits are mentions; else they are places of the text."""
        filtered = bool(self.types or self.by or self.attributes or self.unsure or self.note)
        return filtered and not self.unlabelled


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
            return query._replace(types=(*query.types, *_types(value, scheme)))
        case "by":
            return query._replace(by=_person(value, people))
        case _:
            return query._replace(attributes=(*query.attributes, _attribute(value, scheme)))


_EXAMPLES = {
    "label": "label: needs a type right behind it, such as label:PERSON.",
    "by": "by: needs a name right behind it, such as by:ann.",
    "attr": "attr: needs an attribute right behind it, such as attr:kind or attr:kind=name.",
}


def _types(value: str, scheme: Scheme) -> tuple[str, ...]:
    names = {kind.name.casefold(): kind.name for kind in scheme.entity_types}
    found = names.get(value.casefold())
    if found is None:
        raise QueryProblem(
            f"The scheme has no label {value}{_or(value, names.values())}; "
            f"it has {', '.join(names.values())}."
        )
    return scheme.covered(found)


def _person(value: str, people: tuple[str, ...]) -> str:
    if value not in people:
        known = ", ".join(people) or "nobody"
        raise QueryProblem(
            f"Nobody called {value} has worked here{_or(value, people)}; by: knows {known}."
        )
    return value


def _attribute(value: str, scheme: Scheme) -> AttributeFilter:
    typed, equals, wanted = value.partition("=")
    names = {name.casefold(): name for name in scheme.entities.attributes}
    name = names.get(typed.casefold())
    if name is None:
        raise QueryProblem(
            f"The scheme has no attribute {typed}{_or(typed, names.values())}; "
            f"mentions have {', '.join(names.values()) or 'none'}."
        )
    if equals and not wanted:
        raise QueryProblem(f"attr:{name}= needs a value; attr:{name} alone finds any.")
    choices = scheme.entities.attributes[name].choices
    if wanted and choices and wanted not in choices:
        raise QueryProblem(
            f"{name} is never {wanted}{_or(wanted, choices)}; it can be {', '.join(choices)}."
        )
    return AttributeFilter(name, wanted)


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
    if query.types or query.attributes or query.unsure or query.note:
        raise QueryProblem(
            "unlabelled: finds text without a mention, so it cannot stand beside label:, attr:, "
            "unsure: or note:."
        )

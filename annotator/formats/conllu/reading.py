"""CoNLL-U and CoNLL-U Plus on their way in.

Mentions are read from brackets in `Entity` as CorefUD has them, or from tags such as `B-PER` in
`NER`, `NE` or `Entity` of MISC or in a column of such a name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annotator.formats.conll import TaggedToken, TagSpans
from annotator.formats.conllu.spaces import COLUMNS, unescaped
from annotator.formats.errors import Place
from annotator.formats.exporting.token_spans import found_in
from annotator.formats.importing.drafts import Draft, DraftSpan, prepared
from annotator.formats.importing.reading import (
    Came,
    Piece,
    Prepared,
    Settings,
    Source,
    first_line,
    unreadable,
)
from annotator.formats.inception import Keys, covering
from annotator.model import ids
from annotator.model.spans import Span

_NUMBER = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?|\d{1,9}\.\d{1,9}")
_COMMENT = re.compile(r"#\s*([\w.:-]+)(?: id)?(?:\s*=\s*(.*))?")
_BRACKET = re.compile(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)")
_PART = re.compile(r"(.+)\[(\d{1,9})/(\d{1,9})\]")
_TAG = re.compile(r"O|[BIESLU]-\S+")
_TAGGED = ("NER", "NE", "ENTITY")
_OUTSIDE = "O"


class _Word(NamedTuple):
    """A line of a token that stands in the text, or of one inside such a token."""

    line: int
    form: str
    misc: Mapping[str, str]
    tag: str
    inside: bool = False
    """It is part of the token before it, which has the text of both."""


class _Sentence(NamedTuple):
    """What stands between two blank lines."""

    line: int
    comments: dict[str, str]
    words: list[_Word]


class _Article(NamedTuple):
    """The sentences of an article, with the features of its entities."""

    sentences: list[_Sentence]
    features: tuple[str, ...]


# -------------------------------------------------------------------------------------- the file


def recognises(source: Source) -> bool:
    """Tell whether the first line is a comment or a token."""
    return re.match(rb"#|\d+(?:-\d+)?\t", first_line(source)) is not None


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per article, which begins at `# newdoc`.

    Raises:
        ImportRefused: the file cannot be read, or a line is no token.
    """
    found: list[_Sentence] = []
    features: tuple[str, ...] = ("eid", "etype")
    number = 0
    for sentence in _sentences(source):
        if "newdoc" in sentence.comments and found:
            number += 1
            yield _piece(source, _Article(found, features), number)
            found = []
        declared = sentence.comments.get("global.Entity", "")
        features = tuple(declared.split("-")) if declared else features
        found.append(sentence)
    if found:
        yield _piece(source, _Article(found, features), number + 1 if number else 0)


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Make an article of its sentences.

    Raises:
        ImportRefused: tokens and text differ, a bracket is open, or a type is not in the scheme.
    """
    article: _Article = piece.data
    words = [word for sentence in article.sentences for word in sentence.words]
    text, places, units = _Text(article, piece.place).placed()
    draft = Draft(text, Came(piece.source), piece.given, sentences=covering(units, text))
    _take_tags(draft, words, places, piece.place)
    _Brackets(draft, article.features, piece.place).take(words, places)
    states = [one.comments.get("entities", "") for one in article.sentences]
    if not any(states) and draft.spans:
        draft.done = ("entities",)
    finished = [unit.start for unit, state in zip(units, states, strict=True) if state == "done"]
    if finished:
        draft.done_at["entities"] = finished
    return prepared(draft, piece.place, settings)


def _piece(source: Source, article: _Article, number: int) -> Piece:
    name = f"{source.name}:{number}" if number else source.name
    size = sum(len(word.form) for sentence in article.sentences for word in sentence.words)
    place = Place(source.name, article.sentences[0].line)
    return Piece(place, article, size, name, source.given_for(name))


def _sentences(source: Source) -> Iterator[_Sentence]:
    place = Place(source.name)
    try:
        with source.path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield from _parsed(stream, place)
    except OSError as error:
        raise unreadable(place, error) from None
    except UnicodeDecodeError:
        raise place.refused("it is no UTF-8; write it again.") from None


def _parsed(lines: Iterator[str], place: Place) -> Iterator[_Sentence]:
    columns: Sequence[str] = COLUMNS
    comments: dict[str, str] = {}
    words: list[_Word] = []
    inside_to = first = 0
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n")
        if line.startswith("#") and not words:
            match = _COMMENT.match(line)
            if match:
                comments[match[1]] = (match[2] or "").strip()
            columns = comments.get("global.columns", " ".join(columns)).split()
        elif line.strip():
            first = first or number
            word, inside_to = _word(line, columns, inside_to, Place(place.file, number))
            words += [word] if word else []
        elif words:
            yield _Sentence(first, comments, words)
            comments, words, inside_to, first = {}, [], 0, 0
    if words:
        yield _Sentence(first, comments, words)


def _word(
    line: str, columns: Sequence[str], inside_to: int, place: Place
) -> tuple[_Word | None, int]:
    """Return the token of a line, and up to which number tokens are inside another.

    Raises:
        ImportRefused: it has other columns than are declared.
    """
    cells = dict(zip(columns, line.split("\t"), strict=False))
    number = _NUMBER.fullmatch(cells.get("ID", ""))
    if not number or line.count("\t") + 1 != len(columns) or not cells.get("FORM"):
        raise place.refused(
            f"this is no token with the {len(columns)} columns {' '.join(columns)}, parted by tabs."
        )
    if number[1] is None:
        return None, inside_to
    some = (one.partition("=") for one in cells.get("MISC", "_").split("|"))
    misc = {key: value for key, equals, value in some if equals}
    is_inside = not number[2] and 0 < int(number[1]) <= inside_to
    word = _Word(place.line, cells["FORM"], misc, _tag(cells, misc), is_inside)
    return word, int(number[2]) if number[2] else inside_to


def _tag(cells: Mapping[str, str], misc: Mapping[str, str]) -> str:
    for name, value in (*cells.items(), *misc.items()):
        if name.upper().rpartition(":")[2] in _TAGGED and _TAG.fullmatch(value):
            return value
    return _OUTSIDE


# -------------------------------------------------------------------------------------- the text


class _Text:
    """The text of an article, put together of its tokens."""

    def __init__(self, article: _Article, place: Place) -> None:
        self._sentences, self._place = article.sentences, place
        self._words = [word for one in article.sentences for word in one.words]
        self._is_exact = any(
            key in word.misc
            for word in self._words
            for key in ("SpacesAfter", "SpacesBefore", "SpacesInToken")
        )
        self._parts: list[str] = []
        self._at = 0
        self._places: list[Span] = []

    def placed(self) -> tuple[str, list[Span], list[Span]]:
        """Return the text, the places of tokens and those of sentences.

        Raises:
            ImportRefused: the tokens of a sentence are not those of its `# text`.
        """
        units = []
        for number, sentence in enumerate(self._sentences):
            if number and "newpar" in sentence.comments and not self._is_exact:
                self._add("\n\n")
            first = len(self._places)
            quoted = sentence.comments.get("text", "")
            if quoted and not self._is_exact:
                self._quoted(sentence, quoted)
            else:
                self._rebuilt(sentence, quoted)
            units.append(Span(self._places[first].start, self._places[-1].end))
        return self._whole(), self._places, units

    def _whole(self) -> str:
        """Return the text without the blank that nobody wrote behind the last token."""
        text = "".join(self._parts)
        known = self._sentences[0].comments.get("newdoc", "")
        is_ours = known == ids.article_id(ids.hash_text(text)) if _encodes(text) else False
        last = self._words[-1].misc
        return text if is_ours or "SpacesAfter" in last else text.removesuffix(" ")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)

    def _quoted(self, sentence: _Sentence, text: str) -> None:
        """Add a sentence as its comment has it."""
        where = Place(self._place.file, sentence.line)
        outer = [word for word in sentence.words if not word.inside]
        found = iter(found_in(text, [word.form for word in outer], where))
        for word in sentence.words:
            if not word.inside:
                place = next(found)
                self._places.append(Span(self._at + place.start, self._at + place.end))
            else:
                self._places.append(self._places[-1])
        self._add(text)
        self._add(_after(sentence.words[-1]))

    def _rebuilt(self, sentence: _Sentence, quoted: str) -> None:
        """Add a sentence as its tokens say."""
        shown = []
        for word in sentence.words:
            if word.inside:
                self._places.append(self._places[-1])
                continue
            self._add(unescaped(word.misc.get("SpacesBefore", "")))
            form = unescaped(word.misc["SpacesInToken"]) if "SpacesInToken" in word.misc else ""
            start = self._at
            self._add(form or word.form)
            self._places.append(Span(start, self._at))
            after = _after(word)
            self._add(after)
            shown.append(word.form + (" " if after else ""))
        if quoted and "".join(shown).strip() != quoted:
            raise Place(self._place.file, sentence.line).refused(
                "its tokens are not what its # text says; correct the one or the other."
            )


def _after(word: _Word) -> str:
    if "SpacesAfter" in word.misc:
        return unescaped(word.misc["SpacesAfter"])
    return "" if word.misc.get("SpaceAfter") == "No" else " "


def _encodes(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


# -------------------------------------------------------------------------------------- mentions


def _take_tags(draft: Draft, words: Sequence[_Word], places: Sequence[Span], place: Place) -> None:
    found = TagSpans(place.file)
    for word, where in zip(words, places, strict=True):
        found.take(TaggedToken(word.line, word.form, word.tag), where)
    found.end()
    draft.spans += found.spans
    draft.places |= found.places


class _Open(NamedTuple):
    """A mention that a bracket has opened."""

    line: int
    start: int
    type: str
    identity: str


class _Brackets:
    """The brackets of an article on their way to mentions."""

    def __init__(self, draft: Draft, features: Sequence[str], place: Place) -> None:
        self._draft, self._features, self._place = draft, features, place
        self._open: dict[str, list[_Open]] = {}
        self._pieces: dict[str, list[Span]] = {}
        self._keys = Keys()

    def take(self, words: Sequence[_Word], places: Sequence[Span]) -> None:
        """Take all brackets.

        Raises:
            ImportRefused: one opens or closes nothing.
        """
        for word, where in zip(words, places, strict=True):
            entity = word.misc.get("Entity", "")
            for match in _BRACKET.finditer(entity) if "(" in entity or ")" in entity else ():
                if match[1] or match[2]:
                    self._begin(match[1] or match[2], where, word.line)
                if match[1] or match[3]:
                    self._end(match[1] or match[3], where, word.line)
        for name, still in self._open.items():
            if still:
                raise Place(self._place.file, still[-1].line).refused(
                    f"the bracket ({name} is not closed in this article; close it."
                )

    def _begin(self, said: str, where: Span, line: int) -> None:
        values = dict(zip(self._features, said.split("-"), strict=False))
        kind = values.get("etype", values.get("entity", said.partition("-")[2].partition("-")[0]))
        one = _Open(line, where.start, kind, values.get("identity", ""))
        self._open.setdefault(self._name(said), []).append(one)

    def _name(self, said: str) -> str:
        """Return the id that closes what a bracket opens, with the number of its piece."""
        for number, feature in enumerate(self._features):
            if feature in ("eid", "GRP"):
                values = said.split("-")
                return values[number] if number < len(values) else said
        return said.partition("-")[0]

    def _end(self, said: str, where: Span, line: int) -> None:
        name = self._name(said)
        if not self._open.get(name):
            raise Place(self._place.file, line).refused(
                f"{name}) closes no bracket that is open; correct it."
            )
        one = self._open[name].pop()
        pieces = [Span(one.start, where.end)]
        part = _PART.fullmatch(name)
        if part:
            name = part[1]
            self._pieces.setdefault(name, []).extend(pieces)
            if part[2] != part[3]:
                return
            pieces = sorted(self._pieces.pop(name))
        is_ours = ids.is_item_id(name) and name.startswith(f"{ids.MENTION}_")
        key = name if is_ours else self._keys.key(one.type, f"{pieces[0].start}-{pieces[-1].end}")
        self._draft.places[key] = Place(self._place.file, one.line)
        self._draft.spans.append(DraftSpan(key, one.type, tuple(pieces), None, (), one.identity))

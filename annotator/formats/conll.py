"""Columns of tokens and tags, as in CoNLL-2003: IOB2 or BIOES out, these, IOB1 and BILOU in.

Source: Tjong Kim Sang & De Meulder 2003 (IOB1), Ramshaw & Marcus 1995, Ratinov & Roth 2009 (BILOU).
A file has one token a line, its tag in the last column, a blank line between sentences and
`-DOCSTART-` before each article. Tags are cut at their first hyphen: `B-creative-work`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.formats.errors import Place
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.formats.gold.sentences import sentence_records
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
from annotator.model.spans import Span

_DOCUMENT = "-DOCSTART-"
_TAG = re.compile(r"O|[BIESLU]-\S+")
_OUTSIDE = "O"


# -------------------------------------------------------------------------------------- reading


class TaggedToken(NamedTuple):
    """A token with its tag; the line that ends a sentence has no text."""

    line: int
    text: str
    tag: str


def recognises(source: Source) -> bool:
    """Tell whether the first line ends in a tag."""
    return _TAG.fullmatch(first_line(source).decode(errors="replace").split()[-1]) is not None


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per article.

    Raises:
        ImportRefused: the file cannot be read, or a line has no tag.
    """
    tokens: list[TaggedToken] = []
    number, first = 0, 1
    for token in _tokens(source):
        if token.text != _DOCUMENT:
            tokens.append(token)
            continue
        if any(one.text for one in tokens):
            number += 1
            yield _piece(source, tokens, number, first)
        tokens, first = [], token.line
    if any(one.text for one in tokens):
        yield _piece(source, tokens, number + 1 if number or first > 1 else 0, first)


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Make an article of its tokens: joined by blanks, sentences by line ends.

    Raises:
        ImportRefused: a tag is not in the scheme.
    """
    tokens: Sequence[TaggedToken] = piece.data
    parts: list[str] = []
    length, sentences, found = 0, [], TagSpans(piece.place.file)
    begin = 0
    for token in tokens:
        if token.text:
            if length > begin:
                parts.append(" ")
                length += 1
            found.take(token, Span(length, length + len(token.text)))
            parts.append(token.text)
            length += len(token.text)
        elif length > begin:
            sentences.append(Span(begin, length))
            parts.append("\n")
            begin = length = length + 1
            found.end()
    if length > begin:
        sentences.append(Span(begin, length))
    found.end()
    draft = Draft("".join(parts), Came(piece.source), piece.given, sentences=tuple(sentences))
    draft.spans, draft.places, draft.done = found.spans, found.places, ("entities",)
    return prepared(draft, piece.place, settings)


def _tokens(source: Source) -> Iterator[TaggedToken]:
    place = Place(source.name)
    try:
        with source.path.open(encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                columns = line.split()
                if not columns:
                    yield TaggedToken(number, "", _OUTSIDE)
                elif columns[0] == _DOCUMENT:
                    yield TaggedToken(number, _DOCUMENT, _OUTSIDE)
                elif len(columns) > 1 and _TAG.fullmatch(columns[-1]):
                    yield TaggedToken(number, columns[0], columns[-1])
                elif not line.startswith("#"):
                    raise Place(source.name, number).refused(
                        "the line does not end in a tag, such as O or B-PERSON; correct it."
                    )
    except OSError as error:
        raise unreadable(place, error) from None
    except UnicodeDecodeError:
        raise place.refused("it is no UTF-8; write it again.") from None


def _piece(source: Source, tokens: list[TaggedToken], number: int, line: int) -> Piece:
    name = f"{source.name}:{number}" if number else source.name
    size = sum(len(token.text) for token in tokens)
    return Piece(Place(source.name, line), tokens, size, name, source.given_for(name))


class TagSpans:
    """The mentions that tags make, in any of the spellings.

    IOB1 needs no telling: there and in IOB2 a `B-` always begins a mention, and an `I-` that
    continues nothing does too.
    """

    def __init__(self, file: str) -> None:
        self.spans: list[DraftSpan] = []
        self.places: dict[str, Place] = {}
        self._file = file
        self._open: tuple[str, str, Span] | None = None

    def take(self, token: TaggedToken, place: Span) -> None:
        """Take a token that stands at a place."""
        letter, _, kind = token.tag.partition("-")
        begins = letter in "BSU" or not self._open or self._open[1] != kind
        if letter == _OUTSIDE or begins:
            self.end()
        if letter == _OUTSIDE:
            return
        key = f"mention {len(self.spans) + 1}"
        if self._open:
            first, kind, (start, _) = self._open
            self._open = (first, kind, Span(start, place.end))
        else:
            self._open = (key, kind, place)
            self.places[key] = Place(self._file, token.line)
        if letter in "ESLU":
            self.end()

    def end(self) -> None:
        """End the mention that is open, if one is."""
        if self._open:
            key, kind, place = self._open
            self.spans.append(DraftSpan(key, kind, (place,)))
        self._open = None


# -------------------------------------------------------------------------------------- writing


def writer(context: Context) -> "TagWriter":
    """Return what writes IOB2."""
    return TagWriter(context, "conll")


class TagWriter(WriterByArticle):
    """Writes the outermost mentions of finished sentences as tags.

    Args:
        target: conll for IOB2, bioes for BIOES.
    """

    def __init__(self, context: Context, target: str) -> None:
        self.target = target
        self._splits = context.splits

    def shared_files(self) -> Iterator[str]:
        """Yield one file for each split."""
        return (self._file(split) for split in self._splits)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the lines of an article."""
        lines = []
        for record, unit in zip(
            sentence_records(document).records, document["sentences"], strict=True
        ):
            if "entities" in unit["done"]:
                tags = record["ner_tags"]
                tags = as_bioes(tags) if self.target == "bioes" else tags
                pairs = zip(record["tokens"], tags, strict=True)
                lines += [*(f"{_one_word(token)} {tag}" for token, tag in pairs), ""]
        if lines:
            text = "\n".join((f"{_DOCUMENT} {_OUTSIDE}", "", *lines, ""))
            yield Part(self._file(document["split"]), text.encode())

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what tags cannot hold."""
        yield from tag_losses(document)

    def _file(self, split: str) -> str:
        return f"{self.target}/{split}.{self.target}"


def as_bioes(tags: Sequence[str]) -> list[str]:
    """Return IOB2 tags in BIOES, where the last token of a mention has a letter of its own."""
    found = []
    for tag, following in zip(tags, (*tags[1:], _OUTSIDE), strict=True):
        letter, _, kind = tag.partition("-")
        ends = following != f"I-{kind}"
        letter = {("B", True): "S", ("I", True): "E"}.get((letter, ends), letter)
        found.append(f"{letter}-{kind}" if kind else tag)
    return found


def tag_losses(document: Json) -> Iterator[Json]:
    """Yield what is lost of a document where only tags of finished sentences are kept."""
    for unit in document["sentences"]:
        if "entities" not in unit["done"]:
            why = "the entities of the sentence are not finished, so its tags would be wrong"
            yield loss(document, unit["id"], "sentence", why)
    derived = sentence_records(document)
    for record, unit in zip(derived.records, document["sentences"], strict=True):
        if "entities" in unit["done"]:
            yield from _losses_of_sentence(document, record)
    for one in derived.losses:
        if one["item"].startswith("e_"):
            yield loss(document, one["item"], "item", "it runs over the end of a sentence")
    for layer in ("incidents", "claims", "relations", "labels"):
        for item in document[layer]:
            yield loss(document, item["id"], "item", "tags hold mentions only")
    yield loss(document, "*", "text, attributes, identity, ids, metadata", "tags hold types only")


def _losses_of_sentence(document: Json, record: Json) -> Iterator[Json]:
    taken = 0
    starts, ends = set(record["token_starts"]), set(record["token_ends"])
    whole = [item for item in record["entities"] if not item["fragments"]]
    for item in record["entities"]:
        if item["fragments"]:
            yield loss(document, item["id"], "item", "tags hold no mention in several pieces")
    for item in sorted(whole, key=lambda one: (one["start"], -one["end"], one["id"])):
        if item["start"] < taken:
            yield loss(document, item["id"], "item", "it stands inside another mention, or over it")
            continue
        taken = item["end"]
        if item["start"] not in starts or item["end"] not in ends:
            why = "it begins or ends inside a token, which is tagged as a whole"
            yield loss(document, item["id"], "span", why, severity="changed")


def _one_word(token: str) -> str:
    """Return a token without what would end a column or a line."""
    return "".join(token.split()) or "\ufffd"

"""What the readers of all formats share: sources, pieces, metadata, and how a document is made."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from annotator.formats.errors import ImportRefused, Place
from annotator.formats.importing.mapping import Names
from annotator.model import ids
from annotator.model.annotation import Annotation, Layer
from annotator.model.article import Article, Document, Sentence, SentenceKind
from annotator.model.completion import Completion
from annotator.model.scheme import Scheme
from annotator.model.values import ValueProblem, check_interval
from annotator.text.likeness import Signature

LONGEST_ARTICLE = 10_000_000
"""Bytes of an article's text: the longest news texts have a hundredth of it."""

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of one line of JSON: ten times the longest text, for the annotations on it."""

_DAY = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:[T ]\d\d:\d\d.*)?")


class Given(NamedTuple):
    """What somebody said about an article; "" where nobody did."""

    title: str = ""
    published: str = ""
    """An interval."""
    publisher: str = ""
    url: str = ""
    language: str = ""
    license: str = ""

    def or_else(self, other: "Given") -> "Given":
        """Return this, with the other's word where this says nothing."""
        return Given(*(mine or theirs for mine, theirs in zip(self, other, strict=True)))


Unit = Literal["codepoint", "utf16", "byte"]
"""What offsets count."""

METADATA_KEYS = Given._fields


class Reading(NamedTuple):
    """What somebody said about how files are to be read."""

    encoding: str = ""
    """The encoding of files of text, as `text.decoding.known_encoding` has it; "" for UTF-8."""
    fields: tuple[tuple[str, str], ...] = ()
    """Keys of articles, each with the key or column under which it stands in the files."""

    def column(self, key: str) -> str:
        """Return the key or column under which something stands."""
        return dict(self.fields).get(key, key)


_AS_USUAL = Reading()


class Source(NamedTuple):
    """One file to read."""

    path: Path
    name: str
    """How articles and messages call it: its path below the folder that was named."""
    given: dict[str, Given]
    """Metadata by name of source, from a table beside the file or one that was named."""
    reading: Reading = _AS_USUAL

    def given_for(self, name: str) -> Given:
        """Return what the table says about an article that came under this name."""
        found = self.given.get(name)
        return found or self.given.get(name.rpartition("/")[2]) or Given()


class Piece(NamedTuple):
    """One article as it stands in a file, not read yet."""

    place: Place
    data: Any
    """What the format's `prepare` expects."""
    size: int
    """Bytes, near enough to share out work."""
    source: str
    given: Given


class Settings(NamedTuple):
    """What holds for a whole import."""

    scheme: Scheme
    defaults: Given
    """For what neither a table nor the article itself states."""
    annotator: str
    """Whose layer annotations become; "" lets the file say."""
    now: str
    names: Names = Names()
    """What names of other label sets stand for."""
    done: tuple[Layer, ...] = ()
    """Layers that count as finished in all that comes."""
    unit: Unit | None = None
    """What offsets count, where somebody said; None finds it out."""


class RecordLayer(NamedTuple):
    """One annotator's work on one article, as a file has it."""

    annotator: str
    annotations: tuple[Annotation, ...]
    completions: tuple[Completion, ...]


class Skipped(NamedTuple):
    """A file of a folder, or a piece, that is no article, and why; the import goes on without."""

    name: str
    why: str


class Prepared(NamedTuple):
    """One article, ready to be stored."""

    place: Place
    document: Document
    layer: RecordLayer | None = None
    unused: tuple[str, ...] = ()
    """Columns or keys that were not read."""
    scheme: str = ""
    """Name and version of the scheme the file names, where it is another one."""
    unit: Unit = "codepoint"
    """What the file's offsets count, see `annotator.formats.importing.units`."""
    signature: Signature | None = None
    """What the article is compared with others by."""
    left_out: tuple[str, ...] = ()
    """What of the file was not taken, in words; the same words once for each."""
    cut_here: bool = False
    """The file has no sentences of its own, so those that the project has are as good."""
    questions: tuple[str, str] = ("", "")
    """What is open about its language, see `annotator.text.languages.open_questions`."""


class Came(NamedTuple):
    """How a text came: its name, and the bytes that it was."""

    source: str
    source_hash: str = ""
    encoding: str = "utf-8"
    bom: bool = False


def check_text(place: Place, text: str) -> str:
    """Return the hash of a text.

    Raises:
        ImportRefused: it is empty, too long, or holds what no text file can.
    """
    if not text or text.isspace():
        raise place.refused("there is no text in it; leave it out, or give it a text.")
    if "\0" in text:
        raise place.refused("there are NUL characters in the text; take them out.")
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise place.refused(
            "half a surrogate pair stands in the text; write that character again as UTF-8."
        ) from None
    if len(data) > LONGEST_ARTICLE:
        raise too_long(place, len(data))
    return ids.hash_bytes(data)


def whole_file(source: Source, longest: int) -> Piece:
    """Return a file as one article; its data are the path and the encoding that was said.

    Args:
        longest: bytes that it may have.

    Raises:
        ImportRefused: there is no such file, or it is too long.
    """
    place = Place(source.name)
    try:
        size = source.path.stat().st_size
    except OSError as error:
        raise unreadable(place, error) from None
    if size > longest:
        raise too_long(place, size, longest)
    data = (source.path, source.reading.encoding)
    return Piece(place, data, size, source.name, source.given_for(source.name))


def too_long(place: Place, size: int, longest: int = LONGEST_ARTICLE) -> ImportRefused:
    """Return the error for a text or page of so many bytes."""
    return place.refused(
        f"its text has {size / 1e6:.0f} MB, and an article may have "
        f"{longest / 1e6:.0f} MB at the most; cut it into articles."
    )


def new_document(
    place: Place, text: str, came: Came, given: Given, settings: Settings, extractor: str = ""
) -> Document:
    """Make a document of a text that has no sentences yet.

    The title is the headline where nobody gave one. A date in the text is only proposed. The
    language is what somebody said, else the one that the script makes certain.

    Args:
        extractor: name and version of what took the text out of a page, where something did.

    Raises:
        ImportRefused: the text cannot be taken.
    """
    from annotator.text.languages import language_of
    from annotator.text.segment import segment, segmenter_of

    text_hash = check_text(place, text)
    given = given.or_else(settings.defaults)
    given = given.or_else(Given(language=language_of(text)[0]))
    units = segment(text, given.language or "en")
    headline = next((text[start:end] for start, end, kind in units if kind == "headline"), "")
    given = given.or_else(Given(title=" ".join(headline.split())))
    sentences = tuple(
        Sentence.model_construct(start=start, end=end, kind=cast(SentenceKind, kind))
        for start, end, kind in units
    )
    article = new_article(text, text_hash, came, given, sentences, settings.now)
    segmenter = segmenter_of(given.language or "en")
    segmenter = f"{extractor}, {segmenter}" if extractor else segmenter
    return Document(article.model_copy(update={"segmenter": segmenter}), text, sentences)


def new_article(
    text: str,
    text_hash: str,
    came: Came,
    given: Given,
    sentences: tuple[Sentence, ...],
    now: str,
) -> Article:
    """Make an article of what is known about its text; a date that it suggests is proposed."""
    interval, reason = ("", "") if given.published else _proposal(text, sentences)
    return Article(
        id=ids.article_id(text_hash),
        text_hash=text_hash,
        length=len(text),
        **came._asdict(),
        **given._asdict(),
        published_proposed=interval,
        proposal_reason=reason,
        added=now,
    )


def _proposal(text: str, sentences: tuple[Sentence, ...]) -> tuple[str, str]:
    """Return the date that a text suggests, with the reason; one with a year goes first."""
    from annotator.text.dates import proposed_dates

    found = proposed_dates(text, sentences)
    best = min(found, key=lambda one: "X" in one.interval, default=None)
    return (best.interval, best.why) if best else ("", "")


def as_interval(value: str) -> str:
    """Return a day, month, year, instant or interval as an interval.

    Raises:
        ValueProblem: it is none of them.
    """
    match = _DAY.fullmatch(value)
    return check_interval(f"{match[1]}/{match[1]}" if match else value) if value else ""


def read_given(values: dict[str, str], place: Place, where: str = "") -> Given:
    """Return metadata from text values by key, all of them in `METADATA_KEYS`.

    Args:
        values: stripped texts.
        place: for messages.
        where: what the message puts before a key, such as `["a.txt"].`.

    Raises:
        ImportRefused: the date cannot be read, or a character cannot be kept.
    """
    for key, value in values.items():
        if not _storable(value):
            raise place.refused(f"{where}{key} holds half a surrogate pair or a NUL; correct it.")
    try:
        return Given(**values)._replace(published=as_interval(values.get("published", "")))
    except ValueProblem as problem:
        raise place.refused(f"{where}published {problem}.") from None


def json_lines(path: Path, place: Place) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, numbered from 1, without mark and line end.

    Raises:
        ImportRefused: the file cannot be read, or a line is longer than `LONGEST_LINE`.
    """
    try:
        with path.open("rb") as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise Place(place.file, number).refused(
                        f"the line is longer than {LONGEST_LINE // 2**20} MB; cut it into articles."
                    )
                line = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
                if line:
                    yield number, line
    except OSError as error:
        raise unreadable(place, error) from None


def first_line(source: Source) -> bytes:
    """Return the first line that is not blank, as `json_lines` has it; b"" where there is none.

    Raises:
        ImportRefused: the file cannot be read.
    """
    return next((line for _, line in json_lines(source.path, Place(source.name))), b"")


def unreadable(place: Place, error: OSError) -> ImportRefused:
    """Return the error for a file that the system does not let us read."""
    return place.refused(f"it cannot be read ({(error.strerror or 'unknown').lower()}).")


def _storable(value: str) -> bool:
    return "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)

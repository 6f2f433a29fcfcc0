"""Articles and their sentences."""

from typing import Literal, NamedTuple, get_args

from pydantic import Field

from annotator.model.base import Record
from annotator.model.ids import ARTICLE_ID_PATTERN, HASH_PATTERN

SentenceKind = Literal[
    "sentence",
    "headline",
    "headline_duplicate",
    "subheadline",
    "subheading",
    "caption",
    "boilerplate",
]
SENTENCE_KINDS: tuple[SentenceKind, ...] = get_args(SentenceKind)


class Article(Record):
    """What is known about one article; its text and sentences are kept beside it."""

    id: str = Field(pattern=ARTICLE_ID_PATTERN)
    text_hash: str = Field(pattern=HASH_PATTERN)
    length: int = Field(ge=1)
    """Code points in the text."""
    source: str
    """The file name, or the name given to what came from standard input."""
    source_hash: str
    """Hash of the bytes as they came; "" where there were none."""
    encoding: str = "utf-8"
    bom: bool = False
    """The source began with a byte order mark, which is not part of the text."""
    title: str = ""
    published: str = ""
    """An interval; "" where nobody has said; never guessed."""
    published_proposed: str = ""
    """An interval that the text suggests, until a person accepts it."""
    proposal_reason: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    license: str = ""
    duplicate_cluster: str = ""
    segmenter: str = ""
    """Name and version of what cut the text into sentences; before them those of what took the text
    out of a web page, where something did."""
    added: str = ""


class Sentence(Record):
    """One unit of an article, `[start, end)` in code points, trimmed of white space.

    It is known by its start: every character that is not white space is in exactly one sentence.
    """

    start: int = Field(ge=0)
    end: int
    kind: SentenceKind = "sentence"


class Document(NamedTuple):
    """An article with its text and its sentences in order."""

    article: Article
    text: str
    sentences: tuple[Sentence, ...]

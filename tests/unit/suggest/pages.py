"""Pages to suggest for, made of plain texts."""

from collections.abc import Iterable

from annotator.model.article import Article, Sentence
from annotator.model.scheme import Scheme
from annotator.model.scheme_file import read_scheme
from annotator.model.suggestion import Proposal
from annotator.resources import resource_dir
from annotator.suggest.base import Page, Suggester
from annotator.text.segment import segment

SHOWN = 0.5


def scheme() -> Scheme:
    """The packaged scheme."""
    return read_scheme(resource_dir("schemas") / "news-conflict.toml")


def page(text: str, published: str = "", wanted: Iterable[int] | None = None) -> Page:
    """A page of a text; `wanted` numbers its sentences, None for all."""
    article = Article(
        id="d_0000000000000000",
        text_hash="sha256:" + "0" * 64,
        length=max(1, len(text)),
        source="text",
        source_hash="",
        published=published,
    )
    sentences = tuple(Sentence(start=one.start, end=one.end) for one in segment(text))
    asked = sentences if wanted is None else tuple(sentences[number] for number in wanted)
    return Page(article, text, sentences, asked, scheme())


def shown(suggester: Suggester, text: str, published: str = "") -> set[tuple[str, str]]:
    """Type and words of the proposals that are shown by default."""
    return {
        (one.type, words(text, one))
        for one in suggester.suggest(page(text, published))
        if one.score >= SHOWN
    }


def words(text: str, one: Proposal) -> str:
    """The words of a proposal."""
    return text[slice(*one.anchor)]


def values(one: Proposal) -> dict[str, str]:
    """The attributes of a proposal."""
    return {value.name: value.value for value in one.attributes}


def roles(text: str, one: Proposal) -> set[tuple[str, str]]:
    """Role and words of the fillers of a proposal."""
    return {
        (filler.role, " ".join(text[start:end] for start, end in filler.fragments))
        for filler in one.roles
    }

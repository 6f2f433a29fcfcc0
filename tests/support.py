"""Projects for tests: short articles, a small scheme with every kind of value, table dumps."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.base import Command
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Applied, Session
from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.model.article import Article, Document, Sentence
from annotator.model.spans import Span
from annotator.project import Project
from annotator.store.project_file import ProjectFile
from annotator.store.runs import Batch, Run
from annotator.store.tables import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
"""The checkout; processes started there can import the tests."""

STAMP = "2026-01-02T03:04:05.678Z"

TEXTS = (
    "Ilena Darvo left Karvan on Monday.\nShe met the mayor of Oshtin.\nNobody was hurt.",
    "Two bridges fell near Oshtin.\nIlena Darvo, of Karvan, saw it.",
    "Karvan is quiet again.",
)
"""One sentence a line, all made up."""

SCHEME = """\
format = "annotation-scheme/1"
name = "for-tests"
version = "1.0.0"

[entities]
overlap = "any"
fragments = true

[entities.types.NAMED]
abstract = true

[entities.types.PERSON]
key = "p"
parent = "NAMED"

[entities.types.PLACE]
key = "l"
parent = "NAMED"

[entities.types.TIME]
key = "t"

[entities.types.OFFICE]
key = "o"

[entities.attributes.kind]
value = "choice"
choices = ["name", "nominal", "pronoun"]
choices_for = { PLACE = ["name"] }
applies_to = ["NAMED"]

[entities.attributes.amount]
value = "count"
applies_to = ["PERSON"]

[entities.attributes.when]
value = "interval"
applies_to = ["TIME"]

[entities.attributes.rank]
value = "integer"
applies_to = ["OFFICE"]
required = true

[entities.attributes.code]
value = "text"
pattern = "[a-z]+"
applies_to = ["OFFICE"]

[entities.attributes.chief]
value = "flag"
applies_to = ["OFFICE"]

[entities.attributes.duties]
value = "multi_choice"
choices = ["tax", "law"]
applies_to = ["OFFICE"]
"""


def document(text: str, source: str = "made.txt") -> Document:
    """Return an article whose sentences are the lines of its text."""
    text_hash = ids.hash_text(text)
    article = Article(
        id=ids.article_id(text_hash),
        text_hash=text_hash,
        length=len(text),
        source=source,
        source_hash="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        title=text.splitlines()[0],
        published_proposed="2022-08-06/2022-08-06",
        proposal_reason="made up",
        segmenter="lines 1",
        added=STAMP,
    )
    sentences, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            sentences.append(Sentence(start=start, end=start + len(line)))
        start += len(line) + 1
    return Document(article, text, tuple(sentences))


def documents(texts: Sequence[str] = TEXTS) -> list[Document]:
    """Return the articles of these texts, from sources `000.txt`, `001.txt` and so on."""
    return [document(text, f"{number:03}.txt") for number, text in enumerate(texts)]


def new_project(path: Path, texts: Sequence[str] = TEXTS, scheme: str = SCHEME) -> Project:
    """Make a project file with a scheme and articles."""
    scheme_file = path.with_suffix(".toml")
    scheme_file.write_text(scheme, encoding="utf-8")
    project = Project.create(path, scheme_file)
    if texts:
        add(project.file, documents(texts))
    return project


def add(file: ProjectFile, articles: Iterable[Document], annotator: str = "importer") -> None:
    """Import articles in one published run."""
    run = Run(file, annotator, "import")
    run.add(Batch(documents=tuple(articles)))
    run.publish()


def session(project: Project, annotator: str = "ann", number: int = 0) -> Session:
    """Return somebody's session at the article with this number."""
    return Session(project.file, project.scheme, annotator, article_ids(project)[number])


def article_ids(project: Project) -> list[str]:
    """Return the ids of the articles in the order they came."""
    return [line.article.id for line in project.articles()]


def words(text: str, *found: str) -> tuple[Span, ...]:
    """Return where the words stand in the text, each at its first place."""
    return tuple(Span(text.index(word), text.index(word) + len(word)) for word in found)


def mark(at: Session, type_name: str, *found: str) -> Mention:
    """Label words of the session's article, as one mention, and return it."""
    return made(at.apply(CreateMention(type=type_name, fragments=words(at.work.text, *found))))


def made(applied: Applied) -> Mention:
    """Return the mention that an act left."""
    item = applied.edits[0].after
    assert isinstance(item, Mention)
    return item


def mentions(at: Session) -> list[Mention]:
    """Return the mentions that the session holds, by place and id."""
    found = [item for item in at.work.annotations.values() if isinstance(item, Mention)]
    return sorted(found, key=lambda item: (item.anchor, item.id))


def tables(file: ProjectFile) -> dict[str, list[tuple[object, ...]]]:
    """Return the whole content of every table whose changes the journal keeps."""
    return {
        table: sorted((tuple(row) for row in file.query(f"SELECT * FROM {table}")), key=repr)
        for table in COLUMNS
    }


def complaints(project: Project) -> list[str]:
    """Return what is wrong with the project, as text; the scheme's warnings are no such."""
    return [
        " ".join(part for part in problem[:3] if part)
        for problem in project.verify()
        if problem.severity != "warning"
    ]


def refusal(at: Session, command: Command) -> str:
    """Return why a command is refused; it must leave the session and its history as they were."""
    held, sentences = dict(at.work.annotations), list(at.work.sentences)
    with pytest.raises(Refused) as caught:
        at.apply(command)
    assert (at.work.annotations, at.work.sentences) == (held, sentences)
    said = str(caught.value)
    assert said.endswith(".") and "\n" not in said
    return said

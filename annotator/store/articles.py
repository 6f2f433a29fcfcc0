"""Reading articles, their texts and sentences."""

from collections.abc import Iterator, Sequence

from annotator.model.article import Article, Document, Sentence
from annotator.model.ids import hash_text
from annotator.store.errors import ProjectDamaged
from annotator.store.progress import size
from annotator.store.project_file import ProjectFile
from annotator.store.rows import article_from_row, sentence_from_row


def count(file: ProjectFile) -> int:
    """Return how many articles the project has."""
    return size(file)[0]


def get(file: ProjectFile, article: str) -> Article | None:
    """Return the article with this id."""
    rows = file.query("SELECT * FROM visible_articles WHERE id = ?", (article,))
    return article_from_row(rows[0]) if rows else None


def hash_and_length(file: ProjectFile, article: str) -> tuple[str, int]:
    """Return hash and length of an article's text, "" and 0 where there is none.

    What an unfinished run wrote counts, too.
    """
    rows = file.query("SELECT text_hash, length FROM articles WHERE id = ?", (article,))
    return (str(rows[0]["text_hash"]), int(rows[0]["length"])) if rows else ("", 0)


def find(file: ProjectFile, word: str) -> list[Article]:
    """Return the articles that a person may mean by an id, its beginning, or a source name.

    At most ten: more say that the word is no name.
    """
    # A word from the command line may hold bytes that are no UTF-8; nothing here has such a name.
    word = word.encode(errors="replace").decode()
    exact = file.query(
        "SELECT * FROM visible_articles WHERE id = ?1 OR source = ?1 ORDER BY position LIMIT 10",
        (word,),
    )
    rows = exact or file.query(
        "SELECT * FROM visible_articles WHERE (id >= ?1 AND id < ?1 || 'g')"
        " OR (source >= ?2 AND source < ?2 || char(1114111)) ORDER BY position LIMIT 10",
        (f"d_{word.removeprefix('d_')}", word),
    )
    return [article_from_row(row) for row in rows]


def numbered(file: ProjectFile, word: str) -> list[Article]:
    """Return the article with this number, as lists show it; none where it is no number."""
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0
    rows = file.query("SELECT * FROM visible_articles WHERE position = ?", (number,))
    return [article_from_row(row) for row in rows]


def neighbour(file: ProjectFile, article: str, step: int) -> str:
    """Return the id of the next (step 1) or previous (-1) article, "" at the end."""
    direction, order = (">", "ASC") if step > 0 else ("<", "DESC")
    rows = file.query(
        f"SELECT id FROM visible_articles WHERE position {direction}"
        f" (SELECT position FROM articles WHERE id = ?) ORDER BY position {order} LIMIT 1",
        (article,),
    )
    return str(rows[0][0]) if rows else ""


def document(file: ProjectFile, article: str) -> Document | None:
    """Return the article with text and sentences, its text checked against its hash.

    Raises:
        ProjectDamaged: the text is not the one that was imported.
    """
    with file.reading():
        rows = file.query("SELECT * FROM visible_articles WHERE id = ?", (article,))
        if not rows:
            return None
        found = article_from_row(rows[0])
        texts = file.query("SELECT text FROM texts WHERE article = ?", (article,))
        units = sentences(file, article)
    text = str(texts[0][0]) if texts else ""
    if hash_text(text) != found.text_hash:
        raise ProjectDamaged(
            f"{file.path}: the text of article {article} is not the one that was imported; "
            "restore the project from a backup."
        )
    return Document(found, text, units)


def sentences(file: ProjectFile, article: str) -> tuple[Sentence, ...]:
    """Return the sentences of an article in order."""
    rows = file.query("SELECT * FROM sentences WHERE article = ? ORDER BY start", (article,))
    return tuple(sentence_from_row(row) for row in rows)


def ids_in_order(file: ProjectFile) -> Iterator[str]:
    """Yield the ids of all articles by id, as exports list them."""
    for row in file.stream("SELECT id FROM visible_articles ORDER BY id"):
        yield str(row[0])


def clusters_in_order(file: ProjectFile) -> Iterator[tuple[str, str]]:
    """Yield id and cluster of duplicates ("" for none) of every article, in the order they came."""
    for row in file.stream(
        "SELECT id, duplicate_cluster FROM visible_articles ORDER BY position", ()
    ):
        yield str(row[0]), str(row[1])


def existing(file: ProjectFile, ids: Sequence[str]) -> dict[str, str]:
    """Return, of these ids, those already in the project with the source each came from."""
    found: dict[str, str] = {}
    for first in range(0, len(ids), 500):
        part = ids[first : first + 500]
        marks = ", ".join("?" * len(part))
        rows = file.query(f"SELECT id, source FROM articles WHERE id IN ({marks})", part)
        found.update((str(row["id"]), str(row["source"])) for row in rows)
    return found

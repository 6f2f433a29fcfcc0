"""Lists of articles: which ones, in what order, read by the page."""

import random

import pytest

from annotator.labelling.article_filter import filtered
from annotator.labelling.commands.article import EditArticle
from annotator.labelling.commands.sentences import CompleteSentence, SplitSentence
from annotator.project import ARTICLE_ORDERS, Listing, Project, Refused, Wanted
from annotator.store.progress_tables import BLOCK
from annotator.store.runs import Batch, Run
from tests.support import add, article_ids, document, documents, mark, session

TITLES = ("Élysée meets Karvan", "under_score 100% 'quoted'", "alpha", "Beta", "", "ΣΊΣΥΦΟΣ \\")
DATES = ("2023-05-01/2023-05-01", "", "2021-01-01/2021-01-01", "", "2023-04-01/2023-04-30", "")


@pytest.fixture
def titled(project: Project) -> Project:
    """Return a project with six more articles of all sorts, some of them begun."""
    articles = []
    texts = [f"Text {number}.\nMore of {number}." for number in range(6)]
    for number, one in enumerate(documents(texts)):
        known = {"title": TITLES[number], "published": DATES[number]}
        known["publisher"] = f"Outlet {number % 2}"
        articles.append(one._replace(article=one.article.model_copy(update=known)))
    add(project.file, articles)
    for number, states in ((3, ("done", "skipped")), (5, ("unsure",)), (7, ("done",))):
        at = session(project, "ann", number)
        for sentence, state in zip(tuple(at.work.sentences), states, strict=False):
            at.apply(
                CompleteSentence.model_validate(
                    {"sentence": sentence.start, "layers": ("entities",), "state": state}
                )
            )
    session(project, "bob", 7).apply(SplitSentence(offset=5))
    mark(session(project, "ann", 1), "PLACE", "Oshtin")
    return project


def numbers(listing: Listing) -> list[int]:
    """Return the numbers of the articles in a list."""
    return [line.position for line in listing.lines()]


def found(project: Project, text: str, **more: object) -> list[int]:
    """Return the numbers of the articles that a typed filter lets through."""
    return numbers(project.listing("ann", filtered(Wanted()._replace(**more), text)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("BETA", [7]),
        ("élysée", [4]),
        ("ÉLYSÉE karvan", [4]),
        ("σίσυφος", [9]),
        ("%", [5]),
        ("_", [5]),
        ("'quoted'", [5]),
        ("\\", [9]),
        ("outlet", [4, 5, 6, 7, 8, 9]),
        ("outlet 1", [5, 7, 9]),
        ("002.txt", [3, 6]),
        ("karvan", [1, 3, 4]),
        ("nothing like it", []),
        ("state:done", [4]),
        ("state:undone", [1, 2, 3, 5, 6, 7, 8, 9]),
        ("state:begun", [2, 6, 8]),
        ("STATE:Unsure", [6]),
        ("state:check", [8]),
        ("state:stale state:begun", [8]),
        ("state:begun outlet", [6, 8]),
        ("state:done state:undone", []),
        (":colon", []),
        ("nostate:done", []),
    ],
)
def test_filters(titled: Project, text: str, expected: list[int]) -> None:
    assert found(titled, text) == expected
    assert found(titled, text, reverse=True) == expected[::-1]


@pytest.mark.parametrize("text", ["state:", "state:finished", "kabul state:do"])
def test_a_state_that_there_is_not_is_explained(text: str) -> None:
    with pytest.raises(Refused, match="choose one of undone, begun, done, unsure, check"):
        filtered(Wanted(), text)


def test_orders(titled: Project) -> None:
    assert found(titled, "", order="number") == list(range(1, 10))
    assert found(titled, "", order="title") == [8, 6, 7, 1, 3, 2, 5, 4, 9]
    assert found(titled, "", order="published") == [6, 8, 4, 1, 2, 3, 5, 7, 9]
    assert found(titled, "", order="progress") == [1, 2, 3, 5, 7, 8, 9, 6, 4]
    assert found(titled, "", order="lately") == [2, 8, 6, 4, 1, 3, 5, 7, 9]
    session(titled, "ann", 6).apply(EditArticle(fields={"title": "Later"}))
    session(titled, "bob", 0).apply(EditArticle(fields={"title": "Not mine"}))
    assert found(titled, "", order="lately")[:2] == [7, 2]
    assert found(titled, "state:begun", order="lately", reverse=True) == [6, 8, 2]


def test_what_an_import_adds_is_not_listed_before_it_ends(titled: Project) -> None:
    run = Run(titled.file, "eve", "import")
    run.add(Batch(documents=[document("Alpha of Karvan.")]))
    for order in ARTICLE_ORDERS:
        assert 10 not in found(titled, "", order=order)
        assert 10 not in found(titled, "karvan", order=order)
    run.publish()
    for order in ARTICLE_ORDERS:
        assert 10 in found(titled, "", order=order)
        assert 10 in found(titled, "karvan", order=order)


@pytest.mark.parametrize("reverse", [False, True])
def test_pages_and_numbers_over_many_blocks(project: Project, reverse: bool) -> None:
    add(project.file, documents([f"Text {number}." for number in range(2 * BLOCK + 40)]))
    chance = random.Random(4)
    for article in chance.sample(article_ids(project), 30):
        project.remove_article("ann", article)
    articles = article_ids(project)[:: -1 if reverse else 1]
    everything = project.listing("ann", Wanted(reverse=reverse))
    named = project.listing("ann", filtered(Wanted(reverse=reverse), "txt"))
    for listing in (everything, named):
        assert len(listing) == len(articles)
        assert [line.article.id for line in listing.lines()] == articles
        for first, limit in ((0, 1), (0, 900), (200, 100), (BLOCK - 1, 2), (480, 400), (9999, 5)):
            lines = listing.page(first, limit)
            expected = articles[first : first + limit]
            assert [line.article.id for line in lines if line] == expected
        for number in range(0, len(articles), 7):
            assert listing.number_of(articles[number]) == number
        assert listing.number_of("d_0000000000000000") == -1


@pytest.mark.parametrize("text", ["", "txt"])
def test_an_article_that_goes_leaves_the_rest_in_place(project: Project, text: str) -> None:
    listing = project.listing("ann", filtered(Wanted(), text))
    assert [bool(line) for line in listing.page(0, 9)] == [True, True, True]
    project.remove_article("ann", article_ids(project)[1])
    if text:
        assert [bool(line) for line in listing.page(0, 9)] == [True, False, True]
    assert len(project.listing("ann", filtered(Wanted(), text))) == 2


def test_a_list_of_nothing(project: Project) -> None:
    for article in article_ids(project):
        project.remove_article("ann", article)
    for text in ("", "txt", "state:done"):
        listing = project.listing("", filtered(Wanted(), text))
        assert (len(listing), listing.page(0, 5), list(listing.lines())) == (0, [], [])
    assert project.totals("ann") == (0, 0, 0, 0)
    assert project.shares() == []

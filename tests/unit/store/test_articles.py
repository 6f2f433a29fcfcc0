"""Finding articles, walking from one to the next, and progress."""

import pytest

from annotator.labelling.commands.annotations import SetNote
from annotator.labelling.commands.sentences import CompleteSentence, RekindSentence
from annotator.project import Project, Refused
from annotator.store.layers import Place
from tests.support import TEXTS, add, article_ids, document, mark, session


def finish(project: Project, annotator: str, number: int, *, but: int = -1) -> None:
    """Finish every sentence of an article, but one where wanted."""
    at = session(project, annotator, number)
    for index, sentence in enumerate(at.work.sentences):
        if index != but:
            at.apply(
                CompleteSentence(sentence=sentence.start, layers=("entities",), state="skipped")
            )


def test_the_next_article_that_waits(project: Project) -> None:
    first, second, third = article_ids(project)
    assert project.next_undone("ann") == first
    assert project.next_undone("ann", first) == second
    assert project.next_undone("ann", third) == first  # round to the beginning
    finish(project, "ann", 0)
    finish(project, "ann", 1, but=1)
    assert project.next_undone("ann") == project.next_undone("ann", third) == second
    assert project.next_undone("ann", second) == third
    assert project.next_undone("bob") == first
    at = session(project, "ann", 1)
    at.apply(RekindSentence(sentence=at.work.sentences[1].start, kind="boilerplate"))
    finish(project, "ann", 2)
    assert project.next_undone("ann") == project.next_undone("ann", second) == ""
    assert project.next_undone("ann", layer="claims") == first
    assert project.next_undone("ann", "d_0000000000000000", layer="claims") == first


def test_neighbours_and_numbers(project: Project) -> None:
    first, second, third = article_ids(project)
    assert [project.neighbour(one, 1) for one in (first, second, third)] == [second, third, ""]
    assert [project.neighbour(one, -1) for one in (first, second, third)] == ["", first, second]
    assert [project.listing().number_of(one) for one in (first, second, third)] == [0, 1, 2]
    project.remove_article("ann", second)
    assert project.neighbour(first, 1) == third
    assert project.listing().number_of(third) == 1
    add(project.file, [document(TEXTS[1], "again.txt")])
    assert article_ids(project) == [first, third, second]


def test_where_somebody_was(project: Project) -> None:
    first, second, _ = article_ids(project)
    assert project.last_place("ann") is None
    at = session(project, "ann", 1)
    mark(at, "PLACE", "Oshtin")
    assert project.last_place("ann") == Place(second, TEXTS[1].index("Oshtin"))
    session(project, "ann", 0).remember(9)
    assert project.last_place("ann") == Place(first, 9)
    assert project.last_place("bob") is None
    project.remove_article("ann", first)
    assert project.last_place("ann") == Place(second, TEXTS[1].index("Oshtin"))


def test_articles_in_pages_with_progress(project: Project) -> None:
    finish(project, "ann", 0, but=0)
    item = mark(session(project, "ann", 0), "PLACE", "Karvan")
    session(project, "ann", 0).apply(SetNote(id=item.id, note="n"))
    lines = project.articles("ann")
    assert [(line.position, line.progress.seen, line.mentions) for line in lines] == [
        (1, 2, 1),
        (2, 0, 0),
        (3, 0, 0),
    ]
    assert project.articles("ann", first=1, limit=1) == lines[1:2]
    assert project.articles("ann", first=3, limit=5) == []
    assert project.articles("ann", layer="claims")[0].progress.seen == 0


def test_a_word_that_is_a_whole_name_is_not_the_beginning_of_another(project: Project) -> None:
    more = [document(f"Text {number}.", f"a{number}") for number in range(12)]
    add(project.file, [*more, document("Short name.", "a")])
    assert project.article("a").source == "a"
    with pytest.raises(Refused, match="can mean"):
        project.article("00")


def test_a_beginning_of_an_id_does_not_hide_a_source_name(project: Project) -> None:
    first = article_ids(project)[0]
    add(project.file, [document("Named like an id.", f"{first[2:5]}.txt")])
    with pytest.raises(Refused, match="can mean"):
        project.article(first[2:5])
    assert project.article(f"{first[2:5]}.txt").title == "Named like an id."
    assert project.article(first[2:]).id == first


@pytest.mark.parametrize("word", ["%", "_", "d_", "'", "\ud800", "d_g", "x" * 1000, "\U0010ffff"])
def test_words_that_mean_no_article(project: Project, word: str) -> None:
    with pytest.raises(Refused, match=r"There is no article|can mean"):
        project.article(word)

"""Hits of a search: what brute force finds, at exact places, page by page."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.labelling.commands.annotations import SetAttribute, SetNote, SetUnsure
from annotator.labelling.commands.sentences import MergeSentence
from annotator.labelling.query import Query, Term, read_query
from annotator.labelling.search import Hit, Search
from annotator.model.spans import Span
from annotator.project import Project, open_project
from annotator.text.folding import words
from annotator.text.graphemes import is_boundary
from tests.support import TEXTS, add, document, mark, new_project, session
from tests.unit.text.hostile import hostile_texts
from tests.unit.text.test_folding import tokens


def hits(project: Project, typed: str, annotator: str = "ann") -> list[Hit]:
    """Return all hits of a query."""
    query = read_query(typed, project.scheme, ["ann", "bob"])
    search = Search(project.file, query, annotator)
    found = search.more(10_000)
    assert search.finished
    return found


def places(project: Project, typed: str, annotator: str = "ann") -> list[tuple[int, int, str]]:
    """Return article number, sentence number and keyword of all hits of a query."""
    return [(hit.number, hit.sentence, hit.keyword) for hit in hits(project, typed, annotator)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("karvan", [(1, 1, "Karvan"), (2, 2, "Karvan"), (3, 1, "Karvan")]),
        ("KARVÁN", [(1, 1, "Karvan"), (2, 2, "Karvan"), (3, 1, "Karvan")]),
        ("karvan ilena", [(1, 1, "Karvan"), (2, 2, "Karvan")]),
        ("ilena oshtin", []),  # in one article, never in one sentence
        ('"ilena darvo"', [(1, 1, "Ilena Darvo"), (2, 2, "Ilena Darvo")]),
        ('"darvo of"', [(2, 2, "Darvo, of")]),
        ('"karvan ilena"', []),
        ("osht*", [(1, 2, "Oshtin"), (2, 1, "Oshtin")]),
        ("osht", []),
        ("o* near", [(2, 1, "Oshtin")]),
        ("hurt quiet", []),
    ],
)
def test_words_and_phrases(project: Project, typed: str, found: list[tuple[int, int, str]]) -> None:
    assert places(project, typed) == found


def test_a_hit_says_where_it_stands(project: Project) -> None:
    (hit,) = hits(project, "mayor")
    text = TEXTS[0]
    assert text[slice(*hit.span)] == hit.keyword == "mayor"
    assert hit.before + hit.keyword + hit.after == text
    assert (hit.article, hit.source) == (session(project).article, "000.txt")
    assert (hit.title, hit.mention, hit.labels) == (text.splitlines()[0], None, ())


def test_labels_filter_mentions(project: Project) -> None:
    one = mark(session(project), "PLACE", "Karvan")
    two = mark(session(project, number=1), "PERSON", "Ilena Darvo, of Karvan")
    three = mark(session(project, number=1), "PLACE", "Oshtin")
    mark(session(project, "bob"), "PERSON", "Ilena")
    found = [(hit.mention, hit.labels) for hit in hits(project, "label:NAMED")]
    assert found == [(one, ("PLACE",)), (three, ("PLACE",)), (two, ("PERSON",))]
    assert [hit.mention for hit in hits(project, "label:PLACE")] == [one, three]
    assert [hit.mention for hit in hits(project, "label:NAMED karvan")] == [one, two]
    # Words are looked for in the mention, not beside it.
    assert hits(project, "label:PLACE ilena") == []
    assert [hit.mention for hit in hits(project, 'label:PERSON "of kar"*')] == [two]
    assert hits(project, "label:TIME") == []


def test_the_pieces_of_a_mention_count_and_not_what_lies_between(project: Project) -> None:
    item = mark(session(project), "PERSON", "Ilena", "Monday")
    (hit,) = hits(project, "label:PERSON monday")
    assert hit.mention == item
    assert hit.keyword == "Ilena Darvo left Karvan on Monday"
    assert hits(project, "label:PERSON karvan") == []


def test_unlabelled_text(project: Project) -> None:
    mark(session(project), "PLACE", "Karvan")
    mark(session(project, number=1), "PERSON", "Ilena Darvo, of Karvan")
    mark(session(project, "bob", 2), "PLACE", "Karvan")
    assert places(project, "unlabelled: karvan") == [(3, 1, "Karvan")]
    assert places(project, "unlabelled: karvan by:bob") == [(1, 1, "Karvan"), (2, 2, "Karvan")]
    # A mention of a part covers no more than the part.
    assert places(project, 'unlabelled: "left karvan"') == [(1, 1, "left Karvan")]


def test_attributes_unsure_and_notes(project: Project) -> None:
    at = session(project)
    item = mark(at, "PLACE", "Karvan")
    other = mark(at, "OFFICE", "mayor")
    for command in (
        SetAttribute(id=item.id, attribute="kind", value="name"),
        SetAttribute(id=other.id, attribute="duties", value="tax,law"),
        SetUnsure(id=item.id, unsure=True),
        SetNote(id=other.id, note="who?"),
    ):
        at.apply(command)
    for typed, found in (
        *(("attr:kind", item), ("attr:kind=name", item), ("attr:kind=nominal", None)),
        *(("attr:duties=law", other), ("attr:duties", other), ("unsure:", item)),
        *(("note:", other), ("note: unsure:", None), ("unsure: label:PLACE kar*", item)),
    ):
        assert [hit.mention and hit.mention.id for hit in hits(project, typed)] == (
            [found.id] if found else []
        )


def test_by_searches_somebody_elses_mentions(project: Project) -> None:
    mark(session(project), "PLACE", "Karvan")
    theirs = mark(session(project, "bob"), "TIME", "Monday")
    assert [hit.mention for hit in hits(project, "by:bob")] == [theirs]
    assert [hit.mention for hit in hits(project, "by:ann monday")] == []
    # Labels beside text hits are one's own too.
    assert [hit.labels for hit in hits(project, "monday")] == [()]
    assert [hit.labels for hit in hits(project, "monday", "bob")] == [("TIME",)]


def test_joined_sentences_are_one(project: Project) -> None:
    assert hits(project, "monday mayor") == []
    at = session(project)
    at.apply(MergeSentence(sentence=at.work.sentences[1].start))
    assert places(project, "monday mayor") == [(1, 1, "Monday")]


def test_one_article_alone(project: Project) -> None:
    query = read_query("karvan", project.scheme)
    search = Search(project.file, query, "ann", session(project, number=1).article)
    assert [hit.number for hit in search.more(9)] == [2]


def test_pages_follow_each_other_and_hold_nothing_of_the_file(project: Project) -> None:
    add(project.file, [document(f"Karvan {number}, karvan.") for number in range(300)])
    whole = hits(project, "karvan")
    assert len(whole) == 603
    search = Search(project.file, read_query("karvan", project.scheme), "ann")
    found: list[Hit] = []
    while not search.finished:
        page = search.more(50)
        assert len(page) == 50 or search.finished
        assert not project.file.conn.in_transaction
        found += page
    assert found == whole


def test_time_that_is_up_ends_a_page_and_not_the_search(project: Project) -> None:
    search = Search(project.file, read_query("hurt quiet", project.scheme), "ann")
    assert search.more(5, seconds=-1) == []
    search = Search(project.file, read_query("karvan", project.scheme), "ann")
    first = search.more(5, seconds=-1)
    assert len(first) == 1
    assert not search.finished
    assert len(search.more(5)) == 2
    assert search.finished


def test_a_long_mention_comes_in_part(tmp_path: Path) -> None:
    with new_project(tmp_path / "long.db", ["word " * 5000]) as project:
        at = session(project)
        mark(at, "PERSON", at.work.text.strip())
        (hit,) = hits(project, "label:PERSON")
        assert hit.span == Span(0, 24_999)
        assert len(hit.keyword) == 200
        assert len(hit.after) == 160


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(hostile_texts.filter(lambda text: text.strip()), min_size=1, max_size=3),
    data=st.data(),
)
def test_hits_are_those_of_brute_force(
    template: Path, tmp_path: Path, texts: list[str], data: st.DataObject
) -> None:
    path = tmp_path / "hostile.db"
    for old in tmp_path.glob("hostile.db*"):
        old.unlink()
    documents = {one.article.id: one for one in map(document, texts)}
    every = sorted({word for text in texts for word in words(text)} | {"karvan"})
    asked = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=2))
    terms = []
    for word in asked:
        cut = data.draw(st.sampled_from([0, 0, 1, 2]))
        terms.append(Term((word[:cut] or word,), prefix=cut > 0))
    with open_project(shutil.copy(template, path)) as project:
        add(project.file, documents.values())
        found = Search(project.file, Query(tuple(terms)), "ann").more(10_000)
        order = [line.article.id for line in project.articles()]
    expected = []
    for article in order[3:]:
        text, units = documents[article].text, documents[article].sentences
        for unit in units:
            inside = [one for one in tokens(text) if unit.start <= one[0] and one[1] <= unit.end]
            inside = [one for one in inside if all(is_boundary(text, at) for at in one[:2])]
            if all(any(fits(word, term) for *_, word in inside) for term in terms):
                expected += [
                    (article, start, end) for start, end, word in inside if fits(word, terms[0])
                ]
    ours = [(hit.article, *hit.span) for hit in found if hit.article in documents]
    assert ours == expected
    for hit in found:
        if hit.article in documents:
            text, (start, end) = documents[hit.article].text, hit.span
            assert hit.keyword == text[start:end]
            assert (hit.before + hit.keyword + hit.after) in text


def fits(word: str, term: Term) -> bool:
    """Say whether a word is the term, or begins with it."""
    return word.startswith(term.words[0]) if term.prefix else word == term.words[0]

"""Clusters of copies: found by imports, kept beside the articles, one source each."""

import random
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from annotator.labelling.article_filter import filtered
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.labelling.refusals import Refused
from annotator.labelling.session import Session
from annotator.project import Project, open_project
from annotator.store import duplicates, removal, signing
from annotator.store.errors import RunInProgress
from annotator.store.listing import Listing, Wanted
from annotator.store.runs import Batch, Run
from annotator.text.likeness import signature
from tests.support import complaints, document

WORDS = [f"word{number}" for number in range(60)]
STORY = " ".join(WORDS)
COPY = STORY + "."
LONGER = " ".join([*WORDS, "and", "a", "little", "more"])
PARTLY = " ".join([*WORDS[:25], *(f"other{number}" for number in range(35))])
ELSE = " ".join(f"else{number}" for number in range(60))


def bring(project: Project, *texts: str) -> Run:
    """Import texts with their signatures and publish them."""
    run = begin(project, *texts)
    run.publish()
    return run


def begin(project: Project, *texts: str) -> Run:
    """Import texts and compare them."""
    run = Run(project.file, "ann", "import")
    documents = [document(text, f"{text[-9:]}.txt") for text in texts]
    signed = [(one.article.id, signature(one.text)) for one in documents]
    run.add(Batch(documents=documents, signatures=signed))
    run.compare()
    return run


def id_of(text: str) -> str:
    return document(text).article.id


def grouped(project: Project) -> dict[str, list[str]]:
    """The articles of each cluster."""
    return {one.id: [copy.article for copy in one.members] for one in project.clusters()}


def listed(project: Project, typed: str) -> list[str]:
    listing = Listing(project.file, "ann", "entities", filtered(Wanted(), typed))
    return [line.article.id for line in listing.lines()]


def test_copies_of_one_import_are_one_cluster_named_after_the_first(project: Project) -> None:
    bring(project, ELSE, STORY, LONGER)
    assert grouped(project) == {id_of(STORY): [id_of(STORY), id_of(LONGER)]}
    (cluster,) = project.clusters()
    assert cluster.members[0].likeness == 0 and cluster.members[1].likeness > 0.9
    assert project.sources() == (6, 5)
    assert complaints(project) == []


def test_a_later_import_is_compared_with_earlier_articles(project: Project) -> None:
    bring(project, STORY, ELSE)
    assert grouped(project) == {}
    bring(project, COPY)
    assert grouped(project) == {id_of(STORY): [id_of(STORY), id_of(COPY)]}
    bring(project, LONGER)
    assert grouped(project)[id_of(STORY)] == [id_of(one) for one in (STORY, COPY, LONGER)]
    assert complaints(project) == []


def test_an_import_that_is_given_up_leaves_no_trace(project: Project) -> None:
    bring(project, STORY)
    begin(project, COPY).abandon()
    assert grouped(project) == {} and project.sources() == (4, 4)
    assert project.articles()[3].article.duplicate_cluster == ""
    for table in ("likenesses", "signatures WHERE position > 4"):
        assert project.file.query(f"SELECT * FROM {table}") == []
    assert complaints(project) == []


def test_nobody_sees_a_cluster_before_it_is_published(project: Project) -> None:
    bring(project, STORY)
    run = begin(project, COPY, PARTLY)
    assert grouped(project) == {} and list(project.related()) == []
    assert not any(line.related for line in project.articles())
    run.publish()
    assert len(grouped(project)) == 1


def test_related_articles_are_told_and_are_no_cluster(project: Project) -> None:
    bring(project, STORY, PARTLY, ELSE)
    (pair,) = project.related()
    assert (pair.article, pair.other) == (id_of(PARTLY), id_of(STORY))
    assert 0.2 <= pair.likeness < 0.5
    assert grouped(project) == {} and project.sources() == (6, 6)
    marked = [line.article.id for line in project.articles() if line.related]
    assert marked == [id_of(STORY), id_of(PARTLY)]


def test_two_clusters_that_turn_out_to_be_one_take_the_earlier_name(project: Project) -> None:
    half, other = " ".join(WORDS[:40]), " ".join(WORDS[20:])
    bring(project, half, half + ".", other, other + ".")
    assert len(grouped(project)) == 2
    bring(project, STORY)
    assert list(grouped(project)) == [id_of(half)]
    assert complaints(project) == []


def test_few_and_many_new_articles_lead_to_the_same_clusters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, imports = random.Random(8), dict[str, int]()
    stories = [[f"s{story}w{number}" for number in range(80)] for story in range(12)]
    for number in range(100):
        words, at = chance.choice(stories), chance.randrange(40)
        imports[" ".join(words[at : at + chance.randrange(25, 80)])] = number // 4
    found = []
    for many in (1, 5_000):
        monkeypatch.setattr(duplicates, "_MANY", many)
        with open_project(tmp_path / f"{many}.db", create=True) as project:
            for _, texts in groupby(imports, imports.__getitem__):
                bring(project, *texts)
            assert complaints(project) == []
            likenesses = project.file.query("SELECT later, earlier, likeness FROM likenesses")
            found.append((grouped(project), [tuple(row) for row in likenesses]))
    assert found[0] == found[1]
    assert any(len(members) > 5 for members in found[0][0].values())


def test_the_name_stays_when_the_first_article_goes(project: Project) -> None:
    bring(project, STORY, COPY, LONGER)
    removal.remove_article(project.file, "ann", id_of(STORY))
    assert grouped(project) == {id_of(STORY): [id_of(COPY), id_of(LONGER)]}
    removal.remove_article(project.file, "ann", id_of(COPY))
    assert grouped(project) == {} and project.sources() == (4, 4)
    assert complaints(project) == []


def test_articles_without_signatures_are_compared_when_somebody_asks(project: Project) -> None:
    run = Run(project.file, "ann", "import")
    run.add(Batch(documents=[document(STORY, "a.txt"), document(COPY, "b.txt")]))
    run.compare()
    run.publish()
    assert grouped(project) == {}
    assert duplicates.count_unsigned(project.file) == 5
    told: list[int] = []
    assert signing.find_duplicates(project.file, "ann", told.append) == 5
    assert told == [5] and duplicates.count_unsigned(project.file) == 0
    assert grouped(project) == {id_of(STORY): [id_of(STORY), id_of(COPY)]}
    assert signing.find_duplicates(project.file, "ann") == 0
    assert complaints(project) == []


def test_signatures_of_another_method_count_for_nothing(project: Project) -> None:
    bring(project, STORY)
    with project.file.write() as conn:
        conn.execute("UPDATE signatures SET method = 'an older one'")
    bring(project, COPY)
    assert grouped(project) == {}
    assert signing.find_duplicates(project.file, "ann") == 4
    assert len(grouped(project)) == 1


def test_looking_for_copies_waits_for_an_import(project: Project) -> None:
    begin(project, STORY)
    with pytest.raises(RunInProgress):
        signing.find_duplicates(project.file, "ann")


def test_a_search_that_fails_leaves_no_signatures(project: Project) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        signing.find_duplicates(project.file, "ann", stop)
    assert project.file.query("SELECT * FROM signatures") == []
    assert project.file.query("SELECT * FROM open_runs") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cluster:", (STORY, COPY)),
        ("cluster:4", (STORY, COPY)),
        ("CLUSTER:5", (STORY, COPY)),
        (f"cluster:{id_of(STORY)[:8]}", (STORY, COPY)),
        (f"cluster:{id_of(COPY)[2:9]}", (STORY, COPY)),
        ("cluster:1", ()),
        ("cluster:%", ()),
        ("related:4", (PARTLY,)),
        ("related:6", (STORY, COPY)),
        ("related:5", (PARTLY,)),
        ("related:1", ()),
        ("cluster: state:undone word59", (STORY, COPY)),
        ("cluster: state:done", ()),
    ],
)
def test_lists_are_filtered_by_cluster(
    project: Project, typed: str, found: tuple[str, ...]
) -> None:
    bring(project, STORY, COPY, PARTLY)
    assert listed(project, typed) == [id_of(text) for text in found]


def test_a_filter_by_related_names_an_article() -> None:
    with pytest.raises(Refused, match="Name an article behind related:"):
        filtered(Wanted(), "related:")


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what sets how many labels go into one transaction."""
    return lambda number: monkeypatch.setattr("annotator.store.runs._LABELS_AT_ONCE", number)


def test_many_labels_are_given_in_several_transactions(
    project: Project, cut: Callable[[int], None]
) -> None:
    cut(2)
    bring(project, *(f"{STORY} number {number}" for number in range(7)))
    (members,) = grouped(project).values()
    assert len(members) == 7
    assert complaints(project) == []


def test_a_project_of_before_gets_the_tables_when_it_is_opened(project: Project) -> None:
    with project.file.write() as conn:
        for statement in (
            "DROP TABLE likenesses",
            "DROP TABLE signatures",
            "DROP INDEX articles_by_cluster",
            "DELETE FROM _sqlite_migrations WHERE name = 'm006_duplicates'",
        ):
            conn.execute(statement)
    project.close()
    with open_project(project.path) as again:
        assert duplicates.count_unsigned(again.file) == 3
        bring(again, STORY, COPY)
        assert len(grouped(again)) == 1
        assert complaints(again) == []


def test_the_nearest_copies_on_both_sides_are_those_that_are_looked_at(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"{STORY} {number}" for number in range(5)]
    bring(project, *texts, ELSE)
    for text in (*texts, ELSE):
        at = Session(project.file, project.scheme, "ann", id_of(text))
        at.apply(CompleteSentence(sentence=0, layers=("entities",), state="done"))

    def copies(text: str) -> set[str]:
        return set(duplicates.finished_copies(project.file, id_of(text), "ann", 9))

    assert copies(texts[2]) == {id_of(one) for one in (*texts[:2], *texts[3:])}
    assert copies(ELSE) == set()
    nearest = duplicates._COPIES.replace("LIMIT 200", "LIMIT 1")
    monkeypatch.setattr(duplicates, "_COPIES", nearest)
    assert copies(texts[2]) == {id_of(texts[1]), id_of(texts[3])}

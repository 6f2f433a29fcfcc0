"""Dawid and Skene's model as evidence beside votes."""

from annotator.adjudication.clusters import clusters_of
from annotator.adjudication.existence import NO_EXISTENCE, existence
from annotator.adjudication.sides import Cluster, Side
from annotator.model.annotation import Incident, Mention
from annotator.model.spans import Span
from tests.support import STAMP, document

LINES = 60
WORDS = "\n".join(f"Karvan{number:03} was quiet." for number in range(LINES))
ARTICLE = document(WORDS)


def mention(name: str, number: int, kind: str = "PLACE") -> Mention:
    """Return somebody's mention of the name in a line."""
    start = ARTICLE.sentences[number].start
    return Mention(
        id=f"e_{name:0>9}{number:03}",
        article=ARTICLE.article.id,
        annotator=name,
        type=kind,
        scheme="",
        created=STAMP,
        changed=STAMP,
        fragments=(Span(start, start + 9),),
    )


def side(name: str, *marks: Mention | Incident) -> Side:
    """Return what somebody who has finished everything marked."""
    starts = frozenset(one.start for one in ARTICLE.sentences)
    return Side(name, {one.id: one for one in marks}, {"entities": starts, "incidents": starts})


def compared(people: int, lines: int = LINES) -> list[Cluster]:
    """Return the clusters of people who mark every line, but for the careless last one, who marks
    the first line alone, and a second line that only two of three marked."""
    careful = [f"a{number}" for number in range(people - 1)]
    sides = [side(name, *(mention(name, n) for n in range(1, lines))) for name in careful]
    return clusters_of(ARTICLE, [*sides, side("z", mention("z", 0), mention("z", 2))])


def at_line(clusters: list[Cluster], number: int) -> Cluster:
    """Return the cluster in a line."""
    start = ARTICLE.sentences[number].start
    return next(one for one in clusters if one.place.start == start)


def test_a_mark_of_the_careful_is_likelier_than_one_of_the_careless() -> None:
    clusters = compared(3)
    found = existence(clusters)

    assert found is not None
    assert found.withheld == ""
    careful, careless = at_line(clusters, 5), at_line(clusters, 0)
    (marked,) = (one.choice for one in careful.variants if one.items)
    (alone,) = (one.choice for one in careless.variants if one.items)
    assert (found.of(careful, marked) or 0) > 0.9 > 0.5 > (found.of(careless, alone) or 0)
    assert found.why_not(careful) == ""
    told = found.weighed(careful, ARTICLE.text)
    assert list(told.likely) == ["[Karvan005] PLACE"]


def test_it_is_withheld_with_its_reason_where_there_is_too_little() -> None:
    pair, few = existence(compared(2)), existence(compared(3, 20))

    assert pair is not None
    assert pair.withheld == "needs at least 3 annotators, there are 2"
    assert few is not None
    assert few.withheld == "needs at least 50 items that several judged, there are 20"
    cluster = compared(2)[0]
    assert pair.of(cluster, cluster.variants[0].choice) is None
    assert pair.why_not(cluster) == pair.withheld


def test_slots_are_no_candidates_and_the_suggestion_stays() -> None:
    clusters = compared(3)
    before = [one.leading for one in clusters]
    found = existence(clusters)

    assert found is not None
    slot = clusters[3]._replace(slot="attribute:kind")
    assert found.why_not(slot) == NO_EXISTENCE
    assert [one.leading for one in clusters] == before


def test_it_stops_when_nobody_waits_for_it() -> None:
    assert existence(compared(3), lambda: False) is None

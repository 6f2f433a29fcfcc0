"""The command `stats`: numbers with bars that fit on 80 columns, or JSON."""

import json

from annotator.cli.stats_command import _bounded, _by_time
from annotator.cli.terminal import cells
from annotator.project import Project, open_project
from tests.support import mark, session
from tests.unit.cli.support import Run


def labelled(project: Project) -> None:
    at = session(project)
    for word in ("Karvan", "Oshtin"):
        mark(at, "PLACE", word)
    mark(at, "PERSON", "Ilena Darvo")


def test_bars_stand_beside_shares_and_fit(annotator: Run, project: Project) -> None:
    labelled(project)

    ended = annotator("stats")

    assert ended.code == 0
    lines = ended.out.splitlines()
    assert max(map(cells, lines)) <= 80
    (place,) = (line for line in lines if line.startswith("  PLACE"))
    (person,) = (line for line in lines if line.startswith("  PERSON"))
    assert place.split()[1:3] == ["2", "67%"]
    assert (place.count("█"), person.count("█")) == (20, 10)
    assert "layer ann: 3 items" in lines


def test_json_has_every_number(annotator: Run, project: Project) -> None:
    labelled(project)

    found = json.loads(annotator("stats", "--json").out)

    assert found["types"]["entities"] == {"PLACE": 2, "PERSON": 1}
    assert found["annotators"] == {"ann": {"entities": 3}}
    assert found["articles"] == 3


def test_an_empty_layer_has_its_articles(annotator: Run) -> None:
    ended = annotator("--as", "zoe", "stats")

    assert ended.code == 0
    assert "layer zoe: 0 items" in ended.out


def test_gold_that_is_not_there_is_said_plainly(annotator: Run) -> None:
    ended = annotator("stats", "--layer", "gold")

    assert (ended.code, ended.out) == (2, "")
    assert "There is no gold yet" in ended.err


def test_somebody_elses_layer_is_not_shown(annotator: Run, project: Project) -> None:
    labelled(project)
    with open_project(project.path) as again:
        session(again, "bob")
        mark(session(again, "bob"), "PLACE", "Karvan")

    ended = annotator("stats", "--layer", "bob")

    assert (ended.code, ended.out) == (2, "")
    assert "labels blind" in ended.err


def test_long_tails_stand_in_one_line() -> None:
    assert _bounded({1: 5, 3: 2}) == {"1": 5, "2": 0, "3": 2}
    assert list(_bounded({0: 1, 14: 2, 40: 1}).items())[-1] == ("13 and more", 3)
    assert _bounded({}) == {}


def test_many_months_are_told_by_year() -> None:
    months = {f"{year}-{month:02}": 1 for year in (2021, 2022, 2023) for month in range(1, 13)}

    assert _by_time({"": 2, **months}) == {"": 2, "2021": 12, "2022": 12, "2023": 12}
    assert _by_time({"2023-09": 1}) == {"2023-09": 1}

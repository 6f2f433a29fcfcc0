"""MUC-3 and MUC-4: keys become incidents whose fillers are where their strings first occur."""

from pathlib import Path
from typing import Any

import pytest

from annotator.formats.errors import ImportRefused
from annotator.formats.muc import _count, _interval
from tests.unit.formats.projects import new_project, take
from tests.unit.formats.rich_records import layers_of, read_back

TEXTS = """\
TST1-MUC3-0001 (MADE UP)

   KARVAN, 3 JAN 90 -- [TEXT] THE HILLS
BRIGADE SAID THAT GUNMEN OF THE HILLS FRONT KILLED ABOUT 50 PEASANTS
IN OSHTIN WITH "GRENADES".  JUDGE SARN WAS WOUNDED.

TST1-MUC3-0002 (MADE UP)

   NOTHING HAPPENED IN KARVAN.
"""

KEYS = """\
; made up for this test
0.  MESSAGE: ID                     TST1-MUC3-0001 (MADE UP)
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  - 03 JAN 90
3.  INCIDENT: LOCATION              VELMORA: OSHTIN (TOWN)
4.  INCIDENT: TYPE                  ATTACK
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
6.  INCIDENT: INSTRUMENT ID         "GRENADES"
7.  INCIDENT: INSTRUMENT TYPE       GRENADE: "GRENADES"
8.  PERP: INCIDENT CATEGORY         TERRORIST ACT
9.  PERP: INDIVIDUAL ID             "GUNMEN"
10. PERP: ORGANIZATION ID           "NORTHERN HILLS FRONT" / "HILLS FRONT"
11. PERP: ORGANIZATION CONFIDENCE   REPORTED AS FACT: "HILLS FRONT"
12. PHYS TGT: ID                    -
18. HUM TGT: NAME                   "SARN"
19. HUM TGT: DESCRIPTION            "JUDGE": "SARN"
                                    "PEASANTS"
20. HUM TGT: TYPE                   CIVILIAN: "PEASANTS"
21. HUM TGT: NUMBER                 ~50: "PEASANTS"
                                    1: "SARN"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "PEASANTS"
                                    INJURY: "SARN"
24. HUM TGT: TOTAL NUMBER           -

0.  MESSAGE: ID                     TST1-MUC3-0002 (MADE UP)
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


def put(folder: Path, keys: str = KEYS) -> Path:
    (folder / "tst1.muc3").write_text(TEXTS)
    (folder / "key-tst1").write_text(keys)
    return folder / "tst1.muc3"


def words(found: dict[str, Any], target: str) -> str:
    (text,) = (one["text"] for one in found["entities"] if one["id"] == target)
    return str(text)


def test_a_template_becomes_an_incident(tmp_path: Path) -> None:
    one, other = read_back("muc", put(tmp_path))

    found = layers_of(one)
    (incident,) = found["incidents"]
    assert incident["type"] == "ATTACK_CIVILIANS"
    assert [(role["role"], words(found, role["target"])) for role in incident["roles"]] == [
        ("weapon", "GRENADES"),
        ("perpetrator", "GUNMEN"),
        ("perpetrator", "HILLS FRONT"),
        ("place", "OSHTIN"),
        ("killed", "PEASANTS"),
        ("injured", "SARN"),
        ("target", "JUDGE"),
    ]
    values = {value["name"]: value["value"] for value in incident["attributes"]}
    assert values == {
        "fatalities": "~50",
        "injuries": "1",
        "stage": "accomplished",
        "perpetrator_status": "reported_as_fact",
        "when": "../1990-01-03",
    }
    assert one.document.article.source == "TST1-MUC3-0001"
    assert layers_of(other)["incidents"] == []
    assert other.layer
    assert {item.layer for item in other.layer.completions} == {"incidents"}


def test_texts_and_keys_of_a_folder_come_in(tmp_path: Path) -> None:
    (tmp_path / "muc").mkdir()
    put(tmp_path / "muc")
    file = new_project(tmp_path)

    report = take(file, tmp_path / "muc" / "tst1.muc3", layer="ann")

    assert report.articles == 2
    assert report.annotations == {"ann": 8}


def test_texts_without_keys_are_articles_alone(tmp_path: Path) -> None:
    path = put(tmp_path)
    (tmp_path / "key-tst1").unlink()

    found = read_back("muc", path)

    assert [one.layer for one in found] == [None, None]


def test_strings_that_do_not_occur_are_counted(tmp_path: Path) -> None:
    keys = KEYS.replace('"GRENADES"', '"MINES"')

    one, _ = read_back("muc", put(tmp_path, keys))

    assert one.left_out == ("strings of keys that do not occur in the text",)


def test_a_line_that_is_no_slot_is_refused(tmp_path: Path) -> None:
    keys = KEYS.replace("4.  INCIDENT: TYPE", "INCIDENT TYPE")

    with pytest.raises(ImportRefused, match="key-tst1, line 6: this is no slot"):
        read_back("muc", put(tmp_path, keys))


@pytest.mark.parametrize(
    ("number", "ours"),
    [("12", "12"), ("6-8", "6..8"), ("12-", "12.."), ("~100", "~100"), ("PLURAL", "several")],
)
def test_numbers_are_counts(number: str, ours: str) -> None:
    assert _count(number) == ours


@pytest.mark.parametrize(
    ("date", "interval"),
    [
        ("03 JAN 90", "1990-01-03/1990-01-03"),
        ("- 03 JAN 90", "../1990-01-03"),
        ("01 JAN 90 - 05 FEB 90", "1990-01-01/1990-02-05"),
        ("JAN 90", "1990-01/1990-01"),
        ("-", ""),
    ],
)
def test_dates_are_intervals(date: str, interval: str) -> None:
    assert _interval(date) == interval

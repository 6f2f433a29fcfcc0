"""Candidates: the places a person wants to stop at, found by shape alone."""

import pytest
from hypothesis import given

from annotator.text.candidates import candidates
from annotator.text.segment import segment
from annotator.text.tokens import tokenize
from tests.unit.text.counting import calls
from tests.unit.text.hostile import hostile_texts
from tests.unit.text.test_segment import seed

KINDS = {"name", "part", "unit", "number", "date", "bracket", "quotation", "phrase"}


def found(text: str, kind: str | None = None) -> list[str]:
    """The candidates of a sentence, or those of one kind."""
    return [
        text[start:end]
        for start, end, its_kind in candidates(text, 0, len(text))
        if kind in (None, its_kind)
    ]


@pytest.mark.parametrize(
    "mention",
    [
        "Afghanistan",
        "Daesh",
        "ISIS/ISIL",
        "Tasnim",
        "Hassan Kazemi Qomi",
        "Abdul Ghani Baradar",
        "Amir Khan Muttaqi",
        "Kabul",
        "August 6",
        "Sarkariz area of Kabul",
        "Dasht-e-Barchi",
        "Bibi Fatima mosque",
        "Abdul Rahim Shahid high school",
        "at least eight people",
        "18 others",
        "Islamic State – Khorasan Province",
        "October 2021",
        "1996 to 2001",
        "U.S.",
        "Taliban",
    ],
)
def test_mentions_of_the_first_seed_are_candidates_wherever_they_stand(mention: str) -> None:
    text = seed("000")
    stops = {
        (start, end)
        for unit in segment(text)
        for start, end, _ in candidates(text, unit.start, unit.end)
    }
    places = [i for i in range(len(text)) if text.startswith(mention, i)]
    whole = [i for i in places if not text[i + len(mention) : i + len(mention) + 1].isalnum()]
    assert whole
    assert all((start, start + len(mention)) in stops for start in whole)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Col. Tomas Erdin was killed.", ["Col. Tomas Erdin", "Tomas Erdin"]),
        ("The Oshtin Teachers' Union met.", ["Oshtin Teachers' Union"]),
        ("Gen. J. R. Maddox left.", ["Gen. J. R. Maddox", "J. R. Maddox"]),
        (
            "He met U.S. Ambassador Ada Brandt.",
            ["U.S. Ambassador Ada Brandt", "U.S.", "Ada Brandt"],
        ),
        (
            "Velmora's acting Interior Minister Mira Halden spoke.",
            ["Velmora", "acting Interior Minister Mira Halden", "Mira Halden"],
        ),
        (
            "Foreign Minister of Velmora Jonas Weil spoke.",
            ["Foreign Minister of Velmora Jonas Weil", "Velmora Jonas Weil"],
        ),
        (
            "The Minister of Foreign Affairs Jonas Weil spoke.",
            ["Minister of Foreign Affairs Jonas Weil", "Jonas Weil"],
        ),
        ("The UN Special Envoy left.", ["UN Special Envoy", "UN"]),
        ("The 3rd Mountain Brigade left.", ["3rd Mountain Brigade"]),
        ("They fled along Highway 9 to the hills.", ["Highway 9"]),
        ("He runs Oshtin Steel Co. in the south.", ["Oshtin Steel Co."]),
        ("It hit St. Mark's hospital.", ["St. Mark's hospital"]),
        (
            "It hit the Harbour district of Karvan.",
            ["Harbour district of Karvan", "Karvan"],
        ),
        ("It hit Karvan’s international airport.", ["Karvan’s international airport", "Karvan"]),
        ("Karvan city council met.", ["Karvan city council", "Karvan"]),
        ("Abu Bakr al-Zahri met Ana de la Cruz.", ["Abu Bakr al-Zahri", "Ana de la Cruz"]),
        (
            "The Islamic Council of Velmora met.",
            ["Islamic Council of Velmora", "Velmora"],
        ),
        ("The spokesman Tomas Erdin left.", ["spokesman Tomas Erdin", "Tomas Erdin"]),
        ("Former president Ana Lind left.", ["Former president Ana Lind", "Ana Lind"]),
        (
            "Kenyan foreign minister Ana Lind left.",
            ["Kenyan foreign minister Ana Lind", "Kenyan", "Ana Lind"],
        ),
        ("UN Secretary-General Ana Lind left.",
         ["UN Secretary-General Ana Lind", "UN", "Ana Lind"]),
        ("The UN Special Envoy, Ana Lind, left.", ["UN", "Ana Lind"]),
        ("It hit northern Velmora.", ["northern Velmora", "Velmora"]),
        ("It hit northern Karvan province.", ["Karvan province"]),
        ("The Velmora government fell.", ["Velmora government", "Velmora"]),
        ("Kenyan government forces left.", ["Kenyan"]),
        ("The Kenyan Foreign Ministry spoke.", ["Kenyan Foreign Ministry", "Kenyan"]),
        ("The Kenyan Steel Company closed.", ["Kenyan Steel Company"]),
        ("He left Oshtin University.", ["Oshtin University", "Oshtin"]),
        ("He left the Supreme Court.", ["Supreme Court"]),
        ("It hit the Hill Gate Shia mosque.", ["Hill Gate Shia mosque", "Shia"]),
        ("It was Teachers Without Walls.", ["Teachers Without Walls"]),
        ("Shares of Oshtin Steel fell.", ["Oshtin Steel"]),
        ("Health officials met.", []),
        ("Separatist rebels met.", []),
        ("He lives in The Hague.", ["The Hague"]),
        ("KARVAN – The Velmora dam burst.", ["KARVAN", "Velmora dam"]),
        ("The Karvan Justice Department spoke.", ["Karvan Justice Department"]),
        ("The Hill Institute for Peace closed.", ["Hill Institute for Peace"]),
        (
            "They saw former Bosnian Serb general Ana Lind.",
            ["former Bosnian Serb general Ana Lind", "Bosnian Serb", "Ana Lind"],
        ),
        ("The Ministry of Justice declined.", ["Ministry of Justice"]),
        ("The Northern Front – Oshtin Wing did it.", ["Northern Front – Oshtin Wing"]),
        ("The NHF/Hill Guard did it.", ["NHF", "Hill Guard"]),
        ("KARVAN – The mayor left.", ["KARVAN"]),
        ("Pro-Velmora forces left.", ["Pro-Velmora"]),
        ("Security forces fired and security was tight.", []),
        ("Speaking to us, I said that A comes first.", []),
        ("“Nobody came,” he said.", []),
        ("Explosions rocked the town.", []),
        ("Gunmen fled.", []),
        ("Moreover, it rained.", []),
        ("In Karvan, it rained.", ["Karvan"]),
        ("Halden said no.", ["Halden"]),
        ("The Front (NHF) left.", ["Front", "NHF"]),
        ("Velmora Denies Claim of Attack on Oshtin Dam", ["Velmora", "Oshtin Dam"]),
    ],
)  # fmt: skip
def test_names(sentence: str, names: list[str]) -> None:
    assert found(sentence, "name") == names


def test_a_word_seen_in_lower_case_elsewhere_is_no_name_at_the_start_of_a_sentence() -> None:
    text = "Rivers rose. Two rivers burst. Marta spoke."
    assert candidates(text, 0, 12) == []
    assert [text[c.start : c.end] for c in candidates(text, 31, len(text))] == ["Marta"]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("on August 6, 2021 and 31 July 2022", ["August 6, 2021", "31 July 2022"]),
        ("in mid-August 2021, from 1996 to 2001", ["mid-August 2021", "1996 to 2001"]),
        ("on Saturday, Friday night and Sept. 4", ["Saturday", "Friday night", "Sept. 4"]),
        ("It may march in May or in March.", ["May", "March"]),
        ("the first months of 2023 and the 1990s", ["the first months of 2023", "the 1990s"]),
        ("A week later, over the past two years", ["A week later", "the past two years"]),
        ("yesterday, overnight, two days ago", ["yesterday", "overnight", "two days ago"]),
        ("2021-05-06 at Monday, 4 May 2020", ["2021-05-06", "Monday, 4 May 2020"]),
        ("He owed 2000 people 1,996 coins", []),
        ("Mayor April Lind", ["April"]),
        (
            "last Friday, early on Monday, 1918–1920",
            ["last Friday", "early on Monday", "1918–1920"],
        ),
        ("at 10 am, 6:15 p.m. or noon", ["10 am", "6:15 p.m."]),
        ("at noon, since then, recently", ["noon", "then", "recently"]),
        ("the summer of 2003, the end of May 2004", ["the summer of 2003", "the end of May 2004"]),
        ("3–5 June, June 3-5, 04/05/2020", ["3–5 June", "June 3-5", "04/05/2020"]),
        ("the same day, early this month", ["the same day", "early this month"]),
        ("the dry month of Sarn", ["the dry month of Sarn"]),
        ("now and then, always", []),
        ("Late 2020, the early2000s, AN hour ago", ["Late 2020", "the early2000s", "AN hour ago"]),
        ("next Sunday, tonight, at dusk", ["next Sunday", "tonight", "dusk"]),
        (
            "the third quarter of 2021, winter of 1999",
            ["the third quarter of 2021", "winter of 1999"],
        ),
        ("Several weeks later, recent months", ["Several weeks later", "recent months"]),
        ("Aprils, mondayish, anew, latest", []),
    ],
)
def test_dates(sentence: str, dates: list[str]) -> None:
    assert found(sentence, "date") == dates


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("killing at least 95 people", ["at least 95 people", "at least 95"]),
        ("18 others and 240 more", ["18 others", "18", "240"]),
        ("Dozens of civilians fled", ["Dozens of civilians", "Dozens"]),
        ("at least 50 and wounded 100 more", ["at least 50", "100"]),
        ("between 10 and 15 Shia worshippers",
         ["between 10 and 15 Shia worshippers", "between 10 and 15", "Shia"]),
        ("one person and one reason", ["one person", "one"]),
        ("several soldiers, several reasons", ["several soldiers", "several", "several"]),
        ("40 or more pilgrims", ["40 or more pilgrims", "40 or more"]),
        ("twenty-three rivers and a dozen roads", ["twenty-three", "a dozen"]),
        ("$5 million, 18.5 percent, 7% and 30 km", ["$5 million", "18.5 percent", "7%", "30 km"]),
        ("a 12-year-old boy at 5 p.m. with an F-16", ["a 12-year-old boy", "5 p.m.", "F-16"]),
        ("in ten minutes for £340m", ["ten minutes", "£340m"]),
        ("50,000 Swiss francs and 2 square miles", ["50,000 Swiss francs", "2 square miles"]),
        ("a Boeing 737 with two of its crew",
         ["Boeing 737", "two of its crew", "two"]),
        ("1,650 cases", ["1,650"]),
    ],
)  # fmt: skip
def test_numbers_and_the_people_they_count(sentence: str, expected: list[str]) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Kenyan envoy for Velmora spoke.", ["The Kenyan envoy for Velmora"]),
        ("The mayor of the old town of Sarn left.", ["The mayor of the old town of Sarn"]),
        ("Refugees from Velmora left.", ["Refugees from Velmora"]),
        ("They moved fighters from border areas.", ["fighters", "border areas"]),
        ("It hit Karvan's southern border.", ["Karvan's southern border"]),
        ("Leaders of the Hill Guard (HG) armed group met.",
         ["Leaders of the Hill Guard (HG) armed group"]),
        ("It would arm state forces.", ["state forces"]),
        ("Warring factions met neighbouring countries.",
         ["Warring factions", "neighbouring countries"]),
        ("A bomb attack and a drone strike.", ["bomb", "drone"]),
        ("Tear gas, natural gas, explosive devices, clever devices.",
         ["Tear gas", "explosive devices"]),
        ("The bank closed; the bank said so.", ["the bank"]),
        ("The Hill Guard terrorist group fled.", []),
        ("The Karvan government fell.", []),
        ("The town of Karvan fell.", []),
        ("Karvan's mayor, Ana Lind, left.", []),
        ("Ana Lind, the mayor of Karvan, left.", []),
        ("In Karvan, the mayor left.", ["the mayor"]),
        ("No officers and other officers.", []),
        ("The officers’ car.", ["The officers’ car"]),
        ("It hit three villages south of Karvan.", ["three villages"]),
        ("He said it. She left.", ["He"]),
        ("“Go,” she later said, according to him.", ["she", "him"]),
        ("She has been ill, he has been ill.", []),
    ],
)  # fmt: skip
def test_descriptions(sentence: str, expected: list[str]) -> None:
    assert found(sentence, "phrase") == expected


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("It hit Hill Gate mosque.", ["Hill Gate"]),
        ("It hit the Harbour district of Karvan.", ["Harbour"]),
        ("The Northern Front – Oshtin Wing did it.", ["Northern Front", "Oshtin Wing"]),
        ("The Islamic Council of Velmora met.", ["Islamic Council"]),
        ("Mayor Ana Lind spoke. Lind left.", ["Ana Lind"]),
        ("Mayor Ana Lind spoke. Mayor Ana Lind left.", []),
    ],
)
def test_parts_of_names(sentence: str, parts: list[str]) -> None:
    assert found(sentence, "part") == parts


def test_brackets_and_quotations() -> None:
    text = "The “strong” group (Hill Guard – North) and (see below) left."
    assert found(text, "quotation") == ["strong"]
    assert "Hill Guard – North" in found(text)
    assert "see below" not in found(text)


@given(hostile_texts)
def test_candidates_are_ordered_ranges_without_outer_space(text: str) -> None:
    got = candidates(text, 0, len(text))
    assert got == sorted(got, key=lambda candidate: (candidate.start, -candidate.end))
    assert len({(start, end) for start, end, _ in got}) == len(got)
    for start, end, kind in got:
        assert kind in KINDS
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    tokens = tokenize(text, 0, len(text))
    assert {one.start for one in got} <= {token.start for token in tokens}
    assert {one.end for one in got} <= {token.end for token in tokens}
    assert candidates(text, 0, len(text)) == got


@pytest.mark.parametrize(
    "piece", ["Ab ", "Ab of ", "at least ", "1 ", "1,", "May ", "A. ", "one of ", "of the ", "–"]
)
def test_repetition_does_not_blow_up(piece: str) -> None:
    text = "x " + piece * 3_000
    assert all(end <= len(text) for _, end, _ in candidates(text, 0, len(text)))


@pytest.mark.parametrize(
    "piece",
    [
        "Ana Lind of Velmora met the mayor of Oshtin (NHF) on May 4, ",
        "acting deputy foreign minister ",
        "the leaders of the Front (NHF) armed group of ",
        "two of the three ",
        "he said, ",
        "Hill – ",
        "Oshtin/Karvan/",
        "northern Karvan province, ",
    ],
)
def test_work_grows_as_the_sentence_does(piece: str) -> None:
    def work(times: int) -> int:
        text = "x " + piece * times
        return calls(lambda: candidates(text, 0, len(text)))

    work(1)
    assert work(400) <= 2.2 * work(200)

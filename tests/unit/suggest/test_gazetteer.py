"""Gazetteer: names of the tables and of a project's own lists."""

from pathlib import Path

import pytest

from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.tables import table_names
from annotator.suggest.word_lists import ListedWord, WordListProblem, read_words
from tests.unit.suggest.pages import shown

DATA = Path("annotator/suggest/data")


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The delegates met in Tehran.", "GPE", "Tehran"),
        ("Talks with Pakistan went on.", "GPE", "Pakistan"),
        ("Farmers in Badakhshan lost their crop.", "GPE", "Badakhshan"),
        ("Two Syrian doctors were released.", "NORP", "Syrian"),
        ("The post was taken by Boko Haram on Monday.", "ARMED_GROUP", "Boko Haram"),
        ("Fighters of the New People’s Army fled.", "ARMED_GROUP", "New People’s Army"),
        ("A convoy of the United Nations was stopped.", "ORG", "United Nations"),
        ("Ships left the Red Sea.", "LOC", "Red Sea"),
        ("The convoy left for Deir ez-Zor.", "GPE", "Deir ez-Zor"),
    ],
)
def test_known_names_are_proposed(text: str, kind: str, words: str) -> None:
    assert (kind, words) in shown(Gazetteer(), text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hassan said nothing.", "Hassan"),
        ("The guests were Reading quietly.", "Reading"),
        ("The words of Jordan pleased the fans.", "Jordan"),
        ("Victoria won the race.", "Victoria"),
    ],
)
def test_names_that_are_often_something_else_need_a_place_around_them(
    text: str, words: str
) -> None:
    assert words not in {found for _, found in shown(Gazetteer(), text)}


def test_a_doubtful_name_is_a_place_where_the_words_around_say_so() -> None:
    assert ("GPE", "Jordan") in shown(Gazetteer(), "The talks were held in Jordan.")


def test_a_person_of_the_article_is_no_city() -> None:
    text = "Ana Lima, a lawyer, left. Later Lima came back."
    assert "Lima" not in {found for _, found in shown(Gazetteer(), text)}


def test_nothing_is_nested_in_the_name_of_an_armed_group() -> None:
    found = shown(Gazetteer(), "The Tehrik-i-Taliban Pakistan fled.")
    assert found == {("ARMED_GROUP", "Tehrik-i-Taliban Pakistan")}


def test_an_affiliate_is_no_alias() -> None:
    names = table_names()
    assert names["ISKP"].what.endswith("an affiliate of Islamic State")
    assert "affiliate" not in names["Daesh"].what


def test_the_tables_are_small() -> None:
    assert sum(path.stat().st_size for path in DATA.glob("*.tsv")) < 250_000


def test_words_of_the_project_hold_against_the_tables() -> None:
    gazetteer = Gazetteer([ListedWord("Tehran Times", "ORG"), ListedWord("Tehran", "ORG", 0.7)])
    found = shown(gazetteer, "The Tehran Times and Tehran disagree.")
    assert found == {("ORG", "Tehran Times"), ("ORG", "Tehran")}


def test_listed_words_are_whole_words_in_their_case() -> None:
    gazetteer = Gazetteer([ListedWord("Hill", "ARMED_GROUP")])
    assert shown(gazetteer, "Hillside and the hill and uphill stay quiet.") == set()


def test_a_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(
        "# groups\n\nHill Guard\tARMED_GROUP\nNorth  Camp\tFAC\t0.6\nHill Guard\tARMED_GROUP\n",
        encoding="utf-8-sig",
    )
    assert read_words(path) == (
        ListedWord("Hill Guard", "ARMED_GROUP"),
        ListedWord("North Camp", "FAC", 0.6),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Hill Guard", "has 1 columns, not 2 or 3"),
        ("a\tB\t0.5\tmore", "has 4 columns, not 2 or 3"),
        ("\tORG", "the words are missing"),
        ("Hill Guard\torg", "the type is not written in capitals"),
        ("Hill Guard\tORG\thigh", "the score is no number from 0 to 1"),
        ("Hill Guard\tORG\t1.5", "the score is no number from 0 to 1"),
        ("Oshtin\tORG", "the same words have the type GPE in line 1"),
    ],
)
def test_a_bad_line_is_named_with_what_to_do(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(f"Oshtin\tGPE\n{line}\n", encoding="utf-8")
    with pytest.raises(WordListProblem, match=said) as caught:
        read_words(path)
    assert str(caught.value).startswith(f"{path}, line 2:")
    assert ";" in str(caught.value)


def test_a_list_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WordListProblem, match="is not UTF-8 text; save it as UTF-8"):
        read_words(path)

"""Languages: what scripts say, and sentences cut by other rules than ours."""

import pytest
from hypothesis import given

from annotator.text import languages
from annotator.text.folding import finder, fold, words
from annotator.text.segment import segment, segmenter_of
from annotator.text.tokens import tokenize
from tests.unit.text.hostile import hostile_texts

JAPANESE = "タリバン政府は否定した。「証拠がある。」と言った。"
CHINESE = "塔利班政府否认伊朗关于伊斯兰国领导人的说法。"


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        (JAPANESE, "ja", ""),
        (CHINESE, "", "Chinese characters"),
        ("รัฐบาลตาลีบันปฏิเสธ", "th", ""),
        ("ខ្ញុំទៅ។", "km", ""),
        ("탈레반 정부는", "ko", ""),
        ("Η κυβέρνηση", "el", ""),
        ("Талибан опроверг", "", "Cyrillic"),
        ("طالبان گفت", "", "Arabic"),
        ("तालिबान ने कहा", "", "Devanagari"),
        ("The men said “no”.", "", ""),
        ("Il est arrivé à l’été", "", ""),
        ("The word 塔利班 is Chinese for it", "", ""),
        ("", "", ""),
        ("12 — 13", "", ""),
    ],
)
def test_a_language_is_told_only_where_the_script_leaves_no_other(
    text: str, language: str, script: str
) -> None:
    assert languages.language_of(text) == (language, script)


@pytest.mark.parametrize(
    ("language", "ours"),
    [("en", True), ("en-GB", True), ("", True), ("ZH_Hant", True), ("it", False), ("xx", False)],
)
def test_which_languages_our_own_rules_cut(language: str, ours: bool) -> None:
    assert languages.is_ours(language) == ours
    assert ("sentencex" in segmenter_of(language)) != ours


def test_abbreviations_of_other_languages_end_no_sentence() -> None:
    text = "😀 Il sig. Rossi è qui. Va via.\n\nPoi il dott. Bianchi tornò."
    units = [text[start:end] for start, end, _ in segment(text, "it-IT")]
    assert units == ["😀 Il sig. Rossi è qui.", "Va via.", "Poi il dott. Bianchi tornò."]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ja", "タリバンは否定した。彼は言った。", ["タリバンは否定した。", "彼は言った。"]),
        ("my", "ကျွန်တော်သွားတယ်။ သူလာတယ်။", ["ကျွန်တော်သွားတယ်။", "သူလာတယ်။"]),
        ("km", "ខ្ញុំទៅ។ គាត់មក។", ["ខ្ញុំទៅ។", "គាត់មក។"]),
        ("hi", "तालिबान ने कहा। ईरान ने नहीं।", ["तालिबान ने कहा।", "ईरान ने नहीं।"]),
    ],
)
def test_stops_of_other_scripts_end_sentences(
    language: str, text: str, expected: list[str]
) -> None:
    assert [text[start:end] for start, end, _ in segment(text, language)] == expected


def test_without_the_extra_our_own_rules_cut_and_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(languages, "is_installed", lambda: False)
    assert segmenter_of("it") == segmenter_of("en")
    assert [unit.end for unit in segment("Va via. Torna.", "it")] == [7, 14]
    assert languages.open_questions("it-IT", "Va via.") == ("", "it")
    assert languages.open_questions("en", "Go.") == ("", "")


def test_a_language_that_somebody_named_is_no_question() -> None:
    assert languages.open_questions("", CHINESE) == ("Chinese characters", "")
    assert languages.open_questions("zh", CHINESE) == ("", "")
    assert languages.open_questions("it", "Va via.") == ("", "")


@given(hostile_texts)
def test_sentencex_loses_nothing_either(text: str) -> None:
    units = segment(text, "it")
    held = [offset for start, end, _ in units for offset in range(start, end)]
    assert held == sorted(set(held))
    assert all(text[offset].isspace() for offset in set(range(len(text))) - set(held))


@pytest.mark.parametrize("word", ["否认", "伊朗", "斯兰国领"])
def test_search_finds_words_of_text_without_blanks(word: str) -> None:
    folded = fold(CHINESE)
    found = list(finder(words(word)).find(CHINESE, folded))
    assert [CHINESE[start:end] for start, end in found] == [word]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (JAPANESE, "タリバン"),
        ("รัฐบาลตาลีบันปฏิเสธข้อกล่าวหา", "ตาลีบัน"),
        ("ကျွန်တော်သွားတယ်။", "သွား"),
    ],
)
def test_words_begin_and_end_where_tokens_do_and_are_found(text: str, word: str) -> None:
    start = text.index(word)
    tokens = tokenize(text, 0, len(text))
    assert start in {token.start for token in tokens}
    assert start + len(word) in {token.end for token in tokens}
    assert (start, start + len(word)) in list(finder(words(word)).find(text, fold(text)))

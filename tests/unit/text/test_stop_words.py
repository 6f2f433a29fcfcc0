from hypothesis import given

from annotator.text.cues import find_cues
from annotator.text.lexicon import Lexicon, forms
from annotator.text.triggers import find_triggers
from tests.unit.text.hostile import hostile_texts
from tests.unit.text.stop_words import own_sentences, score, seed_units


def cues(sentence: str) -> list[tuple[str, str]]:
    return [(sentence[c.start : c.end], c.stance) for c in find_cues(sentence, 0, len(sentence))]


def triggers(sentence: str) -> list[tuple[str, str]]:
    found = find_triggers(sentence, 0, len(sentence))
    return [(sentence[one.start : one.end], one.suggests) for one in found]


def test_regular_and_irregular_verbs_have_all_their_forms() -> None:
    assert forms("deny") == {"deny", "denies", "denied", "denying"}
    assert forms("urge") == {"urge", "urges", "urged", "urging"}
    assert forms("stab") == {"stab", "stabs", "stabbed", "stabbing"}
    assert forms("dismiss") == {"dismiss", "dismisses", "dismissed", "dismissing"}
    assert forms("say") == {"say", "says", "said", "saying"}


def test_a_wording_marks_only_the_words_in_brackets() -> None:
    found = list(
        Lexicon("question v [~ask] ... whether|if").find(["he", "asked", "us", "again", "if", "so"])
    )
    assert [(one.first, one.end) for one in found] == [(1, 2)]
    assert found[0].wording.lemma == "ask"


def test_an_optional_word_may_stand_or_not_and_a_gap_ends_with_its_clause() -> None:
    lexicon = Lexicon("x v ~take (full) responsibility\ny v [~hold] ... responsible")
    assert [one.end for one in lexicon.find(["they", "took", "full", "responsibility"])] == [4]
    assert [one.end for one in lexicon.find(["they", "took", "responsibility"])] == [3]
    assert not list(lexicon.find(["they", "hold", "talks", ",", "responsible", "or", "not"]))


def test_the_longest_wording_wins() -> None:
    assert cues("The Front claimed responsibility for it.") == [
        ("claimed responsibility", "assert")
    ]
    assert cues("Police warned against travel.") == [("warned against", "urge")]
    assert triggers("A suicide bombing shook Karvan.") == [("suicide bombing", "EXPLOSION")]


def test_verbs_that_report_nothing_said_are_no_cues() -> None:
    assert cues("The army did not say how many were hurt.") == []
    assert cues("Police refused to confirm the figure.") == []
    assert cues("The fire claimed the lives of nine people.") == []
    assert cues("The latest reports are few.") == []
    assert cues("The accused men appeared in court.") == []


def test_a_capital_inside_a_sentence_makes_a_name_but_not_in_a_headline() -> None:
    assert cues("They prayed in the Said Abad mosque.") == []
    assert cues("Army Denies Shelling Lower Oshtin Village") == [("Denies", "deny")]
    assert triggers("They live in Battle Creek.") == []


def test_what_stands_on_its_own_side_of_the_source() -> None:
    sentence = "According to him, the minister said so, and reportedly not for the first time."
    sides = [(c.lemma, c.source) for c in find_cues(sentence, 0, len(sentence))]
    assert sides == [("according to", "object"), ("say", "subject"), ("reportedly", "nobody")]


def test_the_dead_of_a_named_event_are_no_trigger_of_their_own() -> None:
    assert triggers("A bombing in Karvan killed nine people.") == [("bombing", "EXPLOSION")]
    assert triggers("Two guards were killed and nine wounded.") == [("killed", "ATTACK_CIVILIANS")]
    apart = triggers("A guard was killed hours after the bombing.")
    assert apart == [("killed", "ATTACK_CIVILIANS"), ("bombing", "EXPLOSION")]


def test_a_thing_is_no_trigger_where_its_verb_would_be_one() -> None:
    assert triggers("The bomb was made of fertiliser.") == []
    assert triggers("The shot went wide of the goal.") == []
    assert triggers("Jets bombed the camp.") == [("bombed", "EXPLOSION")]


def test_offsets_count_in_the_whole_text() -> None:
    text = "First. The mayor\u00a0said so. A bomb exploded."
    assert [text[c.start : c.end] for c in find_cues(text, 7, 27)] == ["said"]
    assert [text[t.start : t.end] for t in find_triggers(text, 26, len(text))] == ["exploded"]


def test_cues_of_the_seed_articles() -> None:
    result = score(seed_units("claims"))
    assert result.recall >= 0.98 and result.precision >= 0.98 and result.suggested >= 0.98


def test_triggers_of_the_seed_articles() -> None:
    result = score(seed_units("incidents"))
    assert result.recall >= 0.87 and result.precision >= 0.93 and result.suggested >= 0.84


def test_cues_and_triggers_of_made_up_sentences() -> None:
    for layer in ("claims", "incidents"):
        result = score(own_sentences(layer))
        assert result.recall >= 0.93 and result.precision >= 0.95


def test_cues_and_triggers_of_sentences_not_looked_at() -> None:
    cued, triggered = (score(own_sentences(one, unseen=True)) for one in ("claims", "incidents"))
    assert cued.recall >= 0.73 and cued.precision >= 0.95
    assert triggered.recall >= 0.68 and triggered.precision >= 0.75


@given(hostile_texts)
def test_any_text_has_ranges_in_order_and_apart(text: str) -> None:
    for ranges in (find_cues(text, 0, len(text)), find_triggers(text, 0, len(text))):
        position = 0
        for start, end, *_ in ranges:
            assert position <= start < end <= len(text)
            position = end

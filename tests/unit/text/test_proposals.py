import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.candidates import candidates
from annotator.text.cues import find_cues
from annotator.text.proposals import ClaimProposal, propose_claim, propose_incident
from annotator.text.sentence import SentenceParts
from annotator.text.triggers import find_triggers
from tests.unit.text.hostile import hostile_texts


def claim(sentence: str, cue: str = "") -> tuple[ClaimProposal, dict[str, list[str]]]:
    """Return the proposal for a cue, the first one if none is named, and its roles as text."""
    place = sentence.index(cue) if cue else find_cues(sentence, 0, len(sentence))[0].start
    end = place + len(cue) if cue else find_cues(sentence, 0, len(sentence))[0].end
    proposal = propose_claim(sentence, 0, len(sentence), (place, end))
    roles: dict[str, list[str]] = {}
    for role in proposal.roles:
        assert role.reason and role.reason[-1] != "."
        shown = " … ".join(sentence[a:b] for a, b in role.fragments)
        roles.setdefault(role.role, []).append(shown)
    return proposal, roles


def incident(sentence: str, trigger: str) -> dict[str, str]:
    place = sentence.index(trigger)
    found = propose_incident(sentence, 0, len(sentence), (place, place + len(trigger)))
    return {one.role: sentence[slice(*one.fragments[0])] for one in found}


@pytest.mark.parametrize(
    ("marked", "quotation", "stance"),
    [
        ("{The mayor} said that [the bridge was safe].", "indirect", "assert"),
        ("“[The bridge is safe],” said {the mayor}.", "direct", "assert"),
        ("“[The bridge],” {the mayor} said, “[is safe].”", "direct", "assert"),
        ("[The bridge], {the mayor} said, [was safe].", "indirect", "assert"),
        ("[The bridge was safe], {the mayor} said on Monday.", "indirect", "assert"),
        ("According to {two drivers}, [the checkpoint was empty].", "indirect", "assert"),
        ("[The checkpoint was empty], according to {witnesses}.", "indirect", "assert"),
        ("The {Northern Hills Front} denied [any part in the raid].", "indirect", "deny"),
        ("{Mira Halden}, the mayor of Karvan, tweeted: “[We are safe now].”", "direct", "assert"),
        ("{The envoy} called [the talks a “long and useful” step].", "mixed", "assert"),
        ("KARVAN – [The road is open], {Velmora Radio} reported.", "indirect", "report"),
        ("{She} described [the raid as a massacre].", "indirect", "assert"),
        ("State media quoted {the general} as saying [the pass was open].", "indirect", "report"),
        ("{Experts} cast doubt on [the official version].", "indirect", "question"),
    ],
)
def test_source_and_content_at_a_cue(marked: str, quotation: str, stance: str) -> None:
    proposal, roles = claim(re.sub(r"[\[\]{}]", "", marked))
    assert roles["source"] == re.findall(r"{(.*?)}", marked)
    assert roles["content"] == [" … ".join(re.findall(r"\[(.*?)\]", marked))]
    assert (proposal.quotation, proposal.stance) == (quotation, stance)


def test_a_nested_cue_belongs_to_the_content_and_a_coordinate_one_ends_it() -> None:
    sentence = "Darvo noted that the army denied the raid, and called for talks."
    assert claim(sentence, "noted")[1]["content"] == ["the army denied the raid"]
    assert claim(sentence, "denied")[1] == {"source": ["the army"], "content": ["the raid"]}
    assert claim(sentence, "called for")[1]["content"] == ["talks"]


def test_whom_one_speaks_to() -> None:
    assert claim("Velmora called on its neighbour to withdraw.")[1] == {
        "source": ["Velmora"],
        "content": ["to withdraw"],
        "addressee": ["its neighbour"],
    }
    roles = claim("Col. Tomas Erdin told reporters in Karvan that the convoy had left.")[1]
    assert roles["addressee"] == ["reporters"] and roles["content"] == ["the convoy had left"]


def test_several_sources_in_a_list() -> None:
    roles = claim("Velmora and the Northern Hills Front said the truce held.")[1]
    assert sorted(roles["source"]) == ["Northern Hills Front", "Velmora"]


def test_what_nobody_says_and_who_did_it_after_by() -> None:
    assert claim("Two hostages were reportedly freed on Monday.")[1] == {
        "content": ["Two hostages were … freed on Monday"]
    }
    roles = claim("The report was rejected by the ministry.", "rejected")[1]
    assert roles == {"source": ["the ministry"], "content": ["The report"]}


def test_a_noun_is_a_cue_with_an_owner() -> None:
    roles = claim("The Swiss claim that rebels held the pass was disputed by villagers.")[1]
    assert roles == {"source": ["Swiss"], "content": ["rebels held the pass"]}


def test_a_cue_inside_a_quotation_speaks_for_what_is_quoted() -> None:
    sentence = "“The two sides stressed the need for trade,” the Velmoran envoy said."
    assert claim(sentence, "stressed")[1]["content"] == ["the need for trade"]
    assert claim(sentence, "said")[1] == {
        "source": ["the Velmoran envoy"],
        "content": ["The two sides stressed the need for trade"],
    }


def test_a_quotation_that_began_in_the_sentence_before_is_content() -> None:
    assert claim("They had no weapons,” the colonel said.")[1]["content"] == ["They had no weapons"]


def test_a_colon_attributes_without_a_cue() -> None:
    sentence = "Two soldiers dead in Karvan: ministry"
    roles = propose_claim(sentence, 0, len(sentence)).roles
    shown = {one.role: sentence[slice(*one.fragments[0])] for one in roles}
    assert shown == {"source": "ministry", "content": "Two soldiers dead in Karvan"}
    assert propose_claim("No colon here", 0, 13).roles == ()


def test_any_words_may_be_taken_for_a_cue() -> None:
    roles = claim("The general sneered that the pass was lost.", "sneered")[1]
    assert roles == {"source": ["The general"], "content": ["the pass was lost"]}


def test_place_time_and_people_nearest_to_a_trigger() -> None:
    sentence = "On June 3, at least nine people were killed and 14 others wounded in Karvan."
    assert incident(sentence, "killed") == {
        "time": "June 3",
        "place": "Karvan",
        "killed": "at least nine people",
        "injured": "14 others",
    }


def test_two_incidents_of_one_sentence_have_their_own_place_and_time() -> None:
    sentence = (
        "After the bombing in Karvan in March, a clash broke out near Lower Oshtin in May 2021."
    )
    assert incident(sentence, "bombing") == {"place": "Karvan", "time": "March"}
    assert incident(sentence, "clash") == {"place": "Lower Oshtin", "time": "May 2021"}


def test_people_counted_behind_the_verb() -> None:
    sentence = "A suicide attack on the old mosque killed at least 63 people and wounded 93 others."
    found = incident(sentence, "suicide attack")
    assert found["killed"] == "at least 63 people" and found["injured"] == "93 others"


@given(hostile_texts, st.integers(0, 60), st.integers(1, 20))
def test_ranges_are_valid_and_content_never_overlaps_its_cue(
    text: str, place: int, length: int
) -> None:
    size = len(text)
    chosen = [(place, place + length)] if place + length <= size else []
    for start, end in [*chosen, *((cue.start, cue.end) for cue in find_cues(text, 0, size))]:
        for role in propose_claim(text, 0, size, (start, end)).roles:
            position = 0
            for left, right in role.fragments:
                assert position <= left < right <= size and text[left:right].strip()
                assert right <= start or end <= left
                position = right
    for start, end in [*chosen, *((one.start, one.end) for one in find_triggers(text, 0, size))]:
        for role in propose_incident(text, 0, size, (start, end)):
            assert all(0 <= left < right <= size for left, right in role.fragments)


@given(hostile_texts)
def test_a_sentence_that_is_read_once_says_what_each_reading_says(text: str) -> None:
    sentence = SentenceParts(text, 0, len(text))
    assert sentence.candidates == candidates(text, 0, len(text))
    assert sentence.cues == find_cues(text, 0, len(text))
    assert sentence.triggers == find_triggers(text, 0, len(text))

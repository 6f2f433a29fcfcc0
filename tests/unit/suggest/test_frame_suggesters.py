"""Claims and incidents: cue or trigger, type, slots and values."""

from annotator.model.suggestion import Proposal
from annotator.suggest.cues import Cues
from annotator.suggest.frames import Frames
from tests.unit.suggest.pages import page, roles, values, words


def claims(text: str) -> dict[str, Proposal]:
    """The claims of a text by the words of their cue."""
    return {words(text, one): one for one in Cues().suggest(page(text))}


def incidents(text: str, published: str = "") -> dict[str, Proposal]:
    """The incidents of a text by the words of their trigger."""
    return {words(text, one): one for one in Frames().suggest(page(text, published))}


def test_a_claim_has_source_content_and_quotation() -> None:
    text = "Governor Mira Halden said the road was safe."
    claim = claims(text)["said"]
    assert (claim.layer, claim.type) == ("claims", "STATEMENT")
    assert roles(text, claim) == {
        ("source", "Governor Mira Halden"),
        ("content", "the road was safe"),
    }
    assert {one.role: one.type for one in claim.roles} == {"source": "PERSON", "content": "span"}
    assert values(claim) == {"quotation": "indirect"}
    assert claim.score >= 0.5


def test_stance_stands_only_where_it_is_not_the_usual_one() -> None:
    text = "The Interior Ministry denied that the road was closed."
    claim = claims(text)["denied"]
    assert values(claim)["stance"] == "deny"
    assert values(claim)["verifiability"] == "verifiable"


def test_responsibility_is_a_type_of_its_own() -> None:
    text = "The Taliban claimed responsibility for the raid."
    claim = claims(text)["claimed responsibility"]
    assert claim.type == "RESPONSIBILITY"
    assert values(claim)["responsibility"] == "claimed_or_admitted"


def test_a_claim_whose_parts_are_known_is_likelier() -> None:
    whole = claims("The mayor said the road was safe.")["said"]
    assert whole.score > claims("The mayor denied.")["denied"].score


def test_an_incident_has_its_slots_and_values() -> None:
    text = (
        "On August 6, at least eight people were killed and 18 others injured in a suicide bombing "
        "outside a school in Karvan city."
    )
    found = incidents(text, "2022-08-09/2022-08-09")["suicide bombing"]
    assert (found.layer, found.type) == ("incidents", "EXPLOSION")
    assert {
        ("killed", "at least eight people"),
        ("injured", "18 others"),
        ("time", "August 6"),
        ("place", "a school"),
        ("place", "Karvan city"),
    } <= roles(text, found)
    assert values(found) == {
        "fatalities": "8..",
        "injuries": "18",
        "when": "2022-08-06/2022-08-06",
        "time_precision": "day",
        "subtype": "suicide_bomb",
        "suicide_attack": "true",
    }


def test_sides_stand_before_and_behind_the_verb() -> None:
    text = "Police attacked two gunmen."
    assert {("perpetrator", "Police"), ("target", "two gunmen")} == roles(
        text, incidents(text)["attacked"]
    )


def test_by_names_who_did_it() -> None:
    text = "A checkpoint was stormed by the Taliban on Monday."
    assert {("perpetrator", "Taliban"), ("target", "A checkpoint")} <= roles(
        text, incidents(text)["stormed"]
    )


def test_roles_are_those_of_the_type() -> None:
    text = "Police arrested two officials in Karvan city."
    found = incidents(text)["arrested"]
    assert found.type == "STRATEGIC"
    assert {("actor", "Police"), ("counterpart", "two officials")} <= roles(text, found)
    assert values(found)["subtype"] == "arrest"


def test_deaths_get_the_type_of_the_event_told_next() -> None:
    text = "Nine people were killed in Karvan city. The explosion shook the harbour."
    assert incidents(text)["killed"].type == "EXPLOSION"


def test_the_weapon_stands_before_an_event_word() -> None:
    text = "A bomb attack killed nine people in Karvan city."
    (found,) = incidents(text).values()
    assert ("weapon", "bomb") in roles(text, found)
    assert values(found)["subtype"] == "ied_mine"


def test_who_claims_responsibility_is_the_perpetrator() -> None:
    text = "The Taliban has claimed responsibility for the bomb attack."
    assert {("perpetrator", "Taliban"), ("weapon", "bomb")} <= roles(
        text, incidents(text)["attack"]
    )


def test_a_nation_before_a_strike_says_who_and_before_an_attack_where() -> None:
    strike, attack = "An Israeli airstrike hit a school.", "The Israeli attack was quiet."
    assert ("perpetrator", "Israeli") in roles(strike, incidents(strike)["airstrike"])
    assert all(role != "perpetrator" for role, _ in roles(attack, incidents(attack)["attack"]))


def test_what_is_detonated_is_the_weapon() -> None:
    text = "A gunman detonated his explosives at the gate."
    assert roles(text, incidents(text)["detonated"]) == {
        ("perpetrator", "A gunman"),
        ("weapon", "his explosives"),
    }

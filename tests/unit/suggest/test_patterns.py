"""Patterns: types of names, descriptions and numbers."""

import pytest

from annotator.suggest.patterns import Patterns
from tests.unit.suggest.pages import page, shown, values, words


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Governor Mira Halden resigned.", "PERSON", "Governor Mira Halden"),
        ("Governor Mira Halden resigned.", "PERSON", "Mira Halden"),
        ("On Monday Ilena Darvo, a spokesperson for Velmora, left.", "PERSON", "Ilena Darvo"),
        ("“It is over,” said Ilena Darvo.", "PERSON", "Ilena Darvo"),
        ("On Monday Ilena Darvo, 34, was freed.", "PERSON", "Ilena Darvo"),
        ("The Ministry of Health closed.", "GOV_BODY", "Ministry of Health"),
        ("They came from the Karvan Supreme Court.", "GOV_BODY", "Karvan Supreme Court"),
        ("Men of the 3rd Mountain Brigade fled.", "STATE_FORCE", "3rd Mountain Brigade"),
        ("He wrote to the Harbour Workers' Party.", "ORG", "Harbour Workers' Party"),
        ("He studied at Oshtin University.", "ORG", "Oshtin University"),
        ("The Sarn Liberation Front took the pass.", "ARMED_GROUP", "Sarn Liberation Front"),
        ("Snow fell in Sarn province.", "GPE", "Sarn province"),
        ("They crossed the Sarn River at night.", "LOC", "Sarn River"),
        ("It hit the Oshtin hospital.", "FAC", "Oshtin hospital"),
        ("The Doha Agreement failed.", "EVENT", "Doha Agreement"),
        ("KARVAN – The bridge fell into the river on Monday.", "GPE", "KARVAN"),
        ("They fled the village of Oshtin.", "GPE", "Oshtin"),
        ("They left the neighbourhood of Oshtin.", "LOC", "Oshtin"),
        ("The Hill Guard terrorist group fled.", "ARMED_GROUP", "Hill Guard"),
        ("Three teachers were hurt.", "PEOPLE", "Three teachers"),
        ("Six gunmen stopped the bus.", "ARMED_GROUP", "Six gunmen"),
        ("Troops shelled the ridge.", "STATE_FORCE", "Troops"),
        ("He planted a roadside bomb there.", "WEAPON", "a roadside bomb"),
        ("They burned two trucks.", "VEHICLE", "two trucks"),
        ("A shell hit a school.", "FAC", "a school"),
        ("He lost three of ten cows.", "QUANTITY", "ten"),
    ],
)
def test_types_are_told(text: str, kind: str, found: str) -> None:
    assert (kind, found) in shown(Patterns(), text)


@pytest.mark.parametrize(
    ("text", "not_shown"),
    [
        ("The U.S.-led Mission failed.", "U.S.-led Mission"),
        ("She is a teacher.", "a teacher"),
        ("He read the Mindora Examiner.", "Mindora Examiner"),
        ("The chief justice spoke of a Velmoran envoy.", "Velmoran"),
    ],
)
def test_what_is_not_sure_is_not_shown(text: str, not_shown: str) -> None:
    assert not_shown not in {found for _, found in shown(Patterns(), text)}


def test_the_last_name_is_known_in_the_whole_article() -> None:
    text = "Qomi spoke first. The envoy, Ambassador Hassan Kazemi Qomi, left. Kazemi Qomi was late."
    found = shown(Patterns(), text)
    assert {("PERSON", "Qomi"), ("PERSON", "Kazemi Qomi")} <= found


def test_an_abbreviation_gets_the_type_of_the_name_before_it() -> None:
    text = "The Sarn Liberation Front (SLF) fled. Later the SLF came back."
    assert ("ARMED_GROUP", "SLF") in shown(Patterns(), text)


def test_descriptions_and_counts_carry_their_attributes() -> None:
    text = "At least eight villagers and Ambassador Ana Lind met him."
    found = {words(text, one): values(one) for one in Patterns().suggest(page(text))}
    assert found["At least eight villagers"] == {
        "mention": "nominal",
        "capacity": "civilian",
        "amount": "8..",
    }
    assert found["At least eight"] == {"amount": "8.."}
    assert found["Ambassador Ana Lind"] == {"capacity": "diplomat"}


def test_boilerplate_gets_nothing() -> None:
    asked = page("Governor Mira Halden resigned.")
    dull = tuple(one.model_copy(update={"kind": "boilerplate"}) for one in asked.wanted)
    assert list(Patterns().suggest(asked._replace(wanted=dull))) == []

"""What holds for every rule suggester: valid offsets, the same each time, only what is wanted."""

import subprocess
import sys

import pytest
from hypothesis import given

from annotator.suggest.base import Suggester
from annotator.suggest.builtin import built_in
from tests.unit.suggest.pages import page, scheme
from tests.unit.text.hostile import hostile_texts

TEXT = (
    "KABUL – At least eight people were killed on August 6, 2022 in a bomb attack on a school in "
    "Karvan city, Governor Mira Halden said. A week later, Hill Guard fighters stormed a "
    "checkpoint near Oshtin, wounding 12 soldiers. “We did not do it,” said Tomas Erdin, a "
    "spokesman for the Hill Guard."
)


def each() -> list[Suggester]:
    """The built-in suggesters."""
    return list(built_in())


@given(hostile_texts)
def test_offsets_lie_in_a_wanted_sentence_of_any_text(text: str) -> None:
    asked = page(text)
    spans = [(one.start, one.end) for one in asked.wanted]
    for suggester in each():
        for one in suggester.suggest(asked):
            start, end = one.anchor
            assert any(left <= start < end <= right for left, right in spans)
            for filler in one.roles:
                assert all(0 <= a < b <= len(text) for a, b in filler.fragments)
            for value in one.attributes:
                assert value.evidence is None or 0 <= value.evidence.start < value.evidence.end


@pytest.mark.parametrize("suggester", each(), ids=lambda one: one.name)
def test_the_same_page_gets_the_same_proposals(suggester: Suggester) -> None:
    first = list(suggester.suggest(page(TEXT)))
    assert first
    assert first == list(suggester.suggest(page(TEXT)))


@pytest.mark.parametrize("suggester", each(), ids=lambda one: one.name)
def test_a_part_of_the_page_gets_what_it_gets_in_the_whole(suggester: Suggester) -> None:
    whole = list(suggester.suggest(page(TEXT)))
    parts = [one for n in range(3) for one in suggester.suggest(page(TEXT, wanted=[n]))]
    assert parts == whole


def test_types_roles_and_attributes_are_those_of_the_packaged_scheme() -> None:
    known = scheme()
    for suggester in each():
        for one in suggester.suggest(page(TEXT)):
            attributes = {keyed.attribute.name for keyed in known.attributes_for(one.type)}
            assert {value.name for value in one.attributes} <= attributes
            own = known.roles_of(one.type) if one.layer != "entities" else ()
            permitted = {role.name: known.permitted_fillers(role) for role in own}
            for filler in one.roles:
                assert filler.type in permitted[filler.role], (one.type, filler)


def test_reasons_quote_no_more_than_the_words_around() -> None:
    for suggester in each():
        for one in suggester.suggest(page(TEXT)):
            assert one.reason
            assert len(one.reason) < 140


def test_names_of_suggesters_are_plain_and_apart() -> None:
    names = [one.name for one in each()]
    assert names == ["gazetteer", "patterns", "dates", "casualties", "cues", "frames"]


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "import sys, annotator.suggest.builtin\n"
        "print([name for name in sys.modules if name.startswith('annotator.suggest.names')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_sentence_without_end_gets_nothing_and_the_next_one_does() -> None:
    endless = "Police said the Hill Guard of Karvan killed eight people, " * 60
    asked = page(endless + "\n\nPolice left Kabul on Monday.")
    found = [one for suggester in each() for one in suggester.suggest(asked)]
    assert found
    assert all(one.anchor.start >= len(endless) for one in found)

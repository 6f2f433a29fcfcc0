"""Jump hints: codes that cannot be mistaken, on what is in view, nearest first."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.labelling.desk import Desk
from annotator.labelling.hints import (
    ALPHABET,
    codes,
    folded,
    hints_for_slot,
    hints_for_things,
    hints_for_words,
)
from annotator.labelling.reader import Reader
from annotator.labelling.refusals import Refused
from annotator.labelling.sentence_map import Light
from annotator.model.spans import Span
from annotator.project import Project
from annotator.text.segment import segment
from tests.support import article_ids
from tests.unit.labelling.test_reader import TEXT, mention, work_on
from tests.unit.text.hostile import hostile_texts

WHOLE = Span(0, 10_000)


@pytest.fixture
def desk(project: Project) -> Desk:
    """Ann's desk at the first article."""
    return project.desk("ann", article_ids(project)[0])


@given(st.integers(0, 900), st.integers(2, 26))
def test_codes_are_prefix_free_and_short_ones_come_first(count: int, size: int) -> None:
    alphabet = ALPHABET[:size]
    found = codes(count, alphabet)
    assert len(found) == len(set(found)) == min(count, size * size)
    assert all(set(code) <= set(alphabet) for code in found)
    assert [len(code) for code in found] == sorted(len(code) for code in found)
    singles = {code for code in found if len(code) == 1}
    assert not any(code[0] in singles for code in found if len(code) == 2)


def test_as_many_codes_as_possible_have_one_letter() -> None:
    assert sum(len(code) == 1 for code in codes(26)) == 26
    assert sum(len(code) == 1 for code in codes(27)) == 25
    assert sum(len(code) == 1 for code in codes(100)) == 23


def test_things_are_annotations_and_candidates_nearest_first() -> None:
    reader = Reader(work_on(TEXT, mention(TEXT, (7, 14))))
    lights = list(hints_for_things(reader, WHOLE).targets.values())
    starts = [light.hull.start for light in lights]
    here = reader.light.hull.start
    assert starts == sorted(starts, key=lambda start: (abs(start - here), start))
    texts = {TEXT[slice(*light.hull)] for light in lights}
    assert {"Monday", "Velmora Relief"} <= texts
    assert any(light.annotation for light in lights)


def test_a_slot_has_the_likelier_first_and_the_longest_of_one_place() -> None:
    reader = Reader(work_on(TEXT))
    start = reader.sentence.start
    far, near, word, phrase = (
        Light(start, (Span(TEXT.index(words), TEXT.index(words) + len(words)),))
        for words in ("Nobody", "Monday", "Velmora", "Velmora Relief")
    )
    found = hints_for_slot(reader, [[far], [word, phrase], [near, far]], "xyz")
    assert found.targets == {"x": far, "y": phrase, "z": near}


def test_only_what_begins_in_view_has_a_hint() -> None:
    reader = Reader(work_on(TEXT))
    view = Span(TEXT.index("At least"), TEXT.index("Nobody"))
    found = hints_for_things(reader, view).targets.values()
    assert found and all(view.start <= light.hull.start < view.end for light in found)


def test_words_are_found_by_their_letter_whatever_its_case_and_accent() -> None:
    text = "Éva met eleven Elders at 8."
    reader = Reader(work_on(text))
    found = hints_for_words(reader, WHOLE, "e").targets.values()
    lit = reader.lit_text
    words = {"Éva", "eleven", "Elders"} - {lit}
    assert {text[slice(*light.hull)] for light in found} == words
    assert folded("É") == folded("e") == "e"
    assert [text[slice(*one.hull)] for one in hints_for_words(reader, WHOLE, "8").targets.values()]


def test_a_stretch_stays_in_the_sentence() -> None:
    reader = Reader(work_on(TEXT))
    found = hints_for_words(reader, WHOLE, "n", stretch=True)
    assert found.targets == {}


@given(hostile_texts)
def test_hints_stand_on_text_in_any_text(text: str) -> None:
    assume(segment(text))
    reader = Reader(work_on(text))
    for light in hints_for_things(reader, Span(0, len(text))).targets.values():
        assert text[slice(*light.hull)].strip()


# ----------------------------------------------------------------------------------- at the desk


def offered(desk: Desk, words: str) -> str:
    """Return the code on a text."""
    assert desk.hints is not None
    text = desk.session.work.text
    return next(c for c, one in desk.hints.targets.items() if text[slice(*one.hull)] == words)


def type_code(desk: Desk, code: str) -> None:
    """Type a code letter by letter."""
    for letter in code:
        assert desk.jumps.take(letter, WHOLE) is not None


def test_a_hint_lights_and_ends(desk: Desk) -> None:
    desk.jumps.offer(WHOLE)
    type_code(desk, offered(desk, "Monday"))
    assert desk.reader.lit_text == "Monday"
    assert desk.hints is None


def test_a_capital_gives_the_last_label_and_the_others_stay(desk: Desk) -> None:
    desk.label("PERSON")
    desk.jumps.offer(WHOLE)
    code = offered(desk, "Monday")
    others = set(desk.hints.targets) - {code} if desk.hints else set()
    type_code(desk, code.upper())
    assert [item.type for item in desk.session.work.annotations.values()] == ["PERSON"] * 2
    assert desk.hints is not None
    assert set(desk.hints.targets) == others


def test_a_capital_without_a_last_label_is_refused(desk: Desk) -> None:
    desk.jumps.offer(WHOLE)
    with pytest.raises(Refused, match="none was given yet"):
        type_code(desk, offered(desk, "Monday").upper())
    assert not desk.session.work.annotations


def test_any_other_key_ends_the_hints(desk: Desk) -> None:
    desk.jumps.offer(WHOLE)
    assert desk.jumps.take("+", WHOLE) is None
    assert desk.hints is None


def test_a_letter_that_follows_half_a_hint_labels_nothing(project: Project) -> None:
    desk = project.desk("ann", article_ids(project)[0])
    desk.jumps.offer(WHOLE)
    assert desk.hints is not None
    light = next(iter(desk.hints.targets.values()))
    desk.hints = desk.hints._replace(targets={"zq": light})
    assert desk.jumps.take("z", WHOLE) is not None
    outcome = desk.jumps.take("p", WHOLE)
    assert outcome is not None
    assert "no hint zp" in outcome.message
    assert desk.hints is None


def test_a_word_alone_with_its_letter_lights_at_once(desk: Desk) -> None:
    desk.jumps.await_first_letter(stretch=False)
    desk.jumps.take("n", WHOLE)
    assert desk.reader.lit_text == "Nobody"
    desk.jumps.await_first_letter(stretch=False)
    outcome = desk.jumps.take("q", WHOLE)
    assert outcome is not None
    assert "begins with q" in outcome.message
    assert desk.hints is None


def test_stretching_takes_all_between(desk: Desk) -> None:
    text = desk.session.work.text
    end = text.index("Monday")
    desk.reader.go_to_offset(0)
    first = desk.reader.light.hull.start
    desk.jumps.await_first_letter(stretch=True)
    desk.jumps.take("M", WHOLE)
    if desk.hints is not None:
        type_code(desk, offered(desk, "Monday"))
    assert desk.reader.light.fragments == (Span(first, end + 6),)


def test_the_light_stays_when_going_on_is_off(desk: Desk) -> None:
    desk.turn_going_on()
    before = desk.reader.light.fragments
    desk.label("PERSON")
    assert desk.reader.light.fragments == before
    assert desk.reader.mention
    assert desk.yes().message == ""
    desk.no()
    assert desk.reader.light.fragments == before
    assert "goes on" in desk.turn_going_on().message

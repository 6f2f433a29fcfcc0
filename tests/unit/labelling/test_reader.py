"""The reader: whatever keys are pressed, the light stands on whole characters of one sentence."""

from collections.abc import Callable, Sequence
from itertools import count, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.labelling.reader import Edge, Reader, Step
from annotator.labelling.sentence_map import Light, map_sentence
from annotator.labelling.work import Work
from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.model.article import Document, Sentence
from annotator.model.completion import Completion
from annotator.model.spans import Span
from annotator.store.journal import Edit
from annotator.text.graphemes import is_boundary
from annotator.text.segment import segment
from annotator.text.tokens import tokenize
from tests.support import STAMP, document
from tests.unit.text.hostile import hostile_texts

_NUMBERS = count()
TEXT = (
    "Others stormed Karvan on Monday, and Foreign Minister Tomas Erdin fled with Velmora Relief.\n"
    "At least 12 people were killed near the Sarn valley.\n"
    "Nobody claimed the attack."
)


def work_on(text: str, *mentions: Mention) -> Work:
    """Return work on a text, cut into sentences as an import does."""
    made = document(text)
    units = segment(text)
    sentences = tuple(Sentence(start=one.start, end=one.end) for one in units)
    return Work(Document(made.article, text, sentences), mentions, ())


def mention(text: str, *parts: tuple[int, int], kind: str = "GPE") -> Mention:
    """Return a mention on these ranges."""
    return Mention(
        id=f"e_{next(_NUMBERS):012}",
        article=ids.article_id(ids.hash_text(text)),
        annotator="ann",
        type=kind,
        scheme="sha256:0",
        created=STAMP,
        changed=STAMP,
        fragments=tuple(Span(*part) for part in parts),
    )


def on(*found: str, kind: str = "GPE") -> Mention:
    """Return a mention on words of TEXT, each a fragment."""
    return mention(TEXT, *((TEXT.index(w), TEXT.index(w) + len(w)) for w in found), kind=kind)


def reader_at(*mentions: Mention, lit: str = "") -> Reader:
    """Return a reader of TEXT with these mentions, with a word lit."""
    reader = Reader(work_on(TEXT, *mentions))
    if lit:
        start = TEXT.index(lit)
        reader.select(start, start + len(lit))
    return reader


def walked(reader: Reader, step: Step, times: int) -> list[str]:
    """Return what lights up in so many steps."""
    found = []
    for _ in range(times):
        reader.walk(step)
        found.append(reader.lit_text)
    return found


# ------------------------------------------------------------------------------- examples


def test_the_first_stop_is_lit_at_first() -> None:
    assert Reader(work_on(TEXT)).lit_text == "Karvan"


def test_walking_passes_punctuation_and_takes_names_numbers_and_dates_as_one() -> None:
    reader = reader_at(lit="Others")
    assert walked(reader, 1, 6) == [
        *("stormed", "Karvan", "on", "Monday", "and", "Foreign Minister Tomas Erdin"),
    ]
    reader = reader_at(lit="with Velmora")
    assert walked(reader, 1, 4) == ["Velmora Relief", "At least 12", "people", "were"]


def test_walking_goes_on_beyond_a_selection() -> None:
    for lit, right, left in (
        ("stormed Karvan", "on", "Others"),
        ("Karva", "Karvan", "stormed"),
        ("arvan", "on", "Karvan"),
        ("and Foreign", "Foreign Minister Tomas Erdin", "Monday"),
    ):
        assert walked(reader_at(lit=lit), 1, 1) == [right]
        assert walked(reader_at(lit=lit), -1, 1) == [left]


def test_pressing_between_the_parts_of_a_mention_lights_the_word_there() -> None:
    work = work_on(TEXT, on("Others", "Monday"))
    reader = Reader(work)
    reader.go_to_offset(TEXT.index("on Monday"))
    assert reader.lit_text == "on"
    stops = map_sentence(work, work.sentences[0]).stops
    assert TEXT.index("Karvan") in {stop.start for stop in stops}


def test_inside_a_name_walking_goes_by_words() -> None:
    reader = reader_at(lit="Foreign")
    assert walked(reader, 1, 4) == ["Minister", "Tomas", "Erdin", "fled"]
    assert walked(reader, -1, 1) == ["Foreign Minister Tomas Erdin"]


def test_a_mention_lights_up_as_one_and_shrinking_goes_into_it() -> None:
    outer = on("Minister Tomas Erdin fled", kind="PERSON")
    reader = reader_at(outer, lit="Monday")
    assert walked(reader, 1, 3) == ["and", "Foreign", "Minister Tomas Erdin fled"]
    assert reader.mention == outer
    reader.shrink()
    assert reader.lit_text == "Tomas Erdin"


def test_words_between_the_parts_of_a_mention_are_walked_through() -> None:
    parted = on("Others", "Monday")
    reader = reader_at(parted)
    reader.go_to_end(-1)
    assert reader.mention == parted
    assert walked(reader, 1, 4) == ["stormed", "Karvan", "on", "and"]
    assert walked(reader, -1, 4) == ["on", "Karvan", "stormed", "Others Monday"]


def test_a_mention_in_the_gap_of_another_is_lit_as_what_it_is() -> None:
    inside = on("Karvan")
    reader = reader_at(on("Others", "Monday"), inside)
    reader.go_to_end(-1)
    walked(reader, 1, 2)
    assert reader.mention == inside


def test_overlapping_mentions_are_all_reached_in_both_directions() -> None:
    left, right = on("stormed Karvan"), on("Karvan on")
    reader = reader_at(left, right, lit="Others")
    assert walked(reader, 1, 3) == ["stormed Karvan", "Karvan on", "Monday"]
    assert walked(reader, -1, 3) == ["Karvan on", "stormed Karvan", "Others"]


def test_walking_ends_at_both_ends_of_the_article() -> None:
    reader = Reader(work_on(TEXT))
    assert walked(reader, -1, 5)[-1] == "Others"
    reader.go_to_sentence(2)
    assert walked(reader, 1, 9)[-1] == "attack"


def test_growing_goes_through_annotations_and_shrinking_comes_back() -> None:
    person = on("Foreign Minister Tomas Erdin", kind="PERSON")
    reader = reader_at(person, lit="Tomas Erdin")
    reader.grow()
    assert reader.mention == person
    reader.shrink()
    assert reader.lit_text == "Tomas Erdin"


def test_growing_reaches_the_second_label_of_a_range() -> None:
    reader = reader_at(on("Karvan"), on("Karvan", kind="LOC"))
    reader.go_to_offset(TEXT.index("Karvan"))
    first = reader.mention
    reader.grow()
    assert reader.lit_text == "Karvan"
    assert reader.mention != first
    reader.shrink()
    assert reader.mention == first


def test_edges_move_by_word_and_by_character() -> None:
    reader = reader_at(lit="Karvan")
    cases: list[tuple[Edge, Step, str]] = [
        ("start", -1, "stormed Karvan"),
        ("end", 1, "stormed Karvan on"),
        ("start", 1, "Karvan on"),
        ("end", -1, "Karvan"),
    ]
    for edge, step, lit in cases:
        fragments = reader.nudged(edge, step)
        assert fragments
        reader.set_fragments(fragments)
        assert reader.lit_text == lit
    reader.by_character = True
    fragments = reader.nudged("end", -1)
    assert fragments
    reader.set_fragments(fragments)
    assert reader.lit_text == "Karva"


def test_an_edge_by_character_passes_white_space() -> None:
    reader = reader_at(lit="Karvan")
    reader.by_character = True
    fragments = reader.nudged("end", 1)
    assert fragments
    reader.set_fragments(fragments)
    assert reader.lit_text == "Karvan o"


def test_an_edge_does_not_leave_its_sentence_or_cross_the_other() -> None:
    reader = reader_at(lit="Others")
    assert reader.nudged("start", -1) is None
    assert reader.nudged("end", -1) is None
    reader.go_to_end(1)
    assert reader.nudged("end", 1)
    reader.select(TEXT.index("Relief."), TEXT.index("Relief.") + 7)
    assert reader.nudged("end", 1) is None


def test_what_is_held_is_taken_with_what_is_lit() -> None:
    reader = reader_at(lit="Others")
    reader.hold()
    reader.go_to_offset(TEXT.index("Monday"))
    assert [TEXT[slice(*part)] for part in reader.taken()] == ["Others", "Monday"]
    reader.hold()
    reader.select(TEXT.index("on Monday"), TEXT.index("on Monday") + 9)
    assert [TEXT[slice(*part)] for part in reader.taken()] == ["Others", "on Monday"]
    reader.let_go()
    assert reader.taken() == reader.light.fragments


def test_boilerplate_is_passed_by_sentence_word_and_stop() -> None:
    work = work_on(TEXT)
    work.sentences[1] = work.sentences[1].model_copy(update={"kind": "boilerplate"})
    reader = Reader(work)
    reader.go_to_sentence(reader.index + 1)
    assert reader.index == 2
    reader.go_to_sentence(reader.index - 1, -1)
    assert reader.index == 0
    reader.go_to_end(1)
    assert walked(reader, 1, 1) == ["Nobody"]
    reader.go_to_sentence(0)
    assert reader.go_to_undone(lambda sentence: True)
    assert reader.index == 2


def test_tab_passes_sentences_that_are_done_but_not_stale_ones() -> None:
    work = work_on(TEXT)
    second = work.sentences[1]
    done = Completion(
        article=work.article.id,
        sentence=second.start,
        layer="entities",
        annotator="ann",
        state="done",
        changed=STAMP,
    )
    work.apply([Edit(None, done)])
    reader = Reader(work)
    reader.go_to_offset(TEXT.index("Velmora"))
    reader.next_stop(1)
    assert reader.index == 0
    work.apply([Edit(done, done.model_copy(update={"stale": True}))])
    reader.go_to_offset(TEXT.index("Velmora"))
    reader.next_stop(1)
    assert reader.index == 1


def test_tab_comes_back_to_what_was_passed_in_the_last_undone_sentence() -> None:
    reader = Reader(work_on("Others stormed Karvan and Velmora."))
    reader.go_to_end(1)
    assert reader.next_stop(1)
    assert reader.lit_text == "Karvan"


def test_tab_says_when_nothing_else_is_undecided() -> None:
    reader = Reader(work_on("Others stormed Karvan."))
    assert reader.lit_text == "Karvan"
    assert not reader.next_stop(1)


def test_the_light_stays_on_its_text_when_the_sentence_is_split_and_joined() -> None:
    work = work_on(TEXT)
    reader = Reader(work)
    reader.go_to_offset(TEXT.index("Velmora"))
    whole = work.sentences[0]
    cut = TEXT.index("and Foreign")
    work.sentences[0:1] = [
        whole.model_copy(update={"end": cut - 1}),
        whole.model_copy(update={"start": cut}),
    ]
    again = Work(Document(work.article, TEXT, tuple(work.sentences)), (), ())
    reader.follow(frozenset(one.start for one in again.sentences), again)
    assert (reader.index, reader.lit_text) == (1, "Velmora Relief")


def test_a_mention_that_reaches_over_sentences_is_lit_in_both() -> None:
    wide = on("Relief.\nAt least 12")
    reader = reader_at(wide)
    for start in (TEXT.index("Relief"), TEXT.index("12")):
        reader.go_to_offset(start)
        assert reader.mention == wide
        assert reader.sentence.start <= start < reader.sentence.end
        for move in (reader.grow, reader.shrink, lambda: reader.walk(1), lambda: reader.walk(-1)):
            move()
            assert reader.lit_text


@pytest.mark.parametrize("text", ["x", "…", "[/b]", "👩‍👩‍👧", "\u200b", "\x1b[0m", "سلام", "日本"])
def test_the_shortest_texts_have_a_light(text: str) -> None:
    reader = Reader(work_on(text))
    assert reader.lit_text
    walked(reader, 1, 2)
    walked(reader, -1, 2)
    reader.grow()
    reader.shrink()
    assert reader.lit_text


# ----------------------------------------------------------------------------- properties


def nudge(reader: Reader, edge: Edge, step: Step) -> None:
    """Move an edge of a selection."""
    fragments = reader.nudged(edge, step)
    if fragments is not None:
        reader.set_fragments(fragments)


def turn(reader: Reader) -> None:
    """Turn stepping by character on or off."""
    reader.by_character = not reader.by_character


MOTIONS: dict[str, Callable[[Reader], object]] = {
    "walk(1)": lambda r: r.walk(1),
    "walk(-1)": lambda r: r.walk(-1),
    "down": lambda r: r.go_to_sentence(r.index + 1, 1),
    "up": lambda r: r.go_to_sentence(r.index - 1, -1),
    "home": lambda r: r.go_to_end(-1),
    "end": lambda r: r.go_to_end(1),
    "tab": lambda r: r.next_stop(1),
    "backtab": lambda r: r.next_stop(-1),
    "grow": lambda r: r.grow(),
    "shrink": lambda r: r.shrink(),
    "start left": lambda r: nudge(r, "start", -1),
    "start right": lambda r: nudge(r, "start", 1),
    "end left": lambda r: nudge(r, "end", -1),
    "end right": lambda r: nudge(r, "end", 1),
    "by character": turn,
    "select": lambda r: r.select(r.light.hull.start + 1, r.light.hull.end + 3),
    "press": lambda r: r.go_to_offset(r.light.hull.end + 2),
}


@st.composite
def works(draw: st.DrawFn) -> Work:
    """Return work on a hostile text, with mentions on token edges, some in several parts."""
    text = draw(st.one_of(hostile_texts, st.just(TEXT)))
    bare = work_on(text) if segment(text) else None
    assume(bare is not None)
    assert bare is not None
    made = []
    for _ in range(draw(st.integers(0, 5))):
        sentence = draw(st.sampled_from(bare.sentences))
        tokens = tokenize(text, sentence.start, sentence.end)
        edges = draw(st.lists(st.sampled_from(tokens), min_size=1, max_size=4, unique=True))
        places = sorted((token.start, token.end) for token in edges)
        parts = [(one[0], other[1]) for one, other in zip(places[::2], places[1::2], strict=False)]
        made.append(mention(text, *(parts or places[:1])))
    return work_on(text, *made)


def check_light(work: Work, light: Light) -> None:
    """Assert what always holds of the light."""
    sentence = next(one for one in work.sentences if one.start == light.sentence)
    assert light.fragments
    for start, end in light.fragments:
        assert sentence.start <= start < end <= sentence.end
        assert is_boundary(work.text, start)
        assert is_boundary(work.text, end)
        assert work.text[start:end] == work.text[start:end].strip()
    for one, other in pairwise(light.fragments):
        assert one.end <= other.start
    if light.annotation:
        lit = work.annotations[light.annotation]
        assert isinstance(lit, Mention)
        assert lit.fragments == light.fragments


@given(works(), st.lists(st.sampled_from(sorted(MOTIONS)), max_size=40))
def test_the_light_stands_on_whole_trimmed_text_of_one_sentence(
    work: Work, motions: Sequence[str]
) -> None:
    reader = Reader(work)
    check_light(work, reader.light)
    for name in motions:
        MOTIONS[name](reader)
        check_light(work, reader.light)


@given(works())
def test_a_step_to_the_right_and_back_returns(work: Work) -> None:
    reader = Reader(work)
    reader.go_to_sentence(0)
    reader.go_to_end(-1)
    while True:
        here = reader.light
        reader.walk(1)
        if reader.light == here:
            return
        reader.walk(-1)
        assert reader.light == here
        reader.walk(1)


@given(works())
def test_walking_visits_every_step_in_order(work: Work) -> None:
    expected = [light for one in work.sentences for light in map_sentence(work, one).steps]
    reader = Reader(work)
    reader.go_to_sentence(0)
    reader.go_to_end(-1)
    seen = [reader.light]
    for _ in expected[1:]:
        reader.walk(1)
        seen.append(reader.light)
    assert seen == expected


@given(works(), st.sampled_from((1, -1)))
def test_tab_visits_every_stop_once(work: Work, step: Step) -> None:
    stops = [stop for one in work.sentences for stop in map_sentence(work, one).stops]
    reader = Reader(work)
    seen = []
    for _ in stops:
        reader.next_stop(step)
        seen.append(reader.light.hull)
    assert sorted(seen) == sorted(stops)
    if len(stops) > 1:
        reader.next_stop(step)
        assert reader.light.hull == seen[0]


@given(works(), st.lists(st.sampled_from(sorted(MOTIONS)), max_size=10))
def test_growing_grows_to_the_sentence_and_shrinking_comes_back(
    work: Work, motions: Sequence[str]
) -> None:
    reader = Reader(work)
    for name in motions:
        MOTIONS[name](reader)
    lights = [reader.light]
    while True:
        reader.grow()
        if reader.light == lights[-1]:
            break
        lights.append(reader.light)
    for one, other in pairwise(lights):
        smaller, larger = one.hull, other.hull
        grown = larger.start <= smaller.start and smaller.end <= larger.end and larger != smaller
        assert grown or (one.fragments == other.fragments and one.annotation < other.annotation)
    assert lights[-1].hull == (reader.sentence.start, reader.sentence.end)
    for before in reversed(lights[:-1]):
        reader.shrink()
        assert reader.light == before


@pytest.mark.parametrize(
    ("text", "lit", "edge", "step", "moved"),
    [
        ("昨天塔利班袭击了喀布尔。", "塔利班", "start", 1, "利班"),
        ("昨天塔利班袭击了喀布尔。", "塔利班", "end", 1, "塔利班袭"),
        ("昨日タリバンが来た。", "タリバン", "end", 1, "タリバンが"),
        ("昨日タリバンが来た。", "タリバン", "start", -1, "日タリバン"),
        ("กลุ่มตาลีบันโจมตี", "ตาลีบัน", "start", 1, "ลีบัน"),
        ("กลุ่มตาลีบันโจมตี", "ตาลีบัน", "end", 1, "ตาลีบันโจ"),
    ],
)
def test_edges_move_by_written_signs_where_there_are_no_blanks(
    text: str, lit: str, edge: Edge, step: Step, moved: str
) -> None:
    reader = Reader(work_on(text))
    start = text.index(lit)
    reader.select(start, start + len(lit))
    (found,) = reader.nudged(edge, step) or ()
    assert text[found.start : found.end] == moved


def test_walking_through_text_without_blanks_lights_every_sign() -> None:
    text = "塔利班否认。"
    reader = Reader(work_on(text))
    reader.select(0, 1)
    assert [text[0], *walked(reader, 1, 4)] == list("塔利班否认")

"""The places of a sentence: what walking lights as one, and which stops marks leave open."""

from hypothesis import given

from annotator.labelling.sentence_map import lies_in, map_sentence
from annotator.labelling.work import Work
from tests.unit.labelling.test_reader import mention, work_on, works
from tests.unit.text.counting import calls

TEXT = "The Kenyan envoy for Velmora met Foreign Minister Tomas Erdin, 40, of Hill Gate mosque."


def stops(*marked: str) -> list[str]:
    """Return the open stops of TEXT with these words marked."""
    spans = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in marked]
    work = work_on(TEXT, *(mention(TEXT, span) for span in spans))
    return [TEXT[start:end] for start, end in map_sentence(work, work.sentences[0]).stops]


def test_the_wider_stop_comes_first_and_names_and_numbers_stay_inside_a_mark() -> None:
    envoy, minister = "The Kenyan envoy for Velmora", "Foreign Minister Tomas Erdin"
    inside = ["Kenyan", "Velmora"]
    rest = ["Tomas Erdin", "40", "Hill Gate mosque"]
    assert stops() == [envoy, *inside, minister, *rest, "Hill Gate"]
    assert stops(envoy) == [*inside, minister, *rest, "Hill Gate"]
    assert stops(envoy, "Kenyan") == ["Velmora", minister, *rest, "Hill Gate"]
    assert stops(minister) == [envoy, *inside, *rest, "Hill Gate"]
    assert stops("Hill Gate mosque") == [envoy, *inside, minister, "Tomas Erdin", "40"]


def test_names_numbers_and_dates_are_one_step_and_descriptions_are_not() -> None:
    work = work_on(TEXT)
    steps = [light.hull for light in map_sentence(work, work.sentences[0]).steps]
    assert [TEXT[start:end] for start, end in steps] == [
        *("The", "Kenyan", "envoy", "for", "Velmora", "met", "Foreign Minister Tomas Erdin"),
        *("40", "of", "Hill Gate mosque"),
    ]


@given(works())
def test_mentions_in_no_other_are_steps_and_no_step_meets_them(work: Work) -> None:
    for sentence in work.sentences:
        found = map_sentence(work, sentence)
        mentions = work.mentions_in(sentence.start)
        outer = {
            one.fragments
            for one in mentions
            if not any(lies_in(one.fragments, other.fragments) for other in mentions)
        }
        assert {light.fragments for light in found.steps if light.annotation} == outer
        covered = [part for fragments in outer for part in fragments]
        for light in found.steps:
            if not light.annotation:
                assert not any(
                    light.hull.start < part.end and part.start < light.hull.end for part in covered
                )
        marked = {part for one in mentions for part in one.fragments}
        assert marked.isdisjoint(found.stops)


def test_work_grows_as_the_marks_do() -> None:
    def work(times: int) -> int:
        text = "x " + "Ana Lind of Velmora met them, " * times
        marks = [(2 + 30 * i, 2 + 30 * i + 8) for i in range(times)]
        made = work_on(text, *(mention(text, mark) for mark in marks))
        return calls(lambda: map_sentence(made, made.sentences[0]))

    work(1)
    assert work(400) <= 2.3 * work(200)

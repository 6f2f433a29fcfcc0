"""The reader: which range of the text is lit, and how keys move the light. Knows no screen.

Exactly one range is lit at any time, and every key acts on what is lit. Words of a name, a number,
a date or one's own annotation light up together; what lies inside them is reached by shrinking.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from annotator.labelling.sentence_map import (
    Light,
    SentenceMap,
    contains,
    lies_in,
    light_of,
    map_sentence,
)
from annotator.labelling.work import Touched, Work
from annotator.model.annotation import Layer, Mention
from annotator.model.article import Sentence
from annotator.model.spans import Span, covered_text, overlap
from annotator.text.graphemes import is_boundary, next_boundary, previous_boundary
from annotator.text.units import enclosing_units, inner_units

Edge = Literal["start", "end"]
Step = Literal[-1, 1]


def _no_ghosts(_: int) -> Sequence[Span]:
    return ()


class Reader:
    """Moves the light over one annotator's work on one article."""

    def __init__(
        self,
        work: Work,
        layers: tuple[Layer, ...] = ("entities",),
        ghosts: Callable[[int], Sequence[Span]] = _no_ghosts,
    ) -> None:
        """Begin at the first sentence.

        Args:
            layers: whose stops there are.
            ghosts: gives the suggested ranges of the sentence that begins at an offset.
        """
        self._work, self._layers, self._ghosts = work, layers, ghosts
        self._maps: dict[int, SentenceMap] = {}
        self._grown_from: tuple[Light, ...] = ()
        self.held: tuple[Span, ...] = ()
        """Fragments kept by `hold`, waiting for the next range and a label."""
        self.by_character = False
        """Whether the edge keys step by character until the next label."""
        self.light = self._first_light(self._open_index(0, 1, otherwise=0))

    # ------------------------------------------------------------------ where the light is

    @property
    def index(self) -> int:
        """The number of the lit sentence, from 0."""
        return self._work.index_at(self.light.sentence)

    @property
    def sentence(self) -> Sentence:
        """The lit sentence."""
        return self._work.sentences[self.index]

    @property
    def mention(self) -> Mention | None:
        """The mention that is lit."""
        found = self._work.annotations.get(self.light.annotation)
        return found if isinstance(found, Mention) else None

    @property
    def text(self) -> str:
        """The text of the article."""
        return self._work.text

    @property
    def lit_text(self) -> str:
        """The text under the light, fragments joined by one space."""
        return covered_text(self._work.text, self.light.fragments)

    @property
    def held_text(self) -> str:
        """The text that is held, fragments joined by one space."""
        return covered_text(self._work.text, self.held)

    def maps_in(self, view: Span) -> Iterator[tuple[int, SentenceMap]]:
        """Yield the start and the places of each sentence in a range, boilerplate left out."""
        for sentence in self._work.sentences_touching((view,)):
            if sentence.kind != "boilerplate":
                yield sentence.start, self._map(self._work.index_of(sentence.start))

    def has_stop_ahead(self) -> bool:
        """Say whether the sentence has a stop behind the light."""
        return self._stop_beyond(1) is not None

    # --------------------------------------------------------------------------- motions

    def walk(self, step: Step) -> None:
        """Go to the next or previous word; names, numbers, dates and annotations are one."""
        found = self._word_inside(step) or self._step_beyond(step)
        if found is None:
            index = self._open_index(self.index + step, step, otherwise=self.index)
            if index == self.index:
                return
            found = self._map(index).steps[0 if step > 0 else -1]
        self._move(found)

    def go_to_sentence(self, index: int, step: Step = 1) -> None:
        """Light the first stop of a sentence; boilerplate is passed in the direction of `step`."""
        self._move(self._first_light(self._open_index(index, step, otherwise=self.index)))

    def go_to_end(self, step: Step) -> None:
        """Light the first (-1) or last (1) word of the sentence."""
        self._move(self._map(self.index).steps[-1 if step > 0 else 0])

    def go_to_offset(self, offset: int) -> None:
        """Light what stands at an offset: the innermost annotation, else the word."""
        index = self._work.index_at(offset)
        start = self._work.sentences[index].start
        inside = [m for m in self._work.mentions_in(start) if _covers(m.fragments, offset)]
        if inside:
            self._move(light_of(min(inside, key=lambda m: (_length(m.anchor), m.id)), start))
            return
        self._move((self._steps_at(index, offset) or [self._nearest(index, offset)])[0])

    def go_to(self, light: Light) -> None:
        """Light a place, as the annotation of exactly this range if there is one."""
        self._move(self._at(light.sentence, light.fragments, light.annotation))

    def stretch(self, word: Light) -> None:
        """Light everything from what is lit to a word of the same sentence, that word included."""
        here, there = self.light.hull, word.hull
        whole = Span(min(here.start, there.start), max(here.end, there.end))
        self._move(self._at(self.light.sentence, (whole,)))

    def go_to_mention(self, mention: Mention) -> None:
        """Light a mention."""
        start = self._work.sentences[self._work.index_at(mention.anchor.start)].start
        self._move(light_of(mention, start))

    def press(self, offset: int) -> None:
        """Light what stands at an offset: the innermost first, then what lies around it."""
        index = self._work.index_at(offset)
        start = self._work.sentences[index].start
        inside = [m for m in self._work.mentions_in(start) if _covers(m.fragments, offset)]
        inside.sort(key=lambda m: (_length(m.anchor), m.id))
        lights = [light_of(m, start) for m in inside] or self._steps_at(index, offset)
        lights += [
            Light(start, (word,)) for word in self._map(index).words if _covers((word,), offset)
        ]
        following = dict(pairwise(lights))
        self._move(following.get(self.light, lights[0]) if lights else self._nearest(index, offset))

    def draw(self, one: int, other: int) -> None:
        """Light the range between two offsets of one sentence, in whole words.

        Where the edge keys step by character, drawing does so too.
        """
        self.select(one, other)
        if not self.by_character:
            self.set_fragments((self._in_words(self.light.hull),))

    def edge_at(self, offset: int) -> Edge | None:
        """Return which edge of the lit mention the character at an offset is."""
        if self.mention is None:
            return None
        if offset == self.light.hull.start:
            return "start"
        return "end" if next_boundary(self.text, offset) == self.light.hull.end else None

    def dragged(self, edge: Edge, offset: int) -> tuple[Span, ...] | None:
        """Return the lit fragments with one edge put beside the character at an offset."""
        *others, part = _edge_last(self.light.fragments, edge)
        sentence = self.sentence
        offset = max(sentence.start, min(sentence.end - 1, offset))
        one, other = (offset, part.end) if edge == "start" else (part.start, offset + 1)
        if one >= other:
            return None
        moved = Span(one, other) if self.by_character else self._in_words(Span(one, other))
        if any(overlap(moved, fragment) for fragment in others):
            return None
        return tuple(sorted((*others, moved)))

    def select(self, one: int, other: int) -> None:
        """Light the range between two offsets of one sentence, in whole characters."""
        sentence = self._work.sentences[self._work.index_at(min(one, other))]
        text = self._work.text
        low, high = max(min(one, other), sentence.start), min(max(one, other), sentence.end)
        low = low if is_boundary(text, low) else previous_boundary(text, low)
        high = high if is_boundary(text, high) else next_boundary(text, high)
        low += len(text[low:high]) - len(text[low:high].lstrip())
        high = low + len(text[low:high].rstrip())
        if low < high:
            self._move(self._at(sentence.start, (Span(low, high),)))

    def next_stop(self, step: Step) -> bool:
        """Go to the next undecided candidate, here or in a following sentence that is not done.

        Returns:
            Whether there was one.
        """
        if self.go_on(step):
            return True
        count = len(self._work.sentences)
        # The last one is this sentence again, from its other end.
        for distance in range(1, count + 1):
            index = (self.index + step * distance) % count
            sentence = self._work.sentences[index]
            if sentence.kind == "boilerplate" or self._is_done(sentence):
                continue
            stops = self._map(index).stops
            if stops:
                stop = stops[0 if step > 0 else -1]
                is_another = stop != self.light.hull
                self._move(self._at(sentence.start, (stop,)))
                return is_another
        return False

    def go_on(self, step: Step = 1) -> bool:
        """Go to the next stop in this sentence; the light stays where there is none."""
        stop = self._stop_beyond(step)
        if stop is not None:
            self._move(self._at(self.light.sentence, (stop,)))
        return stop is not None

    def go_to_undone(self, is_undone: Callable[[Sentence], bool]) -> bool:
        """Go to the next sentence that is undone, from here round to here."""
        sentences = self._work.sentences
        for index in (*range(self.index + 1, len(sentences)), *range(self.index)):
            if sentences[index].kind != "boilerplate" and is_undone(sentences[index]):
                self._move(self._first_light(index))
                return True
        return False

    # ------------------------------------------------------------------- shape of the light

    def grow(self) -> None:
        """Light the next larger thing: annotation, name, phrase, bracket, clause, sentence."""
        sentence, here = self.sentence, self.light.hull
        units = enclosing_units(self._work.text, sentence.start, sentence.end, *here)
        wider = [self._at(sentence.start, (Span(*unit),)) for unit in units]
        wider += [light_of(m, sentence.start) for m in self._work.mentions_in(sentence.start)]
        larger = [light for light in wider if contains(light.hull, here)]
        found = self._twin() or min(larger, key=_smallest_first, default=None)
        if found:
            self._move(found, (*self._grown_from, self.light))

    def shrink(self) -> None:
        """Light what was lit before growing, else the largest part inside."""
        if self._grown_from:
            *rest, before = self._grown_from
            self._move(before, tuple(rest))
            return
        sentence, here = self.sentence, self.light.hull
        mentions = self._work.mentions_in(sentence.start)
        inside = [light_of(m, sentence.start) for m in mentions if contains(here, m.anchor)]
        if not inside:
            parts = inner_units(self._work.text, sentence.start, sentence.end, *here)
            inside = [self._at(sentence.start, (Span(*part),)) for part in parts[:1]]
        if inside:
            self._move(max(inside, key=lambda light: _length(light.hull)))

    def nudged(self, edge: Edge, step: Step) -> tuple[Span, ...] | None:
        """Return the lit fragments with one edge moved by a word or character, None at the end."""
        *others, part = _edge_last(self.light.fragments, edge)
        offset = self._moved_edge(part.start if edge == "start" else part.end, edge, step)
        moved = Span(offset, part.end) if edge == "start" else Span(part.start, offset)
        if moved == part or moved.start >= moved.end or any(overlap(moved, one) for one in others):
            return None
        return tuple(sorted((*others, moved)))

    def set_fragments(self, fragments: tuple[Span, ...], annotation: str = "") -> None:
        """Light exactly these fragments of the lit sentence."""
        self._move(self._at(self.light.sentence, fragments, annotation))

    def preview(self, fragments: tuple[Span, ...]) -> None:
        """Light a range that the lit annotation may come to have."""
        self._move(self.light._replace(fragments=fragments))

    def hold(self) -> None:
        """Keep the lit range; the next label takes it together with what is lit then."""
        self.held = _joined((*self.held, *self.light.fragments))

    def stop_at(self, layers: tuple[Layer, ...]) -> None:
        """Have the stops of these layers from now on."""
        self._layers = layers
        self._maps.clear()

    def let_go(self) -> None:
        """Forget what is held, and step by words again."""
        self.held = ()
        self.by_character = False

    def taken(self) -> tuple[Span, ...]:
        """Return what a label would name: what is held and what is lit."""
        return _joined((*self.held, *self.light.fragments))

    def follow(self, touched: Touched, work: Work) -> None:
        """Look again at sentences that changed; the light stays on its text where it can."""
        self._work = work
        if len(touched) >= len(work.sentences):
            self._maps.clear()
        for start in touched:
            self._maps.pop(start, None)
        sentence = work.sentences[work.index_at(self.light.hull.start)]
        if self.light.hull.end <= sentence.end:
            light = self._at(sentence.start, self.light.fragments, self.light.annotation)
        else:
            light = self._first_light(work.index_of(sentence.start))
        self._move(light)

    # --------------------------------------------------------------------------- helpers

    def _steps_at(self, index: int, offset: int) -> list[Light]:
        return [one for one in self._map(index).steps if _covers(one.fragments, offset)]

    def _nearest(self, index: int, offset: int) -> Light:
        """Return the step behind an offset, or the last one."""
        steps = self._map(index).steps
        return next((light for light in steps if light.hull.start > offset), steps[-1])

    def _in_words(self, span: Span) -> Span:
        """Return a range with the tokens at its edges whole."""
        tokens = self._map(self.index).tokens
        met = [token for token in tokens if overlap(token, span)]
        return Span(met[0].start, met[-1].end) if met else span

    def _move(self, light: Light, grown_from: tuple[Light, ...] = ()) -> None:
        self.light, self._grown_from = light, grown_from

    def _at(self, sentence: int, fragments: tuple[Span, ...], annotation: str = "") -> Light:
        """Return the light on a range, as the annotation of exactly this range if there is one."""
        own = self._on(sentence, fragments)
        return Light(sentence, fragments, annotation if annotation in own else (own or [""])[0])

    def _on(self, sentence: int, fragments: tuple[Span, ...]) -> list[str]:
        mentions = self._work.mentions_in(sentence)
        return [mention.id for mention in mentions if mention.fragments == fragments]

    def _twin(self) -> Light | None:
        """Return the next annotation on exactly the lit range."""
        own = self._on(self.light.sentence, self.light.fragments)
        if self.light.annotation not in own[:-1]:
            return None
        return self.light._replace(annotation=own[own.index(self.light.annotation) + 1])

    def _open_index(self, index: int, step: Step, otherwise: int) -> int:
        """Return the first sentence from `index` on that is not boilerplate."""
        sentences = self._work.sentences
        first = max(0, min(len(sentences) - 1, index))
        ahead = range(first, len(sentences) if step > 0 else -1, step)
        return next((i for i in ahead if sentences[i].kind != "boilerplate"), otherwise)

    def _first_light(self, index: int) -> Light:
        found = self._map(index)
        start = self._work.sentences[index].start
        return self._at(start, found.stops[:1]) if found.stops else found.steps[0]

    def _stop_beyond(self, step: Step) -> Span | None:
        here = self.light.hull
        # A wider candidate comes before what it contains, so "beyond" goes by start, then length.
        order = (here.start, -here.end)
        stops = self._map(self.index).stops
        beyond = [s for s in stops if ((s.start, -s.end) > order) == (step > 0) and s != here]
        return (beyond[0] if step > 0 else beyond[-1]) if beyond else None

    def _is_done(self, sentence: Sentence) -> bool:
        found = [self._work.state_of(sentence.start, layer) for layer in self._layers]
        return all(one is not None and one.state == "done" and not one.stale for one in found)

    def _step_beyond(self, step: Step) -> Light | None:
        steps, here = self._map(self.index).steps, self.light.hull
        lit = [i for i, one in enumerate(steps) if one.fragments == self.light.fragments]
        if lit:
            return next(iter(steps[lit[0] + 1 :] if step > 0 else steps[: lit[0]][::-1]), None)
        if step < 0:
            return next((one for one in reversed(steps) if one.hull.start < here.start), None)
        ahead = (one for one in steps if one.hull.start >= here.start and one.hull.end > here.end)
        return next(ahead, None)

    def _word_inside(self, step: Step) -> Light | None:
        """Return the next word inside the name or annotation around the light."""
        found, here = self._map(self.index), self.light
        around = [one for one in found.steps if lies_in(here.fragments, one.fragments)]
        if not around:
            return None
        parts = max(around, key=lambda one: _length(one.hull)).fragments
        words = [word for word in found.words if lies_in((word,), parts)]
        if step > 0:
            beyond = next((word for word in words if word.start >= here.hull.end), None)
        else:
            beyond = next((word for word in reversed(words) if word.end <= here.hull.start), None)
        return self._at(here.sentence, (beyond,)) if beyond else None

    def _moved_edge(self, offset: int, edge: Edge, step: Step) -> int:
        if self.by_character:
            return self._edge_by_character(offset, edge, step)
        tokens = self._map(self.index).tokens
        edges = [token.start if edge == "start" else token.end for token in tokens]
        if step > 0:
            return next((place for place in edges if place > offset), offset)
        return next((place for place in reversed(edges) if place < offset), offset)

    def _edge_by_character(self, offset: int, edge: Edge, step: Step) -> int:
        text, sentence = self._work.text, self.sentence
        move = next_boundary if step > 0 else previous_boundary
        place = offset
        while sentence.start <= (moved := move(text, place)) <= sentence.end and moved != place:
            place = moved
            # An edge beside white space would label the space: go on to the next character.
            beside = text[place - 1 : place] if edge == "end" else text[place : place + 1]
            if beside.strip():
                return place
        return offset

    def _map(self, index: int) -> SentenceMap:
        sentence = self._work.sentences[index]
        if sentence.start not in self._maps:
            self._maps[sentence.start] = map_sentence(
                self._work, sentence, self._layers, self._ghosts(sentence.start)
            )
        return self._maps[sentence.start]


def _covers(fragments: Iterable[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in fragments)


def _length(span: Span) -> int:
    return span.end - span.start


def _smallest_first(light: Light) -> tuple[int, bool]:
    return _length(light.hull), not light.annotation


def _edge_last(fragments: tuple[Span, ...], edge: Edge) -> tuple[Span, ...]:
    return fragments if edge == "end" else (*fragments[1:], fragments[0])


def _joined(fragments: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return fragments in order; those that overlap or stand on one range become one."""
    parts: list[Span] = []
    for part in sorted(fragments):
        if parts and part.start < parts[-1].end:
            parts[-1] = Span(parts[-1].start, max(parts[-1].end, part.end))
        else:
            parts.append(part)
    return tuple(parts)

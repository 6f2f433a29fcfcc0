"""How well candidates guess what people label: `python -m bench.candidates [--misses] [--json F]`.

Each sentence is walked as an annotator does who marks exactly the mentions of a finished layer:
stop after stop, in order, the stops inside what is already marked as the screen offers them.
Keys are counted by a simple model: a mention that is a stop costs 1 (its letter), one that lies
one key from a stop 2 (an edge moved by a word, or one `+` or `-`, and its letter), any other 4;
a stop passed for nothing costs 1, unless nothing is left to mark behind it, for then comes the 1
of the `n` that every sentence ends with.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.labelling.sentence_map import open_stops
from annotator.model.spans import Span
from annotator.resources import resource_dir
from annotator.text.candidates import Candidate, candidates
from annotator.text.tokens import tokenize
from annotator.text.units import enclosing_units, inner_units

_MARKED = Path(__file__).resolve().parents[1] / "tests/unit/text/data/marked_sentences.json"

STOP, EDGE, GROWN, MISSED = "stop", "edge", "+ or -", "missed"
_KEYS = {STOP: 1, EDGE: 2, GROWN: 2, MISSED: 4}


class Wanted(NamedTuple):
    """A mention of the finished layer."""

    fragments: tuple[Span, ...]
    type: str


class Sheet(NamedTuple):
    """A sentence with the mentions that end up in it."""

    name: str
    text: str
    sentence: Span
    wanted: tuple[Wanted, ...]


class Reached(NamedTuple):
    """How a mention was reached, and from which candidate."""

    sheet: Sheet
    wanted: Wanted
    how: str
    stop: Candidate | None


class Walk(NamedTuple):
    """What happened in one sentence."""

    reached: tuple[Reached, ...]
    passed: tuple[tuple[Sheet, Candidate], ...]
    """Stops passed for nothing while something was left to mark."""
    stops: int
    """Stops that were lit, the last look for more included."""

    @property
    def keys(self) -> int:
        """Keys for the sentence, its `n` included."""
        return sum(_KEYS[one.how] for one in self.reached) + len(self.passed) + 1


def seed_sheets() -> Iterator[Sheet]:
    """Yield the sentences of the seeds with their demonstration layer, boilerplate left out."""
    layer = resource_dir("seeds") / "layers" / "ada.jsonl"
    for line in layer.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        mentions = [_wanted(entity) for entity in record["entities"]]
        for sentence in record["sentences"]:
            span = Span(sentence["start"], sentence["end"])
            if sentence["kind"] != "boilerplate":
                inside = (m for m in mentions if span.start <= m.fragments[0].start < span.end)
                yield Sheet(record["id"][:6], record["text"], span, tuple(inside))


def marked_sheets(group: str) -> Iterator[Sheet]:
    """Yield the hand-marked sentences of a group, "seen" or "unseen"."""
    lines = json.loads(_MARKED.read_text(encoding="utf-8"))[group]
    for number, marked in enumerate(lines):
        text, wanted = read_marks(marked)
        yield Sheet(f"{group} {number}", text, Span(0, len(text)), wanted)


def read_marks(marked: str) -> tuple[str, tuple[Wanted, ...]]:
    """Return the text and the mentions of "{GPE Karvan} fell"; marks may nest."""
    text = ""
    open_marks: list[tuple[int, str]] = []
    found: list[Wanted] = []
    rest = marked
    while rest:
        if rest[0] == "{":
            kind, rest = rest[1:].split(" ", 1)
            open_marks.append((len(text), kind))
            continue
        if rest[0] == "}":
            start, kind = open_marks.pop()
            found.append(Wanted((Span(start, len(text)),), kind))
        else:
            text += rest[0]
        rest = rest[1:]
    return text, tuple(found)


def walk(sheet: Sheet) -> Walk:
    """Mark a sentence as an annotator does who knows the layer, stop after stop."""
    text, sentence = sheet.text, sheet.sentence
    proposals = candidates(text, *sentence)
    kind_of = {Span(one.start, one.end): one for one in proposals}
    left = {one.fragments[0]: one for one in sheet.wanted if len(one.fragments) == 1}
    reached: list[Reached] = []
    passed: list[tuple[Sheet, Candidate]] = []
    decided: list[Span] = []
    here, lit = (sentence.start - 1, 0), 0
    while left:
        stops = open_stops(decided, proposals)
        stop = next((s for s in stops if (s.start, -s.end) > here), None)
        if stop is None:
            break
        lit += 1
        mark, how = _best_from(sheet, stop, set(left), set(stops))
        if mark is None:
            if any(other.end > stop.start for other in left):
                passed.append((sheet, kind_of[stop]))
            here = stop.start, -stop.end
            continue
        reached.append(Reached(sheet, left.pop(mark), how, kind_of[stop]))
        decided.append(mark)
        here = mark.start, -mark.end
    missed = [one for one in sheet.wanted if len(one.fragments) > 1 or one.fragments[0] in left]
    reached += [Reached(sheet, one, MISSED, None) for one in missed]
    return Walk(tuple(reached), tuple(passed), lit)


def _wanted(entity: dict[str, Any]) -> Wanted:
    fragments = entity["fragments"] or [entity]
    return Wanted(tuple(Span(part["start"], part["end"]) for part in fragments), entity["type"])


def _best_from(
    sheet: Sheet, stop: Span, left: set[Span], stops: set[Span]
) -> tuple[Span | None, str]:
    """Return what to mark at a stop: what is no stop itself first, where that holds the stop."""
    near = {**_grown(sheet, stop), **_nudged(sheet, stop)}
    beside = sorted(
        (mark for mark in left & near.keys() if mark not in stops),
        key=lambda mark: (near[mark] != EDGE, mark.start, -mark.end),
    )
    around = [mark for mark in beside if mark.start <= stop.start and stop.end <= mark.end]
    if stop in left:
        return (around[0], near[around[0]]) if around else (stop, STOP)
    return (beside[0], near[beside[0]]) if beside else (None, MISSED)


def _nudged(sheet: Sheet, stop: Span) -> dict[Span, str]:
    """Return the ranges one edge key away."""
    tokens = tokenize(sheet.text, *sheet.sentence)
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    near: dict[Span, str] = {}
    for start in (_before(starts, stop.start), _after(starts, stop.start)):
        near[Span(start, stop.end)] = EDGE
    for end in (_before(ends, stop.end), _after(ends, stop.end)):
        near[Span(stop.start, end)] = EDGE
    return {span: how for span, how in near.items() if span.start < span.end and span != stop}


def _before(places: list[int], place: int) -> int:
    return max((one for one in places if one < place), default=place)


def _after(places: list[int], place: int) -> int:
    return min((one for one in places if one > place), default=place)


def _grown(sheet: Sheet, stop: Span) -> dict[Span, str]:
    """Return the ranges one `+` or `-` away."""
    larger = enclosing_units(sheet.text, *sheet.sentence, *stop)[:1]
    smaller = inner_units(sheet.text, *sheet.sentence, *stop)[:1]
    return {Span(*part): GROWN for part in (*larger, *smaller)}


# -------------------------------------------------------------------------------- figures


class Figures(NamedTuple):
    """What a set of walks comes to."""

    mentions: int
    sentences: int
    how: Counter[str]
    """Mentions by how they were reached."""
    types: Counter[tuple[str, str]]
    """Mentions by type and how."""
    kinds: Counter[tuple[str, str]]
    """Stops lit by kind of candidate and what came of them: a way of reaching, or "passed"."""
    keys: int

    @property
    def recall(self) -> float:
        """Share of mentions that are exact stops."""
        return self.how[STOP] / self.mentions

    @property
    def precision(self) -> float:
        """Share of lit stops that are mentions."""
        return self.how[STOP] / sum(self.kinds.values())

    @property
    def keys_per_mention(self) -> float:
        """Expected keys for each mention, `n` included."""
        return self.keys / self.mentions


def figures(walks: Iterable[Walk]) -> Figures:
    """Add walks up."""
    all_walks = list(walks)
    reached = [one for each in all_walks for one in each.reached]
    kinds = Counter((one.stop.kind, one.how) for one in reached if one.stop)
    kinds.update((stop.kind, "passed") for each in all_walks for _, stop in each.passed)
    return Figures(
        len(reached),
        len(all_walks),
        Counter(one.how for one in reached),
        Counter((one.wanted.type, one.how) for one in reached),
        kinds,
        sum(each.keys for each in all_walks),
    )


def main() -> None:
    """Print the figures of the seeds and of the hand-marked sentences."""
    parser = argparse.ArgumentParser(description="Measure the quality of candidates.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--misses", action="store_true", help="list misses and false stops")
    options = parser.parse_args()
    groups = {
        "seeds": [walk(sheet) for sheet in seed_sheets()],
        "marked, seen": [walk(sheet) for sheet in marked_sheets("seen")],
        "marked, unseen": [walk(sheet) for sheet in marked_sheets("unseen")],
    }
    for name, walks in groups.items():
        _print_figures(name, figures(walks))
        if options.misses and name != "marked, unseen":
            _print_misses(walks)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        plain = {name: _plain(figures(walks)) for name, walks in groups.items()}
        options.json.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def _plain(found: Figures) -> dict[str, float]:
    shares = {how: found.how[how] / found.mentions for how in _KEYS}
    return {
        "mentions": found.mentions,
        "sentences": found.sentences,
        **shares,
        "precision": found.precision,
        "false_stops_per_sentence": _passed(found) / found.sentences,
        "keys_per_mention": found.keys_per_mention,
    }


def _passed(found: Figures) -> int:
    return sum(count for (_, what), count in found.kinds.items() if what == "passed")


def _print_figures(name: str, found: Figures) -> None:
    print(f"\n{name}: {found.mentions} mentions in {found.sentences} sentences")
    print(
        f"  {found.keys_per_mention:.2f} keys per mention; {found.recall:.1%} are stops, "
        f"{found.precision:.1%} of stops are right, "
        f"{_passed(found) / found.sentences:.2f} false stops a sentence"
    )
    print(f"  {'':<14}" + "".join(f"{how:>9}" for how in _KEYS))
    _print_rows(found.types, tuple(_KEYS))
    print(f"  {'':<14}" + "".join(f"{what:>9}" for what in (STOP, EDGE, GROWN, "passed")))
    _print_rows(found.kinds, (STOP, EDGE, GROWN, "passed"))


def _print_rows(counts: Counter[tuple[str, str]], columns: tuple[str, ...]) -> None:
    for row in sorted({row for row, _ in counts}):
        print(f"  {row:<14}" + "".join(f"{counts[row, column]:>9}" for column in columns))
    sums = (sum(n for (_, what), n in counts.items() if what == column) for column in columns)
    print(f"  {'all':<14}" + "".join(f"{total:>9}" for total in sums))


def _print_misses(walks: list[Walk]) -> None:
    for each in walks:
        for one in each.reached:
            if one.how != STOP:
                parts = [one.sheet.text[slice(*part)] for part in one.wanted.fragments]
                nearest = one.sheet.text[one.stop.start : one.stop.end] if one.stop else "-"
                print(
                    f"  {one.how:<7} {one.sheet.name} {one.wanted.fragments[0].start:>5} "
                    f"{one.wanted.type:<12} {' … '.join(parts)!r}  from {nearest!r}"
                )
        for sheet, stop in each.passed:
            shown = sheet.text[stop.start : stop.end]
            print(f"  passed  {sheet.name} {stop.start:>5} {stop.kind:<12} {shown!r}")


if __name__ == "__main__":
    main()

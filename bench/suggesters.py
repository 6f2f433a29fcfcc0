"""How good the rule suggesters are, and how fast: `python -m bench.suggesters [--missed GROUP]`.

Proposals for entities that would be shown by default are compared with finished layers: right is
the same range with the same type, each range once. The seeds and the sentences "seen" were looked
at while the rules were written; the others were not.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.model.article import Article, Sentence
from annotator.model.scheme import Scheme
from annotator.model.scheme_file import read_scheme
from annotator.model.spans import Span
from annotator.model.suggestion import Proposal
from annotator.resources import resource_dir
from annotator.suggest.base import Page
from annotator.suggest.builtin import built_in
from bench.candidates import Sheet, Wanted, marked_sheets, read_marks, seed_sheets
from bench.report import Figure, figure, parser, publish
from bench.scale.making import make_project

_NEWS = Path(__file__).resolve().parents[1] / "tests/unit/suggest/data/marked_news.json"

ARTICLES = 1_000

SHOWN = 0.5
"""Least score of what is shown by default."""


class Compared(NamedTuple):
    """A proposal and whether a finished layer has it."""

    group: str
    suggester: str
    proposal: Proposal
    words: str
    wanted: str
    """The type that the layer has at this range, "" for none."""

    @property
    def right(self) -> bool:
        """Say whether range and type are those of the layer."""
        return self.wanted == self.proposal.type


class Group(NamedTuple):
    """Texts with their finished layer."""

    name: str
    pages: tuple[tuple[Page, tuple[Wanted, ...]], ...]


def groups() -> Iterator[Group]:
    """Yield the groups of texts, those not looked at last."""
    scheme = read_scheme(resource_dir("schemas") / "news-conflict.toml")
    yield Group("seeds", tuple(_by_text(seed_sheets(), scheme)))
    yield Group("own, seen", tuple(_by_text(marked_sheets("seen"), scheme)))
    yield Group("own, not looked at", tuple(_by_text(marked_sheets("unseen"), scheme)))
    if _NEWS.exists():
        yield Group("news, not looked at", tuple(_news(scheme)))


def compare(group: Group) -> tuple[list[Compared], Counter[str]]:
    """Return the entities that are shown, and how many mentions each type has in the layer."""
    compared: list[Compared] = []
    wanted_types: Counter[str] = Counter()
    for page, wanted in group.pages:
        types = {one.fragments[0]: one.type for one in wanted if len(one.fragments) == 1}
        wanted_types.update(one.type for one in wanted)
        for suggester in built_in():
            for one in suggester.suggest(page):
                if one.layer == "entities" and one.score >= SHOWN:
                    words = page.text[slice(*one.anchor)]
                    there = types.get(one.anchor, "")
                    compared.append(Compared(group.name, suggester.name, one, words, there))
    return compared, wanted_types


def missed(group: Group, compared: Iterable[Compared]) -> list[tuple[str, str]]:
    """Return type and words of the mentions that nobody proposes."""
    found = {(one.words, one.proposal.type) for one in compared if one.right}
    return [
        (one.type, page.text[slice(*one.fragments[0])])
        for page, wanted in group.pages
        for one in wanted
        if (page.text[slice(*one.fragments[0])], one.type) not in found
    ]


def seconds_for_a_thousand(rounds: int = 20) -> float:
    """Return how long one core takes for 1,000 articles like the seeds, with all suggesters."""
    scheme = read_scheme(resource_dir("schemas") / "news-conflict.toml")
    pages = [page for page, _ in _by_text(seed_sheets(), scheme)]
    suggesters = built_in()
    started = time.process_time()
    for number in range(rounds):
        for page in pages:
            text = page.text + " " * number  # another text each time, so that nothing is kept
            for suggester in suggesters:
                for _ in suggester.suggest(page._replace(text=text)):
                    pass
    return (time.process_time() - started) / (rounds * len(pages)) * 1000


def compare_frames() -> Counter[tuple[str, str]]:
    """Count, for claims and incidents of the seeds, what is proposed, right and missed.

    Returns:
        Numbers by layer and what is counted: frames and roles. Types and roles are compared only
        where the layer has a frame with the same cue or trigger, as the screen shows them.
    """
    counts: Counter[tuple[str, str]] = Counter()
    pages = {page.text: page for page, _ in next(groups()).pages}
    layer_file = resource_dir("seeds") / "layers" / "ada.jsonl"
    for line in layer_file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        places = {one["id"]: one for one in (*record["entities"], *record["spans"])}
        for suggester in built_in():
            for one in suggester.suggest(pages[record["text"]]):
                if one.layer != "entities" and one.score >= SHOWN:
                    _count_frame(counts, one, record[one.layer], places)
    return counts


def _count_frame(
    counts: Counter[tuple[str, str]],
    one: Proposal,
    frames: list[dict[str, Any]],
    places: dict[str, dict[str, Any]],
) -> None:
    """Count one proposed frame with its roles against the frames of a finished layer."""
    counts[one.layer, "frames shown"] += 1
    there = [
        frame
        for frame in frames
        if [(part["start"], part["end"]) for part in frame["trigger"]] == list(one.fragments)
    ]
    if not there:
        return
    counts[one.layer, "frames right"] += 1
    counts[one.layer, "types right"] += there[0]["type"] == one.type
    wanted = {
        (role["role"], places[role["target"]]["start"], places[role["target"]]["end"])
        for role in there[0]["roles"]
        if role["target"] in places
    }
    said = {(role.role, role.fragments[0].start, role.fragments[-1].end) for role in one.roles}
    counts[one.layer, "roles shown"] += len(said)
    counts[one.layer, "roles right"] += len(said & wanted)
    counts[one.layer, "roles wanted"] += len(wanted)


def _by_text(sheets: Iterable[Sheet], scheme: Scheme) -> Iterator[tuple[Page, tuple[Wanted, ...]]]:
    texts: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        texts.setdefault(sheet.text, []).append(sheet)
    for text, found in texts.items():
        yield (
            _page(text, [sheet.sentence for sheet in found], scheme),
            tuple(one for sheet in found for one in sheet.wanted),
        )


def _news(scheme: Scheme) -> Iterator[tuple[Page, tuple[Wanted, ...]]]:
    for article in json.loads(_NEWS.read_text(encoding="utf-8"))["articles"]:
        text, spans, wanted = "", [], []
        for marked in article["sentences"]:
            sentence, marks = read_marks(marked)
            start = len(text)
            spans.append(Span(start, start + len(sentence)))
            wanted += [
                Wanted(tuple(Span(a + start, b + start) for a, b in one.fragments), one.type)
                for one in marks
            ]
            text += sentence + "\n"
        yield _page(text, spans, scheme, article.get("published", "")), tuple(wanted)


def _page(text: str, spans: Iterable[Span], scheme: Scheme, published: str = "") -> Page:
    article = Article(
        id="d_0000000000000000",
        text_hash="sha256:" + "0" * 64,
        length=len(text),
        source="bench",
        source_hash="",
        published=published,
    )
    sentences = tuple(Sentence(start=start, end=end) for start, end in spans)
    return Page(article, text, sentences, sentences, scheme)


def _print_table(group: Group, compared: list[Compared], wanted: Counter[str]) -> float:
    """Print what is right by suggester and by type; return the precision of all that is shown."""
    total = sum(wanted.values())
    places = {(id(group), one.proposal.anchor, one.words, one.proposal.type) for one in compared}
    right = {
        (id(group), one.proposal.anchor, one.words, one.proposal.type)
        for one in compared
        if one.right
    }
    print(f"\n{group.name}: {total} mentions, {len(places)} shown", end="")
    print(f", precision {len(right) / max(1, len(places)):.3f}, recall {len(right) / total:.3f}")
    for key in ("suggester", "type"):
        shown: Counter[str] = Counter()
        good: Counter[str] = Counter()
        for one in compared:
            name = one.suggester if key == "suggester" else one.proposal.type
            shown[name] += 1
            good[name] += one.right
        for name, number in sorted(shown.items()):
            recall = f", of {wanted[name]}" if key == "type" else ""
            print(f"  {name:12} {good[name]:4}/{number:<4} {good[name] / number:.2f}{recall}")
    return len(right) / max(1, len(places))


def _speed() -> list[Figure]:
    """Return what a thousand articles take: the rules alone, and the command as people give it."""
    rules = [figure(f"the rules, {ARTICLES:,} articles", "s", [seconds_for_a_thousand()])]
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder), ARTICLES)
        command = [sys.executable, "-m", "annotator", "-p", str(project), "suggest"]
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took = time.perf_counter() - begun
    return [*rules, figure(f"annotator suggest, {ARTICLES:,} articles", "s", [took], "20")]


def main() -> None:
    """Print precision and recall by suggester and type, and on request what is wrong."""
    options = parser(__doc__ or "")
    options.add_argument("--wrong", metavar="GROUP", help="list what is wrong in a group")
    options.add_argument("--missed", metavar="GROUP", help="list what is missed in a group")
    asked = options.parse_args()
    figures = []
    for group in groups():
        compared, wanted = compare(group)
        precision = _print_table(group, compared, wanted)
        held_out = group.name == "news, not looked at"
        budget = ">= 0.85" if held_out else ""
        figures.append(
            figure(f"precision of entities shown, {group.name}", "", [precision], budget)
        )
        if asked.wrong == group.name:
            _print_wrong(compared)
        if asked.missed == group.name:
            for kind, words in sorted(missed(group, compared)):
                print("    missed", kind, words)
    print("\nclaims and incidents of the seeds")
    for (layer, what), number in sorted(compare_frames().items()):
        print(f"  {layer:10} {what:13} {number}")
    if not asked.wrong and not asked.missed:
        publish("suggesters", [*figures, *_speed()], asked.json)


def _print_wrong(compared: Iterable[Compared]) -> None:
    for one in sorted(compared, key=lambda one: (one.suggester, one.proposal.reason)):
        if not one.right:
            said = one.proposal
            print("   ", one.suggester, said.type, said.score, one.words, "|", one.wanted)
            print("       ", said.reason)


if __name__ == "__main__":
    main()

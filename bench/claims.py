"""How long it takes to rank ten thousand claims for one: `python -m bench.claims`.

The articles are shuffled sentences of the seeds, each with four claims whose source and content
speak of a few groups; most are linked to the registry. Every article names some of the groups, so
that most claims share something: the worst there is for ranking.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotator.labelling.claim_search import ClaimSearch
from annotator.labelling.session import Session
from annotator.model import ids
from annotator.model.annotation import AttributeValue, Claim, Filler, Mention
from annotator.model.article import Article, Document, Sentence
from annotator.model.registry import RegistryEntity
from annotator.model.spans import BareSpan, Span
from annotator.project import Project
from annotator.resources import resource_dir
from annotator.store.runs import Batch, Run

_ARTICLES, _CLAIMS, _SENTENCES = 2_500, 4, 24
_GROUPS = ("Taliban", "Iran", "Daesh", "Kabul", "Herat", "Pakistan", "Russia", "Balkh")
_STAMP = "2026-01-02T03:04:05.678Z"


def made_project(path: Path, chance: random.Random) -> Project:
    """Make a project with the claims of one annotator, ann."""
    project = Project.create(path)
    lines = [
        line.strip()
        for seed in sorted(resource_dir("seeds").glob("*.txt"))
        for line in seed.read_text("utf-8").split(". ")
        if 40 < len(line.strip()) < 300 and "\n" not in line.strip()
    ]
    entries = [
        RegistryEntity(id=f"n_{number:012x}", name=name, type="ORG", created=_STAMP, changed=_STAMP)
        for number, name in enumerate(_GROUPS)
    ]
    run = Run(project.file, "ann", "import")
    run.add(Batch(registry=entries))
    for first in range(0, _ARTICLES, 100):
        made = [_article(number, lines, project, chance) for number in range(first, first + 100)]
        run.add(
            Batch(
                documents=[document for document, _ in made],
                annotations=[item for _, items in made for item in items],
            )
        )
    run.publish()
    return project


def _article(
    number: int, lines: list[str], project: Project, chance: random.Random
) -> tuple[Document, list[Mention | Claim]]:
    said = [f"Article {number}.", *chance.choices(lines, k=_SENTENCES)]
    for at in range(_CLAIMS):
        one, other = chance.sample(_GROUPS, 2)
        said[at * 5 + 2] = f"{one} officials denied that {other} {chance.choice(lines)}"
    text = "\n".join(said)
    article = Article(
        id=ids.article_id(ids.hash_text(text)),
        text_hash=ids.hash_text(text),
        length=len(text),
        source=f"{number:05}.txt",
        source_hash=ids.hash_text(text),
        title=said[0],
        segmenter="lines 1",
        added=_STAMP,
    )
    sentences, items, start = [], [], 0
    for index, line in enumerate(said):
        sentences.append(Sentence(start=start, end=start + len(line)))
        if index % 5 == 2 and index < _CLAIMS * 5:
            items += _claim(article.id, line, start, project, chance)
        start += len(line) + 1
    return Document(article, text, tuple(sentences)), items


def _claim(
    article: str, line: str, start: int, project: Project, chance: random.Random
) -> list[Mention | Claim]:
    common = {
        "article": article,
        "annotator": "ann",
        "scheme": project.scheme.source_hash,
        "created": _STAMP,
        "changed": _STAMP,
    }
    named = [name for name in line.split()[:6] if name in _GROUPS][:2]
    mentions = [
        Mention(
            id=ids.new_id(ids.MENTION),
            type="ORG",
            fragments=(Span(at := start + line.index(name), at + len(name)),),
            identity=f"n_{_GROUPS.index(name):012x}" if chance.random() < 0.8 else "",
            **common,
        )
        for name in named
    ]
    content = BareSpan(
        id=ids.new_id("s"), start=start + line.index("that ") + 5, end=start + len(line)
    )
    cue = start + line.index("denied")
    claim = Claim(
        id=ids.new_id(ids.CLAIM),
        type="STATEMENT",
        trigger=(Span(cue, cue + len("denied")),),
        roles=(
            Filler(role="source", kind="entity", target=mentions[0].id),
            Filler(role="content", kind="span", target=content.id, span=content),
        ),
        attributes=(AttributeValue(name="stance", value="deny"),),
        **common,
    )
    return [*mentions, claim]


def _median_ms(act: Callable[[], object], times: int = 7) -> float:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        project = made_project(Path(folder) / "claims.db", random.Random(1))
        session = Session(project.file, project.scheme, "ann", project.articles()[7].article.id)
        claim = next(one for one in session.work.frames() if isinstance(one, Claim))
        types = project.scheme.permitted(["claim"])

        def opened() -> ClaimSearch:
            return ClaimSearch(project.file, project.scheme, session.work, claim, types)

        print(f"{_ARTICLES * _CLAIMS:,} claims in {_ARTICLES:,} articles; medians of 7")
        print(f"open, with 200 lines  {_median_ms(lambda: opened().lines()):6.1f} ms")
        search = opened()
        for typed in ("t", "taliban", "tal her", "terrorist kabul", "nothingso"):
            first = _median_ms(partial(_opened_with, opened, typed))
            again = _median_ms(partial(search.lines, typed))
            print(f"typed {typed:<16} {first:6.1f} ms with opening, then {again:6.1f} ms")


def _opened_with(opened: Callable[[], ClaimSearch], typed: str) -> object:
    return opened().lines(typed)


if __name__ == "__main__":
    main()

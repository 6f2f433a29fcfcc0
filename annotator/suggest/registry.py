"""Suggesters by name: those that come along, plug-ins, the annotator's own programs, pipelines."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from annotator.suggest.base import Suggester, SuggesterFailed
from annotator.suggest.builtin import built_in
from annotator.suggest.external import External, Program
from annotator.suggest.word_lists import ListedWord

GROUP = "annotator.suggesters"
"""Entry points of this group are a suggester, or make one when they are called."""

SPACY = "spacy:"
"""What stands before the name of a spaCy pipeline."""

MEMORY, TAGGER = "memory", "tagger"
"""What learns from one annotator's own work."""

RESERVED = (MEMORY, TAGGER)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Offer(NamedTuple):
    """A suggester that can be had."""

    name: str
    kind: str
    """What it is, in a few words for people."""
    make: Callable[[], Suggester]
    """Raises `SuggesterFailed` where it cannot work."""


def is_name(name: str) -> bool:
    """Say whether a suggester may be called so."""
    return _NAME.fullmatch(name) is not None


def pipeline_name(model: str) -> str:
    """Return the name under which the proposals of a spaCy pipeline are kept."""
    return "spacy_" + re.sub("[^a-z0-9_]", "_", model.lower())


def written_name(word: str) -> str:
    """Return the name of a suggester that was written as people write it: `spacy:MODEL` too."""
    return pipeline_name(word.removeprefix(SPACY)) if word.startswith(SPACY) else word


def offers(
    programs: Iterable[Program] = (),
    pipelines: Mapping[str, str] | None = None,
    listed: Iterable[ListedWord] = (),
) -> dict[str, Offer]:
    """Return what can be had without being trained, by name; a plug-in gives way to the others.

    Args:
        programs: the annotator's own.
        pipelines: names of spaCy pipelines by name of suggester.
        listed: words of the project's own list.

    Raises:
        SuggesterFailed: one of the annotator's own is called as one that comes along.
    """
    found = {offer.name: offer for offer in _built_in(listed)}
    for offer in (*_programs(programs), *_pipelines(pipelines or {})):
        if offer.name in found:
            raise SuggesterFailed(
                f"A suggester that comes along is called “{offer.name}” too; "
                "give yours another name in config.toml."
            )
        found[offer.name] = offer
    for offer in _plug_ins():
        found.setdefault(offer.name, offer)
    return found


def pipeline(model: str, name: str = "") -> Offer:
    """Return a spaCy pipeline as an offer."""
    name = name or pipeline_name(model)

    def make() -> Suggester:
        from annotator.suggest.spacy_pipeline import SpacyPipeline

        return SpacyPipeline(model, name)

    return Offer(name, f"the spaCy pipeline {model}", make)


def _built_in(listed: Iterable[ListedWord]) -> Iterator[Offer]:
    for one in built_in(listed):
        yield Offer(one.name, "comes along", partial(_same, one))


def _programs(programs: Iterable[Program]) -> Iterator[Offer]:
    for program in programs:
        yield Offer(program.name, "a program of yours", partial(External, program))


def _pipelines(pipelines: Mapping[str, str]) -> Iterator[Offer]:
    for name, model in pipelines.items():
        yield pipeline(model, name)


def _plug_ins() -> Iterator[Offer]:
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        package = entry.dist.name if entry.dist else "a package"
        yield Offer(entry.name, f"from {package}", partial(_load, entry))


def _load(entry: EntryPoint) -> Suggester:
    """Return the suggester of a plug-in, whatever may be wrong with the plug-in."""
    try:
        loaded = entry.load()
        found = loaded() if callable(loaded) else loaded
        name, fits = found.name, callable(found.suggest) and isinstance(found.version, str)
    except Exception as fault:
        raise SuggesterFailed(f"it cannot be loaded ({type(fault).__name__})") from None
    if not fits or name != entry.name or not is_name(name) or name in RESERVED:
        raise SuggesterFailed("it is no suggester of that name; see docs/suggesters.md")
    suggester: Suggester = found
    return suggester


def _same(one: Suggester) -> Suggester:
    return one

"""Suggesters by name, plug-ins among them: a bad one is told and hides nothing."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from annotator.model.suggestion import Proposal
from annotator.suggest import registry
from annotator.suggest.base import Page, SuggesterFailed
from annotator.suggest.external import Program
from annotator.suggest.registry import GROUP, offers, written_name


class Ships:
    """A plug-in as others write it."""

    name, version = "ships", "1"

    def suggest(self, page: Page) -> Iterable[Proposal]:
        """Propose nothing."""
        return ()


class Nameless:
    """No suggester."""


class Reserved(Ships):
    """One that takes a name that is ours."""

    name = "memory"


INSTANCE = Ships()


def plug_in(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Install a plug-in."""
    entry = EntryPoint(name, value, GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry] if group == GROUP else [])


@pytest.mark.parametrize("attribute", ["Ships", "INSTANCE"])
def test_a_plug_in_is_a_suggester(monkeypatch: pytest.MonkeyPatch, attribute: str) -> None:
    plug_in(monkeypatch, "ships", f"{__name__}:{attribute}")
    offer = offers()["ships"]
    assert isinstance(offer.make(), Ships)
    assert offer.kind == "from a package"


@pytest.mark.parametrize(
    ("name", "attribute", "said"),
    [
        ("ships", "NoSuchClass", "it cannot be loaded (AttributeError)"),
        ("ships", "Nameless", "it cannot be loaded (AttributeError)"),
        ("boats", "Ships", "it is no suggester of that name"),
        ("memory", "Reserved", "it is no suggester of that name"),
    ],
)
def test_a_bad_plug_in_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, attribute: str, said: str
) -> None:
    plug_in(monkeypatch, name, f"{__name__}:{attribute}")
    with pytest.raises(SuggesterFailed) as told:
        offers()[name].make()
    assert said in str(told.value)


def test_ones_own_program_goes_before_a_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, "ships", f"{__name__}:Ships")
    mine = Program("ships", ("true",), Path())
    assert offers([mine])["ships"].kind == "a program of yours"


def test_pipelines_are_offered_without_loading_them() -> None:
    assert offers(pipelines={"english": "en_core_web_sm"})["english"].kind == (
        "the spaCy pipeline en_core_web_sm"
    )
    assert written_name("spacy:en_core_web_sm") == "spacy_en_core_web_sm"
    assert written_name("cues") == "cues"


def test_ones_own_program_cannot_be_called_as_one_that_comes_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "built_in", lambda _listed: (Ships(),))
    with pytest.raises(SuggesterFailed, match="give yours another name in config"):
        offers([Program("ships", ("true",), Path())])

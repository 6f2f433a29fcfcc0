"""Labels of pipelines become types by the scheme's own maps; spaCy itself is in tests/interop."""

import sys
from collections.abc import Iterable, Iterator
from types import ModuleType, SimpleNamespace

import pytest

from annotator.model.scheme_file import load_scheme
from annotator.model.spans import Span
from annotator.project import DEFAULT_SCHEME, scheme_source
from annotator.suggest.base import Page, SuggesterFailed
from annotator.suggest.registry import pipeline, pipeline_name
from annotator.suggest.spacy_pipeline import SpacyPipeline, label_types, own_types, tidied
from tests.support import document


class FakePipeline:
    """Finds the same entities in every text, as a pipeline of spaCy does it."""

    pipe_names = ("ner",)

    def __init__(
        self,
        *entities: tuple[int, int, str],
        version: str = "1",
        labels: tuple[str, ...] = ("GPE", "ORG"),
    ) -> None:
        self.pipe_labels = {"ner": list(labels)}
        self.meta = {"lang": "en", "name": "fake", "version": version}
        self._entities = entities

    def pipe(self, texts: Iterable[str]) -> Iterator[SimpleNamespace]:
        """Yield each text with the entities that lie in it."""
        for text in texts:
            found = (
                SimpleNamespace(start_char=start, end_char=end, label_=label)
                for start, end, label in self._entities
                if end <= len(text)
            )
            yield SimpleNamespace(text=text, ents=tuple(found))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> dict[str, FakePipeline]:
    """Pipelines that can be loaded, by name."""
    pipelines: dict[str, FakePipeline] = {}
    module = ModuleType("spacy")

    def load(name: str) -> FakePipeline:
        if name not in pipelines:
            raise OSError(f"[E050] Can't find model '{name}'.")
        return pipelines[name]

    vars(module)["load"] = load
    monkeypatch.setitem(sys.modules, "spacy", module)
    return pipelines


@pytest.fixture(scope="module")
def page() -> Page:
    """An article of two sentences with the packaged scheme."""
    name, source = scheme_source(DEFAULT_SCHEME)
    article = document("The Reuters agency’s desk\nKarvan is quiet")
    return Page(*article, article.sentences, load_scheme(source, name))


def test_labels_become_the_types_of_the_packaged_scheme(page: Page) -> None:
    types = label_types(page.scheme, "ontonotes")

    for label in ("PERSON", "ORG", "GPE", "LOC", "NORP", "DATE"):
        assert types[label][0] == label
    assert types["TIME"][0] == "DATE"
    assert types["ORG"][1] < 0.5 < types["GPE"][1]  # of five types, and of one
    assert "" not in types


def test_a_pipeline_that_learned_types_of_the_scheme_proposes_them(page: Page) -> None:
    found = own_types(page.scheme, ("ORG", "ARMED_GROUP"))

    assert found == {"ORG": ("ORG", 0.7), "ARMED_GROUP": ("ARMED_GROUP", 0.7)}
    assert own_types(page.scheme, ("ORG", "GPE")) == {}
    assert own_types(page.scheme, ("ORG", "ARMED_GROUP", "CARDINAL")) == {}
    assert own_types(page.scheme, ()) == {}


def test_the_four_classes_of_other_pipelines_have_a_map_of_their_own(
    page: Page, fake: dict[str, FakePipeline]
) -> None:
    fake["fr"] = FakePipeline((0, 6, "LOC"), labels=("LOC", "MISC", "ORG", "PER"))

    found = list(SpacyPipeline("fr", "spacy_fr").suggest(page._replace(wanted=page.wanted[1:])))

    assert [(one.type, one.score) for one in found] == [("GPE", 0.4)]


def test_proposals_stand_where_the_pipeline_saw_them(
    page: Page, fake: dict[str, FakePipeline]
) -> None:
    fake["fake"] = FakePipeline((0, 20, "ORG"), (0, 6, "GPE"), (0, 5, "LANGUAGE"))

    found = list(SpacyPipeline("fake", "spacy_fake").suggest(page._replace(wanted=page.wanted[1:])))

    (only,) = found
    assert page.text[slice(*only.anchor)] == "Karvan"
    assert (only.type, only.reason) == ("GPE", "fake calls it GPE")
    first = next(iter(SpacyPipeline("fake", "spacy_fake").suggest(page)))
    assert page.text[slice(*first.anchor)] == "Reuters agency"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the Taliban’s", "Taliban"),
        ("The United Nations'", "United Nations"),
        ("  Kabul's ", "Kabul"),
        ("THE HAGUE", "HAGUE"),
        ("Theodor", "Theodor"),
        ("Paris", "Paris"),
        ("the", "the"),
        ("’s", ""),
    ],
)
def test_the_and_genitives_are_left_out(text: str, kept: str) -> None:
    assert text[slice(*tidied(text, Span(0, len(text))))] == kept


def test_a_pipeline_that_is_not_there_says_how_to_get_it(fake: dict[str, FakePipeline]) -> None:
    with pytest.raises(SuggesterFailed, match="python -m spacy download en_core_web_sm"):
        pipeline("en_core_web_sm").make()


def test_the_version_is_that_of_the_pipeline(fake: dict[str, FakePipeline]) -> None:
    fake["one"], fake["two"] = FakePipeline(), FakePipeline(version="2")
    versions = {SpacyPipeline(name, "spacy").version for name in ("one", "two")}
    assert len(versions) == 2


def test_names_of_pipelines_are_names_of_suggesters() -> None:
    assert pipeline_name("en_core_web_sm") == "spacy_en_core_web_sm"
    assert pipeline_name("/my/Models-2") == "spacy__my_models_2"

"""Both demonstration layers of the seeds, in all layers: gold is sound, whatever is decided."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.adjudication.automatic import accept_unanimous
from annotator.adjudication.gold import gold_ids, gold_of
from annotator.formats.exporting.folder import DOCUMENTS
from annotator.formats.exporting.run import ExportOptions
from annotator.labelling.rules import faults
from annotator.model.annotation import Annotation, Claim, Incident
from annotator.model.decision import Choice, Decision
from annotator.model.gold import GoldDecision, GoldDocument
from annotator.project import ImportOptions, Project, open_project
from annotator.resources import resource_dir
from annotator.store import decisions
from annotator.store.openness import GOLD
from bench.second_annotator import LAYERS, second_layer
from tests.support import complaints
from tests.unit.formats.projects import contents


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project with the seeds and both layers."""
    path = tmp_path_factory.mktemp("demonstration") / "seeds.db"
    with open_project(path, create=True) as made:
        made.import_paths([resource_dir("seeds")], ImportOptions("lead"))
        for name in ("ada", "ben"):
            made.import_paths([LAYERS / f"{name}.jsonl"], ImportOptions(name))
    return path


@pytest.fixture
def project(template: Path, tmp_path: Path) -> Project:
    """Return a copy of that project; it is closed after the test."""
    return open_project(shutil.copy(template, tmp_path / "seeds.db"))


def settle(project: Project, view: random.Random, rejects: float = 0.2) -> list[Decision]:
    """Decide everything as it is drawn, and return all decisions."""
    desk = project.adjudication("eve")
    desk.refresh()
    accept_unanimous(desk)
    while item := desk.next():
        is_reject = view.random() < rejects and item.cluster.slot != "type"
        choice = Choice() if is_reject else view.choice(item.variants).choice
        desk.decide(item, choice)
    return list(decisions.every(project.file))


def test_the_second_layer_is_what_its_script_makes() -> None:
    import json

    first = (LAYERS / "ada.jsonl").read_text(encoding="utf-8").splitlines()
    second = (LAYERS / "ben.jsonl").read_text(encoding="utf-8").splitlines()

    assert second_layer([json.loads(line) for line in first]) == list(map(json.loads, second))


def test_people_differ_in_all_layers(project: Project) -> None:
    desk = project.adjudication("eve")
    desk.refresh()

    waiting = {(one.layer, one.kind): one.number for one in desk.waiting()}

    assert {layer for layer, _ in waiting} == {
        *("entities", "claims", "incidents", "relations", "labels")
    }
    entities = sum(number for (layer, _), number in waiting.items() if layer == "entities")
    assert waiting["entities", "only-one"] > entities / 2, "most often only one marked it"


@pytest.mark.parametrize("seed", [2, 3])
def test_gold_is_sound_whatever_is_decided(project: Project, seed: int) -> None:
    every = settle(project, random.Random(seed))
    elsewhere = gold_ids(every)

    for article in decisions.articles_with_any(project.file):
        some = [one for one in every if one.article == article]
        gold = gold_of(some, elsewhere, project.scheme)
        by_id: dict[str, Annotation] = {one.id: one for one in gold.annotations}
        found = [
            finding.message
            for one in gold.annotations
            for finding in faults(project.scheme, one, by_id.get)
        ]
        assert found == []
        assert all(one.annotator == GOLD for one in gold.annotations)
        assert set(gold.tails) == set(by_id)
    assert complaints(project) == []


def test_slots_of_one_frame_come_from_different_annotators(project: Project) -> None:
    every = settle(project, random.Random(5), rejects=0)
    ada_and_ben = 0

    for article in decisions.articles_with_any(project.file):
        some = [one for one in every if one.article == article]
        gold = gold_of(some, gold_ids(every))
        for frame in gold.annotations:
            if isinstance(frame, Incident | Claim):
                slots = [one for one in some if one.item == frame.id and one.slot != "item"]
                sources = {
                    variant.annotators
                    for one in slots
                    for variant in one.variants
                    if variant.choice == one.outcome
                }
                ada_and_ben += len(sources) > 1
    assert ada_and_ben > 0


def test_what_was_agreed_comes_out_whole(project: Project) -> None:
    every = settle(project, random.Random(7), rejects=0)
    agreed = [one for one in every if one.kind == "agreed" and one.layer == "relations"]

    made = {
        item.id
        for article in decisions.articles_with_any(project.file)
        for item in gold_of(
            [one for one in every if one.article == article], gold_ids(every)
        ).annotations
    }

    assert len(agreed) > 30
    assert all(one.item in made for one in agreed)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_gold_does_not_depend_on_the_order_of_its_decisions(
    template: Path, tmp_path_factory: pytest.TempPathFactory, drawn: random.Random
) -> None:
    path = _settled_once(template, tmp_path_factory)
    with open_project(path, read_only=True) as made:
        article = made.articles()[0].article.id
        some = decisions.of_article(made.file, article)
    shuffled = [
        Decision.model_validate_json(one.model_dump_json(exclude_defaults=True)) for one in some
    ]
    drawn.shuffle(shuffled)

    assert gold_of(shuffled) == gold_of(some)


_SETTLED: dict[Path, Path] = {}


def _settled_once(template: Path, factory: pytest.TempPathFactory) -> Path:
    if template not in _SETTLED:
        path = Path(shutil.copy(template, factory.mktemp("settled") / "seeds.db"))
        with open_project(path) as made:
            settle(made, random.Random(11))
        _SETTLED[template] = path
    return _SETTLED[template]


def test_the_export_of_gold_has_the_shape_of_the_record(project: Project, tmp_path: Path) -> None:
    settle(project, random.Random(13))

    report = project.export(tmp_path / "gold", ExportOptions("gold", with_votes=True))

    assert report.articles == 5
    assert report.annotated > 70
    for line in (tmp_path / "gold" / DOCUMENTS.format("train")).read_text("utf-8").splitlines():
        record = GoldDocument.model_validate_json(line)
        assert all(one.status == "gold" for one in (*record.entities, *record.claims))
    for line in (tmp_path / "gold" / "decisions.jsonl").read_text("utf-8").splitlines():
        GoldDecision.model_validate_json(line)


def test_an_import_of_gold_with_votes_makes_the_same_gold(project: Project, tmp_path: Path) -> None:
    settle(project, random.Random(17))
    votes = ExportOptions("gold", with_votes=True)
    project.export(tmp_path / "first", votes)
    (tmp_path / "other").mkdir()
    other = open_project(tmp_path / "other" / "seeds.db", create=True)

    report = other.import_paths([tmp_path / "first"], ImportOptions("lead"))
    other.export(tmp_path / "second", votes)

    assert contents(tmp_path / "second") == contents(tmp_path / "first")
    assert report.decisions > 500
    assert report.entries_made == 0
    desk = other.adjudication("eve")
    desk.refresh()
    assert desk.waiting() == []

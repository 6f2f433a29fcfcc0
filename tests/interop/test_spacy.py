"""A pipeline of spaCy's own proposes mentions: one without weights, made of rules."""

from pathlib import Path

import spacy

from annotator.project import open_project
from annotator.suggest.base import Page
from annotator.suggest.spacy_pipeline import SpacyPipeline
from tests.unit.formats.projects import SEEDS, new_project, take


def test_entities_of_a_pipeline_are_proposed(tmp_path: Path) -> None:
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined, unused-ignore]
        [{"label": "ORG", "pattern": "the Taliban"}, {"label": "GPE", "pattern": "Kabul"}]
    )
    pipeline.to_disk(tmp_path / "pipeline")
    file = new_project(tmp_path)
    take(file, SEEDS)
    with open_project(file.path) as project:
        documents = [project.document(line.article.id) for line in project.articles()]
        suggester = SpacyPipeline(str(tmp_path / "pipeline"), "spacy_rules")

        found = {
            (document.text[slice(*one.anchor)], one.type)
            for document in documents
            for one in suggester.suggest(Page(*document, document.sentences, project.scheme))
        }

    assert found == {("Taliban", "ORG"), ("Kabul", "GPE")}

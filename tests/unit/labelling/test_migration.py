"""Going over to another version of a scheme: nothing lost, nothing half-done, nothing undone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.labelling import migration
from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.migration import MigrationRefused, MigrationReport
from annotator.model.annotation import Annotation, AttributeValue, Claim, Incident, Label, Mention
from annotator.model.scheme_file import SchemeErrors
from annotator.model.spans import Span
from annotator.project import Project, open_project
from annotator.resources import resource_dir
from annotator.store import journal, rewriting
from annotator.store.errors import RunInProgress
from annotator.store.rewriting import every_annotation
from annotator.store.runs import Run
from tests.support import complaints

NEWS = (resource_dir("schemas") / "news-conflict.toml").read_text(encoding="utf-8")
EXAMPLE = Path("tests/data/own-gold-example/gold.jsonl")

Migrate = Callable[..., MigrationReport]


@pytest.fixture
def labelled(tmp_path: Path) -> Project:
    """A project with the reference record as ann's layer."""
    from annotator.project import ImportOptions

    project = open_project(tmp_path / "news.db", create=True)
    project.import_paths([EXAMPLE], ImportOptions("ann", layer="ann"))
    return project


@pytest.fixture
def go_over(labelled: Project, tmp_path: Path) -> Migrate:
    """Migrate to the packaged scheme with some words replaced."""

    def migrate(*replaced: tuple[str, str], to: str = "", **options: Any) -> MigrationReport:
        text = NEWS.replace('version = "1.0.0"', 'version = "2.0.0"')
        for before, after in replaced:
            assert before in text
            text = text.replace(before, after)
        new = tmp_path / "new.toml"
        new.write_text(text, encoding="utf-8")
        names = tmp_path / "names.toml"
        names.write_text(to, encoding="utf-8")
        return labelled.migrate(new, "lea", names if to else None, **options)

    return migrate


def items(project: Project) -> dict[str, Annotation]:
    return {item.id: item for item in every_annotation(project.file)}


def values_with_evidence(project: Project) -> list[AttributeValue]:
    every = (getattr(item, "attributes", ()) for item in items(project).values())
    return [value for values in every for value in values if value.evidence]


def everything(project: Project) -> list[tuple[Any, ...]]:
    tables = ("annotations", "journal", "schemes", "project", "open_runs")
    return [tuple(row) for name in tables for row in project.file.query(f"SELECT * FROM {name}")]


def test_what_is_renamed_by_its_definition_is_renamed_in_the_annotations(
    labelled: Project, go_over: Migrate
) -> None:
    before = items(labelled)
    report = go_over(("ARMED_GROUP", "MILITIA"))
    after = items(labelled)
    assert report.acts == {"ARMED_GROUP renamed to MILITIA": 2}
    assert (report.changed, report.kept) == (2, len(before) - 2)
    for key, item in after.items():
        old = before[key]
        if old.type == "ARMED_GROUP":
            assert item.type == "MILITIA" and item.version == old.version + 1
            assert item.scheme == labelled.scheme.source_hash
        else:
            assert item == old  # with the version it was made with
    assert labelled.scheme.version == "2.0.0"
    assert list(labelled.verify()) == []


def test_a_role_is_renamed_wherever_it_is_inherited(labelled: Project, go_over: Migrate) -> None:
    report = go_over(("roles.perpetrator]", "roles.attacker]"), ("|perpetrator]", "|attacker]"))
    assert report.acts == {"ATTACK_CIVILIANS.perpetrator renamed to attacker": 1}
    roles = [
        f.role for one in items(labelled).values() if isinstance(one, Incident) for f in one.roles
    ]
    assert "attacker" in roles and "perpetrator" not in roles


def test_two_types_become_one_by_a_map(labelled: Project, go_over: Migrate) -> None:
    start, end = NEWS.index("[entities.types.GPE]"), NEWS.index("[entities.types.LOC]")
    gone = (NEWS[start:end], "")
    others = (', "GPE"', ""), ('["GPE", ', "["), ("-> GPE:", "-> none:")
    with pytest.raises(MigrationRefused, match=r'GPE is not in the new scheme; .*GPE = "NEW"'):
        go_over(gone, *others)
    report = go_over(gone, *others, to='[types]\nGPE = "LOC"\n')
    assert report.acts == {"GPE renamed to LOC": 2}
    assert "GPE" not in {item.type for item in items(labelled).values()}


def test_what_is_dropped_in_words_goes_with_all_that_speaks_of_it(
    labelled: Project, go_over: Migrate
) -> None:
    before = items(labelled)
    report = go_over(to='[types]\nGPE = ""\n')
    after = items(labelled)
    gone = {key for key in before if key not in after}
    assert {before[key].type for key in gone} == {"GPE", "located_in"}
    assert report.acts["GPE deleted"] == 2
    assert list(labelled.verify()) == []


def test_attributes_and_choices_get_other_names(labelled: Project, go_over: Migrate) -> None:
    report = go_over(
        ("[entities.attributes.amount]", "[entities.attributes.number]"),
        ('"CFS", ', '"FACT", '),
        to='[choices]\n"labels.check_worthy.CFS" = "FACT"\n',
    )
    after = items(labelled).values()
    values = {one.name for item in after if isinstance(item, Mention) for one in item.attributes}
    assert "number" in values and "amount" not in values
    assert {
        one.value for one in after if isinstance(one, Label) and one.type == "check_worthy"
    } == {"FACT"}
    assert report.acts["entities.amount renamed to number"] == 2


def test_evidence_stays_with_its_value(labelled: Project, go_over: Migrate) -> None:
    before = [
        v for i in items(labelled).values() for v in getattr(i, "attributes", ()) if v.evidence
    ]
    go_over(("fatalities", "deaths"))
    after = [
        v for i in items(labelled).values() for v in getattr(i, "attributes", ()) if v.evidence
    ]
    assert [value.evidence for value in after] == [value.evidence for value in before]
    assert "deaths" in {value.name for value in after}


@pytest.mark.parametrize(
    ("replaced", "fault"),
    [
        (
            (('"CFS", ', ""),),
            r'check_worthy has no choice CFS .* "labels.check_worthy.CFS" = "NEW"',
        ),
        (
            (("fatalities", "deaths"), ("Deaths this article", "The dead this article")),
            r'has no attribute fatalities in the new scheme; .* "incidents.fatalities" = "NEW"',
        ),
        (
            (
                ("roles.perpetrator]", "roles.attacker]"),
                ("|perpetrator]", "|attacker]"),
                ("Who used the force", "Who used force"),
            ),
            r'the role ATTACK_CIVILIANS.perpetrator is not in the new scheme; .* = "NEW"',
        ),
    ],
)
def test_what_would_be_lost_is_refused_with_the_entry_that_is_missing(
    labelled: Project, go_over: Migrate, replaced: tuple[tuple[str, str], ...], fault: str
) -> None:
    before = everything(labelled)
    with pytest.raises(MigrationRefused, match=fault):
        go_over(*replaced)
    assert everything(labelled) == before


def test_a_changed_annotation_has_to_fit_the_new_scheme(
    labelled: Project, go_over: Migrate
) -> None:
    renamed = ("ATTACK_CIVILIANS", "KILLING"), ("max = 4", "max = 1")
    with pytest.raises(MigrationRefused, match="KILLING takes at most 1 as place"):
        go_over(*renamed)


def test_a_dry_run_counts_and_changes_nothing(labelled: Project, go_over: Migrate) -> None:
    before = everything(labelled)
    report = go_over(("ARMED_GROUP", "MILITIA"), dry_run=True)
    assert report.acts == {"ARMED_GROUP renamed to MILITIA": 2}
    assert everything(labelled) == before and labelled.scheme.version == "1.0.0"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[typs]\n", r'names.toml:1: typs: unknown table "typs"; did you mean "types"\?'),
        ("[types]\n\nGPEE = 'LOC'\n", r'names.toml:3: types.GPEE: .* did you mean "GPE"\?'),
        ("[types]\nGPE = 'LOK'\n", r'names.toml:2: .*"LOK"; did you mean "LOC"\?'),
        ("[types]\nGPE = 'EXPLOSION'\n", "unknown name in the new scheme"),
        ("[types]\nGPE = 3\n", "the new name is no text"),
        ("types = 3\n", "this is no table"),
        ("[roles]\nplaze = 'place'\n", r'unknown role of the old scheme "plaze"'),
        ("[roles]\nplace = 'where'\n", r'unknown role in the new scheme "where"'),
        ("[attributes]\namuont = 'amount'\n", r'unknown attribute of the old scheme "amuont"'),
        ("[attributes]\namount = 'sum'\n", r'unknown attribute of entities "sum"'),
        ("[choices]\n'stance.maybe' = 'deny'\n", "is no choice of the old scheme"),
        ("[choices]\n'stance.deny' = 'no'\n", r'unknown choice "no"'),
        ("[types\n", "names.toml:1: this is no valid TOML"),
    ],
)
def test_faults_of_a_map_are_told_with_file_and_line(
    labelled: Project, go_over: Migrate, text: str, fault: str
) -> None:
    before = everything(labelled)
    with pytest.raises(SchemeErrors, match=fault):
        go_over(to=text)
    assert everything(labelled) == before


def test_nobody_can_undo_a_migration_nor_what_was_before(
    labelled: Project, go_over: Migrate
) -> None:
    article = labelled.articles()[0].article.id
    desk = labelled.desk("ann", article)
    desk.session.apply(CreateMention(type="PERSON", fragments=(Span(11, 17),)))
    go_over(("ARMED_GROUP", "MILITIA"))
    before = everything(labelled)
    for annotator in ("ann", "lea"):
        assert journal.undo(labelled.file, annotator) is None
        assert journal.redo(labelled.file, annotator) is None
    assert everything(labelled) == before
    told = [entry for entry in journal.history(labelled.file) if entry.command == "MigrateScheme"]
    assert {entry.annotator for entry in told} == {"ann", "lea"}
    assert all(entry.kind == "barrier" and entry.parameters["by"] == "lea" for entry in told)


def test_a_migration_that_fails_leaves_nothing(
    labelled: Project, go_over: Migrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(labelled)

    def fail(*_: object) -> None:
        raise OSError("no more room")

    monkeypatch.setattr(rewriting, "append_barrier", fail)
    with pytest.raises(OSError, match="no more room"):
        go_over(("ARMED_GROUP", "MILITIA"))
    assert everything(labelled) == before


def test_what_others_write_meanwhile_is_migrated_too(
    labelled: Project, go_over: Migrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = labelled.articles()[0].article.id
    original = every_annotation
    written: list[int] = []

    def interrupted(file: Any) -> Any:
        yield from original(file)
        if not written:
            written.append(1)
            with open_project(labelled.path) as other:
                session = other.desk("bob", article).session
                session.apply(CreateMention(type="ARMED_GROUP", fragments=(Span(11, 17),)))

    monkeypatch.setattr(migration, "every_annotation", interrupted)
    report = go_over(("ARMED_GROUP", "MILITIA"))
    assert report.acts == {"ARMED_GROUP renamed to MILITIA": 3}
    assert "ARMED_GROUP" not in {item.type for item in items(labelled).values()}


def test_while_an_import_is_under_way_nothing_is_migrated(
    labelled: Project, go_over: Migrate
) -> None:
    run = Run(labelled.file, "ann", "import")
    with pytest.raises(RunInProgress):
        go_over(("ARMED_GROUP", "MILITIA"))
    run.abandon()
    go_over(("ARMED_GROUP", "MILITIA"))


def test_a_claim_that_fills_a_claim_is_emptied_when_it_goes(
    labelled: Project, go_over: Migrate
) -> None:
    report = go_over(to='[types]\nATTACK_CIVILIANS = ""\n')
    claims = [item for item in items(labelled).values() if isinstance(item, Claim)]
    assert claims and not any(f.kind == "incident" for one in claims for f in one.roles)
    assert report.acts["RESPONSIBILITY.incident emptied"] == 2
    assert complaints(labelled) == []
    assert json.dumps(report.acts)

"""Splits: shares are kept, what belongs together stays together, and nothing moves later."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.errors import ExportRefused
from annotator.formats.exporting.splits import Member, Splits, assign, parse_splits
from tests.unit.formats.projects import SEEDS, exported, new_project, records, take

THREE = parse_splits("train=0.8,dev=0.1,test=0.1")


def many(number: int, strata: int = 3) -> list[Member]:
    return [Member(f"d_{one:016x}", f"T{one % strata}", ()) for one in range(number)]


def test_shares_are_kept_within_each_stratum() -> None:
    found = assign(many(3000), THREE)

    for stratum in range(3):
        counts = Counter(found[f"d_{one:016x}"] for one in range(stratum, 3000, 3))
        assert counts == {"train": 800, "dev": 100, "test": 100}


def test_articles_that_come_later_move_nothing() -> None:
    before = assign(many(200), THREE)

    after = assign(many(300), THREE)

    assert {article: after[article] for article in before} == before


def test_a_cluster_that_grows_together_moves_only_itself() -> None:
    before = assign(many(200), THREE)
    tied = many(200)
    tied[7] = tied[7]._replace(ties=("n_a",))
    tied[90] = tied[90]._replace(ties=("n_a",))

    after = assign(tied, THREE)

    assert after[tied[90].article] == after[tied[7].article] == before[tied[7].article]
    assert {one for one in before if after[one] != before[one]} <= {tied[90].article}


@given(
    st.lists(st.lists(st.integers(0, 12).map(str), max_size=3), max_size=40), st.integers(0, 2**32)
)
def test_what_is_tied_is_never_parted(ties: list[list[str]], seed: int) -> None:
    members = [Member(str(n), "", tuple(some)) for n, some in enumerate(ties)]

    found = assign(members, THREE._replace(seed=seed))

    assert set(found) == {one.article for one in members}
    for tie in {one for some in ties for one in some}:
        assert len({found[one.article] for one in members if tie in one.ties}) == 1


def test_another_seed_is_another_split() -> None:
    assert assign(many(100), THREE) != assign(many(100), THREE._replace(seed=1))


def test_splits_are_read() -> None:
    assert parse_splits("a=0.5, b=0.5", 3) == Splits((("a", 0.5), ("b", 0.5)), 3)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("train", "'train' is no share"),
        ("train=x", "'train=x' is no share"),
        ("train=0.5,train=0.5", "'train=0.5' is no share"),
        ("../x=1", "'../x=1' is no share"),
        ("train=0.5,test=0.4", "the shares add up to 0.9"),
    ],
)
def test_what_is_no_split_is_refused(text: str, why: str) -> None:
    with pytest.raises(ExportRefused, match="--split") as error:
        parse_splits(text)
    assert why in str(error.value)


def test_an_export_has_a_file_for_each_split(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, SEEDS)

    files = exported(file, tmp_path / "out", split="train=0.5,test=0.5", seed=2)

    by_split = {
        split: records(files[f"data/documents-{split}-00000.jsonl"]) for split in ("train", "test")
    }
    assert sum(map(len, by_split.values())) == 5
    clusters: dict[str, set[str]] = {}
    for split, found in by_split.items():
        assert {one["split"] for one in found} <= {split}
        for one in found:
            clusters.setdefault(one["duplicate_cluster"] or one["id"], set()).add(split)
    assert len(clusters) == 4  # two of the five are copies of one story
    assert all(len(splits) == 1 for splits in clusters.values())
    sentences = records(files["data/sentences-test-00000.jsonl"])
    assert {one["doc_id"] for one in sentences} == {one["id"] for one in by_split["test"]}
    assert "  - split: test\n    path: data/documents-test-*.jsonl" in files["README.md"].decode()


def test_an_export_without_splits_takes_away_those_of_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    file = new_project(tmp_path / "project")
    take(file, SEEDS)
    exported(file, tmp_path / "out", split="train=0.5,test=0.5")

    files = exported(file, tmp_path / "out")

    assert not [name for name in files if "-test-" in name]

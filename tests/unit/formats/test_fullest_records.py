"""The fullest record of a file comes first, the others stay in their order."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.exporting import folder
from annotator.formats.exporting.folder import Lines, PrimedFile
from annotator.formats.exporting.rendering import fullness, lists_of
from annotator.formats.gold.sentences import sentence_records
from tests.unit.formats.rich_records import rich_records

Chunk = list[tuple[bytes, int]]
"""Lines, and how full each is."""


def lines(chunk: Chunk) -> Lines:
    """Put lines together as a process does that hands them over."""
    best = max(range(len(chunk)), key=lambda number: chunk[number][1])
    start = sum(len(line) for line, _ in chunk[:best])
    data = b"".join(line for line, _ in chunk)
    return Lines(data, chunk[best][1], start, start + len(chunk[best][0]))


@given(
    st.lists(
        st.lists(st.tuples(st.binary(min_size=1, max_size=40), st.integers(0, 5)), min_size=1),
        max_size=6,
    ),
    st.integers(1, 50),
)
def test_the_fullest_goes_to_the_front_whatever_the_blocks(
    tmp_path_factory: pytest.TempPathFactory, chunks: list[Chunk], block: int
) -> None:
    path = tmp_path_factory.mktemp("primed") / "records"
    every = [line for chunk in chunks for line in chunk]
    first = max(range(len(every)), key=lambda number: every[number][1], default=0)
    expected = [*every[first : first + 1], *every[:first], *every[first + 1 :]]

    with pytest.MonkeyPatch.context() as patch, path.open("w+b") as stream:
        patch.setattr(folder, "_BLOCK", block)
        primed = PrimedFile(stream)
        for chunk in chunks:
            primed.add(lines(chunk))
        primed.put_in_order()

    assert path.read_bytes() == b"".join(line for line, _ in expected)


def test_what_is_written_after_the_fullest_stays(tmp_path: Path) -> None:
    with folder.Folder(tmp_path / "export") as made:
        with made.primed("data.jsonl") as primed:
            for some in ([(b"a\n", 1)], [(b"bb\n", 2), (b"c\n", 0)], [(b"d\n", 2)]):
                primed.add(lines(some))
        made.publish()

    assert (tmp_path / "export" / "data.jsonl").read_bytes() == b"bb\na\nc\nd\n"


@given(rich_records())
def test_fullness_counts_the_lists_that_are_not_empty(document: dict[str, Any]) -> None:
    for config, some in (
        ("documents", [document]),
        ("sentences", sentence_records(document).records),
    ):
        for one in some:
            assert fullness(one, lists_of(config)) == counted(one)


def counted(record: dict[str, Any]) -> int:
    """Count by looking at every value."""
    full = {key: value for key, value in record.items() if isinstance(value, list) and value}
    inner = {
        (key, name)
        for key, items in full.items()
        for item in items
        if isinstance(item, dict)
        for name, value in item.items()
        if isinstance(value, list) and value
    }
    return len(full) + len(inner)

"""Files that go or cannot be read between being listed and being read: one plain sentence each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.formats.articles.metadata import load_metadata
from annotator.formats.errors import ImportRefused
from annotator.formats.importing.reading import Given, Settings, Source
from annotator.formats.registry import BUILT_IN, format_named
from tests.unit.formats.projects import EXPORTED_AT, scheme

READERS = [one.name for one in BUILT_IN if one.reads and not one.lacks()]


def consumed(name: str, path: Path) -> None:
    """Read all of a file in a format, as an import does."""
    reader = format_named(name).reader()
    settings = Settings(scheme(), Given(), "ann", EXPORTED_AT)
    for piece in reader.pieces(Source(path, path.name, {}), settings):
        reader.prepare(piece, settings)


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_gone_is_named(name: str, tmp_path: Path) -> None:
    path = tmp_path / "gone.ann"
    (tmp_path / "gone.txt").touch()

    with pytest.raises(ImportRefused) as error:
        consumed(name, path)

    said = str(error.value)
    assert "gone" in said and "\n" not in said
    assert "no such file" in said.lower()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.mkdir(), "is a directory"),
        (lambda path: path.write_bytes(b"source\xff\n"), "it is not UTF-8; save it again as UTF-8"),
        (lambda path: path.write_text('source,title\na.txt,"x\0' + "y" * 200_000), "it is no CSV"),
    ],
)
def test_a_table_of_metadata_that_cannot_be_read(
    make: Callable[[Path], object], why: str, tmp_path: Path
) -> None:
    path = tmp_path / "metadata.csv"
    make(path)

    with pytest.raises(ImportRefused, match=r"metadata\.csv") as error:
        load_metadata(path)

    assert why in str(error.value)

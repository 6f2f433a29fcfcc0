"""What is wrong with a table for `--map` is said in one sentence."""

from pathlib import Path

import pytest

from annotator.formats.errors import ImportRefused
from annotator.formats.importing.mapping import Names, load_names
from tests.unit.formats.projects import scheme


def test_a_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text(
        '[types]\nPer = "PERSON"\nMisc = ""\n[values.stance]\nyes = "assert"\n', encoding="utf-8"
    )

    names = load_names(path, scheme())

    assert names == Names(types={"Per": "PERSON", "Misc": ""}, values={"stance": {"yes": "assert"}})
    assert (names.value("stance", "yes"), names.value("stance", "deny")) == ("assert", "deny")
    assert names.value("realis", "yes") == "yes"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"[types", "it is no TOML"),
        (b'[types]\nPer = "PERSON\xff"', "it is no TOML"),
        (b"[type]\n", "[type] is none of the tables types, roles, attributes, labels, values"),
        (b"types = 3\n", "the file should hold tables, such as [types]"),
        (b"values = 3\n", "values should hold tables"),
        (b"[values]\nstance = 'x'\n", "values should hold tables"),
        (b"[types]\nPer = 3\n", "[types] Per should be a text"),
        (b"[values.stance]\nyes = 3\n", "[values.stance] yes should be a text"),
        (b"[types]\nPer = 'PERSN'\n", "[types] Per: the scheme has no PERSN; did you mean PERSON"),
        (b"[labels]\na = 'b'\n", "[labels] a: the scheme has no b"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(text: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_bytes(text)

    with pytest.raises(ImportRefused) as error:
        load_names(path, scheme())

    assert str(error.value).startswith("names.toml: ")
    assert why in str(error.value)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"names\.toml: it cannot be read \(no such file"):
        load_names(tmp_path / "names.toml", scheme())

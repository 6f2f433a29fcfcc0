"""Values of JSON are read one by one, whatever the file is cut into."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats.errors import ImportRefused, Place
from annotator.formats.importing import json_values as module
from annotator.formats.importing.json_values import json_values

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
objects = st.dictionaries(st.text(), values, min_size=1)


def read(path: Path, content: str) -> list[tuple[int, Any]]:
    path.write_text(content, encoding="utf-8", newline="")
    return list(json_values(path, Place("a.json")))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=st.lists(objects), indent=st.sampled_from((None, 1)), chunk=st.integers(1, 9))
def test_arrays_and_lines_are_read_through_any_window(
    tmp_path_factory: pytest.TempPathFactory, found: list[Any], indent: int | None, chunk: int
) -> None:
    folder = tmp_path_factory.mktemp("values")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK", chunk)
        in_array = read(folder / "a.json", json.dumps(found, indent=indent))
        in_lines = read(folder / "b.json", "\n".join(json.dumps(one) for one in found))

    assert [value for _, value in in_array] == found
    assert in_lines == list(enumerate(found, 1))


def test_lines_are_counted_in_an_array(tmp_path: Path) -> None:
    assert read(tmp_path / "a.json", '[\r\n{"a": 1},\n\n {"b":\n 2}, {"c": 3}]') == [
        (2, {"a": 1}),
        (4, {"b": 2}),
        (5, {"c": 3}),
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('[{"a": 1}', "line 1: the array is not closed"),
        ('[{"a": 1},\n{"a": "x', "line 2: this is no JSON, or the file was cut off"),
        ('[{"a": 1} {"b": 1}]', "line 1: there is no comma"),
        ('[{"a": 1},\n\n]]', None),
        ("[" * 100_000, "nested too deep"),
        ("9" * 5000 + " ", "line 1: this is no JSON"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(
    tmp_path: Path, content: str, why: str | None
) -> None:
    if why is None:
        assert read(tmp_path / "a.json", content) == [(1, {"a": 1})]
        return
    with pytest.raises(ImportRefused, match=why):
        read(tmp_path / "a.json", content)


def test_a_value_that_never_ends_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 1 << 20)

    with pytest.raises(ImportRefused, match="a value is longer than 1 MB"):
        read(tmp_path / "a.json", '[{"a": "' + "x" * (1 << 22))


def test_what_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'[{"a": "\xff"}]')

    with pytest.raises(ImportRefused, match="not UTF-8"):
        list(json_values(tmp_path / "a.json", Place("a.json")))

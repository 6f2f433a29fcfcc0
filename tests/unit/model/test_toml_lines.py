"""The lines of tables, keys and list items, in TOML that tries to mislead."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.toml_lines import TomlPath, nearest_line, toml_lines
from tests.unit.model.schemes import NEWS

TRICKY = '''\
# [comment]
a = 1 # x = 2
b.c."d.e" = "x = [ # no"
[t] # hello = 3
'q' = """
[not.a.table]
k = 1
""\\""" """""
x = [ # c ]
  "a]", # [
  [1, 2.5,
   { z = 1, "y y" = [3,
   4] }],
  2020-01-01 07:00:00,
]
in = { a.b = 1, c = { d = [ ] } , e = "}" }
m = \'\'\'
[x]
\'\'\'\'\'
[[arr]]
n = 1
[arr.sub]
o = 2
[[ arr ]]
n = 3
[ u . "v.w" ]
z = -1.5e3
[late.child]
k = true
[late]
"\\u00e9" = "\\\\" # "
'''


def paths(value: Any, path: TomlPath = ()) -> Iterator[TomlPath]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from paths(item, (*path, position))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("b", "c", "d.e"), 3),
        (("t",), 4),
        (("t", "q"), 5),
        (("t", "x"), 9),
        (("t", "x", 0), 10),
        (("t", "x", 1, 1), 11),
        (("t", "x", 1, 2, "y y"), 12),
        (("t", "x", 1, 2, "y y", 1), 13),
        (("t", "x", 2), 14),
        (("t", "in", "c", "d"), 16),
        (("t", "m"), 17),
        (("arr", 0), 20),
        (("arr", 0, "sub", "o"), 23),
        (("arr", 1, "n"), 25),
        (("u", "v.w", "z"), 27),
        (("late", "child"), 28),
        (("late",), 30),
        (("late", "é"), 31),
    ],
)
def test_lines_of_tricky_toml(path: TomlPath, line: int) -> None:
    assert toml_lines(TRICKY)[path] == line


@pytest.mark.parametrize("source", [TRICKY, NEWS.read_text(encoding="utf-8")])
def test_every_table_key_and_item_has_a_line_and_nothing_else(source: str) -> None:
    assert set(toml_lines(source)) == set(paths(tomllib.loads(source)))


def test_line_ends_of_windows_count_once() -> None:
    assert toml_lines(TRICKY.replace("\n", "\r\n")) == toml_lines(TRICKY)


def test_the_closest_table_above_stands_for_what_is_missing() -> None:
    lines = toml_lines("a = 1\n[b]\nc = 2\n")

    assert nearest_line(lines, ("b", "nothing", "here")) == 2
    assert nearest_line(lines, ("nothing",)) == 1


KEYS = st.sampled_from(["a", "b-1", '"c d"', "'e.f'", '"\\u0067"', '"[h]"', '"i=1"', '"#j"'])
LEAVES = st.sampled_from(
    ["1", "-2.5", "true", '"x # ]"', "'}'", '"""\n[k]\n"""', "'''a\n= ''' ", "1979-05-27T07:32:00Z"]
)


def lists(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, max_size=3).map(lambda items: "[ # c [\n" + ",\n".join(items) + "\n]")


def tables(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    entries = st.dictionaries(KEYS, values, max_size=3)
    return entries.map(lambda d: "{ " + ", ".join(f"{k} = {v}" for k, v in d.items()) + " }")


VALUES = st.recursive(LEAVES, lambda values: lists(values) | tables(values), max_leaves=8)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=4))
def test_any_toml_has_a_line_for_each_of_its_paths(content: dict[str, dict[str, str]]) -> None:
    sections = (
        "\n".join([f"[ {name} ]", *(f"{k} = {v}" for k, v in table.items())])
        for name, table in content.items()
    )
    source = "\n".join(sections)

    lines = toml_lines(source)

    assert set(lines) == set(paths(tomllib.loads(source)))
    assert all(1 <= line <= source.count("\n") + 1 for line in lines.values())

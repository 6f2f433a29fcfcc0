"""The registry of formats: what is listed, and how others add theirs."""

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from annotator.formats import registry
from annotator.formats.registry import (
    BUILT_IN,
    Format,
    format_named,
    formats,
    formats_reading,
)

FOREIGN = Format(
    name="shouting",
    title="text in capitals",
    endings=(".shout",),
    reads=True,
    cannot_carry="small letters",
    module="tests.unit.formats.test_registry",
)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another package with a format, and one that offers no format at all."""
    found = EntryPoints(
        [
            EntryPoint("shouting", f"{__name__}:FOREIGN", registry.ENTRY_POINTS),
            EntryPoint("other", "pathlib:Path", registry.ENTRY_POINTS),
        ]
    )
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: found)
    formats.cache_clear()
    yield
    formats.cache_clear()


def test_names_are_used_once() -> None:
    names = [one.name for one in BUILT_IN]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("one", BUILT_IN, ids=lambda one: one.name)
def test_every_format_can_do_what_it_says(one: Format) -> None:
    module = import_module(one.module)

    assert one.reads or one.writes
    wanted = ["recognises", "pieces", "prepare"] if one.reads else []
    wanted += ["writer"] if one.writes and one.name != "jsonl" else []
    assert all(callable(getattr(module, name)) for name in wanted)
    assert all(pattern.partition("/")[0] for pattern in one.files)


@pytest.mark.usefixtures("installed")
def test_other_packages_add_theirs() -> None:
    assert formats() == (*BUILT_IN, FOREIGN)
    assert format_named("shouting") is FOREIGN
    assert formats_reading("A.SHOUT") == (FOREIGN,)


def test_endings_are_read_in_either_case() -> None:
    assert [one.name for one in formats_reading("A.TXT")] == ["text"]
    names = [one.name for one in formats_reading("a.jsonl")]
    assert (names[0], names[-1]) == ("jsonl", "articles-jsonl")
    assert formats_reading(Path("a.pdf").name) == ()


def test_a_name_that_is_none_is_told_what_there_is() -> None:
    with pytest.raises(KeyError, match=r"brat2 is none of the formats jsonl, .*articles-jsonl"):
        format_named("brat2")

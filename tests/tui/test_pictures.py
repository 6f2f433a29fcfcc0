"""The pictures in README and guides are what the program shows now."""

from pathlib import Path

import pytest

from docs.pictures import FOLDER, PICTURES, SURROUNDINGS, photographed


@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture_is_what_the_program_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for variable, value in SURROUNDINGS.items():
        monkeypatch.setenv(variable, value)
    shown = await photographed(name, tmp_path)
    assert shown == (FOLDER / f"{name}.svg").read_text("utf-8"), "make pictures makes them anew"


def test_there_are_no_other_pictures() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PICTURES)

"""Thousands of random keys in a real terminal: nothing ends, nothing is wrong, nothing grows."""

import os
from pathlib import Path

import pytest

from tests.e2e.soaking import soak

pytestmark = pytest.mark.e2e


def test_two_thousand_random_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soak(tmp_path, monkeypatch, seed=1, keys=2_000)


@pytest.mark.soak
def test_many_random_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys, seed = (int(os.environ.get(name, "0")) for name in ("SOAK_KEYS", "SOAK_SEED"))
    soak(tmp_path, monkeypatch, seed=seed or 1, keys=keys or 20_000)

"""Every default key of every screen is tried in a real terminal by one of the tests here."""

import pytest

from annotator.tui.keys import (
    ADJUDICATE_KEYS,
    AGREEMENT_KEYS,
    CORRECTIONS_KEYS,
    HOME_KEYS,
    LABEL_KEYS,
    OTHERS_KEYS,
    QUIT,
    REGISTRY_KEYS,
    SEARCH_KEYS,
    KeyAct,
)
from tests.e2e import (
    test_adjudicate,
    test_agreement,
    test_corrections,
    test_frames,
    test_home,
    test_keys,
    test_life,
    test_registry,
    test_search,
    test_suggestions,
)
from tests.e2e.tried import TRIED

MODULES = (
    *(test_adjudicate, test_agreement, test_corrections, test_frames, test_home, test_keys),
    *(test_life, test_registry, test_search, test_suggestions),
)
"""Where keys are tried: a module registers them when it is imported."""


@pytest.mark.parametrize(
    ("screen", "acts"),
    [
        ("label", LABEL_KEYS),
        ("home", HOME_KEYS),
        ("search", SEARCH_KEYS),
        ("others", OTHERS_KEYS),
        ("registry", REGISTRY_KEYS),
        ("agreement", AGREEMENT_KEYS),
        ("adjudicate", ADJUDICATE_KEYS),
        ("corrections", CORRECTIONS_KEYS),
        ("quit", (QUIT,)),
    ],
)
def test_every_default_key_is_tried(screen: str, acts: tuple[KeyAct, ...]) -> None:
    assert {key for act in acts for key in act.keys.split(",")} - {""} == TRIED[screen]


def test_every_line_of_the_menu_is_tried() -> None:
    assert {act.menu for act in LABEL_KEYS} - {""} == TRIED["menu"]


def test_every_screen_is_looked_at() -> None:
    screens = {"label", "menu", "home", "search", "others", "registry", "agreement"}
    assert set(TRIED) == {*screens, "adjudicate", "corrections", "quit"}
    assert all(hasattr(module, "pytestmark") for module in MODULES)

"""The table of keys against the screens, the scheme's letters and the page of keys."""

import ast
import inspect
from collections import Counter
from pathlib import Path

import pytest
from textual.screen import Screen

from annotator.model.scheme_keys import SELECTION_RESERVED
from annotator.project import Project
from annotator.tui.app import AnnotatorApp
from annotator.tui.keymap import KeyMap, help_text
from annotator.tui.keys import (
    ADJUDICATE_KEYS,
    HOME_KEYS,
    LABEL_KEYS,
    OTHERS_KEYS,
    QUIT,
    REGISTRY_KEYS,
    RESERVED,
    SEARCH_KEYS,
    KeyAct,
    bindings,
    key_table,
)
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.home import HomeScreen
from annotator.tui.screens.label import LabelScreen
from annotator.tui.screens.others import OthersScreen
from annotator.tui.screens.registry import RegistryScreen
from annotator.tui.screens.search import SearchScreen
from annotator.tui.signs import TypeSigns
from docs.keys import BEGIN, END, PAGE
from tests.support import ROOT

CLASSES = [
    (LABEL_KEYS, LabelScreen),
    (HOME_KEYS, HomeScreen),
    (SEARCH_KEYS, SearchScreen),
    (OTHERS_KEYS, OthersScreen),
    (REGISTRY_KEYS, RegistryScreen),
    (ADJUDICATE_KEYS, AdjudicateScreen),
]
ACTS = [(act, screen) for acts, screen in CLASSES for act in acts]


@pytest.mark.parametrize(("act", "screen"), ACTS, ids=[act.id for act, _ in ACTS])
def test_every_act_is_an_action_of_its_screen(act: KeyAct, screen: type[Screen[None]]) -> None:
    call = ast.parse(act.action, mode="eval").body
    name = ast.unparse(call.func if isinstance(call, ast.Call) else call)
    given = [ast.literal_eval(one) for one in call.args] if isinstance(call, ast.Call) else []
    owner: type[object] = AnnotatorApp if name.startswith("app.") else screen
    action = getattr(owner, f"action_{name.removeprefix('app.')}")
    inspect.signature(action).bind(None, *given)


@pytest.mark.parametrize("acts", [acts for acts, _ in CLASSES], ids=lambda acts: acts[0].id)
def test_no_key_id_or_menu_letter_comes_twice(acts: tuple[KeyAct, ...]) -> None:
    keys = [key for act in (*acts, QUIT) for key in act.keys.split(",") if key]
    letters = [act.menu for act in acts if act.menu]
    for found in (keys, letters, [act.id for act in acts]):
        assert [one for one, times in Counter(found).items() if times > 1] == []


def test_what_has_no_key_is_in_the_menu() -> None:
    assert [act.id for act in LABEL_KEYS if not act.keys and not act.menu] == []


def test_letters_that_schemes_may_not_take() -> None:
    assert set(RESERVED) == SELECTION_RESERVED


def test_no_label_has_a_key_of_the_screen(project: Project) -> None:
    taken = {binding.key for binding in bindings(LABEL_KEYS)}
    letters = {kind.key for kind in project.scheme.choosable_types("entities")}
    assert not letters & taken


def test_help_names_every_act_and_letter(project: Project) -> None:
    codes = TypeSigns(project.scheme, KeyMap().letter).codes
    text = help_text(project.scheme, KeyMap(), codes)
    assert all(code in text for code in codes.values())
    assert all(act.text in text for act in (*LABEL_KEYS, QUIT))
    assert all(kind.name in text for kind in project.scheme.choosable_types("entities"))


def test_the_page_has_the_table() -> None:
    table = PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert table.strip() == key_table().strip(), "make keys writes it anew"


# ----------------------------------------------------------- text that we did not write

WIDGETS = {"Static", "Label", "Option", "Button", "Select", "Checkbox", "RadioButton"}
METHODS = {"update", "notify", "add_option", "add_options", "add_row", "add_column", "prompt"}


def bare_strings(path: Path) -> list[str]:
    """Return calls that give a widget something else than `Content`, which it reads as markup."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        is_widget = isinstance(node.func, ast.Name) and name in WIDGETS
        is_method = isinstance(node.func, ast.Attribute) and name in METHODS
        if (is_widget or is_method) and not is_content(node.args[0]) and not is_no_text(node):
            found.append(f"{path.name}:{node.lineno} {ast.unparse(node)}")
    return found


def is_content(node: ast.expr) -> bool:
    """Say whether an argument is made by `Content(...)`, or by what is called `..._content`."""
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    return name == "Content" or name.endswith("_content")


def is_no_text(node: ast.Call) -> bool:
    """Say whether this is the update of a dictionary or set."""
    return isinstance(node.args[0], ast.GeneratorExp | ast.DictComp) or ast.unparse(
        node.args[0]
    ).startswith("dict.")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "annotator" / "tui").rglob("*.py")), ids=lambda path: str(path.name)
)
def test_no_widget_reads_text_as_markup(path: Path) -> None:
    assert bare_strings(path) == []


def test_the_search_for_markup_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "widget.py"
    path.write_text(
        "Static(title)\nself.form.update(f'{name}')\nself.app.notify('[/b]')\n"
        "Static(Content(title))\nStatic(id='form')\nfound.update(dict.fromkeys(rows))\n"
    )
    assert [one.partition(" ")[0] for one in bare_strings(path)] == [
        *("widget.py:1", "widget.py:2", "widget.py:3"),
    ]

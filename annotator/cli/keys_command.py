"""`annotator keys`: every key of the screens, as it is in force."""

from typing import TYPE_CHECKING

import click

from annotator.cli.config_command import preferences_for, scheme_of
from annotator.cli.context import Settings, as_json, print_json, print_table
from annotator.cli.terminal import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.model.scheme import Scheme
    from annotator.tui.keymap import KeyMap

_HEADER = ("screen", "keys", "act", "does", "default")


@click.command("keys", epilog="Example:  annotator keys | grep Label")
@as_json
@click.pass_obj
def command(settings: Settings, json_output: bool) -> None:
    """List the keys of every screen with the ids of their acts, as config.toml calls them.

    The last column shows the key that an act has by default, where the configuration changed it.
    """
    scheme = scheme_of(settings)
    rows = list(_rows(preferences_for(scheme).keys, scheme))
    if json_output:
        print_json([dict(zip(_HEADER, row, strict=True)) for row in rows])
    else:
        print_table(_HEADER, ([plain(cell) for cell in row] for row in rows))


def _rows(keys: "KeyMap", scheme: "Scheme") -> "Iterator[tuple[str, str, str, str, str]]":
    from annotator.tui.keys import SCREENS, label_id

    for screen, acts in SCREENS.items():
        for act in acts:
            default = _shown(act.keys) if act.id in keys.changes else ""
            found = _shown(keys.act(act).keys)
            menu = f"{keys.shown('menu')} {act.menu}" if act.menu and not found else ""
            yield screen, found or menu or "-", act.id, act.text, default
    for kind in scheme.choosable_types("entities"):
        act_id = label_id(kind.name)
        default = kind.key if act_id in keys.changes else ""
        yield "Label", keys.letter(kind) or "-", act_id, f"the label {kind.name}", default


def _shown(keys: str) -> str:
    from annotator.tui.key_names import shown_key

    return " ".join(shown_key(key) for key in keys.split(",") if key)

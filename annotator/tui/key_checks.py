"""Whether the keys of a configuration can be had: known acts, keys that arrive, no conflicts.

Must not import Textual: the command line checks keys without opening a screen.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.config import Config, read_config
from annotator.model.scheme import Scheme
from annotator.model.scheme_findings import Finding, shown, suggestion
from annotator.model.scheme_tables import AnyType
from annotator.tui.key_names import KeyFault, is_typed, shown_key, textual_key
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import QUIT, SCREENS, KeyAct, label_id

_LABEL = label_id("")

_NEVER_WITHOUT = {QUIT.id: "leave the program", "menu": "reach what has no key"}
"""Acts that need a key, and what nobody could do without it."""


def checked_keys(config: Config, scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Return Textual's names of keys by act.

    Raises:
        ConfigErrors: acts or keys are wrong, or clash with each other or the scheme's letters.
    """
    changes, findings = _changes(config)
    if not findings:
        findings = list(_clashes(config, changes, scheme))
    if findings:
        raise config.source.errors(findings)
    return changes


def unknown_labels(scheme: Scheme) -> Iterator[str]:
    """Yield a remark on each label of the configuration that this scheme has not.

    That is no fault: another project may have it.
    """
    config = read_config()
    names = [kind.name for kind in scheme.choosable_types("entities")]
    for change in config.keys:
        name = change.act.removeprefix(_LABEL)
        if change.act.startswith(_LABEL) and name not in names:
            hint = suggestion(name, names)
            remark = f"the scheme {scheme.name} has no label “{shown(name)}”"
            yield str(config.source.errors([Finding(change.path, remark, hint)]))


def _changes(config: Config) -> tuple[dict[str, tuple[str, ...]], list[Finding]]:
    """Return Textual's names of keys by act, and what is wrong with single acts and keys."""
    known = {act.id: act for acts in SCREENS.values() for act in acts}
    changes: dict[str, tuple[str, ...]] = {}
    findings: list[Finding] = []
    for change in config.keys:
        is_label = change.act.startswith(_LABEL)
        if change.act not in known and not is_label:
            hint = suggestion(change.act, known) or "annotator keys lists them"
            findings.append(Finding(change.path, f"there is no act “{shown(change.act)}”", hint))
            continue
        found: list[str] = []
        for written in change.keys:
            try:
                found.append(_key_for(change.act, written, is_label=is_label))
            except KeyFault as fault:
                message = f"“{shown(written)}” cannot be a key of {change.act}"
                findings.append(Finding(change.path, f"{message}: {fault}"))
        if not found and not change.keys and change.act in _NEVER_WITHOUT:
            message = f"{change.act} needs a key; without one nobody could"
            findings.append(Finding(change.path, f"{message} {_NEVER_WITHOUT[change.act]}"))
        changes[change.act] = tuple(dict.fromkeys(found))
    return changes, findings


def _key_for(act: str, written: str, *, is_label: bool) -> str:
    key = textual_key(written)
    if is_label and len(shown_key(key)) > 1:
        raise KeyFault("a label needs a key that types one character")
    if act == QUIT.id and is_typed(key):
        raise KeyFault("it works in every window, also where text is typed; take ctrl+... or F2")
    return key


class _Use(NamedTuple):
    """One key of one act."""

    act: str
    text: str
    key: str
    is_changed: bool


def _clashes(
    config: Config, changes: Mapping[str, tuple[str, ...]], scheme: Scheme
) -> Iterator[Finding]:
    """Yield keys that would do two things on one screen."""
    paths = {change.act: change.path for change in config.keys}
    keys, kinds = KeyMap(changes), scheme.choosable_types("entities")
    told: set[tuple[str, ...]] = set()
    for screen, acts in SCREENS.items():
        uses = list(_uses(keys, acts, kinds if screen == "Label" else ()))
        for first, second in _pairs(uses):
            pair = tuple(sorted((first.act, second.act)))
            if pair not in told:
                told.add(pair)
                yield _clash(config, paths, screen, (first, second))


def _uses(keys: KeyMap, acts: Iterable[KeyAct], kinds: Iterable[AnyType]) -> Iterator[_Use]:
    for act in acts:
        for key in keys.act(act).keys.split(","):
            if key:
                yield _Use(act.id, act.text, key, act.id in keys.changes)
    for kind in kinds:
        key, act_id = keys.key_of(kind), label_id(kind.name)
        if key:
            yield _Use(act_id, f"the label {kind.name}", key, act_id in keys.changes)


def _pairs(uses: Iterable[_Use]) -> Iterator[tuple[_Use, _Use]]:
    """Yield two acts with one key, the one that was changed first."""
    taken: dict[str, _Use] = {}
    for use in uses:
        other = taken.setdefault(use.key, use)
        if other is not use:
            yield (use, other) if use.is_changed else (other, use)


def _clash(
    config: Config,
    paths: Mapping[str, tuple[str | int, ...]],
    screen: str,
    pair: tuple[_Use, _Use],
) -> Finding:
    changed, other = pair
    message = (
        f"{shown_key(changed.key)} would do two things on the {screen} screen: "
        f"{changed.act} ({changed.text}) and {other.act} ({other.text})"
    )
    path = paths.get(changed.act, ("keys",))
    return Finding(path, message, f"give {changed.act} or {other.act} another key")

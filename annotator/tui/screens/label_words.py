"""What the Label screen says in words: its title, what is lit, what the keys would do."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from annotator.model.annotation import Label
from annotator.project import Desk
from annotator.tui.guidelines import guideline, precedents
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import LABEL_KEYS, KeyAct
from annotator.tui.screens.dialogs import Choice
from annotator.tui.screens.form_words import relation_words
from annotator.tui.widgets.cells import right_to_left
from annotator.tui.widgets.hints import command_hints, label_hints, type_hints

if TYPE_CHECKING:
    from annotator.project import Ghost, GoldWords

_ON_MENTION = ("no", "details", "unsure", "note", "apply.all")
_ON_GHOST = {"yes": "accept", "no": "reject"}


def title(desk: Desk, project: str) -> str:
    """Return what stands at the left of the title line; the end of it may be cut."""
    article = desk.session.work.article
    number = desk.reader.index + 1
    name = article.title or article.source
    mark = "⇄ " if right_to_left(desk.session.work.text) else ""
    return f" {project} · {desk.session.annotator} · sentence {number} · {mark}{name}"


def greeting(desk: Desk, keys: KeyMap) -> str:
    """Return what there is to say of an article when it is opened."""
    said = []
    if desk.is_finished():
        key = keys.shown("sentence.done")
        said.append(f"This article is finished; {key} goes to the next one that waits for you.")
    if right_to_left(desk.session.work.text):
        said.append("Right-to-left text is shown in the order it is stored; offsets are exact.")
    return " ".join(said)


def menu(keys: KeyMap) -> list[Choice]:
    """Return everything that can be done, what has a letter first."""
    acts = [act for act in keys.table(LABEL_KEYS) if act.id != "menu"]
    return [
        Choice(act.menu, f"{act.text}{f'   ({act.shown})' if act.shown else ''}", act.action)
        for act in sorted(acts, key=lambda act: not act.menu)
    ]


def guidance(desk: Desk, keys: KeyMap, found: Iterable["GoldWords"]) -> str:
    """Return what was decided of the lit words, and the guideline of the lit label, or of all."""
    mention = desk.reader.mention
    told = precedents(desk.reader.lit_text, found)
    about = guideline(desk.session.scheme, keys, mention.type if mention else "")
    return f"{told}\n\n{about}" if told else about


def standing(desk: Desk) -> str:
    """Return what stands at the right of the title line and is never cut."""
    done, total = desk.count_done()
    return f"{done}/{total}  {' '.join(desk.layers)}  {'saved' if desk.saved else 'NOT SAVED'} "


def about_light(desk: Desk) -> str:
    """Return what is lit, as text or as an annotation with all that is known of it."""
    reader = desk.reader
    item = reader.mention or desk.frames.here
    said = [f"{label.type}={label.value}" for label in _labels(desk)]
    held = f"held “{reader.held_text}” + " if reader.held else ""
    ghost = desk.suggested.lit
    if item is None and ghost is not None:
        return f" {ghost_words(ghost, reader.lit_text)}  {'  '.join(said)}".rstrip()
    if item is None:
        return f" {held}“{reader.lit_text}”  {'  '.join(said)}".rstrip()
    said += [f"{value.name}={value.value}" for value in item.attributes]
    said += [relation_words(desk, relation) for relation in desk.links.of(item.id)]
    said += ["unsure"] if item.unsure else []
    said += [f"note: {item.note}"] if item.note else []
    return f" {held}{item.type} “{reader.lit_text}”  {'  '.join(said)}".rstrip()


def ghost_words(ghost: "Ghost", text: str) -> str:
    """Return what is suggested, how likely it is, by whom and why."""
    first = ghost.suggestions[0]
    values = "".join(f"  {one.name}={one.value}" for one in first.attributes)
    return f"{ghost.type}? “{text}”{values}  {ghost.score:.0%} {ghost.sources}: {first.reason}"


def _labels(desk: Desk) -> list[Label]:
    work = desk.session.work
    return [*work.labels_of(desk.reader.sentence.start), *work.labels_of(None)]


def letters(desk: Desk, keys: KeyMap, width: int) -> list[str]:
    """Return the letters of labels with what they would do now, on two rows at the most."""
    begun = "relations" if desk.links.source else desk.frames.begun
    if begun is not None:
        kinds = desk.session.scheme.choosable_types(begun)
        return type_hints(f"new {begun[:-1]}", [(kind.key, kind.name) for kind in kinds], width)
    verb = "retype" if desk.reader.mention and not desk.reader.held else "new"
    verb = "accept" if desk.suggested.lit else verb
    first, *more = label_hints(desk.session.scheme, keys, verb, width)
    return [first, " ".join(more)]


def commands(desk: Desk, keys: KeyMap, width: int) -> str:
    """Return the keys that do something here."""
    hints, begun = desk.hints, desk.frames.begun
    if desk.links.source:
        return " the letter of the relation   Enter goes along one   Backspace deletes one   Esc"
    if begun is not None:
        return f" the letter of its type   Tab next of the {begun}   Esc leaves it"
    if hints is None:
        return command_hints(_useful(desk, keys), width)
    if hints.purpose == "link":
        far = "   / looks in all articles" if desk.links.reaches_far else ""
        return f" letters choose the target{far}   Esc leaves it"
    if hints.awaits_first_letter:
        return " the first letter of the word   Esc leaves it"
    last = desk.sitting.last_type
    sweep = f"   last letter as capital: label it {last}, hints stay" if last else ""
    return f" letters light a place{sweep}   other keys end the hints"


def _useful(desk: Desk, keys: KeyMap) -> Iterator[KeyAct]:
    mention, has_stop = desk.reader.mention, desk.reader.has_stop_ahead()
    ghost = desk.suggested.lit
    for act in keys.table(LABEL_KEYS):
        if act.id == "back" and desk.reader.held:
            yield act._replace(hint="let go")
        elif ghost is not None and act.id in _ON_GHOST:
            yield act._replace(hint=_ON_GHOST[act.id])
        elif act.id == "suggestions.all":
            if desk.suggested.in_sentence(desk.reader.sentence.start):
                yield act
        elif (act.id not in _ON_MENTION or mention) and (act.id != "stop.next" or has_stop):
            yield act

"""The one table of keys: bindings, hint line, menu, help and docs/keys.md come from it.

Every default key is safe: it arrives in tmux, screen and plain terminals, and none needs the kitty
protocol. Names of keys are Textual's. What a person changes of the table is in `keymap`. Textual is
imported only by the functions that make bindings: the command line prints the table.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.scheme import Scheme
from annotator.tui.key_names import UNBOUND

if TYPE_CHECKING:
    from textual.binding import Binding


class KeyAct(NamedTuple):
    """One act of a screen and the keys that do it."""

    id: str
    keys: str
    """Textual's names, separated by commas; "" for what only the menu offers."""
    shown: str
    """The keys as people know them."""
    action: str
    text: str
    """What it does, in a few words."""
    hint: str = ""
    """Shorter words for the hint line; "" keeps it out of there."""
    menu: str = ""
    """Letter in the menu; "" keeps it out of the menu."""


LABEL_KEYS: tuple[KeyAct, ...] = (
    KeyAct("word.left", "left", "←", "walk(-1)", "previous word, name or annotation"),
    KeyAct("word.right", "right", "→", "walk(1)", "next word, name or annotation"),
    KeyAct("sentence.up", "up", "↑", "sentence(-1)", "previous sentence"),
    KeyAct("sentence.down", "down", "↓", "sentence(1)", "next sentence"),
    KeyAct("sentence.home", "home", "Home", "ends(-1)", "first word of the sentence"),
    KeyAct("sentence.end", "end", "End", "ends(1)", "last word of the sentence"),
    KeyAct("page.up", "pageup", "PgUp", "page(-1)", "half a screen up"),
    KeyAct("page.down", "pagedown", "PgDn", "page(1)", "half a screen down"),
    KeyAct("stop.next", "tab", "Tab", "stop(1)", "next suggestion or candidate", "next"),
    KeyAct(
        "stop.previous", "shift+tab", "Shift+Tab", "stop(-1)", "previous suggestion or candidate"
    ),
    KeyAct("hint", "f", "f", "hints", "hint: light any candidate or label in view", "jump"),
    KeyAct("word", "j", "j", "to_word(False)", "light any word in view: its first letter (+ hint)"),
    KeyAct("stretch", "J", "J", "to_word(True)", "stretch the light to a word of the sentence"),
    KeyAct(
        "light.grow", "plus,shift+up", "+", "grow", "grow: name, phrase, bracket, clause", "grow"
    ),
    KeyAct("light.shrink", "minus,shift+down", "-", "shrink", "shrink, or go into it", "shrink"),
    KeyAct("start.left", "comma", ",", "nudge('start', -1)", "start one word further left"),
    KeyAct(
        "start.right", "less_than_sign", "<", "nudge('start', 1)", "start one word further right"
    ),
    KeyAct(
        "end.right", "full_stop,shift+right", ".", "nudge('end', 1)", "end one word further right"
    ),
    KeyAct(
        "end.left",
        "greater_than_sign,shift+left",
        ">",
        "nudge('end', -1)",
        "end one word further left",
    ),
    KeyAct(
        "edge.character",
        "underscore",
        "_",
        "by_character",
        "edges step by character until the next label",
    ),
    KeyAct(
        "hold", "ampersand", "&", "hold", "hold this range: add a piece, or give it a second label"
    ),
    KeyAct("yes", "enter", "Enter", "yes", "keep it or accept the suggestion; go on", "keep"),
    KeyAct("no", "x,backspace", "x", "no", "delete it, or reject the suggestion; go on", "delete"),
    KeyAct(
        "sentence.done", "n", "n", "finish('done')", "the sentence is done; next undone one", "done"
    ),
    KeyAct(
        "suggestions.all", "N", "N", "take_all", "accept the sentence's suggestions; done", "all"
    ),
    KeyAct("incident", "i", "i", "frame('incidents')", "incident on what is lit; Tab walks them"),
    KeyAct("claim", "c", "c", "frame('claims')", "claim on what is lit; Tab walks them"),
    KeyAct("relation", "r", "r", "relation", "relation from what is lit; / in all articles"),
    KeyAct("identity", "equals_sign", "=", "identity", "link to the registry, best guess first"),
    KeyAct("details", "d", "d", "details", "form of the lit mention or frame", "details"),
    KeyAct("unsure", "exclamation_mark", "!", "unsure", "flag the lit mention as unsure", "unsure"),
    KeyAct("note", "semicolon", ";", "note", "note on the lit mention", "note"),
    KeyAct("copy", "ctrl+c", "Ctrl+C", "copy", "copy what is lit to the clipboard", "", "y"),
    KeyAct(
        "apply.all", "asterisk", "*", "apply_all", "label other places of this text", "others", "a"
    ),
    KeyAct("undo", "u", "u", "undo", "undo", "undo"),
    KeyAct("redo", "U", "U", "redo", "redo"),
    KeyAct("search", "slash", "/", "app.search", "search words and labels", "search", "f"),
    KeyAct("menu", "space", "Space", "menu", "menu of everything", "menu"),
    KeyAct("guidelines", "f1", "F1", "guidelines", "guideline of the lit label", "", "g"),
    KeyAct("help", "question_mark", "?", "help", "all keys", "help", "h"),
    KeyAct("back", "escape", "Esc", "back", "let go of what is held; else the list of articles"),
    KeyAct("sentence.skip", "", "", "finish('skipped')", "skip this sentence", "", "s"),
    KeyAct("sentence.unsure", "", "", "finish('unsure')", "leave this sentence as unsure", "", "u"),
    KeyAct(
        "sentence.reopen", "", "", "reopen", "take back that this sentence is finished", "", "r"
    ),
    KeyAct("sentence.split", "", "", "split", "split the sentence before the light", "", "p"),
    KeyAct("sentence.merge", "", "", "merge", "join the sentence to the one before", "", "m"),
    KeyAct("sentence.kind", "", "", "kind", "what kind of unit this sentence is", "", "k"),
    KeyAct("goes.on", "", "", "turn_going_on", "go on by itself after a label, or stay", "", "o"),
    KeyAct("suggestions", "", "", "turn_suggestions", "suggestions, or none", "", "x"),
    KeyAct("compact", "", "", "compact", "lanes under the text, or colours in it alone", "", "c"),
    KeyAct("registry", "", "", "app.registry", "registry of entities and incidents", "", "="),
    KeyAct("agreement", "", "", "app.agreement", "how far annotators agree", "", "z"),
    KeyAct("corrections", "", "", "app.corrections", "where gold corrects you", "", "q"),
    KeyAct("look", "", "", "look", "appearance: dark, light, other colours", "", "v"),
    KeyAct("frames", "", "", "frames", "incidents and claims of the article", "", "i"),
    KeyAct("layers", "", "", "layers", "what to work on: entities, incidents, claims", "", "w"),
    KeyAct("undone.next", "", "", "next_undone", "next sentence that is not finished", "", "j"),
    KeyAct("unsure.next", "", "", "next_marked('unsure')", "next that is unsure", "", "e"),
    KeyAct("note.next", "", "", "next_marked('note')", "next note", "", "t"),
    KeyAct("article.next", "right_square_bracket", "]", "article(1)", "next article", "", "n"),
    KeyAct(
        "article.previous", "left_square_bracket", "[", "article(-1)", "previous article", "", "b"
    ),
    KeyAct("article.date", "", "", "take_date", "accept the proposed date of the article", "", "d"),
    KeyAct("article.list", "", "", "home", "list of articles", "", "l"),
)
"""Keys of the Label screen; beside them each label has its own letter, from the scheme."""

HOME_KEYS: tuple[KeyAct, ...] = (
    KeyAct("home.up", "up,k", "↑", "move(-1)", "previous article"),
    KeyAct("home.down", "down,j", "↓", "move(1)", "next article"),
    KeyAct("home.page.up", "pageup", "PgUp", "page(-1)", "a screen up"),
    KeyAct("home.page.down", "pagedown", "PgDn", "page(1)", "a screen down"),
    KeyAct("home.first", "home", "Home", "ends(-1)", "first article"),
    KeyAct("home.last", "end", "End", "ends(1)", "last article"),
    KeyAct("home.open", "enter", "Enter", "open", "label this article", "label"),
    KeyAct("home.next", "n", "n", "next_undone", "next article that waits for you", "next undone"),
    KeyAct("home.filter", "f", "f", "filter", "show only articles with these words", "filter"),
    KeyAct("home.clear", "escape", "Esc", "clear", "show all articles again", "all articles"),
    KeyAct("home.sort", "s", "s", "sort", "choose the order of the articles", "sort"),
    KeyAct("home.reverse", "r", "r", "reverse", "turn the order round", "reverse"),
    KeyAct("home.everybody", "a", "a", "everybody", "how far everybody is", "everybody"),
    KeyAct("search", "slash", "/", "app.search", "search words and labels", "search"),
    KeyAct(
        "home.registry",
        "equals_sign",
        "=",
        "app.registry",
        "registry of entities and incidents",
        "registry",
    ),
    KeyAct("home.agreement", "g", "g", "app.agreement", "how far annotators agree", "agreement"),
    KeyAct("home.adjudicate", "d", "d", "app.adjudicate", "settle what annotators differ about"),
    KeyAct("home.corrections", "c", "c", "app.corrections", "where gold corrects you"),
    KeyAct("home.help", "question_mark", "?", "help", "all keys", "help"),
    KeyAct("home.quit", "q", "q", "app.quit", "quit", "quit"),
)
"""Keys of the Home screen."""

_HITS_KEYS: tuple[KeyAct, ...] = (
    KeyAct("hits.up", "up,k", "↑", "move(-1)", "previous hit"),
    KeyAct("hits.down", "down,j", "↓", "move(1)", "next hit"),
    KeyAct("hits.page.up", "pageup", "PgUp", "page(-1)", "a screen up"),
    KeyAct("hits.page.down", "pagedown", "PgDn", "page(1)", "a screen down"),
    KeyAct("hits.first", "home", "Home", "ends(-1)", "first hit"),
    KeyAct("hits.last", "end", "End", "ends(1)", "last hit that has been read"),
    KeyAct("hits.tick", "space,t", "Space", "tick", "tick this hit, or take the tick off", "tick"),
    KeyAct("hits.all", "a", "a", "tick_all", "tick all, or none", "all"),
    KeyAct("hits.help", "question_mark", "?", "help", "all keys", "help"),
)

SEARCH_KEYS: tuple[KeyAct, ...] = (
    KeyAct("search.open", "enter", "Enter", "open", "open the article here", "open"),
    *_HITS_KEYS,
    KeyAct("search.label", "r", "r", "label", "give the ticked ones a label", "label"),
    KeyAct("search.delete", "x,delete", "x", "delete", "delete the ticked annotations", "delete"),
    KeyAct(
        "search.link", "equals_sign", "=", "link", "link the ticked ones to the registry", "link"
    ),
    KeyAct("search.query", "slash", "/", "query", "change the query", "query"),
    KeyAct("search.back", "escape", "Esc", "leave", "back to where you were", "back"),
)
"""Keys of the Search screen; while the query is typed, letters are text."""

OTHERS_KEYS: tuple[KeyAct, ...] = (
    KeyAct(
        "others.label", "enter", "Enter", "apply", "label the ticked places", "label the ticked"
    ),
    *_HITS_KEYS,
    KeyAct("others.where", "asterisk", "*", "widen", "this article, or the whole project", "where"),
    KeyAct("others.case", "i", "i", "turn_case", "same case only, or any", "case"),
    KeyAct("others.back", "escape", "Esc", "leave", "back; nothing is labelled", "back"),
)
"""Keys of the list of other places of a text."""

REGISTRY_KEYS: tuple[KeyAct, ...] = (
    KeyAct("registry.up", "up,k", "↑", "move(-1)", "previous entry or link"),
    KeyAct("registry.down", "down,j", "↓", "move(1)", "next entry or link"),
    KeyAct("registry.page.up", "pageup", "PgUp", "page(-1)", "a screen up"),
    KeyAct("registry.page.down", "pagedown", "PgDn", "page(1)", "a screen down"),
    KeyAct("registry.first", "home", "Home", "ends(-1)", "first one"),
    KeyAct("registry.last", "end", "End", "ends(1)", "last one"),
    KeyAct(
        "registry.open",
        "enter",
        "Enter",
        "open",
        "go to your links; there, to the article",
        "go in",
    ),
    KeyAct("registry.kind", "tab", "Tab", "kind", "entities, incidents, or both", "kind"),
    KeyAct("registry.filter", "f", "f", "filter", "show only names with these words", "filter"),
    KeyAct("registry.details", "d", "d", "details", "all that is known of the entry", "details"),
    KeyAct("registry.new", "n", "n", "new", "new entry", "new"),
    KeyAct(
        "registry.rename", "r", "r", "rename", "another name; the old one stays an alias", "name"
    ),
    KeyAct("registry.alias", "a", "a", "alias", "one more name", "alias"),
    KeyAct("registry.unalias", "A", "A", "unalias", "take one of its other names away"),
    KeyAct("registry.type", "t", "t", "retype", "another type", "type"),
    KeyAct("registry.wikidata", "w", "w", "wikidata", "its Wikidata item", "Wikidata"),
    KeyAct("registry.affiliate", "o", "o", "affiliate", "whose branch or member it is", "part of"),
    KeyAct("registry.edit", "e", "e", "edit", "note; of incidents time and place too", "edit"),
    KeyAct(
        "registry.merge", "m", "m", "merge", "mark it; on another one, merge it with that", "merge"
    ),
    KeyAct(
        "registry.tick", "space", "Space", "tick", "tick a link that is to be split off", "tick"
    ),
    KeyAct(
        "registry.split",
        "s",
        "s",
        "split",
        "new entry for ticked links; take a merge apart",
        "split",
    ),
    KeyAct("registry.delete", "x,delete", "x", "delete", "delete an entry without links", "delete"),
    KeyAct("registry.undo", "u", "u", "undo", "take back what you did last", "undo"),
    KeyAct("registry.redo", "U", "U", "redo", "do it again"),
    KeyAct("registry.help", "question_mark", "?", "help", "all keys", "help"),
    KeyAct(
        "registry.back", "escape", "Esc", "leave", "back: the list; then where you were", "back"
    ),
)
"""Keys of the Registry screen."""

AGREEMENT_KEYS: tuple[KeyAct, ...] = (
    KeyAct("agreement.up", "up,k", "↑", "move(-1)", "previous line"),
    KeyAct("agreement.down", "down,j", "↓", "move(1)", "next line"),
    KeyAct("agreement.page.up", "pageup", "PgUp", "page(-1)", "a screen up"),
    KeyAct("agreement.page.down", "pagedown", "PgDn", "page(1)", "a screen down"),
    KeyAct("agreement.first", "home", "Home", "ends(-1)", "first line"),
    KeyAct("agreement.last", "end", "End", "ends(1)", "last line"),
    KeyAct(
        "agreement.next", "tab,n", "Tab", "next_place", "next place where people differ", "place"
    ),
    KeyAct("agreement.open", "enter", "Enter", "open", "open this place", "open"),
    KeyAct("agreement.help", "question_mark", "?", "help", "all keys", "help"),
    KeyAct("agreement.back", "escape", "Esc", "leave", "back to where you were", "back"),
)
"""Keys of the Agreement screen."""

_DIGITS = tuple(
    KeyAct(f"adjudicate.{n}", str(n), str(n), f"take({n})", f"take variant {n}; go on")
    for n in range(1, 10)
)

ADJUDICATE_KEYS: tuple[KeyAct, ...] = (
    *_DIGITS,
    KeyAct("adjudicate.nothing", "0", "0", "take(0)", "nothing here (recorded); go on", "nothing"),
    KeyAct(
        "adjudicate.yes",
        "enter",
        "Enter",
        "enter",
        "take what most have said, or save what was edited; go on",
        "majority",
    ),
    KeyAct("adjudicate.up", "up", "↑", "light(-1)", "light the variant above"),
    KeyAct("adjudicate.down", "down", "↓", "light(1)", "light the variant below"),
    KeyAct("adjudicate.edit", "e", "e", "edit", "edit the lit variant; letters retype it", "edit"),
    KeyAct("adjudicate.start.left", "comma", ",", "nudge('start', -1)", "start one word earlier"),
    KeyAct(
        "adjudicate.start.right", "less_than_sign", "<", "nudge('start', 1)", "start one word later"
    ),
    KeyAct("adjudicate.end.right", "full_stop", ".", "nudge('end', 1)", "end one word later"),
    KeyAct(
        "adjudicate.end.left", "greater_than_sign", ">", "nudge('end', -1)", "end one word earlier"
    ),
    KeyAct(
        "adjudicate.character", "underscore", "_", "by_character", "edges step by character, or not"
    ),
    KeyAct("adjudicate.several", "ampersand", "&", "several", "keep several: digits, then Enter"),
    KeyAct(
        "adjudicate.majority", "A", "A", "majority", "in all slots of this frame, what most said"
    ),
    KeyAct(
        "adjudicate.alike", "asterisk", "*", "alike", "the next choice for all like this", "alike"
    ),
    KeyAct("adjudicate.skip", "s", "s", "skip", "skip; it comes again at the end", "skip"),
    KeyAct("adjudicate.discuss", "d", "d", "discuss", "needs discussion; keeps it out of gold"),
    KeyAct("adjudicate.reveal", "v", "v", "reveal", "who said what (recorded)", "votes"),
    KeyAct("adjudicate.context", "c", "c", "context", "more context, or less", "context"),
    KeyAct("adjudicate.guideline", "g", "g", "guideline", "guideline of the types"),
    KeyAct(
        "adjudicate.reason", "r", "r", "reason", "why they differed about the item before", "reason"
    ),
    KeyAct("adjudicate.note", "semicolon", ";", "note", "note on this item"),
    KeyAct("adjudicate.order", "o", "o", "order", "order: by kind, by place, hardest first"),
    KeyAct(
        "adjudicate.find", "slash", "/", "find", "find words or an article in the queue", "find"
    ),
    KeyAct("adjudicate.undo", "u", "u", "undo", "undo, item by item", "undo"),
    KeyAct("adjudicate.redo", "U", "U", "redo", "redo"),
    KeyAct("adjudicate.menu", "space", "Space", "menu", "menu of everything", "menu"),
    KeyAct("adjudicate.help", "question_mark", "?", "help", "all keys", "help"),
    KeyAct("adjudicate.back", "escape", "Esc", "leave", "let go of an edit; else back", "back"),
)
"""Keys of the Adjudicate screen; while a variant is edited, the letters of types retype it."""

CORRECTIONS_KEYS: tuple[KeyAct, ...] = (
    KeyAct("corrections.up", "up,k", "↑", "move(-1)", "previous line"),
    KeyAct("corrections.down", "down,j", "↓", "move(1)", "next line"),
    KeyAct("corrections.page.up", "pageup", "PgUp", "page(-1)", "a screen up"),
    KeyAct("corrections.page.down", "pagedown", "PgDn", "page(1)", "a screen down"),
    KeyAct("corrections.first", "home", "Home", "ends(-1)", "first line"),
    KeyAct("corrections.last", "end", "End", "ends(1)", "last line"),
    KeyAct("corrections.next", "tab,n", "Tab", "next_clause", "next type", "next type"),
    KeyAct("corrections.open", "enter", "Enter", "open", "open the article here", "open"),
    KeyAct("corrections.guideline", "g,f1", "g", "guideline", "guideline of the type", "guideline"),
    KeyAct("corrections.filter", "f", "f", "filter", "show only those with these words", "filter"),
    KeyAct("corrections.help", "question_mark", "?", "help", "all keys", "help"),
    KeyAct("corrections.back", "escape", "Esc", "leave", "back to where you were", "back"),
)
"""Keys of the screen of one's corrections."""

QUIT = KeyAct("quit", "ctrl+q", "Ctrl+Q", "app.quit", "quit; everything is saved already", "quit")

RESERVED = tuple(
    key for act in LABEL_KEYS for key in act.keys.split(",") if len(key) == 1 and key.isalpha()
)
"""Letters of the Label screen that no label may have; a test compares them with the scheme's."""

SCREENS: dict[str, tuple[KeyAct, ...]] = {
    "Label": (*LABEL_KEYS, QUIT),
    "Home": (*HOME_KEYS, QUIT),
    "Search": (*SEARCH_KEYS, QUIT),
    "Other places": (*OTHERS_KEYS, QUIT),
    "Registry": (*REGISTRY_KEYS, QUIT),
    "Agreement": (*AGREEMENT_KEYS, QUIT),
    "Adjudicate": (*ADJUDICATE_KEYS, QUIT),
    "My corrections": (*CORRECTIONS_KEYS, QUIT),
}
"""The acts of each screen, those of the whole application among them."""


def bindings(acts: tuple[KeyAct, ...]) -> "Iterator[Binding]":
    """Yield the bindings of a screen; each has an id, by which a keymap can move it.

    They have priority: the application then acts on a key before it looks at the next one. Others
    travel through the queues of widgets first, and keys typed ahead can overtake each other. What
    has no key is bound too, to a name that no key has: a keymap may give it one.
    """
    from textual.binding import Binding

    for act in acts:
        keys = act.keys or UNBOUND
        yield Binding(keys, act.action, act.text, id=act.id, show=False, priority=True)


def label_bindings(scheme: Scheme) -> "Iterator[Binding]":
    """Yield a binding for each label that can name what is lit."""
    from textual.binding import Binding

    for kind in scheme.choosable_types("entities"):
        action, key = f"label({kind.name!r})", kind.key or UNBOUND
        yield Binding(key, action, kind.name, id=label_id(kind.name), show=False, priority=True)
    for label in scheme.labels_by_name.values():
        if label.key:
            action = f"label_sentence({label.name!r})"
            yield Binding(label.key, action, label.name, show=False, priority=True)


def label_id(type_name: str) -> str:
    """Return the id of the act that gives a label."""
    return f"label.{type_name}"


def key_table() -> str:
    """Return the keys as the Markdown table of docs/keys.md."""
    rows = [
        f"| `{act.shown}` | {act.text} |"
        if "`" not in act.shown
        else f"| {act.shown} | {act.text} |"
        for act in (*LABEL_KEYS, QUIT)
        if act.keys
    ]
    letters = "| a label's letter | name what is lit, or give the lit mention this label; go on |"
    menu = "".join(
        f"| `Space` `{act.menu}` | {act.text} |\n"
        for act in LABEL_KEYS
        if act.menu and not act.keys
    )
    return "| key | act |\n|---|---|\n" + "\n".join([letters, *rows]) + "\n" + menu

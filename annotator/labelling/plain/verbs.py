"""The table of what can be said: every verb with its short form, its words and its help."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from annotator.labelling.plain import acts, reading
from annotator.labelling.plain.desk import PlainDesk
from annotator.labelling.plain.ranges import RANGE_HELP
from annotator.labelling.refusals import Refused

Act = Callable[[PlainDesk, Sequence[str]], list[str]]


class Verb(NamedTuple):
    """One thing that can be said."""

    name: str
    short: str
    """One letter or sign that means the same, "" for none."""
    words: str
    """What comes behind it."""
    help: str
    act: Act


def _help(_: PlainDesk, words: Sequence[str]) -> list[str]:
    if words:
        one = verb_of(words[0])
        return [_line(one)]
    return [
        *map(_line, VERBS),
        "quit: leave; everything is saved already",
        RANGE_HELP,
        "Annotations are called @1, @2 and so on; @ alone is the one made or changed last.",
    ]


def verb_of(word: str) -> Verb:
    """Return the verb that a word is, or the short form of.

    Raises:
        Refused: there is none.
    """
    for one in VERBS:
        if word in (one.name, one.short):
            return one
    raise Refused(f"“{word}” is nothing that can be said here; help prints what is.")


def _line(one: Verb) -> str:
    short = f" (or {one.short})" if one.short else ""
    return f"{' '.join(filter(None, (one.name, one.words)))}{short}: {one.help}"


VERBS = (
    Verb("read", "r", "[all]", "the sentence with its annotations; all: everything", reading.read),
    Verb("words", "w", "", "the words of the sentence with their numbers", reading.words),
    Verb("next", "n", "", "the next sentence", reading.next_sentence),
    Verb("previous", "p", "", "the sentence before", reading.previous_sentence),
    Verb("go", "g", "NUMBER", "a sentence by its number", reading.go),
    Verb("undone", "", "", "the next sentence that is not finished", reading.undone),
    Verb("label", "l", "TYPE RANGE", "a mention", acts.label),
    Verb("incident", "i", "TYPE RANGE", "an incident on its trigger", acts.incident),
    Verb("claim", "c", "TYPE RANGE|nowhere", "a claim on its cue, or without one", acts.claim),
    Verb("fill", "f", "@N ROLE RANGE|@M [as TYPE]", "a role of an incident or claim", acts.fill),
    Verb("empty", "", "@N ROLE [RANGE|@M]", "a role, or one filler out of it", acts.empty),
    Verb("set", "s", "@N NAME VALUE [from RANGE]", "the value of an attribute", acts.set_value),
    Verb("clear", "", "@N NAME", "take the value of an attribute away", acts.clear),
    Verb("relate", "", "@N RELATION @M", "link two annotations", acts.relate),
    Verb(
        "link",
        "",
        "@N [ENTRY|new [NAME]]",
        "say what it stands for in the registry; without an entry, the best guesses",
        acts.link,
    ),
    Verb("unlink", "", "@N", "take the link to the registry away", acts.unlink),
    Verb("retype", "t", "@N TYPE", "another type", acts.retype),
    Verb("move", "m", "@N RANGE|nowhere", "another range, or another trigger or cue", acts.move),
    Verb("delete", "x", "@N", "take it away", acts.delete),
    Verb("unsure", "!", "@N", "flag it as unsure, or take the flag off", acts.unsure),
    Verb("note", ";", "@N [TEXT]", "a note to the adjudicator; without a text, none", acts.note),
    Verb("mark", "k", "LABEL [VALUE]", "a label of the sentence or of the article", acts.mark),
    Verb(
        "accept",
        "a",
        "NUMBER [as TYPE]|all|@N",
        "a suggestion, or what is proposed for @N",
        acts.accept,
    ),
    Verb("reject", "", "NUMBER|all", "turn a suggestion down", acts.reject),
    Verb("done", "d", "", "the sentence is done, even with nothing in it", acts.finisher("done")),
    Verb("skip", "", "", "leave the sentence out", acts.finisher("skipped")),
    Verb("later", "", "", "leave the sentence as unsure", acts.finisher("unsure")),
    Verb("reopen", "", "", "take back that the sentence was finished", acts.reopen),
    Verb("undo", "u", "", "take back the latest act", acts.undo),
    Verb("redo", "U", "", "do again what was taken back", acts.redo),
    Verb("split", "", "RANGE", "cut the sentence before these words", acts.split),
    Verb("join", "", "", "join the sentence to the one before", acts.join),
    Verb("kind", "", "KIND", "what kind of unit the sentence is", acts.kind),
    Verb("layers", "", "[LAYER...]", "what is worked on and finished", reading.layers),
    Verb("types", "", "[NAME]", "what the scheme has; one with all that it takes", reading.types),
    Verb("open", "o", "ARTICLE|next", "another article", reading.open_article),
    Verb("help", "?", "[VERB]", "this list", _help),
)
"""Everything that can be said, in the order of the help."""

"""Labelling by lines: mentions, incidents and claims with their slots, links, sentences, undo."""

from collections.abc import Callable, Sequence

from annotator.labelling.commands.annotations import (
    CreateMention,
    MoveMention,
    RetypeMention,
    SetAttribute,
    SetNote,
    SetUnsure,
)
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.frames import CreateFrame, MoveTrigger, RetypeFrame
from annotator.labelling.commands.identity import CreateEntry, LinkIdentity, UnlinkIdentity
from annotator.labelling.commands.links import CreateRelation, RetypeRelation, SetLabel
from annotator.labelling.commands.roles import EmptyRole, FillRole
from annotator.labelling.commands.sentences import SplitSentence
from annotator.labelling.commands.suggestions import AcceptMention
from annotator.labelling.form import Form
from annotator.labelling.ghosts import Ghost
from annotator.labelling.outcome import Outcome
from annotator.labelling.plain.desk import PlainDesk
from annotator.labelling.plain.ranges import unquoted
from annotator.labelling.plain.reading import guessed_entries, moved, proposals, read_sentence
from annotator.labelling.refusals import Refused
from annotator.labelling.slot_fillers import guessed_type, range_of_filler
from annotator.model.annotation import Claim, Filler, Frame, Incident, Label, Mention, Relation
from annotator.model.article import SENTENCE_KINDS
from annotator.model.completion import CompletionState
from annotator.model.scheme_tables import SPAN, FrameLayerName


def label(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Make a mention."""
    name, rest = _first(words, "a type and where, as in: label GPE 4-5")
    fragments, rest = at.range_in(rest)
    _no_more(rest)
    return at.do(CreateMention(type=name, fragments=fragments), "Labelled")


def incident(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Make an incident on its trigger."""
    return _make_frame(at, words, "incidents")


def claim(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Make a claim on its cue, or without one."""
    return _make_frame(at, words, "claims")


def retype(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Give an annotation another type."""
    typed, rest = _first(words, "which, and the new type, as in: retype @3 GPE")
    name, rest = _first(rest, "the new type, as in: retype @3 GPE")
    _no_more(rest)
    item = at.item(typed)
    command: Command
    match item:
        case Mention():
            command = RetypeMention(id=item.id, type=name)
        case Relation():
            command = RetypeRelation(id=item.id, type=name)
        case Label():
            raise Refused("A label of a sentence has a value: mark gives it another.")
        case _:
            command = RetypeFrame(id=item.id, type=name)
    return at.do(command, "Changed")


def move(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Give a mention other edges, or a frame another trigger or cue."""
    typed, rest = _first(words, "which and where to, as in: move @3 4-6")
    item = at.item(typed)
    if rest == ["nowhere"] and isinstance(item, Claim | Incident):
        return at.do(MoveTrigger(id=item.id, fragments=()), "Moved")
    fragments, rest = at.range_in(rest)
    _no_more(rest)
    if isinstance(item, Mention):
        return at.do(MoveMention(id=item.id, fragments=fragments), "Moved")
    return at.do(MoveTrigger(id=at.frame(typed).id, fragments=fragments), "Moved")


def delete(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Take an annotation away."""
    typed, rest = _first(words, "which, as in: delete @3")
    _no_more(rest)
    head = at.teller().head(item := at.item(typed))
    return [f"{at.desk.delete(item.id).message} It was {head}."]


def fill(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Fill a role of a frame with words, or with an annotation."""
    how = 'a frame, a role and what fills it, as in: fill @3 place "Kabul"'
    typed, rest = _first(words, how)
    name, rest = _first(rest, how)
    frame = at.frame(typed)
    if rest and rest[0].startswith("@"):
        _no_more(rest[1:])
        return at.do(FillRole(id=frame.id, role=name, target=at.item(rest[0]).id), "Filled")
    fragments, rest = at.range_in(rest)
    role = next((one for one in at.scheme.roles_of(frame.type) if one.name == name), None)
    kind = SPAN
    if rest and rest[0] == "as":
        kind, rest = _first(rest[1:], "the type behind as")
    elif role:
        kind = guessed_type(at.session, fragments, at.scheme.permitted_fillers(role))
    _no_more(rest)
    as_type = "" if kind == SPAN else kind
    command = FillRole(id=frame.id, role=name, fragments=fragments, as_type=as_type)
    return at.do(command, "Filled")


def empty(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Empty a role of a frame, or take one filler out of it."""
    how = "a frame and a role, as in: empty @3 place"
    typed, rest = _first(words, how)
    name, rest = _first(rest, how)
    frame = at.frame(typed)
    target = ""
    if rest and rest[0].startswith("@"):
        target, rest = at.item(rest[0]).id, rest[1:]
    elif rest:
        fragments, rest = at.range_in(rest)
        target = _filler_at(at, frame, name, fragments).target
    _no_more(rest)
    return at.do(EmptyRole(id=frame.id, role=name, target=target), "Emptied")


def set_value(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Give an attribute a value."""
    how = "which, the attribute and its value, as in: set @3 certainty possible"
    typed, rest = _first(words, how)
    name, rest = _first(rest, how)
    item, evidence = at.item(typed), None
    if "from" in rest:
        place = len(rest) - 1 - rest[::-1].index("from")
        fragments, left = at.range_in(rest[place + 1 :])
        _no_more(left)
        if len(fragments) > 1:
            raise Refused("The words that give a value stand in one piece.")
        rest, evidence = rest[:place], fragments[0]
    value = " ".join(map(unquoted, rest))
    if not value:
        raise Refused("Say the value, or take it away with: clear @3 NAME")
    command = SetAttribute(id=item.id, attribute=name, value=value, evidence=evidence)
    return at.do(command, "Set")


def clear(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Take the value of an attribute away."""
    how = "which and the attribute, as in: clear @3 certainty"
    typed, rest = _first(words, how)
    name, rest = _first(rest, how)
    _no_more(rest)
    return at.do(SetAttribute(id=at.item(typed).id, attribute=name, value=""), "Cleared")


def relate(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Link two annotations."""
    how = "one, the relation and the other, as in: relate @3 denies @5"
    typed, rest = _first(words, how)
    name, rest = _first(rest, how)
    other, rest = _first(rest, how)
    _no_more(rest)
    target = other if "#" in other else at.item(other).id
    return at.do(CreateRelation(type=name, source=at.item(typed).id, target=target), "Linked")


def link(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Say which entry of the registry a mention or incident stands for."""
    typed, rest = _first(words, "which, and the entry, as in: link @3 Kabul")
    item, entry = at.item(typed), " ".join(map(unquoted, rest))
    if not isinstance(item, Mention | Incident):
        raise Refused("Only mentions and incidents are linked to the registry.")
    if not entry:
        return guessed_entries(at, item)
    if rest[0] == "new":
        called = " ".join(map(unquoted, rest[1:]))
        return at.do(CreateEntry(id=item.id, called=called), "Linked")
    return at.do(LinkIdentity(id=item.id, entry=at.identities.find(entry).id), "Linked")


def unlink(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Take the link to the registry away."""
    typed, rest = _first(words, "which, as in: unlink @3")
    _no_more(rest)
    return at.do(UnlinkIdentity(id=at.item(typed).id), "Unlinked")


def mark(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Give the sentence or the article a label; without a value, take it away."""
    name, rest = _first(words, "the label and its value, as in: mark relevant yes")
    sentence = at.sentence.start if name in at.scheme.labels.sentence else None
    value = ",".join(one for word in rest for one in unquoted(word).split(",") if one)
    command = SetLabel(label=name, value=value, sentence=sentence)
    return at.do(command, "Marked" if value else f"Taken away: label {name}")


def unsure(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Flag an annotation as unsure, or take the flag off."""
    typed, rest = _first(words, "which, as in: unsure @3")
    _no_more(rest)
    item = at.item(typed)
    said = "Flag taken off" if item.unsure else "Flagged"
    return at.do(SetUnsure(id=item.id, unsure=not item.unsure), said)


def note(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Write a note to the adjudicator; without a text, take it away."""
    typed, rest = _first(words, "which, and the note, as in: note @3 the year is unclear")
    # As it was typed: blanks and quotation marks are the person's own.
    text = at.line.split(maxsplit=2)[2] if rest else ""
    return at.do(SetNote(id=at.item(typed).id, note=text), "Noted")


def accept(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Accept a suggestion by its number, all of them, or what is proposed for a frame."""
    typed, rest = _first(words, "the number of a suggestion, as in: accept 1")
    if typed.startswith("@"):
        _no_more(rest)
        return _accept_proposals(at, at.frame(typed))
    if typed == "all":
        _no_more(rest)
        return [line for ghost in at.ghosts() for line in _accept(at, ghost, ghost.type)]
    ghost, kind = _ghost(at, typed), ""
    if rest and rest[0] == "as":
        kind, rest = _first(rest[1:], "the type behind as")
    _no_more(rest)
    return _accept(at, ghost, kind or ghost.type)


def reject(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Turn a suggestion down by its number, or all of them."""
    typed, rest = _first(words, "the number of a suggestion, as in: reject 1")
    _no_more(rest)
    chosen = at.ghosts() if typed == "all" else (_ghost(at, typed),)
    teller = at.teller()
    return [
        f"{at.desk.suggested.refuse(one).message} Turned down: {teller.quoted(one.fragments)}."
        for one in chosen
    ]


def finisher(state: CompletionState) -> Callable[[PlainDesk, Sequence[str]], list[str]]:
    """Return the act that finishes the sentence in one way and reads the next."""

    def finish(at: PlainDesk, words: Sequence[str]) -> list[str]:
        _no_more(words)
        number = at.index + 1
        following = moved(at, at.desk.finish(state))
        return [f"Sentence {number} is {state} for {', '.join(at.desk.layers)}.", *following]

    return finish


def reopen(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Take back that the sentence was finished."""
    _no_more(words)
    at.desk.reopen()
    return [f"Sentence {at.index + 1} is not finished any more."]


def split(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Cut the sentence in two before a word, for everybody."""
    fragments, rest = at.range_in(words)
    _no_more(rest)
    at.desk.do(SplitSentence(offset=fragments[0].start))
    return ["Split, for everybody.", *read_sentence(at)]


def join(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Join the sentence to the one before it, for everybody."""
    _no_more(words)
    at.desk.merge()
    return ["Joined to the one before, for everybody.", *read_sentence(at)]


def kind(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Say what kind of unit the sentence is, for everybody."""
    typed, rest = _first(words, f"one of {', '.join(SENTENCE_KINDS)}")
    _no_more(rest)
    for one in SENTENCE_KINDS:
        if one == typed:
            at.desk.rekind(one)
            return [f"Sentence {at.index + 1} is a {one} now, for everybody."]
    raise Refused(f"A sentence is one of {', '.join(SENTENCE_KINDS)}.")


def undo(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Take back the latest act."""
    _no_more(words)
    return _taken_back(at, at.desk.undo)


def redo(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Do again what was taken back last."""
    _no_more(words)
    return _taken_back(at, at.desk.redo)


def _taken_back(at: PlainDesk, act: Callable[[], Outcome]) -> list[str]:
    """Undo or redo; the sentence is read where it is another one."""
    before, outcome = at.index, act()
    is_here = not outcome.elsewhere and at.index == before
    return [outcome.message] if is_here else moved(at, outcome)


def _make_frame(at: PlainDesk, words: Sequence[str], layer: FrameLayerName) -> list[str]:
    verb = "incident" if layer == "incidents" else "claim"
    name, rest = _first(words, f"a type and where, as in: {verb} TYPE 4")
    if at.scheme.layer_of(name) not in (layer, None):
        raise Refused(f"{name} is one of the {at.scheme.layer_of(name)}.")
    if layer == "claims" and rest == ["nowhere"]:
        command = CreateFrame(type=name, at=at.sentence.start)
    else:
        fragments, rest = at.range_in(rest)
        _no_more(rest)
        command = CreateFrame(type=name, trigger=fragments)
    said = at.do(command, "Made")
    return [*said, *proposals(at, at.frame("@"))]


def _accept_proposals(at: PlainDesk, frame: Frame) -> list[str]:
    before = dict(at.work.annotations)
    form = Form(at.desk, frame.id, at.offered.get(frame.id))
    if not any(form.proposed):
        raise Refused("Nothing is proposed for it.")
    outcome = form.accept()
    message = [outcome.message] if outcome.message else []
    return [*at.changed(before, "Accepted"), *message]


def _accept(at: PlainDesk, ghost: Ghost, kind: str) -> list[str]:
    if ghost.layer == "entities":
        suggestions, fragments = ghost.suggestions, ghost.fragments
        command = AcceptMention(suggestions=suggestions, type=kind, fragments=fragments)
        return at.do(command, "Accepted")
    before = dict(at.work.annotations)
    at.desk.frames.take(ghost.suggestions, kind)
    at.desk.frames.close()
    said = at.changed(before, "Accepted")
    frame = at.frame("@")
    at.offered[frame.id] = ghost.suggestions[0]
    return [*said, *proposals(at, frame)]


def _ghost(at: PlainDesk, typed: str) -> Ghost:
    found = at.ghosts()
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    if not 1 <= number <= len(found):
        there = f"suggestions 1 to {len(found)}" if found else "no suggestions"
        raise Refused(f"This sentence has {there}.")
    return found[number - 1]


def _filler_at(at: PlainDesk, frame: Frame, role: str, fragments: object) -> Filler:
    for one in frame.fillers_of(role):
        if range_of_filler(at.work, one) == fragments:
            return one
    raise Refused(f"{role} of this {frame.type} does not hold this.")


def _first(words: Sequence[str], wanted: str) -> tuple[str, list[str]]:
    if not words:
        raise Refused(f"Say {wanted}")
    return words[0], list(words[1:])


def _no_more(words: Sequence[str]) -> None:
    if words:
        raise Refused(f"“{' '.join(words)}” at the end is too much.")

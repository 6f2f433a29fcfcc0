"""What can be chosen, in words: for the screen, lists and the pattern that likes have in common."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from annotator.adjudication.clusters import shown_kind
from annotator.adjudication.sides import Cluster
from annotator.model.decision import Choice, GoldFiller, GoldFrameBody
from annotator.model.spans import Span, covered_text

Naming = Callable[[str], str]
"""Gives the name of an entry of the registry."""

NOTHING = "nothing"
_LONGEST = 100


def told_choice(choice: Choice, text: str, name_of: Naming = str) -> str:
    """Return a choice in words.

    Args:
        text: the article's text.
    """
    if choice.is_nothing:
        return NOTHING
    parts = [
        *(f"[{covered(text, one.fragments)}] {one.type}" for one in choice.mentions),
        *([_told_frame(choice.frame, text)] if choice.frame else ()),
        *([choice.type] if choice.type else ()),
        *([f"“{covered(text, choice.fragments)}”"] if choice.fragments else ()),
        *(_told_filler(one, text) for one in choice.fillers),
        *(_told_value(one.name, one.value) for one in choice.values),
        *([name_of(choice.identity)] if choice.identity else ()),
    ]
    return " + ".join(parts)


def spans_of(choice: Choice) -> tuple[Span, ...]:
    """Return the characters that a choice is about; () where it is only values."""
    spans = [piece for one in choice.mentions for piece in one.fragments]
    spans += choice.fragments
    spans += [piece for one in choice.fillers for piece in one.fragments]
    spans += [Span(one.evidence.start, one.evidence.end) for one in choice.values if one.evidence]
    spans += choice.frame.trigger if choice.frame else ()
    fillers = choice.frame.roles if choice.frame and not choice.frame.trigger else ()
    return (*spans, *(piece for one in fillers for piece in one.fragments))


def covered(text: str, fragments: Sequence[Span]) -> str:
    """Return the text under fragments on one line."""
    return " ".join(covered_text(text, fragments).split())


def pattern_of(cluster: Cluster, text: str, name_of: Naming = str) -> str:
    """Return what is equal for clusters with the same words and the same variants."""
    said = {told_choice(one.choice, text, name_of) for one in cluster.variants}
    # An item that all agree about must not be told from one that some have not marked.
    variants = sorted(said | {NOTHING} if cluster.is_unanimous else said)
    words = " | ".join(variants)
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]} {sha256(words.encode()).hexdigest()[:12]}"
    # The strings first, so that the same ones stand together in the queue.
    return f"{words.casefold()} | {cluster.layer} {shown_kind(cluster)} {cluster.slot}"


def slot_words(slot: str) -> str:
    """Return what a slot is called on the screen."""
    kind, _, name = slot.partition(":")
    return name or {"item": "", "span": "range", "value": "label"}.get(kind, kind)


def _told_frame(body: GoldFrameBody, text: str) -> str:
    if body.attributes and not body.trigger and not body.roles:
        return " ".join(one.value for one in body.attributes) or body.type
    trigger = f" “{covered(text, body.trigger)}”" if body.trigger else ""
    roles = [_told_filler(one, text) for one in body.roles]
    values = [_told_value(one.name, one.value) for one in body.attributes]
    return f"{body.type or '(type open)'}{trigger} {' · '.join([*roles, *values])}".rstrip()


def _told_filler(filler: GoldFiller, text: str) -> str:
    if "#" in filler.target:
        return f"{filler.role}: a {filler.kind} of another article"
    is_frame = filler.kind in ("incident", "claim")
    what = covered(text, filler.fragments) or filler.kind
    return f"{filler.role}: {f'{filler.kind} “{what}”' if is_frame else what}"


def _told_value(name: str, value: str) -> str:
    return name if value == "true" else f"{name}: {value}"

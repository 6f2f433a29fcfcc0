"""Commands about suggestions: accepting one, turning some down, and several acts as one."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from pydantic import SerializeAsAny

from annotator.labelling.commands.annotations import CreateMention
from annotator.labelling.commands.base import Command, Context, bare_span
from annotator.labelling.commands.frames import CreateFrame
from annotator.labelling.refusals import Refused
from annotator.labelling.rules import value_problem
from annotator.labelling.verdicts import verdict_edits
from annotator.model.annotation import (
    AttributeValue,
    Claim,
    Frame,
    Incident,
    Label,
    Mention,
    Relation,
    SuggestedBy,
)
from annotator.model.spans import Span
from annotator.model.suggestion import ProposedValue, Suggestion, VerdictKind
from annotator.store.journal import Edit
from annotator.store.rows import Stored, key_of, table_of, to_row


class AcceptMention(Command):
    """Make a suggested mention one's own, as it was proposed or with another type or range."""

    name: ClassVar[str] = "suggestion.accept"
    suggestions: tuple[Suggestion, ...]
    """What was shown as one ghost; the likeliest first."""
    type: str
    fragments: tuple[Span, ...]

    def edits(self, context: Context) -> list[Edit]:
        """Return the mention and what is said of the suggestions."""
        first = self.suggestions[0]
        made = CreateMention(type=self.type, fragments=self.fragments).edits(context)
        mention = made[0].after
        assert isinstance(mention, Mention)  # noqa: S101 (that is what the command makes)
        as_it_was = (self.type, self.fragments) == (first.type, first.fragments)
        fields = {
            "origin": "accepted" if as_it_was else "edited",
            "suggested_by": _origin(first),
            "attributes": self._attributes(context, first),
        }
        verdict: VerdictKind = "accepted" if as_it_was else "edited"
        mention = mention.model_copy(update=fields)
        return [Edit(None, mention), *verdict_edits(context, self.suggestions, verdict)]

    def place(self, context: Context) -> int:
        """Return where the range begins."""
        return self.fragments[0].start

    def told(self) -> dict[str, Any]:
        """Return type, range and the suggesters."""
        sources = [one.source for one in self.suggestions]
        return {"type": self.type, "fragments": self.fragments, "suggested_by": sources}

    def _attributes(self, context: Context, first: Suggestion) -> tuple[AttributeValue, ...]:
        """Return the proposed values that the type takes; those of moved edges would be guesses."""
        if self.fragments != first.fragments:
            return ()
        return tuple(
            _value(context, one)
            for one in first.attributes
            if not value_problem(context.scheme, self.type, one.name, one.value)
        )


class AcceptFrame(Command):
    """Make an incident or claim on a suggested trigger or cue; its slots are filled by its form."""

    name: ClassVar[str] = "suggestion.accept_frame"
    suggestions: tuple[Suggestion, ...]
    type: str

    def edits(self, context: Context) -> list[Edit]:
        """Return the frame and what is said of the suggestions."""
        first = self.suggestions[0]
        made = CreateFrame(type=self.type, trigger=first.fragments).edits(context)
        frame = made[0].after
        assert isinstance(frame, Frame)  # noqa: S101 (that is what the command makes)
        verdict: VerdictKind = "accepted" if self.type == first.type else "edited"
        frame = frame.model_copy(update={"origin": verdict, "suggested_by": _origin(first)})
        return [Edit(None, frame), *verdict_edits(context, self.suggestions, verdict)]

    def place(self, context: Context) -> int:
        """Return where the trigger begins."""
        return self.suggestions[0].anchor.start

    def told(self) -> dict[str, Any]:
        """Return the type and the suggesters."""
        return {"type": self.type, "suggested_by": [one.source for one in self.suggestions]}


class JudgeSuggestions(Command):
    """Say what became of suggestions that are not taken: turned down, or taken otherwise."""

    name: ClassVar[str] = "suggestion.judge"
    suggestions: tuple[Suggestion, ...]
    verdict: VerdictKind = "rejected"

    def edits(self, context: Context) -> list[Edit]:
        """Return what is said of the suggestions."""
        return verdict_edits(context, self.suggestions, self.verdict)

    def place(self, context: Context) -> int:
        """Return where the first suggestion stands."""
        return self.suggestions[0].anchor.start

    def told(self) -> dict[str, Any]:
        """Return the verdict, types and suggesters."""
        return {
            "verdict": self.verdict,
            "types": [one.type for one in self.suggestions],
            "suggested_by": [one.source for one in self.suggestions],
        }


class Together(Command):
    """Several acts as one: written together, taken back together."""

    name: ClassVar[str] = "acts.together"
    commands: tuple[SerializeAsAny[Command], ...]

    def edits(self, context: Context) -> list[Edit]:
        """Return what the acts change, each seeing what those before it did."""
        done: list[Edit] = []
        try:
            for command in self.commands:
                edits = command.edits(context)
                done += edits
                context.work.apply(_changes(edits))
        finally:
            # The work shows what is on disk, and nothing of this is yet.
            context.work.apply(Edit(after, before) for before, after in _changes(reversed(done)))
        return list(_merged(done))

    def place(self, context: Context) -> int:
        """Return where the first act happens."""
        if not self.commands:
            raise Refused("There is nothing to do.")
        return self.commands[0].place(context)

    def told(self) -> dict[str, Any]:
        """Return the acts by name."""
        return {"acts": [{"name": one.name, **one.told()} for one in self.commands]}


def _origin(one: Suggestion) -> SuggestedBy:
    return SuggestedBy(source=one.source, version=one.source_version, score=one.score)


def _value(context: Context, proposed: ProposedValue) -> AttributeValue:
    evidence = proposed.evidence and bare_span(context, proposed.evidence, "The evidence")
    return AttributeValue(name=proposed.name, value=proposed.value, evidence=evidence)


def _changes(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield the edits that change something; the others only rely on what is there."""
    return (edit for edit in edits if edit.before != edit.after)


def _merged(edits: Iterable[Edit]) -> Iterable[Edit]:
    """Return one edit for each item: from how it was before all to how it is after all."""
    found: dict[tuple[str, tuple[Any, ...]], Edit] = {}
    for before, after in edits:
        key = _key(after or before)
        known = found.get(key)
        found[key] = Edit(known.before if known else before, after)
    return (_one_version(edit) for edit in found.values() if edit != (None, None))


def _key(item: Stored | None) -> tuple[str, tuple[Any, ...]]:
    if item is None:
        raise ValueError("an edit without an item")
    table = table_of(item)
    return table, key_of(table, to_row(item))


def _one_version(edit: Edit) -> Edit:
    """Return an edit that is one change to whoever counts versions, however many acts it was."""
    before, after = edit
    if before == after or not isinstance(after, Mention | Incident | Claim | Relation | Label):
        return edit
    version = before.version + 1 if isinstance(before, type(after)) else 1
    return Edit(before, after.model_copy(update={"version": version}))

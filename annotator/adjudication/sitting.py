"""One adjudicator at the screen: the item that is shown, the draft, and what each key does.

A plain object; it knows no screen. What it says is read from its properties.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from annotator.adjudication.desk import AdjudicationDesk, joined_choices
from annotator.adjudication.editing import Draft, Edge, can_move, moved, retyped, with_value
from annotator.adjudication.existence import Existence
from annotator.adjudication.items import AdjudicationItem, How
from annotator.adjudication.reports import PAUSE_MS, USUAL_MS
from annotator.labelling.rules import value_problem
from annotator.model.annotation import Layer
from annotator.model.decision import Choice, Decision, Reason, Rule
from annotator.model.journal import Effort
from annotator.model.spans import Span
from annotator.store.decisions import QUEUE_ORDERS, QueueOrder
from annotator.store.errors import EditConflict

_AT_ONCE = 2
"""Articles that are compared anew between two items: more would make a key wait."""

_NEEDED = ("type",)
"""Slots that no frame can be without."""


class Refusal(Exception):
    """The key does nothing here; the message says why in one sentence."""


class Told(NamedTuple):
    """Where the adjudicator is in the queue."""

    number: int
    total: int
    left: int
    minutes: float


class AdjudicationSitting:
    """Goes through the queue, item by item."""

    def __init__(self, desk: AdjudicationDesk) -> None:
        self.desk = desk
        self.order: QueueOrder = "kind"
        self.item: AdjudicationItem | None = None
        self.lit = 0
        self.draft: Draft | None = None
        self.kept: list[int] | None = None
        """Numbers of variants that are kept together, None while one is taken at a time."""
        self.is_revealed = False
        self.for_all = False
        """Whether the next choice is for all items of this pattern."""
        self.note = ""
        self.evidence: dict[Layer, Existence] = {}
        """By layer, once somebody has asked for it; kept for the sitting."""
        self.last: Decision | None = None
        self.offers_reason = False
        self._counts: dict[tuple[str, str], int] = {}
        self._begun: dict[tuple[str, str], int] = {}
        self._started = time.monotonic()
        self._spent = self._done = 0
        desk.refresh()
        self.recount()
        self._show(desk.next(self.order))

    # ------------------------------------------------------------------------- telling

    @property
    def told(self) -> Told:
        """Where the item is among those of its kind, and what is left."""
        left = sum(self._counts.values())
        usual = self._spent / self._done if self._done else USUAL_MS
        if self.item is None:
            return Told(0, 0, left, 0.0)
        kind = self.item.dispute.layer, self.item.dispute.kind
        total = max(self._begun.get(kind, 1), self._counts.get(kind, 1))
        number = total - self._counts.get(kind, 1) + 1
        return Told(number, total, left, left * usual / 60_000)

    @property
    def choices(self) -> list[Choice]:
        """What the digits from 1 on take."""
        return [one.choice for one in self.item.variants] if self.item else []

    @property
    def limits(self) -> Span:
        """The sentence of the item."""
        if self.item is None:
            return Span(0, 0)
        start = self.item.cluster.sentence
        found = (one for one in self.item.settled.document.sentences if one.start == start)
        sentence = next(found, None)
        return Span(sentence.start, sentence.end) if sentence else Span(0, len(self.item.text))

    @property
    def frame(self) -> Choice | None:
        """What is agreed about the frame whose slot is asked about, None for others."""
        if self.item is None or self.item.cluster.slot in ("item", "value"):
            return None
        settled = self.item.settled
        for parent in self.item.cluster.parents:
            base = settled.by_key.get(parent)
            if base and base.layer == self.item.cluster.layer:
                return next((one.choice for one in base.variants if one.items), None)
        return None

    @property
    def subject_type(self) -> str:
        """The type of what the slot belongs to, "" where that is not settled."""
        base = self.frame
        if base is None:
            return ""
        return base.frame.type if base.frame else next((one.type for one in base.mentions), "")

    @property
    def is_party(self) -> bool:
        """Whether the adjudicator is one of those who labelled this article."""
        sides = self.item.settled.sides if self.item else []
        return any(side.annotator == self.desk.adjudicator for side in sides)

    def recount(self) -> None:
        """Count anew how many items wait of each kind."""
        self._counts = {(one.layer, one.kind): one.number for one in self.desk.waiting()}
        for kind, number in self._counts.items():
            self._begun[kind] = max(number, self._begun.get(kind, 0))

    # ------------------------------------------------------------------------ deciding

    def take(self, number: int, effort: Effort) -> list[AdjudicationItem]:
        """Take a variant by its number, 0 for nothing; while several are kept, add or drop it.

        Returns:
            Other items of the same pattern that wait to be confirmed, see `confirm`.

        Raises:
            Refusal: there is no such variant.
        """
        item = self._shown()
        if number > len(item.variants):
            raise Refusal(f"There is no variant {number}.")
        if self.kept is not None and number:
            self._toggle(number)
            return []
        if number == 0 and item.cluster.slot in _NEEDED:
            raise Refusal("A type is needed; whether it is there at all was another item.")
        choice = self.choices[number - 1] if number else Choice()
        if self.for_all:
            self.lit = max(0, number - 1)
            self.draft = Draft(choice)
            return self.desk.alike(item)
        self._decide(choice, How(), effort)
        return []

    def enter(self, effort: Effort) -> None:
        """Save what was edited or kept together, else take what most have said.

        Raises:
            Refusal: as many say one thing as another.
        """
        item = self._shown()
        if self.draft:
            rule: Rule = "novel" if self.draft.choice not in self.choices else "variant"
            self._decide(self.draft.choice, How(rule=rule), effort)
        elif self.kept:
            choice = joined_choices(self.choices[number - 1] for number in self.kept)
            self._decide(choice, How(rule="novel" if len(self.kept) > 1 else "variant"), effort)
        elif item.suggests_nothing:
            self._decide(Choice(), How(), effort)
        elif item.suggested >= 0:
            self._decide(self.choices[item.suggested], How(), effort)
        else:
            raise Refusal("As many say one as the other; a digit takes one, 0 nothing.")

    def confirm(self, others: list[AdjudicationItem], effort: Effort) -> int:
        """Decide the item as chosen, and others like it the same way; return how many."""
        choice = self.draft.choice if self.draft else Choice()
        item = self._shown()
        wanted = self._words(item, choice)
        pairs = [(one, self._same(one, wanted)) for one in others]
        known = [(one, found) for one, found in pairs if found is not None]
        first = self.desk.decision(item, choice, self._how(How(), effort))
        self.desk.decide_all(
            first, [one for one, _ in known], [found for _, found in known], effort
        )
        self._after(first)
        self.recount()
        self._onward(item)
        return len(known) + 1

    def take_majority(self, effort: Effort) -> int:
        """Take what most say in all remaining slots of this frame, as one act; return how many.

        Raises:
            Refusal: this is no slot of a frame, nowhere do most agree, or a second opinion is
                asked for.
        """
        item = self._shown()
        self._check_first("Opinions are given one by one; a digit takes a variant.")
        if not item.cluster.item or item.cluster.slot == "item":
            raise Refusal("This is no slot of a frame; a digit takes a variant.")
        slots = [
            one
            for one in item.settled.clusters
            if one.item == item.cluster.item
            and one.leading >= 0
            and one.key not in item.settled.decided
            and not one.is_unanimous
        ]
        made = self.desk.decide_leading(slots)
        if not made:
            raise Refusal("As many say one as the other in every slot; digits take one each.")
        self.desk.commit_all(made, effort)
        self._after(made[0])
        self.recount()
        self._onward(item)
        return len(made)

    def skip(self) -> None:
        """Put the item behind all others."""
        item = self._shown()
        self.desk.skip(item)
        self._onward(item)

    def discuss(self, effort: Effort) -> None:
        """Leave the item to be discussed.

        Raises:
            Refusal: a second opinion is asked for, or somebody else settled the item meanwhile.
        """
        item = self._shown()
        self._check_first("A second opinion takes something; s puts the item off.")
        with self._passing(item):
            self.desk.discuss(item, self.note, effort)
        self._count_down(item)
        self._onward(item)

    def give_reason(self, reason: Reason, effort: Effort) -> None:
        """Say why people differed about the item before.

        Raises:
            Refusal: nothing was decided yet.
        """
        if self.last is None:
            raise Refusal("Nothing was decided yet.")
        self.last = self.desk.amend(self.last, effort, reason=reason)
        self.offers_reason = False

    def undo(self, effort: Effort) -> bool:
        """Take back the latest act and go to where it was; False where there is none."""
        found = self.desk.undo(effort)
        self.recount()
        self.offers_reason, self.last = False, None
        if found.item and self.desk.is_open(found.item.dispute.key):
            self._show(found.item)
        return found.is_done

    def redo(self, effort: Effort) -> bool:
        """Do again what was taken back, and go on behind it; False where there is nothing."""
        found = self.desk.redo(effort)
        self.recount()
        if found.item:
            self._onward(found.item)
        return found.is_done

    # ------------------------------------------------------------------------- editing

    def light(self, step: int) -> None:
        """Light the next (1) or previous (-1) variant."""
        self.draft = None
        if self.choices:
            self.lit = (self.lit + step) % len(self.choices)

    def edit(self) -> None:
        """Begin to change the lit variant.

        Raises:
            Refusal: it has neither range, type nor value.
        """
        choice = self.draft.choice if self.draft else self._lit_choice()
        if not (can_move(choice) or choice.type or choice.values):
            raise Refusal("Ranges, types and values can be edited; here take a variant.")
        self.draft = self.draft or Draft(choice)

    def nudge(self, edge: Edge, step: int) -> None:
        """Move an edge of the lit variant.

        Raises:
            Refusal: there is no edge to move, or it is at the end of the sentence.
        """
        self.edit()
        item = self._shown()
        found = moved(self.draft or Draft(Choice()), item.text, edge, step, self.limits)
        if found is None:
            raise Refusal("This edge can go no further.")
        self.draft = found

    def by_character(self) -> None:
        """Let edges step by character, or by word again."""
        self.edit()
        if self.draft:
            self.draft = self.draft._replace(by_character=not self.draft.by_character)

    def retype(self, type_name: str) -> None:
        """Give the draft another type.

        Raises:
            Refusal: it has none.
        """
        found = retyped(self.draft, type_name) if self.draft else None
        if found is None:
            raise Refusal("This has no type.")
        self.draft = found

    def write_value(self, value: str) -> str:
        """Put a typed value into the draft; return why it cannot be, "" where it is there."""
        item = self._shown()
        name = item.cluster.slot.partition(":")[2]
        kind = self.subject_type
        problem = value_problem(self.desk.scheme, kind, name, value) if kind else ""
        if not problem and self.draft:
            self.draft = Draft(with_value(self.draft.choice, name, value))
        return problem

    def let_go(self) -> bool:
        """Give up a draft, what is kept or the list; say whether there was anything."""
        held = bool(self.draft or self.kept is not None or self.for_all)
        self.draft, self.kept, self.for_all = None, None, False
        return held

    def keep_several(self) -> None:
        """Let the digits add variants to what is kept, until Enter; or one at a time again.

        Raises:
            Refusal: the item can have only one of them.
        """
        if not any(one.mentions or one.fillers for one in self.choices):
            raise Refusal("There can be only one of these; a digit takes it.")
        self.kept = [] if self.kept is None else None

    def find(self, words: str) -> None:
        """Go to the next item that is about these words, or in an article of this title.

        Raises:
            Refusal: there is none.
        """
        found = self.desk.find(words, self.order, self.item.dispute if self.item else None)
        if found is None:
            raise Refusal(f"Nothing that waits has “{words}” in it.")
        self._show(found)

    def turn_order(self) -> QueueOrder:
        """Go through the queue in the next order, and return it."""
        at = QUEUE_ORDERS.index(self.order)
        self.order = QUEUE_ORDERS[(at + 1) % len(QUEUE_ORDERS)]
        self._show(self.desk.next(self.order))
        return self.order

    # ------------------------------------------------------------------------- helpers

    def _shown(self) -> AdjudicationItem:
        if self.item is None:
            raise Refusal("Nothing waits.")
        return self.item

    def _check_first(self, otherwise: str) -> None:
        if self.desk.is_second:
            raise Refusal(otherwise)

    def _lit_choice(self) -> Choice:
        self._shown()
        return self.choices[self.lit] if self.choices else Choice()

    def _toggle(self, number: int) -> None:
        kept = self.kept or []
        self.kept = [one for one in kept if one != number] if number in kept else [*kept, number]

    def _how(self, how: How, effort: Effort) -> How:
        ms = int((time.monotonic() - self._started) * 1000)
        return how._replace(
            revealed=self.is_revealed, ms=ms, keys=max(1, effort.keys), note=self.note
        )

    def _decide(self, choice: Choice, how: How, effort: Effort) -> None:
        item = self._shown()
        with self._passing(item):
            decision = self.desk.decide(item, choice, self._how(how, effort), effort)
        self._after(decision)
        self._count_down(item, rejected=decision.rejects)
        self._onward(item)

    @contextmanager
    def _passing(self, item: AdjudicationItem) -> Iterator[None]:
        """Go on to the next item where this one is not any more as it was shown."""
        try:
            yield
        except EditConflict as conflict:
            self.recount()
            self._onward(item)
            raise Refusal(str(conflict)) from None

    def _after(self, decision: Decision) -> None:
        if decision.ms <= PAUSE_MS:
            self._spent += decision.ms
            self._done += 1
        self.last = decision
        overruled = decision.suggested >= 0 and not decision.followed
        self.offers_reason = overruled or decision.rule == "novel"

    def _count_down(self, item: AdjudicationItem, *, rejected: bool = False) -> None:
        kind = item.dispute.layer, item.dispute.kind
        self._counts[kind] = max(0, self._counts.get(kind, 1) - 1)
        if rejected and item.cluster.slot == "item":
            self.recount()  # with a frame its slots go

    def _onward(self, item: AdjudicationItem) -> None:
        if self.desk.refresh(limit=_AT_ONCE):
            self.recount()  # people work on while others adjudicate
        found = self.desk.next(self.order, item.dispute) or self.desk.next(self.order)
        self._show(found)

    def _show(self, item: AdjudicationItem | None) -> None:
        self.item, self.lit, self.draft, self.kept = item, 0, None, None
        self.is_revealed = self.for_all = False
        self.note = ""
        self._started = time.monotonic()

    def _words(self, item: AdjudicationItem, choice: Choice) -> str:
        return self.desk.words(item, choice)

    def _same(self, item: AdjudicationItem, wanted: str) -> Choice | None:
        choices = [*(one.choice for one in item.variants), Choice()]
        return next((one for one in choices if self._words(item, one) == wanted), None)

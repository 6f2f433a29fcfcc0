"""What the Adjudicate screen shows of an item: the sentence with what is disputed, the variants."""

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from annotator.model.decision import Choice
from annotator.model.spans import Span
from annotator.project import (
    EXISTENCE_WARNING,
    AdjudicationItem,
    AdjudicationSitting,
    slot_words,
    spans_of,
    told_choice,
)
from annotator.tui.widgets.cells import shown_text

_LAYERS = {
    **{"entities": "ENT", "incidents": "INC", "claims": "CLAIM", "relations": "LINK"},
    **{"labels": "LABEL"},
}
_CONTEXT = 400
"""Characters of context that are shown on each side, at most, before `c` asks for more."""

_SOURCE = 12
"""Characters of the source's name: its end is the same for many."""

_ORDERS = {"kind": "", "place": ", by place", "hardest": ", hardest first"}


def title_words(sitting: AdjudicationSitting, source: str) -> str:
    """Return the title line: kind, number, place, what is left."""
    item, told = sitting.item, sitting.told
    begin = " second opinion |" if sitting.desk.is_second else ""
    if item is None:
        return begin or " adjudicate"
    units = item.settled.document.sentences
    number = next((n for n, one in enumerate(units, 1) if one.start == item.cluster.sentence), 0)
    slot = slot_words(item.cluster.slot)
    kind = f"{_LAYERS[item.dispute.layer]} {item.dispute.kind}"
    kind += f" {slot}" if slot and slot != item.dispute.kind else ""
    place = f"{_ORDERS[sitting.order]} | {source[:_SOURCE]} s{number}"
    return (
        f"{begin} {kind} {told.number}/{told.total}{place}"
        f" | {told.left} left, {told.minutes:.0f} min"
    )


def case_content(sitting: AdjudicationSitting, sides: int) -> Content:
    """Return the sentence in question with sentences of context, what is disputed underlined.

    Args:
        sides: sentences of context on each side.
    """
    item = sitting.item
    if item is None:
        return Content(nothing_waits(sitting))
    limits, units = sitting.limits, item.settled.document.sentences
    at = next((n for n, one in enumerate(units) if one.start == limits.start), 0)
    before = units[max(0, at - sides) : at]
    after = units[at + 1 : at + 1 + sides]
    text = item.text
    parts: list[Content | str] = []
    if before:
        start = max(before[0].start, limits.start - _CONTEXT * sides)
        parts += [Content.styled(_plain(text, start, before[-1].end), "dim"), "\n"]
    parts.append(_marked(text, limits, disputed(sitting)))
    if after:
        end = min(after[-1].end, limits.end + _CONTEXT * sides)
        parts += ["\n", Content.styled(_plain(text, after[0].start, end), "dim")]
    return Content.assemble(*parts)


def nothing_waits(sitting: AdjudicationSitting) -> str:
    """Return what stands in place of an item where there is none."""
    if sitting.desk.is_second:
        return "Nothing waits: of all that the sample holds you have given your opinion."
    left = sitting.desk.left_to_others()
    if left:
        return f"Nothing waits for you; {left} in articles that you labelled are left to others."
    return "Nothing waits: all that annotators differ about is settled."


def disputed(sitting: AdjudicationSitting) -> tuple[Span, ...]:
    """Return the characters that the lit variant, else any variant, is about."""
    item = sitting.item
    if item is None:
        return ()
    if sitting.draft:
        return spans_of(sitting.draft.choice)
    spans = [span for one in item.variants for span in spans_of(one.choice)]
    frame = sitting.frame
    if not spans and frame:
        spans = list(spans_of(frame))
    return tuple(spans) or (item.cluster.place,)


def variants_content(sitting: AdjudicationSitting, width: int) -> Content:
    """Return the numbered variants, the lit one marked; votes only when they were asked for."""
    item = sitting.item
    if item is None:
        return Content("")
    lines: list[Content] = []
    if sitting.frame:
        agreed = told_choice(sitting.frame, item.text)
        lines.append(Content.styled(f"= agreed: {_cut(agreed, 3 * width)}", "dim"))
    lines += _numbered(sitting, item, width)
    if item.cluster.slot != "type":
        silent = [one for one in item.cluster.variants if one.choice.is_nothing]
        votes = _votes(sitting, [name for one in silent for name in one.annotators])
        without = "not the same" if item.cluster.slot == "identity" else "nothing"
        lines.append(Content(f"  0 {without}{votes}"))
    if sitting.is_revealed:
        lines.append(Content.styled(_told_evidence(sitting, item), "dim"))
    if sitting.draft and not sitting.for_all:
        told = _cut(told_choice(sitting.draft.choice, item.text), 2 * width)
        lines.append(Content.styled(f"▌ → {told}   (Enter saves it, Esc lets it go)", "bold"))
    return Content("\n").join(lines)


def _numbered(
    sitting: AdjudicationSitting, item: AdjudicationItem, width: int
) -> Iterator[Content]:
    for number, variant in enumerate(item.variants, 1):
        is_lit = number - 1 == sitting.lit
        kept = "+" if sitting.kept and number in sitting.kept else " "
        told = _cut(item.told(variant.choice), 2 * width)
        votes = _votes(sitting, variant.annotators) + _likely(sitting, item, variant.choice)
        line = f"{'▌' if is_lit else ' '}{kept}{number} {told}{votes}"
        yield Content.styled(line, "bold") if is_lit else Content(line)
        entry = item.entries.get(variant.choice.identity)
        if entry and entry.sentence:
            there = _cut(f"the same as in: {entry.sentence}", 2 * width)
            yield Content.styled(f"     {there}", "dim")


def _votes(sitting: AdjudicationSitting, names: Sequence[str]) -> str:
    return f"   ← {', '.join(names) or 'nobody'}" if sitting.is_revealed else ""


def _likely(sitting: AdjudicationSitting, item: AdjudicationItem, choice: Choice) -> str:
    found = sitting.evidence.get(item.cluster.layer)
    likely = found.of(item.cluster, choice) if found and sitting.is_revealed else None
    return "" if likely is None else f"   p {likely:.2f}"


def _told_evidence(sitting: AdjudicationSitting, item: AdjudicationItem) -> str:
    found = sitting.evidence.get(item.cluster.layer)
    if found is None:
        return "Dawid-Skene is comparing the project …"
    reason = found.why_not(item.cluster)
    return f"Dawid-Skene {reason}." if reason else f"p: Dawid-Skene. {EXISTENCE_WARNING}"


def _marked(text: str, limits: Span, spans: Iterable[Span]) -> Content:
    """Return the sentence with what is disputed bold, underlined and between signs."""
    marked = sorted(_joined(spans))
    parts: list[Content | str] = []
    at = limits.start
    for start, end in marked:
        start, end = max(start, limits.start), min(end, limits.end)
        if start >= end:
            continue
        parts.append(_plain(text, at, start))
        parts.append(Content.styled(f"⟦{_plain(text, start, end)}⟧", "bold underline"))
        at = end
    parts.append(_plain(text, at, limits.end))
    return Content.assemble(*parts)


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _plain(text: str, start: int, end: int) -> str:
    return " ".join(shown_text(text, start, end).split(" "))


def _cut(told: str, width: int) -> str:
    told = shown_text(told, 0, len(told))
    return told if len(told) <= width else f"{told[: width - 1]}…"

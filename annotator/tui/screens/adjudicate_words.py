"""What the Adjudicate screen shows of an item: the sentence with what is disputed, the variants."""

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from annotator.model.spans import Span
from annotator.project import (
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
    if item is None:
        return " adjudicate"
    units = item.settled.document.sentences
    number = next((n for n, one in enumerate(units, 1) if one.start == item.cluster.sentence), 0)
    slot = slot_words(item.cluster.slot)
    kind = f"{_LAYERS[item.dispute.layer]} {item.dispute.kind}"
    kind += f" {slot}" if slot and slot != item.dispute.kind else ""
    return (
        f" {kind} {told.number}/{told.total}{_ORDERS[sitting.order]} | {source[:_SOURCE]} s{number}"
        f" | {told.left} left, {told.minutes:.0f} min"
    )


def case_content(sitting: AdjudicationSitting, sides: int) -> Content:
    """Return the sentence in question with sentences of context, what is disputed underlined.

    Args:
        sides: sentences of context on each side.
    """
    item = sitting.item
    if item is None:
        return Content("Nothing waits: all that annotators differ about is settled.")
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
        lines.append(Content(f"  0 nothing{votes}"))
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
        told = _cut(told_choice(variant.choice, item.text), 2 * width)
        votes = _votes(sitting, variant.annotators)
        line = f"{'▌' if is_lit else ' '}{kept}{number} {told}{votes}"
        yield Content.styled(line, "bold") if is_lit else Content(line)


def _votes(sitting: AdjudicationSitting, names: Sequence[str]) -> str:
    return f"   ← {', '.join(names) or 'nobody'}" if sitting.is_revealed else ""


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

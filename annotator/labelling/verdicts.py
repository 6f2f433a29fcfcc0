"""What people say of suggestions, as edits: it is written with the act that says it."""

from collections.abc import Iterable

from annotator.labelling.commands.base import Context
from annotator.model.spans import covered_text
from annotator.model.suggestion import Suggestion, Verdict, VerdictKind
from annotator.store.journal import Edit


def verdict_edits(
    context: Context, suggestions: Iterable[Suggestion], verdict: VerdictKind
) -> list[Edit]:
    """Return the edits that say what became of suggestions."""
    edits = []
    for one in suggestions:
        words = " ".join(covered_text(context.work.text, one.fragments).split())
        made = Verdict(
            article=context.work.article.id,
            annotator=context.annotator,
            suggestion=one.id,
            source=one.source,
            source_version=one.source_version,
            layer=one.layer,
            type=one.type,
            score=one.score,
            start=one.anchor.start,
            words=words,
            verdict=verdict,
            changed=context.now,
        )
        edits.append(Edit(context.work.verdicts.get(one.id), made))
    return edits

"""What annotators get back: where gold is not what they had said, and why."""

from collections.abc import Iterable, Iterator

from annotator.adjudication.clauses import types_of
from annotator.adjudication.correction import Correction, correction
from annotator.adjudication.gold import in_force, mention_id
from annotator.adjudication.trying import told_differences
from annotator.model.decision import Choice, Decision
from annotator.model.spans import Span
from annotator.store import articles, decisions
from annotator.store.project_file import ProjectFile


def corrections(file: ProjectFile, annotator: str) -> list[Correction]:
    """Return where gold overrules an annotator, by type, article and place.

    What is not decided yet is not told: until then the annotator labels blind. Where gold tries
    them, differences are told of tests that they have finished, and of hidden gold when it is
    lifted.
    """
    found = (
        correction
        for article in decisions.articles_with_any(file)
        for correction in _corrections_in(file, article, annotator)
    )
    return sorted([*found, *told_differences(file, annotator)])


def _corrections_in(file: ProjectFile, article: str, annotator: str) -> Iterator[Correction]:
    some = in_force(decisions.of_article(file, article))
    told = [(one, said) for one in some if (said := _said_by(one, annotator)) is not None]
    document = articles.document(file, article) if told else None
    if document is None:
        return
    types, places = types_of(some), _places(some)
    for one, mine in told:
        if mine != one.outcome:
            yield correction(
                document,
                mine=mine,
                gold=one.outcome,
                types=types,
                place=places.get(one.item, ()),
                of=(one.sentence, one.layer, one.kind, one.slot, one.item),
                rule=one.rule,
                others=[variant.choice for variant in one.variants],
            )._replace(reason=one.reason, note=one.note)


def _said_by(decision: Decision, annotator: str) -> Choice | None:
    found = (one.choice for one in decision.variants if annotator in one.annotators)
    return next(found, None)


def _places(some: Iterable[Decision]) -> dict[str, tuple[Span, ...]]:
    """Return where the items of gold stand, by their ids."""
    found: dict[str, tuple[Span, ...]] = {}
    for one in some:
        if one.slot == "item":
            for number, body in enumerate(one.outcome.mentions):
                found[mention_id(one, number)] = body.fragments
            if one.outcome.frame:
                found[one.item] = one.outcome.frame.trigger
    return found

"""Which clause of the guideline, that is which type, a decision is about."""

from collections.abc import Iterable, Mapping

from annotator.model.decision import Choice, Decision


def types_of(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the type of each frame that decisions speak of, by its gold id."""
    found: dict[str, str] = {}
    for one in decisions:
        for choice in (one.outcome, *(variant.choice for variant in one.variants)):
            if one.item and choice.frame and choice.frame.type:
                found.setdefault(one.item, choice.frame.type)
            if one.item and choice.type:
                found.setdefault(one.item, choice.type)
    return found


def clause_of(choices: Iterable[Choice], item: str, layer: str, types: Mapping[str, str]) -> str:
    """Return the type that choices are about: a mention's, else that of the item, else the layer.

    Args:
        choices: the one that counts most first.
        types: types by gold id.
    """
    mentioned = (body.type for choice in choices for body in choice.mentions)
    return next(mentioned, "") or types.get(item, "") or layer

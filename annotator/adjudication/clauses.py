"""Which clause of the guideline, that is which type, a decision is about."""

from collections.abc import Iterable, Mapping

from annotator.model.decision import Choice, Decision


def types_of(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the type of each frame that decisions speak of, by its gold id."""
    return types_in(
        (one.item, choice)
        for one in decisions
        for choice in (one.outcome, *(variant.choice for variant in one.variants))
    )


def types_in(said: Iterable[tuple[str, Choice]]) -> dict[str, str]:
    """Return the type of each frame by its gold id, from what is said of it."""
    found: dict[str, str] = {}
    for item, choice in said:
        kind = (choice.frame.type if choice.frame else "") or choice.type
        if item and kind:
            found.setdefault(item, kind)
    return found


def clause_of(choices: Iterable[Choice], item: str, layer: str, types: Mapping[str, str]) -> str:
    """Return the type that choices are about: a mention's, else that of the item, else the layer.

    Args:
        choices: the one that counts most first.
        types: types by gold id.
    """
    mentioned = (body.type for choice in choices for body in choice.mentions)
    return next(mentioned, "") or types.get(item, "") or layer

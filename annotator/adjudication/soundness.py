"""Taking out of gold what its scheme cannot have, as decisions about parts may not fit together.

Somebody's subtype may be chosen with another one's type, or a filler whose mention became something
else.
"""

from collections.abc import Callable, Iterator

from annotator.labelling.rules import faults
from annotator.model.annotation import Annotation, Claim, Incident, Label, Relation
from annotator.model.scheme import Scheme

Find = Callable[[str], Annotation | None]


def sound(scheme: Scheme, item: Annotation, find: Find) -> tuple[Annotation | None, list[str]]:
    """Return an annotation without the parts that its scheme forbids, and what these were.

    Args:
        find: gives gold annotations of the article by id.

    Returns:
        None for an annotation that cannot stand at all.
    """
    gone: list[str] = []
    left = _faults(scheme, item, find)
    while left:
        better = next((one for one in _smaller(item) if _faults(scheme, one[0], find) < left), None)
        if better is None:
            return None, [*gone, item.id]
        item, part = better
        gone.append(f"{item.id} {part}")
        left = _faults(scheme, item, find)
    return item, gone


def _faults(scheme: Scheme, item: Annotation, find: Find) -> int:
    return sum(1 for _ in faults(scheme, item, find))


def _smaller(item: Annotation) -> Iterator[tuple[Annotation, str]]:
    """Yield the annotation without one of its parts, the last ones first, with the part's name."""
    if isinstance(item, Relation | Label):
        return
    for number in reversed(range(len(item.attributes))):
        kept = (*item.attributes[:number], *item.attributes[number + 1 :])
        name = f"attribute:{item.attributes[number].name}"
        yield item.model_copy(update={"attributes": kept}), name
    if isinstance(item, Incident | Claim):
        for number in reversed(range(len(item.roles))):
            roles = (*item.roles[:number], *item.roles[number + 1 :])
            yield item.model_copy(update={"roles": roles}), f"role:{item.roles[number].role}"

"""Gold never has what its scheme forbids, however its parts were put together."""

from annotator.adjudication.soundness import sound
from annotator.model.annotation import Annotation, Relation
from annotator.model.scheme import Scheme
from annotator.model.scheme_file import load_scheme
from tests.frames import FRAMES
from tests.unit.adjudication.sides import common, fills, incident, mention, values


def scheme() -> Scheme:
    """Return the scheme of frames."""
    return load_scheme(FRAMES, "frames.toml")


def left(item: Annotation, *others: Annotation) -> tuple[Annotation | None, list[str]]:
    """Return what stays of an annotation beside others, and what goes, without its id."""
    there = {one.id: one for one in others}
    kept, gone = sound(scheme(), item, there.get)
    return kept, [part.removeprefix(item.id).strip() for part in gone]


def test_what_fits_stays_as_it_is() -> None:
    place = mention("gold", "PLACE", "Karvan")
    blast = incident("gold", "BLAST", "blast", roles=(fills("place", place),))
    assert left(blast, place) == (blast, [])


def test_a_filler_that_became_something_else_goes() -> None:
    place, day = mention("gold", "PLACE", "Karvan"), mention("gold", "TIME", "Monday")
    roles = (fills("place", place), fills("place", day))
    kept, gone = left(incident("gold", "BLAST", "blast", roles=roles), place, day)
    assert kept is not None
    assert (kept.model_dump()["roles"], gone) == (
        incident("gold", "BLAST", "blast", roles=roles[:1]).model_dump()["roles"],
        ["role:place"],
    )


def test_a_value_of_another_type_goes_and_the_others_stay() -> None:
    blast = incident(*("gold", "BLAST", "blast"), attributes=values(realis="actual", size="small"))
    kept, gone = left(blast)
    assert kept is not None
    assert kept.model_dump()["attributes"] == blast.model_dump()["attributes"][:1]
    assert gone == ["attribute:size"]


def test_a_relation_between_what_it_cannot_link_cannot_stand() -> None:
    place, day = mention("gold", "PLACE", "Karvan"), mention("gold", "TIME", "Monday")
    relation = Relation.model_validate(
        {**common("gold", "inside", "r"), "source": place.id, "target": day.id}
    )
    assert left(relation, place, day) == (None, [""])

"""Label Studio's labelling configuration, made from a scheme.

Source: Label Studio's reference of tags.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from annotator.formats.importing.drafts import BARE
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import AnyType, Attribute, TypedLayer

SENTENCE = "SENTENCE"
"""The label of regions that carry labels of sentences."""

SENTENCES = "sentences"
"""The control that offers it."""

FLAG_SET = "yes"
"""The one choice of a flag."""

LAYERS: Sequence[TypedLayer] = ("entities", "incidents", "claims")


def configuration(scheme: Scheme) -> str:
    """Return the XML."""
    return "\n".join(("<View>", *(f"  {line}" for line in _lines(scheme)), "</View>", ""))


def result_type(attribute: Attribute | None) -> str:
    """Return what Label Studio calls the values of an attribute."""
    kind = attribute.value if attribute else "text"
    if kind in ("flag", "choice", "multi_choice"):
        return "choices"
    return "number" if kind == "integer" else "textarea"


def _lines(scheme: Scheme) -> Iterator[str]:
    for layer in LAYERS:
        yield from _labels(scheme, layer)
    if scheme.labels.sentence:
        yield from (f'<Labels name="{SENTENCES}" toName="text">', f'  <Label value="{SENTENCE}"/>')
        yield "</Labels>"
    yield '<Text name="text" value="$text" granularity="symbol"/>'
    yield from _relations(scheme)
    for layer in LAYERS:
        for name, attribute in scheme.attributes_of_layer(layer).items():
            only = f" whenLabelValue={quoteattr(','.join(_having(scheme, layer, attribute)))}"
            where = f"{_of_region(layer)}{only if attribute.applies_to else ''}"
            yield _value(f"{layer}.{name}", attribute, where)
    for name, label in scheme.labels.sentence.items():
        yield _value(f"{SENTENCES}.{name}", label, _of_region(SENTENCES))
    for name, label in scheme.labels.document.items():
        yield _value(f"doc.{name}", label, "")


def _labels(scheme: Scheme, layer: TypedLayer) -> Iterator[str]:
    kinds = scheme.choosable_types(layer)
    if not kinds:
        return
    yield f'<Labels name="{layer}" toName="text">'
    for kind in kinds:
        yield f'  <Label value="{kind.name}"{_hotkey(kind) if layer == "entities" else ""}/>'
    if layer == "entities":
        yield f'  <Label value="{BARE}"/>'
    yield "</Labels>"


def _hotkey(kind: AnyType) -> str:
    # Whether Label Studio tells P from p is nowhere said, so capitals stay out.
    return f' hotkey="{kind.key}"' if kind.key and kind.key.islower() else ""


def _relations(scheme: Scheme) -> Iterator[str]:
    roles = [
        role.name
        for layer in LAYERS[1:]
        for kind in scheme.choosable_types(layer)
        for role in scheme.roles_of(kind.name)
    ]
    names = dict.fromkeys((*roles, *scheme.relations.types))
    if names:
        yield "<Relations>"
        yield from (f'  <Relation value="{name}"/>' for name in names)
        yield "</Relations>"


def _of_region(tag: str) -> str:
    return f' perRegion="true" whenTagName="{tag}"'


def _having(scheme: Scheme, layer: TypedLayer, attribute: Attribute) -> Iterable[str]:
    names = (kind.name for kind in scheme.choosable_types(layer))
    return (name for name in names if scheme.applies(attribute, name))


_TAGS: Mapping[str, str] = {"choices": "Choices", "number": "Number", "textarea": "TextArea"}


def _value(name: str, attribute: Attribute, where: str) -> str:
    """Return the tag of an attribute or label, with its choices."""
    tag = _TAGS[result_type(attribute)]
    start = f'<{tag} name="{name}" toName="text"{where}'
    if tag != "Choices":
        return f"{start}/>"
    choices = attribute.choices or (FLAG_SET,)
    several = "multiple" if attribute.value == "multi_choice" else "single"
    inside = "".join(f"<Choice value={quoteattr(choice)}/>" for choice in choices)
    return f'{start} choice="{several}">{inside}</{tag}>'

"""Label Studio's labelling configuration. Source: Label Studio's reference of tags."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from annotator.formats.errors import Place
from annotator.formats.importing.drafts import BARE
from annotator.formats.label_studio.configuration import FLAG_SET, LAYERS, SENTENCE, SENTENCES
from annotator.formats.schemes.tables import Kind, Tables
from annotator.model.scheme_tables import LAYER_OF_WORD, TypedLayer

_KINDS: Mapping[str, Kind] = {
    "Choices": "choice",
    "TextArea": "text",
    "Number": "integer",
    "Rating": "integer",
}


def take(view: Element, tables: Tables, place: Place) -> None:
    """Put what a configuration defines into the tables.

    Labels become types of mentions, those of controls called `incidents` or `claims` types of
    these; what the configuration says of a region becomes an attribute, what it says of the task a
    label of articles. Which relations fill roles is nowhere said, so all are relations.

    Raises:
        ImportRefused: it is about no text.
    """
    if view.find(".//Text") is None and view.find(".//HyperText") is None:
        raise place.refused("it has no Text tag; only configurations for text can be imported.")
    for control in view.iter("Labels"):
        layer = _layer(control.get("name", ""))
        for label in control.findall(".//Label"):
            name = _called(label)
            if name.startswith("$"):
                tables.left_out.append("labels that come with the tasks")
            elif name and name not in (BARE, SENTENCE):
                key = tables.key(label.get("hotkey", "")) if layer == "entities" else {}
                tables.type(layer, name, **key)
    ends = [
        word
        for word, layer in LAYER_OF_WORD.items()
        if layer in LAYERS
        and any(_layer(one.get("name", "")) == layer for one in view.iter("Labels"))
    ]
    for relation in view.iter("Relation"):
        if relation.get("value"):
            tables.relation(relation.get("value", ""), ends or ["entity"], ends or ["entity"])
    for tag, kind in _KINDS.items():
        for control in view.iter(tag):
            _value(control, kind, tables)


def _layer(control: str) -> TypedLayer:
    return next((layer for layer in LAYERS if layer == control), "entities")


def _called(tag: Element) -> str:
    """Return the name under which a label or choice stands in exports."""
    return tag.get("alias", "") or tag.get("value", "")


def _value(control: Element, kind: Kind, tables: Tables) -> None:
    name = control.get("name", "").rpartition(".")[2]
    choices = [_called(one) for one in control.iter("Choice")]
    if control.tag == "Choices":
        choices = [one for one in choices if one.strip()]
        if not name or not choices or any(one.startswith("$") for one in choices):
            tables.left_out.append(f"the choices {name}, which come with the tasks")
            return
        kind = "multi_choice" if control.get("choice") == "multiple" else kind
        if choices == [FLAG_SET]:
            kind, choices = "flag", []
    regions = control.get("whenTagName", "")
    if regions == SENTENCES:
        tables.label(name, kind, choices, of_sentences=True)
    elif control.get("perRegion") == "true":
        tables.attribute(_layer(regions), name, kind, choices)
    elif name:
        tables.label(name, kind, choices)

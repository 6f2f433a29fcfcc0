"""Instruction tuning: one conversation per sentence, the answer a JSON object.

The system message is the scheme in words, the user's message the sentence, the assistant's what
stands in it. Places are given as text and number of its occurrence, which models get right where
they miscount offsets; source: the message lists that chat templates take.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property

from annotator.formats.exporting.finished import finished_sentences, unfinished_losses
from annotator.formats.exporting.writing import Context, Json, Part, WriterByArticle, loss
from annotator.model.scheme import Scheme
from annotator.model.scheme_tables import FrameLayerName

LAYERS = ("entities", "incidents", "claims")


def writer(context: Context) -> "ChatWriter":
    """Return what writes an export."""
    return ChatWriter(context.scheme, context.splits)


class ChatWriter(WriterByArticle):
    """Writes the sentences in which mentions, incidents and claims are finished."""

    target = "chat"

    def __init__(self, scheme: Scheme, splits: tuple[str, ...]) -> None:
        self._scheme, self._splits = scheme, splits

    def shared_files(self) -> Iterator[str]:
        """Yield one file for each split."""
        return (f"chat/{split}.jsonl" for split in self._splits)

    @cached_property
    def system(self) -> str:
        """The scheme in words."""
        return instructions(self._scheme)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the conversations of an article."""
        for record in finished_sentences(document, LAYERS):
            if not record["text"].strip():
                continue
            answer = json.dumps(_answer(document, record), ensure_ascii=False)
            messages = (("system", self.system), ("user", record["text"]), ("assistant", answer))
            line = {"messages": [{"role": role, "content": text} for role, text in messages]}
            data = json.dumps(line, ensure_ascii=True).encode() + b"\n"
            yield Part(f"chat/{document['split']}.jsonl", data)

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what answers about sentences leave out."""
        yield from unfinished_losses(document, LAYERS)
        for one in document["relations"]:
            yield loss(document, one["id"], "item", "answers hold mentions, incidents and claims")
        for label in document["labels"]:
            if label["target"] == "doc":
                yield loss(document, label["id"], "item", "conversations are about sentences")
        yield loss(document, "*", "identity, unsure, note, ids, metadata", "not written")


def instructions(scheme: Scheme) -> str:
    """Return what to do, with every type, role and attribute of the scheme."""
    lines = [
        "Find the entity mentions, incidents and claims in the sentence. Answer with one JSON "
        'object: {"entities": [], "incidents": [], "claims": [], "labels": {}}. A place is '
        '{"text": ..., "occurrence": n}, n counting from 1 how often the text has come in the '
        'sentence; what stands in another sentence is {"text": ..., "elsewhere": true}. A frame '
        'has "type", "trigger", "roles" and "attributes".',
        "",
        "Entity types:",
        *(f"- {kind.name}: {kind.definition}" for kind in scheme.choosable_types("entities")),
        *_frame_lines(scheme, "incidents", "Incident types, with their roles:"),
        *_frame_lines(scheme, "claims", "Claim types, with their roles:"),
    ]
    return "\n".join(lines).rstrip()


def _frame_lines(scheme: Scheme, layer: FrameLayerName, title: str) -> Iterator[str]:
    kinds = scheme.choosable_types(layer)
    if not kinds:
        return
    yield ""
    yield title
    for kind in kinds:
        roles = ", ".join(role.name for role in scheme.roles_of(kind.name))
        yield f"- {kind.name} ({roles}): {kind.definition}"
    yield "Attributes:"
    for name, attribute in scheme.attributes_of_layer(layer).items():
        choices = f" ({', '.join(attribute.choices)})" if attribute.choices else ""
        yield f"- {name}{choices}: {attribute.definition}"


def _answer(document: Json, record: Json) -> Json:
    places = {one["id"]: _pieces(record, one) for one in (*record["entities"], *record["spans"])}
    frames = (*record["incidents"], *record["claims"])
    places |= {one["id"]: _places(record, one["trigger"]) for one in frames}
    outside = {one["id"]: {"text": one["text"], "elsewhere": True} for one in record["external"]}
    return {
        "entities": [
            {"type": one["type"], "place": places[one["id"]], **_attributes(one, places)}
            for one in record["entities"]
        ],
        **{
            layer: [
                {
                    "type": frame["type"],
                    "trigger": places[frame["id"]],
                    "roles": _roles(frame, places, outside),
                    **_attributes(frame, places),
                }
                for frame in record[layer]
            ]
            for layer in ("incidents", "claims")
        },
        "labels": {one["name"]: one["value"] for one in record["labels"]},
    }


def _roles(frame: Json, places: Json, outside: Json) -> Json:
    found: dict[str, list[Json]] = {}
    for role in frame["roles"]:
        place = places.get(role["target"]) or outside.get(role["target"])
        if place:
            found.setdefault(role["role"], []).append(place)
    return found


def _attributes(item: Json, places: Json) -> Json:
    values: dict[str, str | list[str]] = {}
    for one in item["attributes"]:
        before = values.get(one["name"])
        if before is None:
            values[one["name"]] = one["value"]
        else:
            values[one["name"]] = [*([before] if isinstance(before, str) else before), one["value"]]
    return {"attributes": values} if values else {}


def _pieces(record: Json, item: Json) -> Json | list[Json]:
    return _places(record, item.get("fragments") or [item])


def _places(record: Json, pieces: Sequence[Json]) -> Json | list[Json]:
    """Return where pieces of the sentence stand; a list where there are several."""
    text = record["text"]
    found = []
    for piece in pieces:
        words = text[piece["start"] : piece["end"]]
        found.append({"text": words, "occurrence": _occurrence(text, words, piece["start"])})
    return found[0] if len(found) == 1 else found


def _occurrence(text: str, words: str, start: int) -> int:
    """Return how often words have come up to a place, those that overlap counted too."""
    count, at = 1, text.find(words)
    while at < start:
        count += 1
        at = text.find(words, at + 1)
    return count

"""A made-up second annotator: the demonstration layer with the slips and views of somebody else.

    python -m bench.second_annotator      write seeds/layers/ben.jsonl anew

What is changed is drawn with a fixed seed, so the file is the same each time. The shares follow
what trained volunteers disagree about (most often only one of two marked something, then
boundaries, then types).
"""

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

LAYERS = Path(__file__).resolve().parent.parent / "seeds" / "layers"
NAME = "ben"
SEED = 6

DROPPED, MOVED, RETYPED, ADDED = 0.08, 0.05, 0.04, 0.02
"""Shares of mentions."""
FRAME_DROPPED, SLOT_DROPPED, VALUE_CHANGED, RELATION_DROPPED = 0.08, 0.05, 0.10, 0.10

_OTHER_TYPE = {
    **{"GPE": "LOC", "LOC": "GPE", "ORG": "GOV_BODY", "GOV_BODY": "ORG", "FAC": "LOC"},
    **{"ARMED_GROUP": "ORG", "STATE_FORCE": "GOV_BODY", "NORP": "PEOPLE", "PEOPLE": "PERSON"},
    **{"EVENT": "DATE", "PERSON": "PEOPLE"},
}
_OTHER_INCIDENT = {"ATTACK_CIVILIANS": "EXPLOSION", "EXPLOSION": "ATTACK_CIVILIANS"}
_OTHER_STANCE = {"": "report", "assert": "report", "report": "assert", "deny": "question"}
_PEOPLE = re.compile(r"\b(?:officials|people|sources|members|leaders|fighters|experts)\b")


def second_layer(records: list[Json]) -> list[Json]:
    """Return the records as the second annotator would have made them."""
    random_one = random.Random(SEED)
    named = {name for record in records for name in _named(record)}
    copies = [json.loads(json.dumps(record)) for record in records]
    return [_Second(record, named, random_one).record() for record in copies]


def write() -> Path:
    """Write the layer beside the first one and return the file."""
    lines = (LAYERS / "ada.jsonl").read_text(encoding="utf-8").splitlines()
    target = LAYERS / f"{NAME}.jsonl"
    records = second_layer([json.loads(line) for line in lines])
    text = "".join(
        json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records
    )
    target.write_text(text, encoding="utf-8")
    return target


class _Second:
    """One article on its way from one annotator to the other."""

    def __init__(self, record: Json, named: set[str], random_one: random.Random) -> None:
        self._record, self._random, self._named = record, random_one, named
        self._spans = {span["id"]: span for span in record["spans"]}

    def record(self) -> Json:
        record = self._record
        self._mentions()
        for layer in ("incidents", "claims"):
            kept = [one for one in record[layer] if self._keeps(one, FRAME_DROPPED)]
            record[layer] = [self._frame(one, layer) for one in kept]
        self._let_go()
        record["labels"] = [self._label(one) for one in record["labels"]]
        self._sign()
        return record

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _keeps(self, item: Json, share: float) -> bool:
        return item["id"] in self._named or not self._chance(share)

    def _mentions(self) -> None:
        fillers = {
            role["target"]
            for layer in ("incidents", "claims")
            for frame in self._record[layer]
            for role in frame["roles"]
        }
        kept = []
        for mention in self._record["entities"]:
            if mention["id"] not in self._named and self._chance(DROPPED):
                continue
            is_free = mention["id"] not in fillers | self._named and not mention["attributes"]
            if self._chance(MOVED):
                self._move(mention)
            elif is_free and self._chance(2 * RETYPED):
                mention["type"] = _OTHER_TYPE.get(mention["type"], mention["type"])
            if mention["identity"] and self._chance(0.02):
                mention["identity"] = ""
            kept.append(mention)
        self._record["entities"] = sorted([*kept, *self._added()], key=_place)

    def _move(self, mention: Json) -> None:
        """Leave out the first word, or take the article before it in."""
        text = self._record["text"]
        start, end = mention["start"], mention["end"]
        if mention["fragments"]:
            return
        if text[max(0, start - 4) : start].lower() == "the ":
            start -= 4
        elif " " in text[start:end]:
            start = text.index(" ", start, end) + 1
        mention.update(start=start, text=text[start:end])

    def _added(self) -> Iterator[Json]:
        text = self._record["text"]
        covered = [(one["start"], one["end"]) for one in self._record["entities"]]
        done = [one for one in self._record["sentences"] if "entities" in one["done"]]
        for found in _PEOPLE.finditer(text):
            start, end = found.span()
            is_open = any(one["start"] <= start and end <= one["end"] for one in done)
            if is_open and not any(a < end and start < b for a, b in covered):
                yield {
                    **self._record["entities"][0],
                    **{"id": f"e_{start:012d}", "type": "PEOPLE", "start": start, "end": end},
                    **{"text": found[0], "fragments": [], "attributes": [], "identity": ""},
                    **{"origin": "human", "unsure": False, "note": ""},
                }

    def _frame(self, frame: Json, layer: str) -> Json:
        if layer == "incidents" and self._chance(SLOT_DROPPED):
            self._retype(frame)
        if frame["trigger"] and self._chance(SLOT_DROPPED):
            self._longer(frame["trigger"][-1])
        if len(frame["roles"]) > 1 and self._chance(2 * SLOT_DROPPED):
            optional = [one for one in frame["roles"] if one["role"] not in ("content", "figure")]
            if optional:
                frame["roles"].remove(self._random.choice(optional))
        for role in frame["roles"]:
            if role["kind"] == "span" and self._chance(VALUE_CHANGED):
                self._shorter(self._spans[role["target"]])
        frame["attributes"] = [
            self._value(one) for one in frame["attributes"] if not self._chance(SLOT_DROPPED / 2)
        ]
        if layer == "claims" and self._chance(VALUE_CHANGED):
            self._stance(frame)
        return frame

    def _retype(self, incident: Json) -> None:
        """Give an incident another type; its subtype goes, for each type has its own."""
        other = _OTHER_INCIDENT.get(incident["type"])
        if other:
            incident["type"] = other
            named = incident["attributes"]
            incident["attributes"] = [one for one in named if one["name"] != "subtype"]

    def _longer(self, piece: Json) -> None:
        """Let a trigger run on over the next word."""
        text = self._record["text"]
        found = re.compile(r" \w+").match(text, piece["end"])
        if found:
            piece.update(end=found.end(), text=text[piece["start"] : found.end()])

    def _shorter(self, span: Json) -> None:
        """Let what is said end before its last comma or word."""
        text = self._record["text"][span["start"] : span["end"]]
        cut = text.rfind(",") if "," in text else text.rfind(" ")
        if cut > 0:
            span.update(end=span["start"] + cut, text=text[:cut])

    def _value(self, value: Json) -> Json:
        change: Callable[[str], str] | None = {"fatalities": _loose, "injuries": _loose}.get(
            value["name"]
        )
        if change and self._chance(2 * VALUE_CHANGED):
            value["value"] = change(value["value"])
        return value

    def _stance(self, claim: Json) -> None:
        now = next((one["value"] for one in claim["attributes"] if one["name"] == "stance"), "")
        others = [one for one in claim["attributes"] if one["name"] != "stance"]
        other = _OTHER_STANCE.get(now, "assert")
        claim["attributes"] = [{"name": "stance", "value": other, "evidence": ""}, *others]

    def _let_go(self) -> None:
        """Take away what speaks of something that is gone, and some relations."""
        record = self._record
        there = {
            one["id"] for layer in ("entities", "incidents", "claims") for one in record[layer]
        }
        there |= set(self._spans)
        for frame in (*record["incidents"], *record["claims"]):
            frame["roles"] = [one for one in frame["roles"] if one["target"] in there]
        record["relations"] = [
            one
            for one in record["relations"]
            if all("#" in end or end in there for end in (one["source"], one["target"]))
            and not self._chance(RELATION_DROPPED)
        ]
        used = {
            one
            for frame in (*record["entities"], *record["incidents"], *record["claims"])
            for one in (
                *(role["target"] for role in frame.get("roles", ())),
                *(value["evidence"] for value in frame["attributes"]),
            )
        }
        record["spans"] = [one for one in record["spans"] if one["id"] in used]

    def _label(self, label: Json) -> Json:
        if label["name"] == "relevant" and self._chance(0.3):
            label["value"] = "unsure"
        return label

    def _sign(self) -> None:
        """Give everything ids of its own and the second annotator's name."""
        record = self._record
        for layer in ("spans", "entities", "incidents", "claims", "relations", "labels"):
            for item in record[layer]:
                item["id"] = _own(item["id"])
                if "annotators" in item:
                    item["annotators"] = [NAME]
                for role in item.get("roles", ()):
                    role["target"] = _own(role["target"])
                for value in item.get("attributes", ()):
                    value["evidence"] = _own(value["evidence"])
                for end in ("source", "target") if layer == "relations" else ():
                    item[end] = _own(item[end])
        record["provenance"]["annotators"] = [NAME]


def _named(record: Json) -> Iterator[str]:
    """Yield what relations across articles name, and frames that fill frames: these stay."""
    for relation in record["relations"]:
        yield from (end.partition("#")[2] for end in (relation["source"], relation["target"]))
    for frame in (*record["incidents"], *record["claims"]):
        yield from (role["target"] for role in frame["roles"] if role["kind"] != "entity")


def _own(old: str) -> str:
    article, mark, item = old.rpartition("#")
    if not item:
        return ""
    return f"{article}{mark}{item[:2]}{hashlib.sha256(f'{NAME} {item}'.encode()).hexdigest()[:12]}"


def _loose(count: str) -> str:
    """Read “at least” as the figure itself, or a figure as “at least”."""
    return count.removesuffix("..") if count.endswith("..") else f"{count.lstrip('~')}.."


def _place(item: Json) -> tuple[int, int, str]:
    return item["start"], item["end"], item["id"]


if __name__ == "__main__":
    print(write())

"""MUC-3 and MUC-4: texts and answer keys, in.

Source: the task documentation of MUC-4 (template-doc, version 7) and the published key files. A
file of texts has many articles, each under a line such as `DEV-MUC3-0001 (NOSC)`; the keys stand in
files beside it whose names begin with `key`: numbered slots, `/` between strings of which any one
is right, `?` before what is optional, `X: "Y"` for what is said of Y. Keys quote strings, not
places: each becomes the mention at its first occurrence, and an incident has no trigger.

Types are called `PERP_INDIVIDUAL`, `PERP_ORGANIZATION`, `PHYS_TARGET`, `HUM_TARGET_NAME`,
`HUM_TARGET`, `INSTRUMENT`, `LOCATION` and as `INCIDENT: TYPE` has them (`KIDNAPPING`); unless --map
says otherwise they stand for the types in `_TYPES` that the scheme has, else for what it maps from
`muc4`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.formats.errors import Place
from annotator.formats.importing.drafts import Draft, DraftFrame, DraftSpan, DraftValue, prepared
from annotator.formats.importing.mapping import Names
from annotator.formats.importing.reading import (
    Came,
    Piece,
    Prepared,
    Settings,
    Source,
    first_line,
    unreadable,
)
from annotator.model.scheme import Scheme
from annotator.model.spans import Span

_HEAD = re.compile(r"((?:DEV|TST\d)-MUC\d-\d{4})\b.*")
_SLOT = re.compile(r"(\d+)\.\s+([A-Z ]+: [A-Z ]+?)(?:\s{2,}(.*)|\s+(-|\*))?$")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DATE = re.compile(r"(?:(\d{1,2}) )?([A-Z]{3}) (\d{2})")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]

_TYPES: Mapping[str, tuple[str, ...]] = {
    "PERP_INDIVIDUAL": ("PEOPLE",),
    "PERP_ORGANIZATION": ("ARMED_GROUP", "ORG"),
    "PHYS_TARGET": ("FAC",),
    "HUM_TARGET_NAME": ("PERSON",),
    "HUM_TARGET": ("PEOPLE",),
    "INSTRUMENT": ("WEAPON",),
    "LOCATION": ("GPE", "LOC"),
    # Two of our types are attacks to MUC; a battle has two sides, of which keys know nothing.
    "ATTACK": ("ATTACK_CIVILIANS",),
}
_SLOT_TYPES = {
    "INCIDENT: INSTRUMENT ID": ("weapon", "INSTRUMENT"),
    "PERP: INDIVIDUAL ID": ("perpetrator", "PERP_INDIVIDUAL"),
    "PERP: ORGANIZATION ID": ("perpetrator", "PERP_ORGANIZATION"),
    "PHYS TGT: ID": ("target", "PHYS_TARGET"),
    "HUM TGT: NAME": ("", "HUM_TARGET_NAME"),
    "HUM TGT: DESCRIPTION": ("", "HUM_TARGET"),
}
"""Role and type of what fills a slot; what happened to people says which role they have."""

_CONFIDENCE = {
    "REPORTED AS FACT": "reported_as_fact",
    "CLAIMED OR ADMITTED": "claimed_or_admitted",
    "SUSPECTED OR ACCUSED BY AUTHORITIES": "accused_by_authorities",
    "SUSPECTED OR ACCUSED": "accused_by_others",
    "POSSIBLE": "possible",
    "ACQUITTED": "acquitted",
}
_EFFECTS = {"DEATH": "killed", "INJURY": "injured"}
_FIGURES = {"killed": "fatalities", "injured": "injuries"}


class _Line(NamedTuple):
    """A filled slot, or one more line of it."""

    place: Place
    slot: str
    value: str


class _Fill(NamedTuple):
    """What stands in a line: strings of which any one is right, and what they are said of."""

    words: tuple[str, ...]
    of: tuple[str, ...] = ()


# -------------------------------------------------------------------------------------- articles


def recognises(source: Source) -> bool:
    """Tell whether the first line names a message."""
    return _HEAD.fullmatch(first_line(source).decode("latin-1").strip()) is not None


def pieces(source: Source, settings: Settings) -> Iterator[Piece]:
    """Yield one piece per message, with the templates that files of keys beside it have.

    Raises:
        ImportRefused: a file cannot be read, or a key is in no form that keys have.
    """
    keys = _keys_beside(source)
    lines = _read(source.path, Place(source.name)).split("\n")
    heads = [(n, match[1]) for n, line in enumerate(lines) if (match := _HEAD.match(line))]
    ends = [number for number, _ in heads[1:]] + [len(lines)]
    for (number, name), following in zip(heads, ends, strict=False):
        text = "\n".join(lines[number + 1 : following]).strip("\n") + "\n"
        if text.strip():
            place = Place(source.name, number + 1)
            data = (text, keys.get(name))
            yield Piece(place, data, len(text), name, source.given_for(name))


def prepare(piece: Piece, settings: Settings) -> Prepared:
    """Make an article of a message, and incidents of its templates.

    Raises:
        ImportRefused: a name is not in the scheme, or the scheme does not allow what a key says.
    """
    text, templates = piece.data
    draft = Draft(text, Came(piece.source), piece.given)
    if templates is not None:
        draft.done = ("incidents",)
        for number, template in enumerate(templates, 1):
            _Reading(draft, settings.scheme, f"template {number}").read(template)
    names = _names(settings.scheme, settings.names)
    return prepared(draft, piece.place, settings._replace(names=names))


def _read(path: Path, place: Place) -> str:
    try:
        return path.read_bytes().decode("latin-1").replace("\r\n", "\n")
    except OSError as error:
        raise unreadable(place, error) from None


def _names(scheme: Scheme, given: Names) -> Names:
    """Return what names stand for: as was said, else as usual, else as the scheme maps them."""
    usual = {
        name: ours for name, types in _TYPES.items() for ours in types[::-1] if ours in scheme.types
    }
    mapped: dict[str, str] = {}
    for kind in scheme.choosable_types("incidents"):
        for name in getattr(kind, "maps", {}).get("muc4", "").split("/"):
            mapped.setdefault(name.strip(), kind.name)
    return given._replace(types={**mapped, **usual, **given.types})


# ------------------------------------------------------------------------------------------ keys


def _keys_beside(source: Source) -> dict[str, list[list[_Line]]]:
    """Return the templates of each message that a file of keys has; none for one without event."""
    found: dict[str, list[list[_Line]]] = {}
    for path in sorted(source.path.parent.glob("key*")):
        if path.is_file():
            for message, template in _templates(path):
                templates = found.setdefault(message, [])
                if template:
                    templates.append(template)
    return found


def _templates(path: Path) -> Iterator[tuple[str, list[_Line]]]:
    message, lines = "", list[_Line]()
    for line in _slots(path):
        if line.slot == "MESSAGE: ID":
            if message:
                yield message, lines
            message, lines = line.value.partition("(")[0].strip(), []
        elif line.value not in ("*", "-", ""):
            lines.append(line)
    if message:
        yield message, lines


def _slots(path: Path) -> Iterator[_Line]:
    slot = ""
    for number, line in enumerate(_read(path, Place(path.name)).split("\n"), 1):
        place = Place(path.name, number)
        if not line.strip() or line.lstrip().startswith(";"):
            continue
        match = _SLOT.match(line)
        if match:
            slot = match[2].strip()
            yield _Line(place, slot, (match[3] or match[4] or "").strip())
        elif line[:1].isspace() and slot:
            yield _Line(place, slot, line.strip())
        else:
            raise place.refused("this is no slot such as `4. INCIDENT: TYPE`; correct it.")


def _fill(value: str) -> _Fill:
    value = value.removeprefix("?").strip()
    said, _, of = _parted(value)
    return _Fill(_strings(said), _strings(of))


def _parted(value: str) -> tuple[str, str, str]:
    """Part a value at the colon that is in no string."""
    quoted = False
    for index, character in enumerate(value):
        quoted ^= character == '"' and value[index - 1 : index] != "\\"
        if character == ":" and not quoted:
            return value[:index], ":", value[index + 1 :]
    return value, "", ""


def _strings(value: str) -> tuple[str, ...]:
    found = [match[1].replace('\\"', '"') for match in _STRING.finditer(value)]
    plain = (word.strip(" ()") for word in value.split("/"))
    return tuple(found or [word for word in plain if word not in ("", "-")])


class _Reading:
    """One template on its way into a draft."""

    def __init__(self, draft: Draft, scheme: Scheme, key: str) -> None:
        self._draft, self._scheme, self._key = draft, scheme, key
        self._roles: list[tuple[str, str]] = []
        self._values: list[DraftValue] = []
        self._people: dict[str, str] = {}

    def read(self, lines: Sequence[_Line]) -> None:
        """Take a template; one without a type is no incident."""
        slots: dict[str, list[_Line]] = {}
        for line in lines:
            slots.setdefault(line.slot, []).append(line)
        kinds = slots.get("INCIDENT: TYPE")
        if not kinds:
            return
        self._draft.places[self._key] = kinds[0].place
        for slot, (role, kind) in _SLOT_TYPES.items():
            for line in slots.get(slot, ()):
                self._filler(line, role, kind)
        self._place(slots.get("INCIDENT: LOCATION", ()))
        self._effects(slots)
        self._attributes(slots)
        name = _strings(kinds[0].value)[0]
        frame = DraftFrame(self._key, name, roles=tuple(dict.fromkeys(self._roles)))
        self._draft.frames.append(frame._replace(attributes=tuple(self._values)))

    def _filler(self, line: _Line, role: str, kind: str) -> None:
        fill = _fill(line.value)
        key = self._mention(fill.words, kind, line)
        if key and role:
            self._roles.append((role, key))
        elif key:
            self._people.update(dict.fromkeys(fill.words, key))

    def _mention(self, words: Iterable[str], kind: str, line: _Line) -> str:
        """Return the key of the mention at the first occurrence of one of some strings."""
        for one in words:
            pattern = r"\s+".join(map(re.escape, one.split()))
            match = re.search(rf"(?<!\w){pattern}(?!\w)", self._draft.text) if pattern else None
            if match:
                key = f"{kind} {match.start()}-{match.end()}"
                if key not in self._draft.places:
                    self._draft.places[key] = line.place
                    self._draft.spans.append(DraftSpan(key, kind, (Span(*match.span()),)))
                return key
        self._draft.left_out.append("strings of keys that do not occur in the text")
        return ""

    def _place(self, lines: Iterable[_Line]) -> None:
        """Take the narrowest place: `EL SALVADOR: SAN SALVADOR (CITY)`."""
        for line in lines:
            names = [name.partition("(")[0] for name in re.split(r"[:/-]", line.value)]
            key = self._mention([one for one in reversed(names) if one.strip()], "LOCATION", line)
            if key:
                self._roles.append(("place", key))

    def _effects(self, slots: Mapping[str, Sequence[_Line]]) -> None:
        """Put people into the role that says what happened to them, with how many there were."""
        figures = {
            one: _count(fill.words[0])
            for line in slots.get("HUM TGT: NUMBER", ())
            for fill in [_fill(line.value)]
            if fill.words
            for one in fill.of
        }
        placed: set[str] = set()
        for line in slots.get("HUM TGT: EFFECT OF INCIDENT", ()):
            fill = _fill(line.value)
            role = next((_EFFECTS[word] for word in fill.words if word in _EFFECTS), "")
            for one in fill.of:
                if role and one in self._people:
                    self._roles.append((role, self._people[one]))
                    placed.add(self._people[one])
            figure = next((figures[one] for one in fill.of if figures.get(one)), "")
            named = {value.name for value in self._values}
            if role and figure and _FIGURES[role] not in named:
                self._values.append(DraftValue(_FIGURES[role], figure))
        taken = "taken" if slots["INCIDENT: TYPE"][0].value.startswith("KIDNAPPING") else "target"
        rest = (key for key in self._people.values() if key not in placed)
        self._roles += [(taken, key) for key in rest]

    def _attributes(self, slots: Mapping[str, Sequence[_Line]]) -> None:
        for line in slots.get("INCIDENT: STAGE OF EXECUTION", ()):
            self._values.append(DraftValue("stage", line.value.lower()))
        for line in slots.get("PERP: ORGANIZATION CONFIDENCE", ())[:1]:
            words = _fill(line.value).words
            if words and words[0] in _CONFIDENCE:
                self._values.append(DraftValue("perpetrator_status", _CONFIDENCE[words[0]]))
        for line in slots.get("INCIDENT: DATE", ())[:1]:
            when = _interval(line.value)
            if when:
                self._values.append(DraftValue("when", when))


def _count(value: str) -> str:
    """Return a number of the keys in our spelling: `6-8`, `12-`, `~100`, PLURAL."""
    match = re.fullmatch(r"(~?)(\d+)?(-)?(\d+)?", value)
    if value == "PLURAL":
        return "several"
    if not match or not (match[2] or match[4]):
        return ""
    return f"{match[2] or ''}..{match[4] or ''}" if match[3] else f"{match[1]}{match[2]}"


def _interval(value: str) -> str:
    """Return `03 JAN 90`, `- 03 JAN 90` (by then) or `01 JAN 90 - 05 JAN 90` as an interval."""
    value = value.removeprefix("?").strip(" ()")
    dates = [_iso(match) for match in _DATE.finditer(value.split("/")[0])]
    if not dates:
        return ""
    if value.startswith("-"):
        return f"../{dates[0]}"
    return f"{dates[0]}/{dates[-1]}"


def _iso(match: re.Match[str]) -> str:
    month = f"19{match[3]}-{_MONTHS.index(match[2]) + 1:02}"
    return f"{month}-{int(match[1]):02}" if match[1] else month

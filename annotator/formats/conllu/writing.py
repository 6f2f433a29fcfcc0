"""CoNLL-U Plus on its way out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.formats.conllu.spaces import ODD, escaped
from annotator.formats.exporting.writing import Context, Framing, Json, Part, WriterByArticle, loss
from annotator.model.spans import Span
from annotator.text.token_lists import token_lists

_HEAD = b"# global.columns = ID FORM MISC\n"


def writer(context: Context) -> "ConlluWriter":
    """Return what writes an export."""
    return ConlluWriter(context)


class ConlluWriter(WriterByArticle):
    """Writes all articles of a split into one file."""

    target = "conllu"

    def __init__(self, context: Context) -> None:
        self._splits = context.splits

    def shared_files(self) -> Iterator[str]:
        """Yield one file for each split."""
        return (_file(split) for split in self._splits)

    def framing(self, file: str) -> Framing:
        """Return the line that names the columns."""
        return Framing(head=_HEAD)

    def parts(self, document: Json) -> Iterator[Part]:
        """Yield the lines of an article."""
        lines = _Lines(document)
        if lines.has_words:
            data = "".join(f"{line}\n" for line in lines.lines())
            yield Part(_file(document["split"]), data.encode())

    def losses(self, document: Json) -> Iterator[Json]:
        """Yield what brackets on tokens cannot hold."""
        yield from _losses(document)


class _Words(NamedTuple):
    """The tokens of an article, cut where mentions begin and end."""

    places: list[Span]
    first: list[int]
    """The number of each sentence's first token; the next sentence's where it has none."""


class _Lines:
    """The lines of one article."""

    def __init__(self, document: Json) -> None:
        self._document, self._text = document, document["text"]
        self._words = _words(document)
        self._brackets: dict[int, list[tuple[int, int, str]]] = {}
        for item in document["entities"]:
            self._mark(item)

    @property
    def has_words(self) -> bool:
        """Whether there is a token to write."""
        return bool(self._words.places)

    def lines(self) -> Iterator[str]:
        """Yield all lines."""
        document = self._document
        yield f"# newdoc id = {document['id']}"
        yield "# global.Entity = eid-etype-identity"
        ends = (*self._words.first[1:], len(self._words.places))
        for unit, first, behind in zip(document["sentences"], self._words.first, ends, strict=True):
            if first < behind:
                yield f"# sent_id = {document['id']}-{unit['id']}"
                yield f"# text = {self._shown(first, behind)}"
                yield f"# entities = {'done' if 'entities' in unit['done'] else 'open'}"
                for number, index in enumerate(range(first, behind), 1):
                    yield f"{number}\t{self._form(index)}\t{self._misc(index)}"
                yield ""

    def _mark(self, item: Json) -> None:
        """Put the brackets of a mention on its tokens."""
        pieces = item["fragments"] or [item]
        ranges = [_range(self._words.places, piece) for piece in pieces]
        if not all(ranges):
            return
        tail = f"-{item['identity']}" if item["identity"] else ""
        for number, found in enumerate(ranges, 1):
            part = f"[{number}/{len(ranges)}]" if len(ranges) > 1 else ""
            name, said = f"{item['id']}{part}", f"-{item['type']}{tail}"
            first, last = found[0], found[-1]
            if first == last:
                self._put(first, 2, 0, f"({name}{said})")
            else:
                # Closing ones go first, as nothing else would part them from an open one before.
                self._put(first, 1, -last, f"({name}{said}")
                self._put(last, 0, -first, f"{name})")

    def _put(self, index: int, sort: int, order: int, bracket: str) -> None:
        self._brackets.setdefault(index, []).append((sort, order, bracket))

    def _form(self, index: int) -> str:
        """Return a token as its column can hold it."""
        start, end = self._words.places[index]
        return ODD.sub("\ufffd", self._text[start:end])

    def _after(self, index: int) -> str:
        places = self._words.places
        following = places[index + 1].start if index + 1 < len(places) else len(self._text)
        return str(self._text[places[index].end : following])

    def _shown(self, first: int, behind: int) -> str:
        """Return a sentence as those read it who know of `SpaceAfter=No` only."""
        parts = [
            f"{self._form(index)}{' ' if self._after(index) else ''}"
            for index in range(first, behind)
        ]
        return "".join(parts).strip()

    def _misc(self, index: int) -> str:
        found = {}
        start, end = self._words.places[index]
        if index in self._brackets:
            found["Entity"] = "".join(one for *_, one in sorted(self._brackets[index]))
        if index == 0 and start > 0:
            found["SpacesBefore"] = escaped(self._text[:start])
        after = self._after(index)
        if not after:
            found["SpaceAfter"] = "No"
        elif after != " ":
            found["SpacesAfter"] = escaped(after)
        if self._form(index) != self._text[start:end]:
            found["SpacesInToken"] = escaped(self._text[start:end])
        return "|".join(f"{key}={value}" for key, value in found.items()) or "_"


def _file(split: str) -> str:
    return f"conllu/{split}.conllup"


def _words(document: Json) -> _Words:
    cuts = sorted(
        {
            piece[key]
            for item in document["entities"]
            for piece in item["fragments"] or [item]
            for key in ("start", "end")
        }
    )
    words = _Words([], [])
    for unit in document["sentences"]:
        words.first.append(len(words.places))
        found = token_lists(document["text"][unit["start"] : unit["end"]])
        for start, end in zip(found.starts, found.ends, strict=True):
            words.places.extend(_cut(unit["start"] + start, unit["start"] + end, cuts))
    return words


def _cut(start: int, end: int, cuts: Sequence[int]) -> Iterator[Span]:
    """Yield the parts of a token between places at which it is to be cut."""
    for at in cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]:
        yield Span(start, at)
        start = at
    yield Span(start, end)


def _range(places: Sequence[Span], piece: Json) -> range:
    """Return the tokens that lie in a range of text."""
    first = bisect_left(places, (piece["start"], 0))
    behind = bisect_left(places, (piece["end"], 0))
    return range(first, behind)


def _losses(document: Json) -> Iterator[Json]:
    places = _words(document).places
    if not places:
        yield loss(document, "*", "text", "there is no token in it")
    for item in document["entities"]:
        pieces = item["fragments"] or [item]
        ranges = [_range(places, piece) for piece in pieces]
        if not all(ranges):
            yield loss(document, item["id"], "item", "there is no token at its place")
            continue
        found = [(places[one[0]].start, places[one[-1]].end) for one in ranges]
        if found != [(piece["start"], piece["end"]) for piece in pieces]:
            why = "it begins or ends with a blank, where no token does"
            yield loss(document, item["id"], "span", why, severity="changed")
        for part in ("attributes", "note", "unsure"):
            if item[part]:
                yield loss(document, item["id"], part, "brackets hold type and identity only")
    for layer in ("incidents", "claims", "relations", "labels"):
        for item in document[layer]:
            yield loss(document, item["id"], "item", "brackets hold mentions only")
    yield loss(
        document,
        "*",
        "kinds and blanks of sentences, status, annotators, derived_from, origin, provenance, "
        "title, url, publisher, published, language, license, duplicate_cluster, scheme, registry",
        "not written",
    )

"""Programs of the annotator's own that propose annotations: sentences in, proposals out.

A program reads JSON Lines on standard input and writes JSON Lines on standard output; it is started
once for each article, without a shell (docs/suggesters.md). Whatever it does, the rest goes on.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ConfigDict, Field, ValidationError

from annotator.model.base import Record
from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.model.suggestion import Proposal, ProposedFiller, ProposedValue
from annotator.suggest.base import Page
from annotator.suggest.process import Limits, run_program

_FILE_SIZE = 16_000_000
"""Bytes of a file of the command up to which its content is part of the version."""

_NAMED = 3
"""How many ignored lines are told one by one."""


class Program(NamedTuple):
    """How a program of the annotator's own is started."""

    name: str
    command: tuple[str, ...]
    folder: Path
    """Where it is started; paths of the command are relative to it."""
    seconds: float = 60.0
    """How long it may take for one article."""
    version: str = ""
    """Given where the program can change without its files; "" otherwise."""


class _Slot(Record):
    model_config = ConfigDict(frozen=True, extra="ignore")

    role: str
    start: int
    end: int
    type: str = "span"


class _Answer(Record):
    """A line of a program's output; offsets are code points of the sentence."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sentence: int
    start: int
    end: int
    type: str
    score: float = Field(default=0.5, ge=0, le=1)
    reason: str = ""
    article: str = ""
    attributes: dict[str, str] = Field(default_factory=dict)
    roles: tuple[_Slot, ...] = ()


class External:
    """Asks a program for proposals."""

    def __init__(self, program: Program) -> None:
        self.name = program.name
        self.version = _version(program)
        self.remarks: list[str] = []
        self._program = program

    def suggest(self, page: Page) -> Iterator[Proposal]:
        """Yield what the program proposes; what cannot be used of it is told in `remarks`.

        Raises:
            SuggesterFailed: the program did not come to a good end; nothing of it is used.
        """
        self.remarks = []
        given = "".join(f"{line}\n" for line in _lines(page)).encode()
        program = self._program
        output = run_program(program.command, program.folder, given, Limits(program.seconds))
        ignored = 0
        for number, line in enumerate(output.split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                yield _proposal(line, page, self.name)
            except _Unusable as reason:
                ignored += 1
                if ignored <= _NAMED:
                    self.remarks.append(f"line {number} was ignored: {reason}")
        if ignored > _NAMED:
            self.remarks.append(f"ignored lines beside these: {ignored - _NAMED}")


class _Unusable(Exception):
    """Why a line cannot be used."""


def _lines(page: Page) -> Iterator[str]:
    """Yield what the program is given: a line for each sentence, in order."""
    wanted = {sentence.start for sentence in page.wanted}
    for number, sentence in enumerate(page.sentences, 1):
        yield json.dumps(
            {
                "article": page.article.id,
                "sentence": number,
                "start": sentence.start,
                "end": sentence.end,
                "text": page.text[sentence.start : sentence.end],
                "kind": sentence.kind,
                "wanted": sentence.start in wanted,
                "published": page.article.published,
                "language": page.article.language,
            }
        )


def _proposal(line: bytes, page: Page, name: str) -> Proposal:
    answer = _read(line)
    if answer.article not in ("", page.article.id):
        raise _Unusable("it is about another article")
    if not 1 <= answer.sentence <= len(page.sentences):
        raise _Unusable(f"there is no sentence {answer.sentence}")
    first = page.sentences[answer.sentence - 1]
    return Proposal.model_validate(
        {
            "layer": _layer(page.scheme, answer.type),
            "type": answer.type,
            "fragments": (_span(answer.start, answer.end, first.start, first.end),),
            "score": answer.score,
            "reason": " ".join(answer.reason.split())[:200] or f"proposed by {name}",
            "attributes": tuple(
                ProposedValue(name=key, value=value) for key, value in answer.attributes.items()
            ),
            "roles": tuple(
                ProposedFiller(
                    role=slot.role,
                    type=slot.type,
                    fragments=(_span(slot.start, slot.end, first.start, first.end),),
                )
                for slot in answer.roles
            ),
        }
    )


def _read(line: bytes) -> _Answer:
    try:
        value = json.loads(line)
        json.dumps(value, ensure_ascii=False).encode()  # fails for half a character
    except (ValueError, RecursionError):
        raise _Unusable("it is no JSON") from None
    if not isinstance(value, Mapping):
        raise _Unusable("it is no JSON object")
    try:
        return _Answer.model_validate(value)
    except ValidationError as refusal:
        raise _Unusable(_said(refusal)) from None


def _said(refusal: ValidationError) -> str:
    first: Any = refusal.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"“{place}” is missing" if first["type"] == "missing" else f"“{place}” is wrong"


def _layer(scheme: Scheme, kind: str) -> str:
    layer = scheme.layer_of(kind)
    if layer is None or layer == "relations":
        raise _Unusable(f"the scheme has no type “{kind[:40]}” of mentions, incidents or claims")
    return layer


def _span(start: int, end: int, first: int, last: int) -> Span:
    if not 0 <= start < end <= last - first:
        raise _Unusable(f"{start}-{end} lies outside its sentence of {last - first} characters")
    return Span(first + start, first + end)


def _version(program: Program) -> str:
    """Return what changes with the command, or with the files that it names."""
    digest = hashlib.sha256(repr((program.command, program.version)).encode())
    for word in program.command:
        digest.update(_content(program.folder / word))
    return digest.hexdigest()[:12]


def _content(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size <= _FILE_SIZE:
            return path.read_bytes()
    except (OSError, ValueError):
        pass  # a word that is no path, or none that may be read, adds nothing
    return b""

"""Read a scheme file: decode, parse, check, and report everything that is wrong at once.

Must import nothing of ours but the scheme and its checks.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from annotator.model.scheme import Scheme
from annotator.model.scheme_checks import (
    check_attributes,
    check_colors,
    check_contents,
    check_meanings,
    check_names,
    check_parents,
    check_relations,
    check_roles,
    check_rules,
)
from annotator.model.scheme_examples import check_counter_examples, check_examples
from annotator.model.scheme_findings import Finding
from annotator.model.scheme_key_checks import (
    check_form_keys,
    check_menu_keys,
    check_selection_keys,
)
from annotator.model.scheme_structure import Structure, read_structure
from annotator.model.toml_lines import TomlPath, nearest_line, toml_lines
from annotator.model.toml_source import TomlFault, decode_toml, parse_toml, written_path

CHECKS: tuple[Callable[[Scheme], Iterator[Finding]], ...] = (
    check_contents,
    check_names,
    check_colors,
    check_parents,
    check_attributes,
    check_meanings,
    check_roles,
    check_relations,
    check_rules,
    check_examples,
    check_counter_examples,
    check_selection_keys,
    check_menu_keys,
    check_form_keys,
)
"""Everything the loader checks beyond the shape of the tables."""


class SchemeProblem(NamedTuple):
    """One fault of a scheme file."""

    file: str
    path: str
    """The key path, such as `incidents.types.BATTLE.roles.party`; "" for the file as a whole."""
    line: int
    """From 1; 0 when the file could not be read."""
    message: str
    hint: str

    def __str__(self) -> str:
        """Return the fault as one sentence: file, line, key path, what is wrong, what to do."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.path}: {self.message}" if self.path else self.message
        return f"{place}: {what}; {self.hint}" if self.hint else f"{place}: {what}"


class SchemeErrors(Exception):
    """A scheme file is refused; `problems` says why, in the order of the file."""

    def __init__(self, problems: tuple[SchemeProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_scheme(path: Path) -> Scheme:
    """Read and check a scheme file.

    Raises:
        SchemeErrors: the file cannot be read or is no valid scheme.
    """
    try:
        source = path.read_bytes()
    except FileNotFoundError:
        raise _refusal(str(path), "there is no such file", "check the path") from None
    except IsADirectoryError:
        raise _refusal(str(path), "this is a folder", "name a scheme file in it") from None
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else None
        raise _refusal(str(path), f"it cannot be read: {reason or fault}") from None
    return load_scheme(source, str(path))


def load_scheme(source: str | bytes, name_of_file: str) -> Scheme:
    """Read and check a scheme.

    Args:
        source: the file's bytes, or its text with the line ends untouched.
        name_of_file: what messages call it.

    Raises:
        SchemeErrors: it is no valid scheme; all faults are told at once.
    """
    text, digest = _decoded(source, name_of_file)
    try:
        raw = _parsed(text, name_of_file)
        structure = read_structure(raw, digest)
        findings = [*structure.findings, *_findings(structure)]
    except RecursionError:
        raise _refusal(name_of_file, "its lists or tables are nested too deep") from None
    if not findings and structure.scheme:
        return structure.scheme
    raise SchemeErrors(_problems(findings, toml_lines(text), name_of_file))


def derive_scheme_source(source: str, name: str) -> str:
    """Return the source of a new scheme made from another: its own name, version 0.1.0.

    Args:
        source: the text of a valid scheme.
        name: the new scheme's name; lower-case letters, digits and hyphens.
    """
    for key, value in (("name", name), ("version", "0.1.0")):
        row = toml_lines(source)[(key,)] - 1
        start = sum(len(line) + 1 for line in source.split("\n")[:row])
        end = _string_setting().match(source, start)
        if end is not None:
            source = f'{source[:start]}{end[1]}"{value}"{source[end.end() :]}'
    return source


@cache
def _string_setting() -> re.Pattern[str]:
    """A key, its equals sign (group 1) and a string without quotes inside."""
    return re.compile(r"""([^=]*=\s*)(['"]+)[^'"]*\2""")


def _refusal(file: str, message: str, hint: str = "", line: int = 0) -> SchemeErrors:
    return SchemeErrors((SchemeProblem(file, "", line, message, hint),))


def _decoded(source: str | bytes, file: str) -> tuple[str, str]:
    """Return the text without a byte-order mark, and `sha256:` of the bytes."""
    try:
        content = source.encode() if isinstance(source, str) else source
        text = decode_toml(content)
    except UnicodeEncodeError as fault:
        line = fault.object[: fault.start].count("\n") + 1
        raise _refusal(file, "the text is not UTF-8", "save it as UTF-8", line) from None
    except TomlFault as fault:
        raise _refusal(file, fault.message, fault.hint, fault.line) from None
    if not text.strip("\ufeff \t\r\n"):
        hint = "start from one with: annotator scheme new NAME --from news-conflict"
        raise _refusal(file, "the file is empty", hint)
    return text, f"sha256:{hashlib.sha256(content).hexdigest()}"


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except TomlFault as fault:
        raise _refusal(file, fault.message, fault.hint, fault.line) from None


def _findings(structure: Structure) -> Iterator[Finding]:
    """Run the checks, leaving out what only follows from a fault of the structure."""
    if structure.scheme is None or any(len(path) == 1 for path in structure.doubtful):
        return  # with a whole layer broken no reference can be judged
    for check in CHECKS:
        for finding in check(structure.scheme):
            tables = (finding.path[:length] for length in range(len(finding.path) + 1))
            is_dropped = bool(finding.unknown) and finding.unknown in structure.dropped
            if not is_dropped and structure.doubtful.isdisjoint(tables):
                yield finding


def _problems(
    findings: list[Finding], lines: dict[TomlPath, int], file: str
) -> tuple[SchemeProblem, ...]:
    found = {
        SchemeProblem(file, written_path(f.path), nearest_line(lines, f.path), f.message, f.hint)
        for f in findings
    }
    return tuple(sorted(found, key=lambda problem: (problem.line, problem)))

"""Tell what became of the mutants that `make mutants` made, and which of them nobody noticed.

A mutant that no test can notice, since it means the same, is named with the reason in
`equivalent.toml`. Whatever else survived is shown, and makes the command fail.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
CAUGHT = {"caught by type check": "mypy", "killed": "tests", "timeout": "tests"}
"""By mutmut's words for it, who noticed a mutant; one that never ends is noticed too."""


class Rule(NamedTuple):
    """A change that means the same."""

    was: str
    becomes: tuple[str, ...]
    why: str
    function: str = ""
    """Where, as `module.function`; "" for anywhere."""

    def covers(self, function: str, line: str, changed: str) -> bool:
        """Return whether the rule names the change of a line."""
        return self.function in ("", function) and any(
            changed == line[:place] + new + line[place + len(self.was) :]
            for place in _places(line, self.was)
            for new in self.becomes
        )


class Mutant(NamedTuple):
    """A mutant, and what became of it."""

    path: Path
    name: str
    fate: str

    @property
    def module(self) -> str:
        """The module that it is in."""
        return self.path.stem

    @property
    def function(self) -> str:
        """The function that it is in, as `module.function`."""
        own = self.name.rpartition(".")[2].rpartition("__mutmut_")[0]
        return f"{self.module}.{own.removeprefix('x_').replace('xǁ', '').replace('ǁ', '.')}"


def rules(text: str) -> list[Rule]:
    """Return the rules of a file."""
    return [
        Rule(one["was"], tuple(one["becomes"]), one["why"], one.get("function", ""))
        for one in tomllib.loads(text)["equivalent"]
    ]


def changed_lines(diff: str) -> tuple[str, str]:
    """Return a line before and after the change that a diff shows, "" for none or several."""
    body = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    before, after = ([one[1:] for one in body if one.startswith(sign)] for sign in "-+")
    return (before[0], after[0]) if len(before) == len(after) == 1 else ("", "")


def main(paths: Sequence[Path]) -> int:
    """Print the figures of each module, then what nobody noticed; return whether there is any."""
    known, left = rules(EQUIVALENT.read_text(encoding="utf-8")), []
    fates: dict[str, Counter[str]] = {}
    for one in _mutants(paths):
        fate = one.fate
        if fate not in CAUGHT.values():
            diff = get_diff_for_mutant(one.name, path=one.path)
            before, after = changed_lines(diff)
            if fate == "survived" and any(r.covers(one.function, before, after) for r in known):
                fate = "equivalent"
            else:
                left.append(f"{one.name} ({fate})\n{diff}\n")
        fates.setdefault(one.module, Counter())[fate] += 1
    print("\n".join([*left, *_table(fates)]))
    return bool(left)


def _mutants(paths: Sequence[Path]) -> Iterator[Mutant]:
    for path in paths:
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            fate = status_by_exit_code[code]
            yield Mutant(path, name, CAUGHT.get(fate, fate))


def _table(fates: dict[str, Counter[str]]) -> Iterator[str]:
    yield f"{'':16}{'mutants':>9}{'mypy':>7}{'tests':>7}{'equivalent':>12}{'left':>6}"
    for name, found in [*fates.items(), ("all", sum(fates.values(), Counter()))]:
        noticed = [found[who] for who in ("mypy", "tests", "equivalent")]
        whole = found.total()
        mypy, tests, same = noticed
        yield f"{name:16}{whole:9}{mypy:7}{tests:7}{same:12}{whole - sum(noticed):6}"


def _places(line: str, part: str) -> Iterator[int]:
    place = line.find(part)
    while place >= 0:
        yield place
        place = line.find(part, place + 1)


if __name__ == "__main__":
    sys.exit(main(sorted(Path("annotator/agreement").glob("*.py"))))

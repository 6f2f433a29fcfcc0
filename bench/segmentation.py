"""Quality and speed of the segmenter: `python bench/segmentation.py [--json]`.

Quality is boundary F1 and the share of right kinds on the hand-checked texts, and how many of
the 48 golden rules hold. Speed is the median over several rounds, on one core.
"""

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any

from annotator.resources import resource_dir
from annotator.text.segment import SEGMENTER, SEGMENTER_VERSION, segment

_DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
_ROUNDS = 7
_SEED_REPEATS = 40
_HOSTILE_PIECE = "Gen. A. (the U.S. envoy) “left…” at 6 p.m. No. 5? It's 1.5% vs. 3.[2] "


def measure() -> dict[str, Any]:
    """Return all figures by name; speeds in megabytes of UTF-8 a second."""
    return {
        "segmenter": f"{SEGMENTER} {SEGMENTER_VERSION}",
        **_quality(_read("news_units_en.json")["texts"]),
        "golden_rules_passed": _golden(_read("golden_rules_en.json")["rules"]),
        "golden_rules": len(_read("golden_rules_en.json")["rules"]),
        "seeds_mb_per_s": _speed(_seeds() * _SEED_REPEATS),
        "seed_article_us": _microseconds_per_article(),
        "hostile_line_mb_per_s": _speed([_HOSTILE_PIECE * (1_000_000 // len(_HOSTILE_PIECE))]),
    }


def main() -> None:
    """Print the figures as a table, or as JSON."""
    parser = argparse.ArgumentParser(description="Measure the segmenter.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    figures = measure()
    if parser.parse_args().json:
        print(json.dumps(figures, indent=2))
        return
    width = max(len(name) for name in figures)
    for name, value in figures.items():
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        print(f"{name.replace('_', ' '):{width}}  {shown:>14}")


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((_DATA / name).read_text(encoding="utf-8"))
    return data


def _quality(cases: list[dict[str, Any]]) -> dict[str, float]:
    """Compare unit ends and kinds with those set by hand."""
    right = found = expected = kinds = 0
    for case in cases:
        wanted = dict(_ends(case["text"], case["units"]))
        got = {unit.end: unit.kind for unit in segment(case["text"], case["language"])}
        right += len(wanted.keys() & got.keys())
        found, expected = found + len(got), expected + len(wanted)
        kinds += sum(got.get(end) == kind for end, kind in wanted.items())
    return {
        "hand_checked_texts": len(cases),
        "hand_checked_boundary_f1": 2 * right / (found + expected),
        "hand_checked_right_kind": kinds / expected,
    }


def _ends(text: str, units: list[list[str]]) -> list[tuple[int, str]]:
    ends: list[tuple[int, str]] = []
    offset = 0
    for kind, content in units:
        offset = text.index(content, offset) + len(content)
        ends.append((offset, kind))
    return ends


def _golden(rules: list[dict[str, Any]]) -> int:
    return sum(
        [rule["text"][unit.start : unit.end] for unit in segment(rule["text"])] == rule["sentences"]
        for rule in rules
    )


def _seeds() -> list[str]:
    paths = sorted(resource_dir("seeds").glob("*.txt"))
    return [path.read_bytes().decode() for path in paths]


def _speed(texts: list[str]) -> float:
    size = sum(len(text.encode()) for text in texts)
    return size / 1e6 / _median_seconds(texts)


def _microseconds_per_article() -> float:
    texts = _seeds() * _SEED_REPEATS
    return _median_seconds(texts) / len(texts) * 1e6


def _median_seconds(texts: list[str]) -> float:
    rounds: list[float] = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for text in texts:
            segment(text)
        rounds.append(time.perf_counter() - begun)
    return statistics.median(rounds)


if __name__ == "__main__":
    main()

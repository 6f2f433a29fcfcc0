"""A suggester for annotator: proposes acronyms such as WHO and NATO as organisations.

Sentences come as JSON Lines on standard input, proposals go as JSON Lines to standard output.
Say in config.toml where it is:

    [suggesters.acronyms]
    command = ["python3", "/where/it/is/suggest_acronyms.py"]
"""

import json
import re
import sys

ACRONYM = re.compile(r"\b[A-Z]{3,6}\b")


def main() -> None:
    """Read sentences and write proposals; offsets count the characters of the sentence."""
    for line in sys.stdin:
        sentence = json.loads(line)
        if not sentence["wanted"] or sentence["text"].isupper():
            continue
        for found in ACRONYM.finditer(sentence["text"]):
            proposal = {
                "article": sentence["article"],
                "sentence": sentence["sentence"],
                "start": found.start(),
                "end": found.end(),
                "type": "ORG",
                "score": 0.6,
                "reason": "an acronym",
            }
            print(json.dumps(proposal))


if __name__ == "__main__":
    main()

"""What stands beside gold when votes are asked for: everybody's own layers, and soft labels."""

from annotator.formats.folder import Folder
from annotator.formats.gold_layers import GoldSource
from annotator.formats.gold_record import Shared, document_record
from annotator.formats.lines import json_line

VOTES_FILE = "votes.jsonl"


def write(gold: GoldSource, folder: Folder, shared: Shared) -> None:
    """Write `annotations-NAME.jsonl` for everybody, and `votes.jsonl`.

    A line of the latter has the share of votes of each variant of one slot of one item.
    """
    for name in gold.annotators():
        called = gold.names[name]
        own = shared._replace(
            annotator=called,
            provenance={**shared.provenance, "annotators": [called], "adjudicator": ""},
            with_versions=True,
        )
        with folder.stream(f"annotations-{called}.jsonl") as stream:
            for stored in gold.layers_of(name):
                stream.write(json_line(document_record(stored, own)) + b"\n")
    with folder.stream(VOTES_FILE) as stream:
        stream.writelines(json_line(one) + b"\n" for one in gold.votes())

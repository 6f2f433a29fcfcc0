"""What stands beside gold when votes are asked for: everybody's own layers, and soft labels."""

from annotator.formats.exporting.folder import Folder
from annotator.formats.exporting.lines import json_line
from annotator.formats.gold.layers import GoldSource
from annotator.formats.gold.record import Shared, document_record

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

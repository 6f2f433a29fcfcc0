"""The loss report of an export: what each format cannot hold, format after format."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

from annotator.formats.exporting.folder import DOCUMENTS, LOSS_REPORT, LOSS_REPORT_START, Folder
from annotator.formats.exporting.lines import json_line
from annotator.formats.exporting.writing import Json

RECORDS = "jsonl"
"""How the report calls the records themselves."""


class LossReport(ExitStack):
    """The report on its way: of every target the items are kept aside until all have come.

    Args:
        split: the one whose documents the report names as the source.
        targets: all that will have something to say, in the order of the report.
    """

    def __init__(self, folder: Folder, split: str, targets: Iterable[str]) -> None:
        super().__init__()
        self._folder = folder
        self._source = DOCUMENTS.format(split)
        self._items: dict[str, _Items] = {}
        for target in targets:
            self._items[target] = _Items(self.enter_context(TemporaryFile()))  # noqa: SIM115 - the stack closes it

    def add(self, target: str, losses: Sequence[Json]) -> None:
        """Append what a chunk of articles loses in one format."""
        for one in losses:
            self._items[target].add(one)

    def publish(self, *more: str) -> None:
        """Write the file.

        Args:
            more: other files of the export, which lose nothing.
        """
        with self._folder.stream(LOSS_REPORT) as stream:
            stream.write(LOSS_REPORT_START.encode())
            stream.write(f'{self._source.removeprefix("data/documents-")}","targets":['.encode())
            for number, (target, items) in enumerate(self._items.items()):
                stream.write(b"," * (number > 0) + f'{{"target":"{target}","items":['.encode())
                items.copy_to(stream)
                stream.write(b"]}")
            stream.writelines(f',{{"target":"{one}","items":[]}}'.encode() for one in more)
            stream.write(b"]}\n")


class _Items:
    """The entries of one target, in a file of their own."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._separator = b"\n"

    def add(self, loss: Json) -> None:
        self._stream.write(self._separator + json_line(loss))
        self._separator = b",\n"

    def copy_to(self, target: BinaryIO) -> None:
        self._stream.seek(0)
        copyfileobj(self._stream, target)


def in_order(losses: Iterable[Json]) -> list[Json]:
    """Return losses as the report lists them: by article, item and part."""
    return sorted(losses, key=lambda one: (one["doc"], one["item"], one["part"], one["why"]))

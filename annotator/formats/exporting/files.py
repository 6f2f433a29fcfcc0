"""The files of an export while they are written: records by split, and those of other formats."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress

from annotator.formats.exporting.folder import Folder, Lines, PrimedFile
from annotator.formats.exporting.writing import Part, Sink, Writer


class Records(ExitStack):
    """The files of records of one sort, one for each split."""

    def __init__(self, folder: Folder, name: str, splits: Iterable[str]) -> None:
        super().__init__()
        self._files: dict[str, PrimedFile] = {
            split: self.enter_context(folder.primed(name.format(split))) for split in splits
        }

    def add(self, lines: dict[str, Lines]) -> None:
        """Append the lines of a chunk, by split."""
        for split, some in lines.items():
            self._files[split].add(some)


class Files(ExitStack):
    """The files of other formats."""

    def __init__(self, folder: Folder, writers: Sequence[Writer]) -> None:
        super().__init__()
        self._folder, self._writers = folder, writers
        self._sinks: dict[str, Sink] = {}
        for writer in writers:
            for part in writer.fixed():
                folder.write_small(part.file, part.data)
            for name in writer.shared_files():
                self._open(writer, name)

    def add(self, parts: Sequence[Sequence[Part]]) -> None:
        """Append what each writer made of a chunk."""
        for writer, some in zip(self._writers, parts, strict=True):
            for part in some:
                if part.whole:
                    self._folder.write_small(part.file, part.data)
                    continue
                sink = self._sinks.get(part.file) or self._open(writer, part.file)
                sink.add(part.data)

    def _open(self, writer: Writer, name: str) -> Sink:
        stream = self.enter_context(self._folder.stream(name))
        sink = self._sinks[name] = writer.sink(name, stream)

        def close(kind: type[BaseException] | None, *_: object) -> bool:
            # A cancelled export is thrown away, but a writer that is left open complains aloud.
            with suppress(*([] if kind is None else [OSError])):
                sink.close()
            return False

        self.push(close)
        return sink

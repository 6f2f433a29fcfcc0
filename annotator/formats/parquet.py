"""Parquet: the documents and sentences of an export as typed columns, with the card's features.

Processes that make chunks of rows hand them over as Arrow's own bytes; one writes them, in groups
of rows that are bounded, so memory is too. Nothing in the files tells the time, so that two exports
are the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, BinaryIO, get_args, get_origin

from annotator.formats.exporting.card import CONFIGS, dtype_of, fields_of, is_record
from annotator.formats.exporting.writing import Context, Json, Part, Sink, Writer, Written
from annotator.formats.gold.sentences import sentence_records

_GROUP_BYTES = 4 << 20
"""Bytes of Arrow that become one group of rows."""


def writer(context: Context) -> "ParquetWriter":
    """Return what writes an export."""
    return ParquetWriter(context)


class ParquetWriter(Writer):
    """Writes one file of documents and one of sentences for each split."""

    target = "parquet"

    def __init__(self, context: Context) -> None:
        self._splits = context.splits

    def shared_files(self) -> tuple[str, ...]:
        """Return the files of all splits."""
        return tuple(_file(config, split) for config in CONFIGS for split in self._splits)

    def sink(self, file: str, stream: BinaryIO) -> Sink:
        """Return what writes the rows of a file."""
        config = file.rpartition("/")[2].partition("-")[0]
        return ParquetSink(stream, record_schema(config))

    def write(self, documents: Sequence[Json]) -> Written:
        """Return the rows of some articles; nothing of them is lost."""
        sentences = [one for each in documents for one in sentence_records(each).records]
        return self.write_derived(documents, sentences)

    def write_derived(self, documents: Sequence[Json], sentences: Sequence[Json]) -> Written:
        """Return the rows of some articles; nothing of them is lost."""
        parts = []
        for config, records in (("documents", documents), ("sentences", sentences)):
            for split in dict.fromkeys(one["split"] for one in records):
                some = [one for one in records if one["split"] == split]
                parts.append(Part(_file(config, split), _rows(config, some)))
        return Written(parts, ())


class ParquetSink:
    """A Parquet file whose parts are tables as `table_bytes` makes them.

    Args:
        schema: a `pyarrow.Schema`.
    """

    def __init__(self, stream: BinaryIO, schema: Any) -> None:
        import pyarrow
        from pyarrow import parquet

        self._writer = parquet.ParquetWriter(
            *(stream, schema),
            compression="zstd",
            write_statistics=False,
            memory_pool=pyarrow.system_memory_pool(),  # Arrow's own gives less of it back
        )
        self._waiting: list[Any] = []
        self._bytes = 0

    def add(self, data: bytes) -> None:
        """Take rows; they are written when there are enough for a group."""
        import pyarrow

        self._waiting.append(pyarrow.ipc.open_stream(data).read_all())
        self._bytes += len(data)
        if self._bytes >= _GROUP_BYTES:
            self._write()

    def close(self) -> None:
        """Write what waits, and the end of the file."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        import pyarrow

        if self._waiting:
            self._writer.write_table(pyarrow.concat_tables(self._waiting))
        self._waiting, self._bytes = [], 0


def table_bytes(schema: Any, columns: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as bytes for a `ParquetSink`.

    Args:
        schema: a `pyarrow.Schema`.
        columns: the values of each column, all of the same length.
    """
    import pyarrow

    pool = pyarrow.system_memory_pool()
    # Column by column: twice as fast as Arrow's own reader of JSON.
    arrays = [
        pyarrow.array(column, field.type, memory_pool=pool)
        for column, field in zip(columns, schema, strict=True)
    ]
    stream = pyarrow.BufferOutputStream(pool)
    with pyarrow.ipc.new_stream(stream, schema) as into:
        into.write_table(pyarrow.table(arrays, schema=schema))
    found: bytes = stream.getvalue().to_pybytes()
    return found


def schema_of(columns: Mapping[str, str]) -> Any:
    """Return the `pyarrow.Schema` of plain columns.

    Args:
        columns: string, int64 or bool by name.
    """
    import pyarrow

    return pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in columns.items()])


@cache
def record_schema(config: str) -> Any:
    """Return the `pyarrow.Schema` of the records of a configuration."""
    import pyarrow

    return pyarrow.schema(_fields(CONFIGS[config]))


def _fields(model: Any) -> list[tuple[str, Any]]:
    return [(name, _type(annotation)) for name, annotation in fields_of(model)]


def _type(annotation: Any) -> Any:
    import pyarrow

    if get_origin(annotation) is tuple:
        return pyarrow.list_(_type(get_args(annotation)[0]))
    if is_record(annotation):
        return pyarrow.struct(_fields(annotation))
    return pyarrow.type_for_alias(dtype_of(annotation))


def _rows(config: str, records: Sequence[Json]) -> bytes:
    schema = record_schema(config)
    return table_bytes(schema, ([one[name] for one in records] for name in schema.names))


def _file(config: str, split: str) -> str:
    return f"parquet/{config}-{split}-00000.parquet"

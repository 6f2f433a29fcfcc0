"""The formats that can be read and written.

A new format is one module and one line here; other packages add theirs as entry points in the
group `annotator.formats`, each of which loads to a `Format`. Modules of formats load on first use.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple, Protocol, cast

from annotator.formats.errors import did_you_mean
from annotator.formats.exporting.writing import Context, Writer
from annotator.formats.importing.reading import Piece, Prepared, Settings, Skipped, Source

ENTRY_POINTS = "annotator.formats"


class Reader(Protocol):
    """What a module must offer that reads a format."""

    def recognises(self, source: Source) -> bool:
        """Tell by the first line, or by nothing, whether a file is of this format."""

    def pieces(self, source: Source, settings: Settings) -> Iterator[Piece]:
        """Cut a source into pieces of one article each; cheap, and constant in memory.

        Raises:
            ImportRefused: the source cannot be read.
        """

    def prepare(self, piece: Piece, settings: Settings) -> Prepared | Skipped:
        """Read one piece; a pure function, which may run in another process.

        Returns:
            The article, or why there is none in the piece.

        Raises:
            ImportRefused: the piece cannot be taken.
        """


class Writers(Protocol):
    """What a module must offer that writes a format."""

    def writer(self, context: Context) -> Writer:
        """Return what writes the format in one export."""


class Format(NamedTuple):
    """A file format, as the command `formats` lists it."""

    name: str
    title: str
    endings: tuple[str, ...]
    """Ends of file names, in lower case, with their dot."""
    reads: bool
    cannot_carry: str
    """What is lost in it, "" where nothing is."""
    module: str
    """The module with its functions: those of `Reader`, and `writer(context)` for a `Writer`."""
    files: tuple[str, ...] = ()
    """Patterns of the files that it writes below an export; none where it cannot be written."""
    beside: tuple[str, ...] = ()
    """Endings of files that belong to the one read, of the same name: no sources themselves."""
    needs: tuple[str, ...] = ()
    """Other packages that its module imports, where the base install lacks them."""
    extra: str = ""
    """The extra of ours that installs these."""

    @property
    def writes(self) -> bool:
        """Whether it can be written."""
        return bool(self.files)

    def lacks(self) -> str:
        """Say in a sentence what has to be installed before it can be used; "" for nothing."""
        missing = [name for name in self.needs if find_spec(name) is None]
        return (
            f"it takes {' and '.join(missing)} for this; install it with: "
            f"pip install 'annotator[{self.extra}]'"
            if missing
            else ""
        )

    def reader(self) -> Reader:
        """Load the module that reads it."""
        return cast(Reader, import_module(self.module))

    def writer(self, context: Context) -> Writer:
        """Load the module that writes it, and make it ready for an export."""
        return cast(Writers, import_module(self.module)).writer(context)


# Of formats with the same ending the one that recognises less stands first.
BUILT_IN = (
    Format(
        name="jsonl",
        title="gold records: JSON Lines with text, sentences and all annotations",
        endings=(".jsonl",),
        reads=True,
        cannot_carry="",
        module="annotator.formats.gold.json_lines",
        files=("data/*.jsonl",),
    ),
    Format(
        name="brat",
        title="brat standoff: .txt and .ann, with annotation.conf",
        endings=(".ann", ".a1"),
        reads=True,
        cannot_carry="frames without trigger, labels, sentences, metadata of articles",
        module="annotator.formats.brat",
        files=("brat/*.txt", "brat/*.ann", "brat/annotation.conf"),
        beside=(".txt", ".a2"),
    ),
    Format(
        name="cas-json",
        title="UIMA JSON CAS 0.4 for INCEpTION",
        endings=(".json",),
        reads=True,
        cannot_carry="relations between articles, the registry, metadata but title and address",
        module="annotator.formats.uima.json_cas",
        files=("cas/*.json",),
        needs=("cassis",),
        extra="uima",
    ),
    Format(
        name="xmi",
        title="UIMA CAS as XMI, with TypeSystem.xml beside it",
        endings=(".xmi",),
        reads=True,
        cannot_carry="control characters, and what cas-json cannot carry",
        module="annotator.formats.uima.xmi",
        files=("xmi/*.xmi", "xmi/TypeSystem.xml"),
        needs=("cassis",),
        extra="uima",
    ),
    Format(
        name="conll",
        title="columns of tokens and tags (CoNLL-2003): IOB2 out; IOB1, IOB2, BIOES, BILOU in",
        endings=(".conll", ".iob", ".iob2", ".bio", ".bioes", ".bilou"),
        reads=True,
        cannot_carry="nested mentions and those in pieces, frames, attributes, the text itself",
        module="annotator.formats.conll",
        files=("conll/*.conll",),
    ),
    Format(
        name="conllu",
        title="CoNLL-U Plus: tokens with mentions as brackets in MISC; CoNLL-U in",
        endings=(".conllu", ".conllup"),
        reads=True,
        cannot_carry="frames, relations, labels, attributes, notes",
        module="annotator.formats.conllu",
        files=("conllu/*.conllup",),
    ),
    Format(
        name="bioes",
        title="columns of tokens and tags: BIOES",
        endings=(),
        reads=False,
        cannot_carry="nested mentions and those in pieces, frames, attributes, the text itself",
        module="annotator.formats.bioes",
        files=("bioes/*.bioes",),
    ),
    Format(
        name="gliner",
        title="GLiNER: JSON of tokens with ranges and relations, by sentence",
        endings=(),
        reads=False,
        cannot_carry="mentions in pieces, frames, labels, attributes, identity",
        module="annotator.formats.gliner",
        files=("gliner/*.json",),
    ),
    Format(
        name="gliner2",
        title="GLiNER2: JSON Lines of surfaces, structures and classes, by sentence",
        endings=(),
        reads=False,
        cannot_carry="offsets, mentions in pieces, what stands in other sentences, attributes",
        module="annotator.formats.gliner2",
        files=("gliner2/*.jsonl",),
    ),
    Format(
        name="chat",
        title="instruction tuning: JSON Lines of conversations, by sentence",
        endings=(),
        reads=False,
        cannot_carry="relations, labels of articles, identity",
        module="annotator.formats.chat",
        files=("chat/*.jsonl",),
    ),
    Format(
        name="events",
        title="a table of events in the manner of ACLED",
        endings=(),
        reads=False,
        cannot_carry="all but incidents that happened, with actors, place, date and counts",
        module="annotator.formats.event_table",
        files=("events/events.csv",),
    ),
    Format(
        name="doccano",
        title="doccano: JSON Lines of texts with ranges and relations",
        endings=(".jsonl",),
        reads=True,
        cannot_carry="mentions in pieces, frames without trigger, attributes, identity, labels",
        module="annotator.formats.doccano",
        files=("doccano/*.jsonl",),
    ),
    Format(
        name="wikievents",
        title="WikiEvents: JSON Lines of tokens, mentions and events; OneIE in",
        endings=(".jsonl", ".json"),
        reads=True,
        cannot_carry="mentions in pieces, claims, labels, attributes, frames in frames",
        module="annotator.formats.wikievents",
        files=("wikievents/*.jsonl",),
    ),
    Format(
        name="dygie",
        title="DyGIE++ and SciERC: JSON Lines of sentences of tokens",
        endings=(".jsonl", ".json"),
        reads=True,
        cannot_carry="the text, mentions in pieces, claims, triggers of several tokens, attributes",
        module="annotator.formats.dygie",
        files=("dygie/*.jsonl",),
    ),
    Format(
        name="muc",
        title="MUC-3 and MUC-4: texts with answer keys beside them (--format muc)",
        endings=(".muc3", ".muc4"),
        reads=True,
        cannot_carry="triggers, places of strings (their first occurrence is taken)",
        module="annotator.formats.muc",
    ),
    Format(
        name="prodigy",
        title="Prodigy: JSON Lines of texts with tokens, spans and relations",
        endings=(".jsonl",),
        reads=True,
        cannot_carry="mentions in pieces, frames without trigger, attributes, identity, labels",
        module="annotator.formats.prodigy",
        files=("prodigy/*.jsonl",),
    ),
    Format(
        name="label-studio",
        title="Label Studio: tasks as JSON or JSON Lines, with a labelling configuration",
        endings=(".json", ".jsonl"),
        reads=True,
        cannot_carry="mentions in pieces, frames without trigger, sentences",
        module="annotator.formats.label_studio",
        files=("label-studio/tasks.json", "label-studio/config.xml"),
    ),
    Format(
        name="spacy",
        title="spaCy DocBin: what `spacy train` reads, with the whole record beside",
        endings=(".spacy",),
        reads=True,
        cannot_carry="nothing; what spaCy has no place for stands there as JSON",
        module="annotator.formats.spacy_docbin",
        files=("spacy/*/*.spacy",),
        needs=("spacy",),
        extra="spacy",
    ),
    Format(
        name="parquet",
        title="Parquet: the records as typed columns",
        endings=(),
        reads=False,
        cannot_carry="",
        module="annotator.formats.parquet",
        files=("parquet/*.parquet",),
        needs=("pyarrow",),
        extra="parquet",
    ),
    Format(
        name="articles-jsonl",
        title="articles: JSON Lines with text and metadata keys",
        endings=(".jsonl",),
        reads=True,
        cannot_carry="annotations, sentences",
        module="annotator.formats.articles.json_lines",
    ),
    Format(
        name="webanno",
        title="WebAnno TSV 3: a line for each token, with layers in columns",
        endings=(".tsv",),
        reads=True,
        cannot_carry="what stands between sentences, mentions in pieces, metadata",
        module="annotator.formats.webanno",
    ),
    Format(
        name="articles-csv",
        title="articles: a table with a text column and metadata columns",
        endings=(".csv", ".tsv"),
        reads=True,
        cannot_carry="annotations, sentences",
        module="annotator.formats.articles.csv_table",
    ),
    Format(
        name="text",
        title="plain text or Markdown, one article per file",
        endings=(".txt", ".md"),
        reads=True,
        cannot_carry="annotations, sentences, metadata (put it in metadata.toml)",
        module="annotator.formats.articles.text",
    ),
    Format(
        name="html",
        title="web pages: the article of each, with its title, date and outlet",
        endings=(".html", ".htm", ".xhtml"),
        reads=True,
        cannot_carry="annotations, sentences, what is around the article",
        module="annotator.formats.articles.html",
        needs=("trafilatura",),
        extra="html",
    ),
    Format(
        name="warc",
        title="web archives: the article of each page",
        endings=(".warc", ".warc.gz"),
        reads=True,
        cannot_carry="annotations, sentences, what is around the articles",
        module="annotator.formats.articles.warc",
        needs=("warcio", "trafilatura"),
        extra="warc",
    ),
)


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats, those of other installed packages last."""
    from importlib.metadata import entry_points

    found = (entry.load() for entry in entry_points(group=ENTRY_POINTS))
    return BUILT_IN + tuple(one for one in found if isinstance(one, Format))


def format_named(name: str) -> Format:
    """Return the format with this name.

    Raises:
        KeyError: there is none; the message says which there are.
    """
    for one in formats():
        if one.name == name:
            return one
    names = [one.name for one in formats()]
    hint = did_you_mean(name, names)
    raise KeyError(f"{name} is none of the formats {', '.join(names)}{hint}")


def formats_reading(file_name: str) -> tuple[Format, ...]:
    """Return the formats that read files with such a name."""
    return tuple(one for one in formats() if one.reads and file_name.lower().endswith(one.endings))

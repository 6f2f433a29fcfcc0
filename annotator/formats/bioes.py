"""BIOES columns of tokens and tags: written here, read as all spellings are by `formats.conll`."""

from annotator.formats.conll import TagWriter
from annotator.formats.exporting.writing import Context


def writer(context: Context) -> TagWriter:
    """Return what writes BIOES."""
    return TagWriter(context, "bioes")

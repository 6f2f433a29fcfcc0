"""brat standoff: a text file and beside it one line per mention, event, relation, attribute, note.

Source: brat's own `annotation.py` and the manual of the format. Offsets count code points, ends are
exclusive, and no fragment may hold a line end: a span that does is cut there, and joined on
reading. What brat has no place for (free values, evidence, identity, our ids) goes into the note of
an item as one JSON object; a note of any other form is the item's own note.
"""

from annotator.formats.brat.reading import pieces, prepare, recognises
from annotator.formats.brat.writing import writer

__all__ = ["pieces", "prepare", "recognises", "writer"]

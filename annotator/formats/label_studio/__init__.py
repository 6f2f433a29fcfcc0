"""Label Studio: tasks as JSON, an array or one per line, with a labelling configuration in XML.

Source: the manual and the SDK of Label Studio 1.x. A region is a range of the text with labels;
values of a region (choices, texts, numbers) are entries of their own with the region's id, and
relations lead from region to region. A frame is the region of its trigger with relations named
after roles, bare text a region called `CONTENT`, a label of a sentence a region `SENTENCE` with a
value. What Label Studio has no place for (identity, evidence, unsure) stands in a region's `meta`,
notes in the `meta.text` that it shows. Offsets count code points; older exports counted UTF-16.
"""

from annotator.formats.label_studio.reading import pieces, prepare, recognises
from annotator.formats.label_studio.writing import writer

__all__ = ["pieces", "prepare", "recognises", "writer"]

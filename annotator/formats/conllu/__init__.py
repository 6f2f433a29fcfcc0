"""CoNLL-U and CoNLL-U Plus: a line for each token, with the text exactly as it was.

Source: the description of both at universaldependencies.org, CorefUD's of the attribute `Entity`,
and UDPipe's manual for `SpacesAfter`. We write the columns ID, FORM and MISC. Mentions are brackets
in MISC, so they may be nested, cross and have pieces: `Entity=(e_1-GPE(e_2-FAC` opens two on a
token, `e_2)` closes one, `(e_1[2/3]-GPE)` is the second of three pieces. Tokens are cut where a
mention begins or ends. `SpaceAfter=No` and `SpacesAfter=\\n` say what follows a token.
"""

from annotator.formats.conllu.reading import pieces, prepare, recognises
from annotator.formats.conllu.writing import writer

__all__ = ["pieces", "prepare", "recognises", "writer"]

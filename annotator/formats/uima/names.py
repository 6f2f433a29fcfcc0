"""How types and features are called in a CAS: ours, and those of UIMA, DKPro and INCEpTION."""

from keyword import iskeyword

from annotator.formats.inception import DKPRO
from annotator.model.scheme import Scheme

ANNOTATION = "uima.tcas.Annotation"
ANNOTATION_BASE = "uima.cas.AnnotationBase"
DOCUMENT = "uima.tcas.DocumentAnnotation"
TOP = "uima.cas.TOP"
ARRAY = "uima.cas.FSArray"
STRING = "uima.cas.String"
BOOLEAN = "uima.cas.Boolean"

SENTENCE = f"{DKPRO}segmentation.type.Sentence"
METADATA = f"{DKPRO}metadata.type.DocumentMetaData"

ENTITY = "custom.Entity"
FRAME = "custom.Frame"
RELATION = "custom.Rel"
LABEL = "custom.Label"
DOCUMENT_LABEL = "custom.DocumentLabel"
FRAGMENT = "custom.Fragment"
ROLE_LINK = "custom.RoleLink"

OURS = (ENTITY, FRAME, RELATION, LABEL, DOCUMENT_LABEL)

OWN_FEATURES = ("value", "identifier", "identity", "uid", "note", "unsure", "attributes")
"""Features of our types that are no attributes of the scheme."""

_TAKEN = {*OWN_FEATURES, "begin", "end", "sofa", "self", "type", "xmiID", "layer", "roles"}


def featured(scheme: Scheme) -> tuple[str, ...]:
    """Return the attributes of mentions that have a feature of their own, in file order."""
    names = scheme.attributes_of_layer("entities")
    return tuple(name for name in names if name not in _TAKEN and not iskeyword(name))

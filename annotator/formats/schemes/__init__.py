"""Schemes of other programs as schemes of ours: what `annotator scheme import` reads."""

import re
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from annotator.formats.errors import Place
from annotator.formats.importing.plain_xml import read_xml
from annotator.formats.schemes import brat, label_studio, uima
from annotator.formats.schemes.tables import Tables


class ImportedScheme(NamedTuple):
    """A scheme, as TOML, and what of the other one it does not have."""

    toml: str
    left_out: tuple[str, ...]
    """In words; each once."""


def import_scheme(path: Path) -> ImportedScheme:
    """Return the scheme that a file of another program describes.

    It may be brat's `annotation.conf`, Label Studio's configuration or a type system of UIMA.

    Raises:
        ImportRefused: the file cannot be read, is none of them, or names what it does not define.
    """
    place, tables = Place(path.name), Tables()
    if path.suffix.lower() == ".xml":
        _take_xml(read_xml(path, place), tables, place)
    else:
        brat.take(path, tables, place)
    if tables.is_empty:
        raise place.refused("there is no type of anything in it.")
    return ImportedScheme(tables.toml(_name(path)), tuple(dict.fromkeys(tables.left_out)))


def _take_xml(root: Element, tables: Tables, place: Place) -> None:
    match root.tag.rpartition("}")[2]:
        case "View":
            label_studio.take(root, tables, place)
        case "typeSystemDescription":
            uima.take(root, tables)
        case other:
            raise place.refused(
                f"it is neither a configuration of Label Studio (<View>) nor a type system of UIMA "
                f"(<typeSystemDescription>), but <{other[:40]}>."
            )


def _name(path: Path) -> str:
    """Return the scheme's name, made of the file's."""
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    return name if name[:1].isalpha() else f"scheme-{name}".strip("-")

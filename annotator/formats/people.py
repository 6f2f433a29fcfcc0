"""Who made an annotation, as other programs call people: numbers, addresses, session names."""

import re

from annotator.formats.errors import ImportRefused, Place
from annotator.formats.importing.reading import Settings

_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST = 64


def annotator_name(name: object) -> str:
    """Return a person's name as annotators have them, "" where nothing of it is left.

    Args:
        name: `ann@x.org` becomes `ann_x.org`, the number 7 `user_7`.
    """
    if isinstance(name, int) and not isinstance(name, bool):
        return f"user_{name}"
    found = _NOT_ALLOWED.sub("_", name.strip())[:_LONGEST] if isinstance(name, str) else ""
    return found if found.strip("_.-") else ""


def several_people(place: Place, settings: Settings) -> ImportRefused:
    """Return the error for work of several people on one text that is to be one person's."""
    return place.refused(
        f"several people worked on it, so it cannot all become {settings.annotator}'s layer; "
        "leave --as out, and each gets a layer."
    )

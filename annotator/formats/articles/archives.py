"""ZIP archives of articles: unpacked into a folder of their own, and never more than is safe."""

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from annotator.formats.errors import ImportRefused, Place

MOST_MEMBERS = 1_000_000
MOST_BYTES = 4_000_000_000
"""What all members may have together; a hundred thousand articles have a tenth of it."""

MOST_TIMES = 100
"""How often as large as the archive its members may be; text is packed to a third or, if it repeats
itself, to a twentieth, while archives made to fill a disk are packed to a thousandth."""

_ALWAYS = 10_000_000
"""So many bytes may come of any archive, however small it is."""


def is_archive(path: Path) -> bool:
    """Tell whether a file is named like a ZIP archive."""
    return path.suffix.lower() == ".zip"


@contextmanager
def unpacked(path: Path, place: Place) -> Iterator[Path]:
    """Give a folder with the members of an archive for as long as the block lasts.

    Raises:
        ImportRefused: it is no archive, needs a password, is damaged, has a member whose name leads
            out of it, or would unpack to more than is safe.
    """
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, Path(folder), path.stat().st_size, place)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise place.refused("it is no ZIP archive, or a damaged one; pack it again.") from None
        except OSError as error:
            raise place.refused(
                f"it cannot be unpacked ({(error.strerror or 'unknown').lower()})."
            ) from None
        yield Path(folder)


def _unpack(archive: zipfile.ZipFile, folder: Path, size: int, place: Place) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    left = min(MOST_BYTES, max(_ALWAYS, MOST_TIMES * size))
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > left:
        raise _too_much(place)
    for member in members:
        _check(member, place)
        if stat.S_ISLNK(member.external_attr >> 16):
            continue
        target = folder / member.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed, target.open("wb") as copy:
            # What its header says about a member's size may be a lie.
            while chunk := packed.read(min(1 << 20, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise _too_much(place)
                copy.write(chunk)


def _check(member: zipfile.ZipInfo, place: Place) -> None:
    name = PurePosixPath(member.filename)
    odd = "\\" in member.filename or not name.parts or ":" in name.parts[0]
    if odd or name.is_absolute() or ".." in name.parts:
        raise place.refused(
            "it has a member whose name leads out of the archive; pack it again without such names."
        )
    if member.flag_bits & 1:
        raise place.refused("it needs a password; pack it again without one.")


def _too_much(place: Place) -> ImportRefused:
    return place.refused(
        f"it would unpack to more than {MOST_TIMES} times its size, or than {MOST_BYTES // 10**9} "
        "GB; unpack it yourself if you trust it, and name the folder."
    )

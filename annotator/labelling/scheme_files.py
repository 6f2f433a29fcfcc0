"""Schemes by name or file: what a project is made with, or goes over to."""

from pathlib import Path

from annotator.model.scheme import Scheme
from annotator.resources import resource_dir
from annotator.store.schemes import StoredScheme


def scheme_source(scheme: str | Path) -> tuple[str, bytes]:
    """Return file name and content of a packaged scheme (by name) or a scheme file.

    Raises:
        FileNotFoundError: there is neither.
    """
    packaged = resource_dir("schemas") / f"{scheme}.toml"
    path = packaged if packaged.is_file() else Path(scheme)
    if not path.is_file():
        raise FileNotFoundError(str(scheme))
    return str(path), path.read_bytes()


def checked_scheme(scheme: str | Path) -> tuple[Scheme, StoredScheme]:
    """Return a scheme, checked, and as a project keeps it.

    Raises:
        FileNotFoundError: there is no such scheme.
        SchemeErrors: it has faults.
    """
    from annotator.model.scheme_file import load_scheme

    name, source = scheme_source(scheme)
    checked = load_scheme(source, name)
    stored = StoredScheme(
        checked.source_hash, checked.name, checked.version, source.decode(), checked.to_json()
    )
    return checked, stored

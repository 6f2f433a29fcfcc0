"""Work taken away in bundles, and brought back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from annotator.labelling.verification import verify
from annotator.model.scheme import Scheme
from annotator.store import bundles, merging, schemes, team
from annotator.store.bundles import Bundle
from annotator.store.errors import BundleRefused, NotAProject, ProjectMissing
from annotator.store.merging import Merged
from annotator.store.project_file import ProjectFile


def make_bundle(file: ProjectFile, annotator: str, target: Path, articles: Sequence[str]) -> Bundle:
    """Write what somebody needs to work apart; see `store.bundles`.

    Args:
        articles: ids; where none is given, what is assigned to them, and all where nothing is.
    """
    if not articles:
        mine = [one.article for one in team.assignments(file, annotator) if not one.released]
        articles = mine or [one.article for one in team.articles_to_assign(file)]
    return bundles.make(file, annotator, target, articles)


def merge_bundles(file: ProjectFile, paths: Sequence[Path]) -> list[Merged]:
    """Bring back what was done in bundles; all of them are looked at before anything is written.

    Raises:
        BundleRefused: one of them is no bundle of this project, or damaged; nothing was changed.
        StoreError: one of them cannot be read, or the project not be written.
    """
    file.check_whole("merged into the project")
    opened: list[ProjectFile] = []
    try:
        for path in paths:
            opened.append(_opened(path))
        sources = [_checked(file, bundle) for bundle in opened]
        return [
            merging.merge(file, bundle, source)
            for bundle, source in zip(opened, sources, strict=True)
        ]
    finally:
        for bundle in opened:
            bundle.close()


def _opened(path: Path) -> ProjectFile:
    try:
        return ProjectFile.open(path, read_only=True)
    except (NotAProject, ProjectMissing):
        raise BundleRefused(
            f"{path} is no bundle; name files that annotator bundle made, nothing was changed."
        ) from None


def _checked(file: ProjectFile, bundle: ProjectFile) -> merging.Origin:
    with bundle.reading():
        source = merging.origin(file, bundle)
        merging.check_entries(bundle, source.annotator)
        for problem in verify(bundle, _schemes_of(bundle)):
            if problem.severity == "fault":
                raise BundleRefused(
                    f"{bundle.path} is damaged, or was changed by another program "
                    f"({problem.message}); ask for another one."
                )
    return source


def _schemes_of(file: ProjectFile) -> Callable[[str], Scheme | None]:
    known: dict[str, Scheme | None] = {}

    def by_hash(scheme_hash: str) -> Scheme | None:
        if scheme_hash not in known:
            stored = schemes.get(file, scheme_hash)
            known[scheme_hash] = Scheme.from_checked_json(stored.checked) if stored else None
        return known[scheme_hash]

    return by_hash

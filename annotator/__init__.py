"""annotator: label entities, claims and incidents in news sentences, and export gold JSONL."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.project import Project, open_project

__all__ = ["Project", "open_project"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `annotator --help` needs none of it.
    if name in __all__:
        from annotator import project

        return getattr(project, name)
    if name == "__version__":
        from importlib.metadata import version

        return version("annotator")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

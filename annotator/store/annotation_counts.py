"""How many annotations everybody has, by layer."""

from annotator.store.project_file import ProjectFile


def annotation_counts(file: ProjectFile) -> dict[str, dict[str, int]]:
    """Return the number of each annotator's annotations by layer, by name and layer."""
    found: dict[str, dict[str, int]] = {}
    for name, layer, number in file.query(
        "SELECT annotator, layer, count(*) FROM visible_annotations"
        " GROUP BY annotator, layer ORDER BY annotator, layer"
    ):
        found.setdefault(str(name), {})[str(layer)] = int(number)
    return found

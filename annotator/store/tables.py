"""Names of tables, keys and migrations that are needed without loading sqlite-utils."""

MIGRATION_NAMES = (
    "m001_first_tables",
    "m002_progress",
    "m003_search",
    "m004_registry",
    "m005_suggestions",
    "m006_duplicates",
    "m007_team",
    "m008_decisions",
    "m009_second_opinions",
    "m010_learning",
    "m011_finished",
    "m012_in_force",
)
"""Every schema migration in order; a test compares it with `schema.migrations`."""

KEYS: dict[str, tuple[str, ...]] = {
    "articles": ("id",),
    "sentences": ("article", "start"),
    "annotations": ("id",),
    "completion": ("article", "sentence", "layer", "annotator"),
    "registry": ("id",),
    "registry_aliases": ("entry", "name"),
    "verdicts": ("annotator", "suggestion"),
    "assignments": ("article", "annotator"),
    "messages": ("id",),
    "decisions": ("id",),
}
"""The tables whose every change stands in the journal, with the columns of their keys."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": (
        *("id", "text_hash", "length", "source", "source_hash", "encoding", "bom", "title"),
        *("published", "published_proposed", "proposal_reason", "publisher", "url", "language"),
        *("license", "duplicate_cluster", "segmenter", "added"),
    ),
    "sentences": ("article", "start", "end", "kind"),
    "annotations": (
        *("id", "article", "annotator", "layer", "type", "start", "end", "body", "scheme"),
        *("version", "origin", "created", "changed", "unsure", "note"),
    ),
    "completion": ("article", "sentence", "layer", "annotator", "state", "stale", "changed"),
    "registry": (
        *("id", "kind", "name", "type", "affiliate_of", "merged_into", "body", "created"),
        "changed",
    ),
    "registry_aliases": ("entry", "name"),
    "verdicts": (
        *("article", "annotator", "suggestion", "source", "source_version", "layer", "type"),
        *("score", "start", "words", "verdict", "changed"),
    ),
    "assignments": ("article", "annotator", "due", "released", "changed"),
    "messages": (
        *("id", "annotator", "recipient", "article", "at", "about", "answer_to", "text"),
        "created",
    ),
    "decisions": (
        *("id", "article", "cluster", "layer", "kind", "item", "rule", "adjudicator"),
        *("decided_at", "rejects", "body"),
    ),
}
"""The columns that the journal keeps: all but an article's position and the run that wrote a row,
which say how a row came, not what it says."""


def quoted(columns: tuple[str, ...]) -> str:
    """Return the columns as SQL writes them; `end` is a word of SQL."""
    return ", ".join(f'"{column}"' for column in columns)

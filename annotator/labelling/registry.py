"""The command registry: every command by the name that the journal writes."""

from annotator.labelling.bulk_commands import DeleteMentions, LabelPlaces, RetypeMentions
from annotator.labelling.commands import (
    Command,
    CompleteSentence,
    CreateMention,
    DeleteAnnotation,
    EditArticle,
    MergeSentence,
    MoveMention,
    RekindSentence,
    RetypeMention,
    SetAttribute,
    SetNote,
    SetUnsure,
    SplitSentence,
)

REGISTRY: dict[str, type[Command]] = {
    kind.name: kind
    for kind in (
        CreateMention,
        RetypeMention,
        MoveMention,
        DeleteAnnotation,
        SetAttribute,
        SetNote,
        SetUnsure,
        CompleteSentence,
        SplitSentence,
        MergeSentence,
        RekindSentence,
        EditArticle,
        LabelPlaces,
        RetypeMentions,
        DeleteMentions,
    )
}
"""Every command by the name that the journal writes."""

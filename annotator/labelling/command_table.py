"""The table of commands: every command by the name that the journal writes."""

from annotator.labelling.bulk_commands import (
    DeleteAnnotations,
    LabelPlaces,
    RetypeFrames,
    RetypeMentions,
    RetypeRelations,
)
from annotator.labelling.command_base import Command
from annotator.labelling.commands import (
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
from annotator.labelling.frame_commands import CreateFrame, MoveTrigger, RetypeFrame
from annotator.labelling.identity_commands import (
    CreateEntry,
    LinkIdentities,
    LinkIdentity,
    SplitOff,
    UnlinkIdentity,
)
from annotator.labelling.link_commands import CreateRelation, RetypeRelation, SetLabel
from annotator.labelling.registry_commands import (
    AddAlias,
    DeleteEntry,
    EditEntry,
    MergeEntries,
    NewEntry,
    RemoveAlias,
    SplitEntry,
)
from annotator.labelling.role_commands import EmptyRole, FillRole, MoveFiller
from annotator.labelling.suggestion_commands import (
    AcceptFrame,
    AcceptMention,
    JudgeSuggestions,
    Together,
)

COMMANDS: dict[str, type[Command]] = {
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
        RetypeFrames,
        RetypeRelations,
        DeleteAnnotations,
        CreateFrame,
        RetypeFrame,
        MoveTrigger,
        FillRole,
        EmptyRole,
        MoveFiller,
        CreateRelation,
        RetypeRelation,
        SetLabel,
        CreateEntry,
        LinkIdentity,
        LinkIdentities,
        UnlinkIdentity,
        SplitOff,
        NewEntry,
        DeleteEntry,
        EditEntry,
        AddAlias,
        RemoveAlias,
        MergeEntries,
        SplitEntry,
        AcceptMention,
        AcceptFrame,
        JudgeSuggestions,
        Together,
    )
}
"""Every command by the name that the journal writes."""

"""The table of commands: every command by the name that the journal writes."""

from annotator.labelling.commands.annotations import (
    CreateMention,
    DeleteAnnotation,
    MoveMention,
    RetypeMention,
    SetAttribute,
    SetNote,
    SetUnsure,
)
from annotator.labelling.commands.article import EditArticle
from annotator.labelling.commands.base import Command
from annotator.labelling.commands.bulk import (
    DeleteAnnotations,
    LabelPlaces,
    RetypeFrames,
    RetypeMentions,
    RetypeRelations,
)
from annotator.labelling.commands.frames import CreateFrame, MoveTrigger, RetypeFrame
from annotator.labelling.commands.identity import (
    CreateEntry,
    LinkIdentities,
    LinkIdentity,
    SplitOff,
    UnlinkIdentity,
)
from annotator.labelling.commands.links import CreateRelation, RetypeRelation, SetLabel
from annotator.labelling.commands.registry import (
    AddAlias,
    DeleteEntry,
    EditEntry,
    MergeEntries,
    NewEntry,
    RemoveAlias,
    SplitEntry,
)
from annotator.labelling.commands.roles import EmptyRole, FillRole, MoveFiller
from annotator.labelling.commands.sentences import (
    CompleteSentence,
    MergeSentence,
    RekindSentence,
    SplitSentence,
)
from annotator.labelling.commands.suggestions import (
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

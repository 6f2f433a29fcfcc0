"""What an annotator has finished: done, skipped, unsure; no record means not seen."""

from typing import Literal, get_args

from pydantic import Field

from annotator.model.annotation import Layer
from annotator.model.base import Record
from annotator.model.ids import ANNOTATOR_PATTERN, ARTICLE_ID_PATTERN

CompletionState = Literal["done", "skipped", "unsure"]
COMPLETION_STATES: tuple[CompletionState, ...] = get_args(CompletionState)


class Completion(Record):
    """One layer of one sentence, finished by one annotator.

    Done with no annotation means "nothing here". Only done sentences count as votes.
    """

    article: str = Field(pattern=ARTICLE_ID_PATTERN)
    sentence: int = Field(ge=0)
    """Start of the sentence."""
    layer: Layer
    annotator: str = Field(pattern=ANNOTATOR_PATTERN)
    state: CompletionState
    stale: bool = False
    """The sentence was split or merged since; the annotator has to confirm."""
    changed: str

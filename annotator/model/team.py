"""Who is to do what, and what people write to each other about it."""

from pydantic import Field

from annotator.model.base import Record
from annotator.model.ids import ANNOTATOR_PATTERN, ARTICLE_ID_PATTERN, ID_PATTERN, INSTANT_PATTERN


class Assignment(Record):
    """An article that somebody is to label."""

    article: str = Field(pattern=ARTICLE_ID_PATTERN)
    annotator: str = Field(pattern=ANNOTATOR_PATTERN)
    due: int = Field(ge=1)
    """The place among all that is assigned to the annotator, from 1."""
    released: bool = False
    """Taken back: the annotator need not do it any more."""
    changed: str = Field(pattern=INSTANT_PATTERN)


class Message(Record):
    """A note from an annotator to whoever adjudicates, or an answer to it."""

    id: str = Field(pattern=ID_PATTERN)
    annotator: str = Field(pattern=ANNOTATOR_PATTERN)
    """Who wrote it."""
    recipient: str = Field(default="", pattern=rf"{ANNOTATOR_PATTERN}|^$")
    """Whom it is for; "" for whoever adjudicates."""
    article: str = Field(pattern=ARTICLE_ID_PATTERN)
    at: int = Field(default=0, ge=0)
    """Where in the article, in code points."""
    about: str = ""
    """Id of an annotation, else ""."""
    answer_to: str = ""
    """Id of the message that it answers, else ""."""
    text: str = Field(min_length=1)
    created: str = Field(pattern=INSTANT_PATTERN)

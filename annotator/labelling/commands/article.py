"""What is known of an article besides its text."""

from typing import ClassVar

from annotator.labelling.commands.base import Command, Context
from annotator.labelling.refusals import Refused
from annotator.model.values import ValueProblem, check_interval
from annotator.store.journal import Edit


class EditArticle(Command):
    """Correct what is known about the article, for everybody."""

    name: ClassVar[str] = "article.edit"

    fields: dict[str, str]

    def edits(self, context: Context) -> list[Edit]:
        """Return the article with the fields set."""
        unknown = self.fields.keys() - EDITABLE
        if unknown:
            raise Refused(f"{unknown.pop()} of an article cannot be edited.")
        if self.fields.get("published"):
            try:
                check_interval(self.fields["published"])
            except ValueProblem as problem:
                raise Refused(f"published: “{self.fields['published']}” {problem}.") from None
        article = context.work.article
        after = article.model_copy(update=dict(self.fields))
        if after == article:
            raise Refused("The article says so already.")
        return [Edit(article, after)]

    def place(self, context: Context) -> int:
        """Return the beginning: this is about the whole article."""
        return 0


EDITABLE = frozenset({"title", "published", "publisher", "url", "language", "license"})
"""What a person may correct of an article."""

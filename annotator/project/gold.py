"""What a project tells of gold: how it is decided, what it teaches, and who is tried with it."""

from typing import TYPE_CHECKING

from annotator.labelling.refusals import Refused
from annotator.model.annotation import Annotation
from annotator.model.scheme import Scheme
from annotator.project.articles import ProjectArticles
from annotator.store import guidelines

if TYPE_CHECKING:
    from annotator.adjudication.correction import Correction
    from annotator.adjudication.desk import AdjudicationDesk
    from annotator.adjudication.reports import AdjudicationEffort, Gap
    from annotator.adjudication.second import SecondDesk, SecondReport
    from annotator.adjudication.trying import TestResult, TrialReport
    from annotator.store.gold_words import GoldWords
    from annotator.store.guidelines import GuidelineVersion, UsedGuideline


class ProjectGold(ProjectArticles):
    """The gold of an open project."""

    scheme: Scheme

    def adjudication(self, adjudicator: str) -> "AdjudicationDesk":
        """Return the desk at which somebody settles what annotators differ about."""
        from annotator.adjudication.desk import AdjudicationDesk

        return AdjudicationDesk(self.file, self.scheme, adjudicator, self.name)

    def second_opinions(self, adjudicator: str) -> "SecondDesk":
        """Return the desk at which somebody decides anew a share of what others decided."""
        from annotator.adjudication.second import SecondDesk

        return SecondDesk(self.file, self.scheme, adjudicator, f"{self.name} second")

    def second_report(self) -> "SecondReport":
        """Return how far second opinions agree with first decisions."""
        from annotator.adjudication.second import second_report

        return second_report(self.file)

    def has_gold(self) -> bool:
        """Say whether anything was adjudicated."""
        from annotator.store.decisions import any_there

        return any_there(self.file)

    def gold(self, article: str) -> list[Annotation]:
        """Return the gold of an article, as far as it is decided; see `adjudication.gold`."""
        from annotator.adjudication.gold import gold_of
        from annotator.store.decisions import of_article

        return list(gold_of(of_article(self.file, article), None, self.scheme).annotations)

    def precedents(self, annotator: str, words: str, article: str) -> "list[GoldWords]":
        """Return what was decided elsewhere of these very words, as far as somebody may know.

        Args:
            article: the one that they are labelling; it counts once they have finished it.
        """
        from annotator.adjudication.learning import gold_words

        return gold_words(self.file, annotator, article, words)

    def corrections(self, annotator: str) -> "list[Correction]":
        """Return where gold overrules an annotator; see `adjudication.corrections`."""
        from annotator.adjudication.corrections import corrections

        return corrections(self.file, annotator)

    def guidelines(self) -> "list[GuidelineVersion]":
        """Return the versions of the guideline, the oldest first."""
        return guidelines.versions(self.file)

    def used_guidelines(self) -> "list[UsedGuideline]":
        """Return under which versions everybody finished what is finished."""
        return guidelines.used(self.file)

    def older_than_guideline(self, annotator: str) -> int:
        """Return how much somebody finished under an older version, in sentences per layer."""
        return guidelines.older(self.file, annotator)

    def begin_guideline(self, annotator: str, version: str, note: str = "") -> None:
        """Let a version of the guideline be in force from now on.

        Raises:
            Refused: there has been one of this name, or it has none.
        """
        if not version.strip() or not guidelines.begin(self.file, version, note, annotator):
            raise Refused(
                f"“{version}” cannot be a new version of the guideline: it needs a name of its own."
            )

    def guideline_since(self, version: str) -> str:
        """Return the instant from which a version was in force; "" for "".

        Raises:
            Refused: there has been no such version.
        """
        since = {"": "", **{one.version: one.since for one in self.guidelines()}}
        if version not in since:
            raise Refused(
                f"There is no version “{version}” of the guideline; annotator guidelines lists all."
            )
        return since[version]

    def trial_reports(self, reader: str) -> "list[TrialReport]":
        """Return how people did whom gold tries, as far as somebody may know; see
        `adjudication.trying`.

        Who labels here knows of their own tests, and of hidden gold once it is lifted.
        """
        from annotator.adjudication.trying import reports

        if not self.is_blind(reader):
            return reports(self.file)
        return [one for one in reports(self.file, reader) if one.lifted]

    def test_result(self, annotator: str, article: str) -> "TestResult | None":
        """Return how somebody did in an article that is an entry test, once they finished it."""
        from annotator.adjudication.trying import test_result

        return test_result(self.file, annotator, article)

    def guideline_gaps(self) -> "list[Gap]":
        """Return the clauses of the guideline about which people differed."""
        from annotator.adjudication.reports import gaps

        return gaps(self.file)

    def adjudication_effort(self) -> "AdjudicationEffort":
        """Return what adjudication cost, and what is left."""
        from annotator.adjudication.reports import effort
        from annotator.store.decisions import waiting

        return effort(self.file, waiting(self.file))

"""The other places of a labelled text, as a list to tick; Enter labels them in one step."""

from typing import ClassVar

from textual.binding import BindingType

from annotator.model.annotation import Mention
from annotator.project import Project, Sitting
from annotator.tui.keymap import KeyMap
from annotator.tui.keys import OTHERS_KEYS, KeyAct, bindings
from annotator.tui.screens.hits import MOST, HitsScreen

_WORDS = """\
The places where the same text stands and has not this label yet. What is ticked gets the label,
with the attributes that hold everywhere; notes, flags and dates stay with the first one.

[!] marks a conflict with another of your labels; tick it to label it all the same."""


class OthersScreen(HitsScreen[str]):
    """Lists other places of a mention's text; gives what was done in one sentence, "" for nothing.

    Args:
        text: the text of the mention.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(OTHERS_KEYS))
    KEYS: ClassVar[tuple[KeyAct, ...]] = OTHERS_KEYS

    def __init__(
        self,
        project: Project,
        annotator: str,
        sitting: Sitting,
        keys: KeyMap,
        mention: Mention,
        text: str,
    ) -> None:
        super().__init__(project, annotator, sitting, keys)
        self._mention, self._text = mention, text
        self._everywhere = False
        self._any_case = False

    def start(self) -> None:
        """List the places in this article."""
        self.hit_list.focus()
        self._look()

    def _look(self) -> None:
        self._message = ""
        article = "" if self._everywhere else self._mention.article
        found = self._project.occurrences(self._mention, article, any_case=self._any_case)
        self.begin(found, all_ticked=True)

    # ----------------------------------------------------------------------------- acts

    def action_widen(self) -> None:
        """Look in the whole project, or in this article again."""
        self._everywhere = not self._everywhere
        self._look()

    def action_turn_case(self) -> None:
        """Look for the text in any case, or in this one again."""
        self._any_case = not self._any_case
        self._look()

    def action_apply(self) -> None:
        """Label what is ticked."""
        if not self.is_complete:
            self.say("The places are still being read; press Enter again when all are there.")
            return
        hits, mention = self.hit_list.ticked_hits, self._mention
        if not hits:
            self.say("Nothing is ticked; Space ticks a place.")
            return
        effort = self._sitting.effort.spent()
        self.act(
            lambda project: project.label_hits(
                self._annotator, hits, mention.type, mention, effort
            ),
            f"{{}} more labelled {mention.type} (u takes all of them back).",
        )

    def action_leave(self) -> None:
        """Go back; what is being written goes on to its end."""
        if not self._is_busy:
            self.close("")

    def after_act(self, said: str) -> None:
        """Go back to the article; under a window, list what is left."""
        if not self.close(said):
            self._look()
            self.say(said)

    # --------------------------------------------------------------------------- telling

    def title_text(self) -> str:
        """Return what is looked for, and where."""
        where = "in the whole project" if self._everywhere else "in this article"
        case = ", any case" if self._any_case else ""
        return f" {self._mention.type} “{self._text}” elsewhere {where}{case}"

    def nothing_text(self) -> str:
        """Return where else to look."""
        if self._everywhere:
            return " It stands nowhere else without this label."
        return " It stands nowhere else in this article; * looks in the whole project."

    def help_words(self) -> str:
        """Return what the list is about."""
        return f"{_WORDS}\n\nA list ends after {MOST:,} places; what is left comes the next time."

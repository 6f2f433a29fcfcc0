"""Linking a mention or an incident to the registry: at once where there is one good match."""

from collections.abc import Callable
from functools import partial

from textual.app import App

from annotator.model.annotation import Incident, Mention
from annotator.model.registry import Resolved
from annotator.project import Desk, Guess, Identities, Outcome, Refused, StoreError
from annotator.tui.screens.dialogs import Choice, ChooseScreen, TypeScreen

_NEW, _NONE, _NAMED = "new", "none", "named"

Act = Callable[[Callable[[], Outcome]], str]
"""Does something at the desk and shows it."""


def link_identity(
    app: App[None], desk: Desk, identities: Identities, item: Mention | Incident, act: Act
) -> None:
    """Link an annotation: to the one good match if it has no link yet, else to what is chosen."""
    found = identities.guesses(item, work=desk.session.work)
    sure = [guess for guess in found if guess.is_sure]
    if len(sure) == 1 and not item.identity:
        act(partial(_link, desk, item.id, sure[0]))
        return
    entries = {guess.entry.id: guess for guess in found}
    lines = [
        Choice(str(number), _words(guess, item), guess.entry.id)
        for number, guess in enumerate(found, 1)
    ]
    lines.append(Choice("n", "a new entry", _NEW))
    if item.identity:
        lines.append(Choice("0", "no link", _NONE))

    def take(chosen: str | None) -> None:
        if chosen == _NEW:
            act(partial(desk.links.new_identity, item.id))
        elif chosen == _NONE:
            act(partial(desk.links.unlink_identity, item.id))
        elif chosen:
            act(partial(_link, desk, item.id, entries[chosen]))

    what = desk.session.work.text[slice(*desk.session.work.place_of(item))]
    app.push_screen(ChooseScreen(f"{item.type} “{' '.join(what.split())[:40]}” is", lines), take)


def choose_identity(
    app: App[None],
    identities: Identities,
    item: Mention | Incident,
    title: str,
    take: Callable[[Resolved], None],
) -> None:
    """Ask which entry is meant: one of the best guesses for an annotation, or one named by hand.

    Args:
        title: what is linked, in a few words.
        take: gets the entry; not called when nothing was chosen.
    """
    found = identities.guesses(item)
    entries = {guess.entry.id: guess.entry for guess in found}
    lines = [
        Choice(str(number), _words(guess, item), guess.entry.id)
        for number, guess in enumerate(found, 1)
    ]
    lines.append(Choice("t", "another entry: type its name or id", _NAMED))

    def keep(typed: str) -> str:
        try:
            take(identities.find(" ".join(typed.split())))
        except (Refused, StoreError) as problem:
            return str(problem)
        return ""

    def follow(chosen: str | None) -> None:
        if chosen == _NAMED:
            hint = "= in an article makes new entries"
            app.push_screen(TypeScreen(f"{title} is", "", hint, keep))
        elif chosen:
            take(entries[chosen])

    app.push_screen(ChooseScreen(f"{title} is", lines), follow)


def _link(desk: Desk, item_id: str, guess: Guess) -> Outcome:
    outcome = desk.links.link_identity(item_id, guess.entry.id)
    return outcome._replace(message=f"Linked to {guess.entry.name} ({guess.entry.type}).")


def _words(guess: Guess, item: Mention | Incident) -> str:
    now = "   (now)" if guess.entry.id == item.identity else ""
    return f"{guess.entry.name}  {guess.entry.type}  {guess.reason}{now}"

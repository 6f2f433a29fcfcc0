"""The filter of lists of articles, as people type it."""

from annotator.labelling.refusals import Refused
from annotator.store.listing import ARTICLE_STATES, ArticleState, Wanted

_NAMES: dict[str, ArticleState] = {**{name: name for name in ARTICLE_STATES}, "check": "stale"}
"""States by the names that may be typed; what has gone stale is to be checked, and called so."""

_NAMED = ("cluster", "related", "assigned")
"""What is followed by a name and not by a state."""

_OFFERED = ", ".join(name for name in _NAMES if name != "stale")


def filtered(wanted: Wanted, text: str) -> Wanted:
    """Return the wish with a typed filter such as `kabul state:undone`; "" takes all articles.

    `cluster:12` takes the copies of article 12, `cluster:` every article that has copies, and
    `related:12` what shares part of its words with article 12; `assigned:me` what is assigned to
    the annotator, `assigned:ann` what is to ann, `assigned:` what is to anybody.

    Raises:
        Refused: it names a state that there is not.
    """
    words, states, named = [], [], dict.fromkeys(_NAMED, "")
    for part in text.split():
        key, colon, name = part.partition(":")
        if key.casefold() in named and colon:
            named[key.casefold()] = _named(key, name)
            continue
        if key.casefold() != "state" or not colon:
            words.append(part)
            continue
        state = _NAMES.get(name.casefold())
        if state is None:
            raise Refused(f"There is no state “{name}”; choose one of {_OFFERED}.")
        states.append(state)
    return wanted._replace(
        words=tuple(words),
        states=tuple(states),
        cluster=named["cluster"],
        related=named["related"],
        assigned=named["assigned"],
    )


def _named(key: str, name: str) -> str:
    if name or key.casefold() != "related":
        return name or "*"
    raise Refused("Name an article behind related:, by its number or id.")

"""A project that is hostile wherever it holds text of people's or of articles."""

import json
from pathlib import Path

from annotator.labelling.commands.annotations import SetNote
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.model import ids
from annotator.model.spans import Span
from annotator.model.suggestion import Suggestion
from annotator.store import suggestions
from tests.support import SCHEME, add, article_ids, document, mark, new_project, session

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\x7f\u202egnp\u2066\r\b"
"""Sets a title, clears the screen, colours by the one-byte form, turns direction, overwrites."""

ENTITY = f"Ilena{EVIL}Darvo"
TEXT = f"{ENTITY} left Karvan on Monday.\nShe met Oshtin{EVIL}."


def hostile_project(path: Path) -> None:
    """Make the project; ann and ben differ about who or what Ilena is."""
    told = f'key = "p"\ndefinition = {_toml(EVIL)}\nexamples = [{_toml(f"[[Who{EVIL}]] left.")}]'
    scheme = SCHEME.replace('key = "p"', told)
    with new_project(path, [], scheme) as project:
        made = document(TEXT, source=f"001{EVIL}.txt")
        fields = {"title": EVIL, "publisher": EVIL, "url": f"https://example.org/{EVIL}"}
        add(project.file, [made._replace(article=made.article.model_copy(update=fields))])
        for name, kind in (("ann", "PERSON"), ("ben", "PLACE")):
            at = session(project, name)
            at.apply(SetNote(id=mark(at, kind, ENTITY).id, note=EVIL))
            for sentence in list(at.work.sentences):
                done = CompleteSentence(sentence=sentence.start, layers=("entities",), state="done")
                at.apply(done)
        article = article_ids(project)[0]
        project.identities("ann").new("entity", f"Darvo {EVIL}", "PERSON")
        project.messages("ann").ask(article, 0, f"Who is it? {EVIL}")
        start = TEXT.index("Monday")
        proposal = Suggestion(
            id=ids.new_id(ids.SUGGESTION),
            article=article,
            source="dates",
            source_version="1",
            type="TIME",
            fragments=(Span(start, start + 6),),
            score=0.9,
            reason=f"because {EVIL}",
        )
        suggestions.keep(project.file, article, "dates", "1", [proposal])


def _toml(text: str) -> str:
    """Return a TOML string that holds a text; TOML takes no control characters as they are."""
    return json.dumps(text).replace("\x7f", "\\u007f")

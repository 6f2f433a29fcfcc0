"""`annotator suggestions`: what is proposed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.context import Settings, as_json, narrate, print_json, print_table
from annotator.cli.suggest_command import suggesters_of

if TYPE_CHECKING:
    from annotator.model.article import Article
    from annotator.project import Project, Suggesters

_WORDS = 40
"""Characters of the words at most, in the table."""


@click.command(
    "suggestions",
    epilog="\b\nExamples:\n  annotator suggestions 002\n  annotator suggestions --json",
)
@click.argument("article", required=False)
@as_json
@click.pass_obj
def command(settings: Settings, article: str | None, json_output: bool) -> None:
    """List what was proposed by annotator suggest and not judged by you yet.

    Each line says place, type, words, suggester, score and why.
    """
    project = settings.open(read_only=True)
    wanted = (
        [project.article(article)] if article else [line.article for line in project.articles()]
    )
    suggesters = suggesters_of(project, settings.annotator)
    found = [line for one in wanted for line in _lines(project, suggesters, one)]
    if json_output:
        print_json(found)
    elif found:
        print_table(
            ("article", "place", "type", "words", "by", "score", "why"),
            (
                (
                    *(line["source"], f"{line['start']}-{line['end']}", line["type"]),
                    *(_short(line["text"]), line["by"], f"{line['score']:.2f}", line["reason"]),
                )
                for line in found
            ),
        )
    else:
        narrate("Nothing is proposed here; annotator suggest runs the suggesters.")


def _lines(
    project: "Project", suggesters: "Suggesters", article: "Article"
) -> Iterator[dict[str, Any]]:
    kept = suggesters.kept(article.id)
    text = project.document(article.id).text if kept else ""
    for one in kept:
        start, end = one.anchor
        yield {
            **{"article": article.id, "source": article.source, "start": start, "end": end},
            **{"layer": one.layer, "type": one.type, "text": text[start:end]},
            **{"by": one.source, "version": one.source_version, "score": one.score},
            **{"reason": one.reason, "id": one.id},
            "attributes": {value.name: value.value for value in one.attributes},
            "roles": [
                {"role": role.role, "type": role.type, "text": text[slice(*part)]}
                for role in one.roles
                for part in role.fragments
            ],
        }


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"

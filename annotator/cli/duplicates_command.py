"""`annotator duplicates`: articles that are copies of one another, and related ones."""

import click

from annotator.cli.context import Settings, as_json, counted, narrate, on_terminal, print_json
from annotator.cli.terminal import plain


@click.command(
    "duplicates",
    epilog="\b\nExamples:\n  annotator duplicates\n  annotator duplicates --find\n"
    "  annotator articles --filter cluster:12      the copies of article 12",
)
@click.option("--find", is_flag=True, help="Also compare articles that never were compared.")
@as_json
@click.pass_obj
def command(settings: Settings, find: bool, json_output: bool) -> None:
    """List clusters of copies with how alike they are, and pairs of related articles.

    An import compares what it adds with all articles. Half of the runs of five words in common make
    a copy, a fifth a related article. A cluster counts as one source.
    """
    project = settings.open(read_only=not find)
    if find:
        number = project.find_duplicates(settings.annotator, _progress if on_terminal() else None)
        narrate(f"Compared {counted(number, 'article')} that had not been compared.")
    clusters, related = project.clusters(), project.related()
    if json_output:
        print_json(
            {
                "clusters": [
                    {"id": one.id, "articles": [copy._asdict() for copy in one.members]}
                    for one in clusters
                ],
                "related": [pair._asdict() for pair in related],
            }
        )
        return
    for one in clusters:
        click.echo(f"{one.id}: {counted(len(one.members), 'article')}, one source")
        for copy in one.members:
            alike = f"{copy.likeness:.2f}" if copy.likeness else "    "
            click.echo(plain(f"  {alike}  {copy.number}  {copy.source}  {copy.title}").rstrip())
    for pair in related:
        click.echo(plain(f"related {pair.likeness:.2f}: {pair.source} and {pair.other_source}"))
    counts = project.sources()
    narrate(f"{counted(counts.articles, 'article')}, {counted(counts.sources, 'source')}.")


def _progress(articles: int) -> None:
    click.echo(f"\r{articles} articles ...", err=True, nl=False)

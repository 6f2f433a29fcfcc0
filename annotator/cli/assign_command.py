"""`annotator assign`: hand out articles."""

from collections import Counter
from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, counted, narrate, print_json, print_table
from annotator.cli.outcome import BadInput

if TYPE_CHECKING:
    from annotator.project import EntryTest, Project, Team, Wish

_EPILOG = """\b
Examples:
  annotator assign --to ann,bob,cem                  every article to one of three
  annotator assign --to ann,bob,cem --overlap 2      every article to two of them
  annotator assign --to ann,bob 003 007              these two, in this order
  annotator assign --to ann --release                take back what ann has not finished
  annotator assign --test dan --n 3                  an entry test of three gold articles
  annotator assign --to ann --hidden 0.05            mix gold in, unmarked
  annotator assign --to ann --lift                   ann may see how that went
  annotator assign                                   who has what
"""


@click.command("assign", epilog=_EPILOG)
@click.argument("articles", nargs=-1, metavar="[ARTICLE...]")
@click.option("--to", "people", metavar="A,B,C", default="", help="Who gets them.")
@click.option(
    "--overlap",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="So many people get each article; who has it already counts.",
)
@click.option(
    "--per-annotator",
    type=click.IntRange(min=1),
    help="Nobody has more articles than this [default: any number].",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another one, other shares.")
@click.option("--split-copies", is_flag=True, help="Copies may go to different people.")
@click.option(
    "--test", "tested", metavar="A,B", default="", help="An entry test, of gold articles."
)
@click.option(
    "--n",
    "number",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="So many articles for --test, where none are named.",
)
@click.option(
    "--pass-mark",
    type=click.FloatRange(0, 1),
    default=0.8,
    show_default=True,
    help="The exact F1 against gold that passes --test.",
)
@click.option(
    "--hidden",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Mix in gold articles unmarked, this share of what each one gets, at least one.",
)
@click.option("--lift", is_flag=True, help="Let --to see how they did with hidden gold.")
@click.option("--release", is_flag=True, help="Take back what --to has not finished.")
@click.option("--list", "lists", is_flag=True, help="List who has what; the default without --to.")
@as_json
@click.pass_obj
def command(
    settings: Settings,
    /,
    articles: tuple[str, ...],
    people: str,
    overlap: int,
    per_annotator: int | None,
    seed: int,
    split_copies: bool,
    tested: str,
    number: int,
    pass_mark: float,
    hidden: float,
    lift: bool,
    release: bool,
    lists: bool,
    json_output: bool,
) -> None:
    """Hand out articles in shares of about as many sentences; the same call gives the same shares.

    Articles that enough people have already are left alone, so calling it again after an import
    hands out what is new. Copies of an article go to the same people. Who has assignments is led
    through them in their order by `n`; whoever has none goes on with all articles.
    """
    from annotator.project import EntryTest, Wish

    names = _names(people)
    if tested and (names or release or lift or hidden):
        raise BadInput("An entry test is handed out on its own: annotator assign --test NAME,NAME")
    if lift and not names:
        raise BadInput("Say who may see how they did: annotator assign --to NAME --lift")
    if release and not names:
        raise BadInput("Say whose assignments to take back: annotator assign --to NAME --release")
    if articles and not (names or tested) and not lists:
        raise BadInput("Say who gets them, with --to NAME,NAME; or list who has them, with --list.")
    project = settings.open(read_only=lists or not (names or tested))
    team = project.team(settings.annotator)
    found = [project.article(word).id for word in articles]
    if tested and not lists:
        _hand_out_test(team, EntryTest(_names(tested), number, seed, pass_mark), found, json_output)
    elif lists or not names:
        _print_list(team, names, found, json_output)
    elif lift:
        narrate(f"Of {counted(team.lift(names), 'article')} of hidden gold they see it now.")
    elif release:
        _release(team, names, found, json_output)
    else:
        wish = Wish(names, overlap, per_annotator or 0, seed, split_copies, hidden)
        _hand_out(project, team, wish, found, json_output)


def _names(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in typed.split(",") if name.strip()))


def _hand_out_test(team: "Team", test: "EntryTest", articles: list[str], json_output: bool) -> None:
    made = team.assign_test(test, articles)
    if json_output:
        print_json([one.model_dump() for one in made])
    numbers = Counter(one.annotator for one in made)
    for name in test.people:
        narrate(
            f"{name} is tested with {counted(numbers[name], 'article')};"
            f" an exact F1 of {test.pass_mark:.2f} passes."
        )


def _hand_out(
    project: "Project", team: "Team", wish: "Wish", articles: list[str], json_output: bool
) -> None:
    known = set(team.people())
    made = team.assign(wish, articles)
    if json_output:
        print_json(
            {
                "assignments": [one.model_dump() for one in made.assignments],
                "short": made.short,
            }
        )
    numbers = Counter(one.annotator for one in made.assignments)
    for name in wish.people:
        new = "" if name in known else ", a new name here"
        drawn = sum(one.annotator == name for one in made.hidden)
        of_gold = f", {drawn} of them gold that is not marked" if drawn else ""
        no_gold = " (no settled gold is new to them)" if wish.hidden and not drawn else ""
        narrate(f"{name} gets {counted(numbers[name], 'article')}{of_gold}{new}{no_gold}.")
    if made.short:
        have = "article has" if made.short == 1 else "articles have"
        narrate(f"{made.short} {have} fewer people than {wish.overlap} now; name more with --to.")


def _release(team: "Team", names: tuple[str, ...], articles: list[str], json_output: bool) -> None:
    released = team.release(names, articles)
    if json_output:
        print_json([one.model_dump() for one in released])
    numbers = Counter(one.annotator for one in released)
    for name in names:
        narrate(f"{name} is released from {counted(numbers[name], 'article')}.")


def _print_list(
    team: "Team", names: tuple[str, ...], articles: list[str], json_output: bool
) -> None:
    lines = [
        line
        for line in team.assigned()
        if (not names or line.assignment.annotator in names)
        and (not articles or line.assignment.article in articles)
    ]
    if json_output:
        print_json(
            [
                {
                    **line.assignment.model_dump(),
                    "source": line.source,
                    "finished_sentences": line.seen,
                    "sentences": line.total,
                }
                for line in lines
            ]
        )
        return
    print_table(
        ("annotator", "due", "article", "finished", "of", "state", "title"),
        (
            (
                *(line.assignment.annotator, line.assignment.due, line.source),
                *(line.seen, line.total),
                "released" if line.assignment.released else _state(line.seen, line.total),
                line.title,
            )
            for line in lines
        ),
    )


def _state(seen: int, total: int) -> str:
    return "done" if seen == total else "begun" if seen else "waits"

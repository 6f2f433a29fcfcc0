"""`annotator effort`: what labelling costs, from the journal."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, narrate, print_json, print_table, refuse_others

if TYPE_CHECKING:
    from annotator.project import AdjudicationEffort, EffortLine, Score, SecondLine, SecondReport

_RATIOS = (
    *("keys_per_annotation", "seconds_per_annotation", "annotations_per_hour"),
    "keys_per_sentence",
)


@click.command(
    "effort",
    epilog="\b\nExamples:\n  annotator effort\n  annotator effort 002 --by ann --since 2026-09-01\n"
    "  annotator effort --adjudication",
)
@click.argument("article", required=False)
@click.option("--by", "names", metavar="NAME", multiple=True, help="Only this annotator's acts.")
@click.option(
    "--since",
    type=click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M")),
    metavar="DATE",
    help="Only acts from this day or time (UTC) on.",
)
@click.option(
    "--by-suggestions",
    is_flag=True,
    help="Part it by sentences with suggestions and those from which they were held back.",
)
@click.option(
    "--adjudication", is_flag=True, help="What decisions cost, how they came out, what is left."
)
@as_json
@click.pass_obj
def command(
    settings: Settings,
    article: str | None,
    names: tuple[str, ...],
    since: datetime | None,
    by_suggestions: bool,
    adjudication: bool,
    json_output: bool,
) -> None:
    """Show keys and active time per annotation that stands, by annotator and type.

    All keys count, also those that led nowhere; what was imported does not. The line of a type
    holds the acts on annotations of this type, “all” those that finished sentences too. Medians
    are per act. Those who label here see their own acts, as types tell what others labelled.
    """
    project = settings.open(read_only=True)
    if adjudication:
        _print_adjudication(project.adjudication_effort(), project.second_report(), json_output)
        return
    found = project.article(article).id if article else ""
    time = since.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M") if since else ""
    if project.is_blind(settings.annotator):
        for name in names:
            refuse_others(project, settings.annotator, name)
        names = (settings.annotator,)
    lines = project.effort(found, names, time, by_suggestions=by_suggestions)
    if json_output:
        print_json([{**line._asdict(), **_ratios(line)} for line in lines])
        return
    if not lines:
        narrate("No act by hand is in the journal here.")
        return
    print_table(
        (
            *(
                "annotator",
                "type",
                *(["suggestions"] if by_suggestions else []),
                "acts",
                "keys",
                "seconds",
                "items",
                "keys/item",
                "s/item",
            ),
            *("items/h", "sentences", "keys/sentence", "median keys", "median s"),
        ),
        (
            (
                *(line.annotator, line.type or "all"),
                *(["held back" if line.held_back else "shown"] if by_suggestions else []),
                *(line.acts, line.keys),
                *(line.active_ms // 1000, line.annotations, _shown(line.keys_per_annotation)),
                *(_shown(line.seconds_per_annotation), _shown(line.annotations_per_hour)),
                *(line.sentences, _shown(line.keys_per_sentence)),
                *(line.median_keys, f"{line.median_ms / 1000:.1f}"),
            )
            for line in lines
        ),
    )


def _print_adjudication(
    found: "AdjudicationEffort", second: "SecondReport", json_output: bool
) -> None:
    lines = (*found.kinds, found.total)
    if json_output:
        kinds = [{**line._asdict(), "minutes_left": round(line.minutes_left, 1)} for line in lines]
        opinions = [_second_json(line) for line in (*second.kinds, second.total)]
        told = {"kinds": opinions[:-1], "total": opinions[-1]}
        print_json({**found._asdict(), "kinds": kinds[:-1], "total": kinds[-1], "second": told})
        return
    print_table(
        ("kind", "decisions", "keys", "one key", "median s", "overruled", "novel", "waiting"),
        (
            (
                *(line.kind or "all", line.decisions, line.keys, line.one_key),
                *(f"{line.median_ms / 1000:.1f}", line.overruled, line.novel, line.waiting),
            )
            for line in lines
        ),
    )
    narrate(
        f"{found.accepted} accepted by rule: {found.overturned} of {found.audited} audited "
        f"overturned. {found.stale} stale. About {found.minutes_left:.0f} minutes left."
    )

    _print_second(second)


def _print_second(found: "SecondReport") -> None:
    if not found.total.items:
        narrate("No second opinions; annotator adjudicate --second gives some.")
        return
    print_table(
        ("second opinions", "items", "agreed", "percent", "kappa"),
        (
            (
                *(line.kind or "all", line.items, line.agreed),
                *(_score(line.percent, "{:.0%}"), _score(line.kappa, "{:.3f}")),
            )
            for line in (*found.kinds, found.total)
        ),
    )


def _score(score: "Score", form: str) -> str:
    return f"- ({score.reason})" if score.value is None else form.format(score.value)


def _second_json(line: "SecondLine") -> dict[str, object]:
    return {**line._asdict(), "percent": line.percent._asdict(), "kappa": line.kappa._asdict()}


def _ratios(line: "EffortLine") -> dict[str, float | None]:
    values = {name: getattr(line, name) for name in _RATIOS}
    return {name: None if value is None else round(value, 2) for name, value in values.items()}


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"

"""`annotator registry`: entities and incidents across articles."""

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.context import Settings, as_json, counted, narrate, print_json, print_table
from annotator.cli.outcome import BadInput
from annotator.cli.terminal import plain

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation
    from annotator.model.registry import Resolved
    from annotator.project import Identities, Project

_EPILOG = """\b
Examples:
  annotator registry                         all entities and incidents
  annotator registry show Daesh              one with its names and your links
  annotator registry merge Daesh ISIL        they are one; Daesh stays
  annotator registry split n_0123456789ab    take a merge apart again
  annotator registry affiliate ISKP Daesh    ISKP is a branch of Daesh
"""


@click.group("registry", invoke_without_command=True, epilog=_EPILOG)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Entities and incidents that mentions stand for, across articles.

    An ENTRY is named by its id, the beginning of it, or one of its names. Every change can be
    undone with u on the Label screen. Counts and links are your own: those of others stay hidden
    until gold exists.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_entries)


@command.command("list", epilog="Example:  annotator registry list --kind incident")
@click.option("--kind", type=click.Choice(("entity", "incident")), help="Only these.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=0,
    help="So many entries [default: all].",
)
@as_json
@click.pass_obj
def list_entries(
    settings: Settings, kind: Any = None, limit: int = 0, json_output: bool = False
) -> None:
    """List entries by name, with how often you linked to each."""
    identities = _identities(settings, read_only=True)
    entries = identities.registry.listed(kind, limit=limit or -1)
    counts = identities.link_counts()
    if json_output:
        print_json([{**_as_data(one), "links": counts.get(one.id, 0)} for one in entries])
        return
    header = ("id", "kind", "type", "links", "wikidata", "name", "other names")
    print_table(
        header,
        (
            (
                *(one.id, one.kind, one.type, counts.get(one.id, 0), one.wikidata or "-"),
                *(one.name, "; ".join(one.aliases)),
            )
            for one in entries
        ),
    )


@command.command("show", epilog="Example:  annotator registry show Daesh")
@click.argument("entry")
@as_json
@click.pass_obj
def show(settings: Settings, entry: str, json_output: bool) -> None:
    """Print one entry: names, facts, what was merged into it, and your links to it."""
    project = settings.open(read_only=True)
    identities = project.identities(settings.annotator)
    found = identities.find(entry)
    links = [_link(project, item) for item in identities.links(found.id)]
    if json_output:
        merged = [one.model_dump() for one in found.absorbed]
        print_json({**_as_data(found), "merged": merged, "links": links})
        return
    for name, value in _facts(identities, found):
        click.echo(plain(f"{name:<14}{value}"))
    for link in links:
        click.echo(plain(f"{link['source']}:{link['start']}  {link['id']}  “{link['text']}”"))


@command.command(
    "new",
    epilog="\b\nExamples:\n  annotator registry new Kabul GPE\n"
    "  annotator registry new 'Blast in Kabul' EXPLOSION",
)
@click.argument("name")
@click.argument("type_", metavar="TYPE")
@click.pass_obj
def new(settings: Settings, name: str, type_: str) -> None:
    """Make an entry that nothing is linked to yet; its id is printed.

    TYPE is one of the scheme; it tells whether this is an entity or an incident.
    """
    project = settings.open()
    is_incident = project.scheme.layer_of(type_) == "incidents"
    identities = project.identities(settings.annotator)
    click.echo(identities.new("incident" if is_incident else "entity", name, type_))


@command.command("delete", epilog="Example:  annotator registry delete Kabul")
@click.argument("entry")
@click.pass_obj
def delete(settings: Settings, entry: str) -> None:
    """Take an entry away that nobody links to and nothing leads to."""
    identities = _identities(settings)
    found = identities.find(entry)
    identities.delete(found.id)
    narrate(f"“{found.name}” is gone.")


@command.command("merge", epilog="Example:  annotator registry merge Daesh ISIL")
@click.argument("kept")
@click.argument("other")
@click.pass_obj
def merge(settings: Settings, kept: str, other: str) -> None:
    """Say that two entries are one, which keeps id and name of KEPT and has the names of both."""
    identities = _identities(settings)
    stays, goes = identities.find(kept), identities.find(other)
    identities.merge(stays.id, goes.id)
    narrate(f"“{goes.name}” is one with “{stays.name}”; to part them: registry split {goes.id}")


@command.command(
    "split",
    epilog="\b\nExamples:\n  annotator registry split n_0123456789ab\n"
    "  annotator registry split n_0123456789ab e_00000000000a e_00000000000b --name 'Lower Oshtin'",
)
@click.argument("entry")
@click.argument("links", nargs=-1, metavar="[LINK...]")
@click.option("--name", default="", help="Name of the new entry [default: that of the old one].")
@click.pass_obj
def split(settings: Settings, entry: str, links: tuple[str, ...], name: str) -> None:
    """Take a merged ENTRY out again; or give some of your LINKs to it an entry of their own.

    The merged entry is named by its own id, as `registry show` lists it. Links are ids of mentions
    or incidents; the id of their new entry is printed.
    """
    identities = _identities(settings)
    if not links:
        if name:
            raise BadInput("--name is for a new entry; name the links that get it, too.")
        identities.split(entry)
        narrate(f"{entry} stands for itself again.")
        return
    found = identities.find(entry)
    strange = set(links) - {item.id for item in identities.links(found.id)}
    if strange:
        raise BadInput(f"{min(strange)} is no link of yours to “{found.name}”.")
    click.echo(identities.split_off(links, name))
    narrate(f"Gave {counted(len(links), 'link')} of “{found.name}” a new entry.")


@command.command("alias", epilog="Example:  annotator registry alias Daesh ISIL")
@click.argument("entry")
@click.argument("alias")
@click.option("--remove", is_flag=True, help="Take the name away.")
@click.pass_obj
def alias(settings: Settings, entry: str, alias: str, remove: bool) -> None:
    """Give an entry one more name, or take one away."""
    identities = _identities(settings)
    found = identities.find(entry)
    if remove:
        identities.remove_alias(found.id, alias)
    else:
        identities.add_alias(found.id, alias)
    narrate(f"“{found.name}” is {'no longer' if remove else 'also'} called “{alias}”.")


@command.command("rename", epilog="Example:  annotator registry rename ISIL Daesh")
@click.argument("entry")
@click.argument("name")
@click.pass_obj
def rename(settings: Settings, entry: str, name: str) -> None:
    """Let an entry go by another name; the old one stays as an alias."""
    _edit(settings, entry, {"name": name})


@command.command(
    "affiliate",
    epilog="\b\nExamples:\n  annotator registry affiliate ISKP Daesh\n"
    "  annotator registry affiliate ISKP --none",
)
@click.argument("entry")
@click.argument("of", required=False)
@click.option("--none", is_flag=True, help="It is nobody's affiliate.")
@click.pass_obj
def affiliate(settings: Settings, entry: str, of: str | None, none: bool) -> None:
    """Say which entity another one is a branch or member of."""
    if (of is None) is not none:
        raise BadInput("Name the entity that it is an affiliate of, or give --none.")
    above = _identities(settings).find(of).id if of is not None else ""
    _edit(settings, entry, {"affiliate_of": above})


@command.command("set-wikidata", epilog="Example:  annotator registry set-wikidata Kabul Q5838")
@click.argument("entry")
@click.argument("item")
@click.pass_obj
def set_wikidata(settings: Settings, entry: str, item: str) -> None:
    """Note the Wikidata item of an entry, as Q5838; NIL for none, "" where unknown."""
    _edit(settings, entry, {"wikidata": item})


@command.command("edit", epilog="Example:  annotator registry edit n_0123456789ab --type ORG")
@click.argument("entry")
@click.option("--type", "type_", metavar="TYPE", help="Its type in the scheme.")
@click.option("--when", metavar="INTERVAL", help="Of an incident, as 2022-08-06/2022-08-06.")
@click.option("--where", metavar="PLACE", help="Of an incident: the name of the place.")
@click.option("--note", help="Anything worth knowing.")
@click.pass_obj
def edit(settings: Settings, /, entry: str, type_: str | None, **fields: str | None) -> None:
    """Correct type, time, place or note of an entry."""
    given = {"type": type_, **fields}
    wanted = {name: value for name, value in given.items() if value is not None}
    if not wanted:
        raise BadInput("Nothing to correct; give --type, --when, --where or --note.")
    _edit(settings, entry, wanted)


def _identities(settings: Settings, *, read_only: bool = False) -> "Identities":
    return settings.open(read_only=read_only).identities(settings.annotator)


def _edit(settings: Settings, entry: str, fields: dict[str, str]) -> None:
    identities = _identities(settings)
    found = identities.find(entry)
    identities.edit(found.id, fields)
    narrate(f"Corrected “{found.name}”: {', '.join(fields)}.")


def _as_data(entry: "Resolved") -> dict[str, object]:
    return {
        **entry.entry.model_dump(exclude={"merged_into"}),
        "aliases": list(entry.aliases),
        "wikidata": entry.wikidata,
        "affiliate_of": entry.affiliate_of,
    }


def _facts(identities: "Identities", entry: "Resolved") -> list[tuple[str, str]]:
    def named(wanted: str) -> str:
        found = identities.registry.resolved(wanted)
        return f"{found.name} ({found.id})" if found else wanted

    facts = [
        *(("id", entry.id), ("name", entry.name), ("type", entry.type)),
        ("also", "; ".join(entry.aliases)),
        ("wikidata", entry.wikidata),
        ("affiliate of", named(entry.affiliate_of) if entry.affiliate_of else ""),
        ("affiliates", "; ".join(map(named, identities.registry.affiliates(entry.id)))),
        ("when", getattr(entry.entry, "when", "")),
        ("where", getattr(entry.entry, "where", "")),
        ("note", entry.entry.note),
        *(("merged", f"{one.name} ({one.id})") for one in entry.absorbed),
    ]
    return [(name, value) for name, value in facts if value]


def _link(project: "Project", item: "Annotation") -> dict[str, Any]:
    from annotator.model.spans import Span, covered_text

    document = project.document(item.article)
    pieces: tuple[Span, ...] = getattr(item, "fragments", getattr(item, "trigger", ()))
    return {
        "id": item.id,
        "article": item.article,
        "source": document.article.source,
        "start": pieces[0].start if pieces else 0,
        "text": " ".join(covered_text(document.text, pieces).split()),
    }

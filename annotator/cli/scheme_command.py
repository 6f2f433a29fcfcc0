"""`annotator scheme`: check, show, derive, compare and change label schemes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, narrate, print_json
from annotator.cli.outcome import FOUND_PROBLEMS, BadInput
from annotator.cli.terminal import plain, plain_lines

if TYPE_CHECKING:
    from annotator.model.scheme import Scheme
    from annotator.model.scheme_file import SchemeErrors


@click.group(
    "scheme",
    epilog="\b\nExamples:\n  annotator scheme show\n  annotator scheme check my.toml\n"
    "  annotator scheme new my-scheme --from news-conflict",
)
def command() -> None:
    """Work with label schemes: one TOML file says what may be annotated."""


@command.command("check", epilog="Example:  annotator scheme check my.toml")
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def check(file: Path, json_output: bool) -> int:
    """Check a scheme file; every fault is listed with its line. Exit code 1 if there are any."""
    from annotator.model.scheme_file import SchemeErrors, load_scheme

    try:
        scheme = load_scheme(_read(file), str(file))
    except SchemeErrors as errors:
        if json_output:
            print_json([problem._asdict() for problem in errors.problems])
        else:
            for problem in errors.problems:
                click.echo(plain(str(problem)))
        return FOUND_PROBLEMS
    if json_output:
        print_json([])
    else:
        narrate(f"{file}: {scheme.name} {scheme.version} has no faults.")
    return 0


@command.command("show", epilog="Example:  annotator scheme show news-conflict")
@click.argument("scheme", required=False)
@click.pass_obj
def show(settings: Settings, scheme: str | None) -> None:
    """Print a scheme as an outline: the project's, a packaged one, or a file."""
    from annotator.model.scheme_file import SchemeErrors, load_scheme
    from annotator.model.scheme_text import describe_scheme
    from annotator.project import DEFAULT_SCHEME, scheme_source

    if scheme is None and not settings.path.exists():
        narrate(f"There is no project at {settings.path}; this is the packaged scheme.")
        scheme = DEFAULT_SCHEME
    if scheme is None:
        click.echo(plain_lines(describe_scheme(settings.open(read_only=True).scheme)))
        return
    try:
        name, source = scheme_source(scheme)
        click.echo(plain_lines(describe_scheme(load_scheme(source, name))))
    except FileNotFoundError:
        raise BadInput(f"There is no scheme {scheme}; name a file, or: news-conflict") from None
    except SchemeErrors as errors:
        raise explain(errors) from None


@command.command("new", epilog="Example:  annotator scheme new my-scheme --from news-conflict")
@click.argument("name")
@click.option(
    "--from", "origin", default="news-conflict", show_default=True, help="The scheme to copy."
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
def new(name: str, origin: str, force: bool) -> None:
    """Write NAME.toml, a copy of another scheme to change."""
    from annotator.model.scheme_file import SchemeErrors, derive_scheme_source, load_scheme
    from annotator.project import scheme_source

    target = Path(f"{name}.toml")
    if target.exists() and not force:
        raise BadInput(f"{target} exists already; --force overwrites it.")
    try:
        file, source = scheme_source(origin)
        load_scheme(source, file)
        derived = derive_scheme_source(source.decode("utf-8-sig"), name)
        load_scheme(derived, str(target))
    except FileNotFoundError:
        raise BadInput(f"There is no scheme {origin}; name a file, or: news-conflict") from None
    except SchemeErrors as errors:
        raise explain(errors) from None
    target.write_text(derived, encoding="utf-8")
    narrate(f"Wrote {target}; change it, then: annotator scheme check {target}")


@command.command(
    "import",
    epilog="\b\nExamples:\n  annotator scheme import annotation.conf -o my-scheme.toml\n"
    "  annotator scheme import TypeSystem.xml > my-scheme.toml",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    *("-o", "--output", "target"),
    metavar="TOML",
    type=click.Path(path_type=Path),
    help="Write this file; else the scheme is printed.",
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
def import_(file: Path, target: Path | None, force: bool) -> None:
    """Make a scheme of another program's: FILE is brat's annotation.conf, XML of Label Studio or
    UIMA.

    Names that a scheme cannot have are changed; imports find them under the old ones.
    """
    from annotator.model.scheme_file import SchemeErrors, load_scheme
    from annotator.project import import_scheme

    if target and target.exists() and not force:
        raise BadInput(f"{target} exists already; --force overwrites it.")
    made = import_scheme(file)
    try:
        load_scheme(made.toml, str(target or file))
    except SchemeErrors as errors:
        raise explain(errors) from None
    for what in made.left_out:
        narrate(f"left out: {what}")
    if target is None:
        click.echo(plain_lines(made.toml), nl=False)
        return
    target.write_text(made.toml, encoding="utf-8")
    narrate(f"Wrote {target}; look it over, then: annotator new --scheme {target}")


@command.command("diff", epilog="Example:  annotator scheme diff news-conflict my-scheme.toml")
@click.argument("old")
@click.argument("new")
@as_json
def diff(old: str, new: str, json_output: bool) -> None:
    """List what changes from the scheme OLD to NEW, and what that asks of annotations.

    major: old annotations may no longer fit. minor: more may be said. patch: words and keys.
    """
    from annotator.model.scheme_diff import diff_schemes, level_of

    changes = diff_schemes(_scheme(old), _scheme(new))
    if json_output:
        print_json([change._asdict() for change in changes])
        return
    for change in changes:
        click.echo(plain(f"{change.level:5}  {change.kind:9}  {change.path}: {change.what}"))
    narrate(f"Taken together: {level_of(changes) or 'no change'}.")


@command.command(
    "migrate",
    epilog="\b\nExamples:\n  annotator scheme migrate my-scheme.toml --dry-run\n"
    "  annotator scheme migrate my-scheme.toml --map renames.toml",
)
@click.argument("new")
@click.option(
    "--map",
    "map_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What becomes of old names (TOML: types, roles, attributes, choices).",
)
@click.option("--dry-run", is_flag=True, help="Only count what would be done.")
@as_json
@click.pass_obj
def migrate(
    settings: Settings, /, new: str, map_file: Path | None, dry_run: bool, json_output: bool
) -> None:
    """Go over to the scheme NEW, with all annotations of everybody.

    What has only another name is renamed; what would lose data is refused until the map says what
    becomes of it. Annotations that need no change keep the version they were made with. It is done
    in one piece, and nobody can undo it, nor anything from before it.
    """
    from annotator.model.scheme_file import SchemeErrors
    from annotator.project import MigrationRefused

    if map_file:
        _read(map_file)
    project = settings.open(read_only=dry_run)
    try:
        report = project.migrate(new, settings.annotator, map_file, dry_run=dry_run)
    except FileNotFoundError:
        raise BadInput(f"There is no scheme {new}; name a file, or: news-conflict") from None
    except SchemeErrors as errors:
        raise explain(errors) from None
    except MigrationRefused as refused:
        raise BadInput(f"Nothing was changed: {refused}") from None
    if json_output:
        print_json(report._asdict())
    else:
        for act, number in report.acts.items():
            click.echo(plain(f"{number:8}  {act}"))
    did = "would change" if dry_run else "changed"
    narrate(f"{report.scheme}: {did} {report.changed} annotations, {report.kept} stay as they are.")


def _scheme(named: str) -> "Scheme":
    from annotator.model.scheme_file import SchemeErrors, load_scheme
    from annotator.project import scheme_source

    try:
        file, source = scheme_source(named)
        return load_scheme(source, file)
    except FileNotFoundError:
        raise BadInput(f"There is no scheme {named}; name a file, or: news-conflict") from None
    except SchemeErrors as errors:
        raise explain(errors) from None


def explain(errors: "SchemeErrors") -> BadInput:
    """Return the faults of a scheme as an error of the command line."""
    return BadInput("\n".join(str(problem) for problem in errors.problems))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"There is no file {file}.") from None
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}).") from None

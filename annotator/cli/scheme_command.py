"""`annotator scheme`: check, show and derive label schemes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.context import Settings, as_json, narrate, print_json
from annotator.cli.outcome import FOUND_PROBLEMS, BadInput
from annotator.cli.terminal import plain, plain_lines

if TYPE_CHECKING:
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

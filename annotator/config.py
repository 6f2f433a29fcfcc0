"""What a person sets for all projects: `config.toml` and `themes/` in one folder.

It says where they are and whether they have the right shape. What keys and themes mean is the
screens' affair. Programs are named here and never in a project: a project that somebody sent must
not start anything. Without a file it costs a look at the disk and no more.
"""

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from annotator.model.scheme_findings import Finding
    from annotator.model.toml_lines import TomlPath
    from annotator.suggest.external import Program

THEMES = ("dark", "light", "high-contrast", "ansi")
"""The themes that are always there."""


class ConfigProblem(NamedTuple):
    """One fault of a configuration or theme file."""

    file: str
    line: int
    """From 1; 0 when the file could not be read."""
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the fault as one sentence: file, line, what is wrong, what to do."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}; {self.hint}" if self.hint else f"{place}: {self.message}"


class ConfigErrors(Exception):
    """A file is refused; `problems` says why, in the order of the file."""

    def __init__(self, problems: Iterable[ConfigProblem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda one: (one.line, one)))
        super().__init__("\n".join(map(str, self.problems)))


class Source(NamedTuple):
    """A file that has been read."""

    path: Path
    text: str = ""
    values: Mapping[str, Any] = {}

    def errors(self, findings: "Iterable[Finding]") -> ConfigErrors:
        """Return findings as faults of this file, with their lines."""
        from annotator.model.toml_lines import nearest_line, toml_lines

        lines = toml_lines(self.text)
        return ConfigErrors(
            ConfigProblem(str(self.path), nearest_line(lines, one.path), one.message, one.hint)
            for one in findings
        )


class KeyChange(NamedTuple):
    """What the configuration says about the keys of one act."""

    act: str
    keys: tuple[str, ...]
    """As they are written; none takes the act's keys away."""
    path: "TomlPath"


class Config:
    """The configuration, with the file it comes from."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @property
    def go_on(self) -> bool:
        """Whether the light goes on to the next stop after a label."""
        return bool(self._value("label", "go_on", True))

    @property
    def suggestions(self) -> bool:
        """Whether suggestions are shown."""
        return bool(self._value("label", "suggestions", True))

    @property
    def compact(self) -> bool:
        """Whether labels are colours in the text alone, without lanes."""
        return bool(self._value("label", "compact", False))

    @property
    def theme(self) -> str:
        """The name of the theme, "" where the terminal decides."""
        return str(self._value("look", "theme", ""))

    @cached_property
    def keys(self) -> tuple[KeyChange, ...]:
        """What is said about keys, in the order of the file."""
        return tuple(_key_changes(self.source.values.get("keys", {}), ("keys",)))

    @property
    def programs(self) -> "tuple[Program, ...]":
        """The person's own programs that propose annotations, in the order of the file."""
        from annotator.suggest.external import Program

        return tuple(
            Program(
                name,
                tuple(os.path.expanduser(word) for word in table["command"]),
                self.source.path.parent,
                table.get("seconds", 60.0),
                table.get("version", ""),
            )
            for name, table in self.source.values.get("suggesters", {}).items()
            if "command" in table
        )

    @property
    def pipelines(self) -> dict[str, str]:
        """Names of spaCy pipelines by the names of the suggesters that they become."""
        tables = self.source.values.get("suggesters", {})
        return {name: table["spacy"] for name, table in tables.items() if "spacy" in table}

    def _value(self, table: str, key: str, default: bool | str) -> Any:
        return self.source.values.get(table, {}).get(key, default)


class ThemeFile:
    """A theme of the person's own."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @property
    def name(self) -> str:
        """What it is called: the name of the file."""
        return self.source.path.stem

    @property
    def base(self) -> str:
        """The theme that it changes."""
        return str(self.source.values.get("base", THEMES[0]))

    @property
    def colors(self) -> dict[str, str]:
        """Colours of the interface, `#rrggbb` by name."""
        return dict(self.source.values.get("colors", {}))

    @property
    def labels(self) -> dict[str, str]:
        """Colours of labels, `#rrggbb` by type."""
        return dict(self.source.values.get("labels", {}))


def config_folder() -> Path:
    """Return the folder of the configuration; `$ANNOTATOR_HOME` names another one."""
    home = os.environ.get("ANNOTATOR_HOME")
    if home:
        return Path(home)
    from platformdirs import user_config_path

    return user_config_path("annotator")


def config_file() -> Path:
    """Return where the configuration is, or would be."""
    return config_folder() / "config.toml"


def read_config() -> Config:
    """Read the configuration; an empty one where there is no file.

    Raises:
        ConfigErrors: it cannot be read, or is no configuration.
    """
    source = _read(config_file(), required=False)
    if source.values:
        # The checks are imported for those who have a file.
        from annotator.config_checks import faults_of_config

        findings = list(faults_of_config(source.values, theme_names()))
        if findings:
            raise source.errors(findings)
    return Config(source)


def theme_names() -> tuple[str, ...]:
    """Return the names of all themes: those that are always there, then the person's own."""
    folder = config_folder() / "themes"
    own = sorted(path.stem for path in folder.glob("*.toml")) if folder.is_dir() else ()
    return (*THEMES, *(name for name in own if name not in THEMES))


def read_theme(name: str) -> ThemeFile:
    """Read a theme of the person's own.

    Raises:
        ConfigErrors: it cannot be read, or is no theme.
    """
    source = _read(config_folder() / "themes" / f"{name}.toml", required=True)
    from annotator.config_checks import faults_of_theme

    findings = list(faults_of_theme(source.values, THEMES[:-1]))
    if findings:
        raise source.errors(findings)
    return ThemeFile(source)


def _read(path: Path, *, required: bool) -> Source:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if required:
            raise _refusal(path, "there is no such file") from None
        return Source(path)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        raise _refusal(path, f"it cannot be read ({reason})") from None
    # tomllib is imported for those who have a file.
    from annotator.model.toml_source import TomlFault, decode_toml, parse_toml

    try:
        text = decode_toml(content)
        return Source(path, text, parse_toml(text))
    except TomlFault as fault:
        problem = ConfigProblem(str(path), fault.line, fault.message, fault.hint)
        raise ConfigErrors([problem]) from None
    except RecursionError:
        raise _refusal(path, "its lists or tables are nested too deep") from None


def _refusal(path: Path, message: str) -> ConfigErrors:
    return ConfigErrors([ConfigProblem(str(path), 0, message)])


def _key_changes(values: Mapping[str, Any], path: "TomlPath") -> Iterable[KeyChange]:
    """Yield the changes of a table; `stop.next` without quotes is a table in a table."""
    for name, value in values.items():
        here = (*path, name)
        if isinstance(value, dict):
            yield from _key_changes(value, here)
        else:
            written = value if isinstance(value, list) else [value]
            act = ".".join(map(str, here[1:]))
            yield KeyChange(act, tuple(key for key in written if key), here)

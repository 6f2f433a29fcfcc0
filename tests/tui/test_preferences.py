"""The configuration: what it changes, and one sentence with file and line for every fault."""

from pathlib import Path

import pytest

from annotator.config import ConfigErrors, config_file, theme_names
from annotator.project import Project
from annotator.tui.key_checks import unknown_labels
from annotator.tui.preferences import faults, load_preferences


def refused(project: Project) -> list[str]:
    """Return the faults, without the folder."""
    with pytest.raises(ConfigErrors) as told:
        load_preferences(project.scheme)
    return [str(one).rpartition("/")[2] for one in told.value.problems]


def write(home: Path, text: str) -> None:
    """Write the configuration."""
    (home / "config.toml").write_text(text, encoding="utf-8")


def test_without_a_file_everything_is_as_it_comes(project: Project, config_home: Path) -> None:
    assert config_file() == config_home / "config.toml"
    assert load_preferences(project.scheme).keys.changes == {}
    found = load_preferences(project.scheme)
    assert (found.go_on, found.compact, found.theme) == (True, False, "")
    assert faults(project.scheme) == []


def test_where_the_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ANNOTATOR_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_file().name == "config.toml"
    assert config_file().parent.name == "annotator"


def test_what_can_be_set(project: Project, config_home: Path) -> None:
    write(
        config_home,
        """\
        [keys]
        "stop.next" = ["f8", "ctrl+n"]
        stop.previous = "f7"
        redo = ""
        "label.PERSON" = "z"
        undo = "p"
        [label]
        go_on = false
        compact = true
        [look]
        theme = "high-contrast"
        """,
    )
    found = load_preferences(project.scheme)
    assert found.keys.changes == {
        "stop.next": ("f8", "ctrl+n"),
        "stop.previous": ("f7",),
        "redo": (),
        "label.PERSON": ("z",),
        "undo": ("p",),
    }
    assert (found.go_on, found.compact, found.theme) == (False, True, "high-contrast")
    assert found.keys.shown("stop.next") == "F8"
    assert found.keys.shown("redo") == ""
    assert found.keys.letter(project.scheme.entity_type("PERSON")) == "z"
    assert found.keys.letter(project.scheme.entity_type("ORG")) == "o"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\n"stop.nxt" = "z"\n', "config.toml:2: there is no act “stop.nxt”; did you mean"),
        ('[keys]\nbogus = "z"\n', "there is no act “bogus”; annotator keys lists them"),
        ('[keys]\n\nnote = "ctrl+i"\n', "config.toml:3: “ctrl+i” cannot be a key of note:"),
        ('[keys]\nnote = ["f2", "blah"]\n', "“blah” cannot be a key of note: there is no such key"),
        ("[keys]\nnote = 3\n", "the key of “note” must be text in quotes"),
        ('[keys]\n"label.ORG" = "ctrl+o"\n', "a label needs a key that types one character"),
        ('[keys]\nmenu = ""\n', "menu needs a key; without one nobody could reach"),
        ('[keys]\nquit = ""\n', "quit needs a key; without one nobody could leave"),
        ('[keys]\nquit = "Q"\n', "it works in every window, also where text is typed"),
        ("[keyz]\n", "config.toml:1: unknown table “keyz”; did you mean"),
        ("keys = 3\n", "keys must be a table; write [keys] on a line"),
        ("[label]\ngoes_on = true\n", "config.toml:2: unknown key “goes_on” in [label]"),
        ('[label]\ngo_on = "yes"\n', "go_on must be true or false, without quotes"),
        ("[look]\ntheme = 3\n", "theme must be text in quotes"),
        ('[look]\ntheme = "drak"\n', "config.toml:2: there is no theme “drak”; did you mean"),
        ("[keys\n", "config.toml:1: this is no valid TOML"),
        ("x = " + "[" * 5000, "config.toml: its lists or tables are nested too deep"),
    ],
)
def test_faults_name_line_and_remedy(
    project: Project, config_home: Path, text: str, said: str
) -> None:
    write(config_home, text)
    (fault,) = refused(project)
    assert said in fault
    assert "\n" not in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # another act of the Label screen
        (
            '[keys]\n"stop.next" = "n"\n',
            "config.toml:2: n would do two things on the Label screen: stop.next (next suggestion "
            "or candidate) and sentence.done (the sentence is done; next undone one); give "
            "stop.next or sentence.done another key",
        ),
        # two changes
        ('[keys]\nnote = "f2"\nunsure = "f2"\n', "F2 would do two things on the Label screen:"),
        # a letter of the scheme
        ('[keys]\nnote = "w"\n', "note (note on the lit mention) and label.WEAPON (the label WEA"),
        ('[keys]\n"label.ORG" = "j"\n', "label.ORG (the label ORG) and word (light any word"),
        ('[keys]\n"label.ORG" = "p"\n', "label.ORG (the label ORG) and label.PERSON (the label"),
        # the application's, and Home's
        ('[keys]\nnote = "ctrl+q"\n', "note (note on the lit mention) and quit (quit; everything"),
        ('[keys]\n"home.open" = "q"\n', "q would do two things on the Home screen: home.open ("),
        ('[keys]\nnote = "N"\n', "N would do two things on the Label screen"),
        ('[keys]\n"label.ORG" = "i"\n', "i would do two things on the Label screen"),
    ],
)
def test_conflicts_name_both_acts(
    project: Project, config_home: Path, text: str, said: str
) -> None:
    write(config_home, text)
    (fault,) = refused(project)
    assert said in fault


def test_keys_can_change_places(project: Project, config_home: Path) -> None:
    write(
        config_home,
        '[keys]\nno = "n"\n"sentence.done" = "x"\n"label.ORG" = "p"\n"label.PERSON" = "o"\n',
    )
    assert load_preferences(project.scheme).keys.shown("no") == "n"


def test_all_faults_are_told_at_once_and_in_order(project: Project, config_home: Path) -> None:
    write(config_home, '[keys]\nbogus = "z"\nnote = "ctrl+i"\nundo = "alt+1"\n')
    assert [fault.split(":")[1] for fault in refused(project)] == ["2", "3", "4"]


def test_labels_of_other_projects_are_remarked_on(project: Project, config_home: Path) -> None:
    write(config_home, '[keys]\n"label.PERSONN" = "z"\n')
    assert load_preferences(project.scheme).keys.changes == {"label.PERSONN": ("z",)}
    (remark,) = unknown_labels(project.scheme)
    assert "config.toml:2: the scheme news-conflict has no label “PERSONN”; did you mean" in remark


@pytest.mark.parametrize("content", [b"\xff\xfe", b'note = "\xe9"\n'])
def test_a_file_that_is_no_text(project: Project, config_home: Path, content: bytes) -> None:
    (config_home / "config.toml").write_bytes(content)
    assert refused(project) == ["config.toml:1: the text is not UTF-8; save it as UTF-8"]


def test_a_folder_in_its_place(project: Project, config_home: Path) -> None:
    (config_home / "config.toml").mkdir()
    (fault,) = refused(project)
    assert fault.startswith("config.toml: it cannot be read")


# ------------------------------------------------------------------------------ themes

MINE = """\
base = "light"
[colors]
background = "#fdf6e3"
primary = "#268bd2"
[labels]
PERSON = "#dc322f"
"""


def test_a_theme_of_ones_own(project: Project, config_home: Path) -> None:
    (config_home / "themes" / "sun.toml").write_text(MINE)
    write(config_home, '[look]\ntheme = "sun"\n')
    own = load_preferences(project.scheme).own_theme
    assert own and own.name == "sun" and own.base == "light"
    assert own.colors == {"background": "#fdf6e3", "primary": "#268bd2"}
    assert own.labels == {"PERSON": "#dc322f"}
    assert theme_names() == ("dark", "light", "high-contrast", "ansi", "sun")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('base = "drak"\n', "sun.toml:1: no theme can be based on “drak”; did you mean"),
        ('[colors]\nbackgroundd = "#ffffff"\n', "unknown colour “backgroundd”; did you mean"),
        ('[colors]\nbackground = "red"\n', "sun.toml:2: background = red is no colour; write it"),
        ("[labels]\nPERSON = 3\n", "sun.toml:2: PERSON = 3 is no colour"),
        ("[labelz]\n", "sun.toml:1: unknown key “labelz”; did you mean"),
        ("labels = 3\n", "sun.toml:1: labels must be a table"),
        ("[labels\n", "sun.toml:1: this is no valid TOML"),
    ],
)
def test_faults_of_a_theme(project: Project, config_home: Path, text: str, said: str) -> None:
    (config_home / "themes" / "sun.toml").write_text(text)
    write(config_home, '[look]\ntheme = "sun"\n')
    (fault,) = refused(project)
    assert said in fault
    assert [said in str(one) for one in faults(project.scheme)] == [True]
    write(config_home, "")
    assert load_preferences(project.scheme).own_theme is None
    assert [said in str(one) for one in faults(project.scheme)] == [True]

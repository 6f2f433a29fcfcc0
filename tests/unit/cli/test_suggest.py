"""`annotator suggest` and `annotator suggestions`."""

import json
import sys
from pathlib import Path

import pytest

from annotator.labelling.commands.suggestions import AcceptMention
from annotator.project import open_project
from tests.support import article_ids, session
from tests.unit.cli.support import Run

GOOD = {"sentence": 1, "start": 0, "end": 5, "type": "PERSON", "reason": "a name"}


@pytest.fixture
def programs(config_home: Path) -> Path:
    """A configuration with a good program, one that crashes and one that talks garbage."""
    scripts = {
        "good": f"print({json.dumps(GOOD)!r})",
        "crash": "raise SystemExit('oh')",
        "garbage": "print('what?')",
    }
    tables = (
        f"[suggesters.{name}]\ncommand = {json.dumps([sys.executable, '-c', script])}\n"
        for name, script in scripts.items()
    )
    (config_home / "config.toml").write_text("".join(tables))
    return config_home


def test_programs_run_and_the_bad_ones_are_named(annotator: Run, programs: Path) -> None:
    ended = annotator("suggest", "--json")

    assert ended.code == 1
    found = {line["suggester"]: line for line in json.loads(ended.out)}
    assert found["good"]["new"] == found["good"]["articles"] == 3
    assert found["crash"]["failed"] == 3
    assert found["garbage"]["dropped"] == 3
    assert "crash on 000.txt: it ended with code 1 (“oh”)" in ended.err
    assert "garbage on 000.txt: line 1 was ignored: it is no JSON." in ended.err


def test_running_again_adds_nothing(annotator: Run, programs: Path) -> None:
    annotator("suggest", "--with", "good")
    (line,) = json.loads(annotator("suggest", "--with", "good", "--json").out)
    assert (line["articles"], line["new"]) == (0, 0)
    (line,) = json.loads(annotator("suggest", "--with", "good", "--again", "--json", "001").out)
    assert (line["articles"], line["found"], line["new"]) == (1, 1, 0)


def test_suggestions_are_listed_with_their_words(annotator: Run, programs: Path) -> None:
    annotator("suggest", "--with", "good", "000")

    (line,) = json.loads(annotator("suggestions", "--json").out)
    assert (line["text"], line["type"], line["by"], line["score"]) == (
        *("Ilena", "PERSON", "good"),
        0.5,
    )
    table = annotator("suggestions", "000").out
    assert "0-5" in table
    assert "a name" in table
    assert "Nothing is proposed here" in annotator("suggestions", "001").err


def test_what_is_shown_is_told(annotator: Run, programs: Path) -> None:
    annotator("suggest", "--with", "good")
    ended = annotator("suggest", "--threshold", "good=0.7", "--off", "crash", "--hold-back", "0.2")

    assert ended.err.splitlines() == [
        "Shown: good from 0.7; others from 0.5.",
        "Off: crash. Held back: 20% of the sentences.",
    ]
    found = {one["name"]: one for one in json.loads(annotator("suggest", "--list", "--json").out)}
    assert (found["good"]["kept"], found["good"]["threshold"]) == (3, 0.7)
    assert found["crash"]["is_off"]
    assert "crash" not in annotator("suggest").out


def test_the_report_says_how_it_counts(annotator: Run, programs: Path, project_path: Path) -> None:
    annotator("suggest", "--with", "good")
    assert "Nobody has accepted or turned down" in annotator("suggest", "--report").err
    with open_project(project_path) as project:
        article = article_ids(project)[0]
        (one,) = project.suggesters("ann").kept(article)
        session(project).apply(
            AcceptMention(suggestions=(one,), type=one.type, fragments=one.fragments)
        )

    ended = annotator("suggest", "--report")

    header, total, of_type = (line.split() for line in ended.out.splitlines())
    assert header[-2:] == ["passed", "precision"]
    assert total == ["good", "all", "1", "0", "0", "0", "1.00"]
    assert of_type[:2] == ["good", "PERSON"]
    assert "edited counts apart, and passed" in ended.err
    assert json.loads(annotator("suggest", "--report", "--json").out)[0]["precision"] == 1


def test_with_too_little_done_no_tagger_is_trained(annotator: Run) -> None:
    ended = annotator("suggest", "--train")
    assert ended.code == 2
    assert "There is too little to learn from: 0 mentions" in ended.err
    assert "it is not trained yet" in annotator("suggest", "--with", "tagger").err


def test_without_the_library_training_says_how_to_get_it(
    annotator: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    monkeypatch.setattr("annotator.labelling.training.LEAST_ARTICLES", 0)
    monkeypatch.setattr("annotator.labelling.training.LEAST_MENTIONS", 0)

    ended = annotator("suggest", "--train")

    assert ended.code == 2
    assert "python-crfsuite is not installed; install it with: pip install" in ended.err


def test_forgetting_drops_what_is_kept(annotator: Run, programs: Path) -> None:
    annotator("suggest", "--with", "good")
    assert annotator("suggest", "--forget", "good").err == "Dropped 3 suggestions of good.\n"
    assert json.loads(annotator("suggestions", "--json").out) == []


def test_labelling_can_begin_with_the_least_sure(annotator: Run, config_home: Path) -> None:
    script = (
        "import json, sys\n"
        "text = json.loads(sys.stdin.readline())['text']\n"
        "line = {'sentence': 1, 'start': 0, 'end': 6, 'type': 'PLACE'}\n"
        "print(json.dumps(line | {'score': 0.5 if text.startswith('Karvan') else 0.9}))\n"
    )
    command = json.dumps([sys.executable, "-c", script])
    (config_home / "config.toml").write_text(f"[suggesters.mine]\ncommand = {command}\n")
    annotator("suggest")

    assert "Karvan is quiet again." in annotator("label", "--plain", "--order", "uncertain").out
    assert "Karvan is quiet again." not in annotator("label", "--plain").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--with", "nobody"), "There is no suggester “nobody”"),
        (("--threshold", "good"), "“good” is no threshold; write NAME=0.7"),
        (("--threshold", "good=7"), "“good=7” is no threshold"),
        (("--threshold", "good=nan"), "“good=nan” is no threshold"),
        (("--forget", "nobody"), "There is no suggester “nobody”"),
        (("no-such-article",), "There is no article “no-such-article”"),
    ],
)
def test_what_is_mistyped_is_refused(
    annotator: Run, programs: Path, words: tuple[str, ...], said: str
) -> None:
    ended = annotator("suggest", *words)
    assert ended.code == 2
    assert said in ended.err


def test_a_pipeline_without_spacy_says_how_to_get_it(annotator: Run) -> None:
    ended = annotator("suggest", "--with", "spacy:en_core_web_sm")
    assert ended.code == 1
    assert ended.err == (
        "spacy_en_core_web_sm: spaCy is not installed; install it with: "
        "pip install 'annotator[spacy]'.\n"
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[suggesters.Upper]\ncommand = ['x']", "config.toml:1: no suggester can be called"),
        ("[suggesters.memory]\ncommand = ['x']", "config.toml:1: no suggester can be called"),
        ("[suggesters]\nmine = 1", "config.toml:2: mine must be a table"),
        ("[suggesters.mine]\nseconds = 3", "config.toml:1: mine needs a command"),
        ("[suggesters.mine]\ncommand = 'x'", "config.toml:2: command must be a list of words"),
        ("[suggesters.mine]\ncommand = []", "config.toml:2: command must be a list of words"),
        ("[suggesters.mine]\ncommand = ['x']\nseconds = 0", "config.toml:3: seconds must be"),
        ("[suggesters.mine]\ncommand = ['x']\nseconde = 1", "config.toml:3: unknown key “seconde”"),
        ("[suggesters.mine]\ncommand = ['x']\nspacy = 'y'", "config.toml:1: mine needs a command"),
    ],
)
def test_a_faulty_table_is_refused_with_its_line(
    annotator: Run, config_home: Path, table: str, said: str
) -> None:
    (config_home / "config.toml").write_text(table)
    ended = annotator("suggest")
    assert ended.code == 2
    assert said in ended.err

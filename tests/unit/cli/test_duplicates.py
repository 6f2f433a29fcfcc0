"""`annotator duplicates`, and what import, status and articles say of copies."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.support import Run

STORY = " ".join(f"word{number}" for number in range(60))
PARTLY = " ".join([*STORY.split()[:25], *(f"other{number}" for number in range(35))])


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in (("a", STORY), ("b", f"{STORY}."), ("c", PARTLY)):
        (folder / f"{name}.txt").write_text(text)
    return folder


def test_an_import_tells_copies_and_the_command_lists_them(annotator: Run, news: Path) -> None:
    said = annotator("import", news).err
    assert "1 copy of an earlier article; annotator duplicates lists them" in said
    ended = annotator("duplicates")
    lines = ended.out.splitlines()
    assert lines[0].endswith(": 2 articles, one source")
    assert lines[1].split()[:2] == ["4", "a.txt"]
    assert lines[2].split()[:3] == ["1.00", "5", "b.txt"]
    assert {line.split(":")[0][:9] for line in lines[3:]} == {"related 0"}
    assert "6 articles, 5 sources." in ended.err
    found = json.loads(annotator("duplicates", "--json").out)
    assert [one["source"] for one in found["clusters"][0]["articles"]] == ["a.txt", "b.txt"]
    assert all(0.2 <= one["likeness"] < 0.5 for one in found["related"])
    assert "6 articles of 5 sources" in annotator("status").out


def test_lists_mark_copies_and_related_articles(annotator: Run, news: Path) -> None:
    annotator("import", news)
    listed = json.loads(annotator("articles", "--json").out)
    cluster = listed[3]["id"]
    assert [one["duplicate_cluster"] for one in listed] == ["", "", "", cluster, cluster, ""]
    assert listed[5]["related"] and not listed[0]["related"]
    filtered = json.loads(annotator("articles", "--filter", "cluster:5", "--json").out)
    assert [one["source"] for one in filtered] == ["a.txt", "b.txt"]
    assert annotator("articles", "--filter", "related:").code == 2


def test_articles_that_were_never_compared_are_told_and_looked_for(
    annotator: Run, news: Path
) -> None:
    assert "articles could not be compared with" in annotator("import", news / "a.txt").err
    assert "Compared 3 articles that had" in annotator("duplicates", "--find").err
    assert "could not be compared" not in annotator("import", news / "b.txt").err
    assert annotator("verify").code == 0


def test_pages_name_their_extra_and_scripts_ask_for_a_language(
    annotator: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Талибан опроверг заявление.")
    (tmp_path / "b.html").write_text("<html><body>Hello.</body></html>")
    assert (
        "1 article in Cyrillic, a script of several" in annotator("import", tmp_path / "a.txt").err
    )
    assert "there is no article in this page" in annotator("import", tmp_path / "b.html").err
    monkeypatch.setattr("annotator.formats.registry.find_spec", lambda name: None)
    refused = annotator("import", tmp_path / "b.html")
    assert refused.code == 2 and "pip install 'annotator[html]'" in refused.err

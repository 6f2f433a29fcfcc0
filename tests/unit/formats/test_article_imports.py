"""Articles from text files, JSON Lines, CSV and standard input: what is taken, and what is said."""

import io
import json
import shutil
from pathlib import Path

import pytest

from annotator.formats.errors import ImportRefused
from annotator.formats.importing.intake import Duplicate
from annotator.formats.importing.reading import Skipped
from annotator.formats.importing.run import ImportOptions, import_paths
from annotator.formats.registry import BUILT_IN
from annotator.model import ids
from annotator.model.article import Article
from annotator.store import articles
from annotator.store.project_file import ProjectFile
from tests.unit.formats.projects import SEEDS, new_project, scheme, tables, take


@pytest.fixture
def file(tmp_path: Path) -> ProjectFile:
    (tmp_path / "project").mkdir()
    return new_project(tmp_path / "project")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "news"
    found.mkdir()
    return found


def all_articles(file: ProjectFile) -> dict[str, Article]:
    """The articles by source."""
    found = [articles.get(file, article) for article in articles.ids_in_order(file)]
    return {article.source: article for article in found if article}


def text_of(file: ProjectFile, article: str) -> str:
    document = articles.document(file, article)
    assert document
    return document.text


# ------------------------------------------------------------------------ the seed articles


def test_the_seeds_come_with_what_their_table_says(file: ProjectFile) -> None:
    report = take(file, SEEDS)

    found = all_articles(file)
    assert (report.articles, report.duplicate_count) == (5, 0)
    assert [skipped.name for skipped in report.skipped] == ["README.md", "metadata.toml"]
    assert sorted(found) == sorted(path.name for path in SEEDS.glob("*.txt"))
    mehr = found["001_1bc41a3914c3274d.txt"]
    assert (mehr.publisher, mehr.license, mehr.title) == ("Mehr News Agency", "CC-BY-4.0", "")
    assert all(article.language == "en" for article in found.values())


def test_the_seeds_are_kept_character_for_character(file: ProjectFile) -> None:
    take(file, SEEDS)

    for source, article in all_articles(file).items():
        data = (SEEDS / source).read_bytes()
        assert text_of(file, article.id).encode() == data
        assert article.source_hash == article.text_hash == ids.hash_bytes(data)


def test_dates_are_proposed_and_never_taken(file: ProjectFile) -> None:
    report = take(file, SEEDS)

    found = all_articles(file)
    assert report.proposed_dates == 1
    assert {article.published for article in found.values()} == {""}
    updated = found["004_e956327f14fe6790.txt"]
    assert updated.published_proposed == "2023-09-15/2023-09-15"
    assert updated.proposal_reason == "a line says when it was updated"


def test_importing_the_seeds_recursively_passes_over_other_tables(
    file: ProjectFile, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SEEDS, tmp_path / "seeds"))
    (folder / "layers" / "counts.tsv").write_text("place\tcount\nKarvan\t3\n", "utf-8")

    report = take(file, folder, recursive=True)

    assert report.articles == 5
    assert Skipped("layers/counts.tsv", "no articles") in report.skipped


# ------------------------------------------------------------------------ files and folders


def test_a_file_is_decoded_by_its_byte_order_mark(file: ProjectFile, folder: Path) -> None:
    (folder / "a.txt").write_bytes("\ufeffKabul fell.\r\n".encode("utf-16-le"))

    take(file, folder)

    article = all_articles(file)["a.txt"]
    assert (article.encoding, article.bom) == ("utf-16-le", True)
    assert text_of(file, article.id) == "Kabul fell.\r\n"


def test_folders_give_their_own_files_only(file: ProjectFile, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "b.md").write_text("Herat fell.")
    for name in ("a.txt", ".hidden.txt", "ReadMe.txt", "picture.png", "Makefile"):
        (folder / name).write_text(f"Kabul fell, says {name}.")

    report = take(file, folder)

    assert list(all_articles(file)) == ["a.txt"]
    assert set(report.skipped) == {
        Skipped(".hidden.txt", "hidden"),
        Skipped("ReadMe.txt", "a README"),
        Skipped("picture.png", "no format reads .png"),
        Skipped("Makefile", "no format reads files without an ending"),
    }


def test_deeper_files_come_when_asked_with_their_path(file: ProjectFile, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "b.md").write_text("Herat fell.")
    (folder / "deep" / "metadata.toml").write_text('["b.md"]\npublisher = "Deep"\n')

    take(file, folder, recursive=True)

    assert all_articles(file)["deep/b.md"].publisher == "Deep"


def test_a_table_beside_a_named_file_is_used(file: ProjectFile, folder: Path) -> None:
    (folder / "a.txt").write_text("Kabul fell.")
    (folder / "metadata.toml").write_text('["a.txt"]\ntitle = "Fall"\n')

    take(file, folder / "a.txt")

    assert all_articles(file)["a.txt"].title == "Fall"


def test_the_same_text_is_reported_and_not_added(file: ProjectFile, folder: Path) -> None:
    (folder / "a.txt").write_text("Kabul fell.")
    (folder / "b.txt").write_text("Kabul fell.")
    first = take(file, folder)
    again = take(file, folder / "b.txt")

    article = ids.article_id(ids.hash_text("Kabul fell."))
    assert first.articles == 1
    assert first.duplicates == again.duplicates == (Duplicate("b.txt", article, "a.txt"),)
    assert (again.articles, again.duplicate_count, again.first_article) == (0, 1, article)


def test_the_headline_is_the_title_where_nobody_gave_one(file: ProjectFile, folder: Path) -> None:
    text = "Rebels  take Karvan\n\nRebels took Karvan on Monday. Officials confirmed it.\n"
    (folder / "a.txt").write_text(text)
    (folder / "b.txt").write_text(text + "More came.\n")
    (folder / "metadata.toml").write_text('["b.txt"]\ntitle = "Given"\n')

    take(file, folder)

    titles = {name: article.title for name, article in all_articles(file).items()}
    assert titles == {"a.txt": "Rebels take Karvan", "b.txt": "Given"}


def test_what_a_table_says_goes_before_the_options(file: ProjectFile, folder: Path) -> None:
    (folder / "a.txt").write_text("Kabul fell.")
    (folder / "b.txt").write_text("Herat fell.")
    (folder / "metadata.toml").write_text('["a.txt"]\npublisher = "Table"\n')

    take(file, folder, publisher="Option", published="2021-08", language="en")

    found = all_articles(file)
    assert found["a.txt"].publisher == "Table"
    assert found["b.txt"].publisher == "Option"
    assert found["a.txt"].published == "2021-08/2021-08"


def test_a_named_table_goes_before_the_one_beside(file: ProjectFile, folder: Path) -> None:
    (folder / "a.txt").write_text("Kabul fell.")
    (folder / "metadata.toml").write_text('["a.txt"]\npublisher = "Beside"\ntitle = "Beside"\n')
    table = folder.parent / "table.csv"
    table.write_text("source,publisher\na.txt,Named\nc.txt,Typing error\n")

    report = take(file, folder, metadata=table)

    article = all_articles(file)["a.txt"]
    assert (article.publisher, article.title) == ("Named", "Beside")
    assert report.unmatched == ("c.txt",)


def test_a_name_that_is_no_utf8_is_kept_as_far_as_it_goes(file: ProjectFile, folder: Path) -> None:
    (folder / "orl\udce9ans.txt").write_text("Kabul fell.")

    take(file, folder)

    assert list(all_articles(file)) == ["orl\ufffdans.txt"]


# ------------------------------------------------------------------------ standard input


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (b"Kabul fell.\nHerat fell.\n", "stdin"),
        (b'\n{"text": "Kabul fell."}\n', "stdin:2"),
    ],
)
def test_standard_input_is_text_or_json_lines(file: ProjectFile, data: bytes, source: str) -> None:
    take(file, "-", stdin=io.BytesIO(data))

    assert list(all_articles(file)) == [source]


def test_standard_input_can_be_told_its_format(file: ProjectFile) -> None:
    take(file, "-", stdin=io.BytesIO(b"text,title\nKabul fell.,Fall\n"), format="articles-csv")

    assert all_articles(file)["stdin:2"].title == "Fall"


# ------------------------------------------------------------------------ JSON Lines and CSV


def test_json_lines_carry_metadata(file: ProjectFile, folder: Path) -> None:
    rows = [
        {"text": "Kabul fell.", "source": "k1", "title": "Fall", "published": 2021, "url": None},
        {"text": "Herat fell.", "published": "2021-08-12T10:00:00Z", "likes": 4, "date": "x"},
    ]
    (folder / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows))

    report = take(file, folder)

    found = all_articles(file)
    assert (found["k1"].title, found["k1"].published) == ("Fall", "2021/2021")
    assert found["a.jsonl:2"].published == "2021-08-12/2021-08-12"
    assert report.unused == ("likes", "date")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_come_as_spreadsheets_save_them(
    file: ProjectFile, folder: Path, separator: str, encoding: str
) -> None:
    rows = ["source,text, title ", 'k1,"Ğazni, ""the town"",\r\nfell.",Fall', "", "k2,Herat.,"]
    text = "\r\n".join(row.replace(",", separator) for row in rows) + "\r\n"
    (folder / "a.csv").write_bytes(text.encode(encoding))

    take(file, folder)

    found = all_articles(file)
    body = text_of(file, found["k1"].id)
    assert body == 'Ğazni, "the town",\r\nfell.'.replace(",", separator)
    assert (found["k1"].title, found["k2"].title) == ("Fall", "")


def test_a_table_of_metadata_also_speaks_of_rows(file: ProjectFile, folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"text": "Kabul fell.", "source": "k1", "title": "Own"}\n')
    (folder / "metadata.toml").write_text('["k1"]\npublisher = "Table"\n')

    take(file, folder)

    article = all_articles(file)["k1"]
    assert (article.publisher, article.title) == ("Table", "Own")


# ------------------------------------------------------------------------ all or nothing


def test_a_bad_file_among_good_ones_leaves_nothing(file: ProjectFile, folder: Path) -> None:
    before = tables(file)
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"Report {number} came in.")
    (folder / "299.txt").write_bytes(b"\x00\x01")

    with pytest.raises(ImportRefused, match="299"):
        take(file, folder)

    assert tables(file) == before


def test_an_interrupted_import_leaves_nothing(file: ProjectFile, folder: Path) -> None:
    before = tables(file)
    for number in range(100):
        (folder / f"{number:03}.txt").write_text(f"Report {number} came in.")

    def interrupt(articles_so_far: int, share: float) -> None:
        if articles_so_far > 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_paths(file, scheme(), [folder], ImportOptions("ann"), interrupt)

    assert tables(file) == before


def test_a_dry_run_counts_and_leaves_nothing(file: ProjectFile) -> None:
    before = tables(file)

    report = take(file, SEEDS, dry_run=True)

    assert (report.dry_run, report.articles, report.proposed_dates) == (True, 5, 1)
    assert tables(file) == before


# ------------------------------------------------------------------------ what is refused


def refusal(file: ProjectFile, *paths: Path | str, **options: object) -> str:
    """The one sentence that refuses an import; nothing may have come of it."""
    before = tables(file)
    with pytest.raises(ImportRefused) as refused:
        take(file, *paths, **options)
    assert tables(file) == before
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt: there is no text in it; give a file with text, or leave this one out."),
        (
            b"\x89PNG\x00",
            "a.txt: there are NUL bytes in it, so it is not plain text; give a text file.",
        ),
        (
            b"ok\nOrl\xe9ans fell",
            "a.txt: byte 0xE9 on line 2 is not UTF-8; it may be windows-1252, windows-1250, "
            "windows-1256 or windows-1254: say which with --encoding.",
        ),
        (
            b"x" * 50_000_000,
            "a.txt: its text has 50 MB, and an article may have 10 MB at the most; "
            "cut it into articles.",
        ),
    ],
    ids=["empty", "binary", "latin-1", "50 MB"],
)
def test_a_bad_text_file_is_refused(
    file: ProjectFile, folder: Path, data: bytes, message: str
) -> None:
    (folder / "a.txt").write_bytes(data)

    assert refusal(file, folder) == message


def test_paths_that_lead_nowhere_are_refused(file: ProjectFile, folder: Path) -> None:
    path = folder / "missing.txt"

    assert refusal(file, SEEDS, path) == f"{path}: there is no such file or folder."


def test_a_file_without_a_format_is_refused_when_named(file: ProjectFile, folder: Path) -> None:
    (folder / "a.pdf").write_text("%PDF")

    assert refusal(file, folder / "a.pdf") == (
        "a.pdf: no format reads .pdf; name one with --format (see: annotator formats)."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"format": "jsonal"},
            "jsonal is none of the formats "
            f"{', '.join(one.name for one in BUILT_IN)}; did you mean jsonl?",
        ),
        (
            {"published": "soon"},
            "--published cannot be read as a date or period; write 2022-08-06/2022-08-06, "
            "2021-05/2021-05, XXXX-08-06/XXXX-08-06, ../2022-08-06.",
        ),
        (
            {"layer": "no name"},
            "'no name' is no annotator's name; use up to 64 letters, digits and _.- in --as",
        ),
    ],
    ids=["format", "published", "name"],
)
def test_bad_options_are_refused(file: ProjectFile, options: dict[str, str], message: str) -> None:
    assert refusal(file, SEEDS, **options) == message


def test_no_standard_input_is_refused(file: ProjectFile) -> None:
    assert refusal(file, "-") == "There is no standard input to read articles from."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            b"{not json}",
            "the line is not JSON at character 2; each line should hold one whole object.",
        ),
        (b"[1]", "the line is no JSON object; write {…} with a key text."),
        (b'{"text": "Orl\xe9ans"}', "the line is not UTF-8; save the file again as UTF-8."),
        (b"[" * 100_000, "the line is not JSON; each line should hold one whole object."),
        (b'{"text": 4}', "text should be a string."),
        (
            b'{"Content": "x", "a": 1}',
            "there is no text (--fields text=Content?); the article stands in text, and text, "
            "source, title, published, publisher, url, language, license are read.",
        ),
        (b'{"text": " \\n "}', "there is no text in it; leave it out, or give it a text."),
        (
            b'{"text": "\\ud800"}',
            "half a surrogate pair stands in the text; write that character again as UTF-8.",
        ),
        (b'{"text": "a\\u0000"}', "there are NUL characters in the text; take them out."),
        (b'{"text": "a", "title": ["b"]}', "title should be text."),
        (
            b'{"text": "a", "title": "\\ud800"}',
            "title holds half a surrogate pair or a NUL; correct it.",
        ),
        (
            b'{"text": "a", "published": "2023-02-30"}',
            "published names a day that does not exist (2023-02-30).",
        ),
        (
            b'{"text": "a", "format": "news-gold/1"}',
            "this is a news-gold/1 record among articles; keep each in a file of its own.",
        ),
    ],
)
def test_a_bad_line_of_json_is_refused(
    file: ProjectFile, folder: Path, line: bytes, message: str
) -> None:
    (folder / "a.jsonl").write_bytes(b'{"text": "Kabul fell."}\n\n' + line + b"\n")

    assert refusal(file, folder) == f"a.jsonl, line 3: {message}"


def test_a_line_of_50_mb_is_refused(file: ProjectFile, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b'{"text": "' + b"x" * 50_000_000 + b'"}\n')

    assert refusal(file, folder) == (
        "a.jsonl, line 1: its text has 50 MB, and an article may have 10 MB at the most; "
        "cut it into articles."
    )


def test_a_line_beyond_all_measure_is_not_even_read(
    file: ProjectFile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.formats.importing.reading.LONGEST_LINE", 2 << 20)
    (folder / "a.jsonl").write_bytes(b'{"text": "' + b"x" * (3 << 20) + b'"}\n')

    assert refusal(file, folder / "a.jsonl") == (
        "a.jsonl, line 1: the line is longer than 2 MB; cut it into articles."
    )


def test_an_empty_file_of_lines_is_refused_when_named(file: ProjectFile, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b"\n\n")

    assert refusal(file, folder / "a.jsonl") == "a.jsonl: there is nothing in it; leave it out."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.csv: it is empty; give a table with a header."),
        (
            b"title,body\na,b\n",
            "a.csv, line 1: the header has no column text; the article stands there (or "
            "name its column with --fields text=COLUMN), and text, source, title, published, "
            "publisher, url, language, license are read.",
        ),
        (b"text,text\na,b\n", "a.csv: two columns have the same name; rename one."),
        (
            b'text,title\n"a\nb",c\n\nd\n',
            "a.csv, line 5: the row has 1 fields and the header 2; "
            "put fields with separators or quotes into double quotes.",
        ),
        (
            b'text,title\na,b\n"open,c\nd\n',
            "a.csv, line 3: a quote that begins here has no end; close it.",
        ),
        (
            b"text\nOrl\xe9ans\n",
            "a.csv: byte 0xE9 on line 2 is not UTF-8; it may be windows-1252, windows-1250, "
            "windows-1256 or windows-1254: say which with --encoding.",
        ),
        (
            b"text\n" + b"x" * 50_000_000 + b"\n",
            "a.csv, line 2: a field has more than 10 MB; a quote may be missing, or the text has "
            "to be cut into articles.",
        ),
        (
            b'text,title\n"a"b,c\n',
            "a.csv, line 2: the row is no CSV (',' expected after '\"'); "
            "put fields with quotes into double quotes.",
        ),
    ],
    ids=["empty", "no text", "twice", "fields", "open quote", "latin-1", "50 MB", "after quote"],
)
def test_a_bad_table_is_refused(file: ProjectFile, folder: Path, data: bytes, message: str) -> None:
    (folder / "a.csv").write_bytes(data)

    assert refusal(file, folder / "a.csv") == message


@pytest.mark.parametrize(
    ("name", "table", "message"),
    [
        (
            "t.toml",
            "a = 1",
            't.toml: "a" should be a table named after a source file, such as ["a.txt"].',
        ),
        ("t.toml", "a =", "t.toml: it is no TOML: Invalid value (at end of document)."),
        (
            "t.toml",
            "['a']\npublishers = 'x'",
            't.toml: ["a"].publishers is none of title, published, publisher, url, '
            "language, license; did you mean publisher?",
        ),
        ("t.toml", "['a']\ntitle = 1", 't.toml: ["a"].title should be text in quotes.'),
        (
            "t.toml",
            "['a']\npublished = '1.2.2023'",
            't.toml: ["a"].published cannot be read as a date or period; write '
            "2022-08-06/2022-08-06, 2021-05/2021-05, XXXX-08-06/XXXX-08-06, ../2022-08-06.",
        ),
        (
            "t.csv",
            "name,title\n",
            "t.csv: it has no column source, which names the file a row speaks of.",
        ),
        (
            "t.csv",
            "source,publishers\n",
            "t.csv: column publishers is none of title, published, publisher, url, "
            "language, license; did you mean publisher?",
        ),
        (
            "t.csv",
            "source,title\na\n",
            "t.csv, line 2: the row should have 2 fields; check its quotes.",
        ),
    ],
)
def test_a_bad_table_of_metadata_is_refused(
    file: ProjectFile, folder: Path, name: str, table: str, message: str
) -> None:
    (folder / "a.txt").write_text("Kabul fell.")
    (folder / name).write_text(table)

    found = refusal(file, folder / "a.txt", metadata=folder / name)

    assert found == f"{folder}/{message}"


def test_native_dates_of_toml_are_taken(file: ProjectFile, folder: Path) -> None:
    (folder / "a.txt").write_text("Kabul fell.")
    (folder / "metadata.toml").write_text('["a.txt"]\npublished = 2021-08-15\n')

    take(file, folder)

    assert all_articles(file)["a.txt"].published == "2021-08-15/2021-08-15"

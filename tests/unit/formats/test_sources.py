"""Web pages, web archives, ZIP archives, named fields and named encodings."""

import gzip
import json
import stat
import zipfile
from pathlib import Path

import pytest

from annotator.formats.articles import archives
from annotator.formats.errors import ImportRefused
from annotator.formats.importing.reading import Skipped
from annotator.formats.importing.run import ImportOptions, import_paths
from annotator.formats.importing.sources import size_of
from annotator.model import ids
from annotator.model.article import Article
from annotator.store import articles
from annotator.store.project_file import ProjectFile
from tests.unit.formats.projects import new_project, scheme, tables, take

BODY = (
    "A bridge near Oshtin fell on Friday and two people were hurt, the mayor of the town said "
    "in a statement to the press.",
    "Ilena Darvo, who lives beside the river, said she heard a loud noise & saw the middle part "
    "go down into the water at once.",
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head>%s<title>Bridge falls | Example Wire</title>
<meta property="og:title" content="Bridge falls near Oshtin">
<meta property="og:site_name" content="Example Wire">
<meta property="article:published_time" content="2023-09-15T10:00:00+04:30">
<link rel="canonical" href="https://wire.example/bridge"></head>
<body><nav><ul><li><a href="/">Home</a></li></ul></nav>
<article><h1>Bridge falls near Oshtin</h1><p>{BODY[0]}</p>
<p>{BODY[1].replace("&", "&amp;")}</p></article>
<footer>© 2023 Example Wire.</footer></body></html>"""
UTF8 = '<meta charset="utf-8">'
MENU = "<html><body><nav><a href='/'>Home</a></nav></body></html>"


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
    found = [articles.get(file, article) for article in articles.ids_in_order(file)]
    return {article.source: article for article in found if article}


def text_of(file: ProjectFile, article: Article) -> str:
    document = articles.document(file, article.id)
    assert document
    return document.text


def refusal(file: ProjectFile, *paths: Path, **options: object) -> str:
    before = tables(file)
    with pytest.raises(ImportRefused) as refused:
        take(file, *paths, **options)
    assert tables(file) == before
    return str(refused.value)


# --------------------------------------------------------------------------------- web pages


def test_a_page_gives_its_article_title_date_and_outlet(file: ProjectFile, folder: Path) -> None:
    data = (PAGE % UTF8).encode()
    (folder / "a.html").write_bytes(data)

    take(file, folder)

    article = all_articles(file)["a.html"]
    assert text_of(file, article) == "\n".join(("Bridge falls near Oshtin", *BODY))
    assert (article.title, article.publisher) == ("Bridge falls near Oshtin", "Example Wire")
    assert article.published == "2023-09-15/2023-09-15"
    assert (article.url, article.language) == ("https://wire.example/bridge", "en")
    assert article.source_hash == ids.hash_bytes(data)
    assert article.segmenter.startswith("trafilatura 2.") and "news-rules" in article.segmenter


def test_what_a_table_says_goes_before_the_page(file: ProjectFile, folder: Path) -> None:
    (folder / "a.html").write_text(PAGE % UTF8)
    (folder / "metadata.toml").write_text('["a.html"]\npublisher = "Other Wire"\n')
    take(file, folder / "a.html", published="2020-01")
    article = all_articles(file)["a.html"]
    assert (article.publisher, article.published) == ("Other Wire", "2023-09-15/2023-09-15")


def test_a_date_in_the_text_alone_is_no_date_of_the_page(file: ProjectFile, folder: Path) -> None:
    stated = '<meta property="article:published_time" content="2023-09-15T10:00:00+04:30">'
    page = (PAGE % UTF8).replace(stated, "").replace("Friday", "3 May 2020")
    (folder / "a.html").write_text(page)
    take(file, folder)
    assert all_articles(file)["a.html"].published == ""


def test_a_page_without_an_article_is_passed_over_and_said_so(
    file: ProjectFile, folder: Path
) -> None:
    (folder / "a.html").write_text(PAGE % UTF8)
    (folder / "b.html").write_text(MENU)
    report = take(file, folder)
    assert report.articles == 1
    assert report.skipped == (Skipped("b.html", "there is no article in this page"),)


@pytest.mark.parametrize("junk", [b"", b"<", b"<html", b"just words", b"<?xml version='1.0'?><a/>"])
def test_broken_pages_hold_no_article_or_no_text(
    file: ProjectFile, folder: Path, junk: bytes
) -> None:
    (folder / "a.html").write_bytes(junk)
    if junk:
        assert take(file, folder).skipped[0].why == "there is no article in this page"
    else:
        assert "there is no text in it" in refusal(file, folder)


@pytest.mark.parametrize(
    ("head", "encoding", "kept"),
    [
        ('<meta charset="iso-8859-1">', "cp1252", "cp1252"),
        ('<meta http-equiv="content-type" content="text/html; charset=windows-1251">',) * 1
        + ("cp1251", "cp1251"),
        ('<meta charset="no such thing">', "utf-8", "utf-8"),
    ],
)
def test_a_page_may_state_its_encoding(
    file: ProjectFile, folder: Path, head: str, encoding: str, kept: str
) -> None:
    name = "Дарво" if encoding == "cp1251" else "Dárvo"
    (folder / "a.html").write_bytes(
        (PAGE % head).replace("Darvo", name).encode(encoding, "xmlcharrefreplace")
    )
    take(file, folder)
    article = all_articles(file)["a.html"]
    assert article.encoding == kept and name in text_of(file, article)


def test_a_page_that_states_no_encoding_is_asked_about(file: ProjectFile, folder: Path) -> None:
    page = (PAGE % "").replace("Darvo", "Dárvo").replace("©", "")
    (folder / "a.html").write_bytes(page.encode("cp1252"))
    assert "is not UTF-8; it may be windows-1252" in refusal(file, folder)
    take(file, folder, encoding="windows-1252")
    assert "Dárvo" in text_of(file, all_articles(file)["a.html"])


def test_without_the_extra_a_page_says_how_to_install_it(
    file: ProjectFile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.html").write_text(PAGE % UTF8)
    (folder / "b.txt").write_text("Somebody came.")
    monkeypatch.setattr("annotator.formats.registry.find_spec", lambda name: None)
    how = "it takes trafilatura for this; install it with: pip install 'annotator[html]'"
    assert refusal(file, folder / "a.html") == f"a.html: {how}."
    assert refusal(file, folder, format="html") == f"html: {how}."
    assert take(file, folder).skipped == (Skipped("a.html", how),)


# ------------------------------------------------------------------------------ web archives


def warc(path: Path, *answers: tuple[str, str, str, bytes]) -> Path:
    """Write a web archive of answers: address, status, type, body."""
    records = []
    for url, status, media, body in answers:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2023-09-15T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    if path.suffix == ".gz":
        records = [gzip.compress(record) for record in records]
    path.write_bytes(b"".join(records))
    return path


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_a_web_archive_gives_the_article_of_each_page(
    file: ProjectFile, folder: Path, name: str
) -> None:
    path = warc(
        folder / name,
        ("https://a.example/1", "200 OK", "text/html; charset=utf-8", (PAGE % "").encode()),
        ("https://a.example/menu", "200 OK", "text/html", MENU.encode()),
        ("https://a.example/gone", "404 Not Found", "text/html", (PAGE % UTF8).encode()),
        ("https://a.example/p.png", "200 OK", "image/png", b"\x89PNG\0"),
        ("https://a.example/t", "200 OK", "text/plain", b"Two bridges fell."),
        ("https://a.example/b", "200 OK", "text/plain", b"a\0"),
    )
    report = take(file, path)
    found = all_articles(file)
    assert sorted(found) == [f"{name}/https://a.example/1", f"{name}/https://a.example/t"]
    assert found[f"{name}/https://a.example/t"].url == "https://a.example/t"
    assert [one.name for one in report.skipped] == [
        f"{name}/https://a.example/menu",
        f"{name}/https://a.example/b",
    ]


@pytest.mark.parametrize("data", [b"no archive at all\n" * 20, b"\x1f\x8bbroken", b"WARC/1.0\r\nx"])
def test_a_damaged_web_archive_is_refused(file: ProjectFile, folder: Path, data: bytes) -> None:
    (folder / "a.warc.gz").write_bytes(data)
    said = refusal(file, folder / "a.warc.gz")
    assert said.startswith("a.warc.gz: ") and "\n" not in said


# ----------------------------------------------------------------------------- ZIP archives


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_an_archive_is_read_like_a_folder(file: ProjectFile, folder: Path) -> None:
    path = zipped(
        folder / "news.zip",
        {
            "2023/a.txt": b"Somebody came.",
            "b.jsonl": b'{"text": "Nobody went."}\n',
            "2023/metadata.toml": b'["a.txt"]\npublisher = "Example Wire"\n',
            "README.md": b"About.",
            "picture.png": b"\x89PNG",
            "empty/": b"",
        },
    )
    report = take(file, path)
    found = all_articles(file)
    assert sorted(found) == ["news.zip/2023/a.txt", "news.zip/b.jsonl:1"]
    assert found["news.zip/2023/a.txt"].publisher == "Example Wire"
    assert [one.name for one in report.skipped] == [
        "news.zip/2023/metadata.toml",
        "news.zip/README.md",
        "news.zip/picture.png",
    ]


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt", "x\\..\\a.txt"]
)
def test_a_name_that_leads_out_of_an_archive_is_refused(
    file: ProjectFile, folder: Path, name: str
) -> None:
    path = zipped(folder / "news.zip", {"fine.txt": b"Fine.", "placeholder": b"Bad."})
    path.write_bytes(path.read_bytes().replace(b"placeholder", name.encode().ljust(11, b"_")[:11]))
    if len(name) > 11:
        path = zipped(folder / "news.zip", {name: b"Bad."})
    assert "whose name leads out of the archive" in refusal(file, path)
    assert sorted(one.name for one in folder.iterdir()) == ["news.zip"]


def test_an_archive_that_unpacks_to_too_much_is_refused(file: ProjectFile, folder: Path) -> None:
    path = zipped(folder / "bomb.zip", {"a.txt": b"x" * 12_000_000})
    assert "would unpack to more than 100 times its size" in refusal(file, path)


def test_an_archive_that_lies_about_its_size_is_refused(file: ProjectFile, folder: Path) -> None:
    path = zipped(folder / "bomb.zip", {"a.txt": b"x" * 12_000_000})
    size = (12_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (10).to_bytes(4, "little")))
    assert "damaged" in refusal(file, path)


def test_an_archive_with_too_many_members_is_refused(
    file: ProjectFile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    path = zipped(folder / "news.zip", {"a.txt": b"One.", "b.txt": b"Two."})
    assert "would unpack to more" in refusal(file, path)


def test_links_in_an_archive_are_left_out(file: ProjectFile, folder: Path) -> None:
    path = folder / "news.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "Somebody came.")
    take(file, path)
    assert list(all_articles(file)) == ["news.zip/a.txt"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"no archive"])
def test_a_damaged_archive_is_refused(file: ProjectFile, folder: Path, data: bytes) -> None:
    (folder / "a.zip").write_bytes(data)
    said = refusal(file, folder / "a.zip")
    assert said == "a.zip: it is no ZIP archive, or a damaged one; pack it again."


def test_an_archive_with_a_password_is_refused(file: ProjectFile, folder: Path) -> None:
    path = zipped(folder / "a.zip", {"a.txt": b"One."})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "it needs a password" in refusal(file, path)


# ---------------------------------------------------------------- fields, encodings, progress


def test_fields_are_taken_from_where_they_stand(file: ProjectFile, folder: Path) -> None:
    row = {"body": "Somebody came.", "headline": "News", "title": "no", "text": "no", "at": "2023"}
    (folder / "a.jsonl").write_text(json.dumps(row))
    (folder / "b.csv").write_text("body;headline;at\nNobody went.;More;2024\n")
    report = take(file, folder, fields=("text=body, title=headline", "published=at"))
    found = all_articles(file)
    assert [text_of(file, one) for one in found.values()] == ["Somebody came.", "Nobody went."] or (
        sorted(text_of(file, one) for one in found.values()) == ["Nobody went.", "Somebody came."]
    )
    assert found["a.jsonl:1"].title == "News" and found["b.csv:2"].title == "More"
    assert found["b.csv:2"].published == "2024/2024"
    assert report.unused == ()


@pytest.mark.parametrize("fields", ["text", "=body", "text=", "body=text", "text=a,nope=b"])
def test_fields_that_say_nothing_are_refused(file: ProjectFile, folder: Path, fields: str) -> None:
    said = refusal(file, folder, fields=(fields,))
    assert said.startswith("--fields ") and "write KEY=COLUMN" in said


def test_a_table_without_the_named_column_is_refused(file: ProjectFile, folder: Path) -> None:
    (folder / "a.csv").write_text("text\nx\n")
    said = refusal(file, folder / "a.csv", fields=("text=body",))
    assert "the header has no column body" in said


def test_files_of_a_named_encoding(file: ProjectFile, folder: Path) -> None:
    (folder / "a.txt").write_bytes("Талибан опроверг.".encode("cp1251"))
    (folder / "b.csv").write_bytes("text\nДарво уехала.\n".encode("cp1251"))
    (folder / "c.txt").write_bytes(b"\xef\xbb\xbfMarked.")
    take(file, folder, encoding="windows-1251")
    found = all_articles(file)
    assert text_of(file, found["a.txt"]) == "Талибан опроверг."
    assert text_of(file, found["b.csv:2"]) == "Дарво уехала."
    assert (found["a.txt"].encoding, found["c.txt"].encoding) == ("cp1251", "utf-8")


def test_an_encoding_that_is_none_is_refused(file: ProjectFile, folder: Path) -> None:
    said = refusal(file, folder, encoding="rot13")
    assert said == "--encoding rot13 is no encoding of text; name one such as windows-1252."


def test_progress_tells_how_much_is_read(file: ProjectFile, folder: Path) -> None:
    for number in range(70):
        (folder / f"{number:02}.txt").write_text(f"Report {number} came in.")
    told: list[tuple[int, float]] = []
    import_paths(file, scheme(), [folder], ImportOptions("ann"), lambda *now: told.append(now))
    assert [articles for articles, _ in told] == [32, 64, 70]
    assert told[-1][1] == 1.0 and told[0][1] < told[1][1] < 1
    assert size_of(folder / "no such file", recursive=True) == 0


def test_progress_of_an_archive_tells_no_share(file: ProjectFile, folder: Path) -> None:
    path = zipped(folder / "news.zip", {"a.txt": b"One came."})
    told: list[tuple[int, float]] = []
    import_paths(file, scheme(), [path], ImportOptions("ann"), lambda *now: told.append(now))
    assert told == [(1, 0.0)]


# --------------------------------------------------------------------------------- languages


def test_a_language_that_the_script_makes_certain_is_kept(file: ProjectFile, folder: Path) -> None:
    (folder / "a.txt").write_text("タリバン政府は否定した。彼は言った。")
    (folder / "b.txt").write_text("Талибан опроверг заявление.")
    report = take(file, folder)
    found = all_articles(file)
    assert (found["a.txt"].language, found["b.txt"].language) == ("ja", "")
    assert "sentencex" in found["a.txt"].segmenter and found["b.txt"].segmenter == "news-rules 1"
    assert (report.scripts, report.unserved) == ({"Cyrillic": 1}, {})


def test_a_language_that_was_named_decides(
    file: ProjectFile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text("Il sig. Rossi è qui.")
    monkeypatch.setattr("annotator.text.languages.is_installed", lambda: False)
    report = take(file, folder, language="it")
    assert (report.scripts, report.unserved) == ({}, {"it": 1})
    assert all_articles(file)["a.txt"].segmenter == "news-rules 1"

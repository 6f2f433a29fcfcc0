"""Gold records in: kept as they are when they fit, refused by line when they do not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.errors import ImportRefused
from annotator.labelling.verification import verify
from annotator.model import ids
from annotator.model.annotation import Mention
from annotator.store import articles, layers
from annotator.store.project_file import ProjectFile
from tests.unit.formats.projects import (
    EXAMPLE,
    EXPORTED_AT,
    entity,
    example_record,
    exported,
    new_project,
    record,
    scheme,
    tables,
    take,
    unit,
    write_records,
)

Record = dict[str, Any]
TEXT = "💥 Kabul fell. Herat fell too."


@pytest.fixture
def file(tmp_path: Path) -> ProjectFile:
    return new_project(tmp_path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gold.jsonl"


def two_sentences(**changes: Any) -> Record:
    """A record of two sentences with a mention in each."""
    return record(
        TEXT,
        **{
            "sentences": [
                unit(1, 0, 13, done=["entities"]),
                unit(2, 14, 29, skipped=["entities"], unsure=["claims"]),
            ],
            "entities": [entity(1, 2, 7, "Kabul"), entity(2, 14, 19, "Herat")],
            **changes,
        },
    )


def refusal(file: ProjectFile, path: Path, *found: Record, **options: Any) -> str:
    """The sentence that refuses these records; nothing may have come of them."""
    before = tables(file)
    with pytest.raises(ImportRefused) as refused:
        take(file, write_records(path, *found), **options)
    assert tables(file) == before
    return str(refused.value)


# ------------------------------------------------------------------------ what is kept


def test_the_reference_record_is_kept_whole(file: ProjectFile) -> None:
    report = take(file, EXAMPLE / "gold.jsonl", layer="ann")

    assert (report.articles, report.annotations, report.completions) == (1, {"ann": 22}, 12)
    assert list(verify(file, lambda _: scheme())) == []


def test_annotations_go_to_the_name_in_the_file(file: ProjectFile, path: Path) -> None:
    take(file, write_records(path, two_sentences()))

    article = record(TEXT)["id"]
    found = layers.annotations(file, article, "ann")
    assert [item.id for item in found] == ["e_000000000001", "e_000000000002"]
    assert {(item.created, item.changed) for item in found} == {(EXPORTED_AT, EXPORTED_AT)}
    states = {(c.sentence, c.layer, c.state) for c in layers.completions(file, article, "ann")}
    assert states == {
        (0, "entities", "done"),
        (14, "entities", "skipped"),
        (14, "claims", "unsure"),
    }


def test_a_typed_name_goes_before_the_name_in_the_file(file: ProjectFile, path: Path) -> None:
    report = take(file, write_records(path, two_sentences()), layer="bea")

    assert report.annotations == {"bea": 2}
    assert layers.annotators(file) == ["bea"]


def test_tails_are_kept(file: ProjectFile, path: Path) -> None:
    mention = entity(1, 2, 7, "Kabul", origin="accepted", unsure=True, note="city?\u2028")

    take(file, write_records(path, two_sentences(entities=[mention])))

    found = layers.with_ids(file, ["e_000000000001"])["e_000000000001"]
    assert (found.origin, found.unsure, found.note) == ("accepted", True, "city?\u2028")


def test_a_new_article_has_the_sentences_of_the_record(file: ProjectFile, path: Path) -> None:
    one = unit(1, 0, 29, kind="caption")

    take(file, write_records(path, record(TEXT, sentences=[one], title="T", published="2031/2031")))

    document = articles.document(file, record(TEXT)["id"])
    assert document
    assert [tuple(sentence.model_dump().values()) for sentence in document.sentences] == [
        (0, 29, "caption")
    ]
    assert (document.article.title, document.article.published) == ("T", "2031/2031")
    assert (document.article.source, document.article.added) == ("gold.jsonl:1", EXPORTED_AT)


def test_a_layer_joins_an_article_that_is_there(file: ProjectFile, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    take(file, tmp_path / "a.txt")

    report = take(file, write_records(tmp_path / "g.jsonl", two_sentences()))

    assert (report.articles, report.duplicate_count, report.annotations) == (0, 0, {"ann": 2})


def test_importing_again_adds_nothing(file: ProjectFile, path: Path) -> None:
    write_records(path, two_sentences())
    take(file, path)
    before = tables(file)

    report = take(file, path)

    assert (report.annotations, report.annotations_there, report.completions) == ({}, 2, 0)
    assert {**tables(file), "journal": []} == {**before, "journal": []}


def test_the_same_record_twice_in_one_run_is_taken_once(file: ProjectFile, path: Path) -> None:
    report = take(file, write_records(path, two_sentences(), two_sentences()))

    assert (report.annotations, report.annotations_there) == ({"ann": 2}, 2)


def test_two_people_can_bring_the_same_ids(file: ProjectFile, tmp_path: Path) -> None:
    take(file, EXAMPLE / "gold.jsonl", layer="ann")

    first = take(file, EXAMPLE / "gold.jsonl", layer="bea")
    again = take(file, EXAMPLE / "gold.jsonl", layer="bea")

    assert (first.annotations, first.new_ids) == ({"bea": 22}, 22)
    assert (again.annotations, again.annotations_there) == ({}, 22)
    assert list(verify(file, lambda _: scheme())) == []
    hers = exported(file, tmp_path / "bea", "bea")["data/documents-train-00000.jsonl"]
    spans = {span["id"] for span in example_record()["spans"]}
    assert spans.isdisjoint(span["id"] for span in json.loads(hers)["spans"])


def test_completion_that_differs_keeps_the_projects_word(file: ProjectFile, path: Path) -> None:
    take(file, write_records(path, two_sentences()))
    changed = two_sentences(sentences=[unit(1, 0, 13, skipped=["entities"]), unit(2, 14, 29)])

    report = take(file, write_records(path, changed))

    assert (report.completions, report.completions_kept) == (0, 1)


def test_a_link_to_another_article_of_the_same_file_is_kept(file: ProjectFile, path: Path) -> None:
    first, other = claim_record("Herat fell.", 1), claim_record("Kabul fell.", 2)
    target = f"{other['id']}#c_000000000002"
    first["relations"] = [relation("c_000000000001", target)]

    take(file, write_records(path, first, other))

    assert layers.with_ids(file, ["r_000000000001"])["r_000000000001"].target == target  # type: ignore[union-attr]


def claim_record(text: str, number: int) -> Record:
    """A record with one claim whose cue is its second word."""
    cue = {"start": 6, "end": 10, "text": "fell"}
    claim = entity(0, 0, 0, "")
    for key in ("start", "end", "text", "fragments", "identity"):
        del claim[key]
    values = [
        {"name": name, "value": value, "evidence": ""}
        for name, value in (("stance", "assert"), ("verifiability", "verifiable"))
    ]
    claim |= {"id": f"c_{number:012}", "type": "STATEMENT", "trigger": [cue], "roles": []}
    return record(text, claims=[{**claim, "attributes": values}])


def relation(source: str, target: str) -> Record:
    """A relation of a record."""
    tail = {key: value for key, value in entity(0, 0, 0, "").items() if key in _TAIL_KEYS}
    core = {"id": "r_000000000001", "type": "same_claim", "source": source, "target": target}
    return {**core, "attributes": [], **tail}


_TAIL_KEYS = ("status", "annotators", "derived_from", "origin", "unsure", "note")

# ------------------------------------------------------------------------ units of offsets


def in_unit(found: Record, encoded: Callable[[str], int]) -> Record:
    """The record with its offsets counted in other units."""
    text = found["text"]

    def counted(value: Any) -> Any:
        if isinstance(value, list):
            return [counted(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: encoded(text[:item]) if key in ("start", "end") else counted(item)
            for key, item in value.items()
        }

    result: Record = counted(found)
    return result


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf8(text: str) -> int:
    return len(text.encode())


@pytest.mark.parametrize(
    ("encoded", "name"), [(utf16, "UTF-16 code units"), (utf8, "bytes of UTF-8")]
)
def test_other_units_are_found_out_and_converted(
    file: ProjectFile, path: Path, encoded: Callable[[str], int], name: str
) -> None:
    ascii_only = record("Kabul fell.", entities=[entity(9, 0, 5, "Kabul")])
    write_records(path, ascii_only, in_unit(example_record(), encoded))

    report = take(file, path, layer="ann")

    assert report.units == {"gold.jsonl": name}
    found = layers.with_ids(file, ["e_3f0f7a378735"])["e_3f0f7a378735"]
    assert isinstance(found, Mention)
    assert found.fragments == ((59, 69), (73, 87))


def test_a_file_that_mixes_units_is_refused(file: ProjectFile, path: Path) -> None:
    other = in_unit(two_sentences(), utf16)

    assert refusal(file, path, example_record(), other, layer="ann") == (
        "gold.jsonl, line 2: its offsets count UTF-16 code units, those before it code points; "
        "export the file again with one unit."
    )


# ------------------------------------------------------------------------ what is refused


def with_role(role: str, target: str, kind: str) -> Record:
    found = example_record()
    found["incidents"][0]["roles"] = [{"role": role, "target": target, "kind": kind}]
    return found


def with_attribute(name: str, value: str, evidence: str = "") -> Record:
    found = example_record()
    found["entities"][0]["attributes"] = [{"name": name, "value": value, "evidence": evidence}]
    return found


def with_frames(*frames: Record, **changes: Any) -> Record:
    """A record with five places, and incidents or claims whose trigger is the verb of it."""
    found = two_sentences(**changes)
    found["entities"] = [
        entity(1, 2, 7, "Kabul"),
        entity(2, 14, 19, "Herat"),
        entity(3, 2, 7, "Kabul", type="LOC"),
        entity(4, 14, 19, "Herat", type="LOC"),
        entity(5, 2, 12, found["text"][2:12], type="FAC"),
        entity(6, 2, 7, "Kabul", type="PERSON"),
    ]
    found["incidents"] = [one for one in frames if one["id"].startswith("i_")]
    found["claims"] = [one for one in frames if one["id"].startswith("c_")]
    return found


def frame(frame_id: str, type_name: str, *roles: tuple[str, str, str]) -> Record:
    """A frame of a record: its roles as name, target and kind."""
    tail = {key: value for key, value in entity(0, 0, 0, "").items() if key in _TAIL_KEYS}
    listed = [{"role": role, "target": target, "kind": kind} for role, target, kind in roles]
    core = {"id": frame_id, "type": type_name, "trigger": [], "roles": listed, "attributes": []}
    return {**core, **tail, **({"identity": ""} if frame_id.startswith("i_") else {})}


INCIDENT, CLAIM, SECOND_CLAIM = "i_000000000001", "c_000000000001", "c_000000000002"


def places(*numbers: int) -> list[tuple[str, str, str]]:
    return [("place", f"e_{number:012}", "entity") for number in numbers]


BAD = [
    (
        two_sentences(entities=[entity(1, 5, 10, "Kabul")]),
        "e_000000000001: its text is not what stands at 5-10, in code points, UTF-16 or bytes; "
        "correct the offsets.",
    ),
    (
        two_sentences(entities=[entity(1, 20, 40, "Kabul")]),
        "e_000000000001: its range 20-40 lies outside the text of 29 characters.",
    ),
    (
        two_sentences(entities=[entity(1, 13, 14, " ")]),
        "e_000000000001: its range 13-14 holds only white space.",
    ),
    (
        two_sentences(entities=[entity(1, 2, 7, "Kabul", fragments=[{"start": 2, "end": 7}])]),
        "e_000000000001: start and end should be those of its fragments, two or more.",
    ),
    (
        {**two_sentences(), "text": TEXT + " "},
        "id and text_hash are not those of the text; the text was changed, export it again.",
    ),
    (
        two_sentences(entities=[entity(1, 2, 7, "Kabul"), entity(1, 14, 19, "Herat")]),
        "e_000000000001 stands twice in the record; ids are used once.",
    ),
    (
        two_sentences(entities=[entity(1, 2, 7, "Kabul", id="i_000000000001")]),
        "i_000000000001: an id in entities begins with e_.",
    ),
    (
        two_sentences(entities=[entity(1, 2, 7, "Kabul", type="GEP")]),
        "e_000000000001: the scheme has no entities type GEP; did you mean GPE?",
    ),
    (
        with_attribute("menton", "nominal"),
        "e_63b7e05073cb: GPE has no attribute menton; did you mean mention?",
    ),
    (
        with_attribute("mention", "nominal", "s_000000000000"),
        "e_63b7e05073cb: mention rests on s_000000000000, no span here.",
    ),
    (
        with_role("plaice", "e_63b7e05073cb", "entity"),
        "i_979156d6ddf6: ATTACK_CIVILIANS has no role plaice; did you mean place?",
    ),
    (
        with_role("place", "e_000000000000", "entity"),
        "i_979156d6ddf6: place is filled by e_000000000000, no entity here.",
    ),
    (
        with_frames(frame(INCIDENT, "BATTLE", *places(1, 6))),
        "i_000000000001: place of BATTLE takes GPE, LOC or FAC; this is PERSON.",
    ),
    (
        with_frames(frame(INCIDENT, "BATTLE", *places(1, 2, 3, 4, 5))),
        "i_000000000001: place of BATTLE takes 4 at the most; take one out.",
    ),
    (
        with_frames(frame(INCIDENT, "BATTLE", *places(1, 1))),
        "i_000000000001: place of BATTLE has the same filler twice; take one out.",
    ),
    (
        with_frames(frame(CLAIM, "STATEMENT", ("content", CLAIM, "claim"))),
        "c_000000000001: STATEMENT leads back to itself through content; empty it.",
    ),
    (
        with_frames(
            frame(CLAIM, "STATEMENT", ("content", SECOND_CLAIM, "claim")),
            frame(SECOND_CLAIM, "STATEMENT", ("content", CLAIM, "claim")),
        ),
        "c_000000000001: STATEMENT leads back to itself through content; empty it.",
    ),
    (
        with_frames(frame(CLAIM, "STATEMENT", ("content", INCIDENT, "incident"))),
        "c_000000000001: content is filled by i_000000000001, no incident here.",
    ),
    (
        with_frames(
            frame(CLAIM, "STATEMENT"),
            frame(SECOND_CLAIM, "STATEMENT"),
            relations=[relation(CLAIM, "e_000000000001")],
        ),
        "r_000000000001: same_claim goes from a claim to a claim; this is STATEMENT to GPE.",
    ),
    (
        with_role("place", "e_63b7e05073cb", "span"),
        "i_979156d6ddf6: place is filled by e_63b7e05073cb, no span here.",
    ),
    (
        two_sentences(sentences=[unit(1, 0, 12), unit(2, 14, 29)]),
        "S2: text before it, from 12 on, is in no sentence.",
    ),
    (
        two_sentences(sentences=[unit(1, 0, 15), unit(2, 14, 29)]),
        "S2: its place 14-29 overlaps another or is no text.",
    ),
    (
        two_sentences(sentences=[unit(1, 0, 13)]),
        "sentences: the text from 13 on is in no sentence.",
    ),
    (
        two_sentences(sentences=[unit(2, 0, 29)]),
        "sentences: S2 should be S1.",
    ),
    (
        two_sentences(sentences=[unit(1, 0, 29, done=["claims"], unsure=["claims"])]),
        "S1: a layer is in two of done, skipped and unsure.",
    ),
    (
        {**record(), "labels": [{**relation("", ""), "target": "S9"}]},
        "labels.0.name is missing.",
    ),
    ({**record(), "label": []}, "label is no key of a record; did you mean labels?"),
    (record(title=4), "title should be text."),
    (
        {**record(), "entities": [entity(1, -1, 5, "Kabul")]},
        "entities.0.start should not be negative.",
    ),
    (
        record(published="soon"),
        "published cannot be read as a date or period; write "
        "2022-08-06/2022-08-06, 2021-05/2021-05, XXXX-08-06/XXXX-08-06, ../2022-08-06.",
    ),
    (
        {"format": "news-gold-sentence/1"},
        "this is no news-gold/1 record; sentence records and others cannot be read, "
        "import the documents file.",
    ),
    (
        {
            **claim_record("Herat fell.", 1),
            "relations": [relation("c_000000000001", "c_9" * 4 + "0")],
        },
        "relations.0.target does not have the right form.",
    ),
    (
        {
            **claim_record("Herat fell.", 1),
            "relations": [relation("c_000000000001", "c_000000000007")],
        },
        "r_000000000001: it links c_000000000007, which is not in the record.",
    ),
    (
        {
            **claim_record("Herat fell.", 1),
            "relations": [relation("c_000000000001", "d_0000000000000000#c_000000000007")],
        },
        "it links d_0000000000000000#c_000000000007, which is not in the project.",
    ),
]


@pytest.mark.parametrize(("bad", "message"), BAD, ids=[message[:40] for _, message in BAD])
def test_a_bad_record_is_refused(file: ProjectFile, path: Path, bad: Record, message: str) -> None:
    good = record("A good record.", sentences=[unit(1, 0, 14)])

    assert refusal(file, path, good, bad, layer="ann") == f"gold.jsonl, line 2: {message}"


def test_gold_needs_a_name(file: ProjectFile, path: Path) -> None:
    assert refusal(file, path, example_record()) == (
        "gold.jsonl, line 1: the record is adjudicated gold; say whose layer it becomes: --as "
        "NAME, or import the folder of an export that was made --with-votes"
    )


def test_a_record_of_several_people_needs_a_name(file: ProjectFile, path: Path) -> None:
    mention = entity(1, 2, 7, "Kabul", annotators=["ann", "bea"])

    assert refusal(file, path, two_sentences(entities=[mention])) == (
        "gold.jsonl, line 1: the record names ann, bea; say whose layer it becomes: --as NAME"
    )


def test_other_content_under_the_same_id_is_refused(file: ProjectFile, path: Path) -> None:
    take(file, write_records(path, two_sentences()))
    changed = two_sentences(entities=[entity(1, 2, 7, "Kabul", note="changed")])

    assert refusal(file, path, changed) == (
        "gold.jsonl, line 1: ann has e_000000000001 already, with other content; "
        "import under another name with --as, or take it out of the file."
    )


def test_sentences_that_were_joined_since_are_refused(file: ProjectFile, path: Path) -> None:
    take(file, write_records(path, record(TEXT, sentences=[unit(1, 0, 29)])))

    assert refusal(file, path, two_sentences()) == (
        f"gold.jsonl, line 1: S1 (0-13) is no sentence of {ids.article_id(ids.hash_text(TEXT))} in "
        "this project, where sentences were split or joined; import into a new project."
    )


def test_an_abstract_type_is_refused(file: ProjectFile, path: Path) -> None:
    bad = example_record()
    bad["incidents"][0]["type"] = "VIOLENCE"

    assert refusal(file, path, bad, layer="ann") == (
        "gold.jsonl, line 1: i_979156d6ddf6: VIOLENCE only groups other types; choose one of them."
    )


def test_a_label_the_scheme_lacks_is_refused(file: ProjectFile, path: Path) -> None:
    bad = example_record()
    bad["labels"][0]["name"] = "reports_events"
    worse = example_record()
    worse["labels"][1]["value"] = "maybe"

    assert refusal(file, path, bad, layer="ann") == (
        "gold.jsonl, line 1: l_0d6e959ed020: the scheme has no label reports_events; "
        "did you mean reports_event?"
    )
    assert "l_a29fbfee794a: check_worthy: “maybe” is none of" in refusal(
        file, path, worse, layer="ann"
    )


def test_another_scheme_is_reported(file: ProjectFile) -> None:
    report = take(file, EXAMPLE / "gold.jsonl", layer="ann")

    assert report.other_schemes == ("news-conflict 1.0.0",)

"""A scheme as text, the marks of its examples, and a scheme made from another."""

import pytest

from annotator.model.scheme_examples import (
    CounterExample,
    Mark,
    counter_example,
    marks_of,
)
from annotator.model.scheme_file import derive_scheme_source, load_scheme
from annotator.model.scheme_text import WIDTH, describe_scheme
from tests.unit.model.schemes import NEWS, SMALL, changed, news_scheme, small_scheme


def test_the_outline_names_everything_with_its_key() -> None:
    lines = describe_scheme(small_scheme()).splitlines()

    assert lines[0] == "small 1.2.3  Small"
    for line in (
        "ENTITIES  (overlap: nested, fragments: allowed)",
        "  - AGENT (abstract)  Who acts.",
        "    p PERSON",
        "    k kind (choice; default name)",
        "    z code (text; of PLACE)",
        "      d .doer [0..3] (AGENT, span)",
        "    b BLAST",
        "        v .device [1..*] (span)",
        "    E denied (flag)",
        "        HARM: low | high",
        "  n near (PLACE -> PLACE; symmetric)",
        "  - inside (entity -> PLACE; transitive; at most 1 per source)",
        "    w worthy (choice)",
        "  warning  harm-has-place: HARM needs place when dead is set",
        "  error  denied-is-not-huge: incident forbids dead when denied is set unless size is low",
    ):
        assert line in lines


def test_the_outline_of_the_default_scheme_is_whole_and_narrow() -> None:
    scheme = news_scheme()

    text = describe_scheme(scheme)

    assert max(map(len, text.splitlines())) <= WIDTH
    assert all(name in text for name in (*scheme.types, *scheme.labels_by_name, *scheme.rules))
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_a_scheme_of_labels_alone_has_an_outline() -> None:
    source = SMALL.partition("[entities]")[0] + (
        '[entities.types]\n[labels.sentence.worthy]\nvalue = "flag"\n'
    )

    text = describe_scheme(load_scheme(source, "labels.toml"))

    assert text.partition("SENTENCE LABELS\n")[2] == "    - worthy (flag)\n"
    assert "ENTITIES" not in text


def test_marks_are_read_in_order() -> None:
    assert marks_of("[[Gunmen|doer]] [[hurt]] her.") == (Mark("Gunmen", "doer"), Mark("hurt", ""))
    assert marks_of("nothing") == ()


@pytest.mark.parametrize("text", ["[[a", "a]]", "[[a [[b]] c]]", "]]a[[", "[[a]] [[b"])
def test_marks_that_do_not_pair_up_are_none(text: str) -> None:
    assert marks_of(text) is None


def test_a_counter_example_is_taken_apart_at_its_last_arrow() -> None:
    read = counter_example("From [[A]] -> B: they went. -> none: no label: really")

    assert read == CounterExample("From [[A]] -> B: they went.", "none", "no label: really")
    assert counter_example("[[A]] went. -> TYPE:  ") is None


def test_a_derived_scheme_is_the_other_one_under_a_new_name() -> None:
    source = NEWS.read_text(encoding="utf-8")

    derived = load_scheme(derive_scheme_source(source, "my-scheme"), "my-scheme.toml")

    assert (derived.name, derived.version) == ("my-scheme", "0.1.0")
    assert derived.model_copy(
        update={"name": "news-conflict", "version": "1.0.0", "source_hash": ""}
    ) == news_scheme().model_copy(update={"source_hash": ""})


@pytest.mark.parametrize(
    "line", ["name = 'small' # kept", '"name"="""small"""', 'name="""\nsmall"""']
)
def test_however_the_name_is_written_it_is_replaced(line: str) -> None:
    source = changed(SMALL, 'name = "small"', line).replace("\n", "\r\n")

    derived = derive_scheme_source(source, "mine")

    assert load_scheme(derived, "mine.toml").name == "mine"
    assert "# kept" in derived or "# kept" not in line
    assert derived.count("\r\n") >= SMALL.count("\n")

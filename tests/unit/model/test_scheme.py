"""Looking things up in a scheme: types, hierarchy, roles, fillers, attributes, keys, rules."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from annotator.model.scheme import Scheme, SchemeRef
from annotator.model.scheme_file import load_scheme
from annotator.model.scheme_keys import (
    FORM_KEY_PATTERN,
    FORM_LETTERS,
    FORM_RESERVED,
    SELECTION_KEY_PATTERN,
    SELECTION_LETTERS,
    SELECTION_RESERVED,
    first_free_letter,
)
from annotator.model.scheme_tables import TYPED_LAYERS
from tests.unit.model.schemes import NEWS, SMALL, changed, news_scheme, problems_of, small_scheme


@pytest.fixture(scope="module")
def small() -> Scheme:
    return small_scheme()


@pytest.fixture(scope="module")
def news() -> Scheme:
    return news_scheme()


def changed_scheme(old: str, new: str) -> Scheme:
    return load_scheme(changed(SMALL, old, new), "changed.toml")


def keys(scheme: Scheme, type_name: str) -> dict[str, str]:
    return {item.attribute.name: item.key for item in scheme.attributes_for(type_name)}


def test_the_default_scheme_has_no_problem() -> None:
    assert problems_of(NEWS.read_bytes()) == ()


def test_a_scheme_knows_its_name_version_and_the_hash_of_its_bytes(news: Scheme) -> None:
    digest = hashlib.sha256(NEWS.read_bytes()).hexdigest()

    assert news.ref == SchemeRef("news-conflict", "1.0.0", f"sha256:{digest}")


def test_a_scheme_cannot_be_changed(small: Scheme) -> None:
    with pytest.raises(ValidationError):
        small.entities.types["PERSON"].key = "q"  # type: ignore[misc]


def test_types_come_in_the_order_of_the_file_with_their_names(small: Scheme) -> None:
    assert [kind.name for kind in small.entity_types] == ["AGENT", "PERSON", "GROUP", "PLACE"]
    assert [kind.name for kind in small.choosable_types("entities")] == ["PERSON", "GROUP", "PLACE"]
    assert list(small.types)[-2:] == ["near", "inside"]


def test_types_are_found_by_name(small: Scheme) -> None:
    assert small.entity_type("PERSON").color == "#aabbcc"
    assert small.frame_type("HARM").key == "h"
    assert small.frame_type("STATEMENT").key == "s"
    assert small.relation_type("inside").max_per_source == 1
    assert small.label("topic").value == "text"
    assert small.label("worthy").choices == ("yes", "no")
    assert [small.layer_of(n) for n in ("PLACE", "TALK", "STATEMENT", "near", "nobody")] == [
        *TYPED_LAYERS,
        None,
    ]


def test_an_unknown_type_is_a_key_error(small: Scheme) -> None:
    for look_up in (small.entity_type, small.frame_type, small.relation_type, small.label):
        with pytest.raises(KeyError):
            look_up("nobody")


def test_a_type_is_itself_and_what_stands_above_it(small: Scheme) -> None:
    assert small.ancestors("PERSON") == ("AGENT",)
    assert small.ancestors("near") == small.ancestors("nobody") == ()
    assert small.is_a("PERSON", "AGENT") and small.is_a("PERSON", "PERSON")
    assert not small.is_a("AGENT", "PERSON")
    assert small.with_subtypes("AGENT") == ("AGENT", "PERSON", "GROUP")


def test_a_word_covers_its_layer_and_a_type_its_subtypes(small: Scheme) -> None:
    assert small.covered("entity") == ("PERSON", "GROUP", "PLACE")
    assert small.covered("AGENT") == ("PERSON", "GROUP")
    assert small.covered("relation") == ("near", "inside")
    assert small.covered("nobody") == ()


def test_roles_include_the_inherited_ones_first(small: Scheme, news: Scheme) -> None:
    assert [role.name for role in small.roles_of("BLAST")] == ["doer", "place", "device"]
    assert [role.name for role in news.roles_of("ABDUCTION")][-2:] == ["time", "taken"]


def test_a_role_defined_again_takes_the_place_of_the_inherited_one() -> None:
    own = '[incidents.types.BLAST.roles.doer]\nfills = ["GROUP"]\n'

    scheme = changed_scheme(
        "[incidents.types.BLAST.roles.device]", f"{own}\n[incidents.types.BLAST.roles.device]"
    )

    roles = scheme.roles_of("BLAST")
    assert [role.name for role in roles] == ["doer", "place", "device"]
    assert roles[0].fills == ("GROUP",)
    assert scheme.roles_of("HARM")[0].fills == ("AGENT", "span")


def test_fillers_are_expanded_to_what_an_annotation_may_be(small: Scheme) -> None:
    doer, place = small.roles_of("HARM")
    content, source = small.roles_of("STATEMENT")

    assert small.permitted_fillers(doer) == ("PERSON", "GROUP", "span")
    assert small.permitted_fillers(place) == ("PLACE",)
    assert small.permitted_fillers(content) == ("HARM", "BLAST", "TALK", "STATEMENT", "span")
    assert small.permitted_fillers(source) == ("PERSON", "GROUP", "PLACE")
    assert small.permitted(small.relation_type("inside").sources) == ("PERSON", "GROUP", "PLACE")


def test_subtypes_fill_a_role_of_their_parent(news: Scheme) -> None:
    party = next(role for role in news.roles_of("BATTLE") if role.name == "party")

    assert {"ORG", "GOV_BODY", "STATE_FORCE", "ARMED_GROUP"} <= set(news.permitted_fillers(party))
    assert "PERSON" not in news.permitted_fillers(party)


def test_attributes_are_those_of_the_layer_that_apply(small: Scheme) -> None:
    assert list(keys(small, "PERSON")) == ["kind"]
    assert list(keys(small, "PLACE")) == ["kind", "code"]
    assert list(keys(small, "BLAST")) == ["size", "dead", "denied"]
    assert list(keys(small, "TALK")) == ["size", "denied"]
    assert keys(small, "near") == keys(small, "nobody") == {}


def test_an_attribute_without_key_gets_the_first_free_letter_of_its_name(small: Scheme) -> None:
    # k, i, n, d of "kind": i, n and d are commands on a selection, k is free.
    assert keys(small, "PERSON") == {"kind": "k"}
    # "denied" in a form: D is the attribute dead, E is free; upper case goes first.
    assert keys(small, "HARM") == {"size": "S", "dead": "D", "denied": "E"}


def test_an_attribute_has_the_same_key_in_every_form(small: Scheme) -> None:
    assert keys(small, "TALK")["denied"] == keys(small, "BLAST")["denied"]


def test_no_two_things_in_a_form_share_a_key(news: Scheme) -> None:
    for layer in ("incidents", "claims"):
        for name in news.layer(layer):
            used = [role.key for role in news.roles_of(name)] + list(keys(news, name).values())
            assert len(used) == len(set(used))
            assert all(re.fullmatch(FORM_KEY_PATTERN, key) and key for key in used)


def test_no_two_things_on_a_selection_share_a_key(news: Scheme) -> None:
    used = [kind.key for kind in news.entity_types]
    used += [label.key for label in news.labels_by_name.values()]
    used += news.attribute_keys("entities").values()

    assert len(used) == len(set(used))
    assert all(re.fullmatch(SELECTION_KEY_PATTERN, key) and key for key in used)


def test_everything_in_the_default_scheme_has_a_key_and_a_guideline(news: Scheme) -> None:
    attributes = [a for layer in TYPED_LAYERS for a in news.attributes_of_layer(layer).values()]
    for kind in (k for layer in TYPED_LAYERS for k in news.layer(layer).values()):
        assert kind.definition
        assert len(kind.examples) >= 2
        assert kind.counter_examples
    for layer in TYPED_LAYERS:
        assert all(kind.key for kind in news.choosable_types(layer))
    for item in (*attributes, *news.labels_by_name.values()):
        assert item.key and item.definition


def test_reserved_letters_and_patterns_agree() -> None:
    for letters, pattern, reserved in (
        (SELECTION_LETTERS, SELECTION_KEY_PATTERN, SELECTION_RESERVED),
        (FORM_LETTERS, FORM_KEY_PATTERN, FORM_RESERVED),
    ):
        allowed = {chr(code) for code in range(128) if re.fullmatch(pattern, chr(code))}
        assert allowed == set("".join(letters))
        assert not allowed & reserved
        assert len(allowed | reserved) == 52


def test_the_alphabet_follows_when_the_name_has_no_free_letter() -> None:
    assert first_free_letter("ab", ("abc", "ABC"), "aAbB") == "c"
    assert first_free_letter("ab", ("abc", "ABC"), "ab") == "A"
    assert first_free_letter("9_", ("abc", "ABC"), "") == "a"
    assert first_free_letter("ab", ("abc", "ABC"), "abcABC") == ""


def test_choices_are_those_of_the_nearest_type_that_limits_them(small: Scheme) -> None:
    size = small.incidents.attributes["size"]

    assert small.choices_for(size, "HARM") == ("low", "high")
    assert small.choices_for(size, "BLAST") == ("huge",)
    assert small.choices_for(size, "TALK") == ("low", "high", "huge")


def test_a_subtype_has_the_choices_of_its_parent() -> None:
    scheme = changed_scheme(', BLAST = ["huge"] }', " }")

    assert scheme.choices_for(scheme.incidents.attributes["size"], "BLAST") == ("low", "high")


def test_keys_choose_types_and_labels(small: Scheme) -> None:
    assert small.type_for_key("p") == "PERSON"
    assert small.type_for_key("t", "incidents") == "TALK"
    assert small.type_for_key("n", "relations") == "near"
    assert small.type_for_key("t") is None
    assert small.type_for_key("") is None
    label = small.label_for_key("w")
    assert label is not None and label.name == "worthy"
    assert small.label_for_key("") is None


def test_rules_reach_the_subtypes_of_their_type(small: Scheme) -> None:
    assert [rule.name for rule in small.rules_for("BLAST")] == [
        "harm-has-place",
        "denied-is-not-huge",
    ]
    assert [rule.name for rule in small.rules_for("TALK")] == ["denied-is-not-huge"]
    assert small.rules_for("PERSON") == ()


@pytest.mark.parametrize("make", [small_scheme, news_scheme])
def test_a_checked_scheme_comes_back_from_json_without_its_validators(
    make: Callable[[], Scheme],
) -> None:
    scheme = make()

    again = Scheme.from_checked_json(scheme.to_json())

    assert again == scheme
    assert again.model_dump() == scheme.model_dump()
    assert again.ref == scheme.ref
    assert again.to_json() == scheme.to_json()
    assert Scheme.model_validate_json(scheme.to_json()) == scheme


def test_a_scheme_without_frames_comes_back_too() -> None:
    source = SMALL.partition("[incidents]")[0]
    scheme = load_scheme(source, "entities.toml")

    again = Scheme.from_checked_json(scheme.to_json())

    assert again == scheme
    assert again.claims.trigger == "optional"
    assert again.labels_by_name == {}


def test_opening_a_checked_scheme_builds_no_validator(tmp_path: Path) -> None:
    """Building them would cost every start of the program some 20 ms."""
    kept = tmp_path / "scheme.json"
    kept.write_text(small_scheme().to_json(), encoding="utf-8")
    script = (
        "import sys, pathlib; from annotator.model.scheme import Scheme, FrameLayer;"
        "scheme = Scheme.from_checked_json(pathlib.Path(sys.argv[1]).read_text('utf-8'));"
        "print(scheme.name, Scheme.__pydantic_complete__, FrameLayer.__pydantic_complete__)"
    )

    run = subprocess.run(
        [sys.executable, "-c", script, kept], capture_output=True, text=True, check=True
    )

    assert run.stdout.split() == ["small", "False", "False"]

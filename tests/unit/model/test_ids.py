"""Ids, hashes, names and instants."""

import re
from datetime import UTC, datetime

import pytest

from annotator.model import ids


@pytest.mark.parametrize("prefix", "eiclrsnju")
def test_ids_have_the_form_that_models_ask_for(prefix: str) -> None:
    made = {ids.new_id(prefix) for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(ids.ID_PATTERN, one) and one[0] == prefix for one in made)


def test_an_articles_id_comes_from_its_text() -> None:
    # sha256 of "abc": FIPS 180-2, appendix B.1
    assert ids.hash_text("abc").startswith("sha256:ba7816bf8f01cfea")
    assert ids.article_id(ids.hash_text("abc")) == "d_ba7816bf8f01cfea"
    assert re.fullmatch(ids.ARTICLE_ID_PATTERN, ids.article_id(ids.hash_text("")))
    assert re.fullmatch(ids.HASH_PATTERN, ids.hash_text("ä"))
    assert ids.hash_text("ä") != ids.hash_text("a\u0308")


def test_a_lone_surrogate_has_no_hash() -> None:
    with pytest.raises(UnicodeEncodeError):
        ids.hash_text("\ud800")


@pytest.mark.parametrize("name", ["a", "Ann_2", "ann.b-c", "x" * 64, "0"])
def test_names_that_may_sign_work(name: str) -> None:
    assert ids.is_annotator_name(name)


@pytest.mark.parametrize("name", ["", "x" * 65, "ann b", "ann\n", "\nann", "jürgen", "a/b", "a#"])
def test_names_that_may_not(name: str) -> None:
    assert not ids.is_annotator_name(name)


def test_an_instant_is_utc_with_milliseconds() -> None:
    now = ids.now()
    assert re.fullmatch(ids.INSTANT_PATTERN, now)
    assert datetime.fromisoformat(now).tzinfo == UTC

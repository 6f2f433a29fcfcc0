"""Who may come in to a served project."""

import pytest

from annotator.serving.door import LOOPBACK, Door, Turned, is_same_site, new_token


def test_a_name_comes_in_and_is_known_by_its_secret() -> None:
    door = Door()
    secret = door.admit("ann", "")
    assert (door.name_of(secret), door.name_of("other"), door.name_of("")) == ("ann", "", "")
    door.leave(secret)
    assert door.name_of(secret) == ""


@pytest.mark.parametrize("name", ["", "a b", "$(id)", "ann;id", "../x", "a" * 65, "ann\n", "é"])
def test_a_name_that_may_not_sign_is_turned_away(name: str) -> None:
    with pytest.raises(Turned, match="letters, digits"):
        Door().admit(name, "")


@pytest.mark.parametrize("typed", ["", "another token", "the right token ", "\udc80"])
def test_another_token_is_turned_away_whatever_the_name(typed: str) -> None:
    door = Door("the right token")
    assert door.asks_token
    for name in ("ann", "a b"):
        with pytest.raises(Turned, match="not the token"):
            door.admit(name, typed)
    assert door.name_of(door.admit("ann", "the right token")) == "ann"


def test_tokens_and_secrets_are_long_and_never_the_same() -> None:
    door = Door()
    made = [new_token() for _ in range(50)] + [door.admit("ann", "") for _ in range(50)]
    assert len(set(made)) == 100
    assert min(map(len, made)) >= 22


def test_logins_do_not_pile_up() -> None:
    door = Door()
    first, last = door.admit("ann", ""), ""
    for _ in range(1000):
        last = door.admit("ben", "")
    assert (door.name_of(first), door.name_of(last)) == ("", "ben")


@pytest.mark.parametrize(
    ("host", "served"),
    [
        ("localhost:8000", True),
        ("127.0.0.1", True),
        ("[::1]:8000", True),
        ("evil.example:8000", False),
        ("localhost.evil.example", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_only_names_of_this_machine_are_served(host: str, served: bool) -> None:
    assert Door(hosts=LOOPBACK).serves(host) is served
    assert Door().serves(host)


def test_pages_of_other_sites_are_told_apart() -> None:
    assert is_same_site("", "localhost:8000")
    assert is_same_site("http://localhost:8000", "localhost:8000")
    assert not is_same_site("http://localhost:9000", "localhost:8000")
    assert not is_same_site("https://evil.example", "localhost:8000")
    assert not is_same_site("null", "localhost:8000")

"""Page furniture: marked when it is, left alone when it only looks alike."""

import pytest

from annotator.text.boilerplate import boilerplate_rule, is_caption, is_licence_notice


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Leave a Comment", "comment"),
        ("12 Comments", "comment"),
        ("Comments are closed", "comment"),
        ("(Last Updated On: September 15, 2023)", "stamp"),
        ("Published 3 hours ago", "stamp"),
        ("Posted on Monday, 4 May 2020", "stamp"),
        ("14 March 2021", "stamp"),
        ("Image Credit: Google, Al-Jazeera", "credit"),
        ("Photo: Reuters", "credit"),
        ("(Courtesy: Karvan Courier)", "credit"),
        ("[AFP]", "credit"),
        ("© 2021 Karvan Courier. All rights reserved.", "licence"),
        ("Content by Karvan News is licensed under CC BY 4.0", "licence"),
        ("Share this article", "share"),
        ("Follow us on Twitter", "share"),
        ("Sign up for our newsletter.", "share"),
        ("Read more: Curfew imposed", "menu"),
        ("ADVERTISEMENT", "menu"),
        ("4 min read", "menu"),
        ("ab/cd", "menu"),
        ("By Ilse Brandt", "byline"),
        ("By Ilse Brandt and Tomas Reyne in Karvan", "byline"),
        ("-----", "ornament"),
        ("* * *", "ornament"),
    ],
)
def test_furniture(line: str, rule: str) -> None:
    assert boilerplate_rule(line) == rule


@pytest.mark.parametrize(
    "line",
    [
        "Updated rules for refugees announced",
        "Published works of a poet burnt in Oshtin",
        "Share prices fall in Karvan",
        "Home secretary resigns",
        "Printing press raided",
        "By Monday the river had risen",
        "Talks end",
        "Photo shows burnt truck",
        "Comments by the envoy anger Velmora",
        "Next week's vote",
        "9/11",
    ],
)
def test_story_lines_are_left_alone(line: str) -> None:
    assert boilerplate_rule(line) is None


def test_long_lines_are_never_furniture() -> None:
    assert boilerplate_rule("© 2021 " + "word " * 60 + "all rights reserved") is None
    assert not is_licence_notice("All rights reserved. " * 20)


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("File photo: A burnt truck on the road to Lower Oshtin.", True),
        ("FILE - Soldiers stand guard in Karvan, March 4, 2020.", True),
        ("In this photo released by the army, a ship burns.", True),
        ("Teachers march in Karvan on 3 May [Ilse Brandt/Reuters]", True),
        ("A market in Karvan. (Photo by Ilse Brandt/AFP)", True),
        ("The dam before its collapse. Photo: Karvan Courier", True),
        ("The army said so. (Reuters)", False),
        ("A photo of the blast spread quickly.", False),
        ("Image of a nation: the vote in Velmora", False),
    ],
)
def test_captions(line: str, caption: bool) -> None:
    assert is_caption(line) is caption

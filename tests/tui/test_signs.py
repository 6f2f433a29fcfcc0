"""Shapes and tags of types: no two types of a scheme share them."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.project import Project
from annotator.tui.keymap import KeyMap
from annotator.tui.palette import HUES
from annotator.tui.signs import GROUP, TypeSigns, short_codes


def test_tags_of_the_default_scheme(project: Project) -> None:
    signs = TypeSigns(project.scheme, KeyMap().letter)
    assert signs["QUANTITY"].tags[0] == "QUANTITY"
    assert signs["QUANTITY"].tags[-4:] == ("QUAN", "QUA", "QU", "q")
    # PERSON and PEOPLE share two letters, so that three are the least.
    assert signs["PERSON"].tags[-3:] == ("PER", "PE", "p")
    assert signs["PEOPLE"].code == "PO"
    assert signs["ARMED_GROUP"].code == "AG"
    assert signs["NOT_IN_THIS_SCHEME"].tags == ("NOT_IN_THIS_SCHEME",)


def test_no_two_types_share_a_tag(project: Project) -> None:
    signs = TypeSigns(project.scheme, KeyMap().letter)
    names = [kind.name for kind in project.scheme.choosable_types("entities")]
    tags = [tag for name in names for tag in signs[name].tags]
    assert len(tags) == len(set(tags))


def test_no_two_types_share_hue_and_shape(project: Project) -> None:
    assert len(HUES) >= GROUP
    signs = TypeSigns(project.scheme, KeyMap().letter)
    names = [kind.name for kind in project.scheme.choosable_types("entities")]
    looks = {(number % len(HUES), signs[name].shape) for number, name in enumerate(names)}
    assert len(looks) == len(names)


NAMES = st.lists(
    st.from_regex("[A-Z][A-Z0-9_]{0,8}", fullmatch=True), unique=True, min_size=1, max_size=40
)


@given(NAMES)
def test_codes_are_short_and_no_two_alike(names: list[str]) -> None:
    codes = short_codes(names)
    assert len(set(codes.values())) == len(codes)
    for name, code in codes.items():
        assert len(code) <= 2
        assert code == name or code not in names

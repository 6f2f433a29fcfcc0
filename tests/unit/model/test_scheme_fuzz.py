"""Whatever a file holds, the loader returns a scheme or says what is wrong with it."""

import re
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.scheme import Scheme
from annotator.model.scheme_file import SchemeErrors, load_scheme
from tests.unit.model.schemes import NEWS, SMALL

NEWS_TEXT = NEWS.read_text(encoding="utf-8")
WORDS = sorted(set(re.findall(r"[A-Za-z_]+|[\[\]{}=.,#\"']+|\d+", NEWS_TEXT)))
SNIPPETS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["", "\n", '"', '"""', "[[", "]]", "{", "}", "= ", "\\", "\0", "\ufeff", "5"]),
    st.sampled_from(["nan", "inf", "1979-05-27", "true", "[]", "{}", '""', "[[1]]", "10e99"]),
    st.text(max_size=4),
)


def outcome(source: str | bytes) -> Scheme | SchemeErrors:
    """Load; every problem must be one line with a file and a line that the source has."""
    try:
        scheme = load_scheme(source, "fuzz.toml")
    except SchemeErrors as errors:
        newline = "\n" if isinstance(source, str) else b"\n"
        last = source.count(newline) + 1  # type: ignore[arg-type]
        assert errors.problems
        for problem in errors.problems:
            assert problem.message
            assert "\n" not in str(problem)
            assert 0 <= problem.line <= last
        return errors
    return scheme


@st.composite
def mutations(draw: st.DrawFn, text: str) -> str:
    """A text with a few pieces cut out, put in, or both."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.one_of(st.integers(0, 12), st.integers(0, 400)))
        text = text[:start] + draw(SNIPPETS) + text[start + length :]
    return text


@st.composite
def word_swaps(draw: st.DrawFn, text: str) -> str:
    """A text with a few of its words replaced by others, so that it often stays TOML."""
    places = list(re.finditer(r"[A-Za-z_]+|\d+|\"[^\"\n]*\"|\[[^\]\n]*\]", text))
    for _ in range(draw(st.integers(1, 3))):
        place = places[draw(st.integers(0, len(places) - 1))]
        swap = draw(st.one_of(SNIPPETS, st.sampled_from([p.group() for p in places])))
        text = text[: place.start()] + swap + text[place.end() :]
    return text


@settings(deadline=None, max_examples=150)
@given(mutations(NEWS_TEXT))
def test_a_mutated_default_scheme_is_loaded_or_refused(source: str) -> None:
    assert isinstance(outcome(source), Scheme | SchemeErrors)


@settings(deadline=None, max_examples=250)
@given(word_swaps(SMALL))
def test_a_scheme_with_swapped_words_is_loaded_or_refused(source: str) -> None:
    loaded = outcome(source)

    if isinstance(loaded, Scheme):
        assert Scheme.from_checked_json(loaded.to_json()) == loaded


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.binary(max_size=200), st.text(string.printable, max_size=200)))
def test_any_file_is_loaded_or_refused(source: bytes | str) -> None:
    assert isinstance(outcome(source), SchemeErrors)


VALUES = st.recursive(
    st.sampled_from(["1", "-1", "true", '"x"', '"PERSON"', "1.5", "1979-05-27"]),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]")
        | st.tuples(st.sampled_from(["key", "fills", "types", "x"]), inner).map(
            lambda pair: f"{{ {pair[0]} = {pair[1]} }}"
        )
    ),
    max_leaves=4,
)


@settings(deadline=None, max_examples=250)
@given(st.data())
def test_a_setting_of_any_kind_is_loaded_or_refused(data: st.DataObject) -> None:
    """Values of the wrong kind anywhere: the file stays valid TOML."""
    lines = SMALL.split("\n")
    settings_ = [i for i, line in enumerate(lines) if re.match(r"[a-z_]+ = ", line)]
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.sampled_from(settings_))
        lines[row] = lines[row].partition(" = ")[0] + " = " + data.draw(VALUES)

    assert isinstance(outcome("\n".join(lines)), Scheme | SchemeErrors)

"""What is told of mutants that survived."""

from pathlib import Path

import pytest

from tests.mutation.survivors import EQUIVALENT, Mutant, Rule, changed_lines, rules

ROOM = Path(__file__).parents[2] / "annotator" / "agreement"
DIFF = """--- one.py
+++ one.py
@@ -1,2 +1,2 @@
 def one(a: int) -> int:
-    return a + 1 + 1
+    return a + 1 - 1
"""


@pytest.mark.parametrize("rule", rules(EQUIVALENT.read_text(encoding="utf-8")))
def test_every_rule_is_of_code_that_is_there(rule: Rule) -> None:
    module, _, name = rule.function.partition(".")
    sources = [path.read_text(encoding="utf-8") for path in ROOM.glob(f"{module or '*'}.py")]
    assert any(rule.was in source for source in sources)
    assert not name or any(f"def {name.rpartition('.')[2]}(" in source for source in sources)
    assert rule.why


def test_a_rule_covers_one_change_in_one_function() -> None:
    before, after = changed_lines(DIFF)
    rule = Rule("+", ("-", "*"), "because", "one.one")
    assert rule.covers("one.one", before, after)
    assert rule._replace(function="").covers("other.one", before, after)
    assert not rule.covers("other.one", before, after)
    assert not rule._replace(becomes=("*",)).covers("one.one", before, after)
    assert not rule.covers("one.one", before, after.replace("+", "-"))


def test_a_change_of_several_lines_is_covered_by_no_rule() -> None:
    assert changed_lines(DIFF + "-    # end\n") == ("", "")


def test_the_name_of_a_mutant_says_its_function() -> None:
    for name, function in (
        ("room.one.x__one__mutmut_2", "one._one"),
        ("room.one.xǁTwoǁ__init____mutmut_11", "one.Two.__init__"),
    ):
        assert Mutant(Path("one.py"), name, "survived").function == function

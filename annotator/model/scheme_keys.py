"""Which letters a scheme may use as keys, and the letter of what the scheme gives none.

Two key spaces exist. On a *selection* a letter names what is lit, beside the tool's own commands.
In a *form* or a menu letters choose roles, attributes or types, and few letters are taken.
Must import nothing of ours.
"""

from collections.abc import Container

LOWER = "abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()

SELECTION_RESERVED = frozenset("cdfijnruxJNU")
"""Commands of the Label screen: no entity type, entity attribute or label may use them."""

FORM_RESERVED = frozenset("uUjJ")
"""Commands inside forms and menus (digits are taken there too, and are no letters)."""

SELECTION_KEY_PATTERN = "^[A-IK-MO-TV-Zabeghklmopqstvwyz]?$"
FORM_KEY_PATTERN = "^[A-IK-TV-Za-ik-tv-z]?$"


def _without(letters: str, reserved: frozenset[str]) -> str:
    return "".join(letter for letter in letters if letter not in reserved)


SELECTION_LETTERS = (_without(LOWER, SELECTION_RESERVED), _without(UPPER, SELECTION_RESERVED))
"""Letters for what is pressed on a selection, by case, the preferred case first."""

FORM_LETTERS = (_without(UPPER, FORM_RESERVED), _without(LOWER, FORM_RESERVED))
"""Letters for attributes in a form: upper case first, because roles are usually lower case."""


def first_free_letter(name: str, letters: tuple[str, str], taken: Container[str]) -> str:
    """Return the key of a thing that the scheme gives none.

    The letters of the name come first, in its order, then the alphabet; in both the first group of
    `letters` goes before the second.

    Returns:
        One letter, or "" when all are taken.
    """
    of_name = (
        letter for case in letters for c in name for letter in case if same_letter(letter, c)
    )
    of_alphabet = (letter for case in letters for letter in case)
    for candidates in (of_name, of_alphabet):
        for letter in candidates:
            if letter not in taken:
                return letter
    return ""


def same_letter(one: str, other: str) -> bool:
    """Tell whether two characters are one letter in either case."""
    return one.lower() == other.lower()


def free_letters(letters: tuple[str, str], taken: Container[str]) -> str:
    """Return the letters of a key space that nothing uses, in alphabetical order per case."""
    return "".join(letter for case in letters for letter in case if letter not in taken)


def _cased(character: str, case: str) -> str:
    """Return the character in the case of `case` if that group has it, else nothing."""
    return next((form for form in (character.lower(), character.upper()) if form in case), "")

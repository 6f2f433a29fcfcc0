"""Floor: a text of any length in plain curses, the rows in view drawn on every key.

`l` lights the next word, `j` the next row, the space bar the next page.
"""

import curses
import sys
from pathlib import Path
from textwrap import wrap


def main(screen: curses.window) -> None:
    """Draw the rows in view on every key."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    rows = [row.split() for line in text.splitlines() for row in wrap(line, 110)]
    top = at = word = 0
    curses.curs_set(0)
    while True:
        screen.erase()
        height = screen.getmaxyx()[0] - 1
        top = top if top <= at < top + height else at
        for number, row in enumerate(rows[top : top + height]):
            screen.addstr(number, 0, " ".join(row))
            if top + number == at:
                before = sum(map(len, row[:word])) + word
                screen.addstr(number, before, row[word], curses.A_REVERSE)
        screen.refresh()
        key = chr(screen.getch())
        word += key == "l"
        step = {"j": 1, " ": height}.get(key, 0)
        if word >= len(rows[at]) or step:
            at, word = min(at + max(step, 1), len(rows) - 1), 0


curses.wrapper(main)

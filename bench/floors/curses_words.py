"""Floor: the words of a file in plain curses, one of them lit; any key moves on."""

import curses
import sys
from pathlib import Path


def main(screen: curses.window) -> None:
    """Draw all words on every key."""
    words = Path(sys.argv[1]).read_text(encoding="utf-8").split()
    at = 0
    curses.curs_set(0)
    while True:
        screen.erase()
        height, width = screen.getmaxyx()
        row = column = 0
        for number, word in enumerate(words):
            if column + len(word) >= width:
                row, column = row + 1, 0
            if row >= height - 1:
                break
            screen.addstr(row, column, word, curses.A_REVERSE if number == at else 0)
            column += len(word) + 1
        screen.refresh()
        screen.getch()
        at += 1


curses.wrapper(main)

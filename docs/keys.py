"""Write the page of keys: `python -m docs.keys`, or `make keys`."""

from pathlib import Path

from annotator.tui.keys import key_table

PAGE = Path(__file__).parent / "keys.md"
BEGIN, END = "<!-- keys -->", "<!-- /keys -->"


def main() -> None:
    """Replace what stands between the two marks."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{key_table()}{END}{after}", "utf-8")


if __name__ == "__main__":
    main()

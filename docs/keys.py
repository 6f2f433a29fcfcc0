"""Write the table of keys into the README: `python -m docs.keys`, or `make keys`."""

from pathlib import Path

from annotator.tui.keys import key_table

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- keys -->", "<!-- /keys -->"


def main() -> None:
    """Replace what stands between the two marks."""
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n{key_table()}{END}{after}", "utf-8")


if __name__ == "__main__":
    main()

"""How the acts of the program grow with the project: the same work in ever more articles.

    python -m bench.scale --articles 1000 100000 --json results.json
    python -m bench.scale --project FILE

Articles are made as in `bench.import_export`, with titles, publishers and dates. Everything is
pressed in a real terminal, and times hold the painting; commands are whole processes.

First two people, `ann` and `ben`, have labelled the same 1,000 articles, spread over the project,
and all that they differ about but a few hundred items is decided: what looks at that work must not
grow with the articles around it. Then `near` has left one sentence in every hundredth article, and
`far` only in the last ten, so that the search for what waits passes over all others. The table at
the end sets each act's median beside those in other projects; what takes more than twice as long in
a project that is ten times as big is marked.
"""

from bench.scale.making import made_articles, make_project

__all__ = ["made_articles", "make_project"]

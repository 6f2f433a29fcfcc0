"""How Sphinx builds the site of these pages: `make docs`."""

import importlib.metadata

project = "annotator"
author = "the annotator contributors"
release = importlib.metadata.version("annotator")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["examples"]
html_theme = "alabaster"
html_theme_options = {
    "description": "Label news from a terminal, agree, export gold.",
    "fixed_sidebar": True,
    "page_width": "1180px",
    "sidebar_width": "260px",
}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_show_sourcelink = False
html_copy_source = False
myst_heading_anchors = 4
# Pages are read on GitHub too; these languages of examples Sphinx need not know.
suppress_warnings = ["misc.highlighting_failure"]
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_default_options = {"exclude-members": "model_config"}

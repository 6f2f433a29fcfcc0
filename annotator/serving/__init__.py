"""The screens in a browser: a web server of one project, with one process per open page.

`door` decides who comes in and knows nothing of the web; `pages` are what a browser shows around
the terminal; `person` runs the screens of one person; `server` joins them. This room imports
nothing of ours but `model`: the screens run in processes of their own, by the command line.
"""

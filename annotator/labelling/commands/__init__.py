"""The commands: every act on an article as one frozen command.

A command turns the present work into edits (items before and after); the store writes them, and
their inverse is undo. Keys, the CLI, the Python API and the journal all use these. `table` knows
them all by the names that the journal writes.
"""

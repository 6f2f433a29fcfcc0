"""Labelling by lines: every act is a line of words, and every answer a sentence.

For screen readers, braille lines, scripts and terminals that cannot place text. `telling` says
annotations in words, `ranges` reads where something stands, `desk` obeys; the others are its acts.
"""

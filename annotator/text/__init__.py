"""Pure functions on text: decoding, units, graphemes, tokens, quotations, candidates, dates.

Imports nothing of ours. Nothing is imported here, so that each user pays only for what it needs.
"""

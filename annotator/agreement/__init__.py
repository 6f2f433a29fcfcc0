"""How far annotators agree: matching and measures, in plain Python.

Pure: it takes annotations and returns numbers, and knows neither the store nor a screen. Every
measure has a definition (`definitions`), and says why where it has no value (`score`).
"""

"""Proposes annotations: one module for each suggester, all behind one protocol."""

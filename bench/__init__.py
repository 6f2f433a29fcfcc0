"""Benchmarks as commands: `make bench`, or `python -m bench.latency --help`."""

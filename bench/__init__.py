"""Benchmarks and the scripts that make packaged tables."""

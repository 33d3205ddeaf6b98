"""Benchmarks of exchange: what survives on its way through a format, and through the programs of others."""

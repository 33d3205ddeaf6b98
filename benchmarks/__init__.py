"""Benchmarks: speed and accuracy beside the peers, each a module with a `main()` that prints a Markdown table."""

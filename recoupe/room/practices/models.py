"""Models: see docs/practices.md."""

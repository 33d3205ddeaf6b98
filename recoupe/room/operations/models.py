"""Models: see docs/operations.md."""

"""Models: see docs/programme.md."""

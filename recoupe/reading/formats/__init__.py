"""Formats: bytes to received texts, one family of formats a file."""

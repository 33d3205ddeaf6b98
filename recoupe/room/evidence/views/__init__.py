"""Views: the pages on evidence, one question each."""

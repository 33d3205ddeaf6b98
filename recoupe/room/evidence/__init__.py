"""Evidence: the Django app that keeps documents and what the engine found in them."""

"""Views: the pages on groups, meetings, decisions, actions and commitments."""

"""Views: the pages of sharing, and the door by which messages of partners come in."""

"""API: the room for programs, under OpenAPI 3.1: what a page shows and does, by the same rules (docs/api.md)."""

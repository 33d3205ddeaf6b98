"""Migrations: how a workspace of an older recoupe becomes one of this recoupe."""

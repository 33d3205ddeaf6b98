"""Sharing: what passes between this room and those of partners: cards, bundles, requests, releases, recalls.

See docs/sharing.md for people, docs/protocol.md for programs.
"""

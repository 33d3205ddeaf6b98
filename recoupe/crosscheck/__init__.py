"""Cross-checking: evidence of many documents -> what holds, over how many independent sources, and who differs."""

"""Task force: groups, meetings, decisions, actions and commitments: what people make of what holds."""

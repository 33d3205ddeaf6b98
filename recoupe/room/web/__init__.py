"""Web: the look of the room: base page, components, style, keys, words, shared by all its pages."""

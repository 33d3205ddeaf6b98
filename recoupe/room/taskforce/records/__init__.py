"""Records: what people made in their groups as one JSON file, out of a room and into another."""

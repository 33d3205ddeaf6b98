"""People of the story, by role; for tests that ask as each of them."""

ROLES = {
    "reader": "ville@room.example",
    "analyst": "analyste@room.example",
    "secretary": "secretaire@room.example",
    "liaison": "liaison@room.example",
    "administrator": "admin@room.example",
    "auditor": "audit@room.example",
    "practitioner": "psychologue@room.example",
}

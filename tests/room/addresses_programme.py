"""Addresses of the programme: who gets through the door of each, by GET and by POST, and which thing each names; for the matrix."""

WORKING = {"reader", "analyst", "secretary", "liaison"}
INSIDE = {"practitioner"}  # and they have opened it: see test_programme_closed.py
GET = {
    "programme": INSIDE, "open_programme": INSIDE,
    # keys, colleagues, the programme itself
    "my_keys": INSIDE, "found_programme": INSIDE, "about_programme": INSIDE, "colleagues": INSIDE, "trail": INSIDE,
    "complaint": INSIDE,
    # participants, consent, what is told outside, their rights
    "consent_text": INSIDE, "recalls": INSIDE, "recall_letter": INSIDE, "participants": INSIDE, "new_participant": INSIDE,
    "participant": INSIDE, "change_participant": INSIDE, "consent": INSIDE, "shares": INSIDE, "own_file": INSIDE,
    "erase_participant": INSIDE,
    # what is learned: questionnaires, how it goes afterwards, numbers
    "instruments": INSIDE, "questionnaires": INSIDE, "questionnaire": INSIDE, "followups": INSIDE, "numbers": INSIDE,
    "learning": WORKING,
    # the week
    "programme_calendar": INSIDE, "plan": INSIDE, "sessions": INSIDE, "new_session": INSIDE, "session": INSIDE,
    "notes": INSIDE, "programme_note": INSIDE, "supervision": INSIDE, "handover": INSIDE, "letter": INSIDE,
    "offline": INSIDE, "take_along": INSIDE, "offline_waits": INSIDE, "programme_worker": INSIDE,
}  # fmt: skip
POST: dict[str, set[str]] = {
    "open_programme": INSIDE, "close_programme": INSIDE,
    # keys, colleagues, the programme itself
    "my_keys": INSIDE, "found_programme": INSIDE, "about_programme": INSIDE, "colleagues": INSIDE, "complaint": INSIDE,
    # participants, consent, what is told outside, their rights
    "participants": INSIDE, "new_participant": INSIDE, "change_participant": INSIDE, "consent": INSIDE,
    "withdraw_consent": INSIDE, "shares": INSIDE, "own_file": INSIDE, "erase_participant": INSIDE,
    # what is learned: questionnaires, how it goes afterwards, numbers
    "instruments": INSIDE, "questionnaire": INSIDE, "followups": INSIDE, "publish_numbers": INSIDE,
    # the week
    "plan": INSIDE, "new_session": INSIDE, "attend": INSIDE, "move_session": INSIDE, "notes": INSIDE, "programme_note": INSIDE,
    "handover": INSIDE, "offline_waits": INSIDE, "sync": INSIDE,
}  # fmt: skip
OF_PARTICIPANT = (
    "participant", "change_participant", "consent", "withdraw_consent", "shares", "own_file", "erase_participant",
    "plan", "sessions", "new_session", "notes", "handover",
    "questionnaires", "questionnaire", "followups",
)  # fmt: skip
ID_OF: dict[str, str] = {"recall_letter": "share", "letter": "share", "programme_note": "programme_note"}
ID_OF |= dict.fromkeys(("session", "attend", "move_session"), "session")  # the name of its thing in `things`
ID_OF |= dict.fromkeys(OF_PARTICIPANT, "participant")


def things() -> dict[str, int | str]:
    """One thing of each kind that these addresses name, by its number: in the matrix there is none, as for who is not inside."""
    return {"participant": "1" * 32, "share": "2" * 32, "session": "3" * 32, "programme_note": "4" * 32}

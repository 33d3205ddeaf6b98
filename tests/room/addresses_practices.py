"""Addresses of the practices: who gets through the door of each, by GET and by POST, and which thing each names; for the matrix."""

WORKING = {"reader", "analyst", "secretary", "liaison"}
WRITING = WORKING - {"reader"}
GET = {
    "practices": WORKING, "new_practice": WRITING, "compare_practices": WORKING, "practice": WORKING, "past_practice": WORKING,
    "write_line": WRITING, "ask_practice": WORKING, "change_line": WRITING, "past_line": WORKING, "adoptions": WORKING,
    "adoption": WORKING, "write_of_adoption": WRITING, "trace_stage": WORKING,
}  # fmt: skip
POST: dict[str, set[str]] = {
    "new_practice": WRITING, "change_practice": WRITING, "put_back_practice": WRITING, "write_line": WRITING,
    "comment_practice": WORKING, "ask_practice": WORKING, "adopt_practice": {"secretary"}, "change_line": WRITING,
    "take_out_line": WRITING, "review_line": WRITING, "put_back_line": WRITING, "answer_comment": WORKING,
    "settle_comment": WORKING, "adopt_by": {"secretary"}, "write_of_adoption": WRITING,
}  # fmt: skip
# Behind these doors the country is asked for too: whoever sees the practice and is not of it is told 403. See test_practices.py.
OF_THE_COUNTRY = {
    "change_practice", "put_back_practice", "write_line", "change_line", "take_out_line", "review_line", "put_back_line",
    "settle_comment", "write_of_adoption",
}  # fmt: skip
ID_OF: dict[str, str] = {  # the address with the name of its thing in `things`
    **dict.fromkeys(
        ("practice", "change_practice", "past_practice", "put_back_practice", "write_line", "comment_practice", "ask_practice",
         "adopt_practice"),
        "practice",
    ),
    **dict.fromkeys(("change_line", "take_out_line", "review_line", "past_line", "put_back_line"), "line"),
    **dict.fromkeys(("answer_comment", "settle_comment"), "comment"),
    **dict.fromkeys(("adoption", "write_of_adoption"), "adoption"),
    "adopt_by": "decision",
    "trace_stage": "stage",
}  # fmt: skip


def things() -> dict[str, int | str]:
    """One thing of each kind that these addresses name, by its number."""
    from recoupe.room.practices import models

    practice = models.Practice.objects.get(country="MA")
    return {
        "practice": practice.pk,
        "line": practice.lines.first().pk,
        "comment": practice.comments.first().pk,
        "adoption": practice.adoptions.first().pk,
        "stage": models.Stage.objects.first().pk,
    }


def marked(group, scope, decision):
    """One of each kind in a group, with what only those see who may see a scope, and the decision."""
    from recoupe.room.practices import models

    practice = models.Practice.objects.create(group=group, country="JO", name="x")
    adoption = models.Adoption.objects.create(practice=practice, country="BE")
    return {
        "practices": practice,
        "lines": models.Line.objects.create(practice=practice, row="aim", text="x", scope=scope),
        "comments": models.Comment.objects.create(practice=practice, row="aim", text="x", scope=scope),
        "adoptions": adoption,
        "stages": models.Stage.objects.create(adoption=adoption, state="wants", decision=decision),
    }

"""Addresses of the operations: who gets through the door of each, by GET and by POST, and which thing each names; for the matrix."""

WORKING = {"reader", "analyst", "secretary", "liaison"}
RECORDING = {"analyst", "secretary"}
GET = {
    "networks": WORKING, "operations": WORKING, "operation": WORKING, "operation_statistics": WORKING,
    "trace_operation": WORKING, "past_operation": WORKING, "past_step": WORKING, "past_count": WORKING,
    "new_operation": RECORDING, "change_operation": RECORDING, "change_step": RECORDING, "change_count": RECORDING,
}  # fmt: skip
POST: dict[str, set[str]] = dict.fromkeys(
    (
        "new_operation", "follow_operation", "change_operation", "add_step", "add_count", "change_step", "change_count",
        "set_aside_step", "set_aside_count",
        *(f"{verb}_{kind}" for verb in ("put_back", "review", "cite") for kind in ("operation", "step", "count")),
    ),
    RECORDING,
)  # fmt: skip
ID_OF: dict[str, str] = {
    **dict.fromkeys(("operation", "change_operation", "add_step", "add_count", "trace_operation"), "operation"),
    **{
        f"{verb}_{kind}": kind
        for verb in ("past", "put_back", "review", "cite", "set_aside", "change")
        for kind in ("operation", "step", "count")
    },
}  # the address with the name of its thing in `things`


def things() -> dict[str, int | str]:
    """One thing of each kind that these addresses name, by its number."""
    from recoupe.room.operations import models as op

    return {"operation": op.Operation.objects.first().pk, "step": op.Step.objects.first().pk,
            "count": op.Count.objects.first().pk}  # fmt: skip

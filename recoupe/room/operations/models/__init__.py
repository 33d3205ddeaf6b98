"""Models: networks by function, and operations from what was announced to how they ended."""

from .operations import (
    Basis,
    Cooperation,
    Count,
    Operation,
    OperationCitation,
    OperationKind,
    OperationReview,
    Outcome,
    Standing,
    Step,
    StepKind,
)

__all__ = [
    "Basis", "Cooperation", "Count", "Operation", "OperationCitation", "OperationKind", "OperationReview", "Outcome",
    "Standing", "Step", "StepKind",
]  # fmt: skip

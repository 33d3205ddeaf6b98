"""Models: networks by function with the hypotheses on them, and operations from what was announced to how they ended."""

from .networks import Bearing, Hypothesis, HypothesisState, Network
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
    "Basis", "Bearing", "Cooperation", "Count", "Hypothesis", "HypothesisState", "Network", "Operation", "OperationCitation",
    "OperationKind", "OperationReview", "Outcome", "Standing", "Step", "StepKind",
]  # fmt: skip

"""Models: networks with the hypotheses on them, and operations."""

from .networks import Bearing, Hypothesis, HypothesisState, Network

__all__ = ["Bearing", "Hypothesis", "HypothesisState", "Network"]

"""TAXII 2.1: bundles fetched from a partner's server, and sent to it; see docs/stix.md."""

from .client import Client
from .model import ApiRoot, Collection, Discovery, Limits, Page, Status

__all__ = ["ApiRoot", "Client", "Collection", "Discovery", "Limits", "Page", "Status"]

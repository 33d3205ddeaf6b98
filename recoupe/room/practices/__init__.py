"""Practices: national approaches side by side, and who adopted what of them."""

"""Bundles: what passes between two instances of recoupe, signed and sealed; docs/protocol.md says how, for others to implement.

keys       the two key pairs of an instance: one signs (Ed25519), one opens what is sealed for it (age, X25519)
card       who an instance is: name, country, services, public keys, address; with the fingerprint to compare aloud
messages   one signed and sealed message: its manifest, and what it holds
bodies     what each kind of message says, checked strictly
records    documents, evidence and findings as JSON, and back
"""

"""People: accounts, roles, services, who may see what, and the audit of who saw and changed what."""

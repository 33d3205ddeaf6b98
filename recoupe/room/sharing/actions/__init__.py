"""Actions: what people do about sharing: each asks whether they may, does one thing, and writes one line into the audit."""

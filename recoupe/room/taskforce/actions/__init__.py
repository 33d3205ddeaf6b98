"""Actions: what people do to records: each asks whether they may, does one thing, and writes one line into the audit."""

"""Actions of the practices: what people do, one verb a file."""

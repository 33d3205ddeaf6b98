"""Actions of the operations: what people do, one verb a file."""

"""Actions of the programme: what people do, one verb a file."""

"""Exchange: evidence out of the workspace, one file a format; each writer streams pairs of document and evidence."""

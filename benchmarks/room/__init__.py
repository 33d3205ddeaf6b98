"""The room at size: filled with synthetic documents, served, and measured."""

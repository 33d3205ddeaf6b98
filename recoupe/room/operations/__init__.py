"""Operations: networks by function, and operations from what was announced to how it ended."""

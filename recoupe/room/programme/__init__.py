"""Programme: a voluntary programme, closed to all but its practitioners."""

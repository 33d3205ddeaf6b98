"""Room: the Django project; its apps keep what the engine found (evidence) and, later, what people make of it."""

"""Wire formats, one folder each, to and from plain facts. No Django."""

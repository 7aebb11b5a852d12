"""Inputs to documents: which files there are, and one module per format."""

"""Inputs to documents: one module per format."""

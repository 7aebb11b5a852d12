"""Abspann: credits of films, series and stage works from German and English pages, with their sources."""

"""Small pure functions from text to values; no spaCy here."""

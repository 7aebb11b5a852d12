"""From the claims of all documents to works, entities and records."""

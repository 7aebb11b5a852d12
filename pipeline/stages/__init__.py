"""The stages of one document, one verb each; none imports another."""

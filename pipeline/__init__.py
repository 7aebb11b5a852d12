"""Abspann: credits of films, series and stage works from German and English pages, with their sources."""

from pipeline.types import Claim, Document, Extraction, Failure, LanguageRun, Mention, PageWork, Section, Span

__version__ = "0.1.0"

__all__ = ["Claim", "Document", "Extraction", "Failure", "LanguageRun", "Mention", "PageWork", "Section", "Span"]

"""Find which works a document is about, and what it states of them: title, year, country, genre, running time.

Precision comes first: a page about several works, or about none, has no title, and a year counts only where the page
gives it as this work's year.
"""

from pipeline.stages.facts.claims import find_facts
from pipeline.stages.facts.works import find_works

__all__ = ["find_facts", "find_works"]

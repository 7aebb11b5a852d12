"""Find the names in a document: what a model or rules see in a sentence, corrected by what the whole page knows.

The document helps the sentence: a name that the page's role lists state, or that is seen once in full, is found
wherever it stands, in parts too (`Vogt`, `Lenas`), and a word is a person everywhere or nowhere.
"""

from pipeline.stages.entities.find import find_entities
from pipeline.stages.entities.listed import name_parts
from pipeline.stages.entities.words import entity_words

__all__ = ["entity_words", "find_entities", "name_parts"]

"""Load spaCy pipelines, lazily and once per process, and speak one set of labels whatever pipeline it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ModelError
from pipeline.lang.blas import single_thread, use_numpy_blas
from pipeline.lang.recognizer import take_to_pieces
from pipeline.types import EntityLabel, Span

if TYPE_CHECKING:
    from spacy.language import Language

SHIPPED = "shipped"  # the pipelines that travel with the package; the rules where a build has none
RULES = "rules"  # no model at all

# Labels of other people's pipelines; what is not here (dates, quantities, languages) is no mention.
LABELS: Mapping[str, EntityLabel] = {
    "PER": "PER",
    "PERSON": "PER",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "WORK": "WORK",
    "WORK_OF_ART": "WORK",
    "MISC": "MISC",
    "EVENT": "MISC",
    "NORP": "MISC",
    "PRODUCT": "MISC",
    "AWARD": "MISC",
}
# Of a general-purpose pipeline, what entity recognition does not use; leaving it out doubles the speed or better.
UNUSED = ("tagger", "morphologizer", "parser", "senter", "lemmatizer", "attribute_ruler", "trainable_lemmatizer")
# Passages are short, so that a batch of this size stays below 10 MB of tensors.
BATCH = 64
MOST_WORDS = 50_000  # that a pipeline remembers: the frequent ones come early

# Inside the wheel, and beside the package in a checkout.
PACKAGE = Path(__file__).parents[1]
SHELVES = (PACKAGE / "models", PACKAGE.parent / "models")


@dataclass(frozen=True, slots=True)
class EntityModels:
    """Language -> name of its pipeline: `shipped`, `rules`, an installed spaCy package, or a folder.

    Nothing is loaded before the first passage of a language asks for it.
    """

    names: Mapping[str, str]

    def recognizes(self, language: str) -> bool:
        """Whether there is a pipeline for the language; False where rules have to do.

        Raises:
            ModelError: the settings name a pipeline that cannot be loaded.
        """
        return self._pipeline(language) is not None

    def extractor(self, language: str) -> str:
        """Name and version of the pipeline, as mentions record it; `rules` where there is none."""
        nlp = self._pipeline(language)
        if nlp is None:
            return RULES
        return f"{nlp.meta['lang']}_{nlp.meta['name']}@{nlp.meta['version']}"

    def recognize(self, language: str, texts: Sequence[str]) -> list[list[tuple[Span, EntityLabel]]]:
        """The entities of each text, spans relative to it; empty lists where there is no pipeline."""
        nlp = self._pipeline(language)
        if nlp is None:
            return [[] for _ in texts]
        find = _finder(nlp)
        found: list[list[tuple[Span, EntityLabel]]] = []
        with single_thread():
            for at in range(0, len(texts), BATCH):
                with _forgetting(nlp):
                    for entities in find(texts[at : at + BATCH]):
                        found.append([(span, LABELS[label]) for span, label in entities if label in LABELS])
        return found

    def _pipeline(self, language: str) -> Language | None:
        name = self.names.get(language, SHIPPED)
        return None if name == RULES else _load(language, name)


def load_models(names: Mapping[str, str]) -> EntityModels:
    """The entity models of a run's settings: language -> pipeline, `shipped` where nothing is said."""
    return EntityModels(dict(names))


@cache
def _load(language: str, name: str) -> Language | None:
    """The pipeline, or None where the shipped one is asked for and this build has none."""
    import spacy  # takes a second: only a run that recognises entities pays for it
    from spacy.about import __version__

    if name == SHIPPED:
        folder = shipped_folder(language)
        if folder is None:
            return None
        source: str | Path = folder
    else:
        source = Path(name) if Path(name).is_dir() else name
    try:
        return use_numpy_blas(spacy.load(source, exclude=list(UNUSED)))
    except OSError as error:
        raise ModelError(
            f'models.{language} = "{name}": no installed spaCy pipeline and no folder of one; install it with '
            f'`python -m spacy download {name}`, name its folder, or write "{SHIPPED}" or "{RULES}"'
        ) from error
    except Exception as error:  # a damaged or incompatible pipeline fails anywhere in other people's code
        raise ModelError(
            f'models.{language} = "{name}": cannot be loaded ({error}); install a version made for spaCy '
            f'{__version__}, or write "{SHIPPED}" or "{RULES}"'
        ) from error


@cache
def _finder(nlp: Language) -> Callable[[Sequence[str]], list[list[tuple[Span, str]]]]:
    """What finds the entities of texts with a loaded pipeline, with its own labels."""
    recognizer = take_to_pieces(nlp)
    if recognizer is not None:
        return recognizer.entities
    return lambda texts: [[(Span(e.start_char, e.end_char), e.label_) for e in doc.ents] for doc in nlp.pipe(texts)]


def _forgetting(nlp: Language) -> AbstractContextManager[object]:
    """Within, spaCy keeps the words of texts as long as there are few; later ones are forgotten, or memory would grow
    with every new name."""
    zone: AbstractContextManager[object] = nlp.memory_zone() if len(nlp.vocab) > MOST_WORDS else nullcontext()
    return zone


def shipped_folder(language: str) -> Path | None:
    """Where this build keeps its own pipeline of a language."""
    folders = (shelf / language for shelf in SHELVES)
    return next((folder for folder in folders if (folder / "config.cfg").is_file()), None)

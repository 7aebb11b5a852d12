"""Entities of spaCy's recogniser, found for all tokens at once: the same ones as `nlp.pipe` finds, sooner.

spaCy reads a text token by token, and asks after each what to do next: begin an entity, go on, end it, or leave the
token out. What it answers outside of an entity depends on the token alone (its vector knows its neighbours): all those
answers are one matrix product. Only within an entity does the answer depend on where that began. Words are embedded
once for a batch of texts, however often they stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.types import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

FEATURES = 3  # tokens that a decision looks at: the next one, the first of the entity, the last of the entity
WORD_ATTRIBUTES = frozenset({"LOWER", "NORM", "ORTH", "PREFIX", "SHAPE", "SUFFIX"})  # of a word wherever it stands
NEVER = np.float32(-np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Recognizer:
    """A pipeline of nothing but an entity recogniser, taken to pieces; H hidden units, P pieces, L labels, W width."""

    nlp: Language
    embed: Any  # documents -> vectors of their words
    encode: Any  # vectors of words -> vectors that know their neighbours
    reduce: tuple[Any, ...]  # -> (tokens, W) of all documents
    features: tuple[Floats, ...]  # one (P * H, W) for each feature
    padding: Floats  # (FEATURES, P * H): instead of a feature outside of entities
    bias: Floats  # (P * H)
    pieces: int
    outside: (
        Floats  # (1 + 2 L, H): weights of leaving out, of beginning each label, and of each label as a single token
    )
    outside_bias: Floats
    inside: Floats  # (2 L, H): of going on with each label, and of ending it
    inside_bias: Floats
    labels: tuple[str, ...]

    def entities(self, texts: Sequence[str]) -> list[list[tuple[Span, str]]]:
        """The entities of each text: places relative to it, in order, with the pipeline's labels."""
        docs = [self.nlp.make_doc(text) for text in texts]
        filled = [doc for doc in docs if len(doc)]
        found = iter(self._decode(filled)) if filled else iter(())
        return [next(found) if len(doc) else [] for doc in docs]

    def _decode(self, docs: Sequence[Doc]) -> Iterator[list[tuple[Span, str]]]:
        vectors = self._vectors(docs)
        ends = np.cumsum([len(doc) for doc in docs])
        spaces = np.concatenate([doc.to_array("IS_SPACE") for doc in docs]).astype(bool)
        next_token = vectors @ self.features[0].T
        moves = self._moves_outside(next_token, spaces, ends)
        starts = np.flatnonzero(moves)
        moves = moves[starts] - 1
        stops = starts + 1
        several = moves < len(self.labels)
        stops[several] = self._ends(starts[several], moves[several], vectors, next_token, ends)
        entities = list(zip(starts.tolist(), stops.tolist(), (moves % len(self.labels)).tolist(), strict=True))
        at = index = offset = 0
        for doc, end in zip(docs, ends.tolist(), strict=True):
            of_doc = []
            while index < len(entities) and entities[index][0] < end:
                start, stop, label = entities[index]
                index += 1
                if start >= at:  # what would begin within an entity is not asked for
                    of_doc.append((_characters(doc, start - offset, stop - offset), self.labels[label]))
                    at = stop
            offset = end
            yield of_doc

    def _vectors(self, docs: Sequence[Doc]) -> Floats:
        """(tokens, W): the vectors of all tokens."""
        rows = np.concatenate([doc.to_array(["ORTH", "NORM"]) for doc in docs])
        keys = rows[:, 0] ^ (rows[:, 1] << np.uint64(1))  # a word has one norm or two («'s»: «is» or «'s»)
        _, first, places = np.unique(keys, return_index=True, return_inverse=True)
        words = _as_doc(self.nlp, rows[first])
        embedded = self.embed.predict([words])[0][places.reshape(-1)]
        parts = np.split(embedded, np.cumsum([len(doc) for doc in docs])[:-1])
        vectors = self.encode.predict(parts)
        for layer in self.reduce:
            vectors = layer.predict(vectors)
        return np.asarray(vectors)

    def _moves_outside(self, next_token: Floats, spaces: npt.NDArray[np.bool_], ends: Ints) -> Ints:
        """For each token what to do with it outside of an entity: 0 to leave it out, 1 + label to begin an entity of
        several tokens there, 1 + L + label for one of this token alone."""
        hidden = self._hidden(next_token + self.padding[1] + self.padding[2])
        scores = hidden @ self.outside.T + self.outside_bias
        scores[ends - 1, 1 : 1 + len(self.labels)] = NEVER  # nothing begins with the last token
        scores[spaces, 1:] = NEVER
        # where scores are equal, spaCy takes the first move: those that leave out come last
        best = 1 + scores[:, 1:].argmax(axis=1)
        rows = np.arange(len(scores))
        return np.where(scores[rows, 0] > scores[rows, best], 0, best)

    def _ends(self, starts: Ints, labels: Ints, vectors: Floats, next_token: Floats, ends: Ints) -> Ints:
        """Behind which token each of the entities ends that begin at `starts`."""
        first = vectors[starts] @ self.features[1].T
        last_of_text = ends[ends.searchsorted(starts, side="right")] - 1
        stops = np.empty_like(starts)
        at = starts.copy()
        going = np.arange(len(starts))
        while len(going):
            at[going] += 1
            here = at[going]
            last = vectors[here - 1] @ self.features[2].T
            hidden = self._hidden(next_token[here] + first[going] + last)
            scores = hidden @ self.inside.T + self.inside_bias
            rows, of_label = np.arange(len(going)), labels[going]
            done = scores[rows, len(self.labels) + of_label] > scores[rows, of_label]
            done |= here == last_of_text[going]
            stops[going[done]] = here[done] + 1
            going = going[~done]
        return stops

    def _hidden(self, sums: Floats) -> Floats:
        """(…, H) from (…, P * H): the bias and the largest piece of each unit."""
        sums += self.bias
        width = sums.shape[1] // self.pieces
        hidden: Floats = np.maximum.reduce(
            [sums[:, piece * width : (piece + 1) * width] for piece in range(self.pieces)]
        )
        return hidden


def take_to_pieces(nlp: Language) -> Recognizer | None:
    """The pipeline as a `Recognizer`; None where it is built in another way than spaCy's `ner` over `tok2vec`."""
    from spacy.pipeline.ner import EntityRecognizer

    if len(nlp.pipeline) != 1:
        return None
    component: Any = nlp.pipeline[0][1]
    if type(component) is not EntityRecognizer or component.cfg["beam_width"] != 1:
        return None
    model = component.model
    lower, upper, tok2vec = (model.get_ref(name) for name in ("lower", "upper", "tok2vec"))
    if not model.attrs["has_upper"] or model.attrs["unseen_classes"] or lower.get_dim("nF") != FEATURES:
        return None
    if tok2vec.name.count("extract_features") != 1 or len(tok2vec.layers[0].layers) != 2:
        return None
    embed, encode = tok2vec.layers[0].layers
    columns = next(layer.attrs["columns"] for layer in embed.walk() if layer.name == "extract_features")
    if not WORD_ATTRIBUTES.issuperset(map(_attribute, columns)):
        return None
    names = [component.moves.get_class_name(move) for move in range(upper.get_dim("nO"))]
    labels = tuple(name.removeprefix("B-") for name in names if name.startswith("B-"))

    def rows(*prefixes: str) -> list[int]:
        return [names.index(prefix + label) for prefix in prefixes for label in labels]

    outside, inside = [names.index("O"), *rows("B-", "U-")], rows("I-", "L-")
    if outside[1:] != sorted(outside[1:]) or outside[0] < outside[-1]:
        return None
    # of unit and piece to of piece and unit: the pieces of all units then lie side by side
    weights = lower.get_param("W").transpose(0, 2, 1, 3)
    pieces, width = weights.shape[1], weights.shape[1] * weights.shape[2]
    upper_weights, upper_bias = upper.get_param("W"), upper.get_param("b")
    return Recognizer(
        nlp=nlp,
        embed=embed,
        encode=encode,
        reduce=tuple(tok2vec.layers[1:]),
        features=tuple(weights.reshape(FEATURES, width, -1)),
        padding=lower.get_param("pad")[0].transpose(0, 2, 1).reshape(FEATURES, width),
        bias=lower.get_param("b").T.reshape(width),
        pieces=pieces,
        outside=upper_weights[outside],
        outside_bias=upper_bias[outside],
        inside=upper_weights[inside],
        inside_bias=upper_bias[inside],
        labels=labels,
    )


def _attribute(column: int | str) -> str:
    from spacy.attrs import NAMES

    return column if isinstance(column, str) else str(NAMES[column])


def _as_doc(nlp: Language, rows: npt.NDArray[np.uint64]) -> Doc:
    """Words with their norms as a document."""
    from spacy.tokens import Doc

    doc = Doc(nlp.vocab, words=[nlp.vocab.strings[orth] for orth in rows[:, 0].tolist()])
    for place in np.flatnonzero(doc.to_array("NORM") != rows[:, 1]).tolist():
        doc[place].norm_ = nlp.vocab.strings[int(rows[place, 1])]
    return doc


def _characters(doc: Doc, start: int, stop: int) -> Span:
    """The place in the text of tokens `start` to `stop`, the latter excluded."""
    last = doc[stop - 1]
    return Span(doc[start].idx, last.idx + len(last))

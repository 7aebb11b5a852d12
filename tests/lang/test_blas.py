"""The matrix product of the entity models."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info

pytest.importorskip("thinc")

from pipeline.lang.blas import _ops, single_thread
from pipeline.lang.models import load_models


@pytest.mark.parametrize("trans1", [False, True])
@pytest.mark.parametrize("trans2", [False, True])
def test_products_are_those_of_spacy(trans1: bool, trans2: bool) -> None:
    """Whatever is transposed, the product is thinc's own up to rounding."""
    from thinc.api import NumpyOps

    generator = np.random.default_rng(1)
    x = generator.normal(size=(5, 7) if not trans1 else (7, 5)).astype("f")
    y = generator.normal(size=(7, 3) if not trans2 else (3, 7)).astype("f")
    expected = NumpyOps().gemm(x, y, trans1=trans1, trans2=trans2)
    assert np.allclose(_ops().gemm(x, y, trans1=trans1, trans2=trans2), expected, atol=1e-5)


def test_one_thread_while_it_lasts() -> None:
    """Sums of several threads would round as the number of cores has it."""
    with single_thread():
        assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} <= {1}


def test_shipped_models_multiply_with_numpy() -> None:
    """Every layer of the loaded pipeline has the fast product."""
    models = load_models({"de": "shipped", "en": "shipped"})
    pipeline = models._pipeline("de")
    assert pipeline is not None
    layers = list(pipeline.get_pipe("ner").model.walk())
    assert layers
    assert {type(layer.ops).__name__ for layer in layers} == {"NumpyBlasOps"}

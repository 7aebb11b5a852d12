"""Look into one page: what was taken from each line by which rule, and why nothing was taken from a line.

Reasons are asked from the functions that decide in the stages, with the page as the stages see it. Where none of them
tells why, the reason says what is known and no more.
"""

from pipeline.view.explain.page import Explanation, explain_page
from pipeline.view.explain.reasons import Reason

__all__ = ["Explanation", "Reason", "explain_page"]

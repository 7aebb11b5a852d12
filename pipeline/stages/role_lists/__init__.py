"""Read credits from lists: label lines, bullets under role headings, columns, tables, cast lists with characters.

Everything here follows the layout of lines; sentences are the business of `role_prose`.
"""

from pipeline.stages.role_lists.read import find_role_lists

__all__ = ["find_role_lists"]

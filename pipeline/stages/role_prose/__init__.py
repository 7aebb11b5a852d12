"""Find the credits that sentences state: «directed by Jane Doe», «Petzolds Inszenierung», «Bea (Isabelle Roe)».

Every sentence with a name in it is masked: one private character stands for each name, title and role noun. The
patterns of the vocabulary (`pipeline.lang.prose`) are matched on the masked sentence, and what they find is refused
where the sentence speaks of another film or of what did not come about.
"""

from pipeline.stages.role_prose.read import find_role_prose

__all__ = ["find_role_prose"]

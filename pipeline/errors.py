"""What can go wrong: every message names the place, the fact and the remedy."""

from __future__ import annotations


class PipelineError(Exception):
    """Base of all errors that a user can mend; its text is shown as it is."""


class InputError(PipelineError):
    """An input cannot be found or read."""


class OutputError(PipelineError):
    """The output folder cannot be used, or the tables cannot be written."""


class WorkerError(PipelineError):
    """Worker processes, or a cluster, cannot be started."""


class SettingsError(PipelineError):
    """A settings file or a setting is wrong."""


class VocabularyError(PipelineError):
    """A vocabulary file is wrong."""


class ModelError(PipelineError):
    """A spaCy pipeline that the settings name is missing or cannot be used."""


class GoldError(PipelineError):
    """A gold page is wrong or cannot be read."""


class FloorsError(PipelineError):
    """A file of floors is wrong or cannot be used."""


class NoMatchError(PipelineError):
    """What a question names (a work, a role, a person, a record) is not in the tables."""


class ExtraError(PipelineError):
    """A library is missing that comes with an optional extra of the package."""

"""The one error of the recommender: a model or table that cannot be used, and why."""


class ModelError(Exception):
    """A model file or language table cannot be used; the text is fit for a person."""

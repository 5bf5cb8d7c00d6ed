"""What should be said beside a number: English words that an application can say in others."""


class Note(str):
    """A sentence with its values, `%(name)s` standing for each; as a string it is English.

    Parameters
    ----------
    sentence
        The sentence with its places, without a full stop.
    values
        What stands in them: whole numbers, or numbers already written.
    """

    sentence: str
    values: dict[str, int | str]

    def __new__(cls, sentence: str, /, **values: int | str) -> "Note":
        """Fill in the values."""
        note = super().__new__(cls, sentence % values)
        note.sentence, note.values = sentence, values
        return note

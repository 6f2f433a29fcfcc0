"""What cannot be done; apart from the commands, which take longer to load than a list to show."""


class Refused(Exception):
    """The command cannot be done here; the message says why in one sentence."""


class Unfinished(Refused):
    """A sentence is not done yet, because of one annotation in it."""

    def __init__(self, message: str, annotation: str, slot: str) -> None:
        super().__init__(message)
        self.annotation = annotation
        """Id of the annotation; "" where one is missing."""
        self.slot = slot
        """The role or attribute that it is about, else ""."""

"""How is a file refused? With one sentence that says what is wrong and what to do."""


class WrongFile(Exception):
    """The whole file cannot be used; nothing of it was read into the list."""

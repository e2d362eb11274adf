"""How does the reader of the RTT extract say no? Each message is one sentence for the person who gave the file."""


class WrongExtract(Exception):
    """The file is not an RTT full CSV extract that can be read; the message names the file and the column."""


class UnknownCode(LookupError):
    """The extract holds no such provider or board; the message lists the nearest codes that it does hold."""

    def __str__(self) -> str:
        return str(self.args[0])

"""A write that may not be done; the message is one sentence for the person who asked."""


class Refused(Exception):
    pass

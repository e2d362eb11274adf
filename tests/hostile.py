"""What may a form be sent, by a slip or in malice? Each app says what its forms ask; the attacks are the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client

LONG = "ä" * 100_000
# Words, and whether they must be refused.
WORDS = (
    (LONG, True),
    ("</textarea><script>alert(1)</script>", False),
    ("seen with 999 000 0018", True),
    ("one\x00two", True),
    ("one\x1btwo", True),
    ("one\ufffdtwo", True),
)
DAYS = (("1", "1", "0001"), ("31", "12", "9999"), ("29", "2", "2027"), ("-1", "1", "2026"), ("9" * 50, "1", "2026"))
NUMBERS = ("-1", "9" * 60, "1.5", "NaN", "²")
KEYS = ("-1", "9" * 60, "one\x00two", LONG)
ENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sent:
    """One form with answers that it takes, and which of them are words, days, numbers, choices and hidden keys."""

    address: str
    answers: dict[str, Any]
    words: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def attacks(self) -> Iterator[tuple[str, dict[str, Any], bool]]:
        """What is sent in place of the answers, and whether it must be refused."""
        for text, must_be_refused in WORDS if self.words else ():
            yield f"words {text[:20]!r}", dict.fromkeys(self.words, text), must_be_refused
        for name, day in product(self.days, DAYS):
            yield f"{name} {day}", {f"{name}_{index}": part for index, part in enumerate(day)}, True
        for text in NUMBERS if self.numbers else ():
            yield f"number {text[:5]}", dict.fromkeys(self.numbers, text), True
        for name in self.choices:
            yield f"{name} of somebody else", {name: str(uuid4())}, True
        for text in KEYS if self.keys else ():
            yield f"key {text[:5]!r}", dict.fromkeys(self.keys, text), False


def withstood(client: Client, sent: Sent) -> None:
    """Each attack is answered with what to do, on the page where the rest of the answers still stands."""
    for name, given, must_be_refused in sent.attacks():
        answers = sent.answers | given
        answer = client.post(sent.address, urlencode(answers, doseq=True), content_type=ENCODED)
        about = f"{sent.address}: {name}"
        assert answer.status_code in (200, 302, 403, 404), f"{about} answered {answer.status_code}"
        if answer.status_code == 200:
            html = answer.content.decode()
            assert "There is a problem" in html, f"{about}: no error is shown"
            assert "<script>alert" not in html, about
            lost = [
                key for key in sent.words if key not in given and written(answers.get(key, "")) not in unescape(html)
            ]
            assert not lost, f"{about}: {lost} lost"
        else:
            assert not must_be_refused, f"{about} was taken"


def written(answer: Any) -> str:
    return str(answer[-1] if isinstance(answer, list) else answer)


def kept_once(client: Client, sent: Sent, count: Callable[[], int]) -> None:
    """The same sent twice is kept once."""
    before = count()
    for _ in range(2):
        answer = client.post(sent.address, sent.answers)
        assert answer.status_code in (200, 302), answer.status_code
    assert count() == before + 1, f"{sent.address}: {count() - before} rows of one form sent twice"

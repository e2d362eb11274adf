"""Is this an OPCS-4 procedure code, and which chapter is it in?

Source: NHS Data Dictionary and OPCS-4 chapter headings, from memory, read November 2026. The shape is checked, not
whether the classification holds the code.
"""

import re

CHAPTERS = {
    "A": "Nervous system",
    "B": "Endocrine system and breast",
    "C": "Eye",
    "D": "Ear",
    "E": "Respiratory tract",
    "F": "Mouth",
    "G": "Upper digestive system",
    "H": "Lower digestive system",
    "J": "Other abdominal organs, mainly digestive",
    "K": "Heart",
    "L": "Arteries and veins",
    "M": "Urinary system",
    "N": "Male genital organs",
    "P": "Lower female genital tract",
    "Q": "Upper female genital tract",
    "R": "Pregnancy and childbirth",
    "S": "Skin",
    "T": "Soft tissue",
    "U": "Diagnostic imaging, testing and rehabilitation",
    "V": "Bones and joints of skull and spine",
    "W": "Other bones and joints",
    "X": "Miscellaneous operations",
    "Y": "Methods of operation",
    "Z": "Sites of operation",
}
NEVER_ALONE = frozenset("YZ")

_CODE = re.compile(r"(?P<category>[A-HJ-NP-Z][0-9]{2})\.?(?P<detail>[0-9])")


def read_opcs(text: str) -> str:
    """The code with its point; ValueError says what a code looks like.

    >>> read_opcs("w371"), read_opcs("X50.1")
    ('W37.1', 'X50.1')
    """
    found = _CODE.fullmatch("".join(text.split()).upper())
    if found is None:
        raise ValueError(f"“{text[:20]}” is not an OPCS-4 code: these are a letter and three digits, like W37.1")
    return f"{found['category']}.{found['detail']}"


def can_stand_alone(code: str) -> bool:
    """Can this code be the procedure? Methods (Y) and sites (Z) only add to another code.

    >>> can_stand_alone("W37.1"), can_stand_alone("Z94.2")
    (True, False)
    """
    return code[:1] not in NEVER_ALONE


def chapter_name(code: str) -> str:
    """The heading of a code's chapter.

    >>> chapter_name("C71.2")
    'Eye'
    """
    return CHAPTERS[read_opcs(code)[0]]

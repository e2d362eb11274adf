"""How is a postcode written, and which district is it in?

Source: the shape of UK postcodes (Royal Mail, from memory, read November 2026). The district alone (TN24) is used for
planning: it says how far a patient is from a hospital without saying where the patient lives.
"""

import re

_POSTCODE = re.compile(r"(?P<district>[A-Z]{1,2}[0-9][A-Z0-9]?)(?P<inward>[0-9][A-Z]{2})")
_DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


def read_postcode(text: str) -> str:
    """A full postcode in capitals with one space; ValueError with a sentence that does not repeat it (AL-8).

    >>> read_postcode("tn240LZ"), read_postcode(" M1  1AE ")
    ('TN24 0LZ', 'M1 1AE')
    """
    found = _POSTCODE.fullmatch("".join(text.split()).upper())
    if found is None:
        raise ValueError("This is not a full UK postcode: write it like TN24 0LZ")
    return f"{found['district']} {found['inward']}"


def read_district(text: str) -> str:
    """The district of a full postcode, or a district as it stands; ValueError when it is neither.

    >>> read_district("TN24 0LZ"), read_district("ct1")
    ('TN24', 'CT1')
    """
    bare = "".join(text.split()).upper()
    found = _POSTCODE.fullmatch(bare)
    if found is not None:
        return found["district"]
    if _DISTRICT.fullmatch(bare) is None:
        raise ValueError("This is not a UK postcode or postcode district: write it like TN24 0LZ or TN24")
    return bare

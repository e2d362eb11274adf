"""About which parts of care must staff of two organisations know whose policy they follow?

The list is the house's own, from what a ward asks at night; read November 2026.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CareTopic:
    """One part of care. `words` are what people call it when they search."""

    code: str
    name: str
    words: str


TOPICS: tuple[CareTopic, ...] = (
    CareTopic("sepsis", "Sepsis", "infection fever septic lactate antibiotics sepsis six"),
    CareTopic("deterioration", "A patient who gets worse", "deteriorating patient news2 early warning score outreach"),
    CareTopic("cardiac-arrest", "Cardiac arrest", "resuscitation crash call 2222 cpr"),
    CareTopic("transfer-back", "Unplanned transfer", "transfer back ambulance escalation critical care repatriation"),
    CareTopic("bleeding", "Major bleeding", "haemorrhage blood transfusion massive"),
    CareTopic("medicines", "Medicines", "prescribing drug chart controlled drugs pharmacy allergy"),
    CareTopic("pain", "Pain", "analgesia epidural acute pain team"),
    CareTopic("vte", "Blood clots", "vte dvt thrombosis anticoagulation embolism"),
    CareTopic("falls", "Falls", "fall head injury"),
    CareTopic("infection", "Infection prevention", "isolation mrsa norovirus screening outbreak barrier nursing"),
    CareTopic("oxygen", "Oxygen", "home oxygen portable cylinder prescription"),
    CareTopic("consent", "Consent and capacity", "mental capacity best interests dols consent form"),
    CareTopic("end-of-life", "End of life and resuscitation decisions", "dnacpr respect palliative dying death"),
    CareTopic("safeguarding", "Safeguarding", "adult child abuse neglect domestic"),
    CareTopic("incidents", "Incidents", "datix lfpse report harm never event duty of candour"),
    CareTopic("discharge", "Discharge", "going home letter take home medicines social care"),
    CareTopic("complaints", "Complaints", "pals concern feedback"),
)
BY_CODE = {topic.code: topic for topic in TOPICS}


def topic_name(code: str) -> str:
    """
    >>> topic_name("vte")
    'Blood clots'
    """
    return BY_CODE[code].name if code in BY_CODE else code


def find_topics(text: str) -> tuple[CareTopic, ...]:
    """The topics whose name or other words hold every word of `text`, in the order of the list.

    >>> [topic.code for topic in find_topics("septic")]
    ['sepsis']
    >>> [topic.code for topic in find_topics("CPR")]
    ['cardiac-arrest', 'end-of-life']
    """
    wanted = text.lower().split()
    return tuple(topic for topic in TOPICS if all(word in f"{topic.name} {topic.words}".lower() for word in wanted))

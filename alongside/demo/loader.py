"""How do the demonstration area's figures, people and places get into the database?

One transaction: a load that is stopped half way leaves nothing, and the next start does it again. Each
organisation's rows are written in its own name, so the walls between organisations hold here too.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from django.db import transaction

from alongside.apps.accounts.models import Membership, Organisation, User
from alongside.apps.audit.isolation import acting_for
from alongside.apps.capacity.models import BedNight, TheatreSession
from alongside.apps.directory.actions.loading import GivenPlace, load_places
from alongside.apps.directory.models import PostcodeDistrict, ProcedureGroup, Site
from alongside.apps.insight.models import PublishedCount
from alongside.apps.waiting.actions import load_pathways
from alongside.demo import (
    capacity,
    criteria,
    governance,
    meetings,
    needs,
    partnerships,
    people,
    places,
    procedures,
    published,
    quality,
    regulations,
)
from alongside.demo.agreements import load_agreements
from alongside.demo.criteria import ANY_GROUP
from alongside.demo.in_depth import in_depth
from alongside.domain.criteria import CriteriaSet, Criterion, SiteFacts
from alongside.domain.criteria_reading import write_criteria_set
from alongside.formats.ods.sites import SiteRow

BOARD = published.BOARD
MODELLED = "Modelled for the demonstration; not published and not attested by this hospital"
PUBLISHED = "Name and place as published by NHS England and NHS.UK"
SYNTHETIC = "Synthetic person; counts as published by NHS England, RTT, January 2026"
BANDS = 105
LONDON = ZoneInfo("Europe/London")

Say = Callable[[str], None]


def is_loaded() -> bool:
    return Organisation.objects.filter(code=BOARD).exists()


@transaction.atomic
def load(*, password: str, say: Say = lambda _words: None) -> None:
    """Put the whole area into an empty database."""
    say("Organisations, places and procedures ...")
    organisations = load_organisations()
    load_reference()
    sites = load_sites(organisations)
    needs.load(board=organisations[BOARD], today=published.AS_OF)
    say("Theatre sessions and beds for thirteen weeks (modelled) ...")
    load_sessions(sites, organisations)
    load_beds(sites)
    say("Published figures of January 2026 ...")
    load_published()
    say("208,653 synthetic pathways, every count as published ...")
    load_people(organisations)
    say("Agreements between its organisations (modelled) ...")
    load_agreements(organisations, organisations[BOARD])
    load_accounts(organisations, password)
    oxygen = regulations.load(board=organisations[BOARD], today=published.AS_OF)
    governance.load(organisations=organisations, oxygen=oxygen, today=published.AS_OF)
    meetings.load(organisations=organisations, today=published.AS_OF)
    partnerships.load(organisations=organisations, sites=sites, today=published.AS_OF)
    quality.load(organisations=organisations, today=published.AS_OF)


def load_organisations() -> dict[str, Organisation]:
    rows = places.organisations()
    kinds = {"board": "board", "NHS": "trust", "independent": "independent"}
    board_name = rows.filter(pl.col("organisation_code") == BOARD)["name"][0]
    board = Organisation.objects.create(code=BOARD, name=tidy_name(board_name), kind="board")
    found = {BOARD: board}
    for code, name, sector, kind in rows.select("organisation_code", "name", "sector", "kind").iter_rows():
        if code != BOARD:
            found[code] = Organisation.objects.create(
                code=code,
                name=tidy_name(name),
                kind="community" if kind == "community" else kinds.get(sector, "community"),
                board=board,
            )
    return found


def tidy_name(name: str) -> str:
    """Published names are in capitals.

    >>> tidy_name("EAST KENT HOSPITALS UNIVERSITY NHS FOUNDATION TRUST")
    'East Kent Hospitals University NHS Foundation Trust'
    >>> tidy_name("CES MEDICAL")
    'CES Medical'
    """
    small, upper = {"And", "Of", "The", "At"}, {"Nhs", "Ces", "Kims", "Cic", "Aces", "Llp", "Bmi", "Uk"}
    words = []
    for index, word in enumerate(name.title().replace("'S", "'s").replace("(Newnham Court)", "").split()):
        if word == "Spamedica":
            words.append("SpaMedica")
        elif word in upper:
            words.append(word.upper())
        else:
            words.append(word.lower() if word in small and index else word)
    return " ".join(words)


def load_reference() -> None:
    """Postcode districts and procedure groups: nobody's data."""
    weight = pl.col("people").clip(lower_bound=1)
    middle = [(pl.col(c) * weight).sum() / weight.sum() for c in ("latitude", "longitude")]
    districts = places.districts().group_by("outcode").agg(*middle).sort("outcode")
    source = "Middle of the people of the district: Office for National Statistics postcode directory, 2025"
    PostcodeDistrict.objects.bulk_create(
        PostcodeDistrict(code=code, latitude=north, longitude=east, source=source)
        for code, north, east in districts.select("outcode", "latitude", "longitude").iter_rows()
    )
    ProcedureGroup.objects.bulk_create(
        ProcedureGroup(
            code=row["procedure_group"],
            name=row["name"],
            treatment_function=row["treatment_function"],
            opcs_codes=(row["opcs"] or "").replace(";", " ").split(),
            theatre_minutes=round(row["minutes"]),
            bed_nights=row["nights"] * (1 - row["day_case_share"]),
            support_needed=list(criteria.SUPPORT_NEEDED.get(row["procedure_group"], ())),
            source=f"Modelled: {row['source']}",
        )
        for row in procedures.procedure_groups().iter_rows(named=True)
    )


def load_sites(organisations: dict[str, Organisation]) -> dict[str, Site]:
    """Every site with its services, support and criteria, each in the name of its own organisation."""
    board = organisations[BOARD]
    load_places(places=given_places(), organisations=organisations, by_name=criteria.ATTESTED_BY)
    with acting_for(board.id):
        return {site.code: site for site in Site.objects.filter(area_id=board.id)}


def given_places() -> Iterator[GivenPlace]:
    services = criteria.site_services()
    facts = criteria.site_facts()
    sets = criteria.criteria_sets()
    depth = in_depth()
    for row in places.sites().iter_rows(named=True):
        code = row["site_code"]
        mine = services.filter(pl.col("site_code") == code).select("treatment_function", "procedure_group")
        offered = [(function, group or "") for function, group in mine.iter_rows()]
        own = [found for found in sets if found.site == code]
        yield GivenPlace(
            site=site_row(row, facts.get(code)),
            services=offered,
            support=dict(facts[code].support) if code in facts else {},
            criteria=rules_by_group(own, [group for _, group in offered if group]),
            attested_by=own[0].attested_by if own else "",
            attested_by_role="Modelled",
            attested_on=own[0].attested_on if own else None,
            in_depth=depth.get(code, {}),
            source=MODELLED,
        )


def site_row(row: dict[str, object], facts: SiteFacts | None) -> SiteRow:
    kind = str(row["kind"])
    return SiteRow(
        code=str(row["site_code"]),
        organisation=str(row["provider_code"]),
        name=str(row["site_name"]),
        sector=kind if kind in Site.Sector.values else "acute",
        postcode=str(row["postcode"] or ""),
        source=f"{PUBLISHED}. What it can do: {MODELLED[0].lower()}{MODELLED[1:]}",
        latitude=float(str(row["latitude"])),
        longitude=float(str(row["longitude"])),
        position_source=position_words(str(row["position_found_by"])),
        critical_care_level=facts.critical_care_level if facts else None,
    )


def position_words(found_by: str) -> str:
    """
    >>> position_words("approx_commissioner_weighted_centroid")
    'approximate: commissioner weighted centroid'
    """
    words = found_by.replace("_", " ").replace("nhsuk", "NHS.UK")
    return f"approximate: {words.removeprefix('approx ')}" if words.startswith("approx ") else words


def rules_by_group(sets: list[CriteriaSet], groups: list[str]) -> dict[str, list[dict[str, object]]]:
    """A group's rules add to the whole site's: what every set says goes to the site, the rest to each group."""
    if not sets:
        return {}
    by_group = {found.procedure_group: found for found in sets}
    applied = {group: by_group.get(group, by_group[ANY_GROUP]).criteria for group in groups}
    shared = [rule for rule in by_group[ANY_GROUP].criteria if all(rule in rules for rules in applied.values())]
    own = {group: [rule for rule in rules if rule not in shared] for group, rules in applied.items()}
    return {code: rows(rules) for code, rules in {"": shared, **own}.items() if rules or not code}


def rows(rules: Sequence[Criterion]) -> list[dict[str, object]]:
    written = write_criteria_set(CriteriaSet("", "", 1, tuple(rules)))["criteria"]
    return [dict(row) for row in written]  # type: ignore[attr-defined]


def load_sessions(sites: dict[str, Site], organisations: dict[str, Organisation]) -> None:
    board = organisations[BOARD]
    for (owner_code,), rows in capacity.sessions().group_by("owner", maintain_order=True):
        owner = organisations[str(owner_code)]
        with acting_for(owner.id):
            TheatreSession.objects.bulk_create(
                [session(row, sites[row["site_code"]], owner, board) for row in rows.iter_rows(named=True)],
                batch_size=2000,
            )


def session(row: dict[str, Any], site: Site, owner: Organisation, board: Organisation) -> TheatreSession:
    start = datetime.combine(row["date"], row["start"], LONDON).astimezone(UTC)
    return TheatreSession(
        organisation=owner,
        area_id=board.id,
        site=site,
        room=row["room"],
        during=(start, start + timedelta(minutes=row["minutes"])),
        on=row["date"],
        minutes=row["minutes"],
        treatment_function=row["treatment_function"],
        procedure_group_id=row["procedure_group"],
        offered_to="area" if row["use"] == capacity.SHARED else "own",
        source=MODELLED,
    )


def load_beds(sites: dict[str, Site]) -> None:
    offered = capacity.bed_nights().filter(pl.col("offered") > 0)
    for (code,), rows in offered.group_by("site_code", maintain_order=True):
        site = sites[str(code)]
        with acting_for(site.organisation_id):
            BedNight.objects.bulk_create(
                BedNight(
                    organisation_id=site.organisation_id,
                    area_id=site.area_id,
                    site=site,
                    level=level,
                    night=night,
                    beds=beds,
                    source=MODELLED,
                )
                for night, level, beds in rows.select("date", "level", "offered").iter_rows()
            )


def load_published() -> None:
    names = dict(places.organisations().select("organisation_code", "name").iter_rows())
    counts = published.table("published_counts")
    PublishedCount.objects.bulk_create(
        PublishedCount(
            month=published.AS_OF.replace(day=1),
            provider_code=row["provider"],
            provider_name=tidy_name(names[row["provider"]]),
            board_code=BOARD,
            treatment_function=row["treatment_function"],
            part=row["part"],
            bands=weekly(row["bands"]),
            unknown_start=row["unknown_start"],
            total=row["total"],
        )
        for row in counts.iter_rows(named=True)
    )


def weekly(written: str | None) -> list[int]:
    """The table leaves out zeros at the end.

    >>> weekly("3 0 2")[:5], len(weekly("3 0 2"))
    ([3, 0, 2, 0, 0], 105)
    """
    counts = [int(count) for count in (written or "").split()]
    return counts + [0] * (BANDS - len(counts))


def load_people(organisations: dict[str, Organisation]) -> None:
    everybody = people.synthesise()
    for (code,), rows in everybody.group_by("provider", maintain_order=True):
        load_pathways(organisation=organisations[str(code)], people=rows, source=SYNTHETIC, as_of=published.AS_OF)


# Email, name, role, organisation.
ACCOUNTS = (
    ("coordinator", "Priya Nair", "coordinator", BOARD),
    ("second.coordinator", "Tom Okafor", "coordinator", BOARD),
    ("director", "Dr Helen Marsh", "medical_director", BOARD),
    ("booking", "Sam Whitfield", "booking_manager", "RVV"),
    ("clinician", "Mr Idris Rahman", "clinician", "RVV"),
    ("ward", "Grace Adeyemi", "clinician", "AVQ01"),
    ("services", "Joanne Pike", "services_manager", "AVQ01"),
    ("director.eastkent", "Dr Ruth Adeyemi", "medical_director", "RVV"),
    ("director.oneashford", "Mr Colin Hart", "medical_director", "AVQ01"),
    ("administrator", "Lee Carver", "administrator", BOARD),
)
DOMAIN = "kent.example"


def load_accounts(organisations: dict[str, Organisation], password: str) -> None:
    first = User.objects.create_user(f"{ACCOUNTS[0][0]}@{DOMAIN}", ACCOUNTS[0][1], password)
    for address, name, role, code in ACCOUNTS:
        user = first if name == first.name else User(email=f"{address}@{DOMAIN}", name=name, password=first.password)
        if user is not first:
            user.save()
        Membership.objects.create(user=user, organisation=organisations[code], role=role)


def accounts() -> list[tuple[str, str, str]]:
    """The accounts of the demonstration: email address, role, organisation."""
    found = Membership.objects.filter(user__email__endswith=f"@{DOMAIN}", ended_at=None).select_related("organisation")
    order = [f"{address}@{DOMAIN}" for address, *_ in ACCOUNTS]
    rows = [(m.user.email, m.get_role_display(), m.organisation.name) for m in found.select_related("user")]
    return sorted((row for row in rows if row[0] in order), key=lambda row: order.index(row[0]))

"""What can each site of the demonstration area do, and which patients does it say it takes?

Modelled in the shape of published exclusion lists (Foscote, Circle Reading; read November 2026). No hospital named here
has attested any of it: every set carries the name "demonstration medical director".
"""

from datetime import date, timedelta

import polars as pl

from alongside.demo.places import function_sites, sites
from alongside.demo.procedures import chosen_here
from alongside.demo.published import table, totals
from alongside.domain.criteria import ATTESTATION_DAYS, CriteriaSet, Criterion, IfMissing, Kind, SiteFacts
from alongside.domain.support_services import Cover, SupportNeed, read_support_need

ATTESTED_BY = "demonstration medical director"
ANY_GROUP = "any"
MAJOR_JOINTS = ("110-hip", "110-knee", "110-revision")
ENDOSCOPY = ("100-colonoscopy", "301-gastroscopy", "301-colonoscopy", "301-other")
LOCAL_ANAESTHETIC = ("130-cataract", "X02-pain", "330-skin", "330-other")
SUPPORT_NEEDED = {
    **dict.fromkeys(
        ("110-hip", "110-knee"),
        ("resident_doctor:24x7", "xray:on_call", "blood_transfusion:on_call", "physiotherapy:hours"),
    ),
    "110-revision": (
        "resident_doctor:24x7",
        "xray:on_call",
        "blood_transfusion:on_call",
        "critical_care_outreach:on_call",
    ),
    "100-bowel": ("critical_care_outreach:24x7", "ct:on_call", "interventional_radiology:on_call", "stoma_care:hours"),
    "100-gallbladder": ("emergency_theatre:on_call", "blood_transfusion:on_call"),
    "101-bladder-tumour": ("emergency_theatre:on_call", "blood_transfusion:on_call"),
    "101-prostate": ("resident_doctor:24x7", "emergency_theatre:on_call", "blood_transfusion:on_call"),
    "120-tonsils": ("resident_doctor:24x7", "emergency_theatre:on_call"),
    "502-hysterectomy": ("resident_doctor:24x7", "emergency_theatre:on_call", "blood_transfusion:on_call"),
    "502-prolapse": ("resident_doctor:24x7", "blood_transfusion:on_call"),
    "110-spine": ("resident_doctor:24x7", "mri:hours", "physiotherapy:hours"),
    "320-cardioversion": ("anaesthetist:hours", "medical_opinion:hours"),
    **dict.fromkeys(ENDOSCOPY, ("endoscopy:hours",)),
}

# What an operation asks of a site beside these: equipment, and pairs of a skill and a staff group.
DEEP_NEEDS: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    **dict.fromkeys(("110-hip", "110-knee"), (("laminar_flow",), (("transfusion", "nurses"),))),
    "110-revision": (("laminar_flow",), (("transfusion", "nurses"), ("life_support", "doctors"))),
    "110-spine": (("c_arm",), ()),
    "100-gallbladder": (("laparoscopy_stack",), ()),
    "502-hysterectomy": (("laparoscopy_stack",), (("transfusion", "nurses"),)),
}


def site_services() -> pl.DataFrame:
    """What each site does: site_code, treatment_function, procedure_group (null where it only sees outpatients)."""
    reported = totals().filter(pl.col("total") > 0)
    operates = reported.filter(pl.col("part").is_in(["1A", "2A"])).select("provider", "treatment_function").unique()
    own = sites().select("site_code", pl.col("provider_code").alias("provider"))
    groups = pl.concat(
        chosen_here(p).select(pl.lit(p).alias("provider"), "treatment_function", "procedure_group")
        for p in own["provider"].unique(maintain_order=True)
    )
    theatre = operates.join(function_sites(), on=["provider", "treatment_function"])
    theatre = theatre.join(groups, on=["provider", "treatment_function"])
    seen = reported.filter(pl.col("part") == "2").select("provider", "treatment_function").unique()
    clinic = own.join(seen, on="provider").join(theatre, on=["site_code", "treatment_function"], how="anti")
    columns = ("site_code", "treatment_function", "procedure_group")
    both = [
        theatre.select(columns),
        clinic.with_columns(pl.lit(None, pl.String).alias("procedure_group")).select(columns),
    ]
    return pl.concat(both).sort(columns)


def support_services() -> pl.DataFrame:
    """Cover of every support service at every site: site_code, service, cover (24x7, on_call, hours, none)."""
    covers = table("modelled_services").unpivot(index="service", variable_name="profile", value_name="cover")
    known = table("modelled_sites").filter(pl.col("attested_on").is_not_null()).select("site_code", "profile")
    return known.join(covers, on="profile").select("site_code", "service", "cover").sort("site_code", "service")


def site_facts() -> dict[str, SiteFacts]:
    """Each site's critical-care level and support services, as the eligibility rules ask for them.

    ACES Maidstone has recorded nothing (modelled), so that "not known" can be seen on the pages.
    """
    cover: dict[str, dict[str, Cover]] = {site: {} for site in table("modelled_sites")["site_code"]}
    for site, service, level in support_services().iter_rows():
        cover[site][service] = Cover(level)
    levels = table("modelled_sites").select("site_code", "critical_care_level")
    return {site: SiteFacts(site, level, cover[site]) for site, level in levels.iter_rows()}


def criteria_sets() -> list[CriteriaSet]:
    """The criteria of every operating site: one set for any procedure group, and one for each group that differs."""
    services = site_services().drop_nulls("procedure_group")
    sets = []
    for row in table("modelled_sites").iter_rows(named=True):
        groups = services.filter(pl.col("site_code") == row["site_code"])["procedure_group"].to_list()
        differing = [g for g in groups if g in SUPPORT_NEEDED or g in (*LOCAL_ANAESTHETIC, *MAJOR_JOINTS)]
        sets += [_criteria_set(row, group) for group in ([ANY_GROUP, *differing] if groups else [])]
    return sets


def criteria_for(sets: list[CriteriaSet]) -> dict[tuple[str, str], CriteriaSet]:
    """The set that applies to each site and procedure group that the site does."""
    by_key = {(s.site, s.procedure_group): s for s in sets}
    done = site_services().drop_nulls("procedure_group").select("site_code", "procedure_group").iter_rows()
    return {(site, group): by_key.get((site, group), by_key[site, ANY_GROUP]) for site, group in done}


def _criteria_set(site: dict[str, object], group: str) -> CriteriaSet:
    attested = site["attested_on"]
    on = date.fromisoformat(str(attested)) if attested else None
    return CriteriaSet(
        site=str(site["site_code"]),
        procedure_group=group,
        version=int(str(site["version"])),
        criteria=tuple(_rules(site, group)),
        support_needed=_support(group),
        attested_by=ATTESTED_BY if on else "",
        attested_on=on,
        valid_until=on + timedelta(days=ATTESTATION_DAYS) if on else None,
    )


def _support(group: str) -> tuple[SupportNeed, ...]:
    return tuple(read_support_need(need) for need in SUPPORT_NEEDED.get(group, ()))


def _rules(site: dict[str, object], group: str) -> list[Criterion]:
    """All rules of a site for a group: its kind's, then what the group adds or lifts."""
    nhs = str(site["profile"]).startswith("nhs")
    if group in LOCAL_ANAESTHETIC:
        return _awake_rules(site, nhs=nhs)
    rules = _nhs_rules(site) if nhs else _independent_rules(site)
    if group in MAJOR_JOINTS:
        rules += JOINT_RULES
    if group in ENDOSCOPY:
        rules.append(ANTICOAGULANT)
    return rules


def _hard(rule: str, field: str, op: str, value: object, reason: str, *, history: bool = False) -> Criterion:
    missing = IfMissing.PASS_IF_NO_HISTORY if history else IfMissing.UNKNOWN
    return Criterion(rule, field, op, value, Kind.HARD, reason, None, missing)  # type: ignore[arg-type]


def _review(rule: str, field: str, op: str, value: object, route: str, reason: str) -> Criterion:
    """A review rule passes what is missing: pre-operative assessment asks again."""
    return Criterion(rule, field, op, value, Kind.REVIEW, reason, route, IfMissing.PASS)  # type: ignore[arg-type]


LEVEL = Criterion(
    "critical_care", "expected_critical_care_level", "<=", None, Kind.HARD,
    "The site must have the level of care expected after the operation", value_from="critical_care_level",
)  # fmt: skip
ANTICOAGULANT = _review(
    "anticoagulant", "on_anticoagulant", "==", True, "pharmacist", "A plan for the medicine is needed"
)
JOINT_RULES = [
    _review("haemoglobin_joint", "haemoglobin", "<", 120, "pre_op_nurse", "Treat anaemia before a joint replacement"),
    _review("frailty_joint", "frailty", ">=", 5, "geriatrician", "Frailty is reviewed before a joint replacement"),
    ANTICOAGULANT,
]
ADJUSTMENTS = _review(
    "adjustments", "needs_reasonable_adjustments", "==", True, "adjustments_lead", "A plan for adjustments is needed"
)


def _nhs_rules(site: dict[str, object]) -> list[Criterion]:
    """NHS sites are broad: ASA 1 to 4, children where the site takes them, review rather than refusal."""
    rules = [
        _hard("asa", "asa", "in", (1, 2, 3, 4), "Planned surgery is for ASA grades 1 to 4"),
        _review("asa_high", "asa", ">=", 4, "anaesthetist", "ASA grade 4 is seen by an anaesthetist first"),
        _review("bmi_high", "bmi", ">=", 50, "anaesthetist", "BMI of 50 or more is seen by an anaesthetist first"),
        _review("frailty", "frailty", ">=", 6, "geriatrician", "Frailty is reviewed before surgery"),
        LEVEL,
    ]
    if not site["takes_children"]:
        rules.insert(0, _hard("age_min", "age_years", ">=", 16, "Children are treated at another site of the trust"))
    if site["profile"] == "nhs_day":
        rules += [
            _hard("asa_day", "asa", "<=", 3, "A day site has no doctor at night"),
            _hard("carer", "has_carer_at_home", "==", True, "A day case needs an adult at home for 24 hours"),
        ]
    return rules


def _independent_rules(site: dict[str, object]) -> list[Criterion]:
    """Independent sites: adults, ASA 1 to 3 with review of 3, BMI to 40 (45 with high dependency), stable illness."""
    profile = site["profile"]
    limit = 45 if profile == "independent_hdu" else 40
    rules = [
        _hard("age_min", "age_years", ">=", 18, "The site is not registered for children"),
        _hard("asa", "asa", "in", (1, 2, 3), "ASA grade 4 needs a hospital with intensive care"),
        _review("asa_3", "asa", "==", 3, "anaesthetist", "Stable ASA grade 3 is accepted after anaesthetic review"),
        _hard("bmi_max", "bmi", "<=", limit, "Equipment and anaesthetic cover at the site"),
        _review("bmi_review", "bmi", ">", limit - 5, "anaesthetist", "BMI near the site's limit"),
        LEVEL,
        *STABLE_ILLNESS,
        *ANAESTHETIC_REVIEW,
        _review("frailty", "frailty", ">=", 5, "geriatrician", "Frailty is reviewed before surgery"),
        ADJUSTMENTS,
    ]
    if profile in ("day_surgery", "eye_clinic", "diagnostic"):
        rules.append(_hard("carer", "has_carer_at_home", "==", True, "A day case needs an adult at home for 24 hours"))
    if site["site_code"] in TAKES_NO_CANCER:
        rules.append(_hard("cancer", "is_suspected_cancer", "==", False, "Suspected cancer stays with the cancer team"))
    return rules


TAKES_NO_CANCER = ("AVQ01", "NN801", "NT408", "NTP16", "NT239", "NYR")
STABLE_ILLNESS = [
    _hard("heart_attack", "months_since_mi", ">=", 6, "Six months after a heart attack", history=True),
    _hard("stroke", "months_since_stroke", ">=", 6, "Six months after a stroke or TIA", history=True),
    _hard("dialysis", "on_dialysis", "==", False, "The site has no dialysis"),
    _hard("oxygen", "on_home_oxygen", "==", False, "The site has no respiratory team"),
    _hard("blood_pressure", "has_uncontrolled_hypertension", "==", False, "Blood pressure must be controlled first"),
    _hard("asthma", "has_uncontrolled_asthma", "==", False, "Asthma or COPD must be controlled first"),
    _hard("blood_disorder", "has_severe_blood_disorder", "==", False, "The site has no haematology team"),
    _hard("mental_illness", "has_unstable_mental_illness", "==", False, "The site has no psychiatric liaison"),
    _hard("hba1c", "hba1c", "<=", 69, "Diabetes must be controlled first", history=True),
]
ANAESTHETIC_REVIEW = [
    _review("sleep_apnoea", "has_sleep_apnoea", "==", True, "anaesthetist", "Sleep apnoea is reviewed first"),
    _review("pacemaker", "has_pacemaker_or_icd", "==", True, "cardiologist", "The device must be checked first"),
    _review("kidneys", "egfr", "<", 30, "anaesthetist", "Poor kidney function is reviewed first"),
    _review("airway", "has_difficult_airway", "==", True, "anaesthetist", "A difficult airway is reviewed first"),
    _review("latex", "has_latex_allergy", "==", True, "pre_op_nurse", "The theatre must be made free of latex"),
    _review(
        "hyperthermia", "has_malignant_hyperthermia_risk", "==", True, "anaesthetist", "A safe anaesthetic is planned"
    ),
]


def _awake_rules(site: dict[str, object], *, nhs: bool) -> list[Criterion]:
    """Local anaesthetic: few patients are too ill for it, and nobody needs an adult at home."""
    youngest = 16 if nhs else 18
    rules = [
        _hard("age_min", "age_years", ">=", youngest, "This list is for adults"),
        _hard("asa", "asa", "in", (1, 2, 3, 4) if nhs else (1, 2, 3), "The site must be able to care for the patient"),
        _hard("bmi_max", "bmi", "<=", 60 if nhs else 50, "Limit of the operating table"),
        _review("anticoagulant", "on_anticoagulant", "==", True, "pharmacist", "A plan for the medicine is needed"),
        LEVEL,
    ]
    if not nhs:
        rules.append(_hard("mental_illness", "has_unstable_mental_illness", "==", False, "No psychiatric liaison"))
        rules.append(ADJUSTMENTS)
    return rules

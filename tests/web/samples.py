"""Sample pages that use every component, for the drawing tests and the browser tests."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import jinja2
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from markupsafe import Markup

from alongside.web import charts, maps
from alongside.web.dates import DayMonthYearField
from alongside.web.paging import page_of
from alongside.web.plain import PlainForm
from alongside.web.sorting import Order
from alongside.web.tables import Column

STEPS = ("Today", "Directory", "Agreements", "Capacity", "Waiting list", "Plans", "Transfers", "Learning", "Insight")
NONCE = "abc"
REQUEST = RequestFactory().get("/")
REQUEST.csp_nonce = NONCE  # type: ignore[attr-defined]
FRAME: dict[str, Any] = {
    "request": REQUEST,
    "csrf_input": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="x">'),
    "demo_area": "Kent and Medway",
    "nav": [{"text": step, "href": f"/{step.lower()}/", "current": step == "Waiting list"} for step in STEPS],
    "account": {
        "name": "Sam Okafor",
        "organisation": "NHS Kent and Medway",
        "href": "/account/",
        "switch_href": "/organisation/",
        "sign_out_href": "/sign-out/",
    },
    "footer_links": [{"text": "Accessibility", "href": "/accessibility/"}, {"text": "Privacy", "href": "/privacy/"}],
}


class FilterForm(PlainForm):
    search = forms.CharField(required=False, label="Search")
    specialty = forms.ChoiceField(
        required=False, choices=[("", "All"), ("110", "Trauma and orthopaedics"), ("130", "Ophthalmology")]
    )
    band = forms.ChoiceField(required=False, label="Waited", choices=[("", "Any time"), ("52", "Over 52 weeks")])
    admit = forms.BooleanField(required=False, label="Decision to admit only")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.quiet = True


class SessionForm(PlainForm):
    site = forms.ChoiceField(label="Site", choices=[("", "Choose a site"), ("NV1", "One Ashford Hospital")])
    day = DayMonthYearField(label="Date of the session", help_text="For example, 12 3 2026")
    minutes = forms.IntegerField(label="Minutes", min_value=30, max_value=720, help_text="Between 30 and 720")
    theatre = forms.ChoiceField(
        label="Kind of theatre", widget=forms.RadioSelect, choices=[("lam", "Laminar flow"), ("std", "Standard")]
    )
    groups = forms.MultipleChoiceField(
        label="Procedure groups",
        widget=forms.CheckboxSelectMultiple,
        choices=[("hip", "Hip replacement"), ("knee", "Knee replacement")],
    )
    staffed = forms.BooleanField(label="The session is fully staffed", required=False)
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea)
    file = forms.FileField(label="Staffing sheet", required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="t", required=False)


def rows() -> list[dict[str, Any]]:
    names = ("Trauma and orthopaedics", "Ophthalmology", "General surgery", "Gynaecology", "Urology")
    status = Markup('<strong class="nhsuk-tag nhsuk-tag--green al-tag">Placed</strong>')
    return [
        {
            "pathway": f"7F3A-{index:04}",
            "href": f"/waiting/{index}/",
            "specialty": names[index % 5],
            "provider": "East Kent Hospitals University NHS Foundation Trust",
            "started": date(2024, 12, 2),
            "weeks": 104 - index if index % 7 else None,
            "status": status,
        }
        for index in range(1, 121)
    ]


STATS = [
    {
        "figure": "208,653",
        "label": "waiting",
        "source": "NHS England RTT",
        "as_of": date(2026, 1, 31),
        "kind": "published",
    },
    {
        "figure": "61.4%",
        "label": "within 18 weeks",
        "source": "NHS England RTT",
        "kind": "published",
        "tone": "good",
    },
    {
        "figure": "4,102",
        "label": "over 52 weeks",
        "source": "Alongside planner",
        "kind": "modelled",
        "sure": "Between 3,900 and 4,300",
        "tone": "bad",
    },
    {
        "figure": "39,568",
        "label": "with a decision to admit",
        "source": "Sample",
        "kind": "synthetic",
        "href": "#a",
    },
]


def list_page() -> dict[str, Any]:
    params = QueryDict("specialty=110&band=52&sort=-weeks&page=2")
    order = Order.read(params.dict(), {"specialty", "weeks"}, default="-weeks")
    weeks = [f"w{index}" for index in range(1, 13)]
    return FRAME | {
        "title": "Waiting list",
        "params": params,
        "order": order,
        "filter_form": FilterForm(params),
        "columns": [
            Column("pathway", "Pathway", link="href"),
            Column("specialty", "Specialty", sort=True),
            Column("provider", "Provider"),
            Column("started", "Clock started", "date"),
            Column("weeks", "Waited", "weeks", sort=True, note="at 31 January 2026"),
            Column("status", "Status"),
        ],
        "page": page_of(order.sort(rows(), lambda row: row["weeks"]), params["page"], size=10),
        "stats": STATS,
        "wide_columns": [Column("site", "Site"), *[Column(week, f"Week {week[1:]}", "number") for week in weeks]],
        "wide_rows": [{"site": site} | dict.fromkeys(weeks, 1200) for site in ("One Ashford", "Kent and Canterbury")],
        "wide_totals": {"site": "All sites"} | dict.fromkeys(weeks, 2400),
    }


def form_page() -> dict[str, Any]:
    data = QueryDict("day_0=31&day_1=2&day_2=2026&minutes=9&token=t")
    return FRAME | {"title": "Offer a theatre session", "form": SessionForm(data)}


def parts_page() -> dict[str, Any]:
    events = [
        {
            "title": "Approved",
            "when": datetime(2026, 1, 31, 14, 5, tzinfo=UTC),
            "by": "Sam Okafor",
            "tag": "Approved",
            "colour": "green",
        },
        {"title": "Plan made", "when": date(2026, 1, 30), "text": "39,568 pathways, 12 weeks."},
    ]
    return FRAME | {"title": "Your day", "events": events, "account": SimpleNamespace(**FRAME["account"])}


SAMPLES = {"list": list_page, "form": form_page, "parts": parts_page}


def draw(env: jinja2.Environment, name: str) -> str:
    return env.get_template(f"{name}.jinja").render(SAMPLES[name]())


def kent_map() -> charts.Figure:
    points = [
        maps.Point("William Harvey Hospital", 51.1413, 0.9163, value=9000),
        maps.Point("One Ashford Hospital", 51.1346, 0.9072, "Independent", 3000),
        maps.Point("Kent and Canterbury Hospital", 51.2663, 1.0868, value=5000),
        maps.Point("Queen Elizabeth The Queen Mother Hospital", 51.3781, 1.3893, value=6000),
        maps.Point("Medway Maritime Hospital", 51.3801, 0.5412, value=8000),
        maps.Point("KIMS Hospital", 51.2875, 0.5590, "Independent", 2000),
        maps.Point("Maidstone Hospital", 51.2740, 0.4839, value=7000),
        maps.Point("Darent Valley Hospital", 51.4346, 0.2587, value=4000),
        maps.Point("Tunbridge Wells Hospital", 51.1486, 0.3075, value=4000),
    ]
    flows = [
        maps.Flow("William Harvey Hospital", "One Ashford Hospital", 900),
        maps.Flow("Queen Elizabeth The Queen Mother Hospital", "One Ashford Hospital", 1400),
        maps.Flow("Medway Maritime Hospital", "KIMS Hospital", 2100),
        maps.Flow("Darent Valley Hospital", "KIMS Hospital", 300),
    ]
    ring = [
        [0.03, 51.43],
        [0.45, 51.49],
        [0.75, 51.44],
        [1.0, 51.35],
        [1.44, 51.39],
        [1.38, 51.15],
        [0.97, 50.91],
        [0.03, 51.14],
    ]
    return maps.map_figure("Who would travel where", points, flows, [ring])


def charts_page() -> dict[str, Any]:
    names = ["Trauma and orthopaedics", "Ophthalmology", "General surgery", "Ear, nose and throat", "Urology"]
    before = [max(0, 900 - 8 * week + (week % 7) * 13) for week in range(105)]
    after = [value if week < 18 else int(value * max(0, 1 - week / 90)) for week, value in enumerate(before)]
    placed = {"Placed": [9210, 7300, 4021, 2250, 812], "Not placed": [3100, 240, 1021, 1900, 430]}
    sites = ["One Ashford Hospital", "William Harvey Hospital", "Kent and Canterbury Hospital", "KIMS Hospital"]
    weeks = [f"Week {week}" for week in range(1, 13)]
    room: list[list[int | None]] = [[(row * 7 + week * 5) % 41 for week in range(12)] for row in range(4)]
    room[1][3] = None
    changes = [charts.Change(name, 40 - 3 * place, 22 - 2 * place) for place, name in enumerate(names)]
    return FRAME | {
        "title": "The plan",
        "waits": charts.waits(
            "Weeks waited, before and after the plan",
            [str(week) for week in range(105)],
            {"Before": before, "After": after},
            marks={18: "18 weeks", 52: "52 weeks", 65: "65 weeks"},
        ).sourced("Alongside planner, modelled from NHS England RTT, 31 January 2026."),
        "placed": charts.stacked("Placed and not placed", names, placed, first="Specialty"),
        "one": charts.bars(
            "Waiting by trust",
            [
                charts.Bar("East Kent Hospitals University NHS Foundation Trust", 78211),
                charts.Bar("Medway", 41200),
                charts.Bar("Dartford and Gravesham NHS Trust", None),
            ],
        ),
        "compare": charts.grouped(
            "Within 18 weeks",
            names,
            {"Now": [0.61, 0.7, 0.5, 0.55, 0.63], "Planned": [0.72, 0.91, 0.6, 0.58, 0.7]},
            kind="percent",
        ),
        "moved": charts.dumbbell("92nd percentile wait", changes, kind="weeks", before="Now", after="Planned"),
        "map": kent_map(),
        "heat": charts.heat("Theatre sessions free", sites, weeks, room),
    }


SAMPLES["charts"] = charts_page

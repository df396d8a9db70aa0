"""The bundled roadmaps hold exactly what their documents hold."""

import pytest

from curricula.schema import Curriculum, Item, Unit
from curricula.summary import summary
from curricula.walk import parts, projects, stops, with_children

Library = dict[str, Curriculum]


def units(curriculum: Curriculum, kind: str) -> list[Unit]:
    return [stop.unit for stop in stops(curriculum) if stop.unit.kind == kind]


def items(unit: Unit) -> list[Item]:
    """The items of a unit and of the units inside it."""
    own = list(with_children(unit.items))
    return own + [item for child in unit.children for item in items(child)]


def links(curriculum: Curriculum) -> list[str]:
    return [url for part in parts(curriculum) if (url := getattr(part, "url", None))]


def test_the_shelf_holds_the_five_roadmaps(library: Library) -> None:
    assert list(library) == [
        "py-backend-12w",
        "py-backend-20d",
        "py-backend-a-z",
        "py-backend-senior-es",
        "py-backend-topics",
    ]
    assert all(curriculum.id == slug for slug, curriculum in library.items())


@pytest.mark.parametrize(
    ("slug", "sha256"),
    [
        ("py-backend-12w", "00020556ae013149432d9aada620725d734e355ce54ff7c1c5831039def84fc9"),
        ("py-backend-a-z", "cf41cf155ec2df0085bdf8af25cc1fbf2812c827ed26cb2348f91e97826a4628"),
        ("py-backend-20d", "400d41229f369bf9fdb0618e9c4e3d0b7c43ef7900a077a442e6cee52a51742d"),
        ("py-backend-senior-es", "e97f920b17f1769a436f2643a1d1d97928f1999b81f37b1c349f8a9f467282b6"),
        ("py-backend-topics", "d5d140558182fe4b6f1f1fc264505dfac20e7ab339e0a322ac072646f40d2631"),
    ],
)
def test_each_roadmap_names_the_document_it_was_taken_from(library: Library, slug: str, sha256: str) -> None:
    source = library[slug].source
    assert source is not None
    assert source.sha256 == sha256


def test_the_twelve_weeks_hold_51_topics_and_12_projects(library: Library) -> None:
    curriculum = library["py-backend-12w"]
    weeks = units(curriculum, "week")
    facts = summary(curriculum)
    assert dict(facts.units) == {"phase": 6, "week": 12}
    assert [len(items(week)) for week in weeks] == [5, 4, 4, 4, 5, 4, 4, 4, 3, 3, 3, 8]
    assert dict(facts.items) == {"topic": 50, "group": 1}
    assert [len(week.projects) for week in weeks] == [1] * 12
    assert [project.kind for project in projects(curriculum)] == ["project"] * 11 + ["capstone"]
    assert weeks[-1].projects[0].requirements == (
        "FastAPI + PostgreSQL + Redis + Celery",
        "JWT Auth + Async tasks",
        "Dockerized + CI/CD deployed",
    )
    assert {week.number: len(week.resources) for week in weeks if week.resources} == {
        "1": 2,
        "2": 2,
        "4": 2,
        "6": 2,
    }
    assert (facts.resources, facts.bonus, facts.links) == (8, 4, 0)


def test_the_twelfth_week_heads_four_topics_with_system_design_basics(library: Library) -> None:
    group = units(library["py-backend-12w"], "week")[-1].items[-1]
    assert (group.text, group.role) == ("System Design Basics", "group")
    assert [child.text for child in group.children] == [
        "Load balancing",
        "Caching",
        "Message queues",
        "Scalability principles",
    ]


def test_the_twelve_weeks_keep_their_dates_without_a_year(library: Library) -> None:
    timings = [unit.timing for unit in units(library["py-backend-12w"], "week")]
    dates = [(timing.start, timing.end) for timing in timings if timing.kind == "calendar"]
    assert dates == [
        ("10-21", "10-27"),
        ("10-28", "11-03"),
        ("11-04", "11-10"),
        ("11-11", "11-17"),
        ("11-18", "11-24"),
        ("11-25", "12-01"),
        ("12-02", "12-08"),
        ("12-09", "12-15"),
        ("12-16", "12-22"),
        ("12-23", "12-29"),
        ("12-30", "01-05"),
        ("01-06", "01-15"),
    ]
    assert all(timing.year is None for timing in timings if timing.kind == "calendar")
    phases = [unit.timing for unit in units(library["py-backend-12w"], "phase")]
    ends = [(timing.start_month_day, timing.end_month_day) for timing in phases if timing.kind == "calendar"]
    assert (ends[0], ends[-1]) == (((10, 21), (11, 3)), ((12, 30), (1, 15)))


def test_a_to_z_holds_100_topics_and_15_mini_projects(library: Library) -> None:
    curriculum = library["py-backend-a-z"]
    facts = summary(curriculum)
    assert dict(facts.units) == {"phase": 15}
    assert [len(items(unit)) for unit in curriculum.units] == [8, 11, 12, 15, 6, 7, 4, 5, 5, 4, 4, 4, 4, 6, 5]
    assert dict(facts.items) == {"topic": 100}
    assert [project.kind for project in projects(curriculum)] == ["mini"] * 15
    assert [len(unit.projects) for unit in curriculum.units] == [1] * 15
    assert (facts.resources, facts.links, facts.distinct_links) == (0, 2, 2)


def test_a_to_z_takes_71_to_89_days(library: Library) -> None:
    timings = [unit.timing for unit in library["py-backend-a-z"].units]
    days = [(timing.min, timing.max) for timing in timings if timing.kind == "days"]
    assert days == [
        *[
            (3, 4),
            (5, 6),
            (5, 6),
            (8, 10),
            (6, 7),
            (5, 6),
            (4, 5),
            (4, 5),
            (3, 4),
            (4, 5),
            (4, 5),
            (4, 5),
            (4, 5),
        ],
        *[(5, 6), (7, 10)],
    ]
    assert (sum(least for least, _ in days), sum(most for _, most in days)) == (71, 89)


def test_a_to_z_keeps_its_contents_and_what_surrounds_the_phases(library: Library) -> None:
    curriculum = library["py-backend-a-z"]
    assert [section.kind for section in curriculum.sections] == [
        "intro",
        "contents",
        "contributing",
        "contact",
        "credits",
    ]
    contents = curriculum.sections[1].entries
    targets = [unit.id for unit in curriculum.units] + [section.id for section in curriculum.sections[2:4]]
    assert [entry.refers_to for entry in contents] == targets
    assert contents[11].text == "Phase\u202f12 \u2013 Caching & Performance"
    assert curriculum.units[11].title == "Caching & Performance Optimization"


def test_the_20_days_hold_a_description_and_an_assignment_each(library: Library) -> None:
    curriculum = library["py-backend-20d"]
    days = units(curriculum, "day")
    facts = summary(curriculum)
    assert dict(facts.units) == {"week": 4, "day": 20}
    assert [len(week.children) for week in curriculum.units] == [5, 5, 5, 5]
    assert [day.timing.n for day in days if day.timing.kind == "day_number"] == list(range(1, 21))
    assert [len(day.items) for day in days] == [1] * 20
    assert [[project.kind for project in day.projects] for day in days] == [["assignment"]] * 20
    assert [len(day.projects[0].requirements) for day in days] == [0] * 19 + [5]
    assert (facts.resources, facts.links) == (0, 0)


def test_routes_of_the_20_days_are_code_because_a_chat_would_take_them_for_commands(library: Library) -> None:
    days = units(library["py-backend-20d"], "day")
    assert all(
        route in str(days[2].projects[0].description)
        for route in ("`/add`", "`/view`", "`/edit`", "`/delete`")
    )
    assert all(route in str(days[10].projects[0].description) for route in ("`/books`", "`/books/<id>`"))


def test_from_0_to_senior_holds_144_items_and_142_links(library: Library) -> None:
    curriculum = library["py-backend-senior-es"]
    facts = summary(curriculum)
    assert curriculum.language == "es"
    assert dict(facts.units) == {"phase": 7, "section": 39}
    assert [len(items(phase)) for phase in curriculum.units] == [30, 11, 27, 38, 17, 12, 9]
    assert dict(facts.items) == {"topic": 144}
    assert (facts.links, facts.distinct_links, facts.resources) == (142, 139, 0)
    without_link = [item.text for phase in curriculum.units for item in items(phase) if item.url is None]
    assert without_link == ["Clean Architecture", "Domain-Driven Design"]
    numbers = [section.number for section in units(curriculum, "section")]
    assert numbers == [
        f"{phase}.{n}" for phase, count in enumerate([8, 4, 7, 8, 5, 4, 3], 1) for n in range(1, count + 1)
    ]


def test_from_0_to_senior_nests_seven_chapters_below_the_official_tutorial(library: Library) -> None:
    section = units(library["py-backend-senior-es"], "section")[1]
    assert [item.text for item in section.items] == ["Tutorial Oficial"]
    assert [child.text for child in section.items[0].children] == [
        "Variables y tipos de datos",
        "Control de flujo",
        "Estructuras de datos",
        "Módulos",
        "Entrada/Salida",
        "Errores y excepciones",
        "Clases",
    ]


def test_from_0_to_senior_ends_its_phases_with_17_projects_in_7_groups(library: Library) -> None:
    curriculum = library["py-backend-senior-es"]
    built = list(projects(curriculum))
    groups = [[p for p in curriculum.projects if p.group == group.id] for group in curriculum.project_groups]
    assert [project.number for project in built] == list(range(1, 18))
    assert [len(group) for group in groups] == [3, 3, 3, 3, 2, 2, 1]
    assert [{p.after_unit for p in group} for group in groups] == [{phase.id} for phase in curriculum.units]
    assert summary(curriculum).requirements == 99
    assert [project.kind for project in built] == ["project"] * 16 + ["capstone"]


def test_from_0_to_senior_takes_13_to_19_months_and_never_ends(library: Library) -> None:
    timings = [phase.timing for phase in library["py-backend-senior-es"].units]
    months = [(timing.min, timing.max) for timing in timings if timing.kind == "months"]
    assert months == [(2, 3), (1, 2), (3, 4), (3, 4), (2, 3), (2, 3)]
    assert timings[-1].kind == "ongoing"


def test_from_0_to_senior_asks_for_12_of_the_17_projects_and_four_phases(library: Library) -> None:
    curriculum = library["py-backend-senior-es"]
    assert curriculum.completion is not None
    assert (curriculum.completion.projects_at_least, curriculum.completion.projects_total) == (12, 17)
    assert curriculum.completion.units_required == tuple(phase.id for phase in curriculum.units[:4])
    assert {section.kind: len(section.entries) for section in curriculum.sections} == {
        "projects": 0,
        "metrics": 7,
        "advice": 7,
    }


def test_the_profiler_is_linked_at_its_public_repository(library: Library) -> None:
    profiler = [
        item
        for unit in library["py-backend-senior-es"].units
        for item in items(unit)
        if item.text == "memory_profiler"
    ]
    assert [item.url for item in profiler] == ["https://github.com/pythonprofilers/memory_profiler/"]


def test_the_topics_hold_60_bullets(library: Library) -> None:
    curriculum = library["py-backend-topics"]
    facts = summary(curriculum)
    intro = [entry for section in curriculum.sections for entry in section.entries]
    assert len(curriculum.units) == 3
    assert [len(unit.children) for unit in curriculum.units] == [5, 0, 1]
    assert dict(facts.units) == {"topic_area": 9}
    assert len(intro) == 4
    assert dict(facts.items) == {"topic": 55, "filler": 1}
    assert [i.text for unit in curriculum.units for i in items(unit) if i.role == "filler"] == ["And etc."]
    assert (facts.projects, facts.resources, facts.links) == (0, 0, 0)
    assert dict(facts.timing) == {"absent": 9}


def test_items_keep_their_inline_markdown(library: Library) -> None:
    texts = [item.text for unit in library["py-backend-topics"].units for item in items(unit)]
    assert "**Object-Oriented Programming (OOP)**" in texts
    assert "Asynchronous programming (`async`/`await`)" in texts


def test_links_of_every_roadmap_lead_to_the_web(library: Library) -> None:
    assert all(url.startswith("https://") for curriculum in library.values() for url in links(curriculum))

"""The demo's decks: what each organisation shows, with tables made from its invented figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import mean
from typing import Any

from benchplatform.demo.slides import Deck, Slide, Table

_WOMEN_AND_MEN, _GIRLS_AND_BOYS = ("Kvinnor", "Män"), ("Flickor", "Pojkar")
_ORDER = ("Första", "Andra", "Tredje")
_UNITS = {"%": "procent", "points": "poäng", "hours": "timmar", "number": "antal"}
_NO_VALUE = {"suppressed": "visas ej", "missing": "saknas"}
_AREAS = {
    "A": "A Politisk inriktning",
    "B": "B Ledarskap och organisation",
    "C": "C Mål, budget och styrdokument",
    "D": "D Beslut",
    "E": "E Statistik, uppföljning och analys",
    "F": "F Verksamhet, förbättring och lärande",
}


def deck_of(entry: Mapping[str, Any], content: Mapping[str, Any], organisation: str, about: str, count: int) -> Deck:
    """The first `count` slides of an entry among the content's presentations, behind a cover."""
    slides = tuple(_slide(slide, entry["org"], content) for slide in entry["slides"][:count])
    return Deck(entry["title"], organisation, (about, content["programme"]["note"]["sv"]), slides)


def _slide(entry: Mapping[str, Any], organisation: str, content: Mapping[str, Any]) -> Slide:
    table: Table = ()
    for kind, make in _TABLES.items():
        if kind in entry:
            table = make(entry[kind], organisation, content)
    return Slide(entry["title"], tuple(entry["points"]), table)


def _figure(id: str, organisation: str, content: Mapping[str, Any]) -> Table:
    """A key figure year by year, for women and men (or girls and boys) and all."""
    figure = next(figure for figure in content["key_figures"] if figure["id"] == id)
    values = [row for row in figure["values"] if row["org"] == organisation]
    title = figure["title"]["sv"]
    sexes = _GIRLS_AND_BOYS if title.startswith("Elever") else _WOMEN_AND_MEN
    return (
        (f"{title} ({_UNITS[figure['unit']]})", *sexes, "Alla"),
        *((str(row["year"]), *(_figure_cell(row[sex]) for sex in ("K", "M", "T"))) for row in values),
    )


def _figure_cell(cell: Mapping[str, Any]) -> str:
    return _NO_VALUE[cell["status"]] if cell["status"] else _number(cell["value"])


def _example(index: int, organisation: str, content: Mapping[str, Any]) -> Table:
    """The results of one of the organisation's good examples, before and after; by sex where that differs."""
    results = [example for example in content["examples"] if example["org"] == organisation][index]["results"]
    columns = ["women_before", "women_after", "men_before", "men_after"]
    heading = ["Mått", "Kvinnor före", "Kvinnor efter", "Män före", "Män efter"]
    if all(result["women_after"] == result["men_after"] for result in results):
        columns, heading = columns[:2], ["Mått", "Före", "Efter"]
    return (
        tuple(heading),
        *((_swedish(result["measure"]), *(_number(result[name]) for name in columns)) for result in results),
    )


def _measures(wanted: bool, organisation: str, content: Mapping[str, Any]) -> Table:
    """The measures of the organisation's plan: where it began, what it wants, where it is; women / men."""
    plan = next(plan for plan in content["plans"] if plan["org"] == organisation)
    return (
        ("Åtgärd", "Start", "Mål", "Nu"),
        *(
            (measure["text"]["sv"], *(_women_and_men(measure, when) for when in ("base", "target", "latest")))
            for measure in plan["measures"]
        ),
    )


def _women_and_men(measure: Mapping[str, Any], when: str) -> str:
    women, men = measure[f"{when}_w"], measure[f"{when}_m"]
    if women is None:
        return "–"
    return _number(women) if women == men else f"{_number(women)} / {_number(men)}"


def _assessments(count: int, organisation: str, content: Mapping[str, Any]) -> Table:
    """The mean of each area in the organisation's first `count` self-assessments."""
    levels = content["self_assessments"][organisation]
    return (
        ("Område", *_ORDER[:count]),
        *((title, *(_mean(levels, area, number) for number in range(count))) for area, title in _AREAS.items()),
    )


def _mean(levels: Mapping[str, list[int]], area: str, number: int) -> str:
    given = [levels[statement][number] for statement in levels if statement[0] == area]
    return f"{mean(given):.1f}".replace(".", ",")


def _number(value: float) -> str:
    return str(value).replace(".", ",")


def _swedish(both: str) -> str:
    return both.rpartition(" / ")[2]


_TABLES: Mapping[str, Callable[[Any, str, Mapping[str, Any]], Table]] = {
    "figure": _figure,
    "example": _example,
    "measures": _measures,
    "assessments": _assessments,
}

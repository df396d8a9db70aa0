"""Which part of the schema belongs at a place of a roadmap file, and the names that are allowed there."""

from collections.abc import Iterator, Sequence
from typing import get_args

from pydantic import BaseModel

from curricula.schema import Curriculum
from curricula.tree import Step


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """Every model in an annotation such as `tuple[Item, ...]` or `Annotated[A | B, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _is_kind(model: type[BaseModel], kind: Step) -> bool:
    field = model.model_fields.get("kind")
    return field is not None and kind in get_args(field.annotation)


def _inside(models: Sequence[type[BaseModel]], step: Step) -> list[type[BaseModel]]:
    if isinstance(step, int):
        return list(models)
    if len(models) > 1:
        return [model for model in models if _is_kind(model, step)]
    fields = models[0].model_fields if models else {}
    return list(_models(fields[step].annotation)) if step in fields else []


def model_at(location: Sequence[Step]) -> type[BaseModel] | None:
    """The model of the mapping at a location as pydantic reports it: with a union's chosen kind as a step."""
    models: list[type[BaseModel]] = [Curriculum]
    for step in location:
        models = _inside(models, step)
    return models[0] if len(models) == 1 else None


def described(location: Sequence[Step]) -> str:
    """What the schema says about the value at a location, or nothing."""
    *parents, last = [step for step in location if isinstance(step, str)] or [""]
    model = model_at(parents)
    field = model.model_fields.get(last) if model else None
    return (field.description or "") if field else ""


def name_of(model: type[BaseModel]) -> str:
    """A model's name as authors know it: `a project group`, `an item`."""
    letters = (f" {letter.lower()}" if letter.isupper() else letter for letter in model.__name__)
    name = "".join(letters).strip()
    return f"an {name}" if name[0] in "aeio" else f"a {name}"

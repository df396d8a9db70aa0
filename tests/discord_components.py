"""What a message to Discord is made of, as it goes over the wire."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
_TEXT = 10


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """All components, however deep, from the first to the last."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))
        yield from walk([component["accessory"]] if "accessory" in component else ())


def texts_of(message: Json) -> list[str]:
    """All that can be read in its components."""
    return [each["content"] for each in walk(message.get("components") or ()) if each.get("type") == _TEXT]


def buttons_of(message: Json) -> dict[str, str]:
    """The custom ids of its buttons, by their labels."""
    components = walk(message.get("components") or ())
    return {each.get("label", ""): each["custom_id"] for each in components if "custom_id" in each}

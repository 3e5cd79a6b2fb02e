"""Reads as much of JSON Schema as docs/agenda.schema.json uses, and refuses any word that it does not know."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

SCHEMA = json.loads((Path(settings.BASE_DIR) / "docs" / "agenda.schema.json").read_text())
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "null": type(None),
}
KNOWN = {
    *("$schema", "title", "$defs", "$ref", "type", "required", "properties", "items", "additionalProperties"),
    *("enum", "const", "pattern", "minLength", "minimum", "anyOf"),
}


def faults(value: Any, schema: dict[str, Any] = SCHEMA, at: str = "") -> list[str]:
    """Where the value is not what the schema says; a field of which the schema says nothing is one, too."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], at)
    if unknown := schema.keys() - KNOWN:
        raise NotImplementedError(unknown)
    if "anyOf" in schema:
        found = [faults(value, option, at) for option in schema["anyOf"]]
        return [] if [] in found else found[0]
    return [f"{at}: {fault}" for fault in plain_faults(value, schema)] + list(inner_faults(value, schema, at))


def plain_faults(value: Any, schema: dict[str, Any]) -> Iterator[str]:
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if types and not any(is_of(value, name) for name in types):
        yield f"{value!r} is not {types}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {schema['enum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{value!r} does not match {schema['pattern']}"
    if len(value) < schema["minLength"] if "minLength" in schema else False:
        yield "is too short"
    if isinstance(value, int) and value < schema.get("minimum", value):
        yield f"{value} is too small"


def inner_faults(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from faults(item, schema["items"], f"{at}[{place}]")
    if isinstance(value, dict):
        own, other = schema.get("properties", {}), schema.get("additionalProperties")
        yield from (f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value)
        yield from (f"{at}.{name} is in no schema" for name in value if name not in own and other is None)
        for name, item in value.items():
            if inner := own.get(name, other):
                yield from faults(item, inner, f"{at}.{name}")


def is_of(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))

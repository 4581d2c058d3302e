"""What Schemathesis has to be told about this service: see schemathesis.toml."""

import os
import re

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import EnsureResourceAvailability, UndefinedStatusCode

# Every id that an answer has had.
answered = set()


@schemathesis.deserializer("text/html")
def read_page(_context, response):
    """A page is a string to the contract, bounded like any other."""
    return response.text


@schemathesis.hook
def before_load_schema(_context, raw_schema):
    """Has the fields that a link brings to a body stand where Schemathesis looks for them."""
    for item in raw_schema["paths"].values():
        for operation in (part for part in item.values() if isinstance(part, dict)):
            for response in operation.get("responses", {}).values():
                for link in response.get("links", {}).values():
                    if "x-request-body" in link:
                        link["requestBody"] = link["x-request-body"]


@schemathesis.hook
def filter_failure(_context, failure, case, response):
    """False drops a failure. Each has its reason."""
    # Node refuses a head above 16 kB while it reads it, before there is an operation (RFC 6585 section 5). The contract
    # says so in its description, once for all.
    if isinstance(failure, UndefinedStatusCode) and response.status_code == 431:
        return False
    # A made-up cookie that never arrived proves nothing: the run's own `Cookie` header stands in its place, or it has a
    # semicolon, which nothing escapes and which ends it (RFC 6265 section 4.1.1).
    if isinstance(failure, AcceptedNegativeData) and only_cookies_are_wrong(case):
        sent = response.request.headers.get("Cookie", "")
        return all(";" not in str(value) and f"{name}={value}" in sent for name, value in (case.cookies or {}).items())
    # What is wrong may be what an operation leaves out before it looks: names that it does not declare, where it is marked
    # so, and optional parameters without a value.
    if isinstance(failure, AcceptedNegativeData) and leaves_out(case):
        return False
    # A 404 for what was just made may be for what the body names beside it: an id there that no answer has had was made up.
    if isinstance(failure, EnsureResourceAvailability) and not ids_of(case.body) <= answered:
        return False
    return True


def ids_of(value, name=""):
    """The texts in a body whose names say that they are ids."""
    if isinstance(value, dict):
        return set().union(*(ids_of(part, key) for key, part in value.items()))
    if isinstance(value, list):
        return set().union(*(ids_of(part, name) for part in value))
    return {str(value)} if re.search(r"(_id|Id)s?$", name) else set()


def leaves_out(case):
    declared = {parameter.name: parameter.is_required for parameter in case.operation.query}
    query = case.query or {}
    if any(value in ("", [""], None) and not declared.get(name, True) for name, value in query.items()):
        return True
    if not case.operation.definition.raw.get("x-ignores-unknown"):
        return False
    if any(name not in declared for name in query):
        return True
    schema = body_schema(case)
    if not isinstance(case.body, dict) or schema is None:
        return False
    properties, required = schema.get("properties", {}), schema.get("required", [])
    return any(name not in properties or (value == "" and name not in required) for name, value in case.body.items())


def body_schema(case):
    for body in case.operation.body:
        if body.media_type == case.media_type and isinstance(body.optimized_schema, dict):
            return resolved(body.optimized_schema)
    return None


def resolved(schema):
    """The schema that a reference within the same document leads to (RFC 6901)."""
    target = schema
    while "$ref" in target:
        found = schema
        for step in target["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        target = found
    return target


def only_cookies_are_wrong(case):
    components = case.meta.components if case.meta else {}
    return [location.value for location, info in components.items() if info.mode.is_negative] == ["cookie"]


@schemathesis.hook
def after_call(_context, case, response):
    """Tells scripts/fuzz.ts what was answered, and keeps the ids."""
    answered.update(re.findall(r'"((?:[a-z]+_)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"', response.text))
    file = os.environ.get("FUZZ_ANSWERS")
    if file:
        with open(file, "a", encoding="utf-8") as answers:
            answers.write(f"{case.operation.label} {response.status_code}\n")

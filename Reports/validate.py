#!/usr/bin/python3
"""Check reports against report.schema.json with a JSON Schema validator.

Usage: validate.py FILE...

Exit codes: 0 every file is valid, 1 a file is not valid, 2 a file cannot be read as JSON
or the usage is wrong, 3 the validator is missing or the schema itself is unsound.
Needs python3-jsonschema (Debian 12 and later) with draft 2020-12.
"""

import json
import pathlib
import sys

SHOWN_ERRORS_MAX = 20


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def load(path):
    # Python reads NaN and Infinity, which JSON does not have.
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_constant=refuse_constant)


def place(error):
    path = ""
    for key in error.absolute_path:
        path += f"[{key}]" if isinstance(key, int) else f".{key}"
    return path.lstrip(".") or "the whole file"


def check(path, validator):
    try:
        report = load(path)
    except (OSError, ValueError, RecursionError) as error:
        print(f"{path}: cannot be read as JSON: {error}")
        return 2
    errors = sorted(validator.iter_errors(report), key=lambda error: place(error))
    if not errors:
        print(f"{path}: valid")
        return 0
    print(f"{path}: NOT VALID, {len(errors)} error(s)")
    for error in errors[:SHOWN_ERRORS_MAX]:
        message = error.message if len(error.message) <= 300 else error.message[:300] + " ..."
        print(f"  {place(error)}: {message}")
        # A value that fits none of several forms: name what keeps it from the nearest one.
        if error.context:
            nearest = max(error.context, key=lambda cause: len(cause.absolute_path))
            print(f"    {place(nearest)}: {nearest.message[:300]}")
    if len(errors) > SHOWN_ERRORS_MAX:
        print(f"  and {len(errors) - SHOWN_ERRORS_MAX} more")
    return 1


def main(arguments):
    if not arguments or arguments[0].startswith("-"):
        print(__doc__.strip())
        return 2
    try:
        from jsonschema import Draft202012Validator
        from jsonschema.exceptions import SchemaError
    except ImportError:
        print("the validator is missing: apt-get install python3-jsonschema")
        return 3
    schema = load(pathlib.Path(__file__).resolve().parent / "report.schema.json")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        print(f"report.schema.json is unsound: {error.message}")
        return 3
    validator = Draft202012Validator(schema)
    return max(check(path, validator) for path in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Holds values against their JSON Schemas: [[schema, value], …] on standard input; a value may be missing."""

import json
import sys

from jsonschema import Draft202012Validator

for schema, *values in json.load(sys.stdin):
    Draft202012Validator.check_schema(schema)
    for value in values:
        Draft202012Validator(schema).validate(value)

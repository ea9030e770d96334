#!/usr/bin/python3
"""Read the files that Touchstone writes for machines with what machines read them with.

Usage: check_formats.py FOLDER

FOLDER holds r.json (a report) and of the same report r.xml, r.prom, r.csv, r.md, r.ann
(annotations) and, where a run was watched, r.ndjson; or, of a check against a baseline, c.xml,
c.prom, c.md, c.ann and perhaps c.json. Exit codes: 0 sound, 1 a fault, 2 usage.
A validator that is not installed is named, and its check left out.
"""

import csv
import importlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
FAULTS = []
MISSING = set()


def fault(file, text):
    FAULTS.append(f"{file}: {text}")


def optional(module, package):
    try:
        return importlib.import_module(module)
    except ImportError:
        MISSING.add(f"{module} (Debian: {package})")
        return None


def program(name, package):
    path = shutil.which(name)
    if path is None:
        MISSING.add(f"{name} (Debian: {package})")
    return path


def run(file, command, standard_input=None):
    done = subprocess.run(command, stdin=standard_input, capture_output=True, text=True)
    # promtool ends with 0 after a remark of its linter.
    if done.returncode != 0 or done.stderr and "validates" not in done.stderr:
        fault(file, f"{pathlib.Path(command[0]).name}: {(done.stderr or done.stdout)[:2000]}")


def expected_red(report):
    if "exitCode" in report:
        return report["exitCode"] != 0
    return None


def check_junit(file, report, cases_expected):
    xmllint = program("xmllint", "libxml2-utils")
    if xmllint:
        run(file, [xmllint, "--noout", "--nonet", "--schema", str(ROOT / ".ci/junit.xsd"), str(file)])
    red = 0
    for suite in ElementTree.parse(file).getroot():
        cases = suite.findall("testcase")
        counts = {"tests": len(cases)}
        for name, plural in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            counts[plural] = sum(1 for case in cases if case.find(name) is not None)
        for name, count in counts.items():
            if suite.get(name) != str(count):
                fault(file, f"{name} is {suite.get(name)}, and there are {count}")
        red += counts["failures"] + counts["errors"]
    if expected_red(report) and not red:
        fault(file, f"green, and the exit code is {report['exitCode']}")
    first = ElementTree.parse(file).getroot()[0]
    if cases_expected and len(first.findall("testcase")) != cases_expected:
        fault(file, f"not one case for each of {cases_expected} lines")
    junitparser = optional("junitparser", "python3-junitparser")
    if junitparser:
        # It gives several suites, or the suite itself where there is only one.
        read = junitparser.JUnitXml.fromfile(str(file))
        read.update_statistics()
        if read.failures + read.errors != red:
            fault(file, f"junitparser reads {read.failures + read.errors} red cases, not {red}")


def check_openmetrics(file, info):
    promtool = program("promtool", "prometheus")
    if promtool:
        with open(file, encoding="utf-8") as text:
            run(file, [promtool, "check", "metrics"], text)
    text = file.read_text(encoding="utf-8")
    names = ("prometheus_client.parser", "prometheus_client.openmetrics.parser")
    for name in names:
        parser = optional(name, "python3-prometheus-client")
        if parser is None:
            continue
        try:
            families = list(parser.text_string_to_metric_families(text))
        except Exception as error:  # the parser throws what it likes
            fault(file, f"{name}: {error!r}")
            continue
        if not any(family.name == info for family in families):
            fault(file, f"{name} does not see {info}")
        if any(sample.timestamp for family in families for sample in family.samples):
            fault(file, "a sample bears a time")


def check_csv(folder, report):
    file = folder / "r.csv"
    data = file.read_bytes()
    if data.count(b"\n") != data.count(b"\r\n") or data.count(b"\r") != data.count(b"\r\n"):
        fault(file, "line ends other than CRLF")
    with open(file, encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text, strict=True))
    for number, row in enumerate(rows):
        if len(row) != len(rows[0]):
            fault(file, f"row {number} has {len(row)} fields, not {len(rows[0])}")
        for cell in row:
            if re.match(r"\s*[=+\-@\t\r]", cell) and not re.fullmatch(r"-?[0-9.]+(e[+-]?\d+)?", cell):
                fault(file, f"row {number}: a formula: {cell[:60]!r}")
    if len(rows) < 1 + len(report.get("verdict", {}).get("requirements", [])):
        fault(file, "fewer rows than requirements")


def check_github(file, annotations):
    text = file.read_bytes()
    if len(text) > 1 << 20:
        fault(file, f"{len(text)} bytes, and a step's summary holds 1 MiB")
    if text.count(b"<details>") != 1 or text.count(b"</details>") != 1:
        fault(file, "not one folded part")
    file = annotations
    # The runner splits at line feeds only.
    lines = file.read_text(encoding="utf-8").split("\n")[:-1]
    if len(lines) > 10:
        fault(file, f"{len(lines)} annotations, and 10 are shown")
    for line in lines:
        if not re.fullmatch(r"::(error|warning) title=[^:,\r]*::[^\r]*", line):
            fault(file, f"not a workflow command: {line[:80]!r}")


def check_events(folder):
    file = folder / "r.ndjson"
    if not file.exists():
        return
    events = []
    # As strict readers and as lax ones split.
    text = file.read_text(encoding="utf-8")
    if text.splitlines() != text.split("\n")[:-1]:
        fault(file, "a line end within a line")
    jsonschema = optional("jsonschema", "python3-jsonschema")
    validator = None
    if jsonschema:
        schema = json.loads((ROOT / "Reports/progress.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
    elapsed = 0
    for number, line in enumerate(text.splitlines()):
        event = json.loads(line)
        events.append(event["event"])
        for error in validator.iter_errors(event) if validator else []:
            fault(file, f"line {number + 1}: {error.message[:200]}")
        if event["elapsedSeconds"] < elapsed:
            fault(file, f"line {number + 1}: the time goes back")
        elapsed = event["elapsedSeconds"]
    for name in ("planned", "preparing", "block", "finished"):
        if name not in events:
            fault(file, f"no event '{name}'")


def main(arguments):
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__.strip())
        return 2
    folder = pathlib.Path(arguments[0])
    if (folder / "c.xml").exists():
        check = {}
        if (folder / "c.json").exists():
            check = json.loads((folder / "c.json").read_text(encoding="utf-8"))
        check_junit(folder / "c.xml", check, len(check.get("metrics", [])))
        check_openmetrics(folder / "c.prom", "touchstone_baseline_info")
        check_github(folder / "c.md", folder / "c.ann")
    else:
        report = json.loads((folder / "r.json").read_text(encoding="utf-8"))
        requirements = len(report.get("verdict", {}).get("requirements", []))
        check_junit(folder / "r.xml", report, requirements)
        check_openmetrics(folder / "r.prom", "touchstone_run_info")
        check_csv(folder, report)
        check_github(folder / "r.md", folder / "r.ann")
        check_events(folder)
    for name in sorted(MISSING):
        print(f"MISSING, so not checked with it: {name}")
    for text in FAULTS:
        print(text)
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

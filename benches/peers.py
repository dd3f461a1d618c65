"""The peer of benches/peers.rs: loads its tables, answers its questions, prints one JSON object.

peers.py JOB            JOB is JSON: folder, questions, params, runs
"""
import importlib
import json
import os
import statistics
import subprocess
import sys
import time

TABLES = {
    "Measure": "uid INT64, verb INT64, text STRING, PRIMARY KEY(uid)",
    "Goal": "uid INT64, year INT64, PRIMARY KEY(uid)",
    "Institution": "uid INT64, name STRING, PRIMARY KEY(uid)",
}
RELATIONS = {"SUPPORTS": ("Measure", "Goal"), "INVOLVES": ("Measure", "Institution"), "PART_OF": ("Goal", "Goal")}


def engine():
    for name in ("ladybug", "kuzu"):
        try:
            return name, importlib.import_module(name)
        except ImportError:
            continue
    sys.exit("neither ladybug nor kuzu is installed (pip install ladybug==0.20.4)")


def rows(connection, text, params):
    used = {name: value for name, value in params.items() if "$" + name in text}
    result = connection.execute(text, used)
    found = []
    while result.has_next():
        found.append(result.get_next())
    return found


def main():
    job = json.loads(sys.argv[1])
    name, module = engine()
    path = os.path.join(job["folder"], "peer.db")
    database = module.Database(path)
    connection = module.Connection(database)
    if "cold" in job:
        rows(connection, job["questions"][job["cold"]], job["params"])
        return
    for table, columns in TABLES.items():
        connection.execute(f"CREATE NODE TABLE {table}({columns})")
        connection.execute(f"COPY {table} FROM '{job['folder']}/{table}.csv'")
    for table, (start, end) in RELATIONS.items():
        connection.execute(f"CREATE REL TABLE {table}(FROM {start} TO {end}, year INT64, confidence DOUBLE)")
        connection.execute(f"COPY {table} FROM '{job['folder']}/{table}.csv'")
    answers = []
    for text in job["questions"]:
        found = rows(connection, text, job["params"])
        spent = []
        for _ in range(job["runs"]):
            started = time.perf_counter()
            rows(connection, text, job["params"])
            spent.append((time.perf_counter() - started) * 1e3)
        answers.append({"rows": found, "warm": statistics.median(spent)})
    connection.close()
    database.close()
    for at, answer in enumerate(answers):
        spent = []
        for _ in range(max(1, job["runs"] // 2)):
            started = time.perf_counter()
            subprocess.run([sys.executable, __file__, json.dumps({**job, "cold": at})], check=True)
            spent.append((time.perf_counter() - started) * 1e3)
        answer["cold"] = statistics.median(spent)
    print(json.dumps({"peer": f"{name} {module.__version__}", "answers": answers}, ensure_ascii=False))


main()

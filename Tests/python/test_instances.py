"""`quern instances`, `quern cost` and `quern budget`, and what isolation and limits keep in."""

import json
import os
import pathlib
import shlex
import shutil
import subprocess

import pytest

from conftest import QUERN
from test_repl import prompt  # noqa: F401 (a fixture)
from test_sessions import LOOP, sessions


def describe(home, name):
    result = home.run("instances", "describe", name)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_an_instance_goes_through_its_states(home):
    made = home.run("instances", "create", "lab", "--type", "ml.t3.medium")
    assert made.stdout == "lab: InService on ml.t3.medium\n", made.stderr
    facts = describe(home, "lab")
    assert facts["NotebookInstanceStatus"] == "InService" and facts["PromisedMemory"]
    assert facts["VolumeSizeInGB"] == 5 and facts["Limits"]
    refused = home.run("instances", "delete", "lab")
    assert refused.returncode == 1 and "stop lab` comes first" in refused.stderr
    home.notebook("a.md", "let x = 41")
    assert home.run("run", "a.md", "--session", "lab").returncode == 0
    assert describe(home, "lab")["NotebookInstanceStatus"] == "InService", "it was started by name"
    resized = home.run("instances", "resize", "lab", "ml.c5.large")
    assert resized.stdout.endswith("on ml.c5.large (2 vCPU, 4 GiB)\n"), resized.stderr
    assert sessions(home)["lab"]["names"] == 1, "values are kept"
    assert describe(home, "lab")["NotebookInstanceStatus"] == "InService"
    assert home.run("instances", "stop", "lab").stdout == "lab: Stopped\n"
    assert home.run("instances", "stop", "lab").stdout == "lab: was not running\n"
    assert describe(home, "lab")["NotebookInstanceStatus"] == "Stopped"
    assert "lab" in home.run("instances").stdout
    wrong = home.run("instances", "resize", "lab", "ml.m5.24xlarge")
    assert wrong.returncode == 2 and "the nearest type that fits is" in wrong.stderr
    wrong = home.run("instances", "resize", "lob", "ml.t3.medium")
    assert wrong.returncode == 1 and "did you mean lab?" in wrong.stderr
    assert home.run("instances", "delete", "lab").returncode == 0
    assert home.run("instances", "describe", "lab").returncode == 1
    rows = json.loads(home.run("cost", "--json").stdout)
    assert {row["instance"] for row in rows} == {"ml.t3.medium", "ml.c5.large"}
    assert all(row["session"] == "lab" and row["seconds"] > 0 for row in rows), "deleted, not forgotten"


def test_costs_add_up_however_they_are_grouped(home):
    home.notebook("a.md", "1 + 1", "len(for i in 1..300: sum(for j in 1..1000: i * j))")
    for _ in range(3):
        assert home.run("run", "a.md", "--fresh").returncode == 0
    assert home.run("-e", "1").returncode == 0
    rows = json.loads(home.run("cost", "--json").stdout)
    assert len(rows) == 4, "runs from nothing and one-liners stay in the ledger"
    total = sum(row["seconds"] for row in rows)
    for by in ["session", "notebook", "instance", "day"]:
        sums = json.loads(home.run("cost", "--by", by, "--json").stdout)
        assert abs(sum(row["seconds"] for row in sums) - total) < 1e-6, by
        assert all(
            abs(row["busy_seconds"] + row["idle_seconds"] - row["seconds"]) < 1e-6 for row in sums)
    by = home.run("-e", "cost(by: notebook) |> count_rows()")
    assert by.stdout.strip() == "2", by.stderr
    shown = home.run("run", "a.md", "--fresh", "--cost", "--instance", "ml.t3.medium").stdout
    assert "at AWS" in shown and "$" in shown
    wrong = home.run("cost", "--by", "week")
    assert wrong.returncode == 2 and "day" in wrong.stderr


def test_a_budget_stops_a_run_and_loses_nothing(home):
    home.write("loop.md", "---\nbudget: 1.2s\n---\n" + LOOP)
    process = home.run("run", "loop.md", "--session", "b")
    assert process.returncode != 0
    said = process.stdout + process.stderr
    assert "the budget of loop.md is spent" in said and "front matter" in said, said
    assert sessions(home)["b"]["state"] in ("asleep", "hibernated")
    assert sessions(home)["b"]["names"] == 1, "what was finished is kept"
    again = home.run("run", "loop.md", "--session", "b")
    assert again.returncode == 4 and "is spent" in again.stdout + again.stderr
    home.write("loop.md", "---\nbudget: 1h\n---\n```quern\nlet a = 1\n```\n")
    assert home.run("run", "loop.md", "--session", "b").returncode == 0

    assert home.run("budget", "set", "1s", "--session", "b").returncode == 0
    listed = json.loads(home.run("budget", "--json").stdout)
    assert listed[0]["share"] > 1 and listed[0]["stops"]
    refused = home.run("instances", "start", "b")
    assert refused.returncode == 4 and "quern budget set AMOUNT --session b" in refused.stderr
    assert home.run("budget", "remove", "--session", "b").returncode == 0
    assert home.run("budget").stdout.startswith("no budgets")
    wrong = home.run("budget", "set", "5 euro")
    assert wrong.returncode == 2 and "usd" in wrong.stderr


BREAK_OUT = r'''
import ctypes, os, socket, subprocess, sys, csv
found = []

def attempt(name, body):
    try:
        body()
        found.append((name, "out"))
    except BaseException as error:
        found.append((name, "kept"))

port = int(os.environ["SM_HP_PORT"])
unix = os.environ["SM_HP_UNIX"]
outer = int(os.environ["SM_HP_OUTER"])
libc = ctypes.CDLL(None, use_errno=True)

def call(*arguments):
    result = libc.syscall(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "syscall")
    return result

def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.settimeout(2)
        s.connect(address)

def foreign_namespace():
    with open(f"/proc/{outer}/ns/net") as file:
        if libc.setns(file.fileno(), 0x40000000) != 0:
            raise OSError("setns")

def foreign_memory():
    with open(f"/proc/{outer}/mem", "rb+"):
        pass

def trace(pid):
    if libc.ptrace(0x4206, pid, 0, 0) != 0:
        raise OSError("ptrace")

def send(family, address):
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        s.connect(address)
        s.send(b"x")

def netlink():
    # Links that the network has: one that is not the loopback would be a way out.
    names = [name for _, name in socket.if_nameindex() if name != "lo"]
    if not names:
        raise OSError("no link")

def take_from(pid):
    """Any descriptor of another process, by the kernel's door for debuggers."""
    handle = call(434, pid, 0)
    for number in range(64):
        try:
            call(438, handle, number, 0)
            return
        except OSError:
            pass
    raise OSError("none")

def open_of(pid):
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            os.readlink(f"/proc/{pid}/fd/{number}")
            return
        except OSError:
            pass
    raise OSError("none")

def inherited():
    for number in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if target.startswith("socket:"):
            return
    raise OSError("no socket")

parent = os.getppid()
attempt("udp", lambda: send(socket.AF_INET, ("1.1.1.1", 53)))
attempt("udp6", lambda: send(socket.AF_INET6, ("2606:4700:4700::1111", 53)))
attempt("dns", lambda: socket.getaddrinfo("example.com", 80))
attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP))
attempt("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
attempt("netlink", netlink)
attempt("inherited", inherited)
attempt("memory of the worker", lambda: open(f"/proc/{parent}/mem", "rb+"))
attempt("descriptors of the worker", lambda: open_of(parent))
attempt("taken from the worker", lambda: take_from(parent))
attempt("worker traced", lambda: trace(parent))
attempt("tcp", lambda: connect(socket.AF_INET, ("127.0.0.1", port)))
attempt("tcp6", lambda: connect(socket.AF_INET6, ("::1", port)))
attempt("outside", lambda: connect(socket.AF_INET, ("1.1.1.1", 53)))
attempt("unix", lambda: connect(socket.AF_UNIX, unix))
attempt("abstract", lambda: connect(socket.AF_UNIX, "\0quern-test-abstract"))
attempt("vsock", lambda: socket.socket(40, socket.SOCK_STREAM))
attempt("io_uring", lambda: call(425, 4, ctypes.create_string_buffer(256)))
attempt("pidfd_getfd", lambda: call(438, call(434, outer, 0), 1, 0))
attempt("setns", foreign_namespace)
attempt("memory", foreign_memory)
attempt("ptrace", lambda: trace(outer))
attempt("nested namespace",
        lambda: (call(272, 0x10000000), foreign_namespace()))
attempt("another quern", lambda: subprocess.run(
    [os.environ["SM_HP_QUERN"], "-e", "1"], check=True, capture_output=True, timeout=60))
# What a program needs for itself still works.
a, b = socket.socketpair()
a.send(b"x")
assert b.recv(1) == b"x"
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname()).close()
with open(os.path.join(os.environ["SM_OUTPUT_DATA_DIR"], "found.csv"), "w") as file:
    csv.writer(file).writerows([("way", "result")] + found)
'''


def can_isolate():
    return subprocess.run(
        ["unshare", "-Urn", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_isolate(), reason="no user namespaces here")
def test_an_isolated_script_cannot_break_out(home):
    import socket as sockets

    listener = sockets.create_server(("127.0.0.1", 0))
    unix = sockets.socket(sockets.AF_UNIX)
    unix.bind(str(home.folder / "s.sock"))
    unix.listen()
    abstract = sockets.socket(sockets.AF_UNIX)
    abstract.bind("\0quern-test-abstract")
    abstract.listen()
    home.write("out.py", BREAK_OUT)
    arguments = (
        f'args: {{port: {listener.getsockname()[1]}, unix: "{home.folder}/s.sock", '
        f'outer: {os.getpid()}, quern: "{QUERN}"}}')
    cell = f'let r = script("out.py", {arguments})\nwrite(r.found, "found.csv")'

    def results():
        lines = (home.folder / "found.csv").read_text().splitlines()[1:]
        (home.folder / "found.csv").unlink()
        return dict(line.split(",")[-2:] for line in lines)

    home.notebook("open.md", cell)
    home.notebook("shut.md", cell, head="---\nnetwork: none\n---\n")
    free = home.run("run", "open.md", "--fresh")
    assert free.returncode == 0, free.stdout + free.stderr
    found = results()
    assert found["tcp"] == found["unix"] == found["abstract"] == "out", "without it one gets out"
    kept = home.run("run", "shut.md", "--fresh")
    assert kept.returncode == 0, kept.stdout + kept.stderr
    found = results()
    assert len(found) == 24 and set(found.values()) == {"kept"}, found
    flag = home.run("run", "open.md", "--fresh", "--isolated")
    assert flag.returncode == 0 and set(results().values()) == {"kept"}, flag.stdout


def network(pid):
    return os.readlink(f"/proc/{pid}/ns/net")


def names_of_sockets(pid):
    found = set()
    for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            if os.readlink(entry).startswith("socket:"):
                found.add(entry.name)
        except OSError:
            pass
    return found


@pytest.mark.skipif(
    not can_isolate() or os.getuid() != 0, reason="no user namespaces here, or no look at them")
def test_everything_of_an_isolated_session_is_without_a_network(home):
    made = home.run(
        "instances", "create", "shut", "--network", "none", "--type", "ml.t3.medium",
        "--on-start", str(home.write(
            "start.sh", "readlink /proc/self/ns/net > net\nls -l /proc/self/fd > fds\n")))
    assert made.returncode == 0, made.stderr
    facts = describe(home, "shut")
    assert facts["DirectInternetAccess"] == "Disabled" and "filter" in facts["NetworkIsolation"]
    home.notebook(
        "a.md",
        "let t = table({x: for i in 1..200: i * 1.0, y: for i in 1..200: i * 2.0})\n"
        "let m = t |> train(xgboost(rounds: 5), target: .y)",
        "instance().network")
    result = home.run("run", "a.md", "--session", "shut")
    assert result.returncode == 0 and "none" in result.stdout, result.stdout
    (worker,) = set(home.processes("__worker")) - set(home.processes("__shim"))
    helpers = home.processes("__fit")
    assert helpers, "one is kept ready"
    hook = home.folder / "home" / "sessions" / "shut" / "volume"
    # The worker's front end has gone; a second one finds it, though it made no socket itself.
    assert sessions(home)["shut"]["state"] == "idle"
    again = home.run("repl", "--session", "shut", stdin="m.algorithm\n")
    assert again.returncode == 0 and "xgboost" in again.stdout, again.stderr
    for pid in [worker, *helpers]:
        assert network(pid) != network("self"), pid
    assert (hook / "net").read_text().strip() != network("self"), "its lifecycle's scripts too"
    assert "socket:" not in (hook / "fds").read_text()
    # From outside as well nobody of another network reaches it, and it has no rights.
    status = pathlib.Path(f"/proc/{worker}/status").read_text()
    assert "CapEff:\t0000000000000000" in status and "Seccomp:\t2" in status
    assert home.run("instances", "stop", "shut").returncode == 0


@pytest.mark.skipif(not can_isolate(), reason="no user namespaces here")
def test_a_session_in_use_does_not_quietly_keep_its_network(home, prompt):  # noqa: F811
    home.notebook("n.md", "instance().network", head="---\nnetwork: none\n---\n")
    one = prompt("repl", "--session", "s", NO_COLOR="1")
    one.wait(1)
    one.run("let x = 41", 2)
    refused = home.run("run", "n.md", "--session", "s")
    assert refused.returncode == 4 and "runs with the host's network" in refused.stdout
    # At the prompt itself the session leaves the network with its values.
    opened = " ".join(one.run(":open n.md", 2).split())
    assert "no network" in opened and '"none"' in opened, opened
    assert "42" in one.run("x + 1", 3)
    assert "no network" in one.run(":instance", 3)
    # Nor does it come back with the waking, or by another front end's.
    assert home.run("sessions", "hibernate", "s").returncode == 0
    assert '"none"' in one.run("instance().network", 4)
    assert home.run("run", "n.md", "--session", "s").returncode == 0
    assert home.run("sessions", "hibernate", "s").returncode == 0
    assert '"none"' in one.run("instance().network", 5)
    assert one.leave() == 0


@pytest.mark.skipif(
    not can_isolate() or not pathlib.Path(QUERN).with_name("quern-platform").exists(),
    reason="no user namespaces here, or no platform was built")
def test_an_isolated_session_deploys_through_its_shim(home):
    home.notebook(
        "d.md", "let t = table({x: [1.0, 2.0, 3.0, 4.0], y: [3.0, 5.0, 7.5, 9.0]})\n"
        "let m = t |> train(linear(), target: .y)",
        'let ep = m |> deploy("line")\nep |> invoke({x: 10.0})', head="---\nnetwork: none\n---\n")
    result = home.run("run", "d.md")
    assert result.returncode == 0 and "21.5" in result.stdout, result.stdout + result.stderr
    for pid in home.processes("quern-platform", "serve") + home.processes("__replica"):
        assert network(pid) == network("self"), "what it starts outside is not within"


@pytest.mark.skipif(
    not can_isolate() or os.getuid() != 0
    or not pathlib.Path(QUERN).with_name("quern-platform").exists(),
    reason="no user namespaces here, or no platform was built")
def test_a_model_with_network_isolation_is_served_without_a_network(home):
    deploy(home, lambda *arguments: home.run(*arguments))
    sagemaker = aws_client(home, "sagemaker")
    before = set(home.processes("__replica"))
    endpoint(home, sagemaker, "shut", isolated=True)
    assert status(sagemaker, "shut") == "InService"
    assert sagemaker.describe_model(ModelName="shut")["EnableNetworkIsolation"] is True
    answer = aws_client(home, "sagemaker-runtime").invoke_endpoint(
        EndpointName="shut", ContentType="application/json", Body=json.dumps({"x": 10.0}))
    assert "21.5" in answer["Body"].read().decode()
    (replica,) = [
        pid for pid in set(home.processes("__replica")) - before
        if "__shim" not in home.command(pid) and "--isolated" in home.command(pid)]
    assert network(replica) != network("self")


@pytest.mark.skipif(
    not can_isolate() or os.getuid() != 0
    or not pathlib.Path(QUERN).with_name("quern-platform").exists(),
    reason="no user namespaces here, or no platform was built")
def test_a_model_whose_isolation_cannot_be_had_is_not_served(home):
    deploy(home, lambda *arguments: refusing(home, *arguments))
    sagemaker = aws_client(home, "sagemaker")
    endpoint(home, sagemaker, "open", isolated=False)
    assert status(sagemaker, "open") == "InService", "the machine serves others"
    endpoint(home, sagemaker, "shut", isolated=True)
    assert status(sagemaker, "shut") == "Failed"
    reason = sagemaker.describe_endpoint(EndpointName="shut")["FailureReason"]
    assert "no network isolation" in reason, reason


def deploy(home, run):
    """A model that a control plane of this home serves."""
    home.notebook(
        "d.md", "let t = table({x: [1.0, 2.0, 3.0, 4.0], y: [3.0, 5.0, 7.5, 9.0]})\n"
        'let m = t |> train(linear(), target: .y)\nlet ep = m |> deploy("line")')
    result = run("run", "d.md")
    assert result.returncode == 0, result.stdout + result.stderr
    lines = home.run("platform", "env").stdout.splitlines()
    home.aws = dict(shlex.split(line)[1].split("=", 1) for line in lines)


def aws_client(home, service):
    import boto3

    suffix = "_RUNTIME" if service.endswith("runtime") else ""
    return boto3.client(
        service, region_name=home.aws["AWS_DEFAULT_REGION"],
        aws_access_key_id=home.aws["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=home.aws["AWS_SECRET_ACCESS_KEY"],
        endpoint_url=home.aws["AWS_ENDPOINT_URL_SAGEMAKER" + suffix])


def endpoint(home, sagemaker, name, isolated):
    """Another endpoint for the model of `line`."""
    config = sagemaker.describe_endpoint(EndpointName="line")["EndpointConfigName"]
    variant = sagemaker.describe_endpoint_config(EndpointConfigName=config)["ProductionVariants"][0]
    model = sagemaker.describe_model(ModelName=variant["ModelName"])
    sagemaker.create_model(
        ModelName=name, PrimaryContainer=model["PrimaryContainer"],
        ExecutionRoleArn="arn:aws:iam::123456789012:role/x", EnableNetworkIsolation=isolated)
    sagemaker.create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=[
            {"VariantName": "A", "ModelName": name, "InitialInstanceCount": 1,
             "InstanceType": "ml.c5.large"}])
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)


def status(sagemaker, name):
    """Where an endpoint stands once it stands."""
    while True:
        found = sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"]
        if found != "Creating":
            return found


def refusing(home, *arguments):
    """Runs the program as in a container that refuses namespaces."""
    return subprocess.run(
        ["unshare", "-U", "-r", "bash", "-c",
         "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"", "_", QUERN, *arguments],
        cwd=home.folder, env=home.environment, text=True, capture_output=True, timeout=120)


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("unshare"), reason="needs root")
def test_isolation_that_cannot_be_had_runs_nothing(home):
    home.notebook(
        "a.md", 'write(table({x: [1]}), "never.csv")', head="---\nnetwork: none\n---\n")
    home.write("hook.sh", "touch never.hook\n")
    assert home.run(
        "instances", "create", "shut", "--network", "none", "--no-start", "--on-start",
        str(home.folder / "hook.sh")).returncode == 0

    result = refusing(home, "run", "a.md")
    if "max_user_namespaces: " in result.stderr:
        pytest.skip("namespaces cannot be refused here")
    assert result.returncode == 4, result.stdout + result.stderr
    assert "was not started" in result.stdout and "network: host" in result.stdout
    assert not (home.folder / "never.csv").exists()
    told = json.loads(refusing(home, "run", "--json", "a.md").stdout)
    assert told["error"] == "isolation-impossible" and told["status"] == 4
    started = refusing(home, "instances", "start", "shut")
    assert started.returncode == 4 and "no network isolation" in started.stderr, started.stderr
    assert not list(home.folder.rglob("never.hook"))
    facts = describe(home, "shut")
    assert facts["NotebookInstanceStatus"] == "Failed" and "isolation" in facts["FailureReason"]


def test_a_scripts_files_have_a_limit_and_are_wiped(home):
    made = home.run("instances", "create", "lab", "--volume", "1", "--no-start")
    assert made.returncode == 0, made.stderr
    home.write("big.py", (
        "import os\n"
        "for i in range(15):\n"
        "    f = os.open(f'{os.environ[\"TMPDIR\"]}/{i}', os.O_CREAT | os.O_WRONLY)\n"
        "    os.posix_fallocate(f, 0, 100 << 20)\n"
        "import time\ntime.sleep(60)\n"))
    home.notebook("a.md", 'script("big.py")')
    result = home.run("run", "a.md", "--session", "lab")
    assert result.returncode == 1 and "scratch-full" in result.stdout, result.stdout
    assert "1 GiB" in result.stdout
    scratch = home.folder / "home" / "scripts"
    assert not scratch.exists() or not list(scratch.iterdir()), "wiped"


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("setpriv"), reason="needs root")
def test_everything_once_as_a_user_who_is_not_root(home, tmp_path_factory):
    folder = pathlib.Path("/tmp") / f"q{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "run").mkdir(parents=True, mode=0o700)
    program = folder / "quern"
    shutil.copy(QUERN, program)
    for path in [folder, folder / "run"]:
        os.chown(path, 65_534, 65_534)
    environment = dict(
        home.environment, QUERN_HOME=str(folder / "home"), XDG_RUNTIME_DIR=str(folder / "run"),
        HOME=str(folder))

    def run(*arguments):
        return subprocess.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program, *arguments],
            cwd=folder, env=environment, text=True, capture_output=True, timeout=120,
            stdin=subprocess.DEVNULL)

    try:
        (folder / "s.py").write_text(
            "import os\nopen(os.environ['SM_OUTPUT_DATA_DIR'] + '/t.csv', 'w').write('u\\n%d\\n'"
            " % os.getuid())\n")
        (folder / "a.md").write_text(
            "```quern\nlet t = table({a: [1, 2, 3, 4, 5, 6, 7, 8], b: [0, 1, 0, 1, 0, 1, 0, 1]})\n"
            "instance().memory_limit.means\n```\n"
            "```quern\nlet m = t |> train(logistic(), target: .b)\nm\n```\n"
            "```quern\nscript(\"s.py\").t\n```\n"
            "```quern\nlet big = table({x: for i in 1..3000: i})\n"
            "big |> join(big, on: .x) |> count_rows()\n```\n")
        made = run("instances", "create", "lab", "--type", "ml.t3.medium")
        assert made.returncode == 0, made.stdout + made.stderr
        result = run("run", "a.md", "--session", "lab")
        assert result.returncode == 0, result.stdout + result.stderr
        assert "65 534" in result.stdout or "65534" in result.stdout
        limits = json.loads(run("instances", "describe", "lab").stdout)
        assert run("instances", "resize", "lab", "ml.c5.large").returncode == 0
        if can_isolate():
            (folder / "b.md").write_text(
                "```quern\ninstance().network\n```\n```quern\nscript(\"s.py\").t\n```\n"
                "```quern\nlet t = table({a: [1, 2, 3, 4], b: [0, 1, 0, 1]})\n"
                "let n = t |> train(xgboost(rounds: 2), target: .b)\n```\n")
            shut = run("run", "b.md", "--isolated")
            assert shut.returncode == 0 and '"none"' in shut.stdout, shut.stdout + shut.stderr
        assert run("sessions", "attach", "lab", "--no-follow").returncode == 0
        assert run("instances", "stop", "lab").returncode == 0, limits
        assert run("instances", "delete", "lab").returncode == 0
        owners = {path.lstat().st_uid for path in (folder / "home").rglob("*")}
        assert owners == {65_534}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def memory_group(pid):
    """The control group that limits a process's memory, below its mount."""
    for line in pathlib.Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if "memory" in controllers.split(","):
            return pathlib.Path("/sys/fs/cgroup/memory" + path) / "memory.limit_in_bytes"
        if not controllers and pathlib.Path("/sys/fs/cgroup/memory.max").exists():
            return pathlib.Path("/sys/fs/cgroup" + path) / "memory.max"
    return None


@pytest.mark.skipif(
    not pathlib.Path(QUERN).with_name("quern-platform").exists(), reason="no platform was built")
def test_a_replica_keeps_to_its_instance_type_and_the_platform_to_none(home):
    home.notebook(
        "d.md", "let t = table({x: [1.0, 2.0, 3.0, 4.0], y: [3.0, 5.0, 7.5, 9.0]})\n"
        "let m = t |> train(linear(), target: .y)",
        'm |> deploy("line", instance: "ml.c5.large")')
    result = home.run("run", "d.md", "--instance", "ml.t3.medium")
    assert result.returncode == 0, result.stdout + result.stderr
    (replica,) = set(home.processes("__replica")) - set(home.processes("__shim"))
    group = memory_group(replica)
    limits = pathlib.Path(f"/proc/{replica}/limits").read_text().splitlines()
    data = next(line.split()[3] for line in limits if line.startswith("Max data size"))
    held = data == str(4 << 30)
    if group is not None and group.parent.name.startswith("quern-"):
        held = group.read_text().strip() == str(4 << 30)
    assert held, (group, data)
    for pid in home.processes("quern-platform", "serve"):
        group = memory_group(pid)
        assert group is None or not group.parent.name.startswith("quern-"), "not the session's"


def test_lifecycle_scripts_leave_a_log_and_their_failure_is_the_starts(home):
    home.write("create.sh", "echo made in $(pwd) as $QUERN_INSTANCE_TYPE; touch made\n")
    home.write("start.sh", "echo started; test -e made || exit 3\n")
    made = home.run(
        "instances", "create", "lab", "--type", "ml.t3.medium", "--on-create", "create.sh",
        "--on-start", "start.sh")
    assert made.returncode == 0, made.stderr
    logs = home.run("instances", "logs", "lab").stdout
    assert "on_create, 20" in logs and "as ml.t3.medium" in logs and "started" in logs
    assert home.run("instances", "stop", "lab").returncode == 0
    (home.folder / "home" / "sessions" / "lab" / "volume" / "made").unlink()
    failed = home.run("instances", "start", "lab")
    assert failed.returncode == 4 and "on_start" in failed.stderr
    assert "quern instances logs lab" in failed.stderr
    facts = describe(home, "lab")
    assert facts["NotebookInstanceStatus"] == "Failed" and "exited with 3" in facts["FailureReason"]
    assert "made in" in home.run("instances", "logs", "lab").stdout, "of its one run"
    refused = home.run("run", str(home.notebook("a.md", "1")), "--session", "lab")
    assert refused.returncode == 4 and "on_start" in refused.stdout
    home.write("start.sh", "echo better\n")
    assert home.run("instances", "update", "lab", "--on-start", "start.sh").returncode == 0
    assert home.run("instances", "start", "lab").returncode == 0
    assert describe(home, "lab")["NotebookInstanceStatus"] == "InService"
    too_long = home.run(
        "instances", "update", "lab", "--on-start",
        str(home.write("long.sh", "#" * 16_385)))
    assert too_long.returncode == 2 and "16384" in too_long.stderr


def test_a_budget_that_only_warns_stops_nothing(home):
    home.notebook(
        "a.md", "let x = 1", "let n = len(for i in 1..3000: sum(for j in 1..1000: i * j))",
        "x + 1")
    assert home.run(
        "budget", "set", "0.5s", "--session", "w", "--warn", "10", "--warn-only").returncode == 0
    result = home.run("run", "a.md", "--session", "w")
    assert result.returncode == 0, result.stdout
    assert "the budget of session w:" in result.stdout and "2" in result.stdout
    assert home.run("run", "a.md", "--session", "w").returncode == 0, "nor is it refused"


def test_a_budget_of_the_home_stops_whoever_runs_and_a_session_that_wakes(home, prompt):  # noqa: F811
    one = prompt("repl", "--session", "s", NO_COLOR="1")
    one.wait(1)
    one.run("let x = 41", 2)
    assert home.run("sessions", "hibernate", "s").stdout == "s: hibernated\n"
    assert home.run("budget", "set", "5s").returncode == 0
    said = one.run("len(for i in 1..20000: sum(for j in 1..20000: i * j))", 3)
    assert "the budget of this home is spent" in " ".join(said.split()), said
    assert home.run("budget", "remove").returncode == 0
    assert "42" in one.run("x + 1", 4), "and goes on where it was"
    assert one.leave() == 0


def test_prices_are_the_users_and_a_mistake_in_them_is_said(home):
    home.notebook("a.md", "1 + 1")
    assert home.run("run", "a.md", "--instance", "ml.t3.medium").returncode == 0
    path = home.run("instances", "prices", "--write").stdout.strip()
    text = pathlib.Path(path).read_text()
    pathlib.Path(path).write_text(text.replace("ml.t3.medium,0.05,", "ml.t3.medium,3600,"))
    (row,) = json.loads(home.run("cost", "--json").stdout)
    assert abs(row["aws_usd"] - row["seconds"]) < 1e-9
    assert home.run("cost").stderr == ""
    pathlib.Path(path).write_text("type,usd_per_hour,as_of,source\nml.t3.medium,cheap,2026-11-23,\n")
    wrong = home.run("cost")
    assert wrong.returncode == 0 and "line 2 is not a price" in wrong.stderr, wrong.stderr

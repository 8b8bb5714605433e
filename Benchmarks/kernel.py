"""The Jupyter kernel beside ipykernel, in one run, through the protocol.

usage: kernel.py QUERN [--samples 50] [--cells 500] [--only quern|ipykernel] [--skip PART,…] [--json FILE]

Parts: start, cells, lines, complete, interrupt. The client is raw pyzmq, the same for both kernels,
with a reconnect interval of 2 ms, so that libzmq's 100 ms do not stand in the figures. No cell is
sent twice: Quern would answer the second from its cache.
"""

import argparse
import hashlib
import hmac
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

import zmq

DELIMITER = b"<IDS|MSG>"
PORTS = ("shell_port", "control_port", "stdin_port", "iopub_port", "hb_port")
PARTS = ("start", "cells", "lines", "complete", "interrupt")
LINES = 100_000

PREPARE = (
    'let wide = generate("churn", rows: 100000, seed: 1)\n'
    'let other = wide |> derive(id = .customer_id, w = .age * 2) |> select(.id, .w) |> sort(.w)\n'
    "let prep = recipe(drop(.signed_up, .customer_id), impute(numeric()), scale(numeric()),"
    " onehot(categorical()))\ncount_rows(wide)")
TRAIN = "let a = for i in 1..100000: wide |> train({}, target: .churn, prep: prep, seed: i + {{n}})"
# Long cells; `{n}` makes each of its own.
LONG = {
    "loop": "len(for i in 1..20000: sum(for j in 1..20000: i * j % 7 + {n}))",
    "sort": "let a = for i in 1..100000: count_rows(cache(wide |> derive(k = .total + {n} + i) |> sort(.k)))",
    "group-by": "let a = for i in 1..100000: count_rows(cache(wide |> summarise("
                "m = median(.total + {n} + i), by: [.region, .age, .tenure])))",
    "join": "let a = for i in 1..100000: count_rows(cache(wide |> derive(id = .customer_id, k = i + {n})"
            " |> join(other, on: .id)))",
    "read": 'let a = for i in 1..100000: sum((read("{csv}") |> derive(k = .n + {n} + i)).k)',
    "xgboost": TRAIN.format("xgboost(rounds: 100000, max_depth: 6)"),
    "logistic": TRAIN.format("logistic()"),
    "forest": TRAIN.format("forest(trees: 500)"),
    "mlp": TRAIN.format("mlp()"),
}
TRAINING = ("xgboost", "logistic", "forest", "mlp")


class Peer:
    """A kernel program and what is said to it."""

    def __init__(self, name, arguments, trivial, lines, text, long):
        self.name, self.arguments = name, arguments
        self.trivial, self.lines, self.text, self.long = trivial, lines, text, long


def peers(quern, csv):
    long = {name: code.replace("{csv}", csv) for name, code in LONG.items()}
    return [
        Peer("quern", [quern, "kernel", "-f"], "{n} + 1",
             'for i in 1..%d: print("line", i + {n})' % LINES, "summ", long),
        Peer("ipykernel", [sys.executable, "-m", "ipykernel_launcher", "-f"], "{n} + 1",
             "for i in range(%d): print('line', i + {n})" % LINES, "pri",
             {"loop": "while True: {n} + 1"}),
    ]


class Kernel:
    """A kernel process and one client of it."""

    def __init__(self, peer, folder):
        self.peer, self.folder, self.number = peer, folder, 0
        self.mark = uuid.uuid4().hex
        ports = free_ports(5)
        self.key = b"bench"
        connection = {"transport": "tcp", "ip": "127.0.0.1", "key": "bench",
                      "signature_scheme": "hmac-sha256", **dict(zip(PORTS, ports))}
        path = pathlib.Path(folder, f"{self.mark}.json")
        path.write_text(json.dumps(connection))
        environment = dict(os.environ, QUERN_HOME=f"{folder}/home", BENCH_MARK=self.mark)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [*peer.arguments, str(path)], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self.context = zmq.Context()
        self.session = uuid.uuid4().hex
        self.shell = self.socket(zmq.DEALER, ports[0])
        self.control = self.socket(zmq.DEALER, ports[1])
        self.iopub = self.socket(zmq.SUB, ports[3])
        self.iopub.setsockopt(zmq.SUBSCRIBE, b"")
        self.poller = zmq.Poller()
        for one in (self.shell, self.iopub):
            self.poller.register(one, zmq.POLLIN)

    def socket(self, kind, port):
        one = self.context.socket(kind)
        one.linger, one.rcvhwm = 0, 0
        one.setsockopt(zmq.RECONNECT_IVL, 2)
        one.connect(f"tcp://127.0.0.1:{port}")
        return one

    def send(self, kind, content, on=None):
        self.number += 1
        identifier = f"{self.session}_{self.number}"
        header = {"msg_id": identifier, "username": "bench", "session": self.session,
                  "date": "2026-01-01T00:00:00.000000Z", "msg_type": kind, "version": "5.4"}
        parts = [json.dumps(header).encode(), b"{}", b"{}", json.dumps(content).encode()]
        mac = hmac.new(self.key, digestmod=hashlib.sha256)
        for part in parts:
            mac.update(part)
        (on or self.shell).send_multipart([DELIMITER, mac.hexdigest().encode(), *parts])
        return identifier

    def submit(self, code):
        return self.send("execute_request", {
            "code": code, "silent": False, "store_history": True, "user_expressions": {},
            "allow_stdin": False, "stop_on_error": True})

    def ask(self, kind, content, on=None):
        identifier = self.send(kind, content, on).encode()
        while True:
            frames = (on or self.shell).recv_multipart()
            if identifier in frames[-3]:
                return json.loads(frames[-1])

    def run(self, code, hear=None, timeout=120):
        """Sends a cell; returns its reply, and when the reply and `idle` came."""
        identifier = self.submit(code).encode()
        replied = idle = reply = None
        end = time.perf_counter() + timeout
        while replied is None or idle is None:
            left = end - time.perf_counter()
            ready = dict(self.poller.poll(max(0, left) * 1000))
            if not ready:
                sys.exit(f"{self.peer.name}: no end of {code!r} in {timeout} s")
            now = time.perf_counter()
            if self.iopub in ready:
                frames = self.iopub.recv_multipart()
                if identifier in frames[-3]:
                    if b'"idle"' in frames[-1] and b'"status"' in frames[-4]:
                        idle = now
                    elif hear:
                        hear(frames[-4], frames[-1])
            if self.shell in ready:
                frames = self.shell.recv_multipart()
                if identifier in frames[-3]:
                    replied, reply = now, json.loads(frames[-1])
        return reply, replied, idle

    def await_start(self, identifier):
        """Until the cell is under way."""
        while True:
            frames = self.iopub.recv_multipart()
            if identifier.encode() in frames[-3] and b'"execute_input"' in frames[-4]:
                return

    def await_reply(self, identifier):
        while True:
            if not self.shell.poll(60_000):
                sys.exit(f"{self.peer.name}: no answer in 60 s")
            frames = self.shell.recv_multipart()
            if identifier.encode() in frames[-3]:
                return json.loads(frames[-1])

    def memory(self):
        """PSS and RSS in MiB, processes, threads: the kernel and all that it has started."""
        mark = f"BENCH_MARK={self.mark}".encode()
        pss = rss = processes = threads = 0
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if not entry.name.isdigit() or mark not in (entry / "environ").read_bytes():
                    continue
                status = dict(line.split(":", 1) for line in
                              (entry / "status").read_text().splitlines())
                rollup = (entry / "smaps_rollup").read_text()
            except OSError:
                continue
            processes += 1
            threads += int(status["Threads"])
            rss += int(status.get("VmRSS", "0 kB").split()[0]) / 1024
            pss += int(rollup.split("\nPss:")[1].split()[0]) / 1024
        return {"pss": pss, "rss": rss, "processes": processes, "threads": threads}

    def shut_down(self):
        """Milliseconds from the request to the end of the process."""
        began = time.perf_counter()
        self.send("shutdown_request", {"restart": False}, self.control)
        self.process.wait(60)
        took = (time.perf_counter() - began) * 1000
        self.context.destroy(linger=0)
        return took


def free_ports(count):
    """Ports that are free now, outside of the range that the system gives to connections."""
    draw, sockets = random.SystemRandom(), []
    while len(sockets) < count:
        one = socket.socket()
        try:
            one.bind(("127.0.0.1", draw.randrange(15_000, 32_000)))
            sockets.append(one)
        except OSError:
            one.close()
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def spread(times):
    times = sorted(times)
    return {"n": len(times), "p50": statistics.median(times), "min": times[0], "max": times[-1],
            "p99": times[min(len(times) - 1, round(0.99 * (len(times) - 1)))]}


def starts(peers, folder, count):
    """Cold starts and shutdowns, the kernels in turn."""
    found = {peer.name: {"start": [], "first": [], "end": []} for peer in peers}
    for number in range(count + 1):
        for peer in peers:
            kernel = Kernel(peer, folder)
            kernel.ask("kernel_info_request", {})
            started = (time.perf_counter() - kernel.started) * 1000
            began = time.perf_counter()
            kernel.run(peer.trivial.format(n=number))
            first = (time.perf_counter() - began) * 1000
            if number == 1:
                time.sleep(1)
                found[peer.name]["idle"] = kernel.memory()
            ended = kernel.shut_down()
            # The first one reads the program from the disk.
            if number > 0:
                for name, value in (("start", started), ("first", first), ("end", ended)):
                    found[peer.name][name].append(value)
    return {name: {"idle_memory": one["idle"], "cold_start_ms": spread(one["start"]),
                   "first_cell_ms": spread(one["first"]), "shutdown_ms": spread(one["end"])}
            for name, one in found.items()}


def cells(kernel, count):
    times = []
    for number in range(count + 20):
        code = kernel.peer.trivial.format(n=number + 1_000)
        began = time.perf_counter()
        _, replied, idle = kernel.run(code)
        times.append((max(replied, idle) - began) * 1000)
    return {"trivial_cell_ms": spread(times[20:])}


def lines(kernel, count):
    seconds, arrived, first, messages = [], [], [], []
    for number in range(count):
        text = []
        heard = []

        def hear(header, content):
            if b'"stream"' in header:
                heard.append(time.perf_counter())
                text.append(json.loads(content)["text"])

        began = time.perf_counter()
        _, replied, idle = kernel.run(kernel.peer.lines.format(n=number), hear)
        seconds.append(max(replied, idle) - began)
        first.append((heard[0] - began) * 1000)
        arrived.append("".join(text).count("\n"))
        messages.append(len(text))
    return {"lines_s": spread(seconds), "first_line_ms": spread(first),
            "lines_lost": sum(LINES - n for n in arrived), "messages": statistics.median(messages)}


def complete(kernel, count):
    times = []
    text = kernel.peer.text
    for _ in range(count):
        began = time.perf_counter()
        kernel.ask("complete_request", {"code": text, "cursor_pos": len(text)})
        times.append((time.perf_counter() - began) * 1000)
    return {"complete_ms": spread(times)}


def interrupts(kernel, count):
    """From the interrupt to the cell's reply; by message and by signal, at a random moment."""
    draw = random.Random(5)
    if kernel.peer.name == "quern":
        reply, _, _ = kernel.run(PREPARE)
        if reply["status"] != "ok":
            sys.exit(f"the data for interrupts: {reply}")
    found = {}
    for name, code in kernel.peer.long.items():
        times = {"message": [], "signal": []}
        for number in range(2 * count):
            way = "message" if number % 2 else "signal"
            cell = kernel.submit(code.format(n=number))
            kernel.await_start(cell)
            time.sleep(draw.uniform(0.05, 0.6))
            began = time.perf_counter()
            if way == "message":
                kernel.send("interrupt_request", {}, kernel.control)
            else:
                os.kill(kernel.process.pid, signal.SIGINT)
            reply = kernel.await_reply(cell)
            times[way].append((time.perf_counter() - began) * 1000)
            if reply["status"] != "error" or "nterrupt" not in reply["ename"]:
                sys.exit(f"{kernel.peer.name}, {name}: {reply}")
            kernel.run(kernel.peer.trivial.format(n=number))
        found[name] = {way: spread(one) for way, one in times.items()}
        print(f"  {kernel.peer.name} interrupt {name}: " + ", ".join(
            f"{way} p50 {one['p50']:.1f} p99 {one['p99']:.1f} max {one['max']:.1f} ms"
            for way, one in found[name].items()), file=sys.stderr, flush=True)
    return {"interrupt_ms": found}


def measure(peers, folder, options):
    results = {"load": os.getloadavg()[0]}
    skipped = options.skip.split(",") if options.skip else []
    for peer in peers:
        results[peer.name] = {}
    if "start" not in skipped:
        for name, found in starts(peers, folder, options.samples).items():
            results[name].update(found)
    for peer in peers:
        kernel = Kernel(peer, folder)
        kernel.ask("kernel_info_request", {})
        found = results[peer.name]
        if "cells" not in skipped:
            found.update(cells(kernel, options.cells))
        if "lines" not in skipped:
            found.update(lines(kernel, options.samples))
        if "complete" not in skipped:
            found.update(complete(kernel, 4 * options.samples))
        if "interrupt" not in skipped:
            found.update(interrupts(kernel, options.samples))
        found["memory_after"] = kernel.memory()
        kernel.shut_down()
    return results


# What is wanted: a row's name, where its figure stands, the bound.
ROWS = [
    ("cold start to kernel_info, median ms", ("cold_start_ms", "p50"), 50),
    ("first cell of a cold kernel, median ms", ("first_cell_ms", "p50"), None),
    ("trivial cell to reply and idle, p50 ms", ("trivial_cell_ms", "p50"), 1),
    ("trivial cell to reply and idle, p99 ms", ("trivial_cell_ms", "p99"), 5),
    ("1e5 printed lines, median s", ("lines_s", "p50"), 0.1),
    ("1e5 printed lines, p99 s", ("lines_s", "p99"), None),
    ("lines lost", ("lines_lost",), 0),
    ("first line, p50 ms", ("first_line_ms", "p50"), None),
    ("completion, p50 ms", ("complete_ms", "p50"), 2),
    ("completion, p99 ms", ("complete_ms", "p99"), None),
    ("idle memory of all processes, PSS MiB", ("idle_memory", "pss"), 40),
    ("idle memory of all processes, RSS MiB", ("idle_memory", "rss"), 40),
    ("shutdown, median ms", ("shutdown_ms", "p50"), 20),
] + [
    (f"interrupt in {name}, by {way}, p99 ms", ("interrupt_ms", name, way, "p99"),
     50 if name in TRAINING else 20)
    for name in LONG for way in ("message", "signal")]


def report(results, names):
    print(f"{'':44s}" + "".join(f"{name:>12s}" for name in names) + f"{'bound':>9s}")
    for title, place, bound in ROWS:
        figures = []
        for name in names:
            value = results[name]
            for key in place:
                value = value.get(key) if value is not None else None
            figures.append(value)
        if all(value is None for value in figures):
            continue
        row = "".join(f"{'-' if v is None else f'{v:.2f}':>12s}" for v in figures)
        mark = "" if bound is None else f"{bound:9g}"
        if bound is not None and figures[0] is not None and figures[0] > bound:
            mark += "  missed"
        print(f"{title:44s}{row}{mark}")
    print(f"load before: {results['load']:.1f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("quern")
    parser.add_argument("--samples", type=int, default=50)
    parser.add_argument("--cells", type=int, default=500)
    parser.add_argument("--only")
    parser.add_argument("--skip")
    parser.add_argument("--json")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="quern-kernel-")
    try:
        csv = pathlib.Path(folder, "rows.csv")
        draw = random.Random(3)
        csv.write_text("n,x,s\n" + "".join(
            f"{i},{draw.random()},text {i % 1000}\n" for i in range(500_000)))
        chosen = [p for p in peers(os.path.abspath(options.quern), str(csv))
                  if options.only in (None, p.name)]
        results = measure(chosen, folder, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(results, [peer.name for peer in chosen])
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()

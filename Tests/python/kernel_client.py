"""A Jupyter client at the level of frames, so that tests can also send what no library would."""

import hashlib
import hmac
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import time
import uuid

import zmq

from conftest import QUERN

DELIMITER = b"<IDS|MSG>"
PORTS = ("shell_port", "control_port", "stdin_port", "iopub_port", "hb_port")


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


class Kernel:
    """A kernel process and its connection file."""

    def __init__(self, home, *arguments, key=b"secret", transport="tcp", connection=None, **more):
        self.home = home
        if connection is None:
            connection = {"transport": transport, "ip": "127.0.0.1", "key": key.decode(),
                          "signature_scheme": "hmac-sha256",
                          **dict(zip(PORTS, free_ports(5))), **more}
            if transport == "ipc":
                connection["ip"] = str(home.folder / "k")
        self.connection = connection
        self.key = connection["key"].encode()
        self.path = home.folder / f"kernel-{uuid.uuid4().hex[:8]}.json"
        self.path.write_text(json.dumps(connection))
        self.arguments = arguments
        self.clients = []
        self.context = zmq.Context()
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [QUERN, "kernel", "-f", str(self.path), *self.arguments], cwd=self.home.folder,
            env=self.home.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, start_new_session=True)

    def client(self, **options):
        client = Client(self, **options)
        self.clients.append(client)
        return client

    def close(self):
        for client in self.clients:
            client.close()
        self.context.destroy(linger=0)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stderr.close()


class Client:
    """One front end: five sockets."""

    def __init__(self, kernel, iopub=True, identity=None):
        self.kernel = kernel
        self.session = uuid.uuid4().hex
        identity = identity or self.session.encode()
        self.shell = self._socket(zmq.DEALER, "shell_port", identity)
        self.control = self._socket(zmq.DEALER, "control_port", identity)
        self.stdin = self._socket(zmq.DEALER, "stdin_port", identity)
        self.heartbeat = self._socket(zmq.REQ, "hb_port")
        self.iopub = None
        if iopub:
            self.subscribe()

    def subscribe(self, topic=b"", limit=0):
        self.iopub = self._socket(zmq.SUB, "iopub_port", limit=limit)
        self.iopub.setsockopt(zmq.SUBSCRIBE, topic)
        return self.iopub

    def _socket(self, kind, port, identity=None, limit=0):
        connection = self.kernel.connection
        one = self.kernel.context.socket(kind)
        one.linger = 0
        one.setsockopt(zmq.RECONNECT_IVL, 5)
        one.rcvhwm = limit
        if identity:
            one.setsockopt(zmq.IDENTITY, identity)
        separator = ":" if connection["transport"] == "tcp" else "-"
        one.connect(f"{connection['transport']}://{connection['ip']}{separator}{connection[port]}")
        return one

    def close(self):
        for one in (self.shell, self.control, self.stdin, self.heartbeat, self.iopub):
            if one is not None:
                one.close()

    def frames(self, kind, content=None, metadata=None, key=None, **header):
        identifier = uuid.uuid4().hex
        head = {"msg_id": identifier, "username": "t", "session": self.session,
                "date": "2026-01-01T00:00:00.000000Z", "msg_type": kind, "version": "5.5", **header}
        parts = [json.dumps(part).encode() for part in (head, {}, metadata or {}, content or {})]
        mac = hmac.new(self.kernel.key if key is None else key, digestmod=hashlib.sha256)
        for part in parts:
            mac.update(part)
        signature = mac.hexdigest().encode() if self.kernel.key else b""
        return identifier, [DELIMITER, signature, *parts]

    def send(self, kind, content=None, on=None, **options):
        identifier, frames = self.frames(kind, content, **options)
        (on or self.shell).send_multipart(frames)
        return identifier

    def receive(self, one, timeout=30):
        """The next message, its signature checked; None where the time is over."""
        if not one.poll(timeout * 1000):
            return None
        frames = one.recv_multipart()
        place = frames.index(DELIMITER)
        signature, *parts = frames[place + 1:place + 6]
        if self.kernel.key:
            mac = hmac.new(self.kernel.key, digestmod=hashlib.sha256)
            for part in parts:
                mac.update(part)
            assert signature == mac.hexdigest().encode()
        header, parent, metadata, content = (json.loads(part) for part in parts)
        return {"type": header["msg_type"], "header": header, "parent": parent,
                "metadata": metadata, "content": content, "topic": frames[0]}

    def reply(self, identifier, on=None, timeout=60):
        """The answer to a request; answers to others are passed over."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            message = self.receive(on or self.shell, max(0.01, end - time.monotonic()))
            if message and message["parent"].get("msg_id") == identifier:
                return message
        raise AssertionError(f"no answer to {identifier}")

    def ask(self, kind, content=None, on=None, **options):
        timeout = options.pop("timeout", 60)
        return self.reply(self.send(kind, content, on=on, **options), on, timeout)["content"]

    def published(self, identifier, timeout=60, until="idle"):
        """What is published about a request, up to its `idle`."""
        found = []
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            message = self.receive(self.iopub, max(0.01, end - time.monotonic()))
            if message is None or message["parent"].get("msg_id") != identifier:
                continue
            found.append(message)
            if (message["type"] == "status"
                    and message["content"]["execution_state"] == until):
                return found
        raise AssertionError(f"no {until} for {identifier}: {[m['type'] for m in found]}")

    def submit(self, code, silent=False, store_history=None, user_expressions=None,
               allow_stdin=False, stop_on_error=True, cell=None, **header):
        content = {"code": code, "silent": silent,
                   "store_history": not silent if store_history is None else store_history,
                   "user_expressions": user_expressions or {}, "allow_stdin": allow_stdin,
                   "stop_on_error": stop_on_error}
        return self.send("execute_request", content,
                         metadata={"cellId": cell} if cell else {}, **header)

    def run(self, code, timeout=60, **options):
        """A cell's reply and what it published, without the states around it."""
        identifier = self.submit(code, **options)
        reply = self.reply(identifier, timeout=timeout)["content"]
        published = self.published(identifier, timeout=timeout)
        return reply, [m for m in published if m["type"] not in ("status", "execute_input")]

    def text(self, code, **options):
        """Everything that a cell prints."""
        reply, published = self.run(code, **options)
        assert reply["status"] == "ok", reply
        return "".join(m["content"]["text"] for m in published if m["type"] == "stream")

    def ready(self):
        """Waits for the welcome and for the session's worker."""
        while (message := self.receive(self.iopub)) and message["type"] != "iopub_welcome":
            pass
        assert message is not None
        self.run("null")
        return self

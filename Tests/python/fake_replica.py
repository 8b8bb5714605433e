"""A replica for tests: the replica protocol, and a model that tells who answered.

    python fake_replica.py --model FILE --socket PATH

A model whose text begins with `bad` cannot be loaded; a body `bad` is a client's mistake. The
answer to anything else is `PID MODEL BODY`.
"""

import argparse
import json
import os
import signal
import socket
import struct
import sys
import threading


def receive(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            return None
        data += part
    return data


def answer(head, body, model):
    if head["kind"] == "ping":
        return 200, b""
    if body == b"bad":
        return 400, json.dumps({"message": "field age: not a number"}).encode()
    return 200, f"{os.getpid()} {model} {body.decode()}".encode()


def serve(connection, model):
    while True:
        prefix = receive(connection, 4)
        if prefix is None:
            return
        frame = receive(connection, struct.unpack("<I", prefix)[0])
        if frame is None:
            return
        head, body = frame.split(b"\n", 1)
        status, out = answer(json.loads(head), body, model)
        header = {"status": status, "contentType": "text/csv", "headers": {}}
        payload = json.dumps(header).encode() + b"\n" + out
        connection.sendall(struct.pack("<I", len(payload)) + payload)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--socket", required=True)
    options = parser.parse_args()
    with open(options.model) as file:
        model = file.read().strip()
    if model.startswith("bad"):
        print(f"the model cannot be loaded: {model}", file=sys.stderr)
        sys.exit(65)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(options.socket + ".new")
    listener.listen(64)
    os.rename(options.socket + ".new", options.socket)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, model), daemon=True).start()


main()

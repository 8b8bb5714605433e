"""The Jupyter kernel, driven at the level of frames: what no client's own tests look at."""

import json
import os
import random
import signal
import threading
import time

import pytest
import zmq

from conftest import Home
from kernel_client import DELIMITER, Kernel

LOOP = "len(for i in 1..20000: sum(for j in 1..20000: i * j % 7))"


@pytest.fixture
def start(home):
    kernels = []

    def begin(*arguments, **options):
        kernel = Kernel(home, *arguments, **options)
        kernels.append(kernel)
        return kernel

    yield begin
    for kernel in kernels:
        kernel.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A kernel for tests that leave it as it was."""
    home = Home(tmp_path_factory.mktemp("k"))
    kernel = Kernel(home)
    yield kernel.client().ready()
    kernel.close()
    for pid in home.processes():
        os.kill(pid, signal.SIGKILL)


def running(client, code=LOOP, **options):
    """Sends a cell and waits until it runs."""
    identifier = client.submit(code, **options)
    client.published(identifier, until="busy")
    while client.receive(client.iopub)["type"] != "execute_input":
        pass
    return identifier


def kinds(messages):
    return [m["type"] for m in messages]


# What is asked about the kernel itself.


def test_kernel_info_names_the_protocol_and_its_features(shared):
    info = shared.ask("kernel_info_request")
    assert info["status"] == "ok" and info["protocol_version"] == "5.5"
    assert info["language_info"]["name"] == "quern"
    assert info["language_info"]["file_extension"] == ".qn"
    assert "debugger" in info["supported_features"]


def test_control_answers_while_a_cell_runs(shared):
    cell = running(shared)
    for kind in ("kernel_info_request", "debug_request"):
        assert shared.ask(kind, {"seq": 1, "command": "debugInfo"}, on=shared.control, timeout=5)
    shared.ask("interrupt_request", on=shared.control)
    assert shared.reply(cell)["content"]["status"] == "error"
    shared.published(cell)


def test_shell_completes_and_inspects_while_a_cell_runs(shared):
    shared.run("let waiting_name = 7")
    assert "waiting_name" in shared.text(":names")
    cell = running(shared)
    done = shared.ask("complete_request", {"code": "waiting_n", "cursor_pos": 9}, timeout=5)
    assert done["matches"] == ["waiting_name"]
    known = shared.ask("inspect_request", {"code": "waiting_name", "cursor_pos": 3}, timeout=5)
    assert known["found"] and "7" in known["data"]["text/plain"]
    assert shared.ask("is_complete_request", {"code": "1 +"}, timeout=5)["status"] == "incomplete"
    shared.ask("interrupt_request", on=shared.control)
    shared.reply(cell)


def test_the_kernel_stays_busy_behind_what_is_answered_meanwhile(shared):
    cell = running(shared)
    asked = shared.send("complete_request", {"code": "su", "cursor_pos": 2})
    shared.reply(asked)
    shared.published(asked)
    after = shared.receive(shared.iopub)
    assert after["content"] == {"execution_state": "busy"}
    assert after["parent"]["msg_id"] == cell
    shared.ask("interrupt_request", on=shared.control)
    shared.published(cell)


def test_heartbeat_echoes_while_a_cell_runs(shared):
    cell = running(shared)
    for word in (b"ping", bytes(range(256))):
        shared.heartbeat.send(word)
        assert shared.heartbeat.poll(5000) and shared.heartbeat.recv() == word
    shared.ask("interrupt_request", on=shared.control)
    shared.published(cell)


# Cells.


def test_order_is_busy_input_outputs_reply_idle(shared):
    cell = shared.submit('print("a")\nshow(1 + 1)\nprint("b")\n3')
    published = shared.published(cell)
    assert kinds(published) == ["status", "execute_input", "stream", "display_data", "stream",
                                "execute_result", "status"]
    assert published[1]["content"]["code"] == 'print("a")\nshow(1 + 1)\nprint("b")\n3'
    count = published[1]["content"]["execution_count"]
    assert published[5]["content"]["execution_count"] == count
    assert shared.reply(cell)["content"]["execution_count"] == count


def test_a_silent_cell_shows_nothing_and_counts_nothing(shared):
    before = shared.run("1")[0]["execution_count"]
    cell = shared.submit('print("x")\nlet quiet = 5\nquiet', silent=True, store_history=True)
    assert shared.reply(cell)["content"]["status"] == "ok"
    assert kinds(shared.published(cell)) == ["status", "status"]
    reply, _ = shared.run("quiet + 1", store_history=False)
    assert reply["execution_count"] == before
    assert shared.run("2")[0]["execution_count"] == before + 1


def test_user_expressions_are_answered_one_by_one(shared):
    reply, _ = shared.run("let ue = 20", user_expressions={
        "good": "ue + 1", "bad": "ue + nowhere", "act": 'write(table({a: [1]}), "x.csv")'})
    answers = reply["user_expressions"]
    assert answers["good"]["status"] == "ok" and answers["good"]["data"]["text/plain"] == "21"
    assert answers["bad"]["status"] == "error" and answers["bad"]["ename"] == "unknown-name"
    assert answers["act"]["status"] == "error"


def test_an_error_is_told_once_and_in_colour(shared):
    reply, published = shared.run("let a = 1\nnowhere + a")
    assert kinds(published) == ["error"]
    error = published[0]["content"]
    assert error["ename"] == reply["ename"] == "unknown-name"
    assert error["traceback"] == reply["traceback"]
    assert any("\x1b[31m" in line for line in error["traceback"])
    assert any("nowhere + a" in line for line in error["traceback"])


def test_cells_that_were_sent_with_a_failing_one_do_not_run(shared):
    # The first one runs while the others are sent.
    failing = "let slow = len(for i in 1..400000: i % 7)\nassert(slow < 0)"
    cells = [shared.submit(code) for code in (failing, 'print("no")', "1 + 1")]
    replies = [shared.reply(cell)["content"] for cell in cells]
    assert [r["status"] for r in replies] == ["error"] * 3
    assert [r["ename"] for r in replies[1:]] == ["not-run"] * 2
    count = replies[0]["execution_count"]
    assert [r["execution_count"] for r in replies] == [count, count + 1, count + 2]
    assert kinds(shared.published(cells[1])) == ["status", "status"]
    assert kinds(shared.published(cells[2])) == ["status", "status"]
    assert shared.run("1 + 1")[0]["status"] == "ok"


def test_cells_go_on_after_a_failure_where_the_client_says_so(shared):
    cells = [shared.submit(code, stop_on_error=False) for code in ("nowhere", "40 + 2")]
    assert shared.reply(cells[0])["content"]["status"] == "error"
    assert shared.reply(cells[1])["content"]["status"] == "ok"
    shared.published(cells[1])


def test_questions_about_words_are_pages(shared):
    reply, published = shared.run("?filter")
    assert published == [] and reply["payload"][0]["source"] == "page"
    assert "filter" in reply["payload"][0]["data"]["text/plain"]
    reply, _ = shared.run("?fliter")
    assert reply["status"] == "error" and "did you mean ?filter" in reply["evalue"]


def test_commands_answer_in_cells(shared):
    shared.run("let commanded = [1, 2]")
    assert "commanded" in shared.text(":names")
    assert ":names" in shared.text(":help")
    assert "filter" in shared.text(":words rows")
    reply, _ = shared.run(":nmaes")
    assert reply["ename"] == "unknown-command" and "did you mean :names" in reply["evalue"]
    reply, _ = shared.run("exit", allow_stdin=True)
    assert reply["payload"][0]["source"] == "ask_exit"
    _, published = shared.run(":clear")
    assert kinds(published) == ["clear_output"]


# Places are code points.


@pytest.mark.parametrize("before", ["", "\u00e9", "\U0001f600\U0001f600", "\ud55c\uae00", "e\u0301"])
def test_places_are_code_points(shared, before):
    code = f'"{before}" + su + 1'
    place = len(f'"{before}" + su')
    done = shared.ask("complete_request", {"code": code, "cursor_pos": place})
    assert (done["cursor_start"], done["cursor_end"]) == (place - 2, place)
    assert "sum" in done["matches"]
    assert shared.ask("inspect_request", {"code": f'"{before}" + sum', "cursor_pos": place + 1})["found"]


def test_completion_knows_columns_types_and_signatures(shared):
    shared.run("let people = table({age: [3, null, 5, 6], name: [\"a\", \"b\", \"c\", \"d\"]})")
    done = shared.ask("complete_request", {"code": "people |> filter(.a", "cursor_pos": 19})
    assert done["matches"] == ["age"]
    kind = done["metadata"]["_jupyter_types_experimental"][0]
    assert kind["type"] == "column" and "25 % missing" in kind["signature"]
    word = shared.ask("complete_request", {"code": "summari", "cursor_pos": 7})
    assert "summarise" in word["matches"]
    kind = word["metadata"]["_jupyter_types_experimental"][0]
    assert kind["type"] == "function" and kind["signature"].startswith("summarise(")


# Variables, comms, history.


def test_variables_show_names_and_what_is_in_them(shared):
    shared.run("let panel = table({a: [1, 2], b: [\"x\", null]})")
    body = shared.ask("debug_request", {"type": "request", "seq": 9, "command": "inspectVariables",
                                        "arguments": {}}, on=shared.control)["body"]
    found = {v["name"]: v for v in body["variables"]}
    assert found["panel"]["type"] == "table" and "2 rows" in found["panel"]["value"]
    parts = shared.ask("debug_request", {
        "seq": 10, "command": "variables",
        "arguments": {"variablesReference": found["panel"]["variablesReference"]}},
        on=shared.control)["body"]["variables"]
    assert [p["name"] for p in parts] == [".a", ".b"]
    rich = shared.ask("debug_request", {"seq": 11, "command": "richInspectVariables",
                                        "arguments": {"variableName": "panel"}}, on=shared.control)
    assert "50 % missing" in rich["body"]["data"]["text/plain"]
    bad = shared.ask("debug_request", {"seq": 12, "command": "stepIn"}, on=shared.control)
    assert bad["success"] is False and bad["request_seq"] == 12


def test_a_comm_that_nobody_listens_to_is_closed(shared):
    asked = shared.send("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
    published = shared.published(asked)
    assert kinds(published) == ["status", "comm_close", "status"]
    assert published[1]["content"]["comm_id"] == "c1"
    for kind in ("comm_msg", "comm_close", "no_such_request"):
        assert kinds(shared.published(shared.send(kind, {"comm_id": "c1", "data": {}}))) == [
            "status", "status"]
    assert shared.ask("comm_info_request", {})["comms"] == {}


# The wire.


def test_what_is_not_signed_is_not_answered(shared):
    identifier, frames = shared.frames("kernel_info_request", key=b"wrong")
    shared.shell.send_multipart(frames)
    _, frames = shared.frames("kernel_info_request")
    shared.shell.send_multipart([frames[0], b"", *frames[2:]])
    good, frames = shared.frames("kernel_info_request")
    shared.shell.send_multipart(frames)
    shared.shell.send_multipart(frames)
    last = shared.send("kernel_info_request")
    answered = []
    while last not in answered:
        answered.append(shared.receive(shared.shell)["parent"]["msg_id"])
    assert answered == [good, last]


def test_a_hundred_thousand_broken_messages_change_nothing(shared):
    """Seeded: frames cut, swapped, filled with noise, with signatures that fit and that do not."""
    seed = int(os.environ.get("QUERN_SEED", "20261123"))
    draw = random.Random(seed)
    _, whole = shared.frames("kernel_info_request")
    texts = [b"{}", b"[]", b"null", b"", b"{", b"\xff\xfe", b'{"msg_id":1}', b'{"a":' * 600,
             b'{"msg_type":"execute_request"}', b'"' + b"x" * 300, b"1e999", b'{"msg_id":"\\ud800"}']
    noise = shared.kernel.context.socket(zmq.DEALER)
    noise.linger = 0
    noise.connect(f"tcp://127.0.0.1:{shared.kernel.connection['shell_port']}")
    control = shared.kernel.context.socket(zmq.DEALER)
    control.linger = 0
    control.connect(f"tcp://127.0.0.1:{shared.kernel.connection['control_port']}")
    for number in range(100_000):
        one = noise if number % 4 else control
        kind = draw.randrange(6)
        if kind == 0:
            frames = [draw.randbytes(draw.randrange(40)) for _ in range(draw.randrange(1, 9))]
        elif kind == 1:
            frames = list(whole[:draw.randrange(1, 6)])
        elif kind == 2:
            frames = [DELIMITER, b"0" * 64, *(draw.choice(texts) for _ in range(4))]
        elif kind == 3:
            frames = list(whole)
            place = draw.randrange(2, 6)
            at = draw.randrange(len(frames[place]) + 1)
            frames[place] = frames[place][:at] + draw.randbytes(3) + frames[place][at:]
        elif kind == 4:
            frames = [DELIMITER] * draw.randrange(1, 8)
        else:
            frames = list(signed(shared, [draw.choice(texts) for _ in range(4)]))
        one.send_multipart(frames)
        if number % 10_000 == 0:
            assert shared.ask("kernel_info_request", timeout=30)["status"] == "ok", seed
    noise.close(linger=0)
    control.close(linger=0)
    assert shared.run("20 + 1")[1][-1]["content"]["data"]["text/plain"] == "21", seed


def signed(client, parts):
    import hashlib
    import hmac
    mac = hmac.new(client.kernel.key, digestmod=hashlib.sha256)
    for part in parts:
        mac.update(part)
    return [DELIMITER, mac.hexdigest().encode(), *parts]


def test_requests_of_every_type_with_any_content_are_survived(shared):
    draw = random.Random(7)
    values = [None, True, -1, 2**70, 1e300, "", "\x00", [], {}, ["a"], {"a": None}, "x" * 5000]
    names = ["code", "cursor_pos", "detail_level", "hist_access_type", "session", "start", "stop",
             "n", "pattern", "silent", "store_history", "user_expressions", "comm_id", "command",
             "arguments", "seq", "allow_stdin", "stop_on_error", "output", "unique"]
    types = ["complete_request", "inspect_request", "is_complete_request", "history_request",
             "comm_open", "comm_msg", "comm_info_request", "kernel_info_request", "debug_request"]
    for _ in range(600):
        content = {name: draw.choice(values) for name in names if draw.random() < 0.6}
        if content.get("hist_access_type") is not None:
            content["hist_access_type"] = draw.choice(["tail", "range", "search", "x"])
        one = draw.choice([shared.shell, shared.control])
        shared.send(draw.choice(types), content, on=one)
    assert shared.ask("kernel_info_request", timeout=30)["status"] == "ok"
    while shared.control.poll(200):
        shared.control.recv_multipart()


# Output.


def test_many_lines_arrive_in_order_and_whole(shared):
    text = shared.text('let ignored = for i in 1..20000: print("line {i}")')
    assert text == "".join(f"line {i}\n" for i in range(1, 20001))


def test_a_reader_that_stalls_loses_nothing(start):
    """ipykernel keeps 45 % of this."""
    client = start().client(iopub=False)
    client.subscribe(limit=4)
    client.iopub.setsockopt(zmq.RCVBUF, 4096)
    assert client.receive(client.iopub)["type"] == "iopub_welcome"
    cell = client.submit('let ignored = for i in 1..60000: print("line {i} {i} {i}")')
    stall = float(os.environ.get("QUERN_STALL_SECONDS", "2"))
    threading.Event().wait(stall)
    lines = []
    for message in client.published(cell):
        if message["type"] == "stream":
            lines += message["content"]["text"].splitlines()
    assert lines == [f"line {i} {i} {i}" for i in range(1, 60001)]
    assert client.reply(cell)["content"]["status"] == "ok"


def test_what_is_said_while_nobody_listens_is_kept(start):
    kernel = start()
    client = kernel.client(iopub=False)
    cell = client.submit('print("early")\n5')
    assert client.reply(cell)["content"]["status"] == "ok"
    client.subscribe()
    first = client.receive(client.iopub)
    assert first["type"] == "iopub_welcome" and first["content"] == {"subscription": ""}
    assert "early" in str(client.published(cell))
    # Who leaves and comes back misses nothing either.
    client.iopub.close()
    assert client.ask("kernel_info_request")
    time_out = time.monotonic() + 20
    text = ""
    while "late" not in text and time.monotonic() < time_out:
        cell = client.submit('print("late")', store_history=False)
        client.reply(cell)
        client.subscribe()
        text = str([m["content"] for m in client.published(cell)])
    assert "late" in text


# Questions and bars.


def test_a_question_goes_to_the_client_that_sent_the_cell(shared):
    cell = shared.submit('print("first")\nlet n = ask("How many?", default: 3)\nn + 1', allow_stdin=True)
    asked = shared.receive(shared.stdin)
    assert asked["type"] == "input_request" and asked["parent"]["msg_id"] == cell
    assert asked["content"] == {"prompt": "How many? [3]", "password": False}
    shared.send("input_reply", {"value": "41", "status": "ok"}, on=shared.stdin)
    published = shared.published(cell)
    assert published[2]["content"]["text"] == "first\n"
    assert published[-2]["content"]["data"]["text/plain"] == "42"
    cell = shared.submit('let key = ask("Key?", secret: true)', allow_stdin=True)
    assert shared.receive(shared.stdin)["content"]["password"] is True
    shared.send("input_reply", {"value": "s3cr3t"}, on=shared.stdin)
    assert "s3cr3t" not in str(shared.published(cell))


def test_a_question_fails_at_once_where_nobody_can_be_asked(shared):
    reply, _ = shared.run('ask("How many?", type: int)', allow_stdin=False)
    assert reply["status"] == "error" and reply["ename"] == "nobody-to-ask"
    assert not shared.stdin.poll(0)


def test_a_question_can_be_interrupted(shared):
    cell = shared.submit('ask("Wait?")', allow_stdin=True)
    assert shared.receive(shared.stdin)["type"] == "input_request"
    shared.ask("interrupt_request", on=shared.control)
    assert shared.reply(cell)["content"]["ename"] == "interrupted"
    shared.published(cell)


def test_bars_move_in_place_and_leave_one_line(shared):
    _, published = shared.run(
        'let xs = for i in progress(1..60, "fits"): sum(for j in 1..20000: j % 7)', cell="bar")
    assert published[0]["type"] == "display_data"
    bar = published[0]["content"]["transient"]["display_id"]
    assert "<progress" in published[0]["content"]["data"]["text/html"]
    assert kinds(published[1:]) == ["update_display_data"] * (len(published) - 1)
    assert {m["content"]["transient"]["display_id"] for m in published} == {bar}
    assert published[-1]["content"]["data"] == {"text/plain": "fits: 60 of 60"}


# Cells of a document.


def test_a_cell_that_runs_again_replaces_itself(shared):
    value = lambda code, cell: shared.run(code, cell=cell)[1][-1]["content"]["data"]["text/plain"]
    shared.run("let again = 1", cell="a1")
    assert value("let again = again + 1\nagain", "a2") == "2"
    assert value("let again = again + 1\nagain", "a2") == "2"
    assert value("again", "a3") == "2"
    shared.run("let other = 1", cell="a2")
    # The definition of the first cell counts again.
    assert value("again", "a3") == "1"
    shared.run("let nothing = 1", cell="a1")
    assert shared.run("again", cell="a3")[0]["ename"] == "unknown-name"
    done = shared.ask("complete_request", {"code": "agai", "cursor_pos": 4})
    assert "again" not in done["matches"]


def test_without_cell_ids_the_latest_definition_counts(shared):
    shared.run("let plain = 1")
    for expected in ("2", "3"):
        _, published = shared.run("let plain = plain + 1\nplain")
        assert published[-1]["content"]["data"]["text/plain"] == expected


def test_cells_that_are_out_of_date_are_named(shared):
    shared.run("let dated = 1", cell="d1")
    shared.run("let follows = dated + 1", cell="d2")
    shared.run("follows * 2", cell="d3")
    cell = shared.submit("let dated = 5", cell="d1")
    outdated = shared.reply(cell)["metadata"]["quern"]["outdated"]
    shared.published(cell)
    outdated = {o["cell"]: o["reasons"] for o in outdated if o["cell"].startswith("d")}
    assert list(outdated) == ["d2", "d3"]
    assert "`dated` was changed by" in outdated["d2"][0]
    assert "`dated` was changed by" in shared.text(":status")
    shared.run("let follows = dated + 1", cell="d2")
    cell = shared.submit("follows * 2", cell="d3")
    left = shared.reply(cell)["metadata"].get("quern", {}).get("outdated", [])
    assert not [o for o in left if o["cell"].startswith("d")]
    shared.published(cell)


def test_a_cell_that_reads_from_below_is_told_so(start, home):
    import nbformat
    cells = [nbformat.v4.new_code_cell("up_here", id="up"),
             nbformat.v4.new_code_cell("let up_here = 3", id="down")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), home.folder / "n.ipynb")
    home.environment["JPY_SESSION_NAME"] = str(home.folder / "n.ipynb")
    client = start().client().ready()
    client.run("let up_here = 3", cell="down")
    _, published = client.run("up_here", cell="up")
    assert published[-1]["metadata"]["quern"]["readsFromBelow"][0]["name"] == "up_here"
    assert "`up_here` of [2], which stands below it" in client.text(":status")
    _, published = client.run("up_here", cell="down")
    assert published == [] or "quern" not in published[-1]["metadata"]


# Subshells.


def test_a_subshell_looks_while_a_cell_runs(start):
    client = start().client().ready()
    client.run("let base = table({a: [1, 2, null]})\nlet factor = 7")
    subshell = client.ask("create_subshell_request", on=client.control)["subshell_id"]
    assert client.ask("list_subshell_request", on=client.control)["subshell_id"] == [subshell]
    cell = running(client)
    look = client.submit("base |> summarise(s = sum(.a) * factor)", subshell_id=subshell)
    assert client.reply(look, timeout=20)["content"]["execution_count"] == 1
    published = client.published(look)
    assert "21" in published[-2]["content"]["data"]["text/plain"]
    look = client.submit('write(base, "x.csv")', subshell_id=subshell)
    assert client.reply(look, timeout=20)["content"]["ename"] == "act-refused"
    look = client.submit("let lost = 1", subshell_id=subshell)
    assert client.reply(look, timeout=20)["content"]["status"] == "ok"
    assert "not kept: lost" in str(client.published(look))
    # The first cell runs still, and interrupts are for all.
    client.ask("interrupt_request", on=client.control)
    assert client.reply(cell)["content"]["ename"] == "interrupted"
    client.published(cell)
    assert client.run("lost")[0]["ename"] == "unknown-name"
    assert client.ask("delete_subshell_request", {"subshell_id": subshell},
                      on=client.control)["status"] == "ok"
    gone = client.submit("1", subshell_id=subshell)
    assert client.reply(gone)["content"]["ename"] == "no-subshell"


# Interrupts and ends.


def test_interrupts_by_message_and_by_signal(start):
    kernel = start()
    client = kernel.client().ready()
    for stop in (lambda: client.ask("interrupt_request", on=client.control),
                 lambda: os.kill(kernel.process.pid, signal.SIGINT),
                 lambda: os.killpg(kernel.process.pid, signal.SIGINT)):
        client.run("let kept = 3")
        cell = running(client)
        stop()
        reply = client.reply(cell, timeout=10)["content"]
        assert (reply["status"], reply["ename"]) == ("error", "interrupted")
        assert [m["type"] for m in client.published(cell)][-1] == "status"
        assert client.run("kept")[1][-1]["content"]["data"]["text/plain"] == "3"


def test_an_interrupt_of_nothing_is_answered(shared):
    assert shared.ask("interrupt_request", on=shared.control) == {"status": "ok"}
    assert shared.run("1 + 1")[0]["status"] == "ok"


@pytest.mark.parametrize("restart", [False, True])
def test_shutdown_is_answered_and_leaves_nothing(start, home, restart):
    kernel = start()
    client = kernel.client().ready()
    client.run("let gone = 1")
    assert client.ask("shutdown_request", {"restart": restart}, on=client.control) == {
        "status": "ok", "restart": restart}
    kernel.process.wait(10)
    assert kernel.process.returncode == 0
    # Jupyter starts the same command with the same file: names are forgotten.
    kernel.start()
    client = kernel.client().ready()
    assert client.run("gone")[0]["ename"] == "unknown-name"


def test_shutdown_ends_a_running_cell(start):
    kernel = start()
    client = kernel.client().ready()
    running(client)
    assert client.ask("shutdown_request", {"restart": False}, on=client.control)["status"] == "ok"
    kernel.process.wait(10)


def test_a_killed_kernel_goes_on_where_it_was(start):
    kernel = start()
    client = kernel.client().ready()
    client.run("let before = 41")
    code = 'print("first")\nlet n = len(for i in 1..3000: sum(for j in 1..300: i * j % 7))\nprint("last")\nn'
    cell = running(client, code)
    os.kill(kernel.process.pid, signal.SIGKILL)
    kernel.process.wait()
    kernel.start()
    # The same sockets: what was missed comes, the whole cell, and its reply.
    reply = client.reply(cell, timeout=60)["content"]
    assert reply["status"] == "ok", reply
    published = client.published(cell)
    text = "".join(m["content"]["text"] for m in published if m["type"] == "stream")
    assert text.endswith("first\nlast\n")
    assert [m for m in published if m["type"] == "execute_result"][-1][
        "content"]["data"]["text/plain"] == "3000"
    assert client.run("before + 1")[1][-1]["content"]["data"]["text/plain"] == "42"


def test_what_was_accepted_is_not_lost_before_the_session_has_it(start, home):
    """The kernel dies with a cell that it has shown and that the worker has not read yet."""
    kernel = start()
    client = kernel.client().ready()
    client.run("let before = 41", cell="one")
    workers = home.processes("__worker")
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    cell = running(client, "# " + "x" * 40_000 + "\nlet before = before + 1\nbefore", cell="two")
    os.kill(kernel.process.pid, signal.SIGKILL)
    kernel.process.wait()
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    kernel.start()
    assert client.reply(cell, timeout=60)["content"]["status"] == "ok"
    result = [m for m in client.published(cell) if m["type"] == "execute_result"][-1]
    assert result["content"]["data"]["text/plain"] == "42"
    # It is a cell of a document after all: what it defined is replaced, not built upon.
    _, published = client.run("let before = before + 1\nbefore", cell="two")
    assert published[-1]["content"]["data"]["text/plain"] == "42"


def test_locks_of_killed_kernels_are_taken_away(start, home):
    kernels = [start() for _ in range(3)]
    for kernel in kernels:
        assert kernel.client(iopub=False).ask("kernel_info_request")["status"] == "ok"
    folder = home.folder / "home/kernel"
    assert len(list(folder.glob("*.lock"))) == 3
    for kernel in kernels[:2]:
        kernel.process.kill()
        kernel.process.wait()
    last = start()
    assert last.client(iopub=False).ask("kernel_info_request")["status"] == "ok"
    assert len(list(folder.glob("*.lock"))) == 2


def test_the_front_matter_of_a_notebook_counts(start, home):
    home.write("n.md", "---\nidle: 1s\nbudget: 1h\n---\n```quern\n1\n```\n")
    assert home.run("convert", "n.md", "n.ipynb").returncode == 0
    home.environment["JPY_SESSION_NAME"] = str(home.folder / "n.ipynb")
    client = start().client().ready()
    client.run("let kept = 6")
    deadline = time.monotonic() + 30
    while home.processes("__worker") and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    assert not home.processes("__worker")
    # It hibernates, and the next cell wakes it.
    assert client.run("kept + 1")[1][-1]["content"]["data"]["text/plain"] == "7"
    listed = json.loads(home.run("sessions", "--json").stdout)
    assert listed


def test_a_worker_that_dies_is_told_and_replaced(start, home):
    kernel = start()
    client = kernel.client().ready()
    client.run("let kept = 5")
    cell = running(client, f'print("runs")\n{LOOP}')
    # One that had not begun it would have a successor that does.
    while client.receive(client.iopub)["type"] != "stream":
        pass
    for pid in home.processes("__worker"):
        os.kill(pid, signal.SIGKILL)
    reply = client.reply(cell)["content"]
    assert reply["status"] == "error" and reply["ename"] == "worker-died"
    client.published(cell)
    assert client.run("kept")[1][-1]["content"]["data"]["text/plain"] == "5"


def test_a_named_session_keeps_its_names(start):
    for number in range(2):
        kernel = start("--session", "lab")
        client = kernel.client().ready()
        if number == 0:
            client.run("let stays = 8")
            client.ask("shutdown_request", {"restart": False}, on=client.control)
            kernel.process.wait(10)
    assert client.run("stays")[1][-1]["content"]["data"]["text/plain"] == "8"


def test_a_kernel_ends_with_the_program_that_started_it(home):
    import subprocess
    import sys
    script = ("import os, sys, subprocess\n"
              "os.environ['JPY_PARENT_PID'] = str(os.getpid())\n"
              "quiet = subprocess.DEVNULL\n"
              "child = subprocess.Popen(sys.argv[1:], stdout=quiet, stderr=quiet)\n"
              "print(child.pid, flush=True)\n")
    kernel = Kernel(home)
    kernel.process.kill()
    kernel.process.wait()
    from conftest import QUERN
    out = subprocess.run([sys.executable, "-c", script, QUERN, "kernel", "-f", str(kernel.path)],
                         env=home.environment, capture_output=True, text=True, timeout=60)
    pid = int(out.stdout)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and pathlib_exists(pid):
        threading.Event().wait(0.05)
    assert not pathlib_exists(pid)
    kernel.close()


def pathlib_exists(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


# Starting.


def test_twenty_kernels_start_at_once(start):
    kernels = [start() for _ in range(20)]
    clients = [kernel.client() for kernel in kernels]
    asked = [client.send("kernel_info_request") for client in clients]
    for client, identifier in zip(clients, asked):
        assert client.reply(identifier, timeout=120)["content"]["status"] == "ok"
    cells = [client.submit(f"{number} + 1") for number, client in enumerate(clients)]
    for number, (client, cell) in enumerate(zip(clients, cells)):
        published = client.published(cell, timeout=120)
        assert published[-2]["content"]["data"]["text/plain"] == str(number + 1)


def test_sockets_of_the_file_system(start):
    client = start(transport="ipc").client().ready()
    assert client.run("1 + 1")[1][-1]["content"]["data"]["text/plain"] == "2"


def test_traffic_can_be_encrypted(home):
    public, secret = zmq.curve_keypair()
    kernel = Kernel(home, curve_publickey=public.decode(), curve_secretkey=secret.decode())
    try:
        one = kernel.context.socket(zmq.DEALER)
        own, own_secret = zmq.curve_keypair()
        one.curve_serverkey, one.curve_publickey, one.curve_secretkey = public, own, own_secret
        one.connect(f"tcp://127.0.0.1:{kernel.connection['shell_port']}")
        client = kernel.client(iopub=False)
        client.shell.close(linger=0)
        client.shell = one
        assert client.ask("kernel_info_request")["status"] == "ok"
    finally:
        kernel.close()


@pytest.mark.parametrize("text, says", [
    ("{", "not JSON"), ("[]", "JSON object"), ('{"transport": "smoke"}', "smoke"),
    ('{"shell_port": 1}', "control_port")])
def test_a_connection_file_that_cannot_be_used_is_named(home, text, says):
    home.write("c.json", text)
    result = home.run("kernel", "-f", "c.json")
    assert result.returncode != 0 and says in result.stderr and "c.json" in result.stderr


def test_a_port_that_is_taken_is_named(home):
    import socket
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        home.write("c.json", json.dumps({
            "shell_port": port, "control_port": port, "stdin_port": port, "iopub_port": port,
            "hb_port": port, "key": ""}))
        result = home.run("kernel", "-f", "c.json")
    assert result.returncode != 0 and f":{port}" in result.stderr


# The kernelspec.


def test_install_and_uninstall(home):
    result = home.run("kernel", "install", "--prefix", "env")
    assert result.returncode == 0, result.stderr
    folder = home.folder / "env" / "share" / "jupyter" / "kernels" / "quern"
    spec = json.loads((folder / "kernel.json").read_text())
    assert os.path.isabs(spec["argv"][0]) and spec["argv"][1:] == [
        "kernel", "-f", "{connection_file}"]
    assert spec["interrupt_mode"] == "message" and spec["language"] == "quern"
    for name in ("logo-32x32.png", "logo-64x64.png", "logo-svg.svg"):
        repository = __import__("pathlib").Path(__file__).resolve().parents[2]
        assert (folder / name).read_bytes() == (
            repository / "kernels" / "quern" / name).read_bytes()
    assert home.run("kernel", "uninstall", "--prefix", "env").returncode == 0
    assert not folder.exists()
    assert "no kernel" in home.run("kernel", "uninstall", "--prefix", "env").stdout
    assert home.run("kernel", "install", "--user", "--sys-prefix").returncode == 2

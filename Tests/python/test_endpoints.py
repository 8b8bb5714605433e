"""Endpoints as their users reach them: words, curl, boto3; and what a killed control plane leaves."""

import json
import os
import shlex
import signal
import subprocess

import boto3
import botocore.exceptions
import pytest

CELLS = (
    'let t = table({x: [1.0, 2.0, 3.0, 4.0], k: ["a", "b", "a", "b"], y: [3.0, 5.0, 7.5, 9.0]})\n'
    "let m = t |> train(linear(), target: .y, prep: recipe(onehot(.k)))",
    'let ep = m |> deploy("line")\nep |> invoke({x: 10.0, k: "a"})')


@pytest.fixture
def deployed(home):
    home.notebook("d.md", *CELLS)
    result = home.run("run", "d.md", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    home.answer = home.cells(result)[1]["outputs"][-1]["data"]["text/plain"]
    lines = home.run("platform", "env").stdout.splitlines()
    home.aws = dict(shlex.split(line)[1].split("=", 1) for line in lines)
    return home


def client(home, service):
    return boto3.client(
        service, region_name=home.aws["AWS_DEFAULT_REGION"],
        aws_access_key_id=home.aws["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=home.aws["AWS_SECRET_ACCESS_KEY"],
        endpoint_url=home.aws[
            "AWS_ENDPOINT_URL_SAGEMAKER" + ("_RUNTIME" if service.endswith("runtime") else "")])


def ask(home, body, kind="application/json"):
    answer = client(home, "sagemaker-runtime").invoke_endpoint(
        EndpointName="line", ContentType=kind, Body=body)
    return answer["Body"].read().decode()


def test_word_curl_and_boto3_give_one_answer(deployed):
    by_boto = json.loads(ask(deployed, json.dumps({"x": 10.0, "k": "a"})))
    assert str(by_boto["predicted"]) in deployed.answer
    curl = subprocess.run(
        ["curl", "-s", "--aws-sigv4", "aws:amz:us-east-1:sagemaker", "-u",
         deployed.aws["AWS_ACCESS_KEY_ID"] + ":" + deployed.aws["AWS_SECRET_ACCESS_KEY"],
         "-H", "Content-Type: application/json", "-d", '{"x": 10.0, "k": "a"}',
         deployed.aws["AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME"] + "/endpoints/line/invocations"],
        capture_output=True, text=True)
    assert json.loads(curl.stdout) == by_boto
    assert str(by_boto["predicted"]) in ask(deployed, "x,k\n10,a\n", "text/csv")


def test_bad_input_names_the_field(deployed):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        ask(deployed, json.dumps({"x": "ten", "k": "a"}))
    assert "x" in str(error.value) and error.value.response["ResponseMetadata"][
        "HTTPStatusCode"] in (400, 424)


def test_an_unsigned_request_is_refused(deployed):
    curl = subprocess.run(
        ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-d", "{}",
         deployed.aws["AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME"] + "/endpoints/line/invocations"],
        capture_output=True, text=True)
    assert curl.stdout == "403"


def test_boto3_describes_and_stops(deployed):
    sagemaker = client(deployed, "sagemaker")
    assert sagemaker.describe_endpoint(EndpointName="line")["EndpointStatus"] == "InService"
    assert [e["EndpointName"] for e in sagemaker.list_endpoints()["Endpoints"]] == ["line"]
    listed = deployed.run("endpoints")
    assert "line" in listed.stdout and "InService" in listed.stdout
    assert deployed.run("endpoints", "stop", "line").stdout == "line: stopped\n"
    assert sagemaker.list_endpoints()["Endpoints"] == []


def test_an_endpoint_outlives_the_control_plane(deployed):
    before = ask(deployed, json.dumps({"x": 3.0, "k": "b"}))
    for pid in deployed.processes("quern-platform", "serve"):
        os.kill(pid, signal.SIGKILL)
    assert ask(deployed, json.dumps({"x": 3.0, "k": "b"})) == before
    # The next command brings the control plane back, and it knows the endpoint.
    assert "InService" in deployed.run("endpoints").stdout
    again = deployed.run("run", "d.md", "--fresh", "--json")
    assert again.returncode == 0, again.stdout
    assert "unchanged" in json.dumps(deployed.cells(again)[1]["outputs"])

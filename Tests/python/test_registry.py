"""The model registry as a notebook, boto3 and a deployment see it."""

import json
import shlex

import boto3
import pytest

TRAIN = (
    "let t = table({x: [1.0, 2.0, 3.0, 4.0], y: [3.0, 5.0, 7.5, 9.0]})\n"
    "let m = t |> train(linear(), target: .y)")


@pytest.fixture
def sagemaker(home):
    lines = home.run("platform", "env").stdout.splitlines()
    aws = dict(shlex.split(line)[1].split("=", 1) for line in lines)
    return boto3.client(
        "sagemaker", region_name=aws["AWS_DEFAULT_REGION"],
        aws_access_key_id=aws["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=aws["AWS_SECRET_ACCESS_KEY"],
        endpoint_url=aws["AWS_ENDPOINT_URL_SAGEMAKER"])


def run(home, name, *cells):
    home.notebook(name, *cells)
    result = home.run("run", name, "--json", "--fresh")
    assert result.returncode == 0, result.stdout + result.stderr
    return home.cells(result)


def test_a_model_goes_into_the_registry_and_back(home, sagemaker):
    register = 'm |> register("line", metrics: {rmse: 0.25}, description: "first")'
    first = run(home, "a.md", TRAIN, register)
    assert "model line/1: created, PendingManualApproval" in json.dumps(first[1]["outputs"])
    again = run(home, "a.md", TRAIN, register)
    assert "model line/1: unchanged" in json.dumps(again[1]["outputs"])

    package = sagemaker.describe_model_package(ModelPackageName="line/1")
    properties = package["CustomerMetadataProperties"]
    assert properties["metric:rmse"] == "0.25"
    assert properties["quern:notebook"].endswith("a.md")
    assert len(properties["quern:data"]) == 64 and properties["quern:run"]
    assert package["MetadataProperties"]["GeneratedBy"] == properties["quern:run"]
    assert package["ModelPackageDescription"] == "first"
    statistics = package["ModelMetrics"]["ModelQuality"]["Statistics"]
    with open(statistics["S3Uri"].removeprefix("file://"), encoding="utf-8") as file:
        assert json.load(file) == {"rmse": 0.25}

    sagemaker.update_model_package(
        ModelPackageArn=package["ModelPackageArn"], ModelApprovalStatus="Approved")
    used = run(
        home, "b.md", 'let m = model("line", status: approved)\n'
        'let ep = m |> deploy("line")\nep |> wait() |> invoke({x: 10.0})',
        'why("line") |> filter(.to == "ready" or .to == "InService") |> select(.event, .to)',
        'logs("line") |> columns()')
    assert "model line/1, Approved" in json.dumps(used[0]["outputs"])
    assert "predicted" in json.dumps(used[0]["outputs"])
    history = json.dumps(used[1]["outputs"])
    assert "ready" in history and "InService" in history


def test_what_is_not_there_is_said(home, sagemaker):
    sagemaker.create_model_package_group(ModelPackageGroupName="churn")
    home.notebook("c.md", 'model("chrun")')
    result = home.run("run", "c.md")
    text = result.stdout + result.stderr
    assert result.returncode != 0 and "did you mean churn?" in text
    home.notebook("d.md", 'wait("nobody")')
    assert "Could not find endpoint" in (lambda r: r.stdout + r.stderr)(home.run("run", "d.md"))


def test_boto3_pages_and_deletes(sagemaker, home, tmp_path):
    model = tmp_path / "model.json"
    model.write_text("{}")
    sagemaker.create_model_package_group(ModelPackageGroupName="g")
    for _ in range(3):
        sagemaker.create_model_package(
            ModelPackageGroupName="g", ModelApprovalStatus="Approved",
            InferenceSpecification={
                "Containers": [{"Image": "quern", "ModelDataUrl": f"file://{model}"}],
                "SupportedContentTypes": ["text/csv"],
                "SupportedResponseMIMETypes": ["text/csv"]})
    pages = sagemaker.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName="g", PaginationConfig={"PageSize": 2})
    arns = [p["ModelPackageArn"] for page in pages for p in page["ModelPackageSummaryList"]]
    assert [arn.rsplit("/", 1)[1] for arn in arns] == ["1", "2", "3"]
    with pytest.raises(sagemaker.exceptions.ConflictException):
        sagemaker.delete_model_package_group(ModelPackageGroupName="g")
    for arn in arns:
        sagemaker.delete_model_package(ModelPackageName=arn)
    sagemaker.delete_model_package_group(ModelPackageGroupName="g")
    assert sagemaker.list_model_package_groups()["ModelPackageGroupSummaryList"] == []

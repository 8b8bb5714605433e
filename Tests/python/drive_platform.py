"""Unmodified boto3 against a running control plane: every line that must hold is asserted.

    python drive_platform.py MODEL_FILE OTHER_MODEL_FILE

The endpoint URL and the key come from AWS's own environment variables.
"""

import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

one, two = sys.argv[1:]
quick = Config(retries={"total_max_attempts": 1})
sagemaker = boto3.client("sagemaker", config=quick)
runtime = boto3.client("sagemaker-runtime", config=quick)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error
    raise AssertionError(f"{code} expected")


def create(name, path):
    arn = sagemaker.create_model(ModelName=name, PrimaryContainer={"ModelDataUrl": path})
    assert arn["ModelArn"].endswith(f":model/{name}"), arn
    sagemaker.create_endpoint_config(
        EndpointConfigName=name,
        ProductionVariants=[
            {"VariantName": "A", "ModelName": name, "InitialInstanceCount": 1,
             "InstanceType": "ml.m5.large", "InitialVariantWeight": 1.0}])


def invoke(body=b"1,2"):
    answer = runtime.invoke_endpoint(EndpointName="e", Body=body, ContentType="text/csv")
    assert answer["InvokedProductionVariant"] == "A"
    return answer["Body"].read().split(b" ", 1)[1]


create("one", one)
create("two", "file://" + two)
assert sagemaker.describe_model(ModelName="one")["PrimaryContainer"] == {"ModelDataUrl": one}
started = time.monotonic()
sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="one")
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="e")
# The stock waiter sleeps 30 s between two looks; a held Describe answers the first one in time.
assert time.monotonic() - started < 25
assert invoke() == b"first 1,2"
error = refused("ModelError", runtime.invoke_endpoint, EndpointName="e", Body=b"bad")
assert error.response["OriginalStatusCode"] == 400, error.response
assert "field age" in error.response["OriginalMessage"]
refused("ValidationError", runtime.invoke_endpoint, EndpointName="nowhere", Body=b"")
sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="two")
sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="e")
assert invoke() == b"second 1,2"
pages = sagemaker.get_paginator("list_models").paginate(PaginationConfig={"PageSize": 1})
assert sorted(m["ModelName"] for page in pages for m in page["Models"]) == ["one", "two"]
endpoints = sagemaker.list_endpoints(StatusEquals="InService")["Endpoints"]
assert [e["EndpointName"] for e in endpoints] == ["e"]
error = refused("ValidationException", sagemaker.create_model, ModelName="a_b",
                PrimaryContainer={"ModelDataUrl": one})
assert "1 validation error detected: Value 'a_b' at 'modelName'" in str(error)
refused("ValidationException", sagemaker.describe_endpoint, EndpointName="nowhere")
refused("UnknownOperationException", sagemaker.list_apps)
wrong = boto3.client("sagemaker", aws_access_key_id="AKQ", aws_secret_access_key="x", config=quick)
refused("UnrecognizedClientException", wrong.list_models)
sagemaker.delete_endpoint(EndpointName="e")
sagemaker.get_waiter("endpoint_deleted").wait(EndpointName="e")
for name in ("one", "two"):
    sagemaker.delete_endpoint_config(EndpointConfigName=name)
    sagemaker.delete_model(ModelName=name)
assert sagemaker.list_models()["Models"] == []
print("ok")

"""Animals through boto3's table resource and its client; prints a line for each thing it saw."""

import json
import sys
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.config import Config
from botocore.exceptions import ClientError

session = {
    "endpoint_url": sys.argv[1],
    "region_name": "us-east-1",
    "aws_access_key_id": "local",
    "aws_secret_access_key": "local",
    "config": Config(retries={"max_attempts": 1}),
}
dynamodb = boto3.resource("dynamodb", **session)
client = boto3.client("dynamodb", **session)


def plain(value):
    if isinstance(value, set):
        return {"set": sorted(str(each) for each in value)}
    if isinstance(value, (Binary, bytes)):
        return {"bytes": list(bytes(value))}
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value))


def say(what, value):
    print(f"{what}: {json.dumps(value, default=plain, sort_keys=True)}")


def refused(what, call, **parameters):
    try:
        say(what, call(**parameters))
    except ClientError as error:
        reasons = [each["Code"] for each in error.response.get("CancellationReasons", [])]
        say(what, [error.response["Error"]["Code"], *reasons])


table = dynamodb.create_table(
    TableName="boto3-animals",
    KeySchema=[
        {"AttributeName": "house", "KeyType": "HASH"},
        {"AttributeName": "animal", "KeyType": "RANGE"},
    ],
    AttributeDefinitions=[
        {"AttributeName": "house", "AttributeType": "S"},
        {"AttributeName": "animal", "AttributeType": "S"},
        {"AttributeName": "born", "AttributeType": "N"},
    ],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "byBirth",
            "KeySchema": [
                {"AttributeName": "house", "KeyType": "HASH"},
                {"AttributeName": "born", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    BillingMode="PAY_PER_REQUEST",
)
table.wait_until_exists()
table.reload()
say("table", [table.table_status, table.key_schema])

leo = {
    "house": "cats",
    "animal": "leo",
    "born": 2020,
    "weight": Decimal("180.50"),
    "marks": {"scar", "tag"},
    "photo": b"\x00\xff",
    "food": [{"what": "beef", "kilos": 4}, None, True],
}
table.put_item(Item=leo, ConditionExpression=Attr("house").not_exists())
refused("put again", table.put_item, Item=leo, ConditionExpression=Attr("house").not_exists())
say("got", table.get_item(Key={"house": "cats", "animal": "leo"}, ConsistentRead=True)["Item"])
say("none", "Item" in table.get_item(Key={"house": "cats", "animal": "no"}))
changed = table.update_item(
    Key={"house": "cats", "animal": "leo"},
    UpdateExpression="SET weight = weight + :kilo, food[0].what = :lamb REMOVE photo",
    ConditionExpression=Attr("marks").contains("tag") & Attr("weight").between(180, 181),
    ExpressionAttributeValues={":kilo": Decimal("0.1"), ":lamb": "lamb"},
    ReturnValues="ALL_NEW",
)
say("changed", changed["Attributes"])
with table.batch_writer() as batch:
    for i in range(30):
        batch.put_item(Item={"house": "birds", "animal": f"b{i:02}", "born": 2000 + i % 7})
    batch.delete_item(Key={"house": "birds", "animal": "b00"})

start = {}
while True:
    page = table.query(KeyConditionExpression=Key("house").eq("birds"), Limit=12, **start)
    say("page", [page["Count"], page.get("LastEvaluatedKey")])
    if "LastEvaluatedKey" not in page:
        break
    start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
old = table.query(
    IndexName="byBirth",
    KeyConditionExpression=Key("house").eq("birds") & Key("born").lt(2002),
    FilterExpression=~Attr("animal").begins_with("b1"),
    ProjectionExpression="animal",
)
say("on the index", sorted(each["animal"] for each in old["Items"]))
pages = client.get_paginator("scan").paginate(TableName="boto3-animals", PaginationConfig={"PageSize": 10})
say("scanned", sum(len(page["Items"]) for page in pages))
got = dynamodb.batch_get_item(
    RequestItems={"boto3-animals": {"Keys": [{"house": "birds", "animal": f"b{i:02}"} for i in range(3)]}}
)
say("batch", sorted(each["animal"] for each in got["Responses"]["boto3-animals"]))

transaction = [
    {
        "Update": {
            "TableName": "boto3-animals",
            "Key": {"house": {"S": "birds"}, "animal": {"S": "b01"}},
            "UpdateExpression": "ADD visits :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    },
    {
        "Put": {
            "TableName": "boto3-animals",
            "Item": {"house": {"S": "birds"}, "animal": {"S": "new"}},
            "ConditionExpression": "attribute_not_exists(house)",
        }
    },
]
client.transact_write_items(TransactItems=transaction)
refused("again", client.transact_write_items, TransactItems=transaction)
say("visited", table.get_item(Key={"house": "birds", "animal": "b01"})["Item"])
refused("a wrong key", table.get_item, Key={"house": 1, "animal": "x"})
refused("no such table", client.scan, TableName="boto3-nothing")
client.update_time_to_live(
    TableName="boto3-animals", TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"}
)
say("deleted", table.delete_item(Key={"house": "cats", "animal": "leo"}, ReturnValues="ALL_OLD")["Attributes"]["animal"])
table.delete()
table.wait_until_not_exists()
refused("gone", client.describe_table, TableName="boto3-animals")

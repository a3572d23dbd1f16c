"""A queue behind a rule for CodeBuild's events in a moto server: `make` makes both, `read` prints the messages that it has."""

import sys

import boto3

verb, url = sys.argv[1:3]
sqs = boto3.client("sqs", endpoint_url=url)
events = boto3.client("events", endpoint_url=url)
if verb == "make":
    queue = sqs.create_queue(QueueName="builds")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.create_event_bus(Name="builds")
    events.put_rule(
        Name="builds",
        EventBusName="builds",
        EventPattern='{"source": ["aws.codebuild"], "detail": {"build-status": ["SUCCEEDED"]}}',
    )
    events.put_targets(Rule="builds", EventBusName="builds", Targets=[{"Id": "queue", "Arn": arn}])
else:
    queue = sqs.get_queue_url(QueueName="builds")["QueueUrl"]
    for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        print(message["Body"])

#!/usr/bin/env python3
"""Writes task definitions to measure with: generate.py FOLDER COUNT [--yaml | --template].

The same files for the same count: one to four containers each, of ECR and of public images, most with the
awslogs driver, some with secrets, half with an execution role; 0.5 to 6 KB, 3 KB on average. As templates of CloudFormation they hold that role too.
"""

import json
import random
import sys
from pathlib import Path

ACCOUNT = "111122223333"
SECRET = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:prod/s"
LOG_OPTIONS = {"awslogs-region": "us-east-1", "awslogs-stream-prefix": "s"}


def container(number, chance):
    """A container definition."""
    images = [
        f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/svc{number}:1.{number}",
        "nginx:1.27",
        "public.ecr.aws/nginx/nginx:1.27",
        f"registry.example.com/t/svc{number}:2",
    ]
    variables = [
        {"name": f"VAR_{index}", "value": f"value-{chance.randint(0, 9999)}"}
        for index in range(chance.randint(2, 12))
    ]
    definition = {
        "name": f"c{number}",
        "image": chance.choice(images),
        "essential": number == 0,
        "cpu": 64,
        "memory": 128,
        "environment": variables,
        "portMappings": [{"containerPort": 8000 + number, "protocol": "tcp"}],
    }
    if chance.random() < 0.7:
        options = {"awslogs-group": f"/ecs/svc{number}", **LOG_OPTIONS}
        definition["logConfiguration"] = {"logDriver": "awslogs", "options": options}
    if chance.random() < 0.3:
        count = chance.randint(1, 4)
        definition["secrets"] = [
            {"name": f"S{index}", "valueFrom": f"{SECRET}{index}-AbCdEf"} for index in range(count)
        ]
    return definition


def task_definition(number, chance):
    """A task definition, on Fargate three times out of four."""
    definition = {
        "family": f"svc{number}",
        "requiresCompatibilities": ["FARGATE" if chance.random() < 0.75 else "EC2"],
        "networkMode": "awsvpc",
        "cpu": "256",
        "memory": "512",
        "containerDefinitions": [container(index, chance) for index in range(chance.randint(1, 4))],
    }
    if chance.random() < 0.5:
        definition["executionRoleArn"] = f"arn:aws:iam::{ACCOUNT}:role/exec{number}"
    return definition


def yaml(value, depth=0):
    """The value as block YAML."""
    indent = "  " * depth
    lines = []
    pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, item in pairs:
        start = f"{indent}- " if key is None else f"{indent}{key}:"
        if isinstance(item, (dict, list)):
            below = yaml(item, depth + 1)
            lines.append(start + below[len(indent) + 2 :] if key is None else f"{start}\n{below}")
        else:
            lines.append(f"{start}{'' if key is None else ' '}{json.dumps(item)}\n")
    return "".join(lines)


def pascal(value, free=("Options",)):
    """The value with the names of CloudFormation; the keys of what is free stay."""
    if isinstance(value, dict):
        named = {key[0].upper() + key[1:]: item for key, item in value.items()}
        return {key: item if key in free else pascal(item) for key, item in named.items()}
    return [pascal(item) for item in value] if isinstance(value, list) else value


def template(definition):
    """A template with a task definition, and with the role that it names."""
    properties = pascal(definition)
    resources = {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": properties}}
    if properties.pop("ExecutionRoleArn", None):
        properties["ExecutionRoleArn"] = {"Fn::GetAtt": ["Exec", "Arn"]}
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": "ecs-tasks.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        managed = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
        role = {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "ManagedPolicyArns": [managed],
        }
        resources["Exec"] = {"Type": "AWS::IAM::Role", "Properties": role}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def write(folder, count, as_yaml=False, as_template=False):
    """Writes the files t0000.json, t0001.json, … and gives their paths. Templates are in YAML."""
    chance = random.Random(20241)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        definition = task_definition(number, chance)
        definition = template(definition) if as_template else definition
        in_yaml = as_yaml or as_template
        path = folder / f"t{number:04}.{'yaml' if in_yaml else 'json'}"
        path.write_text(yaml(definition) if in_yaml else json.dumps(definition, indent=2))
        paths.append(path)
    return paths


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    write(sys.argv[1], int(sys.argv[2]), "--yaml" in sys.argv, "--template" in sys.argv)

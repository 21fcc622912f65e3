#!/usr/bin/env python3
"""Measures the language server: measure_lsp.py [PROGRAM]; without one, target/release/needs-exec-role.

On a template of CloudFormation with 5,000 lines: the time from a change to its diagnostics, what becomes of a burst of
1,000 changes, and the memory after 10,000 edits.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LINES = 5_000
CHANGES = 300
BURST = 1_000
EDITS = 10_000

TASK = """\
  Service{number}:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: service-{number}
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: "256"
      Memory: "512"
      ExecutionRoleArn: !GetAtt Exec.Arn
      ContainerDefinitions:
        - Name: app
          Image: !Sub "${{AWS::AccountId}}.dkr.ecr.${{AWS::Region}}.amazonaws.com/service-{number}:1.0"
          Essential: true
          PortMappings:
            - ContainerPort: 8080
              Protocol: tcp
          Environment:
            - Name: STAGE
              Value: production
            - Name: NUMBER
              Value: "{number}"
          Secrets:
            - Name: PASSWORD
              ValueFrom: !Sub "arn:aws:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter/service-{number}/password"
          LogConfiguration:
            LogDriver: awslogs
            Options:
              awslogs-group: /ecs/service-{number}
              awslogs-region: !Ref AWS::Region
              awslogs-stream-prefix: app
"""

ROLE = """\
Resources:
  Exec:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: ecs-tasks.amazonaws.com }
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
"""

OTHER = """\
  Table{number}:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - AttributeName: id
          AttributeType: S
      KeySchema:
        - AttributeName: id
          KeyType: HASH
      Tags:
        - Key: number
          Value: "{number}"
"""


def template(tasks):
    """A template of that many lines, with some task definitions among other resources."""
    text = ROLE + "".join(TASK.format(number=number) for number in range(tasks))
    number = 0
    while text.count("\n") < LINES:
        text += OTHER.format(number=number)
        number += 1
    return text


class Client:
    """A client of the protocol."""

    def __init__(self, program, folder):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.server = subprocess.Popen([program, "lsp"], cwd=folder, **pipes)
        self.send({"id": 1, "method": "initialize", "params": {"capabilities": {}}})
        self.receive()
        self.notify("initialized", {})

    def encoded(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)

    def send(self, message):
        self.server.stdin.write(self.encoded(message))
        self.server.stdin.flush()

    def notify(self, method, parameters):
        self.send({"method": method, "params": parameters})

    def receive(self):
        length = 0
        while line := self.server.stdout.readline().strip():
            length = int(line.split(b": ")[1])
        return json.loads(self.server.stdout.read(length))

    def diagnostics(self, version):
        """The diagnostics for a version, and how many answers came before."""
        for count in range(sys.maxsize):
            message = self.receive()
            parameters = message.get("params", {})
            if message.get("method", "").endswith("publishDiagnostics"):
                if parameters.get("version") == version:
                    return parameters["diagnostics"], count
        return [], 0

    def memory(self):
        """The memory that it uses now, in MB."""
        status = Path(f"/proc/{self.server.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def change(uri, version, line, text):
    """A change of one line: what is behind its end."""
    place = {"line": line, "character": 1_000}
    edit = {"range": {"start": place, "end": place}, "text": text}
    return {"textDocument": {"uri": uri, "version": version}, "contentChanges": [edit]}


def measure(program, tasks):
    """Measures on a template with that many task definitions."""
    text = template(tasks)
    lines = text.splitlines()
    edited = next(at for at, line in enumerate(lines) if "Value: production" in line)
    with tempfile.TemporaryDirectory() as folder:
        client = Client(program, folder)
        uri = f"file://{folder}/template.yaml"
        opened = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": opened})
        found, _ = client.diagnostics(1)
        times = []
        version = 1
        for _ in range(CHANGES):
            version += 1
            start = time.perf_counter()
            client.notify("textDocument/didChange", change(uri, version, edited, "x"))
            client.diagnostics(version)
            times.append((time.perf_counter() - start) * 1000)
        times.sort()
        print(
            f"{len(lines)} lines, {tasks} task definitions, {len(found)} diagnostics: "
            f"{statistics.median(times):.1f} ms from a change to its diagnostics, "
            f"{times[len(times) * 95 // 100]:.1f} ms at the 95th percentile"
        )
        burst = b"".join(
            client.encoded({"method": "textDocument/didChange", "params": change(uri, version + number, edited, "x")})
            for number in range(1, BURST + 1)
        )
        version += BURST
        start = time.perf_counter()
        client.server.stdin.write(burst)
        client.server.stdin.flush()
        _, before = client.diagnostics(version)
        spent = (time.perf_counter() - start) * 1000
        print(f"  a burst of {BURST} changes: {spent:.0f} ms, {before} answers before the last")
        memory = client.memory()
        for _ in range(EDITS // 100):
            for number in range(100):
                version += 1
                # What one adds, the next removes.
                start = {"line": edited, "character": len(lines[edited])}
                end = {"line": edited, "character": 10_000 if number % 2 else len(lines[edited])}
                edit = {"range": {"start": start, "end": end}, "text": "" if number % 2 else "xyz"}
                parameters = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [edit]}
                client.notify("textDocument/didChange", parameters)
            client.diagnostics(version)
        print(f"  {memory:.1f} MB, {client.memory():.1f} MB after {EDITS} more edits")
        client.server.kill()


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/needs-exec-role"
    program = str(Path(program).resolve())
    for tasks in (1, 20, 100):
        measure(program, tasks)


if __name__ == "__main__":
    main()

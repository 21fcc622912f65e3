#!/usr/bin/env python3
"""Measures Terraform modules beside checkov and tfparse, and prints a table: benches/compare_terraform.py [--fast].

1,000 modules of four files and 5.4 KB, each a task definition with its role, secrets and variables. checkov runs all
of its checks; tfparse only evaluates the modules, all in one process. This program is asked for its shortest answer.

Wants checkov and tfparse in the PATH or in the environment of this Python (`pip install checkov tfparse`); what is
absent is skipped. Each number is the least of several runs; checkov runs once, as it takes minutes. Linux, Python 3.9.
"""

import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

import compare

VARIABLES = """\
variable "environment" {{
  description = "Which environment this is."
  type        = string
  default     = "staging"
}}

variable "image_tag" {{
  description = "The tag of the image."
  type        = string
  default     = "1.{number}"
}}

variable "settings" {{
  description = "What the containers are told."
  type = object({{
    cpu      = optional(number, 256)
    memory   = optional(number, 512)
    sidecar  = optional(bool, false)
    timezone = optional(string, "UTC")
  }})
  default = {{}}
}}

variable "subnets" {{
  description = "The subnets of the service."
  type        = list(string)
  default     = []
}}

locals {{
  name = "service-{number}-${{var.environment}}"
  tags = {{ Environment = var.environment, Service = "service-{number}", ManagedBy = "terraform" }}
  environment = {{
{settings}
  }}
}}
"""

TASK = """\
resource "aws_ecr_repository" "app" {{
  name = local.name
  tags = local.tags
}}

resource "aws_cloudwatch_log_group" "app" {{
  name              = "/ecs/${{local.name}}"
  retention_in_days = 30
  tags              = local.tags
}}

resource "aws_ecs_task_definition" "app" {{
  family                   = local.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.settings.cpu
  memory                   = var.settings.memory
  {role}
  container_definitions = jsonencode([
    {{
      name         = "app"
      image        = "${{aws_ecr_repository.app.repository_url}}:${{var.image_tag}}"
      essential    = true
      portMappings = [{{ containerPort = 8080, protocol = "tcp" }}]
      environment  = [for key, value in local.environment : {{ name = key, value = value }}]
      secrets = [
        {{ name = "DATABASE_URL", valueFrom = aws_secretsmanager_secret.database.arn }},
        {{ name = "API_KEY", valueFrom = aws_ssm_parameter.api_key.arn }},
      ]
      logConfiguration = {{
        logDriver = "awslogs"
        options = {{
          awslogs-group         = aws_cloudwatch_log_group.app.name
          awslogs-region        = "us-east-1"
          awslogs-stream-prefix = "app"
        }}
      }}
    }},
    {{
      name      = "proxy"
      image     = "public.ecr.aws/nginx/nginx:1.27"
      essential = false
      dependsOn = [{{ containerName = "app", condition = "START" }}]
    }},
  ])
  tags = local.tags
}}
"""

ROLE = """\
data "aws_iam_policy_document" "trust" {{
  statement {{
    actions = ["sts:AssumeRole"]
    principals {{
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }}
  }}
}}

resource "aws_iam_role" "execution" {{
  name               = "${{local.name}}-execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = local.tags
}}

resource "aws_iam_role_policy_attachment" "managed" {{
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}}

data "aws_iam_policy_document" "secrets" {{
  statement {{
    sid       = "Secret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.database.arn]
  }}
  statement {{
    sid       = "Parameter"
    actions   = ["ssm:GetParameters"]
    resources = [aws_ssm_parameter.api_key.arn]
  }}
}}

resource "aws_iam_role_policy" "secrets" {{
  name   = "secrets"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.secrets.json
}}
"""

SERVICE = """\
resource "aws_secretsmanager_secret" "database" {{
  name = "${{local.name}}/database"
  tags = local.tags
}}

resource "aws_ssm_parameter" "api_key" {{
  name  = "/${{local.name}}/api-key"
  type  = "SecureString"
  value = "set by hand"
}}

resource "aws_ecs_cluster" "main" {{
  name = local.name
}}

resource "aws_ecs_service" "app" {{
  name            = local.name
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app.arn
  launch_type     = "FARGATE"
  desired_count   = {count}
  network_configuration {{
    subnets          = var.subnets
    assign_public_ip = false
  }}
}}
"""

# One process for all modules: starting Python is not what is compared.
PARSE_ALL = """\
import pathlib, sys, tfparse
for module in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    tfparse.load_from_path(str(module))
"""


def write(folder, count):
    """Writes modules: the same for the same count, half of them with an execution role."""
    for number in range(count):
        module = folder / f"m{number:04}"
        module.mkdir(parents=True)
        settings = "\n".join(f'    SETTING_{key} = "value-{number}-{key}"' for key in range(48))
        role = "execution_role_arn = aws_iam_role.execution.arn" if number % 2 else ""
        values = {"number": number, "settings": settings, "role": role, "count": 1 + number % 4}
        files = {"variables.tf": VARIABLES, "task.tf": TASK, "role.tf": ROLE, "service.tf": SERVICE}
        for name, text in files.items():
            (module / name).write_text(text.format(**values))


def main():
    # Apart: what the example is tested with would lend its features to the program.
    compare.cargo("build", "--release", "--example", "parse_only")
    compare.cargo("build", "--release", "--bin", "needs-exec-role")
    target = compare.ROOT / "target" / "release"
    program, parse_only = target / "needs-exec-role", target / "examples" / "parse_only"
    runs = 3 if compare.FEW else 10
    with tempfile.TemporaryDirectory() as folder:
        modules = Path(folder) / "modules"
        write(modules, 1000)
        ours = [program, "--format", "compact"]
        compare.row("what is measured", "time", "CPU", "peak memory")
        compare.row("---", "---", "---", "---")
        tell("1,000 modules", [*ours, modules], 3 * runs)
        tell("1,000 modules, parsing alone", [parse_only, modules], 3 * runs)
        tell("one module", [*ours, modules / "m0000"], 30 * runs)
        for name, command, times in others(modules, runs):
            tell(f"1,000 modules, {name}", command, times)


def others(modules, runs):
    """The other programs that are there: a name, a command, and how often it runs."""
    if importlib.util.find_spec("tfparse"):
        yield "tfparse", [sys.executable, "-c", PARSE_ALL, modules], runs
    else:
        print("skipped: no tfparse, run: pip install tfparse", file=sys.stderr)
    checkov = shutil.which("checkov") or shutil.which("checkov", path=str(Path(sys.executable).parent))
    if checkov:
        arguments = ["--framework", "terraform", "--quiet", "--compact", "--directory"]
        yield "checkov", [checkov, *arguments, modules], 1
    else:
        print("skipped: no checkov, run: pip install checkov", file=sys.stderr)


def tell(what, command, runs):
    [(cpu, wall)] = compare.least([command], runs)
    compare.row(what, f"{wall:,.1f} ms", f"{cpu:,.1f} ms", f"{compare.peak(command):.1f} MB")


if __name__ == "__main__":
    main()

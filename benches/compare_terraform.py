#!/usr/bin/env python3
"""Measures Terraform modules beside checkov and tfparse, and prints a table: benches/compare_terraform.py [--fast].

1,000 modules of four files and 5.4 KB, each a task definition with its role, secrets and variables. checkov runs all
of its checks; tfparse only evaluates the modules, all in one process. This program is asked for its shortest answer.

Wants checkov and tfparse in the PATH or in the environment of this Python (`pip install checkov tfparse`); what is
absent is skipped. Each number is the least of several runs, the programs taking turns; checkov runs once, on a tenth
of the modules as well as on all of them, as it takes minutes. Linux, Python 3.9.
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
PARSE_ALL = "import sys, pathlib, tfparse\nfor it in sorted(pathlib.Path(sys.argv[1]).iterdir()): tfparse.load_from_path(str(it))"


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
    compare.cargo("build", "--release", "--bin", "needs-exec-role")
    program = compare.ROOT / "target" / "release" / "needs-exec-role"
    checkov = shutil.which("checkov") or shutil.which("checkov", path=str(Path(sys.executable).parent))
    runs = 3 if compare.FEW else 10
    with tempfile.TemporaryDirectory() as folder:
        modules, few = Path(folder) / "modules", Path(folder) / "few"
        write(modules, 1000)
        write(few, 100)
        compare.row("what is measured", "needs-exec-role", "another", "")
        compare.row("---", "---", "---", "---")
        commands = [[program, "--format", "compact", modules]]
        if importlib.util.find_spec("tfparse"):
            commands.append([sys.executable, "-c", PARSE_ALL, modules])
        else:
            print("skipped: no tfparse, run: pip install tfparse", file=sys.stderr)
        times = compare.least(commands, runs)
        tell("1,000 modules, tfparse", times, 1)
        if checkov:
            arguments = ["--framework", "terraform", "--quiet", "--compact", "--directory"]
            for what, path in (("100 modules, checkov", few), ("1,000 modules, checkov", modules)):
                own = compare.least([[program, "--format", "compact", path]], runs)
                other = compare.least([[checkov, *arguments, path]], 1)
                tell(what, [*own, *other], 1)
        else:
            print("skipped: no checkov, run: pip install checkov", file=sys.stderr)
        one = compare.least([[program, "--format", "compact", modules / "m0000"]], 10 * runs)
        tell("one module", one, 2)
        compare.row("peak memory, 1,000 modules", *(f"{compare.peak(it):.1f} MB" for it in commands))


def tell(what, times, digits):
    """One row: time and CPU of this program and of another, and how many times less wall time this one takes."""
    told = [f"{wall:.{digits}f} ms, {cpu:.{digits}f} ms of CPU" for cpu, wall in times]
    less = f"{times[1][1] / times[0][1]:.0f} × less" if len(times) > 1 else ""
    compare.row(what, *told, less)


if __name__ == "__main__":
    main()

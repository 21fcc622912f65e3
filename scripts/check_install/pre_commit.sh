#!/usr/bin/env bash
# Installs the hook of packaging/pre-commit/ with pre-commit itself, from a repository that holds nothing else, and runs
# it. Run by check-install.sh, after the wheel was made.
set -euo pipefail

hook=$WORK/hook
user=$WORK/repository
# An environment without what an earlier run or the user has: pip finds the wheel in one folder only.
export PRE_COMMIT_HOME=$WORK/pre-commit-home
export PIP_FIND_LINKS=$WORK/wheels
export PIP_NO_CACHE_DIR=1

# A repository with one commit of everything in it, and a tag for this version.
commit() {
    git -C "$1" init --quiet
    git -C "$1" add --all
    git -C "$1" -c user.name=x -c user.email=x@example.com -c commit.gpgsign=false commit --quiet --message x
    git -C "$1" tag "v$VERSION"
}

run() { (cd "$user" && "$TOOLS/bin/pre-commit" run --all-files --color never needs-exec-role); }

mkdir -p "$hook" "$user/infra"
cp -R "$ROOT/packaging/pre-commit/." "$hook"
commit "$hook"
cat >"$user/.pre-commit-config.yaml" <<END
repos:
  - repo: $hook
    rev: v$VERSION
    hooks:
      - id: needs-exec-role
END
# What a repository has besides task definitions, also what no JSON parser reads.
echo '{ "name": "web" }' >"$user/package.json"
printf '{\n  // TypeScript allows comments.\n  "compilerOptions": {},\n}\n' >"$user/tsconfig.json"
echo 'on: push' >"$user/workflow.yml"
echo 'Dear {{ name }},' >"$user/mail.j2"
commit "$user"
before=$(git -C "$user" rev-parse HEAD)

start=$SECONDS
run || { echo "unrelated files do not pass" && exit 1; }
echo "pre-commit: $((SECONDS - start)) s for the first run, with the installation (the goal is less than 30 s)"
cmp "$PROGRAM" "$(find "$PRE_COMMIT_HOME" -path '*/bin/needs-exec-role')"
git -C "$user" diff --exit-code "$before"

# One task definition that lacks the role, as JSON, as YAML, as a template of JSON, in a CloudFormation template, and in
# a Terraform module of two files, which is checked once.
task='"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512"'
image=111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1
echo "{ $task, \"containerDefinitions\": [{ \"name\": \"app\", \"image\": \"$image\" }] }" >"$user/web.json"
cp "$user/web.json" "$user/worker.yaml"
echo "{ $task, \"containerDefinitions\": [{ \"name\": \"{{ name }}\", \"image\": \"$image\" }] }" >"$user/deploy.json.j2"
cat >"$user/infra/stack.yml" <<END
Resources:
  Web:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ContainerDefinitions:
        - Name: app
          Image: $image
END
mkdir -p "$user/service"
echo "variable \"image\" { default = \"$image\" }" >"$user/service/variables.tf"
cat >"$user/service/main.tf" <<END
resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "app", image = var.image }])
}
END
git -C "$user" add --all
code=0
said=$(run) || code=$?
[ "$code" = 1 ] || { echo "exit code $code: $said" && exit 1; }
expected=$(cd "$user" && git ls-files -z | xargs -0 "$PROGRAM" --quiet --skip-unrelated 2>&1) || true
[[ $said == *"$expected"* ]] || { echo "expected: $expected, found: $said" && exit 1; }
[ "$(grep -c '\[execution-role-missing\]' <<<"$said")" = 5 ] || { echo "not five findings: $said" && exit 1; }

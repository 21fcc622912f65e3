"""Prints policies and holds them against parliament, cfn-lint and an HCL parser; see check-policies.sh."""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")

import hcl2
import parliament
import yaml

PROGRAM, HERE = sys.argv[1], pathlib.Path(sys.argv[2])
findings = collections.Counter()
examples = {}
checked = collections.Counter()


# Where the database lags behind AWS's Service Authorization Reference.
OUTDATED = {
    # "Permission only", resource type repository* there.
    "ecr:BatchImportUpstreamImage": ["repository"],
}
# What a resource that is one placeholder stands for.
WHOLE = {
    "secretsmanager": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-AbCdEf",
    "ssm": "arn:aws:ssm:eu-west-1:111122223333:parameter/x",
    "s3": "arn:aws:s3:::x/x",
}


def told(what, where):
    findings[what] += 1
    examples.setdefault(what, where)


def args_beside(path):
    beside = path.with_name("args")
    return beside.read_text().split() if beside.exists() else []


def printed(command, path, *options):
    done = subprocess.run([PROGRAM, command, *args_beside(path), *options, str(path)], capture_output=True, text=True)
    if "panicked" in done.stderr:
        told("the program panicked", path)
    return done.stdout


def fields_filled(resource, action):
    """The ARN with its Region and its account filled where they hold a placeholder."""
    resource = resource.replace("${AWS::Region}", "eu-west-1").replace("${AWS::AccountId}", "111122223333")
    fields = resource.split(":", 5)
    if resource != "*" and (len(fields) < 6 or fields[0] != "arn"):
        # It begins with a placeholder, which stands for an ARN or the beginning of one.
        return WHOLE[action.split(":")[0]]
    if len(fields) < 6:
        return resource
    if not re.fullmatch(r"aws(-[a-z]+)*", fields[1]):
        fields[1] = "aws"
    if fields[3] and not re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-\d", fields[3]):
        fields[3] = "eu-west-1"
    if fields[4] and not re.fullmatch(r"\d{12}|aws", fields[4]):
        fields[4] = "111122223333"
    fields[5] = re.sub(r"\$\{[^}]*\}|\{\{.*?\}\}|<[^>]*>|%\w+%|\$\w+|\$\([^)]*\)|\[\w+\]|\{\w+\}", "x", fields[5])
    return ":".join(fields)


def check_document(document, where):
    checked["policies"] += 1
    for statement in document["Statement"]:
        resources = statement.get("Resource")
        statement["Resource"] = [fields_filled(it, listed(statement["Action"])[0]) for it in listed(resources)]
        condition = statement.get("Condition", {}).get("StringEquals", {})
        if "kms:ViaService" in condition:
            condition["kms:ViaService"] = re.sub(r"\..*\.amazonaws", ".eu-west-1.amazonaws", condition["kms:ViaService"])
    for finding in parliament.analyze_policy_string(json.dumps(document)).findings:
        detail = json.dumps(finding.detail)
        if finding.issue == "RESOURCE_MISMATCH" and any(action in detail for action in OUTDATED):
            continue
        # The sidecar's image is in an account of AWS's own, another one in each Region.
        is_meant = finding.issue == "RESOURCE_STAR" and "guardduty" in str(where)
        told(f"parliament{', as documented' if is_meant else ''}: {finding.issue} {detail[:160]}", where)


def check_file(path):
    for options in ((), ("--include", "all"), ("--scope", "folder"), ("--scope", "account")):
        text = printed("policy", path, *options)
        if text:
            check_document(json.loads(text), f"{path} {options}")
    role = printed("role", path, "--managed", "--confused-deputy")
    if role:
        checked["roles"] += 1
        for detail in json.loads(role)["RoleDetailList"]:
            for inline in detail.get("RolePolicyList", []):
                check_document(inline["PolicyDocument"], f"{path} role")
    for command, options in (("policy", ("--include", "all")), ("role", ()), ("role", ("--managed", "--confused-deputy"))):
        text = printed(command, path, "--format", "terraform", *options)
        if text:
            checked["Terraform"] += 1
            try:
                hcl2.loads(text)
            except Exception as error:
                told(f"hcl2: {type(error).__name__}: {str(error)[:160]}", path)
        text = printed(command, path, "--format", "cloudformation", *options)
        if text.startswith("# To be put into"):
            # It names what the template around it holds, and is not a template by itself.
            checked["CloudFormation, for a template"] += 1
        elif text:
            checked["CloudFormation"] += 1
            yield text, f"{path} {command} {options}"
        text = printed(command, path, "--format", "aws-cli", *options)
        if text:
            checked["shell"] += 1
            done = subprocess.run(["sh", "-n"], input=text, capture_output=True, text=True)
            if done.returncode:
                told(f"sh: {done.stderr[:160]}", path)


def check_templates(templates):
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (text, where) in enumerate(templates):
            path = pathlib.Path(folder, f"{number}.yaml")
            path.write_text(text)
            names[str(path)] = where
        lint = pathlib.Path(sys.executable).with_name("cfn-lint")
        paths = list(names)
        for start in range(0, len(paths), 200):
            done = subprocess.run([lint, "--format", "json", *paths[start:start + 200]], capture_output=True, text=True)
            for match in json.loads(done.stdout or "[]"):
                # The file's own mistake, of which the program warns.
                is_known = match["Rule"]["Id"] == "E3510" and re.match(r"'arn:[^:]*:[^:]*:[^:]*:\d{11}:", match["Message"])
                told(f"cfn-lint{', as documented' if is_known else ''}: {match['Rule']['Id']} {match['Message'][:160]}", names[match["Filename"]])


def check_rules():
    """Each action is one of parliament's database, and its resource of a kind that the action takes."""
    database = {service["prefix"]: service for service in parliament.iam_definition}
    for path in sorted(HERE.glob("rules/*.yaml")):
        rule = yaml.safe_load(path.read_text())
        for permission in rule.get("permissions", []):
            for action in listed(permission["allow"]):
                prefix, name = action.split(":")
                service = database.get(prefix)
                known = [it for it in service["privileges"] if it["privilege"] == name] if service else []
                checked["actions of rules"] += 1
                if not known:
                    told(f"database: {action} is no action", path.name)
                    continue
                kinds = [it["resource_type"].rstrip("*") for it in known[0]["resource_types"]]
                kinds += OUTDATED.get(action, [])
                arns = [it["arn"] for it in service["resources"] if it["resource"] in kinds]
                for resource in listed(permission["resource"]):
                    check_resource(action, resource, arns, path.name)


def check_resource(action, resource, arns, where):
    checked["resources of rules"] += 1
    whole = re.fullmatch(r"\{[^}]*\}", resource)
    if resource == "*" or whole:
        # A value that is an ARN already: its form is that of the file.
        if resource == "*" and arns:
            told(f"database (wider than need be), as documented: {action} on *", where)
        return
    if not arns:
        told(f"database: {action} takes no resource, and has {resource}", where)
        return
    pattern = ".*".join(map(re.escape, re.sub(r"\{[^}]*\}", "x", resource).removesuffix("-??????").split("*")))
    examples = [re.sub(r"\$\{\w+\}", "x", arn).replace("*", "x") for arn in arns]
    # Denials of CreateLogGroup name the streams of the group, so both forms are granted: facts of AWS, not of the
    # database.
    is_known = action == "logs:CreateLogGroup" and resource.endswith(":{group}:*")
    if not is_known and not any(re.fullmatch(pattern, example) for example in examples):
        told(f"database: {action} takes {arns}, not {resource}", where)


def listed(value):
    return value if isinstance(value, list) else [value]


def main():
    check_rules()
    paths = sorted((HERE / "fixtures").rglob("*.json"))
    for given in map(pathlib.Path, sys.argv[3:]):
        paths += sorted(it for it in given.rglob("*") if it.is_file()) if given.is_dir() else [given]
    templates = [template for path in paths for template in check_file(path)]
    check_templates(templates)
    print(f"{len(paths)} files:", ", ".join(f"{count} {what}" for what, count in checked.items()))
    for what, count in sorted(findings.items()):
        print(f"{count:5}  {what}\n       {examples[what]}")
    sys.exit(1 if any("as documented" not in what for what in findings) else 0)


main()

// Checks a file with the module, and holds the answers against what the program is known to answer for it.
//
//   node check.mjs MODULE.wasm TASK_DEFINITION

import { readFile } from "node:fs/promises";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { load } from "./needs-exec-role.mjs";

const [module, path] = process.argv.slice(2);
const { check, policy, role, explain } = await load(await readFile(module));
const files = [{ name: path, text: await readFile(path, "utf8") }];

const checked = check(files);
const [task] = checked.report.taskDefinitions;
console.log(`verdict: ${task.name} ${task.verdict}`);
const [finding] = task.findings;
console.log(`${path}:${finding.place.start.line}: ${finding.severity}: ${finding.message} [${finding.code}]`);
equal(task.verdict, "required");
equal(finding.code, "execution-role-missing");
equal(checked.exitCode, 1);
equal(check(files, { "execution-role": "ecsTaskExecutionRole" }).exitCode, 0);

const printed = policy(files);
console.log(`policy:\n${printed.text}`);
const actions = JSON.parse(printed.text).Statement.flatMap((it) => it.Action);
for (const { permissions } of task.needs) {
  for (const { action, need } of permissions) ok(need === "if" || actions.includes(action), action);
}
match(role(files, { format: "cloudformation" }).text, /AWS::IAM::Role/);

const explained = explain(finding.code);
console.log(`explanation:\n${explained.text}`);
equal(explained.kind, "page");
match(explained.text, /^# execution-role-missing/);
deepEqual(explain("awslog"), { kind: "unknown", text: null, near: "awslogs" });

// What is wrong with a request is an answer, too; many calls leave nothing behind.
match(check(files, { account: "1" }).error.message, /12-digit account ID/);
for (let time = 0; time < 200; time += 1) equal(check(files).exitCode, 1);

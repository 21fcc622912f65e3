// Checks that a signal to the launcher ends the program, and the launcher as the program: signals.mjs LAUNCHER.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const [launcher] = process.argv.slice(2);

// The programs that a process has started, as Linux lists them.
const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean);

async function until(answer) {
  for (;;) {
    const found = answer();
    if (found) {
      return found;
    }
    await setTimeout(10);
  }
}

if (!existsSync("/proc/self/task")) {
  console.log("skipped: signals, which are checked on Linux");
  process.exit(0);
}
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"]) {
  // The program waits for standard input, which stays open.
  const started = spawn(launcher, ["-"], { stdio: ["pipe", "ignore", "inherit"] });
  // A signal that nobody passes on must not hold the run.
  const exit = once(started, "exit", { signal: AbortSignal.timeout(30_000) });
  process.once("exit", () => started.kill("SIGKILL"));
  const [program] = await until(() => {
    const children = childrenOf(started.pid);
    return children.length > 0 && children;
  });
  started.kill(signal);
  assert.deepEqual(await exit, [null, signal], `the launcher ends by ${signal}`);
  assert.ok(!existsSync(`/proc/${program}`), `the program ends by ${signal}`);
}

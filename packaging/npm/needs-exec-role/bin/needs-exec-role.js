#!/usr/bin/env node
// Runs the program from the package of this platform: arguments, standard streams, signals and the exit code are passed on.
"use strict";

const { spawn } = require("node:child_process");
const { optionalDependencies } = require("../package.json");

// The exit code of the program if it cannot check anything.
const UNUSABLE = 2;

// The signals that people and pipelines stop a program with. Ctrl+C reaches the program without us as well.
const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"];

// The package of this platform: `@needs-exec-role/linux-x64-musl`.
function platformPackage() {
  const isMusl = process.platform === "linux" && !glibcVersion();
  return `@needs-exec-role/${process.platform}-${process.arch}${isMusl ? "-musl" : ""}`;
}

function glibcVersion() {
  // What the report lists of the network may take seconds, and is not read.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime;
}

function programOf(packageName) {
  const name = process.platform === "win32" ? "needs-exec-role.exe" : "needs-exec-role";
  return require.resolve(`${packageName}/bin/${name}`);
}

function fail(reason, remedy) {
  console.error(`needs-exec-role: ${reason}: ${remedy}`);
  process.exit(UNUSABLE);
}

function findProgram() {
  const packageName = platformPackage();
  if (!(packageName in optionalDependencies)) {
    fail(
      `there is no npm package for ${process.platform} on ${process.arch}`,
      "build it with Rust, by `cargo install needs-exec-role --locked`",
    );
  }
  try {
    return programOf(packageName);
  } catch {
    fail(
      `the package ${packageName} is not installed`,
      "install again on this machine, with optional dependencies (without `--omit=optional`)",
    );
  }
}

// Before the program runs: from then on, no signal ends us and leaves it behind.
let child;
for (const signal of SIGNALS) {
  process.on(signal, () => child.kill(signal));
}
child = spawn(findProgram(), process.argv.slice(2), { stdio: "inherit" });
child.on("error", (error) => fail(`the program does not start (${error.message})`, "install the package again"));
child.on("exit", (code, signal) => {
  if (signal === null) {
    process.exit(code);
  }
  // What ended the program ends us as well, so that a shell sees the same.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

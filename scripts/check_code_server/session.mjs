// Starts code-server with the extension and the probe, opens its page in headless Chromium, and waits for what the probe
// has to say. Then it looks at the page itself.
//
//   node scripts/check_code_server/session.mjs CODE_SERVER WORK FILES [FOLDER]
//
// WORK is a folder of its own: `trusted`, `module` and `untrusted` in it are the folders that are opened, `extensions` and
// `browser` belong to the programs. FOLDER gets a screenshot of each. Only the pipe of the DevTools protocol is used.
import { spawn } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const [codeServer, work, files, folder] = process.argv.slice(2);
const BUNDLED = /extensions\/needs-exec-role\.needs-exec-role-[^/]*\/bin\/needs-exec-role, version .* \(bundled\)$/m;
const SETTINGS = {
  "workbench.startupEditor": "none",
  "chat.disableAIFeatures": true,
  "security.workspace.trust.startupPrompt": "never",
  "extensions.autoCheckUpdates": false,
};

async function until(what, seconds, holds) {
  for (let turn = 0; turn < seconds * 10; turn += 1) {
    const is = await holds();
    if (is) return is;
    await setTimeout(100);
  }
  throw new Error(`not within ${seconds} seconds: ${what}`);
}

/** Starts code-server for one of the folders, on a port that is free. */
async function serve(name, extra) {
  const data = join(work, `data-${name}`);
  const report = join(work, `${name}.report`);
  mkdirSync(join(data, "User"), { recursive: true });
  writeFileSync(join(data, "User", "settings.json"), JSON.stringify(SETTINGS));
  const options = ["--auth=none", "--bind-addr=127.0.0.1:0", "--disable-telemetry", "--disable-update-check"];
  const places = [`--user-data-dir=${data}`, `--extensions-dir=${join(work, "extensions")}`];
  const server = spawn(process.execPath, [codeServer, ...options, ...places, ...extra], {
    env: { ...process.env, CHECK_REPORT: report, CHECK_FILES: files },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = { text: "" };
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding("utf8").on("data", (text) => (log.text += text));
  const address = await until("the address of code-server", 60, () => /listening on (http:\S+)/.exec(log.text)?.[1]);
  return { server, log, data, report, url: `${address}?folder=${join(work, name)}` };
}

/** A page of a new browser. */
async function browse(name, url) {
  const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe", "--window-size=1400,900"];
  const browser = spawn("chromium", [...options, `--user-data-dir=${join(work, "browser", name)}`], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const waiting = new Map();
  let session;
  let buffer = "";
  const send = (method, params = {}) => {
    const id = waiting.size + 1;
    browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
    return new Promise((done, fail) => waiting.set(id, { done, fail }));
  };
  browser.stdio[4].setEncoding("utf8").on("data", (data) => {
    const messages = (buffer + data).split("\0");
    buffer = messages.pop();
    for (const { id, result, error } of messages.map((it) => JSON.parse(it))) {
      if (error) waiting.get(id)?.fail(new Error(error.message));
      else waiting.get(id)?.done(result);
    }
  });
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  ({ sessionId: session } = await send("Target.attachToTarget", { targetId, flatten: true }));
  await send("Page.navigate", { url });
  const evaluate = async (expression) => (await send("Runtime.evaluate", { expression, returnByValue: true })).result.value;
  return { browser, send, evaluate };
}

/** What the window shows: the number of problems in its status bar, and whether text is underlined. */
async function look({ send, evaluate }, name) {
  const problems = () => evaluate(`document.getElementById("status.problems")?.ariaLabel ?? ""`);
  const shown = await until("problems in the status bar", 20, async () => {
    const text = await problems();
    return /Errors: [1-9]/.test(text) && text;
  });
  await until("a text that is underlined", 20, () => evaluate(`document.querySelector(".squiggly-error") !== null`));
  console.log(`${name}: the status bar says "${shown}", and the text is underlined`);
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const { data } = await send("Page.captureScreenshot");
  writeFileSync(join(folder, `${name}.png`), Buffer.from(data, "base64"));
}

/** Which program was started, from the output of the extension. */
async function program(data, name) {
  const outputs = globSync(`${data}/logs/*/exthost*/needs-exec-role.needs-exec-role/needs-exec-role.log`);
  if (!outputs.some((output) => BUNDLED.test(readFileSync(output, "utf8")))) throw new Error(`${name}: not the bundled program`);
  console.log(`${name}: the bundled program was started`);
}

async function session(name, extra) {
  const { server, log, data, report, url } = await serve(name, extra);
  let page;
  try {
    page = await browse(name, url);
    const read = () => (existsSync(report) ? readFileSync(report, "utf8") : "");
    await until("the end of the probe", 180, () => read().endsWith("end\n")).finally(() => process.stdout.write(read()));
    if (read().includes("not ok: ")) process.exitCode = 1;
    await look(page, name);
    await program(data, name);
  } catch (error) {
    console.error(log.text);
    throw error;
  } finally {
    page?.browser.kill();
    server.kill();
  }
}

await session("trusted", ["--disable-workspace-trust"]);
await session("module", ["--disable-workspace-trust"]);
await session("untrusted", []);

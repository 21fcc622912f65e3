// Opens pages in headless Chromium, and checks what docs/pipelines.md says of them.
//
//   node scripts/check-html.mjs CHROMIUM FOLDER PAGE...
//
// FOLDER gets screenshots and the printed pages, unless it is empty. Only the pipe of the DevTools protocol is used: no
// port, no package.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, folder, ...pages] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "check-html-"));
const browser = spawn(
  chromium,
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--remote-debugging-pipe", `--user-data-dir=${profile}`],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
);

const waiting = new Map();
const complaints = [];
let last = 0;
let session;
let buffer = "";
let page;

function send(method, params = {}) {
  last += 1;
  browser.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId: session })}\0`);
  return new Promise((done, fail) => waiting.set(last, { done, fail }));
}

function received(message) {
  const { id, method, params, result, error } = message;
  if (id !== undefined) {
    const { done, fail } = waiting.get(id);
    waiting.delete(id);
    return error ? fail(new Error(error.message)) : done(result);
  }
  const said = {
    "Log.entryAdded": () => params.entry.text,
    "Runtime.consoleAPICalled": () => params.args.map((it) => it.value ?? it.description).join(" "),
    "Runtime.exceptionThrown": () => params.exceptionDetails.text,
    "Audits.issueAdded": () => JSON.stringify(params.issue),
    "Page.javascriptDialogOpening": () => `dialog: ${params.message}`,
    "Network.requestWillBeSent": () => !params.request.url.startsWith("file:") && `request: ${params.request.url}`,
  }[method]?.();
  if (said) complaints.push(`${page}: ${method}: ${said}`);
}

browser.stdio[4].setEncoding("utf8").on("data", (data) => {
  const messages = (buffer + data).split("\0");
  buffer = messages.pop();
  messages.forEach((it) => received(JSON.parse(it)));
});

function hold(is, what) {
  if (!is) complaints.push(`${page}: ${what}`);
}

async function evaluate(expression) {
  const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  if (exceptionDetails) throw new Error(`${exceptionDetails.exception?.description} in ${expression}`);
  return result.value;
}

function size(width, height = 900) {
  return send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 500 });
}

function media(type, scheme) {
  return send("Emulation.setEmulatedMedia", { media: type, features: [{ name: "prefers-color-scheme", value: scheme }] });
}

async function shoot(name) {
  if (!folder) return;
  const { cssContentSize } = await send("Page.getLayoutMetrics");
  const { data } = await send("Page.captureScreenshot", { captureBeyondViewport: true, clip: { ...cssContentSize, scale: 1 } });
  writeFileSync(join(folder, `${basename(page, ".html")}-${name}.png`), Buffer.from(data, "base64"));
}

const open = (is) => evaluate(`document.querySelectorAll("details").forEach((it) => (it.open = ${is}))`);

// What a screen reader finds, in its order.
async function accessible() {
  const { nodes } = await send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((it) => [it.nodeId, it]));
  const all = [];
  const walk = (node) => {
    if (!node) return;
    if (!node.ignored) all.push({ role: node.role.value, name: node.name?.value ?? "", level: node.properties?.find((it) => it.name === "level")?.value.value });
    (node.childIds ?? []).forEach((id) => walk(byId.get(id)));
  };
  walk(nodes[0]);
  return all;
}

async function structure() {
  hold(await evaluate(`document.compatMode === "CSS1Compat"`), "quirks mode");
  hold(await evaluate(`document.title !== "" && document.documentElement.lang === "en"`), "no title or language");
  hold(await evaluate(`document.querySelectorAll("script, iframe, object, embed, img, link, base, form, [style]").length === 0`), "an element that may act or load");
  hold(await evaluate(`[...document.querySelectorAll("*")].every((it) => [...it.attributes].every((one) => !one.name.startsWith("on")))`), "a handler");
  hold(await evaluate(`[...document.links].every((it) => it.hash && it.getAttribute("href").startsWith("#") || it.protocol === "https:")`), "a link elsewhere");
  hold(await evaluate(`document.querySelector("main").shadowRoot !== null`), "the shadow tree was not built");
  hold(await evaluate(`getComputedStyle(document.querySelector("main")).display === "grid"`), "the style sheet was refused");
  hold(await evaluate(`[...document.querySelectorAll("table")].every((it) => [...it.rows].every((row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0) === it.rows[0].cells.length))`), "a row with other columns");
  hold(await evaluate(`[...document.querySelectorAll("th")].every((it) => it.scope)`), "a heading cell without a scope");
  hold(await evaluate(`new Set([...document.querySelectorAll("[id]")].map((it) => it.id)).size === document.querySelectorAll("[id]").length`), "an ID twice");
  hold(await evaluate(`[...document.querySelectorAll("main > *")].every((it) => it.localName === "section")`), "something outside of the sections");
}

async function order() {
  await open(true);
  const all = await accessible();
  const headings = all.filter((it) => it.role === "heading");
  hold(headings[0]?.level === 1, "the first heading is not that of the page");
  headings.slice(1).forEach((it, index) => hold(it.level <= headings[index].level + 1, `the heading "${it.name}" skips a level`));
  const at = (name) => headings.findIndex((it) => it.name === name);
  hold(at("Task definitions") < 0 || at("What is wrong") < at("Task definitions"), "what is wrong is not read first");
  const count = (role) => all.filter((it) => it.role === role).length;
  const rows = await evaluate(`[...document.querySelectorAll("tr")].filter((it) => it.checkVisibility()).length`);
  hold(count("row") === rows, `${count("row")} of ${rows} rows are rows for a screen reader`);
  await open(false);
}

async function keyboard() {
  const details = await evaluate(`document.querySelectorAll("details").length`);
  if (details === 0) return;
  const press = async (key, code, text) => {
    await send("Input.dispatchKeyEvent", { type: "keyDown", key, code, text, windowsVirtualKeyCode: code === "Tab" ? 9 : 13 });
    await send("Input.dispatchKeyEvent", { type: "keyUp", key, code });
  };
  const focused = () => evaluate(`document.activeElement.localName`);
  for (let tabs = 0; tabs < 1000 && (await focused()) !== "summary"; tabs += 1) await press("Tab", "Tab");
  hold((await focused()) === "summary", "no row can be reached with the keyboard");
  hold(await evaluate(`getComputedStyle(document.activeElement).outlineStyle === "solid"`), "the focus cannot be seen");
  await press("Enter", "Enter", "\r");
  hold(await evaluate(`document.activeElement.parentElement.open`), "Enter opens no row");
  await open(false);
}

async function links() {
  const all = await evaluate(`[...document.querySelectorAll('a[href^="#"]')].map((it) => it.getAttribute("href"))`);
  for (const href of all.slice(0, 20)) {
    await evaluate(`document.querySelector('a[href="${href}"]').click()`);
    const is = await evaluate(`document.querySelector(":target")?.checkVisibility() && document.querySelector(":target").id === "${href.slice(1)}"`);
    hold(is, `${href} leads to nothing that is shown`);
  }
  await open(false);
}

// No width needs to be scrolled sideways, whatever is open.
async function widths() {
  for (const width of [320, 400, 700, 961, 1400]) {
    await size(width);
    for (const is of [false, true]) {
      await open(is);
      hold(await evaluate(`document.scrollingElement.scrollWidth <= innerWidth`), `wider than ${width} pixels`);
    }
    if (width === 400) await shoot("phone");
    if (width === 400) await order();
  }
  await size(1400);
}

async function colors() {
  for (const scheme of ["light", "dark"]) {
    await media("screen", scheme);
    await open(false);
    await shoot(scheme);
    await open(true);
    await shoot(`${scheme}-open`);
  }
  await open(false);
  await media("screen", "light");
}

async function printed() {
  await media("print", "dark");
  hold(await evaluate(`[...document.querySelectorAll("details > *")].every((it) => it.checkVisibility())`), "a closed row is not printed");
  hold(await evaluate(`getComputedStyle(document.body).backgroundColor === "rgb(255, 255, 255)"`), "the print is dark");
  await media("", "light");
  if (!folder) return;
  const { data } = await send("Page.printToPDF", { printBackground: false });
  writeFileSync(join(folder, `${basename(page, ".html")}.pdf`), Buffer.from(data, "base64"));
}

try {
  if (folder) mkdirSync(folder, { recursive: true });
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  ({ sessionId: session } = await send("Target.attachToTarget", { targetId, flatten: true }));
  for (const domain of ["Page", "Runtime", "Log", "Audits", "Network", "Accessibility"]) await send(`${domain}.enable`);
  for (page of pages) {
    await size(1400);
    const url = pathToFileURL(resolve(page)).href;
    await send("Page.navigate", { url });
    await evaluate(`new Promise((done) => (document.readyState === "complete" ? done() : addEventListener("load", () => done())))`);
    hold((await evaluate(`location.href`)) === url, "another page was opened");
    for (const check of [structure, order, keyboard, links, widths, colors, printed]) await check();
  }
} finally {
  browser.kill();
  await new Promise((done) => browser.once("exit", done));
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
complaints.forEach((it) => console.error(it));
console.log(`${pages.length} pages, ${complaints.length} complaints`);
process.exit(complaints.length > 0 ? 1 : 0);

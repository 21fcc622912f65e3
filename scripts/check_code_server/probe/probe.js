// What scripts/check-code-server.sh has VS Code do, through the API that extensions have. The results are a line for each
// step in the file that CHECK_REPORT names, and a last line "end".

const { deepEqual, equal, match, ok } = require('node:assert/strict');
const { appendFileSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const vscode = require('vscode');

const NAME = 'needs-exec-role';
const folder = () => vscode.workspace.workspaceFolders[0].uri.fsPath;
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const own = (uri) => vscode.languages.getDiagnostics(uri).filter((it) => it.source === NAME);
/** Code and place of each finding, from 1, in UTF-16 as VS Code counts; a code with a link is an object. */
const listed = (uri) =>
  own(uri).map(({ code, range: { start } }) => `${code.value ?? code} ${start.line + 1}:${start.character + 1}`).sort();

/** Waits until something holds; what is compared is what was seen last. */
async function until(what, seen, holds) {
  for (let turn = 0; turn < 300 && !holds(seen()); turn += 1) {
    await sleep(50);
  }
  ok(holds(seen()), `${what}: ${JSON.stringify(seen())}`);
}

const findings = (what, uri, expected) =>
  until(what, () => listed(uri), (seen) => JSON.stringify(seen) === JSON.stringify(expected));

async function open(name) {
  const document = await vscode.workspace.openTextDocument(join(folder(), name));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  return { document, editor, uri: document.uri };
}

async function edit(uri, change) {
  const all = new vscode.WorkspaceEdit();
  change(all);
  ok(await vscode.workspace.applyEdit(all));
}

const placeOf = (document, text) => document.positionAt(document.getText().indexOf(text));

async function shown(document, text) {
  const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, placeOf(document, text));
  return hovers.flatMap((hover) => hover.contents.map((it) => it.value ?? it)).join('\n');
}

async function actions(uri, range) {
  return (await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range)) ?? [];
}

/** Applies the preferred fix of the first finding, saves, and compares with what is expected. */
async function fix({ document, uri }, expected) {
  const preferred = (await actions(uri, own(uri)[0].range)).filter((it) => it.isPreferred);
  equal(preferred.length, 1, 'preferred fixes');
  ok(await vscode.workspace.applyEdit(preferred[0].edit));
  await findings('after the fix', uri, []);
  ok(await document.save());
  equal(readFileSync(uri.fsPath, 'utf8'), readFileSync(expected, 'utf8'));
}

const setting = (key, value) =>
  vscode.workspace.getConfiguration(NAME).update(key, value, vscode.ConfigurationTarget.Workspace);

/** Each file of scripts/check_neovim, with its findings, and what hover on a text shows. */
const FILES = [
  { name: 'web.json', found: ['trailing-comma 6:83'], hover: ['image', 'ecr:BatchGetImage'], isFixed: true },
  { name: 'template.yaml', found: ['misspelt-execution-role 10:7'], hover: ['Image: ', 'ecr:BatchGetImage'], isFixed: true },
  { name: 'module.tf', found: ['execution-role-invalid 8:30', 'unknown-key 10:84'], hover: ['execution_role_arn', 'ecr:BatchGetImage'] },
];

const fileStep = ({ name, found, hover, isFixed }) => [
  name,
  async () => {
    const opened = await open(name);
    await findings('found', opened.uri, found);
    match(await shown(opened.document, hover[0]), new RegExp(hover[1]));
    const line = new vscode.Position(1, 0);
    await edit(opened.uri, (it) => it.insert(opened.uri, line, 'A: [ "\n'));
    await until('a syntax error', () => listed(opened.uri), (seen) => seen.some((it) => it.startsWith('syntax ')));
    await edit(opened.uri, (it) => it.delete(opened.uri, new vscode.Range(line, line.translate(1))));
    await findings('after it is gone', opened.uri, found);
    if (isFixed) {
      await fix(opened, join(process.env.CHECK_FILES, `${name}.expected`));
    }
  },
];

const TRUSTED = [
  ...FILES.map(fileStep),
  ['a finding with its link and related places', async () => {
    const { document, uri } = await open('task.json');
    await until('found', () => listed(uri), (seen) => seen.some((it) => it.startsWith('execution-role-missing')));
    const [first] = own(uri);
    equal(first.severity, vscode.DiagnosticSeverity.Error);
    match(document.getText(first.range), /^"111122223333\.dkr\.ecr\./);
    match(first.code.target.toString(), /^https:.*task_execution_IAM_role/);
    ok(first.relatedInformation.length > 0);
  }],
  ['a change of the settings', async () => {
    const { uri } = await open('task.json');
    const severity = () => own(uri)[0]?.severity;
    await setting('severity', { 'execution-role-missing': 'warning' });
    await until('a warning', severity, (seen) => seen === vscode.DiagnosticSeverity.Warning);
    await setting('severity', undefined);
    await until('an error', severity, (seen) => seen === vscode.DiagnosticSeverity.Error);
  }],
  ['a configuration that is written and removed', async () => {
    const { uri } = await open('task.json');
    const severity = () => own(uri)[0]?.severity;
    const file = join(folder(), '.needs-exec-role.yaml');
    writeFileSync(file, 'severity: { execution-role-missing: warning }\n');
    await until('a warning', severity, (seen) => seen === vscode.DiagnosticSeverity.Warning);
    rmSync(file);
    await until('an error', severity, (seen) => seen === vscode.DiagnosticSeverity.Error);
  }],
  ['all fixes, on save', async () => {
    const { document, uri } = await open('saved.yaml');
    await until('found', () => listed(uri), (seen) => seen.length > 0);
    const onSave = (value) =>
      vscode.workspace.getConfiguration('editor').update('codeActionsOnSave', value, vscode.ConfigurationTarget.Workspace);
    await onSave({ [`source.fixAll.${NAME}`]: 'explicit' });
    await edit(uri, (it) => it.insert(uri, new vscode.Position(0, 0), '# A line more\n'));
    ok(await document.save());
    await onSave(undefined);
    match(readFileSync(uri.fsPath, 'utf8'), /^# A line more\n[^]*\n {6}ExecutionRoleArn: /);
    await findings('left', uri, []);
  }],
  ['completion', async () => {
    const { document, uri } = await open('task.json');
    const place = placeOf(document, 'awsvpc');
    const { items } = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', uri, place);
    const labels = items.map((it) => it.label.label ?? it.label);
    deepEqual(['awsvpc', 'bridge', 'host', 'none'].filter((it) => !labels.includes(it)), []);
  }],
  ['an inlay hint, and the definition of a role', async () => {
    const { document, uri } = await open('stack.yaml');
    await until('found', () => listed(uri), (seen) => seen.length > 0);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand('vscode.executeInlayHintProvider', uri, whole);
    match(hints.map((it) => it.label.map?.((part) => part.value).join('') ?? it.label).join(), /permission/);
    const place = placeOf(document, 'Role.Arn');
    const [target] = await vscode.commands.executeCommand('vscode.executeDefinitionProvider', uri, place);
    equal(document.lineAt((target.range ?? target.targetRange).start.line).text.trim(), 'Role:');
  }],
  ['the policy of a file, in a new document', async () => {
    await open('task.json');
    await vscode.commands.executeCommand(`${NAME}.showPolicy`);
    const { document } = vscode.window.activeTextEditor;
    equal(document.uri.scheme, 'untitled');
    equal(document.languageId, 'json');
    ok(JSON.parse(document.getText()).Statement.some((it) => it.Action.includes('ecr:BatchGetImage')));
  }],
  ['the explanation of a selection', async () => {
    const text = 'unable to pull secrets or registry auth';
    const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: `größe: ${text}` });
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    editor.selection = new vscode.Selection(0, 7, 0, 7 + text.length);
    await vscode.commands.executeCommand(`${NAME}.explainSelection`);
    match(vscode.window.activeTextEditor.document.getText(), /ECS could not get a secret/);
  }],
  ['a restart', async () => {
    const { uri } = await open('task.json');
    const before = listed(uri);
    await vscode.commands.executeCommand(`${NAME}.restart`);
    await findings('found again', uri, before);
    // The page is looked at with this file in front.
    await open('task.json');
  }],
];

const UNTRUSTED = [
  ['findings in a workspace that is not trusted', async () => {
    equal(vscode.workspace.isTrusted, false);
    const { uri } = await open('task.json');
    await until('found', () => listed(uri), (seen) => seen.some((it) => it.startsWith('execution-role-missing')));
  }],
];

/** What is done in each folder. */
const STEPS = {
  trusted: TRUSTED,
  untrusted: UNTRUSTED,
  // Nothing else starts the extension there: VS Code itself has no language for modules.
  module: FILES.filter((it) => it.name === 'module.tf').map(fileStep),
};

exports.activate = async () => {
  const write = (line) => appendFileSync(process.env.CHECK_REPORT, `${line}\n`);
  for (const [name, run] of STEPS[basename(folder())]) {
    try {
      await run();
      write(`ok: ${name}`);
    } catch (error) {
      write(`not ok: ${name}: ${String(error.stack).replaceAll('\n', '\n  ')}`);
    }
  }
  write('end');
};

//! The directives of template languages in a text: where each is, and what it does.

use std::ops::Range;

/// How far a directive may reach.
const REACH: usize = 4096;

/// A directive that adds no text of its own. What adds some (`{% include %}`, `{{ template }}`) is a placeholder, and is
/// left to the readers of JSON and YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TemplateDirective<'s> {
    /// Where it is.
    pub(super) range: Range<usize>,
    /// The language: blocks are closed by directives of their own.
    pub(super) language: DirectiveLanguage,
    /// What it does.
    pub(super) role: DirectiveRole<'s>,
    /// The name that a block begins and ends with: `if` of `{% if x %}` and `{% endif %}`; empty where any end does.
    pub(super) name: &'s str,
}

/// A family of template languages, by the brackets around their directives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DirectiveLanguage {
    /// `%{ if x }`
    Terraform,
    /// `{% if x %}`: Jinja, Liquid and their kin.
    Jinja,
    /// `{{ if x }}`, `{{#if x}}`, `{{#x}}`: Go, Handlebars, Mustache.
    Braces,
    /// `<% if x %>`: ERB, EJS.
    Erb,
}

/// What a directive does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DirectiveRole<'s> {
    /// It begins a block.
    Opens(BlockKind<'s>),
    /// It begins the part of a block that holds otherwise: `else`.
    Else,
    /// The same, under a condition of its own: `elif x`.
    ElseIf(&'s str),
    /// It begins the part of a `case` for a value: `when 'x'`.
    Picks(&'s str),
    /// It ends a block.
    Closes,
    /// A comment, an assignment: it has no effect on the text around it.
    Silent,
}

/// When the text of a block is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind<'s> {
    /// When an expression is true: `if x`.
    If(&'s str),
    /// When it is not: `unless x`.
    Unless(&'s str),
    /// As often as the expression has items: `for x in xs`.
    Loop(&'s str),
    /// One part for each value of the expression: `case x`.
    Case(&'s str),
    /// Always: `{% block body %}`.
    Always,
    /// Never at this place: `{% macro x() %}`.
    Never,
}

/// The directives of a text, in order. A text in which the ends of many are looked for in vain has no more of them.
pub(super) fn scan(text: &str) -> Vec<TemplateDirective<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut looks_left = text.len().saturating_mul(4) + 16 * REACH;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['{', '%', '<'])) {
        at += next;
        let Some((language, whole, inner)) = bracketed(text, at, &mut looks_left) else {
            at += 1;
            continue;
        };
        let is_escaped = language == DirectiveLanguage::Terraform
            && text.get(..at).is_some_and(|before| before.ends_with('%'));
        let role = if is_escaped { None } else { role(language, inner) };
        let Some(role) = role else {
            // A placeholder may contain what looks like a directive only in its strings.
            at += 2;
            continue;
        };
        let range = at..at + whole;
        at = range.end;
        let name = block_name(language, inner);
        found.push(TemplateDirective { range, language, role, name });
        if language == DirectiveLanguage::Jinja && is_raw(inner) {
            let rest = text.get(at..).unwrap_or_default();
            let end = ["{% endraw", "{%- endraw", "{%endraw", "{%-endraw"];
            at += end.iter().filter_map(|end| rest.find(end)).min().unwrap_or_default();
        }
    }
    found
}

fn is_raw(inner: &str) -> bool {
    first_word(trimmed(inner)).0 == "raw"
}

/// The directive at an offset: its language, its length, and what is between its brackets.
/// `looks_left` is how many bytes may yet be looked at.
fn bracketed<'s>(
    text: &'s str,
    at: usize,
    looks_left: &mut usize,
) -> Option<(DirectiveLanguage, usize, &'s str)> {
    let rest = text.get(at..)?;
    let (language, close) = match (rest.as_bytes().first()?, rest.as_bytes().get(1)?) {
        (b'{', b'{') => match rest.get(2..)? {
            inner if inner.starts_with('{') => return None,
            inner if inner.starts_with("!--") => (DirectiveLanguage::Braces, "--}}"),
            _ => (DirectiveLanguage::Braces, "}}"),
        },
        (b'{', b'%') => (DirectiveLanguage::Jinja, "%}"),
        (b'{', b'#') => (DirectiveLanguage::Jinja, "#}"),
        (b'%', b'{') => (DirectiveLanguage::Terraform, "}"),
        (b'<', b'%') => (DirectiveLanguage::Erb, "%>"),
        _ => return None,
    };
    let body = rest.get(2..)?;
    // A bracket without an end is not worth a look through the whole text.
    let reach = body.floor_char_boundary(REACH.min(*looks_left));
    let near = body.get(..reach)?;
    let is_comment = matches!(close, "#}" | "--}}");
    let end = if is_comment { near.find(close) } else { closing(near, close) };
    *looks_left -= end.unwrap_or(reach);
    let end = end?;
    let inner = body.get(..end)?;
    // What leaves a string open began in that string, and its end is another's.
    let is_open = inner.matches('"').count() % 2 == 1 && !inner.contains('`');
    if is_open && close == "}}" {
        return None;
    }
    // The brackets of a comment say what it is.
    let inner = if close == "#}" { rest.get(1..2 + end)? } else { inner };
    Some((language, 2 + end + close.len(), inner))
}

/// Where a closing bracket is that is not in a string, or else the first.
fn closing(body: &str, close: &str) -> Option<usize> {
    let (mut in_string, mut depth) = (None, 0_usize);
    for (offset, &byte) in body.as_bytes().iter().enumerate() {
        match (in_string, byte) {
            (Some(quote), _) if byte == quote => in_string = None,
            (Some(_), _) => {}
            (None, b'"' | b'`') => in_string = Some(byte),
            (None, b'{') if close == "}" => depth += 1,
            (None, b'}') if close == "}" && depth > 0 => depth -= 1,
            _ if body.as_bytes().get(offset..)?.starts_with(close.as_bytes()) => {
                return Some(offset);
            }
            _ => {}
        }
    }
    body.find(close)
}

fn role(language: DirectiveLanguage, inner: &str) -> Option<DirectiveRole<'_>> {
    let is_comment = inner.starts_with('#');
    match language {
        DirectiveLanguage::Jinja if is_comment => Some(DirectiveRole::Silent),
        DirectiveLanguage::Jinja => of_jinja(trimmed(inner)),
        DirectiveLanguage::Terraform => of_terraform(trimmed(inner)),
        DirectiveLanguage::Braces => of_braces(trimmed(inner)),
        DirectiveLanguage::Erb => of_erb(inner),
    }
}

/// The name of the block that a directive begins or ends.
fn block_name(language: DirectiveLanguage, inner: &str) -> &str {
    let inner = trimmed(inner);
    match language {
        DirectiveLanguage::Terraform | DirectiveLanguage::Jinja => {
            let (word, _) = first_word(inner);
            word.strip_prefix("end").unwrap_or(word)
        }
        DirectiveLanguage::Braces => {
            let section = inner.strip_prefix(['#', '^', '/']).unwrap_or_default().trim();
            section.split(char::is_whitespace).next().unwrap_or_default()
        }
        DirectiveLanguage::Erb => "",
    }
}

/// Without the marks that remove white space around a directive.
fn trimmed(inner: &str) -> &str {
    inner.trim_matches(['-', '~', '+']).trim()
}

/// The first word, and what follows it.
fn first_word(inner: &str) -> (&str, &str) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = inner.find(|c| !is_word(c)).unwrap_or(inner.len());
    let (word, rest) = inner.split_at_checked(end).unwrap_or_default();
    (word, rest.trim())
}

/// What `x in xs` repeats over: `xs`.
fn repeated(rest: &str) -> &str {
    rest.split_once(" in ").map_or(rest, |(_, items)| items.trim())
}

fn of_terraform(inner: &str) -> Option<DirectiveRole<'_>> {
    match first_word(inner) {
        ("if", test) if !test.is_empty() => Some(DirectiveRole::Opens(BlockKind::If(test))),
        ("for", rest) if rest.contains(" in ") => {
            Some(DirectiveRole::Opens(BlockKind::Loop(repeated(rest))))
        }
        ("else", "") => Some(DirectiveRole::Else),
        ("endif" | "endfor", "") => Some(DirectiveRole::Closes),
        _ => None,
    }
}

fn of_jinja(inner: &str) -> Option<DirectiveRole<'_>> {
    let (word, rest) = first_word(inner);
    let role = match word {
        "if" => DirectiveRole::Opens(BlockKind::If(rest)),
        "unless" => DirectiveRole::Opens(BlockKind::Unless(rest)),
        "for" | "tablerow" => DirectiveRole::Opens(BlockKind::Loop(repeated(rest))),
        "case" => DirectiveRole::Opens(BlockKind::Case(rest)),
        "when" => DirectiveRole::Picks(rest),
        "elif" | "elsif" | "elseif" => DirectiveRole::ElseIf(rest),
        "else" => DirectiveRole::Else,
        "block" | "with" | "filter" | "autoescape" | "call" | "trans" | "apply" => {
            DirectiveRole::Opens(BlockKind::Always)
        }
        "macro" | "capture" | "comment" => DirectiveRole::Opens(BlockKind::Never),
        // `{% set x %}` takes the text up to its end; `{% set x = 1 %}` is complete.
        "set" if !rest.contains('=') => DirectiveRole::Opens(BlockKind::Never),
        "set" | "assign" | "import" | "from" | "do" | "raw" | "endraw" | "break" | "continue" => {
            DirectiveRole::Silent
        }
        _ if word.starts_with("end") => DirectiveRole::Closes,
        _ => return None,
    };
    Some(role)
}

fn of_braces(inner: &str) -> Option<DirectiveRole<'_>> {
    if let Some(section) = inner.strip_prefix('#') {
        return Some(DirectiveRole::Opens(of_section(section.trim())));
    }
    if let Some(section) = inner.strip_prefix('^') {
        let section = section.trim();
        let is_else = section.is_empty();
        let opens = DirectiveRole::Opens(BlockKind::Unless(section));
        return Some(if is_else { DirectiveRole::Else } else { opens });
    }
    if inner.starts_with(['!']) || inner.starts_with("/*") {
        return Some(DirectiveRole::Silent);
    }
    if inner.starts_with('/') {
        return Some(DirectiveRole::Closes);
    }
    if let Some(variable) = inner.strip_prefix('$') {
        let (name, rest) = first_word(variable);
        let is_assignment = !name.is_empty() && (rest.starts_with(":=") || rest.starts_with('='));
        return is_assignment.then_some(DirectiveRole::Silent);
    }
    let (word, rest) = first_word(inner);
    match (word, rest) {
        ("end", "") => Some(DirectiveRole::Closes),
        ("else", "") => Some(DirectiveRole::Else),
        ("else", rest) => match first_word(rest) {
            ("if" | "with", test) if !test.is_empty() => Some(DirectiveRole::ElseIf(test)),
            _ => None,
        },
        (_, "") => None,
        ("if" | "with", test) => Some(DirectiveRole::Opens(BlockKind::If(test))),
        ("range", rest) => {
            let items = rest.split_once(":=").map_or(rest, |(_, items)| items.trim());
            Some(DirectiveRole::Opens(BlockKind::Loop(items)))
        }
        ("define", name) if name.starts_with('"') => Some(DirectiveRole::Opens(BlockKind::Never)),
        ("block", name) if name.starts_with('"') => Some(DirectiveRole::Opens(BlockKind::Always)),
        _ => None,
    }
}

/// A section of Handlebars or Mustache.
fn of_section(section: &str) -> BlockKind<'_> {
    let (word, rest) = first_word(section);
    match word {
        _ if rest.is_empty() => BlockKind::If(section),
        "if" | "with" => BlockKind::If(rest),
        "unless" => BlockKind::Unless(rest),
        "each" => BlockKind::Loop(rest.split_once(" as ").map_or(rest, |(items, _)| items.trim())),
        // A helper of the program's own, such as `{{#eq env "prod"}}`.
        _ => BlockKind::If(section),
    }
}

fn of_erb(inner: &str) -> Option<DirectiveRole<'_>> {
    let code = inner.strip_prefix('-').unwrap_or(inner);
    if code.starts_with('#') {
        return Some(DirectiveRole::Silent);
    }
    // `<%= x %>` is a placeholder, and `<%%` is the text `<%`.
    if code.starts_with(['=', '%']) {
        return None;
    }
    let code = code.strip_suffix('-').unwrap_or(code).trim();
    if let Some(rest) = code.strip_prefix('}') {
        return Some(of_brace(rest.trim()));
    }
    if let Some(head) = code.strip_suffix('{') {
        return Some(DirectiveRole::Opens(of_script(head.trim())));
    }
    let without_then =
        |test: &'_ str| -> usize { test.strip_suffix(" then").map_or(test.len(), str::len) };
    let (word, rest) = first_word(code);
    let test = rest.get(..without_then(rest)).unwrap_or(rest);
    let role = match word {
        "if" => DirectiveRole::Opens(BlockKind::If(test)),
        "unless" => DirectiveRole::Opens(BlockKind::Unless(test)),
        "elsif" => DirectiveRole::ElseIf(test),
        "else" => DirectiveRole::Else,
        "end" => DirectiveRole::Closes,
        "case" => DirectiveRole::Opens(BlockKind::Case(rest)),
        "when" => DirectiveRole::Picks(test),
        "for" => {
            let items = repeated(rest);
            let items = items.strip_suffix(" do").unwrap_or(items);
            DirectiveRole::Opens(BlockKind::Loop(items))
        }
        "while" | "until" | "begin" => DirectiveRole::Opens(BlockKind::Loop(code)),
        _ => match block_of_ruby(code) {
            Some(items) => DirectiveRole::Opens(BlockKind::Loop(items)),
            None => DirectiveRole::Silent,
        },
    };
    Some(role)
}

/// What a call with a block repeats over: `xs.each do |x|`.
fn block_of_ruby(code: &str) -> Option<&str> {
    let head = match code.rsplit_once(" do") {
        Some((head, "")) => head,
        Some((head, parameters)) if parameters.trim_start().starts_with('|') => head,
        _ => return None,
    };
    Some(head.split_once(".each").map_or(head, |(items, _)| items))
}

/// What follows a closing brace of EJS: `else {`, `else if (x) {`, `});`.
fn of_brace(rest: &str) -> DirectiveRole<'_> {
    let head = rest.strip_suffix('{').map(str::trim);
    match head.map(first_word) {
        Some(("else", "")) => DirectiveRole::Else,
        Some(("else", rest)) => match first_word(rest) {
            ("if", test) => DirectiveRole::ElseIf(test),
            _ => DirectiveRole::Else,
        },
        _ => DirectiveRole::Closes,
    }
}

/// A statement of EJS that opens a block.
fn of_script(head: &str) -> BlockKind<'_> {
    match first_word(head) {
        ("if", test) => BlockKind::If(test),
        _ => BlockKind::Loop(head.split_once(".forEach").map_or(head, |(items, _)| items)),
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockKind, DirectiveRole, scan};
    use BlockKind::{Always, Case, If, Loop, Never, Unless};
    use DirectiveRole::{Closes, Else, ElseIf, Opens, Picks, Silent};

    fn roles(text: &str) -> Vec<DirectiveRole<'_>> {
        scan(text).into_iter().map(|it| it.role).collect()
    }

    #[test]
    fn each_language_has_its_words() {
        for (text, expected) in [
            ("%{ if logs }a%{ else }b%{ endif ~}", vec![Opens(If("logs")), Else, Closes]),
            ("%{~ for k, v in xs ~}a%{ endfor }", vec![Opens(Loop("xs")), Closes]),
            (
                "{% if a %}{%- elif b == \"}}\" -%}{% else %}{% endif %}",
                vec![Opens(If("a")), ElseIf("b == \"}}\""), Else, Closes],
            ),
            ("{% for x in xs %}{% endfor %}", vec![Opens(Loop("xs")), Closes]),
            (
                "{% set x = 1 %}{# if #}{% set y %}z{% endset %}",
                vec![Silent, Silent, Opens(Never), Closes],
            ),
            ("{% block b %}{% endblock %}", vec![Opens(Always), Closes]),
            ("{% raw %}{% if x %}{% endraw %}", vec![Silent, Silent]),
            (
                "{{- if eq .Env \"}}\" }}a{{ else if .B }}b{{ end -}}",
                vec![Opens(If("eq .Env \"}}\"")), ElseIf(".B"), Closes],
            ),
            ("{{ range $i, $x := .Xs }}{{ end }}", vec![Opens(Loop(".Xs")), Closes]),
            (
                "{{/* if */}}{{ $x := 1 }}{{ define \"t\" }}{{end}}",
                vec![Silent, Silent, Opens(Never), Closes],
            ),
            ("{{#if logs}}{{else}}{{/if}}", vec![Opens(If("logs")), Else, Closes]),
            (
                "{{#each xs as |x|}}{{/each}}{{#unless a}}{{/unless}}",
                vec![Opens(Loop("xs")), Closes, Opens(Unless("a")), Closes],
            ),
            (
                "{{#logs}}{{/logs}}{{^logs}}{{/logs}}",
                vec![Opens(If("logs")), Closes, Opens(Unless("logs")), Closes],
            ),
            (
                "<% if logs then %><% elsif b -%><% else %><% end %>",
                vec![Opens(If("logs")), ElseIf("b"), Else, Closes],
            ),
            (
                "<% xs.each do |x| %><% end %><% y = 1 %><%# c %>",
                vec![Opens(Loop("xs")), Closes, Silent, Silent],
            ),
            (
                "<% case env %><% when 'a' %><% end %>",
                vec![Opens(Case("env")), Picks("'a'"), Closes],
            ),
            (
                "<% if (a) { %><% } else if (b) { %><% } else { %><% } %>",
                vec![Opens(If("(a)")), ElseIf("(b)"), Else, Closes],
            ),
        ] {
            assert_eq!(roles(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_directive() {
        for text in [
            "{{ x }}",
            "{{{ x }}}",
            "${x}",
            "%{http_code}",
            "%%{ if x }",
            "<%= x %>",
            "<% if",
            "{{\"a\": 1}}",
            "{% include 'x' %}",
            "{{ template \"x\" . }}",
            "{{> partial}}",
            "{\"a\":{\"b\":{}}}",
            "{{ if }}",
        ] {
            assert_eq!(roles(text), [], "{text}");
        }
    }
}

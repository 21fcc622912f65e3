//! Paths and macros among tokens that are not parsed: the inside of a macro call or of an attribute.

use crate::facts::{Segments, plain};
use proc_macro2::{Delimiter, Ident, Punct, Spacing, TokenStream, TokenTree};
use std::iter::Peekable;

/// What looks like a path or a macro call, each with its line.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) paths: Vec<(Segments, usize)>,
    pub(crate) macros: Vec<(String, usize)>,
}

/// Looks through tokens, at every depth.
pub(crate) fn scan(tokens: TokenStream) -> Found {
    let mut found = Found::default();
    scan_below(&[], tokens, &mut found);
    found
}

type Tokens = Peekable<proc_macro2::token_stream::IntoIter>;

/// Looks through tokens that are in braces after the path `before`, as in `before::{a, b}`.
fn scan_below(before: &[String], tokens: TokenStream, found: &mut Found) {
    let mut tokens = tokens.into_iter().peekable();
    let mut after_colons = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(first) => {
                let start: &[String] = if after_colons { &[String::new()] } else { before };
                scan_path(start, &first, &mut tokens, found);
            }
            TokenTree::Group(group) => scan_below(before, group.stream(), found),
            TokenTree::Literal(literal) => scan_text(&literal, found),
            TokenTree::Punct(punct) => {
                after_colons = starts_colons(&punct) && tokens.next_if(is_colon).is_some();
                continue;
            }
        }
        after_colons = false;
    }
}

/// Reads on from the first name of a path.
fn scan_path(before: &[String], first: &Ident, tokens: &mut Tokens, found: &mut Found) {
    let line = first.span().start().line;
    let mut segments = [before, &[plain(first)]].concat();
    loop {
        if tokens.next_if(|it| matches!(it, TokenTree::Punct(it) if starts_colons(it))).is_none() {
            break;
        }
        tokens.next_if(is_colon);
        match tokens.next_if(|it| !matches!(it, TokenTree::Punct(_))) {
            Some(TokenTree::Ident(name)) => segments.push(plain(&name)),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                scan_below(&segments, group.stream(), found);
                return;
            }
            _ => break,
        }
    }
    let is_call = tokens.peek().is_some_and(is_bang);
    if let (true, Some(name)) = (is_call, segments.last()) {
        found.macros.push((name.clone(), line));
    }
    found.paths.push((segments, line));
}

/// A path may be in a string, as in `#[serde(with = "module::function")]`.
fn scan_text(literal: &proc_macro2::Literal, found: &mut Found) {
    let text = literal.to_string();
    let text = text.trim_matches('"');
    let is_path = text.contains("::")
        && text.split("::").all(|name| syn::parse_str::<syn::Path>(name).is_ok());
    if is_path {
        let segments = text.split("::").map(|name| name.trim().to_owned()).collect();
        found.paths.push((segments, literal.span().start().line));
    }
}

fn starts_colons(punct: &Punct) -> bool {
    punct.as_char() == ':' && punct.spacing() == Spacing::Joint
}

fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

/// Whether a token is the `!` of a macro call, and not the start of `!=`.
fn is_bang(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == '!' && it.spacing() == Spacing::Alone)
}

//! The texts in the source: what messages are made of.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::fs;
use std::path::Path;

/// The string literals of a file outside of its tests, attributes and comments, each with its line.
pub(crate) fn of(path: &Path) -> Vec<(usize, String)> {
    let is_test = path.file_stem().is_some_and(|name| name.to_string_lossy().ends_with("tests"));
    if is_test {
        return Vec::new();
    }
    let source = fs::read_to_string(path).expect("a source");
    let tokens: TokenStream = source.parse().expect("tokens");
    let mut texts = Vec::new();
    collect(tokens, &mut texts);
    texts
}

fn collect(tokens: TokenStream, texts: &mut Vec<(usize, String)>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                tokens.next_if(|next| matches!(next, TokenTree::Punct(it) if it.as_char() == '!'));
                let attribute = tokens.next_if(is_brackets).map(|it| it.to_string());
                if attribute.is_some_and(|it| it.replace(' ', "") == "[cfg(test)]") {
                    tokens.by_ref().find(ends_item);
                }
            }
            TokenTree::Group(group) => collect(group.stream(), texts),
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    texts.push((literal.span().start().line, text.value()));
                }
            }
            TokenTree::Punct(_) | TokenTree::Ident(_) => {}
        }
    }
}

/// Whether an item ends with this token: its body in braces, or a semicolon.
fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

fn is_brackets(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

//! What is in brackets: lists, objects, `for`, and the arguments of a call.

use super::expression::{Expression, ExpressionKind, ForExpression, ObjectItem, ObjectKey};
use super::reader::{HclReader, HclResult};
use crate::syntax::HclExpected;

impl<'s> HclReader<'s> {
    /// A list or a `for`, after its opening bracket.
    pub(super) fn list(&mut self) -> HclResult<ExpressionKind<'s>> {
        self.skip();
        if self.eat_word("for") {
            return self.for_expression(b']');
        }
        let mut items = Vec::new();
        loop {
            self.skip();
            if self.eat(b']') {
                return Ok(ExpressionKind::List(items));
            }
            items.push(self.expression()?);
            self.skip();
            if !self.eat(b',') && self.peek() != Some(b']') {
                return Err(self.expected(HclExpected::CommaOrSquareBracket));
            }
        }
    }

    /// An object or a `for`, after its opening brace.
    pub(super) fn object(&mut self) -> HclResult<ExpressionKind<'s>> {
        self.skip_lines();
        if self.is_for() {
            self.eat_word("for");
            return self.with_lines(false, |reader| reader.for_expression(b'}'));
        }
        self.with_lines(true, |reader| {
            let mut items = Vec::new();
            loop {
                reader.skip_lines();
                if reader.eat(b'}') {
                    return Ok(ExpressionKind::Object(items));
                }
                items.push(reader.object_item()?);
                reader.skip();
                if !reader.eat(b',') && !matches!(reader.peek(), Some(b'\n' | b'}')) {
                    return Err(reader.expected(HclExpected::CommaOrLineOrBrace));
                }
            }
        })
    }

    /// Whether a `for` is at the cursor, and no key of that name.
    fn is_for(&self) -> bool {
        let after = self.rest().strip_prefix("for").unwrap_or_default();
        let next = after.trim_start();
        self.is_word("for") && !next.starts_with(['=', ':'])
    }

    fn object_item(&mut self) -> HclResult<ObjectItem<'s>> {
        let start = self.at;
        let key = self.expression()?;
        let key_span = self.span(start, start + self.len_to_end_of(&key, start));
        self.skip();
        if !self.eat(b'=') && !self.eat(b':') {
            return Err(self.expected(HclExpected::EqualsSign));
        }
        let value = self.expression()?;
        let in_parentheses = self.byte(start) == Some(b'(');
        let key = match key.kind {
            ExpressionKind::Name(name) if !in_parentheses => ObjectKey::Name(name),
            ExpressionKind::Null | ExpressionKind::Bool(_) if !in_parentheses => {
                ObjectKey::Name(self.slice(start, start + key_span.len()))
            }
            _ => ObjectKey::Computed(key),
        };
        Ok(ObjectItem { key, key_span, value })
    }

    /// How long a key is that begins at an offset, with the parentheses around it.
    fn len_to_end_of(&self, key: &Expression<'s>, start: usize) -> usize {
        if self.byte(start) == Some(b'(') {
            return self.slice(start, self.at).trim_end().len();
        }
        key.span.len()
    }

    /// What is after the word `for`.
    fn for_expression(&mut self, closing: u8) -> HclResult<ExpressionKind<'s>> {
        let (key, item) = self.loop_names()?;
        let collection = self.expression()?;
        self.skip();
        if !self.eat(b':') {
            return Err(self.expected(HclExpected::Colon));
        }
        let mut result = self.expression()?;
        let mut result_key = None;
        self.skip();
        if closing == b'}' {
            if !self.eat_text("=>") {
                return Err(self.expected(HclExpected::Arrow));
            }
            result_key = Some(std::mem::replace(&mut result, self.expression()?));
            self.skip();
        }
        let groups = closing == b'}' && self.eat_text("...");
        self.skip();
        let condition = if self.eat_word("if") { Some(self.expression()?) } else { None };
        self.closing(closing)?;
        let whole = ForExpression { key, item, collection, result_key, result, groups, condition };
        Ok(ExpressionKind::For(Box::new(whole)))
    }

    /// `item in` or `key, item in`.
    pub(super) fn loop_names(&mut self) -> HclResult<(Option<&'s str>, &'s str)> {
        let first = self.required_name()?;
        self.skip();
        let names =
            if self.eat(b',') { (Some(first), self.required_name()?) } else { (None, first) };
        self.skip();
        if !self.eat_word("in") {
            return Err(self.expected(HclExpected::Word("in")));
        }
        Ok(names)
    }

    /// The arguments of a call, after its opening parenthesis, and whether the last is a list of them.
    pub(super) fn arguments(&mut self) -> HclResult<(Vec<Expression<'s>>, bool)> {
        let mut arguments = Vec::new();
        loop {
            self.skip();
            if self.eat(b')') {
                return Ok((arguments, false));
            }
            arguments.push(self.expression()?);
            self.skip();
            if self.eat_text("...") {
                self.skip();
                self.eat(b',');
                self.closing(b')')?;
                return Ok((arguments, true));
            }
            if !self.eat(b',') && self.peek() != Some(b')') {
                return Err(self.expected(HclExpected::CommaOrParenthesis));
            }
        }
    }
}

//! A single value, and the steps that lead on from it.

use super::expression::{
    Expression, ExpressionKind, ExpressionPath, FunctionCall, PathStep, PathStepKind,
};
use super::reader::{HclReader, HclResult};
use crate::syntax::HclExpected;

impl<'s> HclReader<'s> {
    /// A value with its steps: `aws_iam_role.task[0].arn`.
    pub(super) fn path(&mut self) -> HclResult<Expression<'s>> {
        self.skip();
        let start_offset = self.at;
        let start = self.value()?;
        let mut steps = Vec::new();
        let mut end = self.at;
        loop {
            self.skip();
            match self.step()? {
                Some(step) => steps.push(step),
                None => break,
            }
            end = self.at;
        }
        if steps.is_empty() {
            return Ok(start);
        }
        let path = ExpressionPath { start, steps };
        let kind = ExpressionKind::Path(Box::new(path));
        Ok(Expression { span: self.span(start_offset, end), kind })
    }

    /// The step at the cursor, if there is one.
    fn step(&mut self) -> HclResult<Option<PathStep<'s>>> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'.') if self.byte(start + 1) != Some(b'.') => {
                self.at += 1;
                self.skip();
                self.dotted()?
            }
            Some(b'[') => {
                self.at += 1;
                self.with_lines(false, Self::index)?
            }
            _ => return Ok(None),
        };
        Ok(Some(PathStep { span: self.since(start), kind }))
    }

    /// What is after a dot.
    fn dotted(&mut self) -> HclResult<PathStepKind<'s>> {
        if self.eat(b'*') {
            return Ok(PathStepKind::AttributeSplat);
        }
        if let Some(name) = self.name() {
            return Ok(PathStepKind::Attribute(name));
        }
        let start = self.at;
        self.skip_digits();
        if self.at == start {
            return Err(self.expected(HclExpected::Name));
        }
        Ok(PathStepKind::Number(self.slice(start, self.at)))
    }

    /// What is in square brackets, and the closing one.
    fn index(&mut self) -> HclResult<PathStepKind<'s>> {
        self.skip();
        let kind = if self.eat(b'*') {
            PathStepKind::Splat
        } else {
            PathStepKind::Index(self.expression()?)
        };
        self.closing(b']')?;
        Ok(kind)
    }

    /// A closing bracket, where nothing else can be.
    pub(super) fn closing(&mut self, bracket: u8) -> HclResult<()> {
        self.skip();
        if self.eat(bracket) {
            return Ok(());
        }
        Err(self.expected(HclExpected::Closing(char::from(bracket))))
    }

    fn value(&mut self) -> HclResult<Expression<'s>> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'"') => self.string()?,
            Some(b'<') if self.byte(start + 1) == Some(b'<') => self.heredoc()?,
            Some(b'0'..=b'9') => self.number(),
            Some(b'(') => {
                self.at += 1;
                return self.with_lines(false, |reader| {
                    let inner = reader.expression()?;
                    reader.closing(b')')?;
                    Ok(inner)
                });
            }
            Some(b'[') => {
                self.at += 1;
                self.with_lines(false, Self::list)?
            }
            Some(b'{') => {
                self.at += 1;
                self.object()?
            }
            _ => self.word()?,
        };
        Ok(Expression { span: self.since(start), kind })
    }

    /// A name, a literal, or a call.
    fn word(&mut self) -> HclResult<ExpressionKind<'s>> {
        let start = self.at;
        let Some(name) = self.name() else { return Err(self.expected(HclExpected::Value)) };
        let name = self.namespaced(start, name)?;
        let end = self.at;
        self.skip();
        if self.eat(b'(') {
            let (arguments, expands_last) = self.with_lines(false, Self::arguments)?;
            let name_span = self.span(start, end);
            let call = FunctionCall { name, name_span, arguments, expands_last };
            return Ok(ExpressionKind::Call(call));
        }
        self.at = end;
        Ok(match name {
            "true" => ExpressionKind::Bool(true),
            "false" => ExpressionKind::Bool(false),
            "null" => ExpressionKind::Null,
            _ => ExpressionKind::Name(name),
        })
    }

    /// The name of a function of a provider: `provider::aws::arn_parse`.
    fn namespaced(&mut self, start: usize, name: &'s str) -> HclResult<&'s str> {
        let mut whole = name;
        while self.eat_text("::") {
            self.required_name()?;
            whole = self.slice(start, self.at);
        }
        Ok(whole)
    }

    fn number(&mut self) -> ExpressionKind<'s> {
        let start = self.at;
        self.skip_digits();
        let fraction = self.byte(self.at + 1).is_some_and(|byte| byte.is_ascii_digit());
        if fraction && self.eat(b'.') {
            self.skip_digits();
        }
        let before = self.at;
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            let digits = self.at;
            self.skip_digits();
            if self.at == digits {
                self.at = before;
            }
        }
        ExpressionKind::Number(self.slice(start, self.at))
    }

    fn skip_digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }
}

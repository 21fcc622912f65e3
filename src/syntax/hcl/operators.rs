//! Expressions with operators, from the one that binds the least to a single value.

use super::expression::{
    BinaryOperator, Conditional, Expression, ExpressionKind, Operation, PrefixOperator,
};
use super::reader::{HclReader, HclResult};
use crate::base::source::Span;
use crate::syntax::HclExpected;

impl<'s> HclReader<'s> {
    /// An expression.
    pub(super) fn expression(&mut self) -> HclResult<Expression<'s>> {
        self.nested(|reader| {
            let condition = reader.operation(0)?;
            reader.skip();
            if !reader.eat(b'?') {
                return Ok(condition);
            }
            let start = condition.span;
            let then = reader.expression()?;
            reader.skip();
            if !reader.eat(b':') {
                return Err(reader.expected(HclExpected::Colon));
            }
            let otherwise = reader.expression()?;
            let span = Span { start: start.start, end: otherwise.span.end };
            let choice = Conditional { condition, then, otherwise };
            Ok(Expression { span, kind: ExpressionKind::Conditional(Box::new(choice)) })
        })
    }

    /// Values and the operators between them that bind at least as strongly as `weakest`.
    fn operation(&mut self, weakest: u8) -> HclResult<Expression<'s>> {
        let mut left = self.prefixed()?;
        while let Some((operator, _)) = self.operator().filter(|(it, _)| it.strength() >= weakest) {
            let strength = operator.strength();
            let mut rest = Vec::new();
            let mut span = left.span;
            while let Some((operator, len)) =
                self.operator().filter(|(it, _)| it.strength() == strength)
            {
                self.at += len;
                let right = self.operation(strength + 1)?;
                span.end = right.span.end;
                rest.push((operator, right));
            }
            let operation = Operation { first: left, rest };
            left = Expression { span, kind: ExpressionKind::Operation(Box::new(operation)) };
        }
        Ok(left)
    }

    /// The operator that comes next, and its length.
    fn operator(&mut self) -> Option<(BinaryOperator, usize)> {
        self.skip();
        BinaryOperator::at_start(self.rest().as_bytes())
    }

    /// A value with the operators before it.
    fn prefixed(&mut self) -> HclResult<Expression<'s>> {
        self.skip();
        let start = self.at;
        let operator = match self.peek() {
            Some(b'!') if self.byte(start + 1) != Some(b'=') => PrefixOperator::Not,
            Some(b'-') => PrefixOperator::Negate,
            _ => return self.path(),
        };
        self.at += 1;
        let operand = self.nested(Self::prefixed)?;
        let mut span = self.span(start, start + 1);
        span.end = operand.span.end;
        Ok(Expression { span, kind: ExpressionKind::Prefixed(operator, Box::new(operand)) })
    }
}

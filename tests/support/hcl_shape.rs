//! The shape of a file of HCL in one line, from the tree of the project's reader and from that of `hcl-edit`.
//!
//! Blanks in text are left out: `hcl-edit` keeps those that a heredoc or a `~` removes.

use hcl_edit::expr as other;
use hcl_edit::structure::{Body, Structure};
use hcl_edit::template::{Directive, Element, Template};
use needs_exec_role::syntax::hcl::{
    BinaryOperator, Expression, ExpressionKind, HclBody, ObjectKey, PathStepKind, PrefixOperator,
    TemplatePart, TemplatePartKind,
};

fn text(value: &str) -> String {
    value.split_whitespace().collect()
}

fn all<T>(items: impl IntoIterator<Item = T>, shape: impl Fn(T) -> String) -> String {
    items.into_iter().map(shape).collect::<Vec<_>>().join(" ")
}

/// The shape of a file as the project reads it. Attributes come before blocks.
pub(crate) fn of_body(body: &HclBody<'_>) -> String {
    let attributes = all(&body.attributes, |it| format!("{}={}", it.name, of(&it.value)));
    let blocks = all(&body.blocks, |it| {
        let labels = all(&it.labels, |label| label.text.to_string());
        format!("{} {labels} {{{}}}", it.kind, of_body(&it.body))
    });
    format!("{attributes}; {blocks}")
}

pub(crate) fn of(expression: &Expression<'_>) -> String {
    match &expression.kind {
        ExpressionKind::Null => "null".into(),
        ExpressionKind::Bool(value) => value.to_string(),
        ExpressionKind::Number(number) => number.parse::<f64>().expect("a number").to_string(),
        ExpressionKind::Template(parts) => format!("\"{}\"", of_parts(parts)),
        ExpressionKind::Name(name) => (*name).to_owned(),
        ExpressionKind::Path(path) => {
            let steps = path.steps.iter().map(|step| match &step.kind {
                PathStepKind::Attribute(name) => format!(".{name}"),
                PathStepKind::Number(number) => format!(".{number}"),
                PathStepKind::Index(index) => format!("[{}]", of(index)),
                PathStepKind::AttributeSplat => ".*".into(),
                PathStepKind::Splat => "[*]".into(),
            });
            of(&path.start) + &steps.collect::<String>()
        }
        ExpressionKind::List(items) => format!("[{}]", all(items, of)),
        ExpressionKind::Object(items) => {
            let items = all(items, |item| {
                let key = match &item.key {
                    ObjectKey::Name(name) => (*name).to_owned(),
                    ObjectKey::Computed(key) => of(key),
                };
                format!("{key}:{}", of(&item.value))
            });
            format!("{{{items}}}")
        }
        ExpressionKind::For(it) => {
            let key = it.key.unwrap_or_default();
            let result_key = it.result_key.as_ref().map(of).unwrap_or_default();
            let condition = it.condition.as_ref().map(of).unwrap_or_default();
            let (item, collection, result) = (it.item, of(&it.collection), of(&it.result));
            format!(
                "for({key},{item} {collection} {result_key}>{result} {} {condition})",
                it.groups
            )
        }
        ExpressionKind::Call(call) => {
            format!("{}({} {})", call.name, all(&call.arguments, of), call.expands_last)
        }
        // `hcl-edit` has negative numbers.
        ExpressionKind::Prefixed(PrefixOperator::Negate, operand)
            if matches!(operand.kind, ExpressionKind::Number(_)) =>
        {
            format!("-{}", of(operand))
        }
        ExpressionKind::Prefixed(operator, operand) => {
            let sign = if *operator == PrefixOperator::Not { "!" } else { "-" };
            format!("({sign}{})", of(operand))
        }
        ExpressionKind::Operation(operation) => {
            let first = of(&operation.first);
            operation.rest.iter().fold(first, |left, (operator, right)| {
                format!("({left}{}{})", sign(*operator), of(right))
            })
        }
        ExpressionKind::Conditional(choice) => {
            let [condition, then, otherwise] =
                [&choice.condition, &choice.then, &choice.otherwise].map(of);
            format!("({condition}?{then}:{otherwise})")
        }
        ExpressionKind::Planned(_) => panic!("no text has it"),
        ExpressionKind::Lost => "lost".into(),
    }
}

fn sign(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Or => "||",
        BinaryOperator::And => "&&",
        BinaryOperator::Equal => "==",
        BinaryOperator::NotEqual => "!=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterOrEqual => ">=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessOrEqual => "<=",
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Remainder => "%",
    }
}

pub(crate) fn of_parts(parts: &[TemplatePart<'_>]) -> String {
    let shapes = parts.iter().map(|part| match &part.kind {
        TemplatePartKind::Literal(literal) => text(literal),
        TemplatePartKind::Interpolation(value) => format!("${{{}}}", of(value)),
        TemplatePartKind::If(it) => {
            let [then, otherwise] = [&it.then, &it.otherwise].map(|parts| of_parts(parts));
            format!("%if({}|{then}|{otherwise})", of(&it.condition))
        }
        TemplatePartKind::For(it) => {
            let key = it.key.unwrap_or_default();
            format!("%for({key},{} {}|{})", it.item, of(&it.collection), of_parts(&it.body))
        }
    });
    shapes.collect()
}

/// The shape of a file as `hcl-edit` reads it.
pub(crate) fn of_other_body(body: &Body) -> String {
    let attributes = body.iter().filter_map(Structure::as_attribute);
    let attributes = all(attributes, |it| format!("{}={}", it.key.as_str(), of_other(&it.value)));
    let blocks = all(body.iter().filter_map(Structure::as_block), |it| {
        let labels = all(&it.labels, |label| label.as_str().to_owned());
        format!("{} {labels} {{{}}}", it.ident.as_str(), of_other_body(&it.body))
    });
    format!("{attributes}; {blocks}")
}

pub(crate) fn of_other(expression: &other::Expression) -> String {
    use other::Expression as It;
    match expression {
        It::Null(_) => "null".into(),
        It::Bool(value) => value.value().to_string(),
        It::Number(number) => number.value().as_f64().expect("a number").to_string(),
        It::String(value) => format!("\"{}\"", text(value.value())),
        It::StringTemplate(template) => {
            format!("\"{}\"", all_elements(template.iter()))
        }
        It::HeredocTemplate(heredoc) => format!("\"{}\"", of_template(&heredoc.template)),
        It::Parenthesis(inner) => of_other(inner.inner()),
        It::Variable(name) => name.as_str().to_owned(),
        It::Traversal(path) => {
            let steps = path.operators.iter().map(|step| match step.value() {
                other::TraversalOperator::GetAttr(name) => format!(".{}", name.as_str()),
                other::TraversalOperator::LegacyIndex(number) => format!(".{}", number.value()),
                other::TraversalOperator::Index(index) => format!("[{}]", of_other(index)),
                other::TraversalOperator::AttrSplat(_) => ".*".into(),
                other::TraversalOperator::FullSplat(_) => "[*]".into(),
            });
            of_other(&path.expr) + &steps.collect::<String>()
        }
        It::Array(items) => format!("[{}]", all(items.iter(), of_other)),
        It::Object(items) => {
            let items = all(items.iter(), |(key, value)| {
                let key = match key {
                    other::ObjectKey::Ident(name) => name.as_str().to_owned(),
                    other::ObjectKey::Expression(key) => of_other(key),
                };
                format!("{key}:{}", of_other(value.expr()))
            });
            format!("{{{items}}}")
        }
        It::ForExpr(it) => {
            let intro = &it.intro;
            let key = intro.key_var.as_ref().map(|name| name.as_str()).unwrap_or_default();
            let result_key = it.key_expr.as_ref().map(of_other).unwrap_or_default();
            let condition = it.cond.as_ref().map(|it| of_other(&it.expr)).unwrap_or_default();
            let (item, collection) = (intro.value_var.as_str(), of_other(&intro.collection_expr));
            let result = of_other(&it.value_expr);
            format!(
                "for({key},{item} {collection} {result_key}>{result} {} {condition})",
                it.grouping
            )
        }
        It::FuncCall(call) => {
            let namespace: String =
                call.name.namespace.iter().map(|it| format!("{}::", it.as_str())).collect();
            let name = call.name.name.as_str();
            let arguments = all(call.args.iter(), of_other);
            format!("{namespace}{name}({arguments} {})", call.args.expand_final())
        }
        It::UnaryOp(it) => format!("({}{})", it.operator.value(), of_other(&it.expr)),
        It::BinaryOp(it) => {
            let [left, right] = [&it.lhs_expr, &it.rhs_expr].map(of_other);
            format!("({left}{}{right})", it.operator.value())
        }
        It::Conditional(it) => {
            let [condition, then, otherwise] =
                [&it.cond_expr, &it.true_expr, &it.false_expr].map(of_other);
            format!("({condition}?{then}:{otherwise})")
        }
    }
}

fn of_template(template: &Template) -> String {
    all_elements(template.iter())
}

fn all_elements<'e>(elements: impl Iterator<Item = &'e Element>) -> String {
    let shapes = elements.map(|element| match element {
        Element::Literal(literal) => text(literal.value()),
        Element::Interpolation(it) => format!("${{{}}}", of_other(&it.expr)),
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(it) => {
                let otherwise = it.else_expr.as_ref().map(|it| of_template(&it.template));
                let otherwise = otherwise.unwrap_or_default();
                let condition = of_other(&it.if_expr.cond_expr);
                format!("%if({condition}|{}|{otherwise})", of_template(&it.if_expr.template))
            }
            Directive::For(it) => {
                let head = &it.for_expr;
                let key = head.key_var.as_ref().map(|name| name.as_str()).unwrap_or_default();
                let collection = of_other(&head.collection_expr);
                let body = of_template(&head.template);
                format!("%for({key},{} {collection}|{body})", head.value_var.as_str())
            }
        },
    });
    shapes.collect()
}

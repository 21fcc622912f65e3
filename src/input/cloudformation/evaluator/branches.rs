//! `If`: one of two values, or both where its condition stays unknown.

use super::super::function::Call;
use super::super::placeholders::{describe, is_structure, of_if, parameters_in};
use super::Evaluator;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::input::unit_fault::TemplateFault;
use crate::syntax::{Node, Value};

impl<'t> Evaluator<'_, 't> {
    pub(super) fn choose(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let [condition, yes, no] = call.items() else { return Some(self.anything(call)) };
        let Some(name) = condition.as_str() else { return Some(self.anything(call)) };
        if !self.template.conditions.contains_key(name) && !self.template.may_have_more {
            let name = name.to_owned();
            self.report(TemplateFault::UnknownCondition { name }.at(condition.span));
        }
        match self.holds(name) {
            Truth::True => self.resolve(yes),
            Truth::False => self.resolve(no),
            Truth::Unknown => {
                self.state.borrow_mut().unsure += 1;
                let (yes, no) = (self.resolve(yes), self.resolve(no));
                self.state.borrow_mut().unsure -= 1;
                either(call, name, yes, no.as_ref())
            }
        }
    }
}

/// What both branches agree on, else a placeholder. Its text contains both, so that its kind can be determined;
/// what may be nothing, an array or an object is a placeholder for any value.
fn either<'t>(
    call: Call<'t, 't>,
    name: &str,
    yes: Option<Node<'t>>,
    no: Option<&Node<'t>>,
) -> Option<Node<'t>> {
    let (one, other) = (yes.as_ref().map(describe), no.map(describe));
    if one == other {
        return yes;
    }
    let branches = [yes.as_ref(), no];
    let is_text = branches.iter().all(|it| it.is_some_and(|it| !is_structure(it)));
    let is_long = branches.into_iter().flatten().any(is_structure);
    let shown = |it: Option<String>| it.unwrap_or_else(|| "nothing".to_owned());
    let written = format!("{}, {}", shown(one), shown(other));
    let parameters = parameters_in(branches.into_iter().flatten());
    let placeholder = of_if(name, &written, parameters, is_long);
    let value = if is_text {
        Value::Text(Text::placeholder(placeholder))
    } else {
        Value::Placeholder(placeholder)
    };
    Some(Node { span: call.span, value })
}

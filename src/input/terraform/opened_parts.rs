//! The default of a variable of which a part is something else: that part is open, and the others are as they are.

use super::evaluator::ModuleEvaluator;
use super::open::{self, is_rest};
use super::types::VariableType;
use crate::base::text::{ParameterPart, Placeholder};
use crate::syntax::{Entry, Node, Value};
use std::borrow::Cow;

/// What a value is declared as, if it is.
type Declared<'v, 't> = Option<&'v VariableType<'t>>;

impl<'t> ModuleEvaluator<'_, 't> {
    /// Leaves a part of a value open, which `whole` stands for.
    pub(super) fn open_part(
        &self,
        value: &mut Node<'t>,
        of: Declared<'_, 't>,
        part: &ParameterPart,
        whole: Placeholder<'t>,
    ) {
        let Some((step, after)) = part.steps.split_first() else {
            value.value = Value::Placeholder(whole);
            return;
        };
        let rest = ParameterPart { steps: after.to_vec(), ..part.clone() };
        let own = open::part_of(&whole, step, &ParameterPart::whole("").part(step).name());
        match &mut value.value {
            // What another answer has left open already.
            Value::Placeholder(_) => {}
            Value::Map(_) => self.open_member(value, of, (step, &rest, own), whole),
            Value::List(items) => {
                let known = items.iter().take_while(|it| !is_rest(it)).count();
                let at = step.parse().ok().filter(|at| part.is_there && *at < known);
                match at.and_then(|at: usize| items.get_mut(at)) {
                    Some(item) => self.open_part(item, of.and_then(|it| it.item()), &rest, own),
                    None => value.value = Value::Placeholder(whole),
                }
            }
            // It has no parts: another one has.
            _ => value.value = Value::Placeholder(whole),
        }
    }

    /// Leaves a part of a member of an object open. Where it is not certain that the part is there, the member may not
    /// be there either, unless all objects of the type have it.
    fn open_member(
        &self,
        value: &mut Node<'t>,
        of: Declared<'_, 't>,
        (name, rest, own): (&str, &ParameterPart, Placeholder<'t>),
        whole: Placeholder<'t>,
    ) {
        let span = value.span;
        let Value::Map(map) = &mut value.value else { return };
        let of = of.and_then(|it| it.attribute(name));
        match map.entries.iter_mut().find(|it| it.key == name) {
            Some(entry) if rest.is_there => self.open_part(&mut entry.value, of, rest, own),
            Some(entry) if of.is_some() => entry.value.value = Value::Placeholder(own),
            None if rest.is_there => {
                let value = Node { span, value: Value::Placeholder(own) };
                let key = Cow::Owned(name.to_owned());
                map.entries.push(Entry { key, key_span: span, value });
            }
            _ => {
                let because = Node { span, value: Value::Placeholder(whole) };
                let is_other = map.open.is_some_and(|it| it != span);
                if is_other || !self.remember_possible_member(span, &because, name) {
                    *value = because;
                    return;
                }
                map.entries.retain(|it| it.key != name);
                map.open = Some(span);
            }
        }
    }
}

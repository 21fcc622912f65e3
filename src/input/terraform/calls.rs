//! The modules that modules call, each as often as it is made, and what a reference to one leads to.

use super::configuration::DEEPEST_CALL;
use super::evaluator::ModuleEvaluator;
use super::module::ModuleCall;
use super::repetitions::{MOST_INSTANCES, together};
use super::scope::{ExpressionScope, ModuleCaller, ModuleInstance, Repetition};
use crate::base::sorting::sort_by;
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::syntax::hcl::{PathStep, PathStepKind};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;
use std::rc::Rc;

impl<'t> ModuleEvaluator<'_, 't> {
    /// All modules of this combination: the root, and those that it calls, each as often as it is made.
    pub(super) fn modules(&self) -> Rc<[Rc<ModuleInstance<'t>>]> {
        self.remembered_modules(|| self.found_modules())
    }

    fn found_modules(&self) -> Vec<Rc<ModuleInstance<'t>>> {
        let mut all = vec![Rc::clone(&self.root)];
        let mut next = 0;
        while let Some(module) = all.get(next).cloned() {
            next += 1;
            let Some(own) = self.configuration.module(&module.folder) else { continue };
            for call in &own.calls {
                all.extend(self.called(&module, call).iter().cloned());
            }
            if all.len() > MOST_INSTANCES * 4 {
                break;
            }
        }
        all
    }

    /// The instances of a module that another one calls; none where its source is not in the repository.
    pub(super) fn called(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        call: &ModuleCall<'t>,
    ) -> Rc<[Rc<ModuleInstance<'t>>]> {
        self.remembered_instances(module, call.name, || {
            let Some(folder) = self.configuration.called_folder(&module.folder, call) else {
                return Vec::new();
            };
            if leads_back(module, &folder) {
                return Vec::new();
            }
            let made = self.repetitions(&call.body, ExpressionScope::of(module)).into_iter();
            let instance = |(repetition, is_created): (Option<Repetition<'t>>, Truth)| {
                let index = repetition.as_ref().map(Repetition::index).unwrap_or_default();
                let body = call.body.clone();
                Rc::new(ModuleInstance {
                    id: self.next_instance(),
                    address: format!("{}module.{}{index}.", module.address, call.name),
                    folder: folder.clone(),
                    is_created: module.is_created.and(is_created),
                    caller: Some(ModuleCaller { module: Rc::clone(module), body, repetition }),
                })
            };
            made.map(instance).collect()
        })
    }

    /// What `module.NAME` and the steps after it stand for.
    pub(super) fn module_path(
        &self,
        name: &str,
        steps: &[PathStep<'t>],
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let own = self.configuration.module(&scope.module.folder);
        let call = own.and_then(|it| it.call(name));
        let instances = call.map(|call| (call, self.called(scope.module, call)));
        if let Some((_, instances)) = &instances
            && let [only] = instances.as_ref()
            && only.caller.as_ref().is_some_and(|it| it.repetition.is_none())
            && let Some((PathStep { kind: PathStepKind::Attribute(name), .. }, rest)) =
                steps.split_first()
            && let Some(value) = self.output(only, name)
        {
            return self.steps_from(&value, rest, span, scope);
        }
        let folder = call.and_then(|it| self.configuration.called_folder(&scope.module.folder, it));
        let is_made = folder.as_ref().is_some_and(|it| !leads_back(scope.module, it));
        let value = match instances {
            Some((_, instances)) if !instances.is_empty() => self.outputs(&instances, span),
            Some(_) if is_made => Node { span, value: Value::List(Vec::new()) },
            other => {
                match other {
                    Some(_) if folder.is_some() => self.cut(),
                    Some((call, _)) => self.note_unread(call),
                    None => {}
                }
                let open = scope.module.reference(&format!("module.{name}"));
                Node { span, value: Value::Placeholder(open) }
            }
        };
        self.steps(value, steps, span, scope)
    }

    /// The outputs of the instances of a module: an object, or one for each.
    fn outputs(&self, instances: &[Rc<ModuleInstance<'t>>], span: Span) -> Node<'t> {
        let of = |module: &Rc<ModuleInstance<'t>>| {
            let outputs = self.configuration.module(&module.folder).map(|it| &it.outputs);
            let names = outputs.into_iter().flat_map(|it| it.keys());
            let entry = |name: &&'t str| {
                let value = self.copied(&*self.output(module, name)?)?;
                Some(Entry { key: Cow::Borrowed(*name), key_span: span, value })
            };
            let mut entries: Vec<_> = names.filter_map(entry).collect();
            sort_by(&mut entries, |one, other| one.key.cmp(&other.key));
            Node { span, value: Value::Map(Map { entries, open: None }) }
        };
        let each = instances.iter().map(|it| {
            let repetition = it.caller.as_ref().and_then(|it| it.repetition.as_ref());
            (repetition, of(it))
        });
        together(each, span)
    }
}

/// Whether a call of the module in a folder goes in a circle, or too deep.
fn leads_back(module: &Rc<ModuleInstance<'_>>, folder: &str) -> bool {
    let callers = std::iter::successors(Some(module), |it| Some(&it.caller.as_ref()?.module));
    callers.clone().count() > DEEPEST_CALL || callers.into_iter().any(|it| it.folder == folder)
}

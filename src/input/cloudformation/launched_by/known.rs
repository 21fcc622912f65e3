//! What state machines and inputs of calls launch, kept: it is read once for all combinations of conditions that settle
//! the same for it, and for all task definitions.

use super::sites::{LaunchSite, TaskLaunch};
use crate::base::maps::{HashMap, HashSet};
use crate::base::sorting::sort;
use crate::input::cloudformation::evaluator::Evaluator;
use crate::input::cloudformation::function::{Call, Name};
use crate::input::cloudformation::launched_by::names_in;
use crate::input::cloudformation::parameter::PSEUDO;
use crate::input::cloudformation::task::holder;
use crate::input::cloudformation::template::Template;
use crate::syntax::{Aliases, Node};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What the places of a template launch, as far as it was asked for.
#[derive(Debug, Default)]
pub(super) struct KnownLaunches<'t> {
    by_site: RefCell<HashMap<(usize, String), Rc<SiteLaunches<'t>>>>,
    /// What each place depends on.
    uses: RefCell<HashMap<usize, Rc<Dependence<'t>>>>,
}

/// What a place launches.
#[derive(Debug)]
struct SiteLaunches<'t> {
    launches: Rc<[TaskLaunch<'t>]>,
    /// The parameters whose defaults it rests on.
    defaults: BTreeSet<&'t str>,
}

/// What the values of a place depend on.
#[derive(Debug, Default)]
struct Dependence<'t> {
    conditions: Vec<&'t str>,
    /// Whatever else it refers to.
    names: Vec<&'t str>,
}

impl<'t> KnownLaunches<'t> {
    /// What a place launches in one combination of conditions.
    pub(super) fn of(
        &self,
        site: &LaunchSite<'t>,
        evaluator: &Evaluator<'_, 't>,
    ) -> Rc<[TaskLaunch<'t>]> {
        if site.is_plain() {
            return site.launches(evaluator).into();
        }
        let known = self.uses.borrow().get(&site.id()).cloned();
        let depends = known.unwrap_or_else(|| {
            let depends = Rc::new(Dependence::of(site, evaluator.template));
            self.uses.borrow_mut().insert(site.id(), Rc::clone(&depends));
            depends
        });
        let key = (site.id(), evaluator.settles(&depends.conditions, &depends.names));
        let known = self.by_site.borrow().get(&key).cloned();
        let found = known.unwrap_or_else(|| {
            let apart = evaluator.apart();
            let launches = site.launches(&apart).into();
            let (_, defaults) = apart.finish();
            let found = Rc::new(SiteLaunches { launches, defaults });
            self.by_site.borrow_mut().insert(key, Rc::clone(&found));
            found
        });
        evaluator.rest_on(&found.defaults);
        Rc::clone(&found.launches)
    }
}

impl<'t> Dependence<'t> {
    /// The names in a place, and in the resources that it refers to. Of a task definition only that it is one counts.
    fn of(site: &LaunchSite<'t>, template: &Template<'t>) -> Self {
        let mut found = Self { conditions: Vec::new(), names: PSEUDO.to_vec() };
        let mut seen = HashSet::default();
        let mut waiting: Vec<&'t Node<'t>> = site.read_nodes().collect();
        while let Some(node) = waiting.pop() {
            for call in node.walk(Aliases::Followed).filter_map(Call::read) {
                let condition = call.items().first().filter(|_| call.name == Name::If);
                found.conditions.extend(condition.and_then(|it| it.as_str()));
            }
            let mut names = Vec::new();
            names_in(node, &mut names);
            for name in names.into_iter().filter(|name| seen.insert(*name)) {
                match template.resource(name) {
                    Some(resource) if holder(resource).is_none() => {
                        waiting.extend(resource.properties());
                    }
                    Some(_) => {}
                    None => found.names.push(name),
                }
            }
        }
        sort(&mut found.conditions);
        found.conditions.dedup();
        found
    }
}

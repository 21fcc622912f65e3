//! One rule × one place → a match: whether it is certain, where, and its requirement for each launch type.

use super::Question;
use crate::aws::deployment::Deployment;
use crate::aws::launch_type::LaunchType;
use crate::base::sorting::sort_by_key;
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind, Spelling, Text};
use crate::base::truth::Truth;
use crate::input::TaskDefinition;
use crate::input::context::UnitService;
use crate::input::holder::TaskHolder;
use crate::rules::index::{PathNode, RuleAtPath};
use crate::rules::path::{Path, Scope};
use crate::rules::value::{Given, ReadValue, RuleValues, Site, Test, text_of};
use crate::rules::{KnownReadings, RoleKind, RoleRequirement, Rule, RuleLabel, Rules};
use crate::syntax::Node;
use std::borrow::Cow;
use std::rc::Rc;

/// A place of which a rule holds, or may hold.
#[derive(Clone, Debug)]
pub struct Match<'t> {
    /// The rule.
    pub rule: &'t Rule,
    /// `True` or `Unknown`.
    pub truth: Truth,
    /// What is shown: the value that the rule is about.
    pub span: Span,
    /// What the place is called: the key that leads to it.
    pub key: Option<&'t str>,
    /// The container definition or volume that it is in.
    pub item: Option<&'t Node<'t>>,
    /// What the rule read there.
    pub values: RuleValues<'t>,
    /// The placeholders that leave the match undecided, each text once.
    pub unresolved: Vec<Placeholder<'t>>,
    /// The value of the rule's switch.
    pub assumed: Option<&'t str>,
    /// Where the task runs.
    task: Rc<Deployment<'t>>,
    outcomes: [RuleOutcome; LaunchType::COUNT],
}

/// What a rule may say for a launch type: one cell, or several where a placeholder decides between them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleOutcome {
    /// One bit for each cell.
    cells: u8,
}

/// What a match means for the verdict on one launch type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RuleEffect {
    Nothing,
    Depends,
    Required,
}

impl RuleOutcome {
    /// What asks for most comes first.
    const BY_STRENGTH: [RoleRequirement; 6] = [
        RoleRequirement::Required,
        RoleRequirement::RequiredUnlessInstanceRole,
        RoleRequirement::Unknown,
        RoleRequirement::InstanceRole,
        RoleRequirement::NotNeeded,
        RoleRequirement::Unsupported,
    ];

    /// The one cell, where no placeholder decides.
    pub fn certain(self) -> Option<RoleRequirement> {
        self.strongest().filter(|_| self.cells.is_power_of_two())
    }

    /// The cell that asks for most: what a report names.
    pub fn strongest(self) -> Option<RoleRequirement> {
        self.possible().next()
    }

    /// Whether it can be this cell.
    pub fn may_be(self, cell: RoleRequirement) -> bool {
        self.cells & Self::bit(cell) != 0
    }

    fn possible(self) -> impl Iterator<Item = RoleRequirement> {
        Self::BY_STRENGTH.into_iter().filter(move |cell| self.may_be(*cell))
    }

    fn add(&mut self, cell: RoleRequirement) {
        self.cells |= Self::bit(cell);
    }

    fn bit(cell: RoleRequirement) -> u8 {
        1 << cell as u8
    }

    fn effect(self, truth: Truth) -> RuleEffect {
        let mut effects = self.possible().map(|cell| match cell {
            RoleRequirement::Required => RuleEffect::Required,
            RoleRequirement::RequiredUnlessInstanceRole | RoleRequirement::Unknown => {
                RuleEffect::Depends
            }
            RoleRequirement::InstanceRole
            | RoleRequirement::NotNeeded
            | RoleRequirement::Unsupported => RuleEffect::Nothing,
        });
        let Some(first) = effects.next() else { return RuleEffect::Nothing };
        let (mut least, mut most) = (first, first);
        for effect in effects {
            least = least.min(effect);
            most = most.max(effect);
        }
        if truth != Truth::True {
            least = RuleEffect::Nothing;
        }
        if least == most { most } else { RuleEffect::Depends }
    }
}

impl<'t> Match<'t> {
    /// What the rule says for a launch type.
    pub fn outcome(&self, launch_type: LaunchType) -> RuleOutcome {
        self.outcomes.get(launch_type as usize).copied().unwrap_or_default()
    }

    /// The placeholders that leave it undecided, for people.
    pub fn unresolved_shown(&self) -> String {
        let shown: Vec<_> = self.unresolved.iter().map(Placeholder::shown).collect();
        shown.join(", ")
    }

    /// What it is called at its place, by its rule's `label`; none if the rule has none that fits.
    pub fn label(&self) -> Option<&'t RuleLabel> {
        let rule: &'t Rule = self.rule;
        rule.label.iter().find(|label| self.all_hold(&label.when) == Truth::True)
    }

    /// The same as words: the rule's title where it has no label.
    pub fn called(&self) -> &'t str {
        self.label().map_or(&self.rule.title, |label| &label.say)
    }

    /// Whether it counts for the verdict: matches for other roles do not.
    pub fn is_about_execution_role(&self) -> bool {
        self.rule.role == RoleKind::Execution
    }

    /// What it means for the verdict on a launch type.
    pub(super) fn effect(&self, launch_type: LaunchType) -> RuleEffect {
        if self.is_about_execution_role() {
            self.outcome(launch_type).effect(self.truth)
        } else {
            RuleEffect::Nothing
        }
    }

    /// Whether the feature does not exist on a launch type.
    pub fn is_unsupported(&self, launch_type: LaunchType) -> Truth {
        let outcome = self.outcome(launch_type);
        match outcome.certain() {
            Some(RoleRequirement::Unsupported) => self.truth,
            _ => Truth::possible(outcome.may_be(RoleRequirement::Unsupported)),
        }
    }

    /// Whether a placeholder of the file leaves it open, and not only a key that a bare array of container definitions
    /// has no place for, that a syntax error may hide, or that is in a task definition which only a run names.
    pub(super) fn has_written_placeholder(&self) -> bool {
        let is_missing = |kind| {
            matches!(
                kind,
                PlaceholderKind::MissingKey
                    | PlaceholderKind::Lost
                    | PlaceholderKind::TaskDefinition
            )
        };
        self.unresolved.iter().any(|it| !is_missing(it.kind()))
    }

    /// Whether all of `tests` hold for what was read here.
    pub fn all_hold(&self, tests: &[Test]) -> Truth {
        self.values.all_hold(tests, given(self.assumed, &self.task))
    }

    /// Whether one of `tests` holds for what was read here.
    pub fn any_holds(&self, tests: &[Test]) -> Truth {
        Truth::any(tests.iter().map(|test| self.all_hold(std::slice::from_ref(test))))
    }

    /// Whether certainly none of `tests` holds for what was read here.
    pub fn none_holds(&self, tests: &[Test]) -> bool {
        self.any_holds(tests) == Truth::False
    }

    /// The name of the container or volume, where it has one.
    pub fn item_name(&self) -> Option<&'t str> {
        self.item?.get("name")?.as_str()
    }

    /// Whether the place is in a container definition.
    pub fn is_in_container(&self) -> bool {
        self.rule.each.iter().any(|path| path.to_field().starts_with("containerDefinitions"))
    }
}

/// What tests may name besides the values of their place.
fn given<'a>(assumed: Option<&'a str>, task: &'a Deployment<'_>) -> Given<'a> {
    Given { assumed, account: task.account.as_ref(), log_groups: &task.log_groups }
}

/// Every match of every rule, by place, then by rule.
pub(super) fn match_all<'t>(
    definition: &'t TaskDefinition<'t>,
    rules: &'t Rules,
    question: &'t Question,
    task: &Rc<Deployment<'t>>,
    known: Option<&Rc<KnownReadings<'t>>>,
) -> Vec<Rc<Match<'t>>> {
    let root = definition.root.as_ref();
    let mut matcher = Matcher { rules, question, task: Rc::clone(task), found: Vec::new() };
    let mut ask = |root: &'t Node<'t>, path: &'t PathNode, scope: Scope<'t>| {
        let site = Rc::new(Site::new(root, scope, &path.reads, known.cloned()));
        path.rules.iter().for_each(|it| matcher.ask(it, scope, &site));
    };
    rules.index().walk(root, &mut |path, scope| ask(root, path, scope));
    if definition.context.holder == TaskHolder::BatchJob {
        rules.index().walk_job(root, &mut |path, scope| ask(root, path, scope));
    }
    for UnitService { root, is_created } in &definition.context.services {
        rules.index().walk_service(root, *is_created, &mut |path, scope| ask(root, path, scope));
    }
    sort_by_key(&mut matcher.found, |(order, _)| *order);
    matcher.found.into_iter().map(|(_, found)| found).collect()
}

/// One task definition, checked against all rules.
struct Matcher<'t> {
    rules: &'t Rules,
    question: &'t Question,
    task: Rc<Deployment<'t>>,
    found: Vec<(EffectOrder, Rc<Match<'t>>)>,
}

/// Where a match is among the others: its place, its rule, the value of the switch, the path.
type EffectOrder = (Span, usize, usize, usize);

impl<'t> Matcher<'t> {
    fn ask(&mut self, at: &'t RuleAtPath, scope: Scope<'t>, site: &Rc<Site<'t>>) {
        let Some(rule) = self.rules.get(at.rule) else { return };
        if !rule.held_on(self.question.as_of) {
            return;
        }
        let values = RuleValues::new(Rc::clone(site), &at.reads);
        match &rule.assume {
            None => self.hold(at, rule, scope, values, None, 0),
            Some(switch) => {
                let on = self.question.assume.iter().filter(|(name, _)| *name == switch.name);
                for (index, (_, value)) in on.enumerate() {
                    self.hold(at, rule, scope, values.clone(), value.as_deref(), index);
                }
            }
        }
    }

    fn hold(
        &mut self,
        at: &RuleAtPath,
        rule: &'t Rule,
        scope: Scope<'t>,
        values: RuleValues<'t>,
        assumed: Option<&'t str>,
        assumption: usize,
    ) {
        let truth = scope.reached.and(values.all_hold(&rule.when, given(assumed, &self.task)));
        if truth == Truth::False {
            return;
        }
        let shown = rule.at.and_then(|index| values.get(index)).and_then(ReadValue::span);
        // Where the rule shows a value of the place, that is what the match is called by.
        let key = rule.at.and_then(|index| rule.read.get(index)?.path.last_key());
        let mut found = Match {
            rule,
            truth,
            span: shown.unwrap_or_else(|| scope.node.resolved().span),
            key: key.or_else(|| rule.each.get(at.path)?.last_key()),
            item: scope.item,
            unresolved: Vec::new(),
            values,
            assumed,
            task: Rc::clone(&self.task),
            outcomes: Default::default(),
        };
        found.outcomes =
            LaunchType::ALL.map(|launch_type| outcome(&found, launch_type, self.question));
        if truth == Truth::Unknown {
            let first_key = rule.each.first().and_then(Path::first_key);
            found.unresolved = unresolved(rule, &found.values, scope, first_key);
        }
        self.found.push(((found.span, at.rule, assumption, at.path), Rc::new(found)));
    }
}

/// Goes through the cells until one certainly holds; those that may hold before it are possible too.
fn outcome(found: &Match<'_>, launch_type: LaunchType, question: &Question) -> RuleOutcome {
    let mut possible = RuleOutcome::default();
    for cell in found.rule.cells(launch_type) {
        let switched_on = cell
            .assume
            .as_ref()
            .is_none_or(|switch| question.assume.iter().any(|(name, _)| name == switch));
        if !switched_on || !cell.held_on(question.as_of) {
            continue;
        }
        let holds = found.all_hold(&cell.when);
        if holds != Truth::False {
            possible.add(cell.is);
        }
        if holds == Truth::True {
            break;
        }
    }
    possible
}

/// The placeholders of the values that leave the rule's tests open.
fn unresolved<'t>(
    rule: &Rule,
    values: &RuleValues<'t>,
    scope: Scope<'t>,
    key: Option<&'t str>,
) -> Vec<Placeholder<'t>> {
    let mut found: Vec<Placeholder<'t>> = Vec::new();
    let open = rule.when.iter().filter_map(|test| values.get(test.value));
    for placeholder in open.flat_map(ReadValue::placeholders) {
        if !found.iter().any(|it| it.shown() == placeholder.shown()) {
            found.push(placeholder);
        }
    }
    if found.is_empty() && scope.reached != Truth::True {
        let hiding = text_of(scope.node, Spelling::Anywhere);
        found.extend(hiding.iter().flat_map(Text::placeholders).cloned());
    }
    if found.is_empty() {
        // What the file has no place for: `volumes` in a bare array of container definitions.
        let missing = |key: &'t str| {
            Placeholder::new(PlaceholderKind::MissingKey, Cow::Borrowed(key), Cow::Borrowed(key))
        };
        found.extend(key.map(missing));
    }
    found
}

//! A template's values as they are under one combination of its conditions.

use super::attributes;
use super::function::{Call, Name, Part, parts};
use super::given::Given;
use super::mapping;
use super::parameter::{PSEUDO, scalar};
use super::template::{Resource, Template};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Value};
use crate::text::{Hole, Text};
use crate::truth::Truth;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// How deep functions may lead to other functions: what goes deeper goes in circles, or may as well.
const MAX_DEPTH: usize = 64;

/// What a combination settles.
#[derive(Clone, Debug, Default)]
pub(super) struct Settled<'t> {
    /// The conditions.
    pub(super) conditions: HashMap<&'t str, Truth>,
    /// The parameters whose value follows from them.
    pub(super) values: HashMap<&'t str, Cow<'t, str>>,
    /// The parameters whose default is none of the values that this combination leaves them.
    pub(super) without_default: BTreeSet<&'t str>,
}

/// A template under one combination.
pub(super) struct World<'a, 't> {
    pub(super) template: &'a Template<'t>,
    pub(super) given: &'a Given,
    settled: &'a Settled<'t>,
    /// Conditions are judged whatever the defaults are.
    ignores_defaults: bool,
    state: RefCell<State<'t>>,
}

#[derive(Default)]
struct State<'t> {
    problems: Vec<Problem>,
    defaults: BTreeSet<&'t str>,
    /// The resources whose names are being made.
    active: Vec<&'t str>,
    names: HashMap<(&'t str, &'static str), Text<'t>>,
    depth: usize,
}

impl<'a, 't> World<'a, 't> {
    pub(super) fn new(
        template: &'a Template<'t>,
        given: &'a Given,
        settled: &'a Settled<'t>,
    ) -> Self {
        let state = RefCell::default();
        Self { template, given, settled, ignores_defaults: false, state }
    }

    /// The same, for what conditions are made of.
    pub(super) fn of_conditions(
        template: &'a Template<'t>,
        given: &'a Given,
        settled: &'a Settled<'t>,
    ) -> Self {
        Self { ignores_defaults: true, ..Self::new(template, given, settled) }
    }

    /// What is wrong with what was resolved, and the parameters whose defaults were used.
    pub(super) fn finish(self) -> (Vec<Problem>, BTreeSet<&'t str>) {
        let state = self.state.into_inner();
        (state.problems, state.defaults)
    }

    /// Whether a condition holds.
    pub(super) fn holds(&self, condition: &str) -> Truth {
        self.settled.conditions.get(condition).copied().unwrap_or(Truth::Unknown)
    }

    /// Whether a resource is made.
    pub(super) fn is_made(&self, resource: &Resource<'t>) -> Truth {
        match resource.condition.map(Node::as_str) {
            None => Truth::True,
            Some(Some(name)) => self.holds(name),
            Some(None) => Truth::Unknown,
        }
    }

    /// A value with its functions done, as far as they can be; none where it is `AWS::NoValue`.
    pub(super) fn resolve(&self, node: &'t Node<'t>) -> Option<Node<'t>> {
        if self.state.borrow().depth > MAX_DEPTH {
            return Some(self.open(node.span, "what goes in circles".to_owned()));
        }
        self.state.borrow_mut().depth += 1;
        let resolved = self.resolve_node(node);
        self.state.borrow_mut().depth -= 1;
        resolved
    }

    /// A value as text; none where it is `AWS::NoValue`, an array or an object.
    pub(super) fn text(&self, node: &'t Node<'t>) -> Option<Text<'t>> {
        as_text(&self.resolve(node)?)
    }

    /// A problem, once.
    pub(super) fn tell(&self, problem: Problem) {
        let problem = problem.in_document(self.template.document);
        let mut state = self.state.borrow_mut();
        if !state.problems.contains(&problem) {
            state.problems.push(problem);
        }
    }

    /// What `make` makes of a resource, kept; a hole where it leads back to itself.
    pub(super) fn named(
        &self,
        resource: &Resource<'t>,
        what: &'static str,
        make: impl FnOnce() -> Text<'t>,
    ) -> Text<'t> {
        let key = (resource.name, what);
        if let Some(known) = self.state.borrow().names.get(&key) {
            return known.clone();
        }
        if self.state.borrow().active.contains(&resource.name) {
            let message = format!("`{}` refers to itself, by way of its own name", resource.name);
            self.tell(Problem::error("circular-reference", resource.name_span, message));
            return hole(resource.name);
        }
        self.state.borrow_mut().active.push(resource.name);
        let made = make();
        let mut state = self.state.borrow_mut();
        state.active.pop();
        state.names.insert(key, made.clone());
        made
    }

    fn resolve_node(&self, node: &'t Node<'t>) -> Option<Node<'t>> {
        let node = node.resolved();
        let span = node.span;
        if let Some(call) = Call::read(node) {
            return self.call(call).map(plain);
        }
        let value = match &node.value {
            Value::List(items) => Value::List(self.list(items)),
            Value::Map(map) => Value::Map(self.map(map)),
            other => other.clone(),
        };
        Some(Node { span, value })
    }

    /// The items of a list. One that is a list by a function stays one item.
    fn list(&self, items: &'t [Node<'t>]) -> Vec<Node<'t>> {
        items.iter().filter_map(|item| self.resolve(item)).collect()
    }

    fn map(&self, map: &'t Map<'t>) -> Map<'t> {
        let mut resolved = Map { entries: Vec::with_capacity(map.entries.len()), open: map.open };
        self.add_entries(map, &mut resolved, 0);
        resolved
    }

    /// The entries of a map, its merge keys included: what is written itself comes last, so that it counts.
    fn add_entries(&self, map: &'t Map<'t>, resolved: &mut Map<'t>, depth: usize) {
        let (merges, own): (Vec<_>, Vec<_>) = map.entries.iter().partition(|it| it.is_merge());
        for merge in merges.iter().filter(|_| depth < 8) {
            let sources = merge.value.as_list().unwrap_or(std::slice::from_ref(&merge.value));
            let maps = sources.iter().rev().filter_map(Node::as_map);
            maps.for_each(|map| self.add_entries(map, resolved, depth + 1));
        }
        for entry in own {
            if entry.key.starts_with("Fn::") {
                // A macro adds what the text does not show.
                resolved.open = Some(entry.key_span);
                continue;
            }
            if let Some(value) = self.resolve(&entry.value) {
                let key = entry.key.clone();
                resolved.entries.push(Entry { key, key_span: entry.key_span, value });
            }
        }
    }

    fn call(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let span = call.span;
        let text = |text: Text<'t>| Some(Node { span, value: Value::Text(text) });
        match call.name {
            Name::Ref => self.reference_node(call),
            Name::GetAtt => text(self.get_att(call)),
            Name::Sub => text(self.sub(call)?),
            Name::If => self.choose(call),
            Name::Join => self.join(call),
            Name::Select => self.select(call),
            Name::Split => Some(self.split(call)),
            Name::FindInMap => self.find_in_map(call),
            Name::Base64 => Some(self.open_call(call)),
            Name::ImportValue | Name::Open => Some(self.open_call(call)),
            // What belongs in conditions only leaves its value open elsewhere.
            Name::Equals | Name::And | Name::Or | Name::Not | Name::Condition => {
                Some(self.open_call(call))
            }
        }
    }

    fn reference_node(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let Some(name) = call.argument.as_str() else {
            return Some(self.open_call(call));
        };
        let value = self.reference(name, call.span)?;
        Some(Node { span: call.span, value })
    }

    /// What `Ref` gives; none for `AWS::NoValue`.
    fn reference(&self, name: &'t str, span: Span) -> Option<Value<'t>> {
        if name == "AWS::NoValue" {
            return None;
        }
        if let Some(given) = self.given.pseudo(name) {
            return Some(Value::Text(given));
        }
        if PSEUDO.contains(&name) {
            return Some(Value::Text(hole(name)));
        }
        if let Some(value) = self.parameter(name) {
            return Some(value);
        }
        if let Some(resource) = self.template.resource(name) {
            return Some(Value::Text(attributes::reference(self, resource)));
        }
        self.tell_unknown(name, span);
        Some(Value::Text(hole(name)))
    }

    fn tell_unknown(&self, name: &str, span: Span) {
        if !self.template.has_transform {
            let message =
                format!("`{name}` is neither a parameter nor a resource of this template");
            self.tell(Problem::error("unknown-reference", span, message));
        }
    }

    fn parameter(&self, name: &'t str) -> Option<Value<'t>> {
        let (name, declared) = self.template.parameters.get_key_value(name)?;
        let literal = |value: Cow<'t, str>| {
            if declared.is_list {
                let items = value.split(',').map(|item| item.trim().to_owned());
                let span = declared.name_span;
                let node = |item| Node { span, value: Value::String(Cow::Owned(item)) };
                Value::List(items.map(node).collect())
            } else {
                Value::Text(Text::literal(value))
            }
        };
        if let Some(given) = self.given.variable(name) {
            return Some(literal(given));
        }
        if let Some(value) = self.settled.values.get(name) {
            return Some(literal(value.clone()));
        }
        if !self.ignores_defaults {
            if let Some(default) = &declared.default {
                if !self.settled.without_default.contains(name) {
                    self.state.borrow_mut().defaults.insert(name);
                    return Some(literal(default.clone()));
                }
            }
        }
        match declared.allowed.as_slice() {
            [only] => Some(literal(only.clone())),
            _ => Some(Value::Text(hole(*name))),
        }
    }

    fn get_att(&self, call: Call<'t, 't>) -> Text<'t> {
        let Some((name, node, attribute)) = call.attribute() else {
            return self.open_text(call);
        };
        let Some(resource) = self.template.resource(name) else {
            self.tell_unknown(name, call.span);
            let attribute = attribute.map_or_else(String::new, |it| format!(".{it}"));
            return hole(format!("{name}{attribute}"));
        };
        match attribute {
            Some(attribute) => attributes::attribute(self, resource, attribute),
            None => {
                let attribute = self.text(node).unwrap_or_default();
                hole(format!("{name}.{attribute}"))
            }
        }
    }

    fn sub(&self, call: Call<'t, 't>) -> Option<Text<'t>> {
        let (text, variables) = match call.items() {
            [text] => (text, None),
            [text, variables] => (text, variables.as_map()),
            _ => return Some(self.open_text(call)),
        };
        let Some(written) = text.as_str() else { return Some(self.open_text(call)) };
        let mut result = Text::default();
        for part in parts(written) {
            match part {
                Part::Literal(run) => result.push_literal(Cow::Owned(run.to_owned())),
                Part::Reference { name, .. } => {
                    let own = variables.and_then(|map| map.entry(name));
                    let value = match own {
                        Some(entry) => self.text(&entry.value).unwrap_or_default(),
                        None => self.sub_reference(name, text.span),
                    };
                    result.push_text(&value);
                }
                Part::Broken(run) => {
                    let message = format!("`{run}` names nothing that a Sub can put in");
                    self.tell(Problem::error("bad-sub", text.span, message));
                    result.push_text(&hole(run));
                }
            }
        }
        Some(result)
    }

    fn sub_reference(&self, name: &str, span: Span) -> Text<'t> {
        if let Some((resource, attribute)) = name.split_once('.') {
            if let Some(resource) = self.template.resource(resource) {
                return attributes::attribute(self, resource, attribute);
            }
            self.tell_unknown(resource, span);
            return hole(name);
        }
        let known = self.known_name(name);
        match known.and_then(|name| self.reference(name, span)) {
            Some(value) => as_text(&Node { span, value }).unwrap_or_else(|| hole(name)),
            None if known.is_some() => Text::default(),
            None => {
                self.tell_unknown(name, span);
                hole(name)
            }
        }
    }

    /// The same name as the template holds it: its text outlives what was cut out of a `Sub`.
    fn known_name(&self, name: &str) -> Option<&'t str> {
        let pseudo = PSEUDO.iter().find(|known| **known == name).copied();
        let parameter = || self.template.parameters.get_key_value(name).map(|(name, _)| *name);
        let resource = || self.template.resource(name).map(|it| it.name);
        pseudo.or_else(parameter).or_else(resource)
    }

    fn choose(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let [condition, yes, no] = call.items() else {
            return Some(self.open_call(call));
        };
        let Some(name) = condition.as_str() else { return Some(self.open_call(call)) };
        if !self.template.conditions.contains_key(name) {
            let message = format!("`{name}` is no condition of this template");
            self.tell(Problem::error("unknown-condition", condition.span, message));
        }
        match self.holds(name) {
            Truth::True => self.resolve(yes),
            Truth::False => self.resolve(no),
            Truth::Unknown => {
                let (yes, no) = (self.resolve(yes), self.resolve(no));
                let (one, other) = (yes.as_ref().map(describe), no.as_ref().map(describe));
                if one == other {
                    return yes;
                }
                let shown = |it: Option<String>| it.unwrap_or_else(|| "nothing".to_owned());
                let written = format!("If {name}, {}, {}", shown(one), shown(other));
                Some(self.open(call.span, written))
            }
        }
    }

    fn join(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let [delimiter, list] = call.items() else { return Some(self.open_call(call)) };
        let list = self.resolve(list)?;
        let (Some(delimiter), Some(items)) = (delimiter.as_str(), list.as_list()) else {
            return Some(self.open_call(call));
        };
        let mut text = Text::default();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                text.push_literal(Cow::Owned(delimiter.to_owned()));
            }
            text.push_text(&as_text(item).unwrap_or_else(|| hole(describe(item))));
        }
        Some(Node { span: call.span, value: Value::Text(text) })
    }

    fn select(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let [index, list] = call.items() else { return Some(self.open_call(call)) };
        let list = self.resolve(list)?;
        let index = self.text(index).and_then(|text| text.as_literal()?.parse::<usize>().ok());
        let found = index.zip(list.as_list()).map(|(index, items)| items.get(index));
        match found {
            Some(Some(item)) => Some(Node { span: call.span, value: item.value.clone() }),
            Some(None) => {
                let message = "the list has no item of that index";
                self.tell(Problem::error("bad-select", call.span, message));
                Some(self.open_call(call))
            }
            None => Some(self.open_call(call)),
        }
    }

    fn split(&self, call: Call<'t, 't>) -> Node<'t> {
        let [delimiter, text] = call.items() else { return self.open_call(call) };
        let (Some(delimiter), Some(text)) = (delimiter.as_str(), self.text(text)) else {
            return self.open_call(call);
        };
        let parts: Vec<_> = match (text.as_literal(), delimiter) {
            (_, "") => return self.open_call(call),
            (Some(whole), _) => {
                whole.split(delimiter).map(|part| Text::literal(part.to_owned())).collect()
            }
            // Any other hole may hold the delimiter too, and the parts after it are not certain.
            (None, ":") if text.holes().all(|hole| self.holds_no_colon(&hole.name)) => {
                text.split(':', usize::MAX)
            }
            _ => return self.open_call(call),
        };
        let item = |text: Text<'t>| Node { span: call.span, value: Value::Text(text) };
        Node { span: call.span, value: Value::List(parts.into_iter().map(item).collect()) }
    }

    /// Whether what a hole stands for has no colon: an account, a Region, or the name of a resource.
    fn holds_no_colon(&self, hole: &str) -> bool {
        let name = hole.strip_suffix(".Name").unwrap_or(hole);
        matches!(name, "AWS::Region" | "AWS::AccountId")
            || self.template.resource(name).is_some_and(attributes::is_known_by_name)
    }

    fn find_in_map(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let [map, top, second, rest @ ..] = call.items() else {
            return Some(self.open_call(call));
        };
        let (Some(name), Some(top), Some(second)) =
            (self.text(map), self.text(top), self.text(second))
        else {
            return Some(self.open_call(call));
        };
        let default = rest.first().and_then(|it| it.get("DefaultValue"));
        let Some(mapping) = name.as_literal().and_then(|name| self.template.mappings.get(name))
        else {
            if !name.has_holes() && default.is_none() {
                let message = format!("`{name}` is no mapping of this template");
                self.tell(Problem::error("unknown-mapping", map.span, message));
            }
            return Some(self.open_call(call));
        };
        if let (Some(top), Some(second)) = (top.as_literal(), second.as_literal()) {
            let found = mapping.get(top).and_then(|it| it.get(second));
            if let Some(found) = found {
                return self.resolve(found).map(|it| Node { span: call.span, ..it });
            }
            if let Some(default) = default {
                return self.resolve(default);
            }
            let message = format!("`{name}` has no `{second}` under `{top}`");
            self.tell(Problem::error("unknown-mapping", call.span, message));
            return Some(self.open_call(call));
        }
        Some(self.agreed(mapping, top.as_literal(), second.as_literal(), call))
    }

    /// What a mapping gives whatever the open key is, where all its values agree.
    fn agreed(
        &self,
        mapping: &'t Node<'t>,
        top: Option<&str>,
        second: Option<&str>,
        call: Call<'t, 't>,
    ) -> Node<'t> {
        let entries = mapping.as_map().map(|map| map.entries.as_slice()).unwrap_or_default();
        let rows = entries.iter().filter(|entry| top.is_none_or(|top| entry.key == top));
        let cells = rows.filter_map(|row| row.value.as_map()).flat_map(|row| &row.entries);
        let cells = cells.filter(|cell| second.is_none_or(|second| cell.key == second));
        let values: Option<Vec<_>> = cells.map(|cell| scalar(&cell.value)).collect();
        let values = values.unwrap_or_default();
        let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
        let open = self.open_text(call);
        let written = open.as_hole().map(|hole| hole.name.as_ref()).unwrap_or_default();
        let text = mapping::in_common(&values, written).unwrap_or_else(|| open.clone());
        Node { span: call.span, value: Value::Text(text) }
    }

    /// The hole that a call leaves. What is written alike gives the same value, so that it is told by what
    /// it is given.
    fn open_call(&self, call: Call<'t, 't>) -> Node<'t> {
        Node { span: call.span, value: Value::Text(self.open_text(call)) }
    }

    fn open_text(&self, call: Call<'t, 't>) -> Text<'t> {
        let arguments = self.resolve(call.argument);
        let arguments = arguments.as_ref().map(describe).unwrap_or_default();
        let is_macro = matches!(call.written, "Transform" | "ForEach");
        let at = if is_macro { format!(" at byte {}", call.span.start) } else { String::new() };
        written_hole(format!("{} {arguments}{at}", call.written))
    }

    fn open(&self, span: Span, written: String) -> Node<'t> {
        Node { span, value: Value::Text(written_hole(written)) }
    }
}

/// A hole for what a name stands for, written as a `Sub` has it.
pub(super) fn hole<'t>(name: impl Into<String>) -> Text<'t> {
    Text::hole(a_hole(name.into()))
}

/// A hole for a name that CloudFormation makes up: no other resource has it, and no text is it.
pub(super) fn made_up<'t>(name: impl Into<String>) -> Text<'t> {
    Text::hole(Hole { is_made_up: true, ..a_hole(name.into()) })
}

fn a_hole<'t>(name: String) -> Hole<'t> {
    Hole { written: Cow::Owned(format!("${{{name}}}")), name: Cow::Owned(name), is_made_up: false }
}

pub(super) fn written_hole<'t>(written: String) -> Text<'t> {
    Text::hole(Hole::named(&written))
}

/// Text without a hole is a string like any other.
fn plain(node: Node<'_>) -> Node<'_> {
    let value = match node.value {
        Value::Text(text) => match text.as_literal() {
            Some(literal) => Value::String(Cow::Owned(literal.to_owned())),
            None => Value::Text(text),
        },
        other => other,
    };
    Node { span: node.span, value }
}

/// A resolved value as text; none for arrays, objects and null.
pub(super) fn as_text<'t>(node: &Node<'t>) -> Option<Text<'t>> {
    match &node.value {
        Value::String(text) => Some(Text::literal(text.clone())),
        Value::Text(text) => Some(text.clone()),
        Value::Number(text) => Some(Text::literal(*text)),
        Value::Bool(value) => Some(Text::literal(if *value { "true" } else { "false" })),
        Value::Hole(hole) => Some(Text::hole(hole.clone())),
        _ => None,
    }
}

/// A resolved value in one line: two that are described alike are the same.
fn describe(node: &Node<'_>) -> String {
    match &node.value {
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(describe).collect();
            items.join(", ")
        }
        Value::Map(map) => {
            let entry = |it: &Entry<'_>| format!("{}: {}", it.key, describe(&it.value));
            let entries: Vec<_> = map.entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Null => "null".to_owned(),
        _ => as_text(node).map(|text| text.to_string()).unwrap_or_default(),
    }
}

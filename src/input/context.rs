//! What surrounds a task definition in its unit, independent of the format.
//!
//! A unit is whatever is deployed as one: a template, a module. Each format fills in what its units show.

use super::TaskDefinition;
use super::expressions::{Expressions, OwnArn};
use super::holder::TaskHolder;
use super::naming::Naming;
use super::schema::KeyDiagnostic;
use super::values::JudgedValues;
use crate::aws::deployment::Deployment;
use crate::aws::launch_type::LaunchType;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::syntax::Node;
use std::borrow::Cow;
use std::sync::Arc;

/// What is known of a task definition beside its own fields. The default is that of a file that contains nothing
/// else.
#[derive(Clone, Debug)]
pub struct TaskContext<'t> {
    /// Whose names the file uses for the fields.
    pub naming: Naming,
    /// What it is.
    pub holder: TaskHolder,
    /// What it was made of, where that has another shape: its keys and values are judged there.
    pub written: Option<Node<'t>>,
    /// Which of several tasks of the same name it is, for people.
    pub part: Option<String>,
    /// How the unit writes expressions; none if it has only the placeholders of whatever replaces its text.
    pub expressions: Option<Expressions>,
    /// The module that it is in: what is before the addresses there, nothing for the root module.
    pub module: String,
    /// Its family, where its name is something else.
    pub family: Option<String>,
    /// The path of the construct that generated it.
    pub construct: Option<&'t str>,
    /// Its keys in other spellings than those of its format.
    pub misnamed: Vec<KeyDiagnostic>,
    /// What is wrong with its keys and the types of its values.
    pub shape: Vec<KeyDiagnostic>,
    /// What its values are to the grammars of their fields.
    pub values: Arc<JudgedValues>,
    /// What the conditions and parameters of the unit are in this combination of them.
    pub facts: Vec<(&'t str, Fact<'t>)>,
    /// Whether the defaults of the parameters lead to this combination; unknown where one without a default
    /// decides.
    pub by_default: Truth,
    /// The parameters whose defaults were used.
    pub defaults: Vec<&'t str>,
    /// The same task definition as if these had none; nothing if no default was used.
    pub without_defaults: Option<Box<TaskDefinition<'t>>>,
    /// The parameters of the unit.
    pub parameters: Arc<[&'t str]>,
    /// The roles of the unit that trust ECS tasks, by their names in the unit.
    pub trusting_roles: Arc<[Cow<'t, str>]>,
    /// What launches it.
    pub launchers: Vec<Launcher>,
    /// The files whose runs of it count.
    pub run_by: Vec<String>,
    /// The execution role that these runs give it instead of its own.
    pub given_role: Option<Text<'static>>,
    /// The task definition that a run names and no file shows; empty where it names none.
    pub run_of: Option<String>,
    /// The services that it runs in, as far as rules read them.
    pub services: Vec<UnitService<'t>>,
    /// Its execution role, where the unit holds that.
    pub role: Option<Box<UnitRole<'t>>>,
    /// Why what it refers to as its execution role is no role, where the unit shows that.
    pub not_a_role: Option<&'static str>,
    /// Its execution role, where another file of the unit holds that: its number among those of the unit.
    pub shared_role: Option<usize>,
    /// The role of its containers, where the unit holds that: what ECS itself does is none of its affair.
    pub task_role: Option<Box<UnitRole<'t>>>,
    /// How the secrets, parameters and buckets of the unit are encrypted.
    pub encrypted: Arc<[Encrypted<'t>]>,
    /// Further ARNs that the unit has an expression for.
    pub own_arns: Arc<[(Text<'t>, OwnArn)]>,
    /// Where it is deployed, as far as the unit shows.
    pub deployment: Deployment<'t>,
    /// Where syntax errors of the file hide something.
    pub lost: &'t [Span],
}

/// What one combination says of a condition or a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<'t> {
    /// A condition holds, or does not.
    Holds(bool),
    /// A loop runs at least once, or does not.
    Runs(bool),
    /// A parameter has this value.
    Is(Cow<'t, str>),
}

/// A launch type that something of the unit runs a task definition on: a service, a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launcher {
    /// The launch type; none if a placeholder leaves it undecided.
    pub launch_type: Option<LaunchType>,
    /// Where the unit says so.
    pub span: Span,
    /// The word that says so, where it is that of no launch type.
    pub unknown_word: Option<String>,
}

impl Launcher {
    /// One whose word, if there is any, is that of a launch type.
    pub fn new(launch_type: Option<LaunchType>, span: Span) -> Self {
        Self { launch_type, span, unknown_word: None }
    }
}

/// A service of the unit that runs a task definition.
#[derive(Clone, Debug)]
pub struct UnitService<'t> {
    /// The service in the shape of the ECS API, with what rules read of it.
    pub root: Node<'t>,
    /// Whether it is created in this combination.
    pub is_created: Truth,
}

/// A role that the unit creates, with its expressions evaluated.
#[derive(Clone, Debug)]
pub struct UnitRole<'t> {
    /// What the unit calls it: in a template its logical ID, in a module its address.
    pub id: Cow<'t, str>,
    /// Where that stands.
    pub span: Span,
    /// Its name.
    pub name: Text<'t>,
    /// Its ARN.
    pub arn: Text<'t>,
    /// Who may assume it.
    pub trust: Option<Node<'t>>,
    /// Its policies.
    pub policies: Vec<UnitPolicy<'t>>,
    /// Its permissions boundary.
    pub boundary: Option<UnitPolicy<'t>>,
    /// Whether the unit sets its permissions boundary in any combination.
    pub states_boundary: bool,
    /// Whether it is created in this combination.
    pub is_created: Truth,
    /// Another path than its own in the ARN that the task definition sets.
    pub other_path: Option<OtherPath>,
    /// The partition where it is deployed, where something other than the usual decides that.
    pub partition: Option<String>,
}

/// An ARN that would be that of a role of the unit, had that the same path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPath {
    /// The path of the role: `/app/`.
    pub path: String,
    /// Where the unit sets it; where it sets the role, if that has none.
    pub span: Span,
}

/// A policy of such a role.
#[derive(Clone, Debug)]
pub struct UnitPolicy<'t> {
    /// Its name or ARN.
    pub name: String,
    /// Its ARN, where the role attaches it by that.
    pub arn: Option<Text<'t>>,
    /// Where the unit attaches or contains it.
    pub span: Span,
    /// Whether a parameter or another unit gives its ARN.
    pub is_given: bool,
    /// The policy document, where the unit holds it; else only the name or ARN is known.
    pub document: Option<Node<'t>>,
    /// Whether it is created in this combination.
    pub is_created: Truth,
}

/// How a secret, a parameter or a bucket of the unit is encrypted.
#[derive(Clone, Debug)]
pub struct Encrypted<'t> {
    /// Its ARN.
    pub resource: Text<'t>,
    /// The expression that gives this ARN in the unit, if there is one: `!Ref Secret`.
    pub expression: Option<OwnArn>,
    /// The key.
    pub key: KmsKey<'t>,
}

/// A key of KMS.
#[derive(Clone, Debug)]
pub enum KmsKey<'t> {
    /// None, or the service's own, which requires no permission.
    OfService,
    /// A customer managed key, by its ARN; with its policy where the unit creates it.
    CustomerManaged {
        /// Its ARN.
        arn: Text<'t>,
        /// Its policy.
        policy: Option<Node<'t>>,
    },
    /// A customer managed key that the unit does not show: it names an alias.
    ByAlias,
    /// What a placeholder hides.
    Unknown,
}

impl Default for TaskContext<'_> {
    fn default() -> Self {
        Self {
            naming: Naming::EcsApi,
            holder: TaskHolder::TaskDefinition,
            written: None,
            part: None,
            expressions: None,
            module: String::new(),
            family: None,
            construct: None,
            misnamed: Vec::new(),
            shape: Vec::new(),
            values: Arc::default(),
            facts: Vec::new(),
            // Without conditions there is but one combination.
            by_default: Truth::True,
            defaults: Vec::new(),
            without_defaults: None,
            parameters: Arc::default(),
            trusting_roles: Arc::default(),
            launchers: Vec::new(),
            run_by: Vec::new(),
            given_role: None,
            run_of: None,
            services: Vec::new(),
            role: None,
            not_a_role: None,
            shared_role: None,
            task_role: None,
            encrypted: Arc::default(),
            own_arns: Arc::default(),
            deployment: Deployment::default(),
            lost: &[],
        }
    }
}

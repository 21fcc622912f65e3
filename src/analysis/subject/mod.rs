//! Findings as data: the subject of every diagnostic of a report, and the notes at
//! their labels. `wording` turns them into sentences.

mod faults;
mod ignore;
mod input;
mod option;
mod permission;
mod policy;
mod role;
mod trust;

pub use faults::FileFault;
pub use ignore::{IgnoreFault, IgnoreReach, MetadataFault};
pub use option::{PassedOption, UnusedOption};
pub use permission::{
    GroupedAction, MissingPolicy, NearMissKind, PermissionFault, PermissionRemedy,
    PermissionSubject, PolicyName, PolicyOwner, StatementNote,
};
pub use policy::{PolicyLimit, PolicyNote, StandIn};
pub use role::{AddRole, DependsOn, OpenTerm, RoleFinding, Settle};
pub use trust::{TrustFault, TrustNote, TrustRemedy};

use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic;
use crate::base::version::Version;
use crate::iam::fault::PolicyFault;
use crate::iam::managed_arn::WrongManagedArn;
use crate::iam::role_files::{RoleFileFault, RoleNotGiven};
use crate::input::expressions::Expressions;
use crate::input::naming::Naming;
use crate::input::schema::KeySubject;
use crate::input::values::ValueSubject;
use crate::input::{AbsenceFault, TemplateFault};
use crate::rules::{RoleRequirement, RuleFault};
use crate::syntax::SyntaxFault;
use crate::syntax::object::DataFault;

/// Something to say about a file or one of its task definitions.
pub type Diagnostic = diagnostic::Diagnostic<Subject, Note>;

/// A place of such a diagnostic.
pub type Label = diagnostic::Label<Note>;

/// What a diagnostic is about, and what can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// What was found.
    pub what: What,
    /// The parameters of the template on whose defaults it rests.
    pub defaults: Vec<String>,
    /// How to fix it.
    pub remedy: Option<Remedy>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// About the execution role as it is stated.
    Role(RoleFinding),
    /// The role that is set is not created in this combination.
    RoleNotCreated {
        /// Its logical ID.
        logical_id: String,
    },
    /// The ARN that is set has another path than the role of this name that the unit creates.
    RoleOtherPath {
        /// Its logical ID.
        logical_id: String,
        /// Its path.
        path: String,
    },
    /// The files passed do not hold the role that is set: why not.
    RoleNotGiven(RoleNotGiven),
    /// A feature that a launch type does not have.
    Unsupported {
        /// The launch type.
        launch_type: LaunchType,
        /// The key that asks for it.
        key: Option<String>,
        /// The rule.
        rule: String,
        /// What the rule is about.
        title: String,
    },
    /// What a rule finds by itself.
    OfRule(RuleStatement),
    /// A feature that requires a newer container agent.
    AgentTooOld {
        /// The rule.
        rule: String,
        /// The minimum version.
        needed: Version,
        /// The version that was provided.
        agent: Version,
    },
    /// About a permission of a role that was provided.
    Permission(PermissionSubject),
    /// A permission of such a role that nothing uses.
    PermissionUnused {
        /// The action.
        action: String,
        /// The resources, as they are written.
        resource: String,
    },
    /// About whom such a role trusts.
    Trust(TrustFault),
    /// A policy document that breaks the grammar.
    PolicyGrammar {
        /// The policy.
        policy: PolicyName,
        /// What is wrong with it.
        fault: PolicyFault,
    },
    /// The ARN of a managed policy that cannot be attached.
    WrongManagedArn(WrongManagedArn),
    /// The policies that were not provided, and that the answer depends on.
    PolicyUnknown(Vec<MissingPolicy>),
    /// The permissions boundary that a parameter or another unit gives was not provided: its ARN.
    BoundaryUnknown(String),
    /// About a policy that is printed.
    Policy(PolicyNote),
    /// An option that matched nothing in any file of the run.
    UnusedOption(UnusedOption),
    /// What says that findings may stay, and does not work.
    Ignore(IgnoreFault),
    /// A file could not be read as text.
    File(FileFault),
    /// A text that is not JSON or YAML.
    Syntax(SyntaxFault),
    /// A file of a role that is provided cannot be used.
    RoleFile(RoleFileFault),
    /// A file of rules is not a rule.
    RuleFile(RuleFault),
    /// A key or a value of a configuration that does not belong there.
    Configuration(DataFault),
    /// A key or a value that the API does not have.
    Key(KeySubject),
    /// A value that cannot be that of its field.
    Value(ValueSubject),
    /// A value of another partition than most.
    OtherPartition {
        /// Its partition.
        odd: &'static str,
        /// That of most.
        most: &'static str,
    },
    /// A file that contains no task definition.
    Absence(AbsenceFault),
    /// Something off in a template.
    Template(TemplateFault),
}

/// A sentence of a rule file, and the values that are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleStatement {
    /// The sentence, with `{name}` and `{name.fault}`.
    pub sentence: String,
    /// Each name that the rule reads: as it is written, and what its reader has against it.
    pub values: Vec<(String, String, String)>,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Remedy {
    /// Set the execution role.
    AddRole {
        /// How.
        how: AddRole,
        /// Whether the other role, that of the containers, is set instead.
        task_role: Option<&'static str>,
        /// Whether it is set to nothing.
        is_empty: bool,
        /// How the format writes keys.
        naming: Naming,
    },
    /// Settle what leaves the verdict undecided.
    Settle(Settle),
    /// The role does no harm.
    RemoveUnlessUsed,
    /// Give the ARN of a role.
    GiveRoleArn,
    /// Create the role under the same condition.
    SameCondition,
    /// Pass the document of the permissions boundary.
    GiveBoundary,
    /// Attach the policy of this ARN.
    AttachPolicy(String),
    /// Refer to the role of the unit, rather than write its ARN.
    ReferToRole {
        /// Its logical ID.
        id: String,
        /// How the unit refers to it.
        expressions: Expressions,
    },
    /// Give what the AWS CLI prints about the role that is set.
    GiveNamedRole,
    /// Why a launch type does not have a feature, in the rule's words.
    OfRule(RuleStatement),
    /// Update the container agent.
    UpdateAgent(Version),
    /// Of a permission.
    Permission(PermissionRemedy),
    /// Take out what nothing uses.
    RemovePermission,
    /// Of a trust policy.
    Trust(TrustRemedy),
    /// Pass what these commands print.
    GiveOutputOf(Vec<String>),
}

/// What is noted at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// A requirement: what it is, and what it says for the launch types to check.
    Requirement {
        /// What it is: "private ECR image".
        what: String,
        /// What the role is for: "pull this private ECR image".
        to: String,
        /// The placeholders that decide whether it is one; none if it is certain.
        depends_on: Vec<OpenTerm>,
        /// What the rule says for each launch type; none if there is one launch type only.
        launch_types: Vec<(LaunchType, RoleRequirement)>,
        /// Whether more than one launch type is in question.
        is_choice: bool,
    },
    /// Any requirement: what the placeholder stands for may contain them.
    AnyRequirement {
        /// The placeholders.
        depends_on: Vec<OpenTerm>,
    },
    /// What uses a permission.
    NeededFor {
        /// What it is: "private ECR image".
        what: String,
        /// The placeholders that decide whether it is one; none if it is certain.
        depends_on: Vec<OpenTerm>,
    },
    /// What a rule is about.
    RuleTitle(String),
    /// The value is empty.
    Empty,
    /// The role is set here.
    RoleNamed,
    /// Why this is not a role.
    NotARole(String),
    /// Of this partition.
    Partition(&'static str),
    /// Of this partition.
    NamedPartition(String),
    /// Not on this launch type.
    NotOn(LaunchType),
    /// This names a role of the template.
    NamesRole,
    /// The path of a role.
    PathOfRole(String),
    /// This is created under a condition.
    UnderCondition,
    /// The role that is checked.
    Role,
    /// Here is what the message says.
    Here,
    /// About a statement of a policy.
    Statement(StatementNote),
    /// Nothing needs this.
    NotNeeded,
    /// About a trust policy.
    Trust(TrustNote),
}

impl Subject {
    /// What was found, with nothing to do about it.
    pub fn new(what: What) -> Self {
        Self { what, defaults: Vec::new(), remedy: None }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn with_remedy(self, remedy: Remedy) -> Self {
        Self { remedy: Some(remedy), ..self }
    }

    /// Whether two say the same, whatever is to be done about it.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.what == other.what && self.defaults == other.defaults
    }

    /// The action and the resource that it is about, where it is about a permission.
    pub fn permission(&self) -> Option<(&str, String)> {
        match &self.what {
            What::Permission(it) => Some((&it.actions.first()?.name, it.resource.to_string())),
            What::PermissionUnused { action, resource } => Some((action, resource.clone())),
            _ => None,
        }
    }
}

//! The built-in rules: `build.rs` decodes them and writes them as constants.

use super::cause::{Cause, CauseKind, CauseSide, Likelihood};
use super::data::{List, Str};
use super::index::{PathIndex, PathNode, RuleAtPath};
use super::path::{Path, Step};
use super::resource::{Reference, RegionTable, ResourcePiece, ResourceTemplate};
use super::rule::{
    Attribute, Certainty, Clue, ErrorText, Hint, MinimumVersions, Os, Permission, Phase,
    Requirement, RoleKind, RoleRequirement, Rule, RuleFinding, RuleLabel, Switch,
};
use super::value::{Read, Test};
use crate::aws::launch_type::LaunchType;
use crate::aws::readers::READERS;
use crate::base::date::Date;
use crate::base::diagnostic::Severity;
use crate::base::text::DeploymentPart;
use crate::base::version::Version;

// `RULES` and `CAUSES`, by id, `INDEX`, where they look, and `FACTS_DATE`, how old they are.
include!(concat!(env!("OUT_DIR"), "/rules.rs"));

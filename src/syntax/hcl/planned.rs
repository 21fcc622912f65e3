//! What a plan or a state has in the place of an expression: what a value is made of.

/// A value that is known by what it is made of.
#[derive(Clone, Debug)]
pub struct PlannedValue {
    /// What it is made of and is not known.
    pub parts: Vec<PlannedPart>,
    /// Whether it is its only part, and nothing else.
    pub is_whole: bool,
}

/// Something that a value is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlannedPart {
    /// An attribute of a resource or a data source, or all of one.
    Attribute {
        /// Whether it is a data source.
        is_data: bool,
        /// Its type: `aws_iam_role`.
        kind: String,
        /// Its address in the plan: `module.web.aws_iam_role.task[0]`.
        address: String,
        /// The attribute.
        name: Option<String>,
        /// The steps from there, as they are written.
        steps: String,
    },
    /// Anything else that the plan names: `module.web.local.role_arn`.
    Other(String),
}

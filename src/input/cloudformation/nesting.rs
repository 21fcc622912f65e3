//! The resources that nest a template, and where they name it.

/// The resources that nest a template, and the property that says which.
pub(super) const NESTING: [(&str, &str); 2] =
    [("AWS::CloudFormation::Stack", "TemplateURL"), ("AWS::Serverless::Application", "Location")];

/// The property of a resource that says which template it nests.
pub(super) fn nesting_property(kind: &str) -> Option<&'static str> {
    NESTING.iter().find(|(nesting, _)| *nesting == kind).map(|(_, property)| *property)
}

/// The path of a template that is nested, as it is written; none for an address, which has a scheme.
pub(super) fn local_path(url: &str) -> Option<&str> {
    (!url.is_empty() && !url.contains("://")).then_some(url)
}

//! Templates that a template nests by a path, as for `aws cloudformation package`.

use super::template::Template;
use crate::syntax::Node;

/// The resources that nest a template, and the property that says which.
const NESTING: [(&str, &str); 2] =
    [("AWS::CloudFormation::Stack", "TemplateURL"), ("AWS::Serverless::Application", "Location")];

/// The paths of the templates that a template nests, as it writes them, relative to its own file.
pub(super) fn nested<'t>(document: &'t Node<'t>) -> Vec<&'t str> {
    let Some(template) = Template::read(document, 0) else { return Vec::new() };
    let mut paths = Vec::new();
    for (kind, property) in NESTING {
        let urls = template.of_kind(kind).filter_map(|it| it.property(property)?.as_str());
        // An address is not a path: it has a scheme.
        paths.extend(urls.filter(|url| !url.is_empty() && !url.contains("://")));
    }
    paths
}

//! Addresses and references, as Terraform writes them.

/// The parts of an address or a reference: names, and indexes with their brackets.
pub(super) fn steps(written: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = written;
    while !rest.is_empty() {
        let len = match rest.strip_prefix('[') {
            Some(inner) => index_len(inner).map_or(rest.len(), |len| len + 1),
            None => rest.find(['.', '[']).unwrap_or(rest.len()),
        };
        let (step, after) = rest.split_at(len);
        if !step.is_empty() {
            found.push(step);
        }
        rest = after.strip_prefix('.').unwrap_or(after);
    }
    found
}

/// How long an index is after its opening bracket, the closing one included.
fn index_len(inner: &str) -> Option<usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b']' if !is_quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The calls that the address of a module leads through: the name of each, and its index with brackets.
pub(super) fn calls(module: &str) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let mut is_name = false;
    for step in steps(module) {
        if step.starts_with('[') {
            if let Some((_, index)) = found.last_mut() {
                *index = step;
            }
        } else if is_name {
            found.push((step, ""));
            is_name = false;
        } else {
            is_name = step == "module";
        }
    }
    found
}

/// The address of the module that calls the one of an address; none for the root module, whose address is empty.
pub(super) fn caller(module: &str) -> Option<&str> {
    let (last, index) = calls(module).pop()?;
    let own = module.strip_suffix(index)?.strip_suffix(last)?.strip_suffix("module.")?;
    Some(own.strip_suffix('.').unwrap_or(own))
}

/// What is in a module, by the module's address.
pub(super) fn within(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::{caller, calls, steps, within};

    #[test]
    fn names_and_indexes_are_steps() {
        for (written, expected) in [
            ("aws_iam_role.x.arn", vec!["aws_iam_role", "x", "arn"]),
            ("aws_x.y[0].arn", vec!["aws_x", "y", "[0]", "arn"]),
            (r#"aws_x.y["a.b]\"c"].z"#, vec!["aws_x", "y", r#"["a.b]\"c"]"#, "z"]),
            ("aws_x.y[", vec!["aws_x", "y", "["]),
            ("..a..", vec!["a"]),
            ("", vec![]),
        ] {
            assert_eq!(steps(written), expected, "{written}");
        }
    }

    #[test]
    fn a_module_is_reached_through_calls() {
        let address = r#"module.a["x.module.y"].module.module[0].module.c"#;
        assert_eq!(calls(address), [("a", r#"["x.module.y"]"#), ("module", "[0]"), ("c", "")]);
        let outer = r#"module.a["x.module.y"].module.module[0]"#;
        assert_eq!(caller(address), Some(outer));
        assert_eq!(caller(outer), Some(r#"module.a["x.module.y"]"#));
        assert_eq!(caller(r#"module.a["x.module.y"]"#), Some(""));
        assert_eq!(caller(""), None);
        assert_eq!(within("", "aws_x.y"), "aws_x.y");
        assert_eq!(within("module.a", "aws_x.y"), "module.a.aws_x.y");
    }
}

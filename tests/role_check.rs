//! The texts of a role: whatever is cut off or omitted, it is never sufficient by mistake.
//!
//! What is printed about roles is in `fixtures/roles`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::analysis::role_check::Answer;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::Question;
use needs_exec_role::iam::RoleFiles;
use needs_exec_role::rules::Rules;
use proptest::prelude::{any, proptest};
use proptest::sample::Index;
use std::sync::{Arc, LazyLock};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// Reads a role from a text, and returns whether it is sufficient for the task definition next to it; none if
/// the text is rejected.
fn is_enough(text: &str) -> Option<bool> {
    let task = include_str!("../fixtures/roles/one-file/taskdef.json");
    let files = [Arc::new(Source::new("role.json", text))];
    let roles = RoleFiles::read(&files, None).ok()?;
    let question = Question { roles: Some(Arc::new(roles)), ..Question::default() };
    analyze(&Source::new("taskdef.json", task), Vec::new(), &RULES, &question, |file| {
        let mut held = file.task_reports.iter().filter_map(|it| it.role.as_ref());
        Some(held.any(|role| role.answer == Answer::Enough))
    })
}

/// A role that is sufficient, as the commands print it one after the other.
fn whole() -> String {
    let text = include_str!("../fixtures/roles/one-file/role.json");
    text.replace("log-group:/ecs/web\"", "log-group:/ecs/web:*\"")
}

#[test]
fn a_role_that_is_cut_off_is_never_enough() {
    let whole = whole();
    assert_eq!(is_enough(&whole), Some(true));
    for end in (0..whole.trim_end().len()).filter(|end| whole.is_char_boundary(*end)) {
        assert_ne!(is_enough(&whole[..end]), Some(true), "up to {end}: {}", &whole[..end]);
    }
}

#[test]
fn a_role_without_one_of_its_parts_is_never_enough() {
    let whole = whole();
    let values: Vec<_> = serde_json::Deserializer::from_str(&whole)
        .into_iter::<serde_json::Value>()
        .map(|value| value.expect("JSON").to_string())
        .collect();
    assert_eq!(values.len(), 4);
    for left_out in 0..values.len() {
        let kept = values.iter().enumerate().filter(|(index, _)| *index != left_out);
        let text: Vec<_> = kept.map(|(_, value)| value.as_str()).collect();
        assert_eq!(is_enough(&text.join("\n")), Some(false), "without {}", values[left_out]);
    }
}

proptest! {
    /// Whatever the bytes are, nothing panics; and a character more or less in the names that decide is
    /// never read over.
    #[test]
    fn any_text_is_read_or_refused(text in "[ -~\\n]{0,200}", at in any::<Index>(), cut in 0_usize..6) {
        is_enough(&text);
        let whole = whole();
        let start = at.index(whole.len());
        let end = (start + cut).min(whole.len());
        if whole.is_char_boundary(start) && whole.is_char_boundary(end) {
            is_enough(&format!("{}{text}{}", &whole[..start], &whole[end..]));
        }
    }
}

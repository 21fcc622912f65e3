//! The evaluator against the cases that the facts were gathered with, where they are at hand.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that fails may say so by a panic"
)]

#[path = "support/iam_case.rs"]
#[allow(unreachable_pub, reason = "shared by the test and the example")]
mod iam_case;

#[test]
fn all_that_are_not_contested_agree() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/cases/iam.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared");
        return;
    };
    let tally = iam_case::run(&text).expect("a list of cases");
    assert_eq!(tally.differ, 0, "{:#?}", tally.lines);
    assert!(tally.agree > 80, "{} agree", tally.agree);
}

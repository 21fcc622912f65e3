//! The evaluator against the cases that the facts were gathered with.

use crate::iam_case;
use crate::trial::needing;
use libtest_mimic::Trial;
use std::path::Path;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/cases/iam.json");

pub(crate) fn trial() -> Trial {
    let is_there = Path::new(CASES).exists();
    needing("../shared/cases", is_there, "iam_cases_that_are_not_contested_agree", all_agree)
}

fn all_agree() {
    let text = std::fs::read_to_string(CASES).expect("the cases");
    let tally = iam_case::run(&text).expect("a list of cases");
    assert_eq!(tally.differ, 0, "{:#?}", tally.lines);
    assert!(tally.agree > 80, "{} agree", tally.agree);
}

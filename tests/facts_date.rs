//! The date of the facts is the day on which a person has classified the public models.

#![allow(clippy::expect_used, reason = "a test fails loudly")]

use needs_exec_role::FACTS_DATE;
use needs_exec_role::base::date::Date;
use std::fs;

/// What `scripts/check-facts` compares the models with.
const CLASSIFIED: &str = "scripts/check_facts/classified.yaml";

fn head() -> serde_yaml::Value {
    let text = fs::read_to_string(CLASSIFIED).expect("the classification");
    serde_yaml::from_str(&text).expect("YAML")
}

#[test]
fn the_date_of_the_facts_is_that_of_the_classification() {
    let head = head();
    assert_eq!(head.get("as-of").and_then(|it| it.as_str()), Some(FACTS_DATE), "{CLASSIFIED}");
}

#[test]
fn no_model_is_younger_than_the_facts() {
    let head = head();
    let models = head.get("models").and_then(|it| it.as_mapping()).expect("models");
    let facts: Date = FACTS_DATE.parse().expect("a day");
    for (name, model) in models {
        let date = model.get("date").and_then(|it| it.as_str()).expect("a date");
        let day: Date = date.parse().expect("a day");
        assert!(day.is_day() && day <= facts, "{name:?}: {date}");
    }
    assert_eq!(models.len(), 5, "those that scripts/check-facts fetches");
}

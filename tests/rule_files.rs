//! Rule files have one meaning: `build.rs` reads them with `serde_yaml`, the program with its own tree.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::diagnostic::Diagnostic;
use needs_exec_role::base::source::Source;
use needs_exec_role::rules::decode::{check_name, decode};
use needs_exec_role::rules::{
    RoleRequirement, Rule, RuleDiagnostic, RuleFault, RuleFileFault, Rules, read_rule,
};
use needs_exec_role::syntax::{Node, yaml};
// What the tree of `build.rs` is made of, under the names that it has there.
use needs_exec_role::{base, syntax};
use std::fs;

#[path = "../src/rules/build/tree.rs"]
#[allow(unreachable_pub, reason = "build.rs uses it from another module")]
mod tree;

/// A rule that has everything that the broken ones below are wrong about.
const GOOD: &str = r#"id: house
title: Image in the house registry
why: Our proxy uses the role.
docs: https://example.com/house
certainty: report
since: "2020-01"
each: containerDefinitions.*
read: { image: image as image, name: name }
at: image
when: { image: [ecr, other], image.account: "*", name: null }
need:
  FARGATE: required
  EC2: [{ is: instance-role, when: { image: ecr }, note: "" }, not-needed]
permissions:
  - allow: ecr:BatchGetImage
    resource: "arn:{image.partition|task.partition}:ecr:{image.region}:{image.account}:repository/{unseen}"
    unseen: repository
    documented: true
least: { agent: "1.39.0", os: linux }
assume: { name: house-proxy, says: the proxy is used }
findings:
  - { severity: warning, say: look, on: [FARGATE], unless: { name: x } }
error: { text: no, phase: stop, certainty: doc, network: true }
"#;

fn own(name: &str, text: &str) -> Result<Rule, Box<Diagnostic<RuleFileFault>>> {
    read_rule(&Source::new(format!("{name}.yaml"), text))
}

/// What `build.rs` does.
fn built(name: &str, root: &Node<'_>) -> Result<Rule, Box<RuleDiagnostic>> {
    let rule = decode(root)?;
    check_name(rule.id(), root, name)?;
    Ok(rule)
}

fn pointer<S>(problem: &Diagnostic<S>, root: &Node<'_>) -> String {
    root.pointer_to(problem.span().expect("a place"))
}

/// What is wrong with a file that is YAML.
fn fault(problem: &Diagnostic<RuleFileFault>) -> &RuleFault {
    match &problem.subject {
        RuleFileFault::Rule(fault) => fault,
        RuleFileFault::Syntax(fault) => panic!("not YAML: {fault:?}"),
    }
}

#[test]
fn a_file_of_rules_read_by_the_program_is_the_rule_in_the_program() {
    let embedded = Rules::built_in();
    let mut read = Vec::new();
    for rule in embedded.iter() {
        let id = rule.id();
        let text = fs::read_to_string(format!("rules/{id}.yaml")).expect("the file");
        let again = own(id, &text).unwrap_or_else(|problem| panic!("{id}: {problem:?}"));
        assert_eq!(&again, rule, "{id}");
        read.push(again);
    }
    // The places that rules look at, too.
    assert_eq!(Rules::from(read), embedded);
}

#[test]
fn a_rule_with_everything_is_read_alike() {
    let tree = tree::read(GOOD).expect("YAML");
    let rule = own("house", GOOD).unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(built("house", &tree), Ok(rule));
}

#[test]
fn a_launch_type_that_is_left_out_is_unknown() {
    let rule = own("house", GOOD).expect("a rule");
    for launch_type in [LaunchType::External, LaunchType::ManagedInstances] {
        let cells: Vec<_> = rule.cells(launch_type).iter().map(|cell| cell.is).collect();
        assert_eq!(cells, [RoleRequirement::Unknown], "{launch_type}");
    }
    let rule = own("house", &GOOD.replace("  FARGATE: required\n", "")).expect("a rule");
    assert_eq!(
        rule.cells(LaunchType::Fargate).first().map(|cell| cell.is),
        Some(RoleRequirement::Unknown)
    );
}

/// Text, its replacement, the place that is rejected (as text and as a pointer), and words of the message.
type Breach = (&'static str, &'static str, (&'static str, &'static str), &'static [&'static str]);

const BROKEN: &[Breach] = &[
    (
        "title:",
        "titel:",
        ("titel", "/titel"),
        &["`titel` is not a key of a rule", "did you mean `title`?"],
    ),
    ("why: Our proxy uses the role.\n", "", ("*", ""), &["missing key `why` of a rule"]),
    ("id: house", "id: House", ("House", "/id"), &["lowercase letters"]),
    ("id: house", "id: horse", ("horse", "/id"), &["must be the same as the file name `house`"]),
    ("https:", "http:", ("http://example.com/house", "/docs"), &["is not an https link"]),
    (
        "certainty: report",
        "certainty: rumour",
        ("rumour", "/certainty"),
        &["`rumour` is not a certainty", "`measured`"],
    ),
    (
        "\"2020-01\"",
        "2020",
        ("2020", "/since"),
        &["expected a string, found a number", "put it in quotes"],
    ),
    ("\"2020-01\"", "2020-13", ("2020-13", "/since"), &["is not a date"]),
    ("containerDefinitions.*", "a..b", ("a..b", "/each"), &["is not a path"]),
    (
        "image as image",
        "image as imgae",
        ("image as imgae", "/read/image"),
        &["`imgae` is not a reader", "did you mean `image`?"],
    ),
    ("name: name", "name: tags.*", ("tags.*", "/read/name"), &["is allowed only in `each`"]),
    (
        "at: image",
        "at: imag",
        ("imag", "/at"),
        &["is not a name under `read`", "did you mean `image`?"],
    ),
    (
        "name: null",
        "nmae: null",
        ("nmae", "/when/nmae"),
        &["is not a name under `read`", "did you mean `name`?"],
    ),
    (
        "image.account: \"*\"",
        "image.acount: x",
        ("image.acount", "/when/image.acount"),
        &["`acount` is not a part of `image`", "did you mean `account`?"],
    ),
    (
        "[ecr, other]",
        "[ecr, ohter]",
        ("ohter", "/when/image/1"),
        &["`ohter` is not a kind of this value", "did you mean `other`?"],
    ),
    ("name: null", "name: 5", ("5", "/when/name"), &["expected a string, found a number"]),
    (
        "FARGATE: required",
        "FARGTE: required",
        ("FARGTE", "/need/FARGTE"),
        &["did you mean `FARGATE`?"],
    ),
    (
        "FARGATE: required",
        "FARGATE: requird",
        ("requird", "/need/FARGATE"),
        &["did you mean `required`?"],
    ),
    ("not-needed]", "[x]]", ("[x]", "/need/EC2/1"), &["expected a string, found an array"]),
    (
        "is: instance-role",
        "si: instance-role",
        ("si", "/need/EC2/0/si"),
        &["is not a key of a requirement"],
    ),
    (
        "ecr:BatchGetImage",
        "BatchGetImage",
        ("BatchGetImage", "/permissions/0/allow"),
        &["`service:Action`"],
    ),
    (
        "{image.region}",
        "{image.rgion}",
        (
            "\"arn:{image.partition|task.partition}:ecr:{image.rgion}:{image.account}:repository/{unseen}\"",
            "/permissions/0/resource",
        ),
        &["no part `rgion`"],
    ),
    (
        "    unseen: repository\n",
        "",
        (
            "\"arn:{image.partition|task.partition}:ecr:{image.region}:{image.account}:repository/{unseen}\"",
            "/permissions/0/resource",
        ),
        &["requires an `unseen:`"],
    ),
    (
        "documented: true",
        "documented: sure",
        ("sure", "/permissions/0/documented"),
        &["expected true or false, found a string"],
    ),
    ("\"1.39.0\"", "\"1.39\"", ("\"1.39\"", "/least/agent"), &["is not a version"]),
    ("os: linux", "os: mac", ("mac", "/least/os"), &["is not an operating system"]),
    (
        "{ name: house-proxy, says: the proxy is used }",
        "yes",
        ("yes", "/assume"),
        &["expected an object, found a string"],
    ),
    (
        "severity: warning",
        "severity: fatal",
        ("fatal", "/findings/0/severity"),
        &["`fatal` is not a severity"],
    ),
    (
        "on: [FARGATE]",
        "on: [EC3]",
        ("EC3", "/findings/0/on/0"),
        &["`EC3` is not a launch type", "did you mean `EC2`?"],
    ),
    ("phase: stop", "phase: end", ("end", "/error/phase"), &["is not a phase"]),
    (
        "each: containerDefinitions.*\n",
        "each: null\n",
        ("{ image: image as image, name: name }", "/read"),
        &["requires `each`"],
    ),
];

#[test]
fn a_broken_file_is_refused_both_ways_at_one_place() {
    for (from, to, (place, path), words) in BROKEN {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let broken = GOOD.replace(from, to);
        // A switch makes up for the places.
        let broken = match *path {
            "/read" => {
                broken.replace("assume: { name: house-proxy, says: the proxy is used }\n", "")
            }
            _ => broken,
        };
        let problem = own("house", &broken).expect_err(to);
        let span = problem.span().expect("a place");
        let shown = broken.get(span.range()).expect("in the text");
        assert_eq!(if *place == "*" { broken.trim_end() } else { place }, shown.trim_end(), "{to}");
        let said = fault(&problem).to_string();
        for word in *words {
            assert!(said.contains(word), "{to}: {said}");
        }
        let document = yaml::read(&broken).documents.remove(0);
        assert_eq!(pointer(&problem, &document), *path, "{to}");

        let tree = tree::read(&broken).expect("YAML");
        let other = built("house", &tree).expect_err(to);
        assert_eq!(pointer(&other, &tree), *path, "{to}");
        assert_eq!(&other.subject, fault(&problem), "{to}");
    }
}

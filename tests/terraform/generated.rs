//! Generated expressions: none of them panics or grows without end, and giving variables only settles *depends*.

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::rules::Rules;
use proptest::prelude::{BoxedStrategy, Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

const ECR: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app";

/// The variables, and the values that are given to them.
const VARIABLES: [(&str, &str, &[&str]); 5] = [
    ("image", "string", &["nginx", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1"]),
    ("env", "string", &["prod", "dev", ""]),
    ("flag", "bool", &["true", "false"]),
    ("names", "list(string)", &["[]", "[\"prod\"]", "[\"a\", \"dev\"]"]),
    ("more", "map(string)", &["{}", "{ image = \"nginx:1\" }", "{ env = \"prod\" }"]),
];

/// A word: a placeholder stands for text without separators, so only words are parts of other texts.
fn word() -> BoxedStrategy<String> {
    let leaf = select(vec!["var.env", "\"prod\"", "\"a\"", "lookup(var.more, \"env\", \"dev\")"]);
    let leaf = leaf.prop_map(str::to_owned).boxed();
    leaf.prop_recursive(3, 12, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        let list = list_of(&inner);
        prop_oneof![
            whole(inner.clone(), inner.clone()),
            two.clone().prop_map(|(one, other)| format!("\"${{{one}}}${{{other}}}\"")),
            two.clone().prop_map(|(one, other)| format!("trimprefix({one}, {other})")),
            two.clone().prop_map(|(one, other)| format!("format(\"%s-%s\", {one}, {other})")),
            two.prop_map(|(one, other)| format!("replace({one}, \"n\", {other})")),
            (list, inner.clone()).prop_map(|(list, one)| format!("join({one}, {list})")),
            (condition(inner.clone()), inner.clone())
                .prop_map(|(when, one)| format!("\"%{{ if {when} }}${{{one}}}%{{ endif }}\"")),
            inner.clone().prop_map(|one| format!("lower({one})")),
            inner.clone().prop_map(|one| format!("substr({one}, 0, 2)")),
            inner.prop_map(|one| format!("split(\"-\", {one})[0]")),
        ]
        .boxed()
    })
    .boxed()
}

/// An image, whole or with words in it.
fn image() -> BoxedStrategy<String> {
    let plain = select(vec![
        "var.image".to_owned(),
        "\"nginx:1\"".to_owned(),
        format!("\"{ECR}:1\""),
        "lookup(var.more, \"image\", \"nginx\")".to_owned(),
        "merge({ image = \"nginx\" }, var.more).image".to_owned(),
        "try(var.more.image, \"nginx\")".to_owned(),
    ]);
    let tagged = word().prop_map(|tag| format!("\"{ECR}:${{{tag}}}\""));
    let public = word().prop_map(|tag| format!("\"nginx:${{{tag}}}\""));
    let leaf = prop_oneof![plain, tagged, public].boxed();
    leaf.prop_recursive(3, 12, 3, |inner| whole(inner, word())).boxed()
}

/// One of several texts, as it is. `word` is what conditions are about.
fn whole(text: BoxedStrategy<String>, word: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let two = (text.clone(), text.clone());
    let list = proptest::collection::vec(text.clone(), 0..3)
        .prop_map(|items| format!("[{}]", items.join(", ")))
        .boxed();
    let listed = (list, text.clone());
    prop_oneof![
        (condition(word.clone()), text.clone(), text.clone())
            .prop_map(|(when, one, other)| format!("({when} ? {one} : {other})")),
        two.clone().prop_map(|(one, other)| format!("coalesce({one}, {other}, \"x\")")),
        two.clone().prop_map(|(one, other)| format!("try({one}, {other})")),
        two.prop_map(|(one, other)| format!("merge({{ a = {one} }}, {{ a = {other} }}).a")),
        (word, text).prop_map(|(key, one)| format!("try({{ prod = {one} }}[{key}], {one})")),
        listed.clone().prop_map(|(list, one)| format!("try({list}[0], {one})")),
        listed.clone().prop_map(|(list, one)| format!("try(element({list}, 1), {one})")),
        listed.clone().prop_map(|(list, one)| format!("one(slice(concat({list}, [{one}]), 0, 1))")),
        listed.prop_map(|(list, one)| format!("try(compact({list})[0], {one})")),
    ]
    .boxed()
}

fn list_of(text: &BoxedStrategy<String>) -> BoxedStrategy<String> {
    let items = proptest::collection::vec(text.clone(), 0..3);
    let plain = items.prop_map(|items| format!("[{}]", items.join(", ")));
    let names = prop_oneof![plain, Just("var.names".to_owned())].boxed();
    prop_oneof![
        names.clone(),
        (names.clone(), names.clone()).prop_map(|(one, other)| format!("concat({one}, {other})")),
        names.clone().prop_map(|one| format!("distinct({one})")),
        names.clone().prop_map(|one| format!("compact({one})")),
        names.clone().prop_map(|one| format!("tolist(toset({one}))")),
        names.clone().prop_map(|one| format!("flatten([{one}, \"a\"])")),
        names.clone().prop_map(|one| format!("[for it in {one} : it if it != \"dev\"]")),
        Just("keys(var.more)".to_owned()),
        Just("values(merge(var.more, { b = \"a\" }))".to_owned()),
    ]
    .boxed()
}

fn condition(text: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let list = list_of(&text);
    prop_oneof![
        Just("var.flag".to_owned()),
        Just("!var.flag".to_owned()),
        Just("var.env == \"prod\"".to_owned()),
        Just("var.env != \"dev\"".to_owned()),
        Just("var.env == \"\"".to_owned()),
        Just("length(var.names) > 0".to_owned()),
        Just("can(var.more.image)".to_owned()),
        (text.clone(), text.clone()).prop_map(|(one, other)| format!("{one} == {other}")),
        (list.clone(), text.clone()).prop_map(|(list, one)| format!("contains({list}, {one})")),
        list.prop_map(|list| format!("length({list}) == 1")),
        (text.clone(), text).prop_map(|(one, other)| format!("startswith({one}, {other})")),
    ]
    .boxed()
}

/// The verdict of a task definition with an image, where variables have values.
fn verdict(image: &str, values: &[(String, String)]) -> Option<Verdict> {
    let declared = VARIABLES.iter();
    let declared: String = declared
        .map(|(name, of, _)| format!("variable \"{name}\" {{\n  type = {of}\n}}\n"))
        .collect();
    verdict_of(&declared, image, values)
}

/// The same beside any declarations.
fn verdict_of(declared: &str, image: &str, values: &[(String, String)]) -> Option<Verdict> {
    let text = format!(
        "{declared}resource \"aws_ecs_task_definition\" \"web\" {{\n  family = \"web\"\n  \
         requires_compatibilities = [\"FARGATE\"]\n  \
         container_definitions = jsonencode([{{ name = \"app\", image = {image} }}])\n}}\n"
    );
    let source = Source::new("main.tf", text);
    let inputs = Inputs { variables: values.to_vec(), ..Inputs::default() };
    let question = Question { inputs, ..Question::default() };
    analyze(&source, Vec::new(), &RULES, &question, |file| {
        file.task_reports.first().map(|task| task.assessment.verdict)
    })
}

/// Whether one verdict contradicts the other.
fn is_turned(one: Option<Verdict>, other: Option<Verdict>) -> bool {
    matches!(
        (one, other),
        (Some(Verdict::Required), Some(Verdict::NotRequired))
            | (Some(Verdict::NotRequired), Some(Verdict::Required))
    )
}

/// The default of a variable with parts, and values that differ from it in other parts than the image.
const PARTS: [&str; 5] = [
    r#"{ image = "nginx", on = false, env = "dev", names = [], log = null }"#,
    r#"{ image = "nginx", on = true, env = "dev", names = [], log = { driver = "nginx" } }"#,
    r#"{ image = "nginx", on = false, env = "prod", names = ["nginx"], log = null }"#,
    r#"{ image = "nginx", on = true, env = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1", names = [], log = null }"#,
    r#"{ image = "nginx", on = true, env = "", names = ["111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1", "prod"], log = { driver = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" } }"#,
];

/// An image that depends on those parts only where a condition says that they differ.
fn chosen_image() -> BoxedStrategy<String> {
    let condition = select(vec![
        "var.c.on",
        "!var.c.on",
        r#"var.c.env == "prod""#,
        r#"var.c.env != """#,
        "length(var.c.names) > 0",
        r#"contains(var.c.names, "prod")"#,
        "var.c.log != null",
        r#"try(var.c.log.driver, "none") == "nginx""#,
    ]);
    let leaf = select(vec![
        "var.c.image".to_owned(),
        r#""nginx:1""#.to_owned(),
        format!(r#""{ECR}:1""#),
        r#"(length(var.c.names) > 0 ? try(var.c.names[0], "nginx") : "nginx")"#.to_owned(),
        r#"(var.c.env != "dev" ? var.c.env : "nginx")"#.to_owned(),
        r#"(var.c.log != null ? try(var.c.log.driver, "nginx") : "nginx")"#.to_owned(),
    ]);
    leaf.prop_recursive(3, 12, 2, move |inner| {
        (condition.clone(), inner.clone(), inner)
            .prop_map(|(when, one, other)| format!("({when} ? {one} : {other})"))
    })
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn giving_variables_only_settles(
        image in image(),
        chosen in proptest::collection::vec((any::<bool>(), 0..6_usize), VARIABLES.len()),
    ) {
        let open = verdict(&image, &[]);
        let given = VARIABLES.iter().zip(chosen).filter(|(_, (is_given, _))| *is_given);
        let values: Vec<_> = given
            .map(|((name, _, values), (_, index))| ((*name).to_owned(), values[index % values.len()].to_owned()))
            .collect();
        let settled = verdict(&image, &values);
        assert!(!is_turned(open, settled), "{image}\n{values:?}: {open:?} becomes {settled:?}");
    }

    #[test]
    fn giving_a_variable_with_parts_only_settles(image in chosen_image(), chosen in 0..PARTS.len()) {
        let declared = format!(
            "variable \"c\" {{\n  type = object({{ image = string, on = bool, env = string, \
             names = list(string), log = object({{ driver = string }}) }})\n  default = {}\n}}\n",
            PARTS[0]
        );
        let open = verdict_of(&declared, &image, &[]);
        let given = [("c".to_owned(), PARTS[chosen].to_owned())];
        let settled = verdict_of(&declared, &image, &given);
        assert!(!is_turned(open, settled), "{image}\n{given:?}: {open:?} becomes {settled:?}");
    }
}

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

/// A variable with parts: its name and type, its default, and values that differ from it in other parts than the image.
type VariableWithParts = (&'static str, &'static str, &'static str, &'static [&'static str]);

const WITH_PARTS: [VariableWithParts; 4] = [
    (
        "c",
        "object({ image = string, on = bool, env = string, names = list(string), log = object({ driver = string }) })",
        r#"{ image = "nginx", on = false, env = "dev", names = [], log = null }"#,
        &[
            r#"{ image = "nginx", on = true, env = "dev", names = [], log = { driver = "nginx" } }"#,
            r#"{ image = "nginx", on = false, env = "prod", names = ["nginx"], log = null }"#,
            r#"{ image = "nginx", on = true, env = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1", names = [], log = null }"#,
            r#"{ image = "nginx", on = true, env = "", names = ["111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1", "prod"], log = { driver = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" } }"#,
        ],
    ),
    (
        "d",
        "object({ image = string, log = object({ driver = string }), more = optional(map(string), {}) })",
        r#"{ image = "nginx", log = { driver = "nginx" } }"#,
        &[
            r#"{ image = "nginx", log = null }"#,
            r#"{ image = "nginx", log = { driver = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" }, more = { env = "dev" } }"#,
            r#"{ image = "nginx", log = null, more = { env = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" } }"#,
        ],
    ),
    (
        "m",
        "map(string)",
        r#"{ image = "nginx", env = "dev" }"#,
        &[
            r#"{ image = "nginx" }"#,
            r#"{ image = "nginx", log = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" }"#,
            r#"{ image = "nginx", env = "dev", log = "nginx" }"#,
            r#"{ image = "nginx", env = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" }"#,
        ],
    ),
    (
        "u",
        "any",
        r#"{ image = "nginx", logs = { a = { enabled = false } }, xs = ["dev"] }"#,
        &[
            r#"{ image = "nginx", logs = { a = { enabled = true } }, xs = [] }"#,
            r#"{ image = "nginx", logs = {}, xs = ["111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1"] }"#,
            r#"{ image = "nginx", logs = { a = { enabled = false }, b = { enabled = true, image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" } }, xs = ["dev", "nginx"] }"#,
            r#"{ image = "nginx", logs = { b = { enabled = true, image = "nginx" } }, xs = ["dev", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1"], extra = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" } }"#,
            r#"{ image = "nginx", xs = ["nginx"], extra = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1" }"#,
        ],
    ),
];

/// Conditions over those parts.
const OVER_PARTS: [&str; 36] = [
    "anytrue([for k, v in var.m : v == var.c.env])",
    "var.c.on",
    "!var.c.on",
    r#"var.c["on"]"#,
    r#"var.c.env == "prod""#,
    r#"var.c["env"] != """#,
    "length(var.c.names) > 0",
    r#"contains(var.c.names, "prod")"#,
    r#"var.c.names[0] == "prod""#,
    "can(var.c.names[0])",
    r#"try(var.c.names[1], "none") == "none""#,
    "var.c.log != null",
    "try(var.c.log, null) != null",
    r#"lookup(var.c, "log", null) == null"#,
    "can(var.c.log.driver)",
    r#"try(var.c.log.driver, "none") == "nginx""#,
    r#"try(var.d.log.driver, "none") == "nginx""#,
    "try(var.d.log.driver, null) == null",
    r#"var.d.log.driver == "nginx""#,
    r#"lookup(var.d.more, "env", "") == "dev""#,
    r#"lookup(var.m, "log", "none") != "none""#,
    "can(var.m.log)",
    r#"can(var.m["env"])"#,
    r#"var.m["env"] == "dev""#,
    r#"try(var.m.env, "gone") == "gone""#,
    r#"contains(keys(var.m), "log")"#,
    "length(var.m) == 2",
    r#"var.u.logs["a"].enabled"#,
    r#"try(var.u.logs["b"].enabled, false)"#,
    "can(var.u.logs.a)",
    r#"var.u.xs[0] == "dev""#,
    r#"try(var.u.xs[0], "none") == "none""#,
    r#"try(var.u.xs[1], "none") != "none""#,
    "try(var.u.extra, null) != null",
    r#"lookup(var.u, "extra", null) == null"#,
    "can(var.u.extra.image)",
];

/// Images that depend on those parts only where a condition says that they differ from the default. `ECR` is one that
/// requires the role.
const OF_PARTS: [&str; 36] = [
    r#"(anytrue([for k, v in var.m : v == var.c.env]) ? "nginx" : var.c.env)"#,
    "var.c.image",
    "var.d.image",
    "var.m.image",
    "var.u.image",
    r#""nginx:1""#,
    r#""ECR""#,
    r#"(length(var.c.names) > 0 ? try(var.c.names[0], "nginx") : "nginx")"#,
    r#"(try(var.c.names[0], "none") != "none" ? try(var.c.names[0], "nginx") : "nginx")"#,
    r#"(var.c.names[0] == "nginx" ? "nginx" : try(var.c.names[0], "nginx"))"#,
    r#"(var.c.env != "dev" ? var.c.env : "nginx")"#,
    r#"(var.c["env"] == "dev" ? "nginx" : lookup(var.c, "env", "nginx"))"#,
    r#"(var.c.log != null ? try(var.c.log.driver, "nginx") : "nginx")"#,
    r#"(try(var.c.log.driver, "none") != "none" ? var.c.log.driver : "nginx")"#,
    r#"(can(var.c.log.driver) ? try([for it in [var.c.log] : it.driver if it != null][0], "nginx") : "nginx")"#,
    r#"(try(var.d.log.driver, "none") == "nginx" ? "nginx" : try([for it in [var.d.log] : "nginx" if it != null][0], "ECR"))"#,
    r#"(var.d.log.driver == "nginx" ? "nginx" : try(var.d.log.driver, "ECR"))"#,
    r#"(lookup(var.d.more, "env", "none") == "none" ? "nginx" : try(values(var.d.more)[0], "nginx"))"#,
    r#"(can(var.d.more.env) ? try(merge({ env = "nginx" }, var.d.more).env, "nginx") : "nginx")"#,
    r#"(can(var.m.log) ? try(var.m.log, "nginx") : "nginx")"#,
    r#"(can(var.m.log) ? try([for k, v in var.m : v if k == "log"][0], "nginx") : "nginx")"#,
    r#"(lookup(var.m, "log", null) != null ? lookup(merge({ log = "nginx" }, var.m), "log", "nginx") : "nginx")"#,
    r#"(can(var.m.env) ? "nginx" : try([for k in keys(var.m) : "nginx" if k == "env"][0], "ECR"))"#,
    r#"(try(var.m.env, "gone") == "dev" ? "nginx" : lookup(var.m, "env", "nginx"))"#,
    r#"(contains(keys(var.m), "log") ? try(values(var.m)[1], "nginx") : "nginx")"#,
    r#"(length(var.m) == 2 ? "nginx" : try(element(values(var.m), 1), "nginx"))"#,
    r#"(try(var.u.extra, null) != null ? try(var.u.extra.image, var.u.extra, "nginx") : "nginx")"#,
    r#"(can(var.u.extra) ? try(tostring(merge(var.u, {}).extra), "nginx") : "nginx")"#,
    r#"(try(var.u.extra.image, "nginx") != "nginx" ? var.u.extra.image : "nginx")"#,
    r#"(var.u.xs[0] != "dev" ? var.u.xs[0] : "nginx")"#,
    r#"(var.u.xs[0] != "dev" ? one(slice(var.u.xs, 0, 1)) : "nginx")"#,
    r#"(try(var.u.xs[0], "none") == "none" ? try([for x in var.u.xs : "nginx"][0], "ECR") : "nginx")"#,
    r#"(try(var.u.xs[1], "none") != "none" ? try(var.u.xs[1], "nginx") : "nginx")"#,
    r#"(can(var.u.xs[1]) ? try(join("", slice(var.u.xs, 1, length(var.u.xs))), "nginx") : "nginx")"#,
    r#"(can(var.u.logs["b"]) ? try(var.u.logs.b.image, "nginx") : "nginx")"#,
    r#"(can(var.u.logs.a) ? "nginx" : try([for k, v in var.u.logs : "nginx" if k == "a"][0], "ECR"))"#,
];

/// An image that depends on parts of variables.
fn chosen_image() -> BoxedStrategy<String> {
    let leaf = select(OF_PARTS.to_vec()).prop_map(|it| it.replace("ECR", &format!("{ECR}:1")));
    leaf.prop_recursive(3, 12, 2, move |inner| {
        (select(OVER_PARTS.to_vec()), inner.clone(), inner)
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
    fn giving_variables_with_parts_only_settles(
        image in chosen_image(),
        chosen in proptest::collection::vec(0..7_usize, WITH_PARTS.len()),
    ) {
        let declared = WITH_PARTS.iter().map(|(name, of, default, _)| {
            format!("variable \"{name}\" {{\n  type = {of}\n  default = {default}\n}}\n")
        });
        let declared: String = declared.collect();
        let open = verdict_of(&declared, &image, &[]);
        let given = WITH_PARTS.iter().zip(chosen).filter_map(|((name, _, _, values), index)| {
            Some(((*name).to_owned(), (*values.get(index)?).to_owned()))
        });
        let given: Vec<_> = given.collect();
        let settled = verdict_of(&declared, &image, &given);
        assert!(!is_turned(open, settled), "{image}\n{given:?}: {open:?} becomes {settled:?}");
    }
}

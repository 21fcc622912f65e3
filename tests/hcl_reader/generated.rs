//! Files of HCL at random, as people write them.

use proptest::prelude::{BoxedStrategy, Just, Strategy, prop, prop_oneof};

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec!["var", "local", "aws_iam_role", "x", "for_each", "if_so", "größe", "a-b"])
            .prop_map(str::to_owned),
        1 => "[a-z_][a-z0-9_-]{0,5}".prop_filter("a word of the grammar", |name| {
            !matches!(name.as_str(), "for" | "in" | "if" | "null" | "true" | "false")
        }),
    ]
}

fn literal() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "[0-9]{1,3}(\\.[0-9]{1,2})?(e[0-9])?",
        "[a-z .:/*-]{0,8}".prop_map(|text| format!("\"{text}\"")),
        prop::sample::select(vec![
            "\"\\n\\\"\\\\é\"",
            "\"$${a}\"",
            "\"%%{a}\"",
            "\"\\u00e9 $ % {}\""
        ])
        .prop_map(str::to_owned),
    ]
}

/// An expression that may have line breaks where `lines` is true: within brackets.
fn expression() -> BoxedStrategy<String> {
    let leaf = prop_oneof![literal(), name()];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4);
        let member = (
            prop_oneof![name(), literal_key(), inner.clone().prop_map(|it| format!("({it})"))],
            inner.clone(),
        );
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||",
        ]);
        prop_oneof![
            (name(), name()).prop_map(|(one, other)| format!("{one}.{other}")),
            (name(), inner.clone()).prop_map(|(one, index)| format!("{one}[{index}]")),
            (name(), name()).prop_map(|(one, other)| format!("{one}[*].{other}")),
            (name(), list.clone(), prop::sample::select(vec![", ", ",\n  "]))
                .prop_map(|(name, items, comma)| format!("{name}({})", items.join(comma))),
            list.prop_map(|items| format!("[\n{}\n]", items.join(", # c\n"))),
            prop::collection::vec(member, 0..4).prop_map(|members| {
                let lines: String = members
                    .iter()
                    .enumerate()
                    .map(|(index, (key, value))| match key.as_str() {
                        "k" => format!("k{index} = {value}\n"),
                        key => format!("{key} = {value}\n"),
                    })
                    .collect();
                format!("{{\n{lines}}}")
            }),
            (name(), inner.clone(), inner.clone())
                .prop_map(|(item, of, value)| format!("[for {item} in {of} : {value}]")),
            (name(), inner.clone(), inner.clone(), inner.clone()).prop_map(
                |(item, of, value, condition)| format!(
                    "{{for i, {item} in {of} : {item} => {value} if {condition}}}"
                )
            ),
            (inner.clone(), operator, inner.clone())
                .prop_map(|(left, sign, right)| format!("{left} {sign} {right}")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(condition, one, other)| format!("({condition} ? {one} : {other})")),
            inner.clone().prop_map(|it| format!("(\n{it}\n)")),
            inner.clone().prop_map(|it| format!("!{it}")),
            ("[a-z ]{0,4}", inner.clone(), "[a-z ]{0,4}")
                .prop_map(|(before, value, after)| format!("\"{before}${{{value}}}{after}\"")),
            (inner.clone(), "[a-z ]{0,4}", "[a-z ]{0,4}").prop_map(|(condition, one, other)| {
                format!("\"%{{ if {condition} }}{one}%{{ else }}{other}%{{ endif }}\"")
            }),
            (name(), inner.clone(), inner).prop_map(|(item, of, value)| {
                format!("\"%{{ for {item} in {of} ~}}x${{{value}}} %{{ endfor }}\"")
            }),
        ]
    })
    .boxed()
}

/// A key in quotes.
fn literal_key() -> impl Strategy<Value = String> {
    "[a-z.]{1,4}".prop_map(|text| format!("\"{text}\""))
}

fn attribute() -> impl Strategy<Value = String> {
    let heredoc = ("[a-z {}\":,]{0,12}", expression(), "-?")
        .prop_map(|(text, value, dash)| format!("<<{dash}EOT\n  {text}\n    ${{{value}}}\n  EOT"));
    let value = prop_oneof![5 => expression(), 1 => heredoc];
    (name(), value).prop_map(|(name, value)| format!("{name} = {value}\n"))
}

/// A file of blocks.
pub(crate) fn file() -> impl Strategy<Value = String> {
    let inner = (name(), prop::collection::vec(attribute(), 0..3))
        .prop_map(|(kind, items)| format!("{kind} {{\n{}}}\n", unique(&items)));
    let block = (prop::collection::vec(attribute(), 0..4), prop::option::of(inner)).prop_map(
        |(items, inner)| {
            format!(
                "resource \"aws_ecs_task_definition\" \"x\" {{\n{}{}}}\n",
                unique(&items),
                inner.unwrap_or_default()
            )
        },
    );
    prop::collection::vec(block, 1..3).prop_map(|blocks| blocks.join("\n# comment\n"))
}

/// The attributes, each with a name of its own.
fn unique(items: &[String]) -> String {
    items.iter().enumerate().map(|(index, item)| format!("a{index}{item}")).collect()
}

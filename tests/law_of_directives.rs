//! The law of directives: a template whose directives decide something is judged as its renderings are. Taking a block
//! out, or in, never turns *required* into *not required*, or back; where all renderings agree, so does the template.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::rules::Rules;
use proptest::prelude::{BoxedStrategy, Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// The conditions of a template; the last is whether a loop over it runs.
const NAMES: [&str; 10] = ["logs", "prod", "a", "b", "c", "d", "e", "f", "g", "items"];
const LOOP: usize = 9;

/// The values of the conditions.
type Values = [bool; NAMES.len()];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Terraform,
    Jinja,
    Go,
    Handlebars,
    Mustache,
    Erb,
}

/// Alternatives: the first whose condition holds, else the last, which may be nothing.
#[derive(Clone, Debug)]
struct Choice<T> {
    first: usize,
    second: Option<usize>,
    yes: T,
    between: T,
    no: Option<T>,
    is_inline: bool,
}

#[derive(Clone, Debug)]
enum Value {
    Text(&'static str),
    /// A text of two ways, within its quotes.
    OneOf(Box<Choice<&'static str>>),
    Map(Vec<Member>),
    List(Vec<Item>),
}

#[derive(Clone, Debug)]
enum Member {
    Plain(&'static str, Value),
    OneOf(Box<Choice<Vec<Member>>>),
}

#[derive(Clone, Debug)]
enum Item {
    Plain(Value),
    OneOf(Box<Choice<Vec<Item>>>),
}

fn choice<T: Clone + std::fmt::Debug + 'static>(of: BoxedStrategy<T>) -> BoxedStrategy<Choice<T>> {
    let no = prop_oneof![Just(None), of.clone().prop_map(Some)];
    let second = prop_oneof![Just(None), (0..LOOP).prop_map(Some)];
    (0..NAMES.len(), second, of.clone(), of, no, any::<bool>())
        .prop_map(|(first, second, yes, between, no, is_inline)| {
            // A loop has no `elif`, and the same condition twice decides nothing.
            let second = second.filter(|second| first != LOOP && *second != first);
            Choice { first, second, yes, between, no, is_inline }
        })
        .boxed()
}

fn text(values: &'static [&'static str]) -> BoxedStrategy<Value> {
    let plain = select(values).prop_map(Value::Text);
    let either = choice(select(values).boxed()).prop_map(|it| Value::OneOf(Box::new(it)));
    prop_oneof![3 => plain, 1 => either].boxed()
}

fn member(key: &'static str, value: BoxedStrategy<Value>) -> BoxedStrategy<Vec<Member>> {
    let plain = value.prop_map(move |value| vec![Member::Plain(key, value)]).boxed();
    let either = choice(plain.clone()).prop_map(|it| vec![Member::OneOf(Box::new(it))]);
    prop_oneof![2 => Just(Vec::new()), 2 => plain, 3 => either].boxed()
}

fn members(parts: Vec<BoxedStrategy<Vec<Member>>>, last: Member) -> BoxedStrategy<Value> {
    let whole = move |parts: Vec<Vec<Member>>| {
        let mut all: Vec<Member> = parts.into_iter().flatten().collect();
        all.push(last.clone());
        Value::Map(all)
    };
    parts.prop_map(whole).boxed()
}

const IMAGES: &[&str] = &[
    "nginx:1",
    "public.ecr.aws/nginx/nginx:1",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1",
];
const ROLES: &[&str] = &["arn:aws:iam::111122223333:role/exec", "exec"];
const FILES: &[&str] = &["arn:aws:s3:::bucket/app.env"];
const SECRETS: &[&str] =
    &["arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/password-AbCdEf"];

fn container() -> BoxedStrategy<Value> {
    let options = members(
        vec![member("awslogs-create-group", text(&["true", "false"]))],
        Member::Plain("awslogs-group", Value::Text("g")),
    );
    let logs = members(
        vec![member("options", options)],
        Member::Plain("logDriver", Value::Text("awslogs")),
    );
    let other = Just(Value::Map(vec![Member::Plain("logDriver", Value::Text("splunk"))]));
    let list = |values, key: &'static str, last: Member| {
        text(values).prop_map(move |value| {
            let item = vec![Member::Plain(key, value), last.clone()];
            Value::List(vec![Item::Plain(Value::Map(item))])
        })
    };
    let files = list(FILES, "value", Member::Plain("type", Value::Text("s3"))).boxed();
    let secrets = list(SECRETS, "valueFrom", Member::Plain("name", Value::Text("A"))).boxed();
    members(
        vec![
            member("image", text(IMAGES)),
            member("logConfiguration", prop_oneof![logs, other].boxed()),
            member("environmentFiles", files),
            member("secrets", secrets),
            member("user", text(&["root", "app"])),
        ],
        Member::Plain("name", Value::Text("app")),
    )
}

fn task() -> BoxedStrategy<Value> {
    let plain = container().prop_map(|it| vec![Item::Plain(it)]).boxed();
    let either = choice(plain.clone()).prop_map(|it| vec![Item::OneOf(Box::new(it))]);
    let sidecar = Value::Map(vec![
        Member::Plain("name", Value::Text("sidecar")),
        Member::Plain("image", Value::Text("public.ecr.aws/x/y:1")),
    ]);
    let containers = proptest::collection::vec(prop_oneof![plain, either], 1..3)
        .prop_map(move |items| {
            let mut items: Vec<_> = items.into_iter().flatten().collect();
            items.push(Item::Plain(sidecar.clone()));
            Value::List(items)
        })
        .boxed();
    let kind =
        text(&["FARGATE", "EC2"]).prop_map(|kind| Value::List(vec![Item::Plain(kind)])).boxed();
    let all = containers.prop_map(|it| vec![Member::Plain("containerDefinitions", it)]).boxed();
    members(
        vec![
            member("executionRoleArn", text(ROLES)),
            member("requiresCompatibilities", kind),
            member("networkMode", text(&["awsvpc", "bridge"])),
            all,
            member("cpu", text(&["256", "512"])),
        ],
        Member::Plain("family", Value::Text("web")),
    )
}

/// Writes a template, or what it renders to.
struct Writer {
    out: String,
    language: Language,
    /// The values of the conditions, where it is rendered.
    values: Option<Values>,
    is_yaml: bool,
    /// How many conditions there are, beside the loop.
    count: usize,
}

impl Writer {
    fn write(
        value: &Value,
        (language, count): (Language, usize),
        values: Option<Values>,
        is_yaml: bool,
    ) -> String {
        let mut writer = Self { out: String::new(), language, values, is_yaml, count };
        if is_yaml {
            writer.yaml(value, 0);
        } else {
            writer.json(value);
        }
        writer.out
    }

    fn choose<T>(&mut self, choice: &Choice<T>, write: &mut impl FnMut(&mut Self, &T)) {
        let Choice { first, second, yes, between, no, is_inline } = choice;
        let number = |index: usize| if index == LOOP { LOOP } else { index % self.count };
        let first = &number(*first);
        let second = &second.map(number).filter(|second| second != first);
        if let Some(values) = self.values {
            if values[*first] {
                write(self, yes);
            } else if second.is_some_and(|second| values[second]) {
                write(self, between);
            } else if let Some(no) = no {
                write(self, no);
            }
            return;
        }
        let is_inline = *is_inline && !self.is_yaml;
        if self.language == Language::Mustache {
            // It has no `else`: each part is a block of its own.
            self.directive(&format!("{{{{#{}}}}}", NAMES[*first]), is_inline);
            write(self, yes);
            self.directive(&format!("{{{{/{}}}}}", NAMES[*first]), is_inline);
            self.directive(&format!("{{{{^{}}}}}", NAMES[*first]), is_inline);
            if let Some(second) = second {
                self.directive(&format!("{{{{#{}}}}}", NAMES[*second]), is_inline);
                write(self, between);
                self.directive(&format!("{{{{/{}}}}}", NAMES[*second]), is_inline);
                self.directive(&format!("{{{{^{}}}}}", NAMES[*second]), is_inline);
            }
            if let Some(no) = no {
                write(self, no);
            }
            if let Some(second) = second {
                self.directive(&format!("{{{{/{}}}}}", NAMES[*second]), is_inline);
            }
            return self.directive(&format!("{{{{/{}}}}}", NAMES[*first]), is_inline);
        }
        let words = self.words(*first, second.unwrap_or_default());
        self.directive(&words[0], is_inline);
        write(self, yes);
        // Terraform has no `elif`: an `if` in the `else` says the same.
        let nests = self.language == Language::Terraform && second.is_some();
        if second.is_some() {
            if nests {
                self.directive("%{ else }", is_inline);
            }
            self.directive(&words[1], is_inline);
            write(self, between);
        }
        if let Some(no) = no {
            self.directive(&words[2], is_inline);
            write(self, no);
        }
        self.directive(&words[3], is_inline);
        if nests {
            self.directive("%{ endif }", is_inline);
        }
    }

    /// `if`, `elif`, `else` and the end, for two conditions.
    fn words(&self, first: usize, second: usize) -> [String; 4] {
        let is_loop = first == LOOP;
        let [first, second] = [NAMES[first], NAMES[second]];
        match (self.language, is_loop) {
            (Language::Terraform, true) => {
                ["%{ for x in items }", "", "%{ else }", "%{ endfor ~}"].map(str::to_owned)
            }
            (Language::Terraform, false) => {
                let [first, second] = [first, second].map(|it| format!("%{{ if {it} }}"));
                [first, second, "%{ else }".into(), "%{ endif }".into()]
            }
            (Language::Jinja, true) => {
                ["{% for x in items %}", "", "{% else %}", "{%- endfor %}"].map(str::to_owned)
            }
            (Language::Jinja, false) => [
                format!("{{% if {first} %}}"),
                format!("{{%- elif {second} -%}}"),
                "{% else %}".into(),
                "{% endif %}".into(),
            ],
            (Language::Go, true) => {
                ["{{ range .items }}", "", "{{ else }}", "{{ end }}"].map(str::to_owned)
            }
            (Language::Go, false) => [
                format!("{{{{- if .{first} }}}}"),
                format!("{{{{ else if .{second} }}}}"),
                "{{ else }}".into(),
                "{{ end }}".into(),
            ],
            (Language::Erb, true) => {
                ["<% items.each do |x| %>", "", "<% else %>", "<% end %>"].map(str::to_owned)
            }
            (Language::Erb, false) => [
                format!("<% if {first} -%>"),
                format!("<% elsif {second} %>"),
                "<% else %>".into(),
                "<% end %>".into(),
            ],
            (_, true) => ["{{#each items}}", "", "{{else}}", "{{/each}}"].map(str::to_owned),
            (_, false) => [
                format!("{{{{#if {first}}}}}"),
                format!("{{{{else if {second}}}}}"),
                "{{else}}".into(),
                "{{/if}}".into(),
            ],
        }
    }

    fn directive(&mut self, written: &str, is_inline: bool) {
        self.out.push_str(written);
        if !is_inline {
            self.out.push('\n');
        }
    }

    fn string(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.out.push_str(text),
            Value::OneOf(choice) => {
                let mut choice = choice.clone();
                // A value that is nothing is an error of the template.
                choice.no.get_or_insert(choice.yes);
                let is_yaml = std::mem::take(&mut self.is_yaml);
                let choice = Choice { is_inline: true, ..*choice };
                self.choose(&choice, &mut |writer, text: &&str| writer.out.push_str(text));
                self.is_yaml = is_yaml;
            }
            _ => panic!("no text"),
        }
    }

    fn json(&mut self, value: &Value) {
        match value {
            Value::Map(members) => {
                self.out.push_str("{\n");
                self.json_members(members);
                self.end_without_comma();
                self.out.push('}');
            }
            Value::List(items) => {
                self.out.push('[');
                self.json_items(items);
                self.end_without_comma();
                self.out.push(']');
            }
            text => {
                self.out.push('"');
                self.string(text);
                self.out.push('"');
            }
        }
    }

    fn end_without_comma(&mut self) {
        let end = self.out.trim_end().len() - 1;
        assert_eq!(self.out.as_bytes()[end], b',', "the last member is a plain one");
        self.out.truncate(end);
    }

    fn json_members(&mut self, members: &[Member]) {
        for member in members {
            match member {
                Member::Plain(key, value) => {
                    self.out.push_str(&format!("\"{key}\": "));
                    self.json(value);
                    self.out.push_str(",\n");
                }
                Member::OneOf(choice) => {
                    self.choose(choice, &mut |writer, it: &Vec<Member>| writer.json_members(it));
                }
            }
        }
    }

    fn json_items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Plain(value) => {
                    self.json(value);
                    self.out.push_str(",\n");
                }
                Item::OneOf(choice) => {
                    self.choose(choice, &mut |writer, it: &Vec<Item>| writer.json_items(it));
                }
            }
        }
    }

    fn yaml(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Map(members) => self.yaml_members(members, indent),
            Value::List(items) => self.yaml_items(items, indent),
            text => {
                self.out.push_str("  ");
                self.string(text);
                self.out.push('\n');
            }
        }
    }

    fn yaml_members(&mut self, members: &[Member], indent: usize) {
        for member in members {
            match member {
                Member::Plain(key, value) => {
                    self.out.push_str(&format!("{:indent$}{key}:", ""));
                    if matches!(value, Value::Map(_) | Value::List(_)) {
                        self.out.push('\n');
                    }
                    self.yaml(value, indent + 2);
                }
                Member::OneOf(choice) => {
                    self.choose(choice, &mut |writer, it: &Vec<Member>| {
                        writer.yaml_members(it, indent);
                    });
                }
            }
        }
    }

    fn yaml_items(&mut self, items: &[Item], indent: usize) {
        for item in items {
            match item {
                Item::Plain(Value::Map(members)) => {
                    self.out.push_str(&format!("{:indent$}-\n", ""));
                    self.yaml_members(members, indent + 2);
                }
                Item::Plain(value) => {
                    self.out.push_str(&format!("{:indent$}-", ""));
                    self.yaml(value, indent);
                }
                Item::OneOf(choice) => {
                    self.choose(choice, &mut |writer, it: &Vec<Item>| {
                        writer.yaml_items(it, indent);
                    });
                }
            }
        }
    }
}

/// The verdict on a text, and its problems.
fn verdict(text: &str, is_yaml: bool, variables: &[(String, String)]) -> (Verdict, Vec<String>) {
    let inputs = Inputs { variables: variables.to_vec(), ..Inputs::default() };
    let question = Question { inputs, ..Question::default() };
    let name = if is_yaml { "case.yaml" } else { "case.json" };
    analyze(&Source::new(name, text), Vec::new(), &RULES, &question, |file| {
        let problems = file.problems.iter().map(|it| format!("{:?}", it.subject)).collect();
        assert_eq!(file.task_reports.len(), 1, "one task definition in:\n{text}");
        (file.task_reports[0].assessment.verdict, problems)
    })
}

/// The values of two conditions and of the loop, all combinations.
fn assignments() -> impl Iterator<Item = Values> {
    (0..8_u8).map(|bits| {
        let mut values = [false; NAMES.len()];
        (values[0], values[1], values[LOOP]) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0);
        values
    })
}

fn language() -> impl Strategy<Value = Language> {
    select(vec![
        Language::Terraform,
        Language::Jinja,
        Language::Go,
        Language::Handlebars,
        Language::Mustache,
        Language::Erb,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_template_is_what_its_renderings_are(
        task in task(),
        language in language(),
        is_yaml in any::<bool>(),
        picked in 0..8_usize,
    ) {
        let language = (language, 2);
        let template = Writer::write(&task, language, None, is_yaml);
        let (open, problems) = verdict(&template, is_yaml, &[]);
        assert!(problems.is_empty(), "{problems:?} in:\n{template}");
        let rendered: Vec<_> = assignments()
            .map(|values| verdict(&Writer::write(&task, language, Some(values), is_yaml), is_yaml, &[]).0)
            .collect();
        for verdict in &rendered {
            assert!(open == Verdict::Depends || open == *verdict, "{open:?} for {rendered:?} in:\n{template}");
        }
        if rendered.iter().all(|it| *it == rendered[0]) {
            assert_eq!(open, rendered[0], "all renderings agree on:\n{template}");
        }
        // What the options settle is judged as if it were rendered.
        let values = assignments().nth(picked).expect("one of them");
        let given: Vec<_> = NAMES.iter().zip(values).map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
        assert_eq!(verdict(&template, is_yaml, &given).0, rendered[picked], "with {given:?}:\n{template}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// With more conditions than are combined, some stay open.
    #[test]
    fn more_conditions_than_are_combined_never_decide_wrongly(
        task in task(),
        language in language(),
        is_yaml in any::<bool>(),
        values in proptest::collection::vec(any::<Values>(), 6),
    ) {
        let language = (language, LOOP);
        let template = Writer::write(&task, language, None, is_yaml);
        let (open, problems) = verdict(&template, is_yaml, &[]);
        assert!(problems.is_empty(), "{problems:?} in:\n{template}");
        for values in values.into_iter().chain([[true; NAMES.len()], [false; NAMES.len()]]) {
            let rendered = Writer::write(&task, language, Some(values), is_yaml);
            let (settled, _) = verdict(&rendered, is_yaml, &[]);
            assert!(
                open == Verdict::Depends || open == settled,
                "{open:?} became {settled:?} for {values:?} in:\n{template}"
            );
        }
    }
}

/// Brackets without an end, blocks without end, thousands of conditions, megabytes: none of it takes long.
#[test]
fn hard_templates_get_an_answer() {
    let blocks = |count: usize, of: usize| {
        let block = |at: usize| format!("{{% if c{} %}}\"k{at}\": 1,\n{{% endif %}}", at % of);
        let blocks: String = (0..count).map(block).collect();
        format!(
            "{{\"containerDefinitions\": [{{\"name\": \"app\", {blocks}\"image\": \"nginx\"}}]}}"
        )
    };
    let texts = [
        "{% if a %}".repeat(100_000),
        "{{ if a ".repeat(200_000),
        "%{ if \"".repeat(200_000),
        "<% ".repeat(200_000),
        "{% if a %}{% endif %}".repeat(20_000),
        blocks(2_000, 2_000),
        blocks(2_000, 7),
        blocks(60_000, 3),
    ];
    for text in texts {
        for name in ["case.json", "case.yml.j2"] {
            let source = Source::new(name, text.clone());
            analyze(&source, Vec::new(), &RULES, &Question::default(), |_| ());
        }
    }
}

//! What each step of a check takes, on a task definition of 5 KB: `cargo bench`, or `cargo bench -- advise`.
//!
//! The minimum of many runs is reported: disturbances only add to a run.

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, assess};
use needs_exec_role::input::directives::Renderings;
use needs_exec_role::input::formats::ParsedSource;
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::input::schema::validate;
use needs_exec_role::render::{Style, compact, graphical, json as json_report};
use needs_exec_role::rules::Rules;
use needs_exec_role::syntax::{json, yaml};
use std::hint::black_box;
use std::time::{Duration, Instant};

const JSON: &str = include_str!("task-definition.json");
const YAML: &str = include_str!("task-definition.yaml");

/// For how long each step is run.
const PATIENCE: Duration = Duration::from_millis(500);

#[expect(clippy::print_stdout, reason = "the figures are what it is run for")]
fn main() {
    // Cargo passes `--bench` along.
    let wanted: Vec<_> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| name.contains(it));
    for (name, step) in steps().iter_mut().filter(|(name, _)| is_wanted(name)) {
        println!("{name:<34}{:>10.1} µs", least(step).as_secs_f64() * 1e6);
    }
}

type Step = Box<dyn FnMut()>;

fn steps() -> Vec<(&'static str, Step)> {
    let mut steps: Vec<(&'static str, Step)> = vec![
        ("read JSON", Box::new(|| drop(black_box(json::read(black_box(JSON)))))),
        ("read YAML", Box::new(|| drop(black_box(yaml::read(black_box(YAML)))))),
        ("read 200 KB of open brackets", read_again_and_again("{\"a\":")),
        ("read 200 KB of open placeholders", read_again_and_again("{{,")),
        ("start up the rules", Box::new(|| drop(black_box(Rules::built_in())))),
        ("start up the rules, and compile all", Box::new(compile_all)),
        ("check the shape", check_shape()),
        ("advise", advise_on()),
    ];
    let style = Style::default();
    steps.extend([
        ("whole check, no report", whole(|_| String::new())),
        ("whole check, compact", whole(compact::file)),
        ("whole check, graphical", whole(move |file| graphical::file(file, &style, true))),
        ("whole check, JSON", whole(|file| format!("{:?}", json_report::file(file)))),
    ]);
    steps
}

/// A text that never closes what it opens, and would take forever if each opening looked for its end anew.
fn read_again_and_again(opening: &str) -> Step {
    let text = opening.repeat(200_000 / opening.len());
    Box::new(move || drop(black_box(json::read(black_box(&text)))))
}

fn compile_all() {
    for rule in rules().iter() {
        black_box(rule.read.len());
    }
}

fn check_shape() -> Step {
    let (parsed, inputs) = (parsed(), Inputs::default());
    Box::new(move || {
        for task in parsed.find(&inputs, &|_, _| false).iter().flat_map(|it| &it.versions) {
            black_box(validate::check(task));
        }
    })
}

fn advise_on() -> Step {
    let (rules, question, parsed) = (rules(), Question::default(), parsed());
    Box::new(move || {
        let found = parsed.find(&question.inputs, &|_, _| false);
        for task in found.iter().flat_map(|it| &it.versions) {
            black_box(assess(task, &rules, &question));
        }
    })
}

fn whole(report: impl Fn(&needs_exec_role::analysis::FileReport<'_>) -> String + 'static) -> Step {
    let (rules, question) = (rules(), Question::default());
    Box::new(move || {
        let source = Source::new("task-definition.json", black_box(JSON));
        black_box(analyze(&source, Vec::new(), &rules, &question, &report));
    })
}

/// The sample, read. Its text is kept until the end, since every step borrows from it.
fn parsed() -> ParsedSource<'static> {
    let source = Box::leak(Box::new(Source::new("task-definition.json", JSON)));
    let renderings = Box::leak(Box::new(Renderings::of(source, &Inputs::default())));
    ParsedSource::read(source, renderings, &Inputs::default())
}

fn rules() -> Rules {
    Rules::built_in()
}

/// The least time that a step takes.
fn least(step: &mut Step) -> Duration {
    let begin = Instant::now();
    let mut least = Duration::MAX;
    while begin.elapsed() < PATIENCE {
        let start = Instant::now();
        step();
        least = least.min(start.elapsed());
    }
    least
}

//! Severities, exceptions and the baseline as other programs set them. What the command line prints is in `fixtures`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use needs_exec_role::{
    Checker, Date, Diagnostic, Exception, Format, Options, Outcome, Report, ReportStream, Severity,
    SourceFile, Style, SuppressedBy,
};
use std::sync::Arc;

const TASK: &str = r#"{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "containerDefinitions": [
    { "name": "app", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1" },
    { "name": "logs", "image": "nginx", "owner": "web" }
  ]
}"#;

fn check(options: &Options, exceptions: Vec<Exception>) -> Report {
    let file = SourceFile::new("web.json", TASK).with_exceptions(exceptions.into());
    Checker::new(options).expect("options").check(&[file], &mut |_| None)
}

fn found<'r>(report: &'r Report, code: &str) -> &'r Diagnostic {
    report.diagnostics().find(|it| it.code == code).unwrap_or_else(|| panic!("no {code}"))
}

fn suppressed(report: &Report) -> Vec<&str> {
    let all = report.diagnostics().filter(|it| it.suppressed.is_some());
    all.map(|it| it.code.as_str()).collect()
}

fn exception(code: &str) -> Exception {
    Exception { number: 7, code: Some(code.to_owned()), ..Exception::default() }
}

fn of(code: Option<&str>, family: Option<&str>, container: Option<&str>) -> Exception {
    let [code, family, container] = [code, family, container].map(|it| it.map(str::to_owned));
    Exception { code, family, container, ..Exception::default() }
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

#[test]
fn severities_replace_those_of_the_codes() {
    let with = |severity| {
        let severities = vec![("execution-role-missing".to_owned(), severity)];
        check(&Options { severities, ..Options::default() }, Vec::new())
    };
    let report = with(Severity::Warning);
    assert_eq!(found(&report, "execution-role-missing").severity, Severity::Warning);
    assert_eq!((report.summary().errors, report.summary().warnings), (0, 2));
    assert_eq!(report.outcome(Some(Severity::Error)), Outcome::Clean);
    let report = with(Severity::Note);
    assert_eq!((report.summary().errors, report.summary().warnings), (0, 1));
    let severities = vec![("unknown-key".to_owned(), Severity::Error)];
    let report = check(&Options { severities, ..Options::default() }, Vec::new());
    assert_eq!(report.summary().errors, 2);
    let severities = vec![("unknown-keys".to_owned(), Severity::Error)];
    let error = Checker::new(&Options { severities, ..Options::default() }).expect_err("no code");
    assert!(error.to_string().contains("`unknown-keys`"), "{error}");
    let error = Checker::new(&Options { today: Some("2026".into()), ..Options::default() });
    assert!(error.expect_err("no day").to_string().contains("expected a day"));
}

#[test]
fn an_exception_suppresses_what_it_names() {
    let report = check(
        &Options::default(),
        vec![Exception {
            reason: Some("the pipeline sets it".into()),
            expires: Some(day("2027-01-31")),
            ..exception("execution-role-missing")
        }],
    );
    let why = found(&report, "execution-role-missing").suppressed.clone().expect("suppressed");
    assert_eq!(why.by, SuppressedBy::Configuration);
    assert_eq!(why.reason.as_deref(), Some("the pipeline sets it"));
    assert_eq!(why.expires, Some(day("2027-01-31")));
    assert_eq!((report.summary().errors, report.summary().suppressed), (0, 1));
    assert_eq!(report.outcome(Some(Severity::Error)), Outcome::Clean);
    assert_eq!(report.needed_exceptions().iter().copied().collect::<Vec<_>>(), [7]);
}

#[test]
fn an_exception_names_a_code_a_family_and_a_container() {
    let stays = |it: Exception| {
        let report = check(&Options::default(), vec![it]);
        suppressed(&report).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (role, key) = ("execution-role-missing", "unknown-key");
    assert_eq!(stays(of(None, None, None)), [key, role]);
    assert_eq!(stays(of(None, Some("web"), None)), [key, role]);
    assert_eq!(stays(of(None, Some("worker"), None)), [""; 0]);
    assert_eq!(stays(of(None, None, Some("app"))), [role]);
    assert_eq!(stays(of(None, Some("web"), Some("logs"))), [key]);
    assert_eq!(stays(of(Some(role), None, Some("logs"))), [""; 0]);
    // Its name in the report is a path only where it has no other.
    assert_eq!(stays(of(None, Some("web.json"), None)), [""; 0]);
}

#[test]
fn an_exception_holds_up_to_its_last_day() {
    let on = |today: Option<&str>| {
        let options = Options { today: today.map(str::to_owned), ..Options::default() };
        let last =
            Exception { expires: Some(day("2026-11-27")), ..exception("execution-role-missing") };
        check(&options, vec![last])
    };
    for today in [None, Some("2026-11-26"), Some("2026-11-27")] {
        assert_eq!(suppressed(&on(today)), ["execution-role-missing"], "{today:?}");
    }
    let report = on(Some("2026-11-28"));
    assert_eq!(suppressed(&report), [""; 0]);
    let note = found(&report, "exception-expired");
    assert_eq!(note.severity, Severity::Note);
    assert_eq!(note.message, "the exception for `execution-role-missing` expired on 2026-11-27");
    assert_eq!(note.primary.as_ref().map(|it| it.place.start.line), Some(5));
    assert_eq!(report.needed_exceptions().len(), 1, "it is about something");
    // One that would suppress nothing, or what something else suppresses, is no news.
    let options = Options { today: Some("2026-11-28".into()), ..Options::default() };
    let over = |code| Exception { expires: Some(day("2026-11-27")), ..exception(code) };
    let report = check(&options, vec![over("invalid-value")]);
    assert!(report.needed_exceptions().is_empty());
    assert!(report.diagnostics().all(|it| it.code != "exception-expired"));
    let both = vec![over("execution-role-missing"), exception("execution-role-missing")];
    let report = check(&options, both);
    assert!(report.diagnostics().all(|it| it.code != "exception-expired"));
}

#[test]
fn without_ignores_exceptions_count_for_nothing() {
    let options = Options { no_ignores: true, ..Options::default() };
    let report = check(&options, vec![exception("execution-role-missing")]);
    assert_eq!((report.summary().errors, report.summary().suppressed), (1, 0));
    assert!(report.needed_exceptions().is_empty());
}

#[test]
fn a_failure_of_the_run_stays_a_failure() {
    let all: Arc<[Exception]> = vec![Exception::default()].into();
    let checker = Checker::new(&Options::default()).expect("a checker");
    let check =
        |file: SourceFile| checker.check(&[file.with_exceptions(Arc::clone(&all))], &mut |_| None);
    let report = check(SourceFile::new("x.json", r#"{ "kind": "Deployment" }"#));
    assert_eq!(report.outcome(None), Outcome::Failed);
    assert_eq!((report.summary().errors, report.summary().suppressed), (1, 0));
    let role = SourceFile::new(
        "role.json",
        r#"{ "Role": { "RoleName": "other", "Arn": "arn:aws:iam::111122223333:role/other", "AssumeRolePolicyDocument": {} } }"#,
    );
    let options = Options { roles: vec![role], ..Options::default() };
    let checker = Checker::new(&options).expect("a checker");
    let text = TASK.replace("\"family\"", "\"executionRoleArn\": \"exec\", \"family\"");
    let file = SourceFile::new("x.json", text).with_exceptions(Arc::clone(&all));
    let report = checker.check(&[file], &mut |_| None);
    assert_eq!(report.outcome(None), Outcome::Failed);
    assert!(found(&report, "role-not-given").suppressed.is_none());
}

#[test]
fn a_stream_knows_which_exceptions_were_used() {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let mut stream = ReportStream::new(Format::Compact, Style::default());
    let two = vec![exception("unknown-key"), Exception { number: 8, ..exception("empty-value") }];
    let file = SourceFile::new("web.json", TASK).with_exceptions(two.into());
    let rendered = checker.render(&file, &stream);
    let text = stream.push(&rendered);
    assert!(text.contains("[execution-role-missing]") && !text.contains("[unknown-key]"), "{text}");
    assert_eq!(stream.needed_exceptions().iter().copied().collect::<Vec<_>>(), [7]);
}

#[test]
fn each_of_many_comments_is_about_its_own_finding() {
    const COUNT: usize = 5_000;
    let item = |number: usize| {
        format!(
            "  - name: app{number}\n    image: nginx\n    owner: web # needs-exec-role: ignore[unknown-key] {number}\n"
        )
    };
    let items: String = (0..COUNT).map(item).collect();
    let file = SourceFile::new("web.yaml", format!("family: web\ncontainerDefinitions:\n{items}"));
    let checker = Checker::new(&Options::default()).expect("options");
    let report = checker.check(&[file], &mut |_| None);
    assert_eq!(report.summary().suppressed, COUNT);
    assert!(report.diagnostics().all(|it| it.code != "ignore-unused"));
}

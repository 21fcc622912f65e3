//! The page for whoever sees a deploy fail: the error texts of the rules and causes, each with what `explain` says of it.

use crate::{calls, prose};
use needs_exec_role::explain::{Explainer, FoundCause};
use needs_exec_role::rules::cause::{Cause, CauseKind, CauseSide};
use needs_exec_role::rules::rule::Phase;
use needs_exec_role::rules::{Causes, RoleKind, Rule};
use std::fmt::Write;

/// A part of the page: what the reader sees fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Register,
    Image,
    Secrets,
    Logs,
    Files,
    Volumes,
    ActiveDirectory,
    AnyCall,
    BrokenOff,
    Placement,
    Launch,
    Deployer,
    Container,
    Batch,
}

/// The parts in the order of the page, each with its title and a text before its table.
const PARTS: [(Part, &str, &str); 14] = [
    (
        Part::Register,
        "ECS refuses the task definition",
        "At `RegisterTaskDefinition`; no task was started.",
    ),
    (
        Part::Image,
        "The task stops: the image",
        "Before its containers start, ECS cannot pull an image.",
    ),
    (
        Part::Secrets,
        "The task stops: secrets and parameters",
        "Before its containers start, ECS cannot read a secret of Secrets Manager or a parameter of Parameter Store.",
    ),
    (
        Part::Logs,
        "The task stops: logs",
        "Before its containers start, the log driver cannot be set up.",
    ),
    (
        Part::Files,
        "The task stops: environment files and other files in S3",
        "Before its containers start, ECS cannot download a file.",
    ),
    (
        Part::Volumes,
        "The task stops: volumes",
        "Before its containers start, a volume cannot be mounted.",
    ),
    (Part::ActiveDirectory, "The task stops: Active Directory credentials (gMSA)", ""),
    (
        Part::AnyCall,
        "Denied, timed out, or not found: any of these calls",
        "Whatever the rest of the text is about, these words say what went wrong: a permission, the network, or something that does not exist.",
    ),
    (
        Part::BrokenOff,
        "The text breaks off",
        "Many texts begin like this. The end, which says what failed and why, is missing.",
    ),
    (Part::Placement, "No container instance takes the task, or a quota is used up", ""),
    (
        Part::Launch,
        "The service cannot launch a task",
        "As an event of the service: `aws ecs describe-services` prints it.",
    ),
    (
        Part::Deployer,
        "Whoever deploys lacks a permission",
        "The user or role that runs the deployment lacks the permission ([what it must be allowed](roles.md#whoever-deploys)); the roles of the task are not at fault.",
    ),
    (Part::Container, "The container itself", "No role is at fault."),
    (Part::Batch, "AWS Batch refuses the job definition", ""),
];

/// Rules that are not about the service whose action they call.
const ELSEWHERE: [(&str, Part); 2] = [
    ("private-registry-credentials", Part::Image),
    ("gmsa-credential-spec", Part::ActiveDirectory),
];

const TOP: &str = "<!-- Generated from rules/ by tests/docs. -->\n\n# The deploy failed\n\n\
Paste the message into `needs-exec-role explain \"…\"`, or let it read what AWS prints:\n\n\
```sh\n\
aws ecs describe-tasks --cluster CLUSTER --tasks TASK | needs-exec-role explain -\n\
aws ecs describe-services --cluster CLUSTER --services SERVICE | needs-exec-role explain -\n\
```\n\n\
It finds the cause in the text, also in one that a tool wrapped or cut off ([how](explain.md)).\n\
Or search this page for a few words of the message, without names, IDs and numbers; `…` is a part that varies.\n\
[Which role does what](roles.md) is a page of its own.\n\n";

/// A row of the page.
struct Row {
    part: Part,
    /// The texts that AWS prints, which have the same cause.
    texts: Vec<String>,
    cause: FoundCause,
    /// The cause and the fix.
    says: String,
    /// The page to read.
    link: String,
}

/// The page.
pub(crate) fn page(rules: &[Rule], causes: &Causes) -> String {
    let writer = Writer { explainer: Explainer::new(rules, causes), rules };
    let mut rows = writer.rows_of_rules(causes);
    for cause in causes.iter() {
        writer.add_cause(&mut rows, cause);
    }
    writer.add_clues(&mut rows);
    let mut page = TOP.to_owned();
    for (_, title, _) in PARTS {
        writeln!(page, "- [{title}](#{})", prose::anchor(title)).expect("text");
    }
    writeln!(page, "- [{}]({})", calls::TITLE, calls::link()).expect("text");
    for (part, title, intro) in PARTS {
        let mut own: Vec<_> = rows.iter().filter(|row| row.part == part).collect();
        assert!(!own.is_empty(), "{title}: no text");
        own.sort_by_key(|row| rank(&row.cause));
        write!(page, "\n## {title}\n\n").expect("text");
        if !intro.is_empty() {
            write!(page, "{intro}\n\n").expect("text");
        }
        page.push_str("| AWS prints | cause and fix |\n| --- | --- |\n");
        for row in own {
            let (texts, says, link) = (quoted(&row.texts), &row.says, &row.link);
            writeln!(page, "| {texts} | {says}{link} |").expect("text");
        }
    }
    page.push_str(&calls::table(rules));
    page
}

/// The texts of the rules and the causes that a page does not show, nor words of theirs that decide.
pub(crate) fn missing(rules: &[Rule], causes: &Causes, page: &str) -> Vec<String> {
    let words = || causes.iter().flat_map(|cause| cause.words.iter());
    let is_opening = |text: &str| words().any(|words| text.ends_with(words.as_ref()));
    let texts = rules.iter().flat_map(|rule| rule.error.iter());
    let texts = texts.map(|error| without_end(&error.text)).filter(|text| !is_opening(text));
    let all = texts.chain(words().map(AsRef::as_ref));
    all.filter(|text| !has(page, &text.replace('|', "\\|"))).map(str::to_owned).collect()
}

/// Makes rows of texts.
struct Writer<'r> {
    explainer: Explainer<'r>,
    rules: &'r [Rule],
}

impl Writer<'_> {
    /// The rows of the texts of the rules, without those that are no more than how many texts begin.
    fn rows_of_rules(&self, causes: &Causes) -> Vec<Row> {
        let mut rows = Vec::new();
        let openings = causes.iter().filter(|cause| cause.kind == CauseKind::Opening);
        let openings: Vec<_> = openings.flat_map(|cause| cause.words.iter()).collect();
        for rule in self.rules {
            for error in rule.error.iter() {
                let text = without_end(&error.text);
                if openings.iter().any(|opening| text.ends_with(opening.as_ref())) {
                    continue;
                }
                let part = match error.phase {
                    Phase::Register if rule.id().starts_with("batch-") => Part::Batch,
                    Phase::Register => Part::Register,
                    Phase::Placement => Part::Placement,
                    Phase::Launch => Part::Launch,
                    Phase::Stop => part_of(rule),
                };
                self.add(&mut rows, part, text, text);
            }
        }
        rows
    }

    /// The rows of the clues of the rules that no other row shows. A single word is a part of some name.
    fn add_clues(&self, rows: &mut Vec<Row>) {
        for rule in self.rules {
            for clue in rule.clues.iter().map(|clue| &clue.text) {
                if clue.contains(' ') && !is_shown(rows, clue) {
                    self.add(rows, part_of(rule), clue, clue);
                }
            }
        }
    }

    /// The rows of a cause: of its words that are in no text of its own yet, and of the actions it is about.
    fn add_cause(&self, rows: &mut Vec<Row>, cause: &Cause) {
        let part = self.part_of_cause(rows, cause);
        for words in cause.words.iter() {
            let is_own = |row: &&Row| row.cause.id == *cause.id;
            let own = rows.iter().filter(is_own).flat_map(|row| &row.texts);
            let is_known = own.clone().any(|text| has(text, words));
            if cause.kind == CauseKind::Fault || !is_known {
                self.add(rows, part, words, words);
            }
        }
        for action in cause.actions.iter().filter(|action| *action != "*:*") {
            let example = action.replace('*', "RegisterTaskDefinition");
            let resource = match action.as_ref() {
                "iam:PassRole" => "arn:aws:iam::111122223333:role/ecsTaskExecutionRole",
                _ => "*",
            };
            let shown = format!("is not authorized to perform: {}", action.replace('*', "…"));
            let given = format!("is not authorized to perform: {example} on resource: {resource}");
            self.add(rows, part, &shown, &given);
        }
    }

    /// Adds a text as it is shown, with what is said of the text as it is given to `explain`.
    fn add(&self, rows: &mut Vec<Row>, part: Part, shown: &str, given: &str) {
        let given = given.replace('…', "x");
        let found = self.explainer.causes(&given).into_iter().next();
        let cause = found.unwrap_or_else(|| panic!("{shown}: no cause"));
        let says = self.says(part, &cause, &given);
        let shown = shown.to_owned();
        let is_same = |row: &&mut Row| {
            let (own, other) = (&row.cause.rules, &cause.rules);
            let is_of_rule = own == other || own.is_empty() || other.is_empty();
            row.part == part && row.says == says && is_of_rule
        };
        match rows.iter_mut().find(is_same) {
            Some(row) if row.texts.contains(&shown) => {}
            Some(row) => row.texts.push(shown),
            None => {
                let link = link(&cause);
                rows.push(Row { part, texts: vec![shown], cause, says, link });
            }
        }
    }

    /// The cause and the fix.
    fn says(&self, part: Part, cause: &FoundCause, given: &str) -> String {
        let rule = cause.rules.first().and_then(|id| self.rules.iter().find(|it| it.id() == id));
        let is_limit = rule.is_some_and(|rule| rule.role == RoleKind::None);
        let mut says = match rule {
            Some(rule) if cause.id == "refused" && (is_limit || part == Part::Batch) => {
                rule.why.to_string()
            }
            Some(_) if cause.id == "refused" => {
                "ECS refuses the task definition as it is.".to_owned()
            }
            _ if cause.id == "denied" && part == Part::AnyCall => {
                format!(
                    "AWS denied a call: the action in the text shows [whose]({}).",
                    calls::link()
                )
            }
            _ => cause.message.clone(),
        };
        if let Some(not) = cause.not.as_ref().filter(|_| part == Part::AnyCall) {
            write!(says, " {not}").expect("text");
        }
        if let Some(fix) = cause.fix.clone().or_else(|| self.fix_of_denial(given)) {
            write!(says, "<br>**Fix:** {}", with_code(&fix)).expect("text");
        }
        says.replace('|', "\\|")
    }

    /// What to do where a text has these words behind the call that was denied.
    fn fix_of_denial(&self, words: &str) -> Option<String> {
        const CALL: &str = "ecr:BatchGetImage";
        let text = format!("is not authorized to perform: {CALL} {words}");
        let fix = self.explainer.causes(&text).into_iter().next()?.fix?;
        Some(fix.replace(CALL, "the action").replace("for ecr", "for that service"))
    }

    /// Where a cause belongs: with the texts that have it already, with its feature, or by its side.
    fn part_of_cause(&self, rows: &[Row], cause: &Cause) -> Part {
        let known = rows.iter().find(|row| row.cause.id == *cause.id).map(|row| row.part);
        let named = |rule: &&Rule| cause.rules.iter().any(|id| *id == *rule.id());
        let has_clue = |rule: &&Rule| {
            let clues = || rule.clues.iter().map(|clue| &clue.text);
            cause.words.iter().any(|words| clues().any(|clue| has(words, clue)))
        };
        let rule = self.rules.iter().find(named).or_else(|| self.rules.iter().find(has_clue));
        let feature = rule.map(part_of);
        match cause.side {
            CauseSide::TaskDefinition if cause.kind == CauseKind::Opening => Part::Register,
            _ if cause.kind == CauseKind::Opening => Part::BrokenOff,
            CauseSide::Image => Part::Image,
            _ if cause.kind == CauseKind::Fault => Part::AnyCall,
            CauseSide::Deployer => Part::Deployer,
            CauseSide::ServiceLinkedRole => Part::Launch,
            CauseSide::Capacity => Part::Placement,
            CauseSide::InstanceRole => Part::AnyCall,
            CauseSide::TaskDefinition => known.or(feature).unwrap_or(Part::Register),
            _ => known.or(feature).unwrap_or(Part::Container),
        }
    }
}

/// The page to read: of the rule, else of the finding, else of AWS.
fn link(cause: &FoundCause) -> String {
    let rules = cause.rules.iter().map(|rule| format!("[{rule}](rules/{rule}.md)"));
    match (cause.rules.first(), cause.codes.first(), &cause.docs) {
        (Some(_), _, _) => format!("<br>{}", rules.collect::<Vec<_>>().join(", ")),
        (None, Some(code), _) => format!("<br>[{code}](findings.md#{code})"),
        (None, None, Some(docs)) => format!("<br>[AWS documentation]({docs})"),
        (None, None, None) => String::new(),
    }
}

/// What a rule's calls are for.
fn part_of(rule: &Rule) -> Part {
    if let Some((_, part)) = ELSEWHERE.iter().find(|(id, _)| *id == rule.id()) {
        return *part;
    }
    let clue = rule.clues.iter().find_map(|clue| clue.call.as_ref());
    let action = clue.or_else(|| rule.permissions.first()?.allow.first());
    match action.and_then(|action| action.split(':').next()) {
        Some("ecr") => Part::Image,
        Some("ssm" | "secretsmanager") => Part::Secrets,
        Some("logs") => Part::Logs,
        Some("s3") => Part::Files,
        Some("fsx" | "elasticfilesystem") => Part::Volumes,
        _ => Part::Container,
    }
}

/// A text without what varies at its end.
fn without_end(text: &str) -> &str {
    text.trim_end_matches([' ', '.', ':', '…'])
}

/// A fix with its statement or its command as code.
fn with_code(fix: &str) -> String {
    match fix.find("{ \"Effect\"") {
        Some(at) => format!("{}`{}`", &fix[..at], &fix[at..]),
        None if fix.starts_with("aws ") => format!("`{fix}`"),
        None => fix.to_owned(),
    }
}

/// Causes of a missing role first, texts that do not say why last.
fn rank(cause: &FoundCause) -> u8 {
    match cause.side {
        _ if cause.id == "cut-off" => 2,
        CauseSide::ExecutionRole => 0,
        _ => 1,
    }
}

/// Whether a row shows these words.
fn is_shown(rows: &[Row], words: &str) -> bool {
    rows.iter().flat_map(|row| &row.texts).any(|text| has(text, words))
}

/// Whether a text contains words, whatever their case and their quotes.
fn has(text: &str, words: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('’', "'");
    plain(text).contains(&plain(words))
}

/// Texts as code: long ones below one another.
fn quoted(texts: &[String]) -> String {
    let is_short = texts.iter().all(|text| text.chars().count() < 50);
    let between = if is_short { ", " } else { "<br>" };
    let code = texts.iter().map(|text| format!("`{}`", text.replace('|', "\\|")));
    code.collect::<Vec<_>>().join(between)
}

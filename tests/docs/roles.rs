//! Which role acts when, on which launch type: from the rules where a rule says it, as a picture and as a table.

use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::rules::{RoleKind, RoleRequirement, Rule};
use std::fmt::Write;

/// Who acts in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    Deployer,
    ServiceLinked,
    Infrastructure,
    Instance,
    Anywhere,
    InstanceOrExecution,
    ExecutionOrInstance,
    Execution,
    Task,
}

/// What says who acts.
enum Source {
    /// For each launch type, from AWS's pages.
    Pages([Who; LaunchType::COUNT]),
    /// The first of these rules; on a launch type where one of them is unsupported, nobody acts.
    Rules(&'static [&'static str]),
}

use Source::{Pages, Rules};
use Who::{Anywhere, Deployer, Infrastructure, Instance, Nobody, ServiceLinked};

/// A step: what happens, in one line or two.
type Step = (&'static [&'static str], Source);

/// The steps in the order of time, below the headings of their phases.
const PHASES: [(&str, &[Step]); 4] = [
    (
        "You deploy",
        &[(
            &["Pass the roles to ECS", "(iam:PassRole)"],
            Pages([Deployer, Deployer, Deployer, Deployer]),
        )],
    ),
    (
        "Before the task",
        &[
            (&["Launch the instance"], Pages([Nobody, Nobody, Nobody, Infrastructure])),
            (
                &["Register the instance", "with the cluster"],
                Pages([Nobody, Instance, Anywhere, Instance]),
            ),
            (
                &["Network interface (awsvpc),", "load balancer, service discovery"],
                Pages([ServiceLinked, ServiceLinked, Nobody, ServiceLinked]),
            ),
            (&["Create and attach EBS volumes"], Rules(&["ebs-volume"])),
        ],
    ),
    (
        "Before the containers start",
        &[
            (&["Pull private ECR images"], Rules(&["ecr-private-image"])),
            (&["Log in to another", "private registry"], Rules(&["private-registry-credentials"])),
            (&["Read secrets and parameters"], Rules(&["container-secrets"])),
            (&["Download environment files"], Rules(&["environment-files-s3"])),
            (
                &["Mount EFS with", "IAM authorization"],
                Rules(&["efs-iam-authorization", "external-fields"]),
            ),
        ],
    ),
    (
        "While they run",
        &[
            (&["Write logs (awslogs driver)"], Rules(&["awslogs"])),
            (
                &["Calls of your own code;", "ECS Exec"],
                Rules(&["application-aws-calls", "ecs-exec"]),
            ),
        ],
    ),
];

impl Who {
    /// What a cell says, in lines, and its classes in the picture.
    fn shown(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Nobody => (&["–"], ""),
            Self::Deployer => (&["whoever deploys"], "deployer"),
            Self::ServiceLinked => (&["service-linked role"], "linked"),
            Self::Infrastructure => (&["infrastructure role"], "infrastructure"),
            Self::Instance => (&["container instance role"], "instance"),
            Self::Anywhere => (&["ECS Anywhere role"], "instance"),
            Self::InstanceOrExecution => {
                (&["container instance role,", "or execution role if set"], "instance fallback")
            }
            Self::ExecutionOrInstance => {
                (&["execution role, or the", "role of the instance"], "execution fallback")
            }
            Self::Execution => (&["execution role"], "execution"),
            Self::Task => (&["task role"], "task"),
        }
    }
}

/// Who acts in each column of a step.
fn who(source: &Source, rules: &[Rule]) -> [Who; LaunchType::COUNT] {
    match source {
        Pages(who) => *who,
        Rules(ids) => LaunchType::ALL.map(|launch_type| {
            let named = ids.iter().map(|id| {
                let rule = rules.iter().find(|rule| rule.id() == *id);
                rule.unwrap_or_else(|| panic!("no rule {id}"))
            });
            let all: Vec<_> = named.map(|rule| (rule, requirement(rule, launch_type))).collect();
            if all.iter().any(|(_, is)| *is == RoleRequirement::Unsupported) {
                return Nobody;
            }
            let (rule, is) = all[0];
            acting(rule, is)
        }),
    }
}

/// What a rule requires where no circumstances are known.
fn requirement(rule: &Rule, launch_type: LaunchType) -> RoleRequirement {
    let cells = rule.cells(launch_type).iter();
    let mut plain =
        cells.filter(|cell| cell.when.is_empty() && cell.assume.is_none() && cell.held_on(None));
    plain.next().unwrap_or_else(|| panic!("{}: no requirement", rule.id())).is
}

/// Who acts for a rule.
fn acting(rule: &Rule, is: RoleRequirement) -> Who {
    match (is, rule.role) {
        (_, RoleKind::Task) => Who::Task,
        (_, RoleKind::Infrastructure) => Infrastructure,
        (RoleRequirement::Required, _) => Who::Execution,
        (RoleRequirement::RequiredUnlessInstanceRole, _) => Who::ExecutionOrInstance,
        (RoleRequirement::InstanceRole, _) => Who::InstanceOrExecution,
        _ => panic!("{}: no role acts, or it is unknown which", rule.id()),
    }
}

/// The table.
pub(crate) fn table(rules: &[Rule]) -> String {
    let names = LaunchType::ALL.map(LaunchType::name).join(" | ");
    let mut table = format!("| | {names} |\n| --- | --- | --- | --- | --- |\n");
    for (phase, steps) in PHASES {
        writeln!(table, "| **{phase}** | | | | |").expect("text");
        for (what, source) in steps {
            let cells = who(source, rules).map(|it| it.shown().0.join(" "));
            writeln!(table, "| {} | {} |", what.join(" "), cells.join(" | ")).expect("text");
        }
    }
    table
}

const WIDTH: usize = 832;
/// Where the cells begin, how far apart they are, and how wide.
const CELLS: (usize, usize, usize) = (236, 147, 140);
const CELL_HEIGHT: usize = 36;

const STYLE: &str = "\
text{font:13px -apple-system,BlinkMacSystemFont,'Segoe UI','Noto Sans','DejaVu Sans',Helvetica,Arial,sans-serif;fill:#1f2328}
.page{fill:#fff;stroke:#d1d9e0}
.head{font-size:12px;fill:#59636e}
.name{font-size:11.5px;font-weight:600}
.cell{font-size:11px;text-anchor:middle}
.middle{text-anchor:middle}
.rule{stroke:#d1d9e0;fill:none}
.box{stroke-width:1.25}
.fallback{stroke-dasharray:5 4}
.deployer{fill:#ffebe9;stroke:#cf222e}
.linked{fill:#eff2f5;stroke:#59636e}
.execution{fill:#ddf4ff;stroke:#0969da}
.task{fill:#dafbe1;stroke:#1a7f37}
.instance{fill:#fff8c5;stroke:#9a6700}
.infrastructure{fill:#fbefff;stroke:#8250df}
@media (prefers-color-scheme:dark){
text{fill:#f0f6fc}
.page{fill:#0d1117;stroke:#3d444d}
.head{fill:#9198a1}
.rule{stroke:#3d444d}
.deployer{fill:#3b1517;stroke:#f85149}
.linked{fill:#1f252d;stroke:#9198a1}
.execution{fill:#10243e;stroke:#4493f8}
.task{fill:#0f2a19;stroke:#3fb950}
.instance{fill:#2c220d;stroke:#d29922}
.infrastructure{fill:#241a38;stroke:#ab7df8}
}
";

/// The picture.
pub(crate) fn picture(rules: &[Rule]) -> String {
    let (first, step, width) = CELLS;
    let mut body = String::new();
    for (column, launch_type) in LaunchType::ALL.iter().enumerate() {
        let x = first + column * step + width / 2;
        let name = launch_type.name();
        writeln!(body, "<text class=\"name middle\" x=\"{x}\" y=\"28\">{name}</text>")
            .expect("text");
    }
    let mut y = 40;
    for (phase, steps) in PHASES {
        let right = WIDTH - 16;
        writeln!(body, "<path class=\"rule\" d=\"M16 {y}H{right}\"/>").expect("text");
        writeln!(body, "<text class=\"head\" x=\"20\" y=\"{}\">{phase}</text>", y + 20)
            .expect("text");
        y += 28;
        for (what, source) in steps {
            body.push_str(&lines(what, "", 20, y));
            for (column, who) in who(source, rules).into_iter().enumerate() {
                body.push_str(&cell(who, first + column * step, y));
            }
            y += CELL_HEIGHT + 6;
        }
        y += 4;
    }
    let height = y + 8;
    let (inner, outer) = (WIDTH - 1, height - 1);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title description\">\n\
        <!-- Generated from rules/ by tests/docs. -->\n\
        <title id=\"title\">Who acts when an Amazon ECS task is deployed and runs</title>\n\
        <desc id=\"description\">The steps from the deployment to the running task, from top to bottom, and for each launch type who acts: the table of docs/roles.md as a picture.</desc>\n\
        <style>\n{STYLE}</style>\n\
        <rect class=\"page\" x=\".5\" y=\".5\" width=\"{inner}\" height=\"{outer}\" rx=\"8\"/>\n\
        {body}</svg>\n"
    )
}

/// A cell at a place.
fn cell(who: Who, x: usize, y: usize) -> String {
    let (text, classes) = who.shown();
    let (_, _, width) = CELLS;
    let text = lines(text, "cell", x + width / 2, y);
    if classes.is_empty() {
        return text;
    }
    format!(
        "<rect class=\"box {classes}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{CELL_HEIGHT}\" rx=\"6\"/>\n{text}"
    )
}

/// One line or two in the middle of a cell's height.
fn lines(lines: &[&str], class: &str, x: usize, y: usize) -> String {
    let start = if lines.len() == 1 { y + 22 } else { y + 15 };
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        let y = start + at * 15;
        writeln!(text, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{line}</text>").expect("text");
    }
    text.replace(" class=\"\"", "")
}

//! A task definition checked in every combination of its template's conditions → one report, which knows
//! what applies in which of them.

use super::combination::Combination;
use super::report::TaskReport;
use super::role_check::{Answer, RoleCheck};
use super::sort;
use super::subject::{
    AddRole, DependsOn, Diagnostic, Label, PermissionSubject, Remedy, RoleFinding, What,
};
use crate::base::diagnostic::{BuiltIn, CombinationSet, Severity};
use crate::base::sorting::sort_by_key;
use crate::base::truth::Truth;
use crate::engine::{Assessment, Need, Verdict};
use crate::input::TaskDefinition;
use crate::input::naming::Naming;

/// A task definition in one combination.
pub(super) struct Variant<'t> {
    pub(super) task: &'t TaskDefinition<'t>,
    pub(super) assessment: Assessment<'t>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) role: Option<RoleCheck>,
    /// The parameters on whose defaults the assessment rests.
    pub(super) defaults: Vec<&'t str>,
}

/// Joins the combinations; nothing if there is none.
pub(super) fn join_all(mut variants: Vec<Variant<'_>>) -> Option<TaskReport<'_>> {
    let combinations: Vec<_> = variants.iter().map(combination).collect();
    let first = chosen(&combinations);
    let mut defaults: Vec<&str> = Vec::new();
    for name in variants.iter().flat_map(|it| &it.defaults) {
        if !defaults.contains(name) {
            defaults.push(name);
        }
    }
    let naming = variants.first()?.task.context.naming;
    let findings = findings(&mut variants, &combinations, naming);
    let role = worst(&mut variants, first);
    mark_needs(&mut variants);
    let mut rest = variants.into_iter();
    let mut before: Vec<_> = rest.by_ref().take(first).collect();
    let Variant { task, mut assessment, .. } = rest.next()?;
    before.extend(rest);
    for other in before {
        join(&mut assessment, other.assessment);
    }
    let combinations = if combinations.len() > 1 { combinations } else { Vec::new() };
    let (versions, suppressed) = (std::slice::from_ref(task), Vec::new());
    Some(TaskReport {
        task,
        versions,
        assessment,
        findings,
        suppressed,
        role,
        combinations,
        defaults,
    })
}

fn combination<'t>(variant: &Variant<'t>) -> Combination<'t> {
    let context = &variant.task.context;
    let assessment = &variant.assessment;
    let required = assessment.launch_types.iter().filter(|it| it.verdict == Verdict::Required);
    Combination {
        facts: context.facts.clone(),
        by_default: context.by_default,
        verdict: assessment.verdict,
        role: assessment.role.state,
        required_on: required.map(|it| it.launch_type).collect(),
    }
}

/// The combination that is shown: that of the defaults, or one that they leave open.
fn chosen(combinations: &[Combination<'_>]) -> usize {
    let by = |truth| combinations.iter().position(|it| it.by_default == truth);
    by(Truth::True).or_else(|| by(Truth::Unknown)).unwrap_or_default()
}

/// Whether two requirements of different combinations are one.
fn is_same<'t>(one: &Need<'t>, other: &Need<'t>) -> bool {
    one.found.span == other.found.span
        && one.found.rule.id() == other.found.rule.id()
        && one.is_same(other)
}

/// Each need learns in which combinations it is one.
fn mark_needs(variants: &mut [Variant<'_>]) {
    let count = variants.len();
    if count < 2 {
        return;
    }
    let mut met: Vec<(&Need<'_>, CombinationSet)> = Vec::new();
    for (index, variant) in variants.iter().enumerate() {
        let here = CombinationSet::only(index);
        for need in &variant.assessment.needs {
            match met.iter_mut().find(|(known, _)| is_same(known, need)) {
                Some((_, places)) => *places = places.or(here),
                None => met.push((need, here)),
            }
        }
    }
    let partial = met.into_iter().filter(|(_, places)| !places.is_all_of(count));
    let partial: Vec<_> = partial.map(|(need, places)| (need.clone(), places)).collect();
    for need in variants.iter_mut().flat_map(|it| &mut it.assessment.needs) {
        if let Some((_, places)) = partial.iter().find(|(known, _)| is_same(known, need)) {
            need.when = *places;
        }
    }
}

/// What all of them come to: what they agree on, else it depends.
fn join<'t>(assessment: &mut Assessment<'t>, other: Assessment<'t>) {
    if assessment.verdict != other.verdict {
        assessment.verdict = Verdict::Depends;
    }
    for judged in other.launch_types {
        match assessment.launch_types.iter_mut().find(|it| it.launch_type == judged.launch_type) {
            Some(known) if known.verdict != judged.verdict => known.verdict = Verdict::Depends,
            Some(_) => {}
            None => assessment.launch_types.push(judged),
        }
    }
    for need in other.needs {
        if !assessment.needs.iter().any(|known| is_same(known, &need)) {
            assessment.needs.push(need);
        }
    }
    sort_by_key(&mut assessment.needs, |need| need.found.span);
    for note in other.notes {
        let is_known = assessment.notes.iter().any(|it| {
            it.found.span == note.found.span && it.found.rule.id() == note.found.rule.id()
        });
        if !is_known {
            assessment.notes.push(note);
        }
    }
    assessment.matches.extend(other.matches);
}

/// The findings of all combinations, each once, knowing in which of them it holds.
fn findings(
    variants: &mut [Variant<'_>],
    all: &[Combination<'_>],
    naming: Naming,
) -> Vec<Diagnostic> {
    let mut met: Vec<Diagnostic> = Vec::new();
    let first = chosen(all);
    let order = std::iter::once(first).chain((0..variants.len()).filter(|at| *at != first));
    for index in order {
        let Some(variant) = variants.get_mut(index) else { continue };
        for mut finding in std::mem::take(&mut variant.findings) {
            if is_about_stated_role(&finding) {
                finding.subject.defaults =
                    variant.defaults.iter().map(|it| (*it).to_owned()).collect();
            }
            add(&mut met, finding, CombinationSet::only(index));
        }
    }
    // A role that some combination uses is no role to remove.
    let named = all.iter().enumerate().filter(|(_, it)| it.role.is_present());
    let named: CombinationSet = named.map(|(at, _)| at).collect();
    met.retain(|it| {
        !it.code.is(BuiltIn::ExecutionRoleUnneeded) || named.without(it.when).is_empty()
    });
    let places: Vec<_> = met.iter().map(|finding| places_of_kin(finding, &met)).collect();
    for (finding, places) in met.iter_mut().zip(places) {
        weigh(finding, places, all, naming);
    }
    sort(&mut met);
    met
}

/// Findings about the role as it is stated rest on the defaults that the verdict rests on.
fn is_about_stated_role(finding: &Diagnostic) -> bool {
    use BuiltIn::{
        ExecutionRoleInvalid, ExecutionRoleMissing, ExecutionRoleUndetermined,
        ExecutionRoleUnneeded,
    };
    let of_role = [
        ExecutionRoleInvalid,
        ExecutionRoleMissing,
        ExecutionRoleUndetermined,
        ExecutionRoleUnneeded,
    ];
    of_role.into_iter().any(|code| finding.code.is(code))
}

/// What is one finding, wherever it stands in the combinations.
const ONE_OF_ALL: [BuiltIn; 3] =
    [BuiltIn::ExecutionRoleMissing, BuiltIn::ExecutionRoleUndetermined, BuiltIn::PolicyUnknown];

/// Adds a finding of one combination. What is missing is one finding, whatever needs it in each; and so is what leaves
/// the verdict open.
fn add(met: &mut Vec<Diagnostic>, mut finding: Diagnostic, here: CombinationSet) {
    for known in met.iter_mut() {
        unite_open_terms(&mut known.subject.what, &mut finding.subject.what);
    }
    let is_missing = ONE_OF_ALL.into_iter().any(|code| finding.code.is(code));
    let same = |known: &&mut Diagnostic| {
        known.code == finding.code
            && known.subject.says_the_same(&finding.subject)
            && (is_missing || known.span() == finding.span())
    };
    let Some(known) = met.iter_mut().find(same) else {
        finding.when = here;
        for label in finding.primary.iter_mut().chain(&mut finding.related) {
            label.when = here;
        }
        met.push(finding);
        return;
    };
    known.when = known.when.or(here);
    for label in finding.primary.into_iter().chain(finding.related) {
        let mut labels = known.primary.iter_mut().chain(&mut known.related);
        match labels.find(|other| other.span == label.span) {
            Some(other) => other.when = other.when.or(here),
            None => known.related.push(Label { when: here, ..label }),
        }
    }
}

/// What leaves the verdict open in two combinations, as one.
fn unite_open_terms(one: &mut What, other: &mut What) {
    if let (
        What::Role(RoleFinding::Undetermined { on: DependsOn::Placeholders(known), .. }),
        What::Role(RoleFinding::Undetermined { on: DependsOn::Placeholders(more), .. }),
    ) = (one, other)
    {
        known.extend(more.drain(..).filter(|it| !known.contains(it)).collect::<Vec<_>>());
        more.clone_from(known);
    }
}

/// Where a finding or its like holds: an action that is missing at one place on one resource or another, as the
/// combinations have it, is missing in all of these.
fn places_of_kin(finding: &Diagnostic, all: &[Diagnostic]) -> CombinationSet {
    let What::Permission(subject) = &finding.subject.what else { return finding.when };
    let is_kin = |other: &&Diagnostic| {
        let is_same = |it: &PermissionSubject| it.actions == subject.actions;
        other.code == finding.code
            && other.severity == finding.severity
            && other.span() == finding.span()
            && matches!(&other.subject.what, What::Permission(it) if is_same(it))
    };
    let kin = all.iter().filter(is_kin);
    kin.fold(finding.when, |places, other| places.or(other.when))
}

/// A finding that does not hold in every combination is a warning where the defaults do not lead there. `places` are
/// those where it or its like holds.
fn weigh(
    finding: &mut Diagnostic,
    places: CombinationSet,
    all: &[Combination<'_>],
    naming: Naming,
) {
    if finding.when.is_all_of(all.len()) {
        return;
    }
    let is_elsewhere = all.iter().any(|it| it.role.is_present());
    let is_missing = matches!(finding.subject.what, What::Role(RoleFinding::Missing { .. }));
    if is_missing && is_elsewhere {
        let (task_role, is_empty) = (None, false);
        let how = AddRole::AsElsewhere;
        finding.subject.remedy = Some(Remedy::AddRole { how, task_role, is_empty, naming });
    }
    let leading = |truth| all.iter().enumerate().filter(move |(_, it)| it.by_default == truth);
    let mut certain = leading(Truth::True);
    let mut possible = leading(Truth::True).chain(leading(Truth::Unknown)).peekable();
    let is_default = certain.any(|(at, _)| places.contains(at));
    let is_likely = possible.peek().is_some() && possible.all(|(at, _)| places.contains(at));
    if !is_default && !is_likely {
        finding.severity = finding.severity.min(Severity::Warning);
    }
}

/// What the role comes to where it is least.
fn worst(variants: &mut [Variant<'_>], first: usize) -> Option<RoleCheck> {
    let weight = |variant: &Variant<'_>| match variant.role.as_ref()?.answer {
        Answer::Enough => Some(0),
        Answer::Unknown => Some(1),
        Answer::NotEnough => Some(2),
    };
    let most = variants.iter().filter_map(weight).max()?;
    let order = std::iter::once(first).chain(0..variants.len());
    let at = order.into_iter().find(|at| variants.get(*at).and_then(weight) == Some(most))?;
    let numbered = variants.iter().enumerate();
    let places = numbered.filter(|(_, variant)| weight(variant) == Some(most));
    let places: CombinationSet = places.map(|(at, _)| at).collect();
    let mut role = variants.get_mut(at)?.role.take()?;
    role.when = places;
    Some(role)
}

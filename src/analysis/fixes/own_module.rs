//! What is added to the module that a task definition stands in: a role, or a policy of one of its roles.

use super::module_text::ModuleText;
use super::own_template::OwnTemplate;
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::required::own_expressions;
use crate::base::diagnostic::Edit;
use crate::base::source::Source;
use crate::base::text::Text;
use crate::iam::generate::hcl::{LABEL, ModuleTerms, left_open, role, role_policy, statements};
use crate::iam::generate::role::{GeneratedRole, RoleDeployment};
use crate::iam::generate::template::TemplateText;
use crate::iam::generate::{Choice, Policy, generate};
use crate::iam::permission::RequiredPermission;
use crate::syntax::edit::{append_blocks, append_in_block};
use crate::syntax::hcl::{self, HclBlock, HclBody};

/// How many names are tried for new blocks.
const MOST_NAMES: usize = 100;

/// The module that a task definition stands in.
pub(super) struct OwnModule<'a> {
    source: &'a Source,
    /// The file of the task definition.
    pub(super) file: ModuleText<'a>,
    /// What is before the addresses in it.
    prefix: &'a str,
    /// ARNs that it has an expression for.
    own: Vec<(Text<'static>, TemplateText)>,
}

impl<'a> OwnModule<'a> {
    pub(super) fn of(file: &'a FileReport<'_>, task_report: &'a TaskReport<'_>) -> Option<Self> {
        let task = &task_report.task;
        Some(Self {
            source: file.source,
            file: ModuleText::at(file.source, task.span)?,
            prefix: &task.context.module,
            own: own_expressions(&task.context),
        })
    }

    fn terms(&self) -> ModuleTerms<'_> {
        ModuleTerms { expressions: &self.own, module: self.prefix }
    }

    /// Creates a role with the least policy for some permissions, at the end of the task definition's file: its name, and
    /// the edit.
    pub(super) fn create_role(
        &self,
        needed: &[RequiredPermission<'static>],
    ) -> Option<(String, Edit)> {
        self.file.body()?;
        let role_with = |inline| GeneratedRole {
            name: None,
            path: "/".to_owned(),
            trust: RoleDeployment::trust(),
            inline,
            managed: None,
        };
        let generated = role_with(self.policy_for(needed)?);
        let blocks = |label: &str| role(&generated, Some(self.terms()), label);
        let (label, blocks) = self.named(&blocks)?;
        let edit = self.file.in_source(append_blocks(self.file.text, &blocks));
        Some((label, edit))
    }

    /// Gives a role of the module, by its address, further permissions: in the document of a policy that is its alone, or
    /// else as a policy at the end of the file that the role stands in.
    pub(super) fn add_permissions(
        &self,
        address: &str,
        needed: &[RequiredPermission<'static>],
    ) -> Option<Vec<Edit>> {
        let policy = self.policy_for(needed)?;
        let into = self.add_to_document(address, &policy);
        into.or_else(|| Some(vec![self.add_policy(address, &policy)?]))
    }

    fn add_to_document(&self, role: &str, policy: &Policy) -> Option<Vec<Edit>> {
        let (statements, besides) = statements(policy, self.terms());
        let (home, document) = self.own_document(role)?;
        let body = home.body()?;
        let block = body
            .blocks
            .iter()
            .find(|it| is_called(it, ["data", "aws_iam_policy_document", &document]))?;
        let mut edits = vec![home.in_source(append_in_block(home.text, block, &statements)?)];
        if !besides.is_empty() {
            let (_, blocks) = self.named(&|_| besides.clone())?;
            edits.push(self.file.in_source(append_blocks(self.file.text, &blocks)));
        }
        Some(edits)
    }

    /// The document of an inline policy of a role that nothing else uses, and the file that it is in.
    fn own_document(&self, role: &str) -> Option<(ModuleText<'a>, String)> {
        let is_used_once = |name: &String| {
            let used = format!("aws_iam_policy_document.{name}.");
            self.files().map(|it| it.text.matches(&used).count()).sum::<usize>() == 1
        };
        let mut named = self.files().flat_map(|it| documents_of_role(it, role));
        let name = named.find(is_used_once)?;
        let is_it = |block: &HclBlock<'_>| {
            is_called(block, ["data", "aws_iam_policy_document", &name]) && is_made_once(block)
        };
        let mut files = self.files();
        let home = files.find(|it| it.body().is_some_and(|it| it.blocks.iter().any(is_it)))?;
        Some((home, name))
    }

    /// A policy of its own for a role.
    fn add_policy(&self, address: &str, policy: &Policy) -> Option<Edit> {
        let name = address.strip_prefix("aws_iam_role.")?.split('[').next()?;
        let is_role = |block: &HclBlock<'_>| is_called(block, ["resource", "aws_iam_role", name]);
        // Policies beside those that a role contains would be removed.
        let takes_policies = |block: &HclBlock<'_>| {
            let has = |kind| block.body.blocks_of(kind).next().is_some();
            !has("inline_policy") && !has("dynamic")
        };
        let home = self.files().find_map(|file| {
            let body = file.body()?;
            let role = body.blocks.iter().find(|it| is_role(it))?;
            takes_policies(role).then_some(file)
        });
        let home = home?;
        let blocks = |label: &str| role_policy(policy, address, self.terms(), label);
        let (_, blocks) = self.named(&blocks)?;
        Some(home.in_source(append_blocks(home.text, &blocks)))
    }

    /// The least policy; none if it would take a variable that the module does not have, or the module may be called from
    /// elsewhere, with other things that are needed.
    fn policy_for(&self, needed: &[RequiredPermission<'static>]) -> Option<Policy> {
        if !self.file.is_of_root(self.source) {
            return None;
        }
        let generated = generate(&OwnTemplate::writable(needed), &Choice::default());
        let policy = generated.policy;
        let is_whole = !policy.is_empty() && generated.unusable.is_empty();
        (is_whole && left_open(policy.texts(), self.terms()).is_empty()).then_some(policy)
    }

    fn files(&self) -> impl Iterator<Item = ModuleText<'a>> {
        self.file.beside(self.source)
    }

    /// Blocks under a name with which they have none of those that the module has.
    fn named(&self, blocks: &dyn Fn(&str) -> String) -> Option<(String, String)> {
        let files: Vec<_> = self.files().collect();
        let known: Vec<HclBody<'_>> = files.iter().filter_map(|it| it.body()).collect();
        let rest: Vec<_> = files.iter().filter(|it| it.body().is_none()).collect();
        let is_free = |block: &HclBlock<'_>| {
            let mut all = known.iter().flat_map(|body| &body.blocks);
            let label = block.labels.last().map(|it| format!("\"{}\"", it.text));
            let is_in_rest =
                label.is_some_and(|it| rest.iter().any(|file| file.text.contains(&it)));
            !is_in_rest && !all.any(|it| is_same(it, block))
        };
        let numbered = (2..MOST_NAMES).map(|number| format!("{LABEL}_{number}"));
        let labels = std::iter::once(LABEL.to_owned()).chain(numbered);
        let mut named = labels.map(|label| {
            let text = blocks(&label);
            (label, text)
        });
        named.find(|(_, text)| hcl::read(text, 0).value.blocks.iter().all(is_free))
    }
}

/// The names of the documents in a file that are those of inline policies of a role, by its address.
fn documents_of_role(file: ModuleText<'_>, role: &str) -> Vec<String> {
    let Some(body) = file.body() else { return Vec::new() };
    let written = |block: &HclBlock<'_>, name: &str| {
        let value = block.body.attribute(name)?.value.span;
        file.text.get(value.range()).map(str::to_owned)
    };
    let of_role = format!("{role}.");
    let document = |block: &HclBlock<'_>| {
        let is_policy = block.labels.first().is_some_and(|it| it.text == "aws_iam_role_policy");
        let is_of_role = written(block, "role").is_some_and(|it| it.starts_with(&of_role));
        let policy = written(block, "policy")?;
        let name = policy.strip_prefix("data.aws_iam_policy_document.")?.strip_suffix(".json")?;
        (is_policy && is_of_role && is_made_once(block)).then(|| name.to_owned())
    };
    body.blocks.iter().filter_map(document).collect()
}

fn is_made_once(block: &HclBlock<'_>) -> bool {
    ["count", "for_each"].iter().all(|it| block.body.attribute(it).is_none())
}

fn is_called(block: &HclBlock<'_>, [kind, first, second]: [&str; 3]) -> bool {
    let labels: Vec<_> = block.labels.iter().map(|it| it.text.as_ref()).collect();
    block.kind == kind && labels == [first, second]
}

fn is_same(one: &HclBlock<'_>, other: &HclBlock<'_>) -> bool {
    let labels = |block: &HclBlock<'_>| {
        block.labels.iter().map(|it| it.text.clone().into_owned()).collect::<Vec<_>>()
    };
    one.kind == other.kind && labels(one) == labels(other)
}

//! The sentence by which AWS denies a call: who may not do what on which resource.

use super::plain::PlainText;

/// What a denial says, as far as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Denial {
    /// Whether it is the sentence itself, and not only a name that stands in it.
    pub(super) is_sentence: bool,
    pub(super) principal: Option<Told>,
    pub(super) action: Option<Told>,
    pub(super) resource: Option<Told>,
    /// The operation of a client: `GetSecretValue`.
    pub(super) operation: Option<Told>,
}

/// A part of a text, and where it stands in the text as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) text: String,
    pub(super) span: (usize, usize),
}

const SENTENCE: &str = "not authorized to perform";

impl Denial {
    /// Reads the first denial of a text.
    pub(super) fn read(plain: &PlainText) -> Self {
        let lower = plain.text.to_ascii_lowercase();
        let at = lower.find(SENTENCE);
        let after = at.map(|at| at + SENTENCE.len());
        let behind = |mark: &str, from: usize| {
            let found = lower.get(from..)?.find(mark)? + from + mark.len();
            Some(found)
        };
        let action = after.and_then(|from| told(plain, from, &[':', ' ', '[', '\'', '"']));
        let action = action.filter(|it| is_action(&it.text));
        let on = action.as_ref().and(after).and_then(|from| behind("on resource", from));
        let resource =
            on.and_then(|from| told(plain, from, &['(', 's', ')', ':', ' ', '[', '\'', '"']));
        let user = lower.find("user: ").map(|at| at + "user: ".len());
        let principal = user.and_then(|from| told(plain, from, &[' ', '\'', '"']));
        let principal = principal.or_else(|| at.and_then(|at| before(plain, at)));
        let principal = principal.filter(|it| it.text.starts_with("arn:"));
        let operation = behind("when calling the ", 0).and_then(|from| told(plain, from, &[' ']));
        Self { is_sentence: at.is_some(), principal, action, resource, operation }
    }

    /// The name of the role that called, or of the user.
    pub(super) fn role(&self) -> Option<&str> {
        let arn = &self.principal.as_ref()?.text;
        arn.split('/').nth(1).filter(|name| !name.is_empty())
    }

    /// The name of the session: for an instance its ID, for a task the task's.
    pub(super) fn session(&self) -> Option<&str> {
        let arn = &self.principal.as_ref()?.text;
        arn.contains(":assumed-role/").then(|| arn.rsplit('/').next()).flatten()
    }

    /// The account of the caller.
    pub(super) fn account(&self) -> Option<&str> {
        account_of(&self.principal.as_ref()?.text)
    }

    /// The account of the resource.
    pub(super) fn resource_account(&self) -> Option<&str> {
        account_of(&self.resource.as_ref()?.text)
    }
}

/// The account of an ARN.
fn account_of(arn: &str) -> Option<&str> {
    let account = arn.split(':').nth(4)?;
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then_some(account)
}

/// A word from a place on, without what stands before it.
fn told(plain: &PlainText, from: usize, before: &[char]) -> Option<Told> {
    let rest = plain.text.get(from..)?;
    let bare = rest.trim_start_matches(before);
    let start = from + (rest.len() - bare.len());
    let len = bare.find([' ', '"', '\'', ',', ')', ']', '<']).unwrap_or(bare.len());
    let word = bare.get(..len)?.trim_end_matches(['.', ';', '…', '\\']);
    (!word.is_empty())
        .then(|| Told { text: word.to_owned(), span: plain.given(start, start + word.len()) })
}

/// The ARN right before a place: `arn:… is not authorized to perform`.
fn before(plain: &PlainText, at: usize) -> Option<Told> {
    let head = plain.text.get(..at)?;
    told(plain, head.rfind("arn:")?, &[])
}

fn is_action(word: &str) -> bool {
    let is_name = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '*'))
    };
    word.split_once(':').is_some_and(|(service, name)| is_name(service) && is_name(name))
}

#[cfg(test)]
mod tests {
    use super::Denial;
    use crate::explain::plain::PlainText;

    fn read(text: &str) -> [Option<String>; 3] {
        let denial = Denial::read(&PlainText::of(text, 0));
        [denial.principal, denial.action, denial.resource].map(|it| it.map(|told| told.text))
    }

    #[test]
    fn who_what_and_on_which() {
        let whole = "User: arn:aws:sts::111122223333:assumed-role/exec/0123 is not authorized to perform: \
            ssm:GetParameters on resource: arn:aws:ssm:us-east-1:111122223333:parameter/app/db because no";
        let [principal, action, resource] = read(whole);
        assert_eq!(principal.as_deref(), Some("arn:aws:sts::111122223333:assumed-role/exec/0123"));
        assert_eq!(action.as_deref(), Some("ssm:GetParameters"));
        assert_eq!(
            resource.as_deref(),
            Some("arn:aws:ssm:us-east-1:111122223333:parameter/app/db")
        );
    }

    #[test]
    fn what_is_cut_off_is_not_there() {
        let cut = "AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ecs.task.x/1234...";
        let [principal, action, resource] = read(cut);
        assert_eq!(
            principal.as_deref(),
            Some("arn:aws:sts::111122223333:assumed-role/ecs.task.x/1234")
        );
        assert_eq!((action, resource), (None, None));
        assert_eq!(read("is not authorized to perform: ssm"), [None, None, None]);
    }

    #[test]
    fn a_call_on_anything() {
        let [_, action, resource] =
            read("is not authorized to perform: ecr:GetAuthorizationToken on resource: *");
        assert_eq!(
            (action.as_deref(), resource.as_deref()),
            (Some("ecr:GetAuthorizationToken"), Some("*"))
        );
    }
}

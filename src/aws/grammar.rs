//! The grammars of the fields of a task definition: whether a text can be the value, and why not.

use super::readers::noun;
use super::{
    Classification, credential_spec, go_bool, image, log_group, partition, place, role_arn,
    s3_object, secret_ref, tokens,
};
use crate::base::suggest::fewest_slips;
use crate::base::text::Text;
use crate::base::truth::Truth;

/// What the value of a field must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// An image.
    Image,
    /// The ARN or the name of a role.
    Role,
    /// A parameter of SSM or a secret.
    ValueFrom,
    /// A secret, by its ARN or its name.
    Secret,
    /// A parameter or a secret, by its ARN.
    StoreArn,
    /// An object in S3.
    S3Object,
    /// A credential spec of gMSA, or another option of Docker's.
    CredentialSpec,
    /// A Region.
    Region,
    /// The name of a log group.
    LogGroup,
    /// What Go reads as a boolean.
    GoBool,
    /// One of these words; and the words that are taken for them, each with the one that is meant.
    OneOf(&'static [&'static str], &'static [(&'static str, &'static str)]),
}

/// Why a text cannot be the value of its field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Misfit {
    /// It is outside the grammar, for this reason.
    Malformed(String),
    /// The same, where it is only likely that AWS refuses it.
    Doubtful(String),
    /// It is near a word of the list, which was meant.
    Near(&'static str),
    /// It is no word of the list, and near none.
    Unlisted,
}

/// What a text is to a grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged<'s> {
    /// It can be the value.
    Fits,
    /// It stands for the value, or a part of it, with these placeholders.
    Open(Text<'s>),
    /// It cannot be the value.
    Not {
        /// Why.
        why: Misfit,
        /// Whether it shows nevertheless what it means: the registry of an image, the name of a parameter.
        is_clear: bool,
    },
}

impl Grammar {
    /// Whether a text is the value without a doubt: what most are, at the cost of looking at it once.
    pub fn is_plain(self, text: &str) -> bool {
        match self {
            Self::Image => image::is_plain(text),
            Self::Role => role_arn::is_plain(text),
            Self::ValueFrom => secret_ref::is_plain_value_from(text),
            Self::S3Object => s3_object::is_plain(text),
            Self::Region => partition::looks_like_region(text),
            Self::LogGroup => log_group::is_plain(text),
            Self::GoBool => go_bool::is_one(text),
            Self::OneOf(words, _) => words.contains(&text),
            Self::Secret | Self::StoreArn | Self::CredentialSpec => false,
        }
    }

    /// Judges a text in which the placeholders that anyone can see are found.
    #[cold]
    pub fn judge<'s>(self, text: &Text<'s>) -> Judged<'s> {
        if text.as_placeholder().is_some() {
            return Judged::Open(text.clone());
        }
        let misfit = self.misfit(text);
        if let Some(open) = self.with_tokens(text, misfit.as_ref().map(|(why, _)| why)) {
            return Judged::Open(open);
        }
        match misfit {
            None if text.has_placeholders() => Judged::Open(text.clone()),
            None => Judged::Fits,
            Some((why, is_clear)) => Judged::Not { why, is_clear },
        }
    }

    /// The text with what can only be meant to be replaced as placeholders: a name between marks, a word in capitals.
    /// Nothing if there is none, or if it does not fit even so. What could be a name as well is one, unless it says
    /// otherwise.
    #[cold]
    fn with_tokens<'s>(self, text: &Text<'s>, misfit: Option<&Misfit>) -> Option<Text<'s>> {
        if let Some(word) = text.as_literal() {
            let is_other = matches!(misfit, Some(why) if !matches!(why, Misfit::Near(_)));
            let is_token = tokens::is_between_marks(word)
                || tokens::is_capital_word(word) && !self.is_in_capitals();
            if is_other && is_token || tokens::says_placeholder(word) {
                return Some(tokens::as_placeholder(text));
            }
        }
        misfit?;
        match self {
            Self::Image => {
                let words = image::with_words(text)?;
                let is_ecr = image::read(&words).is("ecr") == Truth::True;
                let open = if is_ecr { words } else { tokens::as_placeholder(text) };
                self.misfit(&open).is_none().then_some(open)
            }
            Self::ValueFrom => {
                let mut fields = text.split(':', usize::MAX);
                let [arn, _, _, _] = fields.as_mut_slice() else { return None };
                let word = arn.as_literal()?;
                if !tokens::is_capital_word(word) && !tokens::is_between_marks(word) {
                    return None;
                }
                *arn = tokens::as_placeholder(arn);
                Some(Text::join(&fields, ':'))
            }
            _ => None,
        }
    }

    /// Whether its own words are in capitals, so that a word in capitals may be one that is not known yet.
    fn is_in_capitals(self) -> bool {
        matches!(self, Self::OneOf([first, ..], _) if tokens::is_capital_word(first))
    }

    /// Why a text cannot be the value, whatever its placeholders are filled with; and whether it is clear what is meant.
    #[cold]
    fn misfit(self, text: &Text<'_>) -> Option<(Misfit, bool)> {
        let classification = match self {
            Self::Image => image::read(text),
            Self::Role => role_arn::read(text),
            Self::ValueFrom => secret_ref::read_value_from(text),
            Self::Secret => secret_ref::read_secret(text),
            Self::StoreArn => {
                let classification = secret_ref::read_value_from(text);
                if classification.error.is_none() && classification.is("bare") == Truth::True {
                    classification.with_error("it is a name, and ECS accepts only an ARN here")
                } else {
                    classification
                }
            }
            Self::S3Object => s3_object::read(text),
            Self::CredentialSpec => credential_spec::read(text),
            Self::Region => {
                Classification { error: place::region_error(text), ..Classification::default() }
            }
            Self::LogGroup => {
                let why = log_group::error(text)?;
                return Some((Misfit::Malformed(why.to_owned()), false));
            }
            Self::GoBool => {
                let is_read = go_bool::read(text).is("malformed") != Truth::True;
                let why = "the driver reads only 1, t, T, TRUE, true, True, 0, f, F, FALSE, false and False";
                return (!is_read).then(|| (Misfit::Malformed(why.to_owned()), false));
            }
            Self::OneOf(words, taken) => return unlisted(text, words, taken),
        };
        let is_clear =
            ["ecr", "parameter"].iter().any(|kind| classification.is(kind) == Truth::True);
        let is_doubtful = classification.is("versioned") == Truth::True;
        let misfit = if is_doubtful { Misfit::Doubtful } else { Misfit::Malformed };
        classification.error.map(|why| (misfit(why), is_clear))
    }

    /// What it is, with its article.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Image => "an image",
            Self::Role => "an IAM role",
            Self::ValueFrom | Self::StoreArn => "a parameter or a secret",
            Self::Secret => "a Secrets Manager secret",
            Self::S3Object => noun("object"),
            Self::CredentialSpec => "a credential spec",
            Self::Region => "a Region",
            Self::LogGroup => "the name of a log group",
            Self::GoBool => "a boolean",
            Self::OneOf(..) => "a value",
        }
    }

    /// How to write it.
    pub fn form(self) -> String {
        match self {
            Self::Image => "write it as [HOST/]REPOSITORY[:TAG] or [HOST/]REPOSITORY@DIGEST, in lowercase".into(),
            Self::Role => "set it to the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME".into(),
            Self::ValueFrom => "use a parameter's name, a parameter's ARN, or a secret's ARN".into(),
            Self::Secret => "use the ARN of the secret that contains the login, or its name".into(),
            Self::StoreArn => "set it to the ARN of a secret or of a parameter".into(),
            Self::S3Object => "write it as arn:aws:s3:::BUCKET/KEY".into(),
            Self::CredentialSpec => {
                "write credentialspec: or credentialspecdomainless:, then file:// or the ARN of an S3 object or an SSM parameter".into()
            }
            Self::Region => "write the name of a Region, such as eu-west-1".into(),
            Self::LogGroup => {
                "write the name of the log group, with letters, digits and the characters . - _ / #".into()
            }
            Self::GoBool => "write true or false".into(),
            Self::OneOf(words, _) => format!("the API has {}", words.join(", ")),
        }
    }
}

/// Why a text is none of the words: near one of them, or near none.
#[cold]
fn unlisted(
    text: &Text<'_>,
    words: &'static [&'static str],
    taken: &'static [(&'static str, &'static str)],
) -> Option<(Misfit, bool)> {
    if Truth::any(words.iter().map(|word| text.equals(word))) != Truth::False {
        return None;
    }
    let written = text.to_string();
    let meant =
        taken.iter().find(|(word, _)| written.eq_ignore_ascii_case(word)).map(|(_, meant)| *meant);
    let most = if written.len() < 8 { 1 } else { 2 };
    let near = || fewest_slips(written.trim(), words.iter().copied(), most);
    Some((meant.or_else(near).map_or(Misfit::Unlisted, Misfit::Near), false))
}

#[cfg(test)]
mod tests {
    use super::{Grammar, Judged, Misfit};
    use crate::base::text::{Spelling, Text};

    const LAUNCH_TYPES: Grammar =
        Grammar::OneOf(&["EC2", "FARGATE"], &[("FARGATE_SPOT", "FARGATE")]);
    const DRIVERS: Grammar = Grammar::OneOf(&["awslogs", "splunk"], &[("cloudwatch", "awslogs")]);

    fn judge(grammar: Grammar, value: &str) -> Judged<'_> {
        let judged = grammar.judge(&Text::read(value, Spelling::Identifier));
        assert!(!grammar.is_plain(value) || judged == Judged::Fits, "{value} is plain");
        match judged {
            Judged::Open(open) => Judged::Open(open.into_owned()),
            Judged::Not { why, is_clear } => Judged::Not { why, is_clear },
            Judged::Fits => Judged::Fits,
        }
    }

    #[test]
    fn a_token_stands_for_the_value() {
        for (grammar, value) in [
            (Grammar::Image, "__IMAGE__"),
            (Grammar::Image, "REPLACE_ME_IMAGE"),
            (Grammar::Image, "IMAGE:latest"),
            (Grammar::Image, "|image|"),
            (Grammar::Image, "ECR_REGISTRY/app:__TAG__"),
            (Grammar::Role, "#{ROLE}#"),
            (Grammar::Role, "EXECUTION_ROLE_ARN"),
            (Grammar::Role, "~role~"),
            (Grammar::ValueFrom, "TODO"),
            (Grammar::ValueFrom, "SECRET:key::"),
            (Grammar::ValueFrom, "~secret~:key::"),
            (Grammar::S3Object, "ENV_FILE"),
            (Grammar::StoreArn, "LOGIN"),
            (Grammar::Region, "AWS_REGION"),
            (DRIVERS, "LOG_DRIVER"),
            (DRIVERS, "{driver}"),
            (LAUNCH_TYPES, "YOUR_LAUNCH_TYPE"),
        ] {
            let judged = judge(grammar, value);
            let is_open = matches!(judged, Judged::Open(_))
                || grammar == Grammar::Region && judged == Judged::Fits;
            assert!(is_open, "{value}: {judged:?}");
        }
    }

    #[test]
    fn what_could_be_a_name_is_one() {
        for (grammar, value) in [
            (Grammar::Role, "EXECUTION_ROLE"),
            (Grammar::Role, "ecsTaskExecutionRole"),
            (Grammar::ValueFrom, "DB_PASSWORD"),
            (Grammar::ValueFrom, "/app/DB__HOST__NAME"),
            (Grammar::Secret, "team/login"),
            (Grammar::Image, "team__app/api:TAG"),
            (DRIVERS, "splunk"),
        ] {
            assert_eq!(judge(grammar, value), Judged::Fits, "{value}");
        }
    }

    #[test]
    fn words_that_are_near_are_meant() {
        for (grammar, value, meant) in [
            (LAUNCH_TYPES, "fargate", Some("FARGATE")),
            (LAUNCH_TYPES, "FARGETE", Some("FARGATE")),
            (LAUNCH_TYPES, "FARGATE_SPOT", Some("FARGATE")),
            (LAUNCH_TYPES, "OUTPOSTS", None),
            (DRIVERS, "awslog", Some("awslogs")),
            (DRIVERS, "AWSLOGS", Some("awslogs")),
            (DRIVERS, "CloudWatch", Some("awslogs")),
            (DRIVERS, "logentries", None),
        ] {
            let why = meant.map_or(Misfit::Unlisted, Misfit::Near);
            assert_eq!(judge(grammar, value), Judged::Not { why, is_clear: false }, "{value}");
        }
    }

    #[test]
    fn what_is_meant_may_be_clear() {
        for (grammar, value, expected) in [
            (Grammar::Image, "https://1.dkr.ecr.eu-west-1.amazonaws.com/app", true),
            (Grammar::Image, "https://docker.io/app", false),
            (Grammar::ValueFrom, "db:3", true),
            (Grammar::ValueFrom, "my db", false),
            (Grammar::Region, "eu-west-1a", false),
            (Grammar::GoBool, "yes", false),
            (Grammar::StoreArn, "my login", false),
        ] {
            let Judged::Not { is_clear, .. } = judge(grammar, value) else {
                unreachable!("{value} fits")
            };
            assert_eq!(is_clear, expected, "{value}");
        }
    }
}

//! Hosts that are no private registry of ECR, but were meant to be one: nothing else is called so.

use super::{account, ecr_host, partition};
use crate::base::suggest;

/// How many characters may be wrong in the end of the host name.
const MOST_SLIPS: usize = 3;

/// Why a host (without a port, in lower case) is no private registry of ECR, where one was meant.
#[cold]
pub(super) fn error(host: &str) -> Option<String> {
    let (first, rest) = host.split_once('.')?;
    if let Some((region, suffix)) = ecr_host::place(host) {
        let whole = format!("{region}.{suffix}");
        if partition::of_suffix(&whole).is_some() {
            return Some("the Region is missing before the end of the host".to_owned());
        }
        let near = partition::ecr_suffixes()
            .filter(|known| known.starts_with("amazonaws."))
            .map(|known| (suggest::slips(suffix, known), known))
            .filter(|(slips, _)| (1..=MOST_SLIPS).contains(slips))
            .min_by_key(|(slips, _)| *slips);
        return near.map(|(_, known)| format!("its host ends in `{suffix}`, not in `{known}`"));
    }
    let (before, region) = before_suffix(rest)?;
    let names_ecr = before.split('.').any(|label| matches!(label, "ecr" | "dkr"));
    let is_meant = account::is_id(first) || names_ecr || first == "ecr";
    is_meant.then(|| {
        format!("`{host}` is no host of ECR, which has the form ACCOUNT.dkr.ecr.{region}.SUFFIX")
    })
}

/// Whether a host may be one, at the cost of looking at it once.
pub(super) fn may_be(host: &str) -> bool {
    host.len() > "amazonaws.com".len() && host.contains(".amazonaws.")
}

/// What is before the suffix of AWS's hosts, and the Region at its end.
fn before_suffix(rest: &str) -> Option<(&str, &str)> {
    let ends = partition::ecr_suffixes().filter(|suffix| suffix.starts_with("amazonaws."));
    let mut before = ends.filter_map(|suffix| rest.strip_suffix(suffix)?.strip_suffix('.'));
    let before = before.next()?;
    let region = before.rsplit('.').next().filter(|label| partition::looks_like_region(label));
    Some((before, region.unwrap_or("REGION")))
}

#[cfg(test)]
mod tests {
    use super::error;

    #[test]
    fn what_was_meant_to_be_a_registry() {
        for host in [
            "111122223333.dkr.ecr.amazonaws.com",
            "111122223333.drk.ecr.us-east-1.amazonaws.com",
            "111122223333.ecr.us-east-1.amazonaws.com",
            "111122223333.dkr.us-east-1.amazonaws.com",
            "111122223333.dkr.ecr.us-east-1.amazonaw.com",
            "111122223333.dkr.ecr.us-east-1.amazon.com",
            "api.ecr.us-east-1.amazonaws.com",
            "ecr.us-east-1.amazonaws.com",
        ] {
            assert!(error(host).is_some(), "{host}");
        }
        for host in [
            "docker.io",
            "ec2-1-2-3-4.compute-1.amazonaws.com",
            "web-1234.us-east-1.elb.amazonaws.com",
            "111122223333.dkr.ecr.us-east-1.localhost.localstack.cloud",
            "111122223333.dkr.ecr.us-east-1.amazonaws.com.evil.example",
            "public.ecr.aws",
        ] {
            assert_eq!(error(host), None, "{host}");
        }
    }
}

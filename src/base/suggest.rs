//! Which of several names was probably meant.

/// How many slips lie between two names: letters that are missing, added, wrong, or swapped with a neighbor.
pub fn slips(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}

/// The name that is the fewest slips away, and at most as many as given; the first of several. The case of
/// ASCII letters makes no difference.
pub fn fewest_slips<'n>(
    written: &str,
    mut names: impl Iterator<Item = &'n str>,
    most: usize,
) -> Option<&'n str> {
    fewest(written, &mut names, most)
}

/// One for all kinds of iterators, which keeps the program small.
fn fewest<'n>(
    written: &str,
    names: &mut dyn Iterator<Item = &'n str>,
    most: usize,
) -> Option<&'n str> {
    let written = written.to_ascii_lowercase();
    let all = names.map(|name| (slips(&written, &name.to_ascii_lowercase()), name));
    let near = all.filter(|(slips, _)| *slips <= most);
    near.min_by_key(|(slips, _)| *slips).map(|(_, name)| name)
}

/// The name that is most alike, where it is more so than `least`, between 0 and 1; the last of several.
/// It weighs the beginnings of names, and suits names of several words.
pub fn most_alike<'n>(
    written: &str,
    names: impl Iterator<Item = &'n str>,
    least: f64,
) -> Option<&'n str> {
    let all = names.map(|name| (strsim::jaro_winkler(written, name), name));
    let near = all.filter(|(alike, _)| *alike > least);
    near.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::{fewest_slips, most_alike};

    #[test]
    fn a_slip_is_seen_and_another_word_is_not() {
        let fewest = |written| fewest_slips(written, ["Action", "Resource"].into_iter(), 2);
        assert_eq!(fewest("Acitons"), Some("Action"));
        assert_eq!(fewest("resuorce"), Some("Resource"));
        assert_eq!(fewest("Effect"), None);
    }

    #[test]
    fn the_most_alike_of_several() {
        let names = ["private-ecr-image", "private-registry", "awslogs"];
        let alike = |written| most_alike(written, names.into_iter(), 0.8);
        assert_eq!(alike("private-ecr"), Some("private-ecr-image"));
        assert_eq!(alike("aws-logs"), Some("awslogs"));
        assert_eq!(alike("memory"), None);
    }
}

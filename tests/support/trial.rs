//! Trials of what is not everywhere: where it is absent they are listed as ignored, with what they need.

use libtest_mimic::Trial;

/// A test that requires something; it runs where that is there.
pub(crate) fn needing(what: &str, is_there: bool, name: &str, test: fn()) -> Trial {
    let run = move || {
        test();
        Ok(())
    };
    Trial::test(name, run).with_kind(format!("needs {what}")).with_ignored_flag(!is_there)
}

//! The Terraform files of the corpus, as the project reads them and as `hcl-edit` does.

use crate::corpus::files;
use crate::hcl_shape as shape;
use crate::trial::needing;
use hcl_edit::structure::Body;
use libtest_mimic::Trial;
use needs_exec_role::syntax::hcl::read;
use std::fs;

pub(crate) fn trial() -> Trial {
    let name = "terraform_reads_as_hcl_edit_reads_it";
    needing("../shared/corpus", files::is_there(), name, terraform_reads_as_hcl_edit_reads_it)
}

fn terraform_reads_as_hcl_edit_reads_it() {
    let (mut alike, mut rejected) = (0, 0);
    for path in files::files("e_terraform") {
        let text = fs::read_to_string(&path).expect("a text");
        let own = read(&text, 0);
        let Ok(other) = text.parse::<Body>() else {
            rejected += 1;
            continue;
        };
        assert_eq!(own.problems, [], "{}", path.display());
        assert!(shape::of_body(&own.value) == shape::of_other_body(&other), "{}", path.display());
        alike += 1;
    }
    println!("Terraform: {alike} files read alike, {rejected} that hcl-edit rejects");
    assert!(alike > 80, "{alike} files");
}

//! That one file, or one module, is checked without a second thread: to start threads costs more than the check.

use crate::common::program;
use crate::opened_files::can_trace;
use crate::trial::needing;
use libtest_mimic::Trial;
use std::fs;
use std::path::Path;
use std::process::Command;

pub(crate) fn trial() -> Trial {
    needing("strace", can_trace(), "one_input_starts_no_thread", starts_no_thread)
}

fn starts_no_thread() {
    for (paths, is_parallel) in [
        (&["fixtures/readme/web.json"] as &[&str], false),
        (&["fixtures/terraform/tasks/files/main.tf"], false),
        // That the calls would be seen.
        (&["fixtures/readme/web.json", "benches/task-definition.yaml"], true),
    ] {
        let trace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("threads");
        let status = Command::new("strace")
            .args(["-f", "-q", "-e", "trace=clone,clone3", "-o"])
            .arg(&trace)
            .arg(program().get_program())
            .args(paths)
            .output()
            .expect("strace runs");
        assert_ne!(status.status.code(), None, "{status:?}");
        let calls = fs::read_to_string(&trace).expect("a trace");
        assert_eq!(calls.contains("clone"), is_parallel, "{paths:?}: {calls}");
    }
}

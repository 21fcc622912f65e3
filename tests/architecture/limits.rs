//! What may be used in one place only, and how long a file may be.

/// Crates that only one file or folder may name.
pub(crate) const KEPT_IN_ONE_PLACE: [(&str, &str); 18] = [
    ("anstream", "src/cli"),
    ("clap", "src/cli"),
    ("clap_complete", "src/cli"),
    ("clap_mangen", "src/cli"),
    ("foldhash", "src/base/maps"),
    ("gen_lsp_types", "src/lsp"),
    ("granit_parser", "src/syntax/yaml"),
    ("ignore", "src/workspace"),
    ("imara_diff", "src/cli"),
    ("lsp_server", "src/lsp"),
    ("memchr", "src/base/source"),
    ("miette", "src/render/graphical"),
    ("mimalloc", "src/main"),
    ("rayon", "src/cli"),
    ("serde_yaml", "src/rules"),
    ("strsim", "src/base/suggest"),
    ("terminal_size", "src/cli"),
    ("textwrap", "src/render/graphical"),
];

/// Modules that only their own folder and these files may name: nothing else knows that there is such a format.
pub(crate) const KNOWN_TO_FEW: [(&str, &[&str]); 1] =
    [("input::cloudformation", &["src/input/parameters", "src/input/formats"])];

/// The only places that may use what `IMPURE` and `PRINTING` list.
pub(crate) const OUTSIDE: [&str; 4] = ["src/cli", "src/lsp", "src/main", "src/workspace"];

/// The disk, the clock, the environment and the other things that are not a function's arguments.
pub(crate) const IMPURE: [&str; 10] = [
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time",
];

/// Macros that print.
pub(crate) const PRINTING: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

/// The most lines that a file may have without its comments and tests.
pub(crate) const MOST_LINES: usize = 400;

/// The root of what only `build.rs` compiles: nothing in the library declares it.
pub(crate) const FOR_BUILD: &str = "src/rules/build/mod.rs";

//! An option of the run that matched nothing in any of its files.

/// An option that is about a name in the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassedOption {
    /// `--var`: the placeholder or parameter.
    Variable(String),
    /// `--image`: the container.
    Image(String),
    /// `--parameters`: the file, and the names in it.
    Parameters {
        /// The file.
        file: String,
        /// The names that it sets.
        names: Vec<String>,
    },
    /// One name of such a file.
    Parameter {
        /// The file.
        file: String,
        /// The name.
        name: String,
    },
    /// `--boundary`: the file.
    Boundary(String),
    /// `--assume`.
    Assumption {
        /// Its name.
        name: String,
        /// Its value, where it has one.
        value: Option<String>,
    },
}

/// An option that matched nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedOption {
    /// The option.
    pub option: PassedOption,
    /// The name in the files that was probably meant.
    pub near: Option<String>,
}

//! Pages as Markdown: their code blocks, links, paths and generated sections.

/// A fenced block of code.
pub(crate) struct Block<'p> {
    /// What is after the opening fence.
    pub(crate) info: &'p str,
    /// What is between the fences.
    pub(crate) text: &'p str,
}

/// The fenced blocks of a page, in order.
pub(crate) fn blocks(page: &str) -> impl Iterator<Item = Block<'_>> {
    page.split("\n```").skip(1).step_by(2).filter_map(|block| {
        let (info, text) = block.split_once('\n')?;
        Some(Block { info, text })
    })
}

/// The page with the text between `<!-- begin NAME -->` and `<!-- end NAME -->` replaced.
pub(crate) fn with_section(page: &str, name: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let (before, rest) = page.split_once(&begin).expect("the section begins");
    let (_, after) = rest.split_once(&end).expect("the section ends");
    format!("{before}{begin}{text}{end}{after}")
}

/// The targets of `[text](target)`.
pub(crate) fn links(page: &str) -> impl Iterator<Item = &str> {
    page.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// Paths of this repository that a page names in backticks.
pub(crate) fn paths(page: &str) -> impl Iterator<Item = &str> {
    const FOLDERS: [&str; 7] =
        ["src/", "tests/", "docs/", "rules/", "fixtures/", ".ci/", "benches/"];
    let quoted = page.split('`').skip(1).step_by(2);
    quoted.filter(|text| {
        let is_pattern = text.contains(['*', '<', ' ', '…', '\n']);
        !is_pattern && FOLDERS.iter().any(|folder| text.starts_with(folder))
    })
}

/// The page without its code blocks and code spans.
pub(crate) fn outside_of_code(page: &str) -> String {
    let parts = page.split("\n```").step_by(2);
    parts.flat_map(|part| part.split('`').step_by(2)).collect()
}

/// The anchor of a title, as GitHub makes it.
pub(crate) fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Whether a page has a title with this anchor.
pub(crate) fn has_anchor(page: &str, wanted: &str) -> bool {
    let titles = page.lines().filter(|line| line.starts_with('#'));
    titles.map(|line| anchor(line.trim_start_matches('#').trim())).any(|it| it == wanted)
}

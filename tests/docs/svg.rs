//! What a terminal shows, as a picture: text with escape sequences for color and links becomes an SVG.

/// The width and the height of a character's cell in pixels: the font's size follows from the width.
const CELL: (usize, usize) = (8, 18);
/// From the edge of the picture to the text.
const MARGIN: usize = 16;

const STYLE: &str = "\
text{font:13.33px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre;fill:currentColor}
path{stroke:currentColor;stroke-width:1.2;fill:none}
.screen{fill:#f6f8fa;stroke:#d1d9e0}
.plain{color:#1f2328}.dim{opacity:.65}.bold{font-weight:700;stroke-width:1.8}.underline{text-decoration:underline}
.red{color:#cf222e}.green{color:#1a7f37}.yellow{color:#9a6700}.blue{color:#0969da}.magenta{color:#8250df}.cyan{color:#1b7c83}
@media (prefers-color-scheme:dark){
.screen{fill:#151b23;stroke:#3d444d}
.plain{color:#f0f6fc}
.red{color:#ff7b72}.green{color:#3fb950}.yellow{color:#d29922}.blue{color:#58a6ff}.magenta{color:#bc8cff}.cyan{color:#39c5cf}
}
";

/// How characters look, and where they lead.
#[derive(Clone, Debug, Default, PartialEq)]
struct Look {
    bold: bool,
    dim: bool,
    underline: bool,
    color: Option<&'static str>,
    link: Option<String>,
}

/// Characters of one line that look alike.
#[derive(Debug, PartialEq)]
struct Run {
    /// The column of the first, from 0.
    column: usize,
    text: String,
    look: Look,
    /// Whether they are lines and corners, which are drawn, so that they meet whatever the font is.
    is_drawn: bool,
}

/// The picture of a screen that is `columns` wide; what is wrong with the text where it cannot be shown.
pub(crate) fn picture(title: &str, screen: &str, columns: usize) -> Result<String, String> {
    let mut look = Look::default();
    let lines: Vec<_> =
        screen.lines().map(|line| runs(line, &mut look)).collect::<Result<_, _>>()?;
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, lines.len() * CELL.1 + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" xml:space=\"preserve\">\n\
        <!-- Made from what the program prints by tests/docs. -->\n\
        <title>{}</title>\n<style>\n{STYLE}</style>\n\
        <rect class=\"screen\" x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n",
        escaped(title),
        width - 1,
        height - 1
    );
    for (row, runs) in lines.iter().enumerate() {
        for run in runs {
            if run.column + run.text.chars().count() > columns {
                return Err(format!("line {} is wider than {columns} columns", row + 1));
            }
            write_run(&mut svg, run, MARGIN + row * CELL.1);
        }
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// The runs of a line. What a sequence switches on stays on in the lines that follow.
fn runs(line: &str, look: &mut Look) -> Result<Vec<Run>, String> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut column, mut rest) = (0, line);
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '\u{1b}' {
            rest = after_sequence(rest, look)?;
            continue;
        }
        let is_drawn = strokes(c)?.is_some();
        match runs.last_mut() {
            Some(run) if run.look == *look && run.is_drawn == is_drawn => run.text.push(c),
            // A blank begins nothing that can be seen.
            _ if c == ' ' && !look.underline => {}
            _ => runs.push(Run { column, text: c.to_string(), look: look.clone(), is_drawn }),
        }
        column += 1;
    }
    Ok(runs)
}

/// What follows an escape sequence, whose effect is on the look.
fn after_sequence<'s>(sequence: &'s str, look: &mut Look) -> Result<&'s str, String> {
    let unknown = || format!("an escape sequence that is not known: ESC {sequence:.12}");
    if let Some((parameters, rest)) =
        sequence.strip_prefix('[').and_then(|rest| rest.split_once('m'))
    {
        for parameter in parameters.split(';') {
            look.set(parameter).ok_or_else(unknown)?;
        }
        return Ok(rest);
    }
    let link = sequence.strip_prefix("]8;").and_then(|rest| rest.split_once("\u{1b}\\"));
    let (link, rest) = link.ok_or_else(unknown)?;
    let (_, address) = link.split_once(';').ok_or_else(unknown)?;
    look.link = (!address.is_empty()).then(|| address.to_owned());
    Ok(rest)
}

impl Look {
    /// Does what a parameter of the sequence for color and weight (SGR) asks for; none if it is not known.
    fn set(&mut self, parameter: &str) -> Option<()> {
        match parameter {
            "" | "0" => *self = Self { link: self.link.take(), ..Self::default() },
            "1" => self.bold = true,
            "2" => self.dim = true,
            "4" => self.underline = true,
            "22" => (self.bold, self.dim) = (false, false),
            "24" => self.underline = false,
            "31" => self.color = Some("red"),
            "32" => self.color = Some("green"),
            "33" => self.color = Some("yellow"),
            "34" => self.color = Some("blue"),
            "35" => self.color = Some("magenta"),
            "36" => self.color = Some("cyan"),
            "39" => self.color = None,
            _ => return None,
        }
        Some(())
    }

    fn classes(&self) -> String {
        let switches = [(self.bold, " bold"), (self.dim, " dim"), (self.underline, " underline")];
        let on = switches.into_iter().filter(|(is_on, _)| *is_on).map(|(_, class)| class);
        self.color.into_iter().chain(self.color.is_none().then_some("plain")).chain(on).collect()
    }
}

/// A character of lines and corners as a path from the upper left of its cell; none for one that is text.
fn strokes(c: char) -> Result<Option<&'static str>, String> {
    Ok(Some(match c {
        '─' => "m0 9h8",
        '│' => "m4 0v18",
        '┬' => "m0 9h8m-4 0v9",
        '┴' => "m0 9h8m-4 0v-9",
        '├' => "m4 0v18m0-9h4",
        '┤' => "m4 0v18m0-9h-4",
        '╭' => "m8 9q-4 0-4 4v5",
        '╰' => "m4 0v5q0 4 4 4",
        '\u{2500}'..='\u{257F}' => return Err(format!("no strokes for {c}")),
        // All others are taken to be one cell wide, which these are not.
        '\u{0}'..='\u{1f}'
        | '\u{7f}'
        | '\u{300}'..='\u{36f}'
        | '\u{1100}'..='\u{1fff}'
        | '\u{2e80}'.. => {
            return Err(format!("not one cell wide: {c:?}"));
        }
        _ => return Ok(None),
    }))
}

/// Writes a run of the line whose cells begin `top` pixels below the edge.
fn write_run(svg: &mut String, run: &Run, top: usize) {
    let left = |column: usize| MARGIN + column * CELL.0;
    let text = run.text.trim_end_matches(|c| c == ' ' && !run.look.underline);
    let class = run.look.classes();
    let element = if run.is_drawn {
        let cells = text.chars().enumerate();
        let drawn = cells.filter_map(|(at, c)| Some((at, strokes(c).ok()??)));
        let path: String =
            drawn.map(|(at, stroke)| format!("M{} {top}{stroke}", left(run.column + at))).collect();
        format!("<path class=\"{class}\" d=\"{path}\"/>")
    } else {
        format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            left(run.column),
            top + 13,
            text.chars().count() * CELL.0,
            escaped(text)
        )
    };
    let line = match &run.look.link {
        Some(address) => format!("<a href=\"{}\">{element}</a>\n", escaped(address)),
        None => format!("{element}\n"),
    };
    svg.push_str(&line);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{Look, Run, picture, runs};

    /// The runs of a line, each with its column, its classes and its text.
    fn shown(line: &str) -> Vec<String> {
        let runs = runs(line, &mut Look::default()).expect("runs");
        let one = |run: &Run| format!("{} {}: {}", run.column, run.look.classes(), run.text);
        runs.iter().map(one).collect()
    }

    #[test]
    fn a_run_ends_where_the_look_changes() {
        assert_eq!(
            shown("a \u{1b}[1;31mb\u{1b}[22mc\u{1b}[39;2;4md\u{1b}[24me\u{1b}[0mf"),
            [
                "0 plain: a ",
                "2 red bold: b",
                "3 red: c",
                "4 plain dim underline: d",
                "5 plain dim: e",
                "6 plain: f"
            ]
        );
    }

    #[test]
    fn colors_and_resets_are_those_of_a_terminal() {
        assert_eq!(
            shown("\u{1b}[32mg\u{1b}[33my\u{1b}[34mb\u{1b}[35mm\u{1b}[36mc\u{1b}[mp"),
            ["0 green: g", "1 yellow: y", "2 blue: b", "3 magenta: m", "4 cyan: c", "5 plain: p"]
        );
    }

    #[test]
    fn a_look_lasts_over_the_end_of_the_line() {
        let svg = picture("", "\u{1b}[31ma\nb\u{1b}[0mc", 9).expect("a picture");
        assert_eq!(svg.matches("class=\"red\"").count(), 2, "{svg}");
        assert_eq!(svg.matches("class=\"plain\"").count(), 1, "{svg}");
    }

    #[test]
    fn lines_and_corners_are_drawn_where_their_cells_are() {
        let svg = picture("", "  ╰─ <a>", 9).expect("a picture");
        assert!(
            svg.contains("<path class=\"plain\" d=\"M32 16m4 0v5q0 4 4 4M40 16m0 9h8\"/>"),
            "{svg}"
        );
        assert!(svg.contains("x=\"56\" y=\"29\" textLength=\"24\""), "{svg}");
        assert!(svg.contains(">&lt;a&gt;</text>"), "{svg}");
    }

    #[test]
    fn a_link_ends_where_its_sequence_ends_and_not_with_the_color() {
        let line = "\u{1b}]8;;https://a.b/?c&d\u{1b}\\x\u{1b}[0my\u{1b}]8;;\u{1b}\\z";
        let svg = picture("", line, 9).expect("a picture");
        assert!(svg.contains("<a href=\"https://a.b/?c&amp;d\"><text"), "{svg}");
        assert!(svg.contains(">xy</text></a>\n"), "{svg}");
        assert!(svg.contains(">z</text>\n"), "{svg}");
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for line in [
            "\u{1b}[5mblinking",
            "\u{1b}[38;5;1mof 256",
            "\u{1b}[2Kcleared",
            "\u{1b}]0;title\u{7}",
            "\u{1b}c",
            "\u{1b}",
            "a\tb",
            "╬",
            "漢",
            "e\u{301}",
            "ten columns",
        ] {
            assert!(picture("", line, 10).is_err(), "{line:?}");
        }
    }
}

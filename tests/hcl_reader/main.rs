//! The HCL reader against `hcl-edit`: what that accepts is read alike. And what is read of texts that it rejects.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]

mod generated;
mod places;
mod recovery;
#[path = "../support/hcl_shape.rs"]
mod shape;

use hcl_edit::structure::Body;
use needs_exec_role::syntax::hcl::{read, read_template};
use proptest::prelude::{any, prop, prop_assert_eq, proptest};

/// The reader and `hcl-edit` read a text alike, if both read it without an error. Whether `hcl-edit` does.
fn agree(name: &str, text: &str) -> bool {
    let own = read(text, 0);
    places::check(text, &own);
    let Ok(other) = text.parse::<Body>() else { return false };
    if !own.problems.is_empty() {
        return true;
    }
    let (one, two) = (shape::of_body(&own.value), shape::of_other_body(&other));
    let same = one.bytes().zip(two.bytes()).take_while(|(a, b)| a == b).count();
    let near =
        |shape: &str| shape.chars().skip(same.saturating_sub(40)).take(120).collect::<String>();
    assert!(one == two, "{name}: {} is {}", near(&one), near(&two));
    true
}

/// Both read a text, and alike.
fn both_read(text: &str) {
    assert!(agree(text, text), "hcl-edit does not read {text:?}");
    assert_eq!(read(text, 0).problems, [], "{text:?}");
}

#[test]
fn each_form_of_the_language() {
    for text in [
        "",
        "a = 1\nb = -1.5e3\nc = null\nd = true # e\n// f\n/* g\n */ h = \"\"",
        "resource \"aws_iam_role\" task {\n  name = var.name\n}\nlocals { a = 1 }\n",
        "a = b.c[0].d[\"e\"].*.f[*].g.0\n",
        "a = b ? c : d ? e : f\n",
        "a = (\n b\n ? c\n : d\n)\n",
        "a = !b && -c + d * 2 % 3 == 4 || e >= f && g != h\n",
        "a = 1 - 2 - 3 / 4 / 5\n",
        "a = f(b, c...)\nd = g(\n  1,\n  2,\n)\ne = provider::aws::arn_parse(x)\n",
        "a = [1, [2], {b = 3, \"c\" : 4\n (d) = 5\n 6 = 7\n}, ]\n",
        "a = [for b in c : b.d if b.e != null]\na2 = {for k, v in c : k => v...}\n",
        "a = {\n  for k, v in c :\n  k => v\n  if v\n}\n",
        "a = \"b ${c.d} $${e} %%{f} \\\"g\\\" \\n \\u00e9\"\n",
        "a = \"${ b ? \"c ${d}\" : \"}\" }\"\n",
        "a = \"%{ if b }c%{ else }d%{ endif }%{ for e, f in g ~} h ${f} %{~ endfor }\"\n",
        "a = <<EOT\n{\"b\": \"${c}\"}\n  EOT\nd = 1\n",
        "a = f(<<-EOT\n    b\n      c\n    %{ if d }e%{ endif }\n    EOT\n)\n",
        "größe = \"ß\"\nresource \"a\" \"ü\" {}\n",
        "a {\r\n  b = 1\r\n}\r\n",
    ] {
        both_read(text);
    }
}

#[test]
fn what_terraform_takes_and_hcl_edit_does_not() {
    for (text, shape) in [
        ("a = {b = 1\n b = 2}\n", "a={b:1 b:2}; "),
        ("a = [for b in c : b\n ? 1 : 2]\n", "a=[for(,b c >(b?1:2) false )]; "),
        ("a = <<E\nb\nE", "a=\"b\"; "),
    ] {
        let own = read(text, 0);
        assert_eq!(own.problems, [], "{text:?}");
        let found = shape::of_body(&own.value);
        assert_eq!(
            found,
            shape.replace("[for(,b c >(b?1:2) false )]", "for(,b c >(b?1:2) false )")
        );
    }
}

#[test]
fn a_heredoc_loses_the_blanks_that_all_its_lines_begin_with() {
    for (text, content) in [
        ("a = <<-E\n    b\n      c\n    E\n", "b\n  c\n"),
        ("a = <<-E\n    b\n\n  c\n    E\n", "  b\n\nc\n"),
        ("a = <<E\n  b\n  E\n", "  b\n"),
        ("a = <<-E\n  $${b}\\n\n  E\n", "${b}\\n\n"),
        ("a = \"b ~\\t$${c}\"", "b ~\t${c}"),
    ] {
        let own = read(text, 0);
        let value = &own.value.attribute("a").unwrap().value;
        assert_eq!(value.kind.as_literal().as_deref(), Some(content), "{text:?}");
    }
}

#[test]
fn a_tilde_removes_the_blanks_beside_it() {
    let own = read("a = \"b ${~ c ~} d\"", 0);
    let value = &own.value.attribute("a").unwrap().value;
    assert_eq!(format!("{:?}", literals(&value.kind)), "[\"b\", \"d\"]");
}

fn literals(kind: &needs_exec_role::syntax::hcl::ExpressionKind<'_>) -> Vec<String> {
    use needs_exec_role::syntax::hcl::{ExpressionKind, TemplatePartKind};
    let ExpressionKind::Template(parts) = kind else { panic!("no template") };
    let texts = parts.iter().filter_map(|part| match &part.kind {
        TemplatePartKind::Literal(text) => Some(text.to_string()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn a_text_is_one_template() {
    for (text, expected, faults) in [
        ("", "", 0),
        ("{\"a\": \"${b.c}\",\n \"d\": ${e}}\n", "{\"a\":\"${b.c}\",\"d\":${e}}", 0),
        ("%{ if a ~}\n  b\\n\n%{ endif }$${c}", "%if(a|b\\n|)${c}", 0),
        ("a ${b", "${lost}", 1),
    ] {
        let own = read_template(text, 0);
        assert_eq!(shape::of_parts(&own.value), expected, "{text:?}");
        assert_eq!(own.problems.len(), faults, "{text:?}: {:?}", own.problems);
    }
}

#[test]
fn places_are_those_of_the_source() {
    let text = "a = \"b${c}\"\n";
    let [here, there] = [0, 100].map(|base| read(text, base).value);
    let [here, there] = [here, there].map(|it| it.attribute("a").unwrap().value.span);
    assert_eq!((here.start + 100, here.end + 100), (there.start, there.end));
}

proptest! {
    #[test]
    fn what_is_generated_is_read_alike(text in generated::file()) {
        // `hcl-edit` has no key twice, and rejects some of what is generated.
        if agree(&text, &text) {
            prop_assert_eq!(read(&text, 0).problems, []);
        }
    }

    /// Whatever is cut out of a text, there is an answer, and its places are in the text. Of broken templates `hcl-edit`
    /// makes plain text.
    #[test]
    fn any_text_reads(
        text in generated::file(),
        from in any::<prop::sample::Index>(), len in 0_usize..12, put in "[\\[\\](){}\"<=$%~\\\\\n a.E?:,]{0,3}",
    ) {
        let from = text.floor_char_boundary(from.index(text.len() + 1));
        let to = text.floor_char_boundary((from + len).min(text.len()));
        let damaged = format!("{}{put}{}", &text[..from], &text[to..]);
        places::check(&damaged, &read(&damaged, 0));
        if !["%{", "<<", "\\"].iter().any(|mark| damaged.contains(mark)) {
            agree(&damaged, &damaged);
        }
    }

    #[test]
    fn any_characters_read(text in "(resource \"a\" \"b\" \\{|[a-c]|[\\[\\](){}\"<=$%~\\\\\n .E?:,#/*-]|EOT\n|é){0,60}") {
        agree(&text, &text);
    }
}

//! Holds JSON against a JSON Schema: the keywords that our schemas use, and a complaint about any other.
//!
//! The crates that do it bring some fifty others along and take longer to build than the program.

use serde_json::{Map, Value};

/// What `value` has against `schema`: each fault with the pointer of the value.
pub(crate) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut check = Check { root: schema, faults: Vec::new() };
    check.value(schema, value, "");
    check.faults
}

struct Check<'s> {
    root: &'s Value,
    faults: Vec<String>,
}

impl<'s> Check<'s> {
    fn value(&mut self, schema: &'s Value, value: &Value, at: &str) {
        for (keyword, wanted) in schema.as_object().expect("a schema is an object") {
            match keyword.as_str() {
                "if" if self.accepts(wanted, value) => self.value(&schema["then"], value, at),
                "$schema" | "$defs" | "title" | "description" | "if" | "then" => {}
                "$ref" => self.value(self.definition(wanted), value, at),
                "type" => self.require(is_of_type(value, wanted), at, value, schema),
                "const" => self.require(value == wanted, at, value, schema),
                "enum" => self.require(array(wanted).contains(value), at, value, schema),
                "minimum" => self.minimum(wanted, value, at),
                "anyOf" => {
                    let fits = array(wanted).iter().any(|one| self.accepts(one, value));
                    self.require(fits, at, value, schema);
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(wanted, item, &format!("{at}/{index}"));
                    }
                }
                _ => self.object_keyword(keyword, schema, value, at),
            }
        }
    }

    fn object_keyword(&mut self, keyword: &str, schema: &'s Value, value: &Value, at: &str) {
        const KNOWN: [&str; 4] =
            ["required", "properties", "propertyNames", "additionalProperties"];
        assert!(KNOWN.contains(&keyword), "the keyword {keyword} is not checked");
        let wanted = &schema[keyword];
        let Some(members) = value.as_object() else { return };
        match keyword {
            "required" => {
                let missing = array(wanted).iter().filter(|key| !members.contains_key(text(key)));
                self.faults.extend(missing.map(|key| format!("{at}: no {key}")));
            }
            "properties" => {
                for (key, member) in members {
                    if let Some(schema) = wanted.get(key) {
                        self.value(schema, member, &format!("{at}/{key}"));
                    }
                }
            }
            "propertyNames" => {
                for key in members.keys() {
                    self.value(wanted, &Value::from(key.as_str()), &format!("{at}/{key}"));
                }
            }
            _ => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (key, member) in members.iter().filter(|(key, _)| !is_known(known, key)) {
                    self.value(wanted, member, &format!("{at}/{key}"));
                }
            }
        }
    }

    fn minimum(&mut self, least: &Value, value: &Value, at: &str) {
        if value.as_i64().is_some_and(|number| number < least.as_i64().unwrap()) {
            self.faults.push(format!("{at}: {value} is less than {least}"));
        }
    }

    fn accepts(&self, schema: &'s Value, value: &Value) -> bool {
        let mut check = Check { root: self.root, faults: Vec::new() };
        check.value(schema, value, "");
        check.faults.is_empty()
    }

    fn require(&mut self, holds: bool, at: &str, value: &Value, schema: &Value) {
        if !holds {
            self.faults.push(format!("{at}: {value} does not fit {schema}"));
        }
    }

    fn definition(&self, reference: &Value) -> &'s Value {
        let pointer = text(reference).strip_prefix('#').expect("references stay in the schema");
        self.root.pointer(pointer).expect("what is referred to is there")
    }
}

fn is_of_type(value: &Value, wanted: &Value) -> bool {
    let one = |name: &Value| match text(name) {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the type {other} is not checked"),
    };
    wanted.as_array().map_or_else(|| one(wanted), |names| names.iter().any(one))
}

fn is_known(properties: Option<&Map<String, Value>>, key: &str) -> bool {
    properties.is_some_and(|properties| properties.contains_key(key))
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("the keyword takes an array")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("the keyword takes text")
}

//! The JSON Schema of a type, made strict: no unknown keys, and no null, which TOML does not have.

use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema as RawSchema};
use serde_json::{Map, Value as Json, json};

/// The schema that a complete scenario of type `T` satisfies: unknown keys are errors everywhere.
pub fn schema_of<T: JsonSchema>() -> Json {
    let mut schema = strict_schema_of::<T>();
    if let Some(properties) = schema.get_mut("properties").and_then(Json::as_object_mut) {
        properties.entry("extends").or_insert_with(|| {
            let description =
                "The scenario this one inherits from: a file beside it, or an embedded one";
            json!({ "type": "string", "description": description })
        });
    }
    schema
}

/// The schema of one value of type `T`, without `extends`.
pub fn strict_schema_of<T: JsonSchema>() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    let definitions = schema.get("$defs").cloned().unwrap_or_default();
    inline_beside_properties(&mut schema, &definitions);
    drop_null(&mut schema);
    close_tables(&mut schema);
    schema.to_value()
}

/// The same for editors. A file that extends another may leave out any key, so none is required.
pub fn editor_schema_of<T: JsonSchema>() -> Json {
    fn drop_required(schema: &mut RawSchema) {
        schema.remove("required");
        transform_subschemas(&mut drop_required, schema);
    }
    let mut schema = RawSchema::try_from(schema_of::<T>()).expect("a schema is an object");
    drop_required(&mut schema);
    schema.to_value()
}

/// A table with properties of its own beside a `$ref` takes over the properties it refers to:
/// closed on their own, neither would know the other's keys.
fn inline_beside_properties(schema: &mut RawSchema, definitions: &Json) {
    if schema.get("properties").is_some() {
        let referred =
            schema.get("$ref").and_then(Json::as_str).and_then(|name| name.rsplit('/').next());
        if let Some(definition) = referred.and_then(|name| definitions.get(name)).cloned() {
            schema.remove("$ref");
            let object = schema.ensure_object();
            merge_into(object, "properties", &definition);
            let also = definition["required"].as_array().cloned().unwrap_or_default();
            let required = object.entry("required").or_insert_with(|| json!([]));
            required.as_array_mut().expect("required is a list").extend(also);
        }
    }
    let mut again = |below: &mut RawSchema| inline_beside_properties(below, definitions);
    transform_subschemas(&mut again, schema);
}

fn merge_into(object: &mut Map<String, Json>, key: &str, definition: &Json) {
    if let Some(from) = definition[key].as_object() {
        let into = object.entry(key).or_insert_with(|| json!({}));
        into.as_object_mut().expect("a table of schemas").extend(from.clone());
    }
}

/// TOML has no null: an optional key is left out.
fn drop_null(schema: &mut RawSchema) {
    let Some(object) = schema.as_object_mut() else { return };
    if object.get("default").is_some_and(Json::is_null) {
        object.remove("default");
    }
    for list in ["type", "enum"] {
        if let Some(kinds) = object.get_mut(list).and_then(Json::as_array_mut) {
            kinds.retain(|kind| !kind.is_null() && kind != "null");
            if list == "type" && kinds.len() == 1 {
                object["type"] = object["type"][0].clone();
            }
        }
    }
    for union in ["anyOf", "oneOf"] {
        let Some(branches) = object.get_mut(union).and_then(Json::as_array_mut) else { continue };
        branches.retain(|branch| branch["type"] != "null");
        if let [only] = branches.as_mut_slice() {
            let only = only.take();
            object.remove(union);
            object.extend(only.as_object().cloned().unwrap_or_default());
        }
    }
    transform_subschemas(&mut drop_null, schema);
}

/// Refuses keys that a table does not declare, where nothing is said about them.
fn close_tables(schema: &mut RawSchema) {
    let is_table = schema.get("type").is_some_and(|kind| kind == "object");
    let is_union = ["anyOf", "oneOf", "allOf"].into_iter().any(|it| schema.get(it).is_some());
    let is_open = schema.get("additionalProperties").is_none()
        && schema.get("unevaluatedProperties").is_none();
    if is_table && is_open && !is_union {
        schema.insert("additionalProperties".to_owned(), json!(false));
    }
    transform_subschemas(&mut close_tables, schema);
    if is_table && is_union {
        // A flattened choice: only the table and the form together know every key.
        schema.remove("additionalProperties");
        schema.insert("unevaluatedProperties".to_owned(), json!(false));
        let object = schema.ensure_object();
        let unions = ["anyOf", "oneOf", "allOf"].map(|union| object.get(union).cloned());
        for (union, branches) in ["anyOf", "oneOf", "allOf"].into_iter().zip(unions) {
            let Some(Json::Array(mut branches)) = branches else { continue };
            for branch in branches.iter_mut().filter_map(Json::as_object_mut) {
                branch.remove("additionalProperties");
            }
            object.insert(union.to_owned(), Json::Array(branches));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::Example;
    use super::*;

    #[test]
    fn every_table_is_closed_and_nothing_is_null() {
        let schema = schema_of::<Example>();
        fn visit(schema: &Json, n_closed: &mut usize) {
            match schema {
                Json::Object(object) => {
                    if object.get("type").is_some_and(|kind| kind == "object") {
                        assert!(object.contains_key("additionalProperties"), "{schema:#}");
                        *n_closed += usize::from(object["additionalProperties"] == false);
                    }
                    object.values().for_each(|below| visit(below, n_closed));
                }
                Json::Array(items) => items.iter().for_each(|below| visit(below, n_closed)),
                _ => assert!(!schema.is_null() && schema != "null", "{schema}"),
            }
        }
        let mut n_closed = 0;
        visit(&schema, &mut n_closed);
        assert!(n_closed >= 10, "{n_closed} closed tables");
        assert!(schema["properties"]["extends"].is_object());
    }

    #[test]
    fn an_editor_requires_nothing() {
        let text = editor_schema_of::<Example>().to_string();
        assert!(!text.contains("\"required\""), "{text}");
        assert!(text.contains("\"extends\""), "{text}");
    }

    #[test]
    fn a_flattened_choice_knows_the_keys_of_both() {
        #[derive(JsonSchema)]
        #[expect(dead_code, reason = "only its schema is looked at")]
        struct Outer {
            name: String,
            inner: Closed,
            #[serde(flatten)]
            form: Form,
        }
        #[derive(JsonSchema)]
        #[expect(dead_code, reason = "only its schema is looked at")]
        struct Closed {
            x: u8,
        }
        #[derive(JsonSchema)]
        #[expect(dead_code, reason = "only its schema is looked at")]
        enum Form {
            A { a: u8 },
            B(u8),
        }
        let schema = strict_schema_of::<Outer>();
        let accepts = |value: Json| jsonschema::is_valid(&schema, &value);
        assert!(accepts(json!({ "name": "n", "inner": { "x": 1 }, "B": 1 })));
        assert!(accepts(json!({ "name": "n", "inner": { "x": 1 }, "A": { "a": 1 } })));
        assert!(!accepts(json!({ "name": "n", "inner": { "x": 1 }, "B": 1, "c": 1 })));
        assert!(!accepts(json!({ "name": "n", "inner": { "x": 1, "y": 1 }, "B": 1 })));
        assert!(!accepts(json!({ "name": "n", "inner": { "x": 1 }, "A": { "a": 1, "b": 1 } })));
    }
}

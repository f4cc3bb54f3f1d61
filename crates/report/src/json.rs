//! Answers for programs: the JSON of `docs/schema/answer.schema.json`; and circuits: that of `docs/schema/export.schema.json`.

use safeconduct_engine::answer::Answer;
use safeconduct_engine::export::Export;
use serde::Serialize;

/// One answer as pretty JSON, keys in the order of the struct; ends with a newline.
pub fn render_one(answer: &Answer) -> String {
    pretty(answer)
}

/// Several answers as a JSON array; ends with a newline.
pub fn render_many(answers: &[Answer]) -> String {
    pretty(answers)
}

/// A circuit as JSON; ends with a newline.
pub fn render_circuit(circuit: &Export) -> String {
    pretty(circuit)
}

/// Pretty JSON; ends with a newline. An answer has nothing that JSON cannot say, so the error branch is never taken; it is valid JSON all the same.
pub fn pretty<T: Serialize + ?Sized>(value: &T) -> String {
    let mut json = serde_json::to_string_pretty(value)
        .unwrap_or_else(|error| serde_json::json!({ "error": error.to_string() }).to_string());
    json.push('\n');
    json
}

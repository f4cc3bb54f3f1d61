//! Any text as a file of a rulebook: loaded, drawn, laid out twice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::format::format;
use safeconduct_rulebook::source::SourceFile;

fuzz_target!(|text: &str| {
    let file = |path: &str, text: &str| SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let loaded = safeconduct_rulebook::load(vec![
        file("rulebook.toml", "version = \"0\"\ndisclaimer = \"fuzzing\"\n"),
        file("law.md", text),
        file("states/KR.toml", text),
    ]);
    let _ = render(&loaded.sources, &loaded.diagnostics, false);
    if let Ok(laid_out) = format(text) {
        assert_eq!(
            format(&laid_out).as_deref(),
            Ok(laid_out.as_str()),
            "laying out twice is laying out once"
        );
    }
});

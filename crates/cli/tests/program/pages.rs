//! Help, completions and manual pages.

use super::{folder, run};

#[test]
fn help_names_the_exit_status() {
    let ran = run(&["--help"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("Exit status:") && ran.out.contains("what-if"),
        "{}",
        ran.out
    );
    assert_eq!(
        run(&["--version"]).out.trim(),
        concat!("safeconduct ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn completions_for_every_shell() {
    for (shell, mark) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef safeconduct"),
        ("fish", "complete -c safeconduct"),
    ] {
        let ran = run(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(
            ran.out.contains(mark) && ran.out.contains("what-if") && ran.out.contains("rulebook"),
            "{shell}"
        );
    }
    assert_eq!(run(&["completions", "cmd"]).code, 2);
}

#[test]
fn manual_pages() {
    let ran = run(&["man"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.contains(".TH safeconduct 1") && ran.out.contains("Exit status"),
        "{}",
        ran.out
    );
    let folder = folder("man");
    assert_eq!(run(&["man", "--dir", &folder.display().to_string()]).code, 0);
    for page in [
        "safeconduct.1",
        "safeconduct-assess.1",
        "safeconduct-what-if.1",
        "safeconduct-test.1",
    ] {
        assert!(folder.join(page).is_file(), "{page}");
    }
}

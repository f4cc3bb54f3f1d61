//! The rulebook of a Git revision: its folder `law`, read by `git` itself.

use crate::{Failure, law};
use safeconduct_rulebook::source::SourceFile;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The folder of a repository in which the rulebook stands.
const FOLDER: &str = "law";

/// The files of the rulebook at a revision.
pub(super) fn law(revision: &str) -> Result<Vec<SourceFile>, Failure> {
    let unknown = || {
        Failure::Input(format!(
            "`{revision}` is neither a folder nor a revision of a Git repository around this folder"
        ))
    };
    // What does not name a commit never gets further, and what begins with a dash is no option.
    let commit = format!("{revision}^{{commit}}");
    let named = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], "").map_err(|_| unknown())?;
    let commit = String::from_utf8(named).map_err(|_| unknown())?;
    let commit = commit.trim();
    let listed = git(&["ls-tree", "-r", "-z", "--full-tree", commit, "--", FOLDER], "")?;
    let mut paths = Vec::new();
    let mut wanted = String::new();
    for entry in listed.split(|b| *b == 0).filter(|e| !e.is_empty()) {
        let entry = String::from_utf8_lossy(entry);
        // `100644 blob 1234…<tab>law/gc3/1.md`
        let Some((about, path)) = entry.split_once('\t') else {
            continue;
        };
        let mut about = about.split(' ').skip(1);
        let (Some("blob"), Some(id)) = (about.next(), about.next()) else {
            continue;
        };
        let Some(path) = path.strip_prefix(FOLDER).and_then(|p| p.strip_prefix('/')) else {
            continue;
        };
        if law::belongs(Path::new(path)) {
            paths.push(path.to_owned());
            wanted.push_str(id);
            wanted.push('\n');
        }
    }
    if paths.is_empty() {
        return Err(Failure::Input(format!(
            "{revision} has no folder `{FOLDER}` with a rulebook"
        )));
    }
    let blobs = git(&["cat-file", "--batch"], &wanted)?;
    let mut rest = blobs.as_slice();
    let mut files = Vec::new();
    for path in paths {
        let Some((text, after)) = blob(rest) else {
            return Err(Failure::Input(format!("{revision}: {FOLDER}/{path} cannot be read")));
        };
        rest = after;
        files.push(SourceFile { path, text });
    }
    Ok(files)
}

/// The first blob of a batch, and what comes after: `1234… blob 5`, a line end, the content, a line end.
fn blob(batch: &[u8]) -> Option<(String, &[u8])> {
    let end = batch.iter().position(|b| *b == b'\n')?;
    let head = std::str::from_utf8(&batch[..end]).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let content = batch.get(end + 1..end + 1 + size)?;
    let text = String::from_utf8(content.to_vec()).ok()?;
    Some((text, batch.get(end + 2 + size..)?))
}

/// What `git` prints, given something on its standard input.
fn git(arguments: &[&str], input: &str) -> Result<Vec<u8>, Failure> {
    let failed = |why: String| Failure::Input(format!("`git {}`: {why}", arguments[0]));
    let mut child = Command::new("git")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| failed(e.to_string()))?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // Written beside reading: otherwise each could wait for the other.
        scope.spawn(move || stdin.map(|mut s| s.write_all(input.as_bytes())));
        child.wait_with_output()
    });
    let output = output.map_err(|e| failed(e.to_string()))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

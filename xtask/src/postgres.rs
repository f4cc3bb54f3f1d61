//! The stage `postgres`: the record on a PostgreSQL server that is started for the tests and thrown away.

use crate::stages::{Outcome, cargo, quiet, run, works};
use std::path::{Path, PathBuf};
use std::process::Command;

const ADDRESS: &str = "SAFECONDUCT_POSTGRES";

pub(crate) fn postgres() -> Outcome {
    let mut tests = cargo();
    tests.args([
        "test",
        "--quiet",
        "--package",
        "safeconduct-store",
        "--features",
        "postgres-tests",
    ]);
    tests.args(["--test", "server"]);
    if std::env::var_os(ADDRESS).is_some() {
        return run(&mut tests);
    }
    let Some(programs) = programs() else {
        return Outcome::NotChecked(vec![format!(
            "the record on a PostgreSQL server: there is no `initdb` here. With PostgreSQL 13 or later (Debian: postgresql), run \
             `cargo xtask test postgres`; or name an empty server on this machine in {ADDRESS} (host=/run/postgresql user=postgres)"
        )]);
    };
    match Server::start(&programs) {
        Ok(server) => run(tests.env(ADDRESS, server.address())),
        Err(why) => Outcome::Failed(format!("no PostgreSQL server could be started: {why}")),
    }
}

/// Where the programs of a server are: on the path, or where Debian puts them, the latest.
fn programs() -> Option<PathBuf> {
    if works(Command::new("initdb").arg("--version")) {
        return Some(PathBuf::new());
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut versions: Vec<PathBuf> = versions.filter_map(|v| Some(v.ok()?.path().join("bin"))).collect();
    versions.retain(|bin| bin.join("initdb").is_file());
    versions.sort();
    versions.pop()
}

/// A server in a folder of its own, reached through a socket there. It ends, and the folder goes, when it is dropped.
struct Server {
    programs: PathBuf,
    folder: PathBuf,
    /// A server does not run as root: as this user then.
    user: Option<&'static str>,
}

impl Server {
    fn start(programs: &Path) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("safeconduct-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        let root = quiet(Command::new("id").arg("-u")).is_some_and(|o| o.stdout.trim_ascii() == b"0");
        let server = Self {
            programs: programs.to_owned(),
            folder,
            user: root.then_some("postgres"),
        };
        if let Some(user) = server.user {
            attempt(Command::new("chown").arg(user).arg(&server.folder))?;
        }
        let data = server.folder.join("data");
        attempt(
            server
                .program("initdb")
                .args(["--auth=trust", "--username=postgres", "-D"])
                .arg(&data),
        )?;
        // Nothing of it is to last: it need not wait for the disk.
        let options = format!("-k {} -h '' -F", server.folder.display());
        let log = server.folder.join("log");
        attempt(
            server
                .program("pg_ctl")
                .args(["-w", "-o", &options, "-l"])
                .arg(log)
                .arg("-D")
                .arg(&data)
                .arg("start"),
        )?;
        Ok(server)
    }

    fn address(&self) -> String {
        format!("host={} user=postgres", self.folder.display())
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let _ = quiet(
            self.program("pg_ctl")
                .args(["-m", "immediate", "-D"])
                .arg(data)
                .arg("stop"),
        );
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs a command silently; what it complained of where it fails.
fn attempt(command: &mut Command) -> Result<(), String> {
    // What is started in the background must not hold our pipes.
    let log = tempfile();
    let file = std::fs::File::create(&log).map_err(|e| e.to_string())?;
    let again = file.try_clone().map_err(|e| e.to_string())?;
    let status = command.stdout(file).stderr(again).status();
    let said = std::fs::read_to_string(&log).unwrap_or_default();
    let _ = std::fs::remove_file(&log);
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{status}: {}", said.trim())),
        Err(error) => Err(error.to_string()),
    }
}

fn tempfile() -> PathBuf {
    std::env::temp_dir().join(format!("safeconduct-postgres-{}.log", std::process::id()))
}

//! The program in a terminal that is none: a pseudo-terminal, at whose other end the test reads and types.
#![allow(clippy::panic, reason = "a test that cannot go on says what it saw")]

use super::program;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// So long the program may be silent before the test fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// So many lines are kept: nothing of a session scrolls away.
const LINES: u16 = 6000;

pub(crate) struct Terminal {
    child: Child,
    keys: File,
    from: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// What was read since the last line was typed.
    news: Vec<u8>,
}

impl Terminal {
    /// Starts the program in a terminal of 80 columns without colour.
    pub(crate) fn start(arguments: &[&str], folder: &Path) -> Self {
        let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&near).expect("granted");
        unlockpt(&near).expect("unlocked");
        let name = ptsname(&near, Vec::new()).expect("a name");
        let size = Winsize {
            ws_row: 50,
            ws_col: 80,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&near, size).expect("a size");
        let far = OpenOptions::new()
            .read(true)
            .write(true)
            .open(Path::new(std::ffi::OsStr::from_bytes(name.to_bytes())))
            .expect("its other end");
        let end = || far.try_clone().expect("a copy");
        let child = program(arguments)
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .env("TERM", "xterm")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .expect("the program starts");
        drop(far);
        let keys = File::from(near);
        let mut reader = keys.try_clone().expect("a copy");
        let (to, from) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The other end is closed when the program ends: an error, and the end of what is read.
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if to.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            keys,
            from,
            screen: vt100::Parser::new(LINES, 80, 0),
            news: Vec::new(),
        }
    }

    /// Waits until something is asked; everything that was ever on the screen.
    pub(crate) fn asked(&mut self) -> String {
        // The prompt library turns this mode on when it begins to ask, and shows the cursor when it waits.
        const BEGINS: &[u8] = b"\x1b[?2004h";
        const WAITS: &[u8] = b"\x1b[?25h";
        loop {
            let begun = self.news.windows(BEGINS.len()).rposition(|w| w == BEGINS);
            if let Some(begun) = begun
                && self.news[begun..].windows(WAITS.len()).any(|w| w == WAITS)
            {
                return self.shown();
            }
            self.read("a question");
        }
    }

    /// Waits until a text is on the screen.
    pub(crate) fn until(&mut self, text: &str) -> String {
        while !self.shown().contains(text) {
            self.read(text);
        }
        self.shown()
    }

    fn read(&mut self, expected: &str) {
        match self.from.recv_timeout(PATIENCE) {
            Ok(bytes) => {
                self.screen.process(&bytes);
                self.news.extend(bytes);
            }
            Err(problem) => panic!("waiting for {expected}: {problem}\n{}", self.shown()),
        }
    }

    fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    /// Types a line and Enter.
    pub(crate) fn line(&mut self, text: &str) {
        self.keys(&format!("{text}\r"));
    }

    /// Types keys.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.news.clear();
        self.keys.write_all(keys.as_bytes()).expect("typed");
    }

    /// Waits for the end: the exit status, and everything that was on the screen.
    pub(crate) fn end(&mut self) -> (Option<i32>, String) {
        while let Ok(bytes) = self.from.recv_timeout(PATIENCE) {
            self.screen.process(&bytes);
        }
        let code = self.child.wait().expect("it ends").code();
        (code, self.shown())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that fails leaves nothing behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

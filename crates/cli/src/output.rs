//! Where answers and complaints go.

use crate::Failure;
use crate::args::Colour;
use anstream::{AutoStream, ColorChoice};
use safeconduct_report::text::TextOptions;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

/// Standard output and standard error. A closed pipe ends the output, not the program.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    out: ColorChoice,
    err: ColorChoice,
}

impl Output {
    pub(crate) fn new(colour: Colour) -> Self {
        let (out, err) = match colour {
            Colour::Always => (ColorChoice::Always, ColorChoice::Always),
            Colour::Never => (ColorChoice::Never, ColorChoice::Never),
            Colour::Auto => (AutoStream::choice(&io::stdout()), AutoStream::choice(&io::stderr())),
        };
        Self { out, err }
    }

    /// Whether answers are in colour.
    fn colour(&self) -> bool {
        self.out != ColorChoice::Never
    }

    /// Whether complaints are in colour.
    pub(crate) fn complaint_colour(&self) -> bool {
        self.err != ColorChoice::Never
    }

    /// The columns of the terminal; 80 where there is none.
    fn width(&self) -> usize {
        if !io::stdout().is_terminal() {
            return 80;
        }
        terminal_size::terminal_size().map_or(80, |(terminal_size::Width(columns), _)| usize::from(columns).max(40))
    }

    /// How text is laid out.
    pub(crate) fn text_options(&self, ascii: bool) -> TextOptions {
        TextOptions {
            width: self.width(),
            colour: self.colour(),
            ascii,
        }
    }

    /// Prints to standard output. Nobody may be reading any more: that is not our trouble.
    pub(crate) fn print(&mut self, text: &str) {
        let mut stream = AutoStream::new(io::stdout(), self.out);
        let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }

    /// Prints to standard error, with the line end that is missing.
    pub(crate) fn complain(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut stream = AutoStream::new(io::stderr(), self.err);
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let _ = stream
            .write_all(format!("{text}{end}").as_bytes())
            .and_then(|()| stream.flush());
    }
}

/// A folder into which files are written.
#[derive(Debug)]
pub(crate) struct Folder<'a>(&'a Path);

impl<'a> Folder<'a> {
    /// Makes it where it is missing.
    pub(crate) fn made(path: &'a Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(path).map_err(|e| Failure::Input(format!("{}: {e}", path.display())))?;
        Ok(Self(path))
    }

    /// Writes a file; where it is now.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<PathBuf, Failure> {
        let path = self.0.join(name);
        std::fs::write(&path, text).map_err(|e| Failure::Input(format!("{}: {e}", path.display())))?;
        Ok(path)
    }
}

/// So many of something: `1 case`, `2 cases`.
pub(crate) fn some(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

//! `safeconduct completions` and `safeconduct man`

use crate::Failure;
use crate::args::Arguments;
use crate::output::Output;
use clap::CommandFactory as _;
use clap_complete::Shell;
use std::path::Path;

pub(crate) fn completions(shell: Shell, output: &mut Output) -> Result<(), Failure> {
    // Into memory first: the generator does not bear a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "safeconduct", &mut script);
    output.print(&String::from_utf8_lossy(&script));
    Ok(())
}

pub(crate) fn man(folder: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
    let failed = |e: std::io::Error| Failure::Input(format!("the manual page cannot be written: {e}"));
    let mut command = Arguments::command();
    command.build();
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).map_err(failed)?;
        return clap_mangen::generate_to(command, folder).map_err(failed);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(failed)?;
    output.print(&String::from_utf8_lossy(&page));
    Ok(())
}

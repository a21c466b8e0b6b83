//! The command line of `bosett run`.

use super::options::RunOptions;
use super::out::Contents;
use super::shard::Shard;
use super::values::{share, whole};
use crate::scenario::library::DEFAULT;
use clap::Args;
use std::path::PathBuf;

/// `bosett run`.
#[derive(Clone, Debug, Default, Args)]
pub struct RunArguments {
    /// A scenario file, or the name of an embedded scenario [default: letter-2023]
    scenario: Option<String>,
    #[command(flatten)]
    pub options: RunOptions,
    /// Run as many histories as it takes for the mean of --measure to be this certain, for example 0.5%: half
    /// the width of its 95 % interval over the mean. --replications is then the most that may be run
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with_all = ["only_replication", "shard", "fast"])]
    pub precision: Option<f64>,
    /// The measure that --precision is about: its name, period, and post if it has one, of the whole country
    /// [default: cash_kroner of 671/60 in the first year]
    #[arg(long, value_name = "NAME,PERIOD[,POST]", requires = "precision")]
    pub measure: Option<String>,
    /// Write a CSV file beside each Parquet table
    #[arg(long)]
    csv: bool,
    /// Run this one history only, counted from 0: the same as in the whole run
    #[arg(long, value_name = "K", value_parser = whole(0, 999_999_u32))]
    pub only_replication: Option<u32>,
    /// Run this part of the histories only, for example 3/16, to be joined by `bosett merge`
    #[arg(long, value_name = "PART/PARTS", conflicts_with = "only_replication")]
    pub shard: Option<Shard>,
    /// Keep finished histories in this folder, so that the same command goes on where a run was interrupted
    #[arg(long, value_name = "DIR", conflicts_with_all = ["only_replication", "shard"])]
    pub checkpoint: Option<PathBuf>,
    /// Leave report, workbook, documents and figures out
    #[arg(long)]
    no_report: bool,
    /// Print expected values at once, without random histories: only what does not wait for places
    #[arg(long, conflicts_with_all = ["out", "csv", "only_replication", "shard", "checkpoint"])]
    pub fast: bool,
}

impl RunArguments {
    /// The file or embedded scenario.
    pub fn scenario(&self) -> &str {
        self.scenario.as_deref().unwrap_or(DEFAULT)
    }

    /// The same with so many histories, once it is known how many it takes.
    pub fn with_replications(&self, n: u32) -> Self {
        let options = self.options.with_replications(n);
        Self { options, precision: None, measure: None, ..self.clone() }
    }

    /// What the result folder is to hold; the figures of a part of a run would show a part only.
    pub fn wanted(&self) -> Contents {
        let with_report = !self.no_report && self.shard.is_none();
        Contents { with_csv: self.csv, with_report }
    }

    /// The arguments that decide what the numbers are, and none of those that only decide how and where
    /// they are worked out and shown.
    pub fn deciding(&self) -> Vec<String> {
        let mut arguments = vec!["run".to_owned(), self.scenario().to_owned()];
        arguments.extend(self.options.deciding());
        let mut add = |option: &str, value: String| arguments.extend([option.to_owned(), value]);
        self.only_replication.iter().for_each(|it| add("--only-replication", it.to_string()));
        self.shard.iter().for_each(|it| add("--shard", it.to_string()));
        arguments
    }
}

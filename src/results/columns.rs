//! Every table and column of the result folder, declared once.
//!
//! Writer, reader, summary and `data-dictionary.csv` read these declarations and never a name. A
//! column's position is its variant, so that an observer writes `observation.add(row,
//! Monthly::Arrived, 1)`.

mod declared;

pub use declared::{
    BudgetMonth, BudgetYear, ForwardLiability, Monthly, MunicipalYear, PaceYear, Reception,
    Replications, ShadowPrices, TABLES, TableId, WaitingSize, WaitingYear, Waits,
};

/// Stored where a share, a sum or a number of days is not defined or not reached; written as an
/// empty cell.
pub const MISSING: i64 = -1;

/// A share of 1 in storage: shares are stored as whole parts per million.
pub const PARTS_PER_MILLION: i64 = 1_000_000;

/// What the numbers of a column are, which settles their unit and how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Head count.
    Persons,
    /// Whole Norwegian kroner.
    Kroner,
    /// The same; may be [`MISSING`].
    KronerOrMissing,
    /// Stored in parts per million, written as a fraction; may be [`MISSING`].
    Share,
    /// Days waited; may be [`MISSING`].
    Days,
    /// Places to sleep.
    Beds,
    /// A bed, or a person, for one night.
    Nights,
    /// Places a municipality agreed to, each for one person.
    Places,
    /// A place for one month.
    PlaceMonths,
    /// Match scores of persons, in thousandths.
    Points,
    /// The same; may be [`MISSING`].
    PointsOrMissing,
    /// A label that happens to be a number.
    Code,
}

impl Kind {
    /// The unit as data dictionary and summary write it.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Kroner | Self::KronerOrMissing => "kroner",
            Self::Share => "share",
            Self::Days => "days",
            Self::Beds => "beds",
            Self::Nights => "nights",
            Self::Places => "places",
            Self::PlaceMonths => "place-months",
            Self::Points | Self::PointsOrMissing => "points",
            Self::Code => "code",
        }
    }
}

/// How the months of a year become the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// A flow: the months are added.
    Sum,
    /// A stock: the last month stands for the year.
    Last,
    /// A peak: the largest month.
    Max,
    /// Not over months: the table has none, or the number means nothing for a year.
    None,
}

impl Fold {
    /// As the data dictionary writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Last => "last",
            Self::Max => "max",
            Self::None => "none",
        }
    }
}

/// One column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in every file, its unit last.
    pub name: &'static str,
    /// Unit of the numbers.
    pub unit: &'static str,
    /// What the numbers are.
    pub kind: Kind,
    /// How months become a year.
    pub over_months: Fold,
    /// One sentence for the data dictionary.
    pub meaning: &'static str,
}

/// One dimension of a table; the rows are in the nested order of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Calendar month.
    Month,
    /// Calendar year.
    Year,
    /// Month of the permit.
    PermitMonth,
    /// Year of the permit.
    PermitYear,
    /// Arrival group.
    Group,
    /// Arrival group, and `all` after the last.
    GroupOrAll,
    /// Budget post.
    Post,
    /// Municipality.
    Municipality,
    /// Whole months waited since the permit.
    MonthsWaited,
    /// Class of the size of a household.
    HouseholdSize,
}

impl Key {
    /// Name of the column in the files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
            Self::PermitMonth => "permit_month",
            Self::PermitYear => "permit_year",
            Self::Group | Self::GroupOrAll => "group",
            Self::Post => "post",
            Self::Municipality => "municipality",
            Self::MonthsWaited => "months_waited",
            Self::HouseholdSize => "household_size",
        }
    }

    /// One sentence for the data dictionary.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Month => "calendar month, such as 2023-05",
            Self::Year => "calendar year",
            Self::PermitMonth => "month in which the permit was given, such as 2023-05",
            Self::PermitYear => "year in which the permit was given",
            Self::Group => "arrival group",
            Self::GroupOrAll => "arrival group, or all of them together as \"all\"",
            Self::Post => "chapter and post of the national budget, such as 671/60",
            Self::Municipality => "municipality number, four digits",
            Self::MonthsWaited => "whole months since the permit, 0 to 23, and 24 for 24 or more",
            Self::HouseholdSize => {
                "persons in the household: size-1, size-2, size-3-5, and size-6 for 6 and more"
            }
        }
    }
}

/// Which rows of a table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Every combination of the keys.
    All,
    /// Only those with a number other than 0.
    NonZero,
    /// Only those with a number other than [`MISSING`].
    Known,
}

/// One table of the result folder.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Which one it is.
    pub id: TableId,
    /// Name of the file, without ending.
    pub name: &'static str,
    /// One sentence for the data dictionary.
    pub meaning: &'static str,
    /// What a row is for, outermost first; `replication` comes before all of them.
    pub keys: &'static [Key],
    /// The numbers.
    pub columns: &'static [Column],
    /// Which rows are written.
    pub rows: Rows,
}

/// Ties an enum of column positions to its table.
pub trait TableColumn: Copy {
    /// The table the columns belong to.
    const TABLE: TableId;
    /// Number of columns.
    const N: usize;
    /// Position of this column.
    fn index(self) -> usize;
    /// Declaration of this column.
    fn column(self) -> &'static Column {
        &Self::TABLE.table().columns[self.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_column_is_documented_and_named_once() {
        for (index, table) in TABLES.iter().enumerate() {
            assert_eq!(table.id as usize, index);
            assert_eq!(TableId::ALL[index], table.id);
            assert!(table.meaning.len() > 10, "{}", table.name);
            let mut names: Vec<_> = table.keys.iter().map(|key| key.name()).collect();
            names.push("replication");
            for column in table.columns {
                assert!(column.meaning.len() > 10, "{} {}", table.name, column.name);
                assert!(!column.meaning.ends_with('.'), "{} {}", table.name, column.name);
                assert_eq!(column.unit, column.kind.unit());
                names.push(column.name);
            }
            let n_names = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), n_names, "a name twice in {}", table.name);
        }
    }

    #[test]
    fn the_words_of_the_data_dictionary_are_these() {
        let folds = [Fold::Sum, Fold::Last, Fold::Max, Fold::None].map(Fold::name);
        assert_eq!(folds, ["sum", "last", "max", "none"]);
        let kinds = [Kind::Persons, Kind::Kroner, Kind::Share, Kind::Days, Kind::Beds];
        assert_eq!(kinds.map(Kind::unit), ["persons", "kroner", "share", "days", "beds"]);
        let keys = [Key::Month, Key::Year, Key::GroupOrAll, Key::Post, Key::MonthsWaited];
        let names = ["month", "year", "group", "post", "months_waited"];
        assert_eq!(keys.map(Key::name), names);
        assert_eq!(Key::Year.meaning(), "calendar year");
    }

    #[test]
    fn a_name_ends_with_its_unit() {
        for column in TABLES.iter().flat_map(|table| table.columns) {
            let expected = match column.kind {
                Kind::Share => column.name.starts_with("settled_within_"),
                Kind::Days => column.name.starts_with("wait_days_"),
                Kind::Beds => column.name.ends_with("_beds") || column.name == "bed_shortfall",
                Kind::PlaceMonths => column.name.ends_with("_place_months"),
                Kind::Code => true,
                kind => column.name.ends_with(&format!("_{}", kind.unit())),
            };
            assert!(expected, "{} is in {}", column.name, column.unit);
        }
    }

    #[test]
    fn a_variant_is_its_position() {
        assert_eq!(Monthly::Private.column().name, "private_persons");
        assert_eq!(Monthly::N, 15);
        assert_eq!(BudgetYear::Change.index(), BudgetYear::N - 1);
        assert_eq!(PaceYear::P90Days.column().kind, Kind::Days);
    }
}

//! Every table and column of the result folder, declared once.
//!
//! Writer, reader, summary and `data-dictionary.csv` read these declarations and never a name. A column's
//! position is its variant, so that an observer writes `observation.add(row, Monthly::Arrived, 1)`.

/// Stored where a share or a number of days is not defined or not reached; written as an empty cell.
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
    /// A label that happens to be a number.
    Code,
}

impl Kind {
    /// The unit as data dictionary and summary write it.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Kroner => "kroner",
            Self::Share => "share",
            Self::Days => "days",
            Self::Beds => "beds",
            Self::Nights => "nights",
            Self::Places => "places",
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

macro_rules! tables {
    ($($table:ident, $name:literal, $meaning:literal, [$($key:ident),*], $rows:ident {
        $($column:ident = $column_name:literal, $kind:ident, $fold:ident, $column_meaning:literal;)+
    })+) => {
        /// The tables of the result folder.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum TableId {
            $(#[doc = $meaning] $table,)+
        }

        /// Every table, in the order of [`TableId`].
        pub static TABLES: [Table; TableId::N] = [$(Table {
            id: TableId::$table,
            name: $name,
            meaning: $meaning,
            keys: &[$(Key::$key),*],
            columns: &[$(Column {
                name: $column_name,
                unit: Kind::$kind.unit(),
                kind: Kind::$kind,
                over_months: Fold::$fold,
                meaning: $column_meaning,
            }),+],
            rows: Rows::$rows,
        }),+];

        impl TableId {
            /// Number of tables.
            pub const N: usize = [$($name),+].len();
            /// Every table.
            pub const ALL: [Self; Self::N] = [$(Self::$table),+];
        }

        $(
            #[doc = concat!("Columns of `", $name, "`: ", $meaning, ".")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $table { $(#[doc = $column_meaning] $column,)+ }

            impl TableColumn for $table {
                const TABLE: TableId = TableId::$table;
                const N: usize = [$($column_name),+].len();
                fn index(self) -> usize { self as usize }
            }
        )+
    };
}

tables! {
    Monthly, "monthly", "persons by month and arrival group", [Month, Group], All {
        Arrived = "arrived_persons", Persons, Sum, "persons who arrived in Norway";
        Permit = "permit_persons", Persons, Sum, "persons who were given a permit";
        Refused = "refused_persons", Persons, Sum, "persons whose application was refused";
        Settled = "settled_persons", Persons, Sum, "persons who moved into a municipality, by agreement or on their own";
        SelfSettled = "self_settled_persons", Persons, Sum, "part of the settled who found a home outside any agreement";
        Left = "left_persons", Persons, Sum, "persons who withdrew, returned or were refused before settlement";
        Moved = "moved_persons", Persons, Sum, "settled persons who moved on to another municipality";
        Emigrated = "emigrated_persons", Persons, Sum, "settled persons who left Norway";
        Died = "died_persons", Persons, Sum, "settled persons who died";
        Pending = "pending_persons", Persons, Last, "persons without a decision at month end";
        Waiting = "waiting_persons", Persons, Last, "persons with a permit but not yet settled at month end";
        Agreed = "agreed_persons", Persons, Last, "part of the waiting for whom a municipality is found but who have not moved in yet";
        Reception = "reception_persons", Persons, Last, "persons in reception centres at month end";
        Private = "private_persons", Persons, Last, "persons who wait for settlement in private homes at month end";
    }
    Reception, "reception", "reception centres by month", [Month], All {
        Persons = "reception_persons", Persons, Last, "persons in reception centres at month end";
        ArrivalCentreBeds = "arrival_centre_beds", Beds, Last, "beds in the arrival centre at month end";
        OrdinaryBeds = "ordinary_beds", Beds, Last, "beds in ordinary reception centres at month end";
        EmergencyBeds = "emergency_beds", Beds, Last, "beds in emergency reception centres at month end";
        BedShortfall = "bed_shortfall", Beds, Last, "persons in reception without a bed at month end";
        ShortfallNights = "shortfall_nights", Nights, Sum, "person-nights over capacity";
        PersonNights = "person_nights", Nights, Sum, "nights that persons spent in reception";
        ContractedNights = "contracted_nights", Nights, Sum, "nights for which beds were contracted";
        Cost = "cost_kroner", Kroner, Sum, "cost of all contracted beds";
        IdleCost = "idle_cost_kroner", Kroner, Sum, "part of the cost that was for empty beds";
    }
    BudgetMonth, "budget_month", "grants by month and budget post", [Month, Post], All {
        Right = "right_kroner", Kroner, Sum, "grants to which a right arose";
        Cash = "cash_kroner", Kroner, Sum, "grants paid out";
        Outstanding = "outstanding_kroner", Kroner, Last, "rights not yet paid out at month end";
    }
    BudgetYear, "budget_year", "grants and allocation by year and budget post", [Year, Post], All {
        Right = "right_kroner", Kroner, None, "grants to which a right arose";
        Cash = "cash_kroner", Kroner, None, "grants paid out";
        Committed = "committed_kroner", Kroner, None, "part of the cash that is for people settled before the year";
        New = "new_kroner", Kroner, None, "part of the cash that is for people settled in the year";
        OneOff = "one_off_kroner", Kroner, None, "part of the cash that is one-off grants";
        Allocation = "allocation_kroner", Kroner, None, "allocation in the adopted budget";
        CarriedIn = "carried_in_kroner", Kroner, None, "unused allocation carried over from the year before";
        Change = "change_kroner", Kroner, None, "changes to the allocation during the year";
    }
    MunicipalYear, "municipal_year", "municipalities by year", [Year, Municipality], All {
        Requested = "requested_persons", Persons, None, "persons the state asked the municipality to settle";
        Agreed = "agreed_persons", Persons, None, "persons the municipality agreed to settle";
        Settled = "settled_persons", Persons, None, "persons who moved in from reception, abroad or private stay";
        SelfSettled = "self_settled_persons", Persons, None, "part of the settled who found a home outside any agreement";
        IdlePlaces = "idle_places", Places, None, "agreed places that nobody took before they lapsed";
        MovedIn = "moved_in_persons", Persons, None, "settled persons who moved in from another municipality";
        MovedOut = "moved_out_persons", Persons, None, "settled persons who moved out to another municipality";
        Present = "present_persons", Persons, None, "persons settled in the year or the four before who live here at year end";
        Right = "right_kroner", Kroner, None, "grants to which the municipality got a right";
        Cash = "cash_kroner", Kroner, None, "grants paid out to the municipality";
    }
    Waits, "waits", "what became of those given a permit, by months waited", [PermitMonth, Group, MonthsWaited], NonZero {
        Settled = "settled_persons", Persons, None, "persons settled after so many months";
        Left = "left_persons", Persons, None, "persons who left after so many months without being settled";
        StillWaiting = "still_waiting_persons", Persons, None, "persons still waiting when the horizon ends";
    }
    PaceYear, "pace_year", "time from permit to settlement by year of the permit", [PermitYear, GroupOrAll], All {
        Within3Months = "settled_within_3_months", Share, None, "share settled within 91 days of the permit (Aalen-Johansen)";
        Within6Months = "settled_within_6_months", Share, None, "share settled within 183 days of the permit (Aalen-Johansen)";
        Within12Months = "settled_within_12_months", Share, None, "share settled within 365 days of the permit (Aalen-Johansen)";
        MedianDays = "wait_days_median", Days, None, "days until half of those given a permit are settled";
        P90Days = "wait_days_p90", Days, None, "days until nine in ten of those given a permit are settled";
    }
    Replications, "replications", "what the replications are drawn from", [], All {
        Branch = "branch", Code, None, "branch of the scenario tree";
        Draw = "draw", Code, None, "draw of the uncertain parameters";
    }
}

impl TableId {
    /// The declaration of this table.
    pub fn table(self) -> &'static Table {
        &TABLES[self as usize]
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
    fn a_name_ends_with_its_unit() {
        for column in TABLES.iter().flat_map(|table| table.columns) {
            let expected = match column.kind {
                Kind::Share => column.name.starts_with("settled_within_"),
                Kind::Days => column.name.starts_with("wait_days_"),
                Kind::Beds => column.name.ends_with("_beds") || column.name == "bed_shortfall",
                Kind::Code => true,
                kind => column.name.ends_with(&format!("_{}", kind.unit())),
            };
            assert!(expected, "{} is in {}", column.name, column.unit);
        }
    }

    #[test]
    fn a_variant_is_its_position() {
        assert_eq!(Monthly::Private.column().name, "private_persons");
        assert_eq!(Monthly::N, 14);
        assert_eq!(BudgetYear::Change.index(), BudgetYear::N - 1);
        assert_eq!(PaceYear::P90Days.column().kind, Kind::Days);
    }
}

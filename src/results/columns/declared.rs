//! The declarations themselves, and from them an enum of column positions for each table.

use super::{Column, Fold, Key, Kind, Rows, Table, TableColumn};

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
        Settled = "settled_persons", Persons, Sum,
            "persons who moved into a municipality, by agreement or on their own";
        UnderRequest = "settled_under_request_persons", Persons, Sum,
            "part of the settled who count against the request: all but family that follows";
        SelfSettled = "self_settled_persons", Persons, Sum,
            "part of the settled who found a home outside any agreement";
        Left = "left_persons", Persons, Sum,
            "persons who withdrew, returned or were refused before settlement";
        Moved = "moved_persons", Persons, Sum,
            "settled persons who moved on to another municipality";
        Emigrated = "emigrated_persons", Persons, Sum, "settled persons who left Norway";
        Died = "died_persons", Persons, Sum, "settled persons who died";
        Pending = "pending_persons", Persons, Last, "persons without a decision at month end";
        Waiting = "waiting_persons", Persons, Last,
            "persons with a permit but not yet settled at month end";
        Agreed = "agreed_persons", Persons, Last,
            "part of the waiting for whom a municipality is found but who have not moved in yet";
        Reception = "reception_persons", Persons, Last, "persons in reception centres at month end";
        Private = "private_persons", Persons, Last,
            "persons who wait for settlement in private homes at month end";
    }
    Reception, "reception", "reception centres by month", [Month], All {
        Persons = "reception_persons", Persons, Last, "persons in reception centres at month end";
        ArrivalCentreBeds = "arrival_centre_beds", Beds, Last,
            "beds in the arrival centre at month end";
        OrdinaryBeds = "ordinary_beds", Beds, Last,
            "beds in ordinary reception centres at month end";
        EmergencyBeds = "emergency_beds", Beds, Last,
            "beds in emergency reception centres at month end";
        BedShortfall = "bed_shortfall", Beds, Last,
            "persons in reception without a bed at month end";
        ShortfallNights = "shortfall_nights", Nights, Sum, "person-nights over capacity";
        PersonNights = "person_nights", Nights, Sum, "nights that persons spent in reception";
        ContractedNights = "contracted_nights", Nights, Sum,
            "nights for which beds were contracted";
        Cost = "cost_kroner", Kroner, Sum,
            "cost of reception: contracted beds, residents, and those over capacity";
        ContractedCost = "contracted_cost_kroner", Kroner, Sum,
            "part of the cost that was for contracted beds, used or empty";
        ResidentCost = "resident_cost_kroner", Kroner, Sum,
            "part of the cost that each resident brings beside the bed";
        OverCapacityCost = "over_capacity_cost_kroner", Kroner, Sum,
            "part of the cost that was to put up residents for whom no bed was contracted";
        IdleCost = "idle_cost_kroner", Kroner, Sum,
            "part of the cost of contracted beds that was for empty ones";
    }
    BudgetMonth, "budget_month", "grants by month and budget post", [Month, Post], All {
        Right = "right_kroner", Kroner, Sum, "grants to which a right arose";
        Cash = "cash_kroner", Kroner, Sum, "grants paid out";
        Outstanding = "outstanding_kroner", Kroner, Last, "rights not yet paid out at month end";
        Floor = "next_year_floor_kroner", KronerOrMissing, Last,
            "what the post costs next year if nobody more is settled and nobody leaves";
    }
    BudgetYear, "budget_year", "grants and allocation by year and budget post", [Year, Post], All {
        Right = "right_kroner", Kroner, None, "grants to which a right arose";
        Cash = "cash_kroner", Kroner, None, "grants paid out";
        Committed = "committed_kroner", Kroner, None,
            "part of the cash that is for people settled before the year";
        New = "new_kroner", Kroner, None, "part of the cash that is for people settled in the year";
        OneOff = "one_off_kroner", Kroner, None, "part of the cash that is one-off grants";
        Allocation = "allocation_kroner", Kroner, None, "allocation in the adopted budget";
        CarriedIn = "carried_in_kroner", Kroner, None,
            "unused allocation carried over from the year before";
        Change = "change_kroner", Kroner, None, "changes to the allocation during the year";
    }
    ForwardLiability, "forward_liability",
    "one more person settled on the first day, by group and budget post", [Group, Post], All {
        Liability = "forward_liability_kroner", KronerOrMissing, None,
            "expected grants to one more person in the settlement year and the four after";
        Discounted = "forward_liability_discounted_kroner", KronerOrMissing, None,
            "the same, each year discounted to the settlement year";
    }
    MunicipalYear, "municipal_year", "municipalities by year", [Year, Municipality], All {
        Requested = "requested_persons", Persons, None,
            "persons the state asked the municipality to settle";
        Agreed = "agreed_persons", Persons, None, "persons the municipality agreed to settle";
        Settled = "settled_persons", Persons, None,
            "persons who moved in from reception, abroad or private stay";
        SelfSettled = "self_settled_persons", Persons, None,
            "part of the settled who found a home outside any agreement";
        Family = "family_persons", Persons, None,
            "part of the settled who follow family and are under no request";
        Placed = "placed_persons", Persons, None,
            "persons for whom the municipality agreed in the year, on the day of the agreement";
        MatchPoints = "match_points", Points, None,
            "match scores of the placed added up over persons; 1,000 points are one perfect fit";
        IdlePlaces = "idle_places", Places, None,
            "agreed places that nobody took in the year and that lapse with it";
        CarriedPlaces = "carried_places", Places, None,
            "places agreed to in the year before that nobody took and that still hold";
        IdleMonths = "idle_place_months", PlaceMonths, None,
            "open places that nobody has taken, added up over the month ends of the year";
        IdleKroner = "idle_place_kroner", Kroner, None,
            "what open places that nobody had taken cost the municipality, month by month";
        MovedIn = "moved_in_persons", Persons, None,
            "settled persons who moved in from another municipality";
        MovedOut = "moved_out_persons", Persons, None,
            "settled persons who moved out to another municipality";
        Present = "present_persons", Persons, None,
            "persons settled in the year or the four before who live here at year end";
        Right = "right_kroner", Kroner, None, "grants to which the municipality got a right";
        Cash = "cash_kroner", Kroner, None, "grants paid out to the municipality";
    }
    ShadowPrices, "shadow_prices", "what one more place is worth by year and municipality",
    [Year, Municipality], Known {
        Price = "shadow_price_points", PointsOrMissing, None,
            "mean over the months of what one more place would have added to the match points, also where none was left";
    }
    Waits, "waits", "what became of those given a permit, by months waited",
    [PermitMonth, Group, MonthsWaited], NonZero {
        Settled = "settled_persons", Persons, None, "persons settled after so many months";
        Left = "left_persons", Persons, None,
            "persons who left after so many months without being settled";
        StillWaiting = "still_waiting_persons", Persons, None,
            "persons still waiting when the horizon ends";
    }
    PaceYear, "pace_year", "time from permit to settlement by year of the permit",
    [PermitYear, GroupOrAll], All {
        Within3Months = "settled_within_3_months", Share, None,
            "share settled within 91 days of the permit (Aalen-Johansen)";
        Within6Months = "settled_within_6_months", Share, None,
            "share settled within 183 days of the permit (Aalen-Johansen)";
        Within12Months = "settled_within_12_months", Share, None,
            "share settled within 365 days of the permit (Aalen-Johansen)";
        MedianDays = "wait_days_median", Days, None,
            "days until half of those given a permit are settled";
        P90Days = "wait_days_p90", Days, None,
            "days until nine in ten of those given a permit are settled";
    }
    WaitingYear, "waiting_year",
    "time from permit to settlement as the calendar year alone shows it, and who waits at its end",
    [Year, GroupOrAll], All {
        Within3Months = "settled_within_3_months_period", Share, None,
            "share settled within 91 days of the permit at the pace of the year (Aalen-Johansen)";
        Within6Months = "settled_within_6_months_period", Share, None,
            "share settled within 183 days of the permit at the pace of the year (Aalen-Johansen)";
        Within12Months = "settled_within_12_months_period", Share, None,
            "share settled within 365 days of the permit at the pace of the year (Aalen-Johansen)";
        MedianDays = "wait_days_median_period", Days, None,
            "days until half are settled at the pace of the year";
        P90Days = "wait_days_p90_period", Days, None,
            "days until nine in ten are settled at the pace of the year";
        Over3Months = "waiting_over_3_months_persons", Persons, None,
            "persons who have had a permit for over 91 days and still wait at year end";
        Over6Months = "waiting_over_6_months_persons", Persons, None,
            "persons who have had a permit for over 183 days and still wait at year end";
        Over12Months = "waiting_over_12_months_persons", Persons, None,
            "persons who have had a permit for over 365 days and still wait at year end";
    }
    WaitingSize, "waiting_size",
    "time from permit to settlement by year of the permit and size of the household",
    [PermitYear, HouseholdSize], All {
        Permit = "permit_by_size_persons", Persons, None,
            "persons in households of the size who were given a permit in the year";
        Within3Months = "settled_within_3_months_by_size", Share, None,
            "share settled within 91 days of the permit, of households of the size (Aalen-Johansen)";
        Within6Months = "settled_within_6_months_by_size", Share, None,
            "share settled within 183 days of the permit, of households of the size (Aalen-Johansen)";
        Within12Months = "settled_within_12_months_by_size", Share, None,
            "share settled within 365 days of the permit, of households of the size (Aalen-Johansen)";
        MedianDays = "wait_days_median_by_size", Days, None,
            "days until half of those given a permit in households of the size are settled";
        P90Days = "wait_days_p90_by_size", Days, None,
            "days until nine in ten of those given a permit in households of the size are settled";
        Waiting = "waiting_by_size_persons", Persons, None,
            "persons in households of the size who have a permit, of whatever year, and wait at the end of this one";
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

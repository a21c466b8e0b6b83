//! The books: what each municipality has a right to, has been paid, and is owed, post by post.
//!
//! Rights and cash are different things. A right is booked once with the month in which it will be paid;
//! paying moves it from owed to paid. The books are exact: whole kroner, and at any time
//! opening + rights = cash + outstanding for each municipality and post.

use crate::scenario::Post;
use crate::units::Kroner;

/// What a payment is for, told apart in every result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// People settled in an earlier year than the year of the payment.
    Committed,
    /// People settled in the year.
    New,
    /// One-off grants of the year.
    OneOff,
}

impl Part {
    /// Number of parts.
    pub const N: usize = 3;
}

const N_POSTS: usize = Post::N_MUNICIPAL;

/// The books of one replication.
///
/// The posts of a municipality lie together: what one settlement books is found in one place.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    n_municipalities: usize,
    n_months: usize,
    /// By municipality and post.
    accounts: Vec<[Account; N_POSTS]>,
    /// To be paid, by month, municipality and post; the last month stands for all after the horizon.
    due: Vec<[i64; N_POSTS]>,
    /// The same by month, post and part, national.
    due_parts: Vec<[[i64; Part::N]; N_POSTS]>,
    /// Paid since the start, by post, as it is reported.
    paid: [i64; N_POSTS],
    /// Rights booked before this month, by post.
    booked_before: [i64; N_POSTS],
    /// Flow of the last month closed: cash, by post.
    pub cash_this_month: [i64; N_POSTS],
    /// Flow of the last month closed: cash by post and part.
    pub parts_this_month: [[i64; Part::N]; N_POSTS],
}

/// The account of a post with a municipality, in kroner.
#[derive(Clone, Copy, Debug, Default)]
struct Account {
    /// Constant for the run: owed when it began.
    opening: i64,
    /// Rights booked since the start.
    right: i64,
    /// Paid since the start.
    cash: i64,
    /// Owed now.
    outstanding: i64,
}

impl Ledger {
    /// Opens empty books for `n_months` months.
    pub fn reset(&mut self, n_municipalities: usize, n_months: usize) {
        self.n_municipalities = n_municipalities;
        self.n_months = n_months;
        self.accounts.clear();
        self.accounts.resize(n_municipalities, Default::default());
        self.due.clear();
        self.due.resize((n_months + 1) * n_municipalities, Default::default());
        self.due_parts.clear();
        self.due_parts.resize(n_months + 1, Default::default());
        self.paid = Default::default();
        self.booked_before = Default::default();
        self.cash_this_month = Default::default();
        self.parts_this_month = Default::default();
    }

    /// Books a right of `municipality` that is paid in the month at `month_index`.
    #[inline]
    pub fn book(
        &mut self,
        post: Post,
        part: Part,
        municipality: usize,
        kroner: Kroner,
        month_index: usize,
    ) {
        let (post, month) = (post.index(), month_index.min(self.n_months));
        self.due[month * self.n_municipalities + municipality][post] += kroner.0;
        let account = &mut self.accounts[municipality][post];
        account.right += kroner.0;
        account.outstanding += kroner.0;
        self.due_parts[month][post][part as usize] += kroner.0;
    }

    /// Books a right of each municipality, all paid in the month at `month_index`.
    pub fn book_all(&mut self, post: Post, part: Part, rights: &[Kroner], month_index: usize) {
        let (post, month) = (post.index(), month_index.min(self.n_months));
        let due = &mut self.due[month * self.n_municipalities..][..self.n_municipalities];
        for ((due, account), right) in due.iter_mut().zip(&mut self.accounts).zip(rights) {
            due[post] += right.0;
            account[post].right += right.0;
            account[post].outstanding += right.0;
        }
        self.due_parts[month][post][part as usize] += rights.iter().map(|it| it.0).sum::<i64>();
    }

    /// Says of what is paid in the month at `month_index` that so much of it is for people settled in the year.
    pub fn call_new(&mut self, post: Post, kroner: Kroner, month_index: usize) {
        let parts = &mut self.due_parts[month_index.min(self.n_months)][post.index()];
        parts[Part::Committed as usize] -= kroner.0;
        parts[Part::New as usize] += kroner.0;
    }

    /// Enters what was owed when the run began and is paid in the month at `month_index`.
    pub fn open(&mut self, post: Post, municipality: usize, kroner: Kroner, month_index: usize) {
        let (post, month) = (post.index(), month_index.min(self.n_months));
        self.due[month * self.n_municipalities + municipality][post] += kroner.0;
        let account = &mut self.accounts[municipality][post];
        account.opening += kroner.0;
        account.outstanding += kroner.0;
        self.due_parts[month][post][Part::Committed as usize] += kroner.0;
    }

    /// Moves a booked right that is paid in the month at `month_index` to another municipality.
    #[inline]
    pub fn transfer(
        &mut self,
        post: Post,
        from: usize,
        to: usize,
        kroner: Kroner,
        month_index: usize,
    ) {
        let (post, month) = (post.index(), month_index.min(self.n_months));
        for (municipality, kroner) in [(from, -kroner.0), (to, kroner.0)] {
            self.due[month * self.n_municipalities + municipality][post] += kroner;
            let account = &mut self.accounts[municipality][post];
            account.right += kroner;
            account.outstanding += kroner;
        }
    }

    /// What is owed for people settled in the year that now ends is from now on owed for earlier years.
    pub fn apply_year_end(&mut self) {
        for parts in self.due_parts.as_flattened_mut() {
            parts[Part::Committed as usize] +=
                parts[Part::New as usize] + parts[Part::OneOff as usize];
            parts[Part::New as usize] = 0;
            parts[Part::OneOff as usize] = 0;
        }
    }

    /// Pays everything that is due in the month at `month_index`.
    pub fn apply_payments(&mut self, month_index: usize) {
        let due = &mut self.due[month_index * self.n_municipalities..][..self.n_municipalities];
        let due = due.as_flattened_mut().iter_mut();
        for (account, due) in self.accounts.as_flattened_mut().iter_mut().zip(due) {
            account.cash += *due;
            account.outstanding -= *due;
            *due = 0;
        }
        self.parts_this_month = std::mem::take(&mut self.due_parts[month_index]);
        self.cash_this_month = self.parts_this_month.map(|parts| parts.iter().sum());
        self.paid.iter_mut().zip(self.cash_this_month).for_each(|(sum, it)| *sum += it);
    }

    /// Starts a new month.
    pub fn apply_month_start(&mut self) {
        self.booked_before = self.booked();
    }

    /// Flow of this month so far: rights booked, by post.
    pub fn right_this_month(&self) -> [i64; N_POSTS] {
        let booked = self.booked();
        std::array::from_fn(|post| booked[post] - self.booked_before[post])
    }

    /// Rights booked to all municipalities since the start of the run, by post.
    fn booked(&self) -> [i64; N_POSTS] {
        let mut booked = [0; N_POSTS];
        for accounts in &self.accounts {
            booked.iter_mut().zip(accounts).for_each(|(sum, it)| *sum += it.right);
        }
        booked
    }

    /// Rights booked to a municipality since the start of the run.
    pub fn right(&self, post: Post, municipality: usize) -> Kroner {
        Kroner(self.accounts[municipality][post.index()].right)
    }

    /// Cash paid to a municipality since the start of the run.
    pub fn cash(&self, post: Post, municipality: usize) -> Kroner {
        Kroner(self.accounts[municipality][post.index()].cash)
    }

    /// Owed to all municipalities now.
    pub fn outstanding(&self, post: Post) -> Kroner {
        Kroner(self.accounts.iter().map(|it| it[post.index()].outstanding).sum())
    }

    /// Owed to all municipalities now and paid in these months; the one after the last stands for all later ones.
    pub fn due_in(&self, post: Post, months: std::ops::Range<usize>) -> Kroner {
        Kroner(self.due_parts[months].iter().flat_map(|it| it[post.index()]).sum())
    }

    /// The first account whose opening and rights are not cash plus outstanding, as post, municipality and the gap.
    pub fn find_imbalance(&self) -> Option<(Post, usize, Kroner)> {
        let gap = |it: &Account| it.opening + it.right - it.cash - it.outstanding;
        let account = self.accounts.as_flattened().iter().position(|it| gap(it) != 0)?;
        let (municipality, post) = (account / N_POSTS, account % N_POSTS);
        Some((Post::ALL[post], municipality, Kroner(gap(&self.accounts[municipality][post]))))
    }

    /// The first post of which the parts that are reported are not what the accounts have been paid and are owed.
    pub fn find_wrong_parts(&self) -> Option<(Post, Kroner)> {
        (0..N_POSTS).find_map(|post| {
            let sum = |of: fn(&Account) -> i64| -> i64 {
                self.accounts.iter().map(|it| of(&it[post])).sum()
            };
            let due: i64 = self.due_parts.iter().flat_map(|it| it[post]).sum();
            let gaps = [sum(|it| it.cash) - self.paid[post], sum(|it| it.outstanding) - due];
            let gap = gaps.into_iter().find(|gap| *gap != 0)?;
            Some((Post::ALL[post], Kroner(gap)))
        })
    }

    /// The first account of which what is still due is not what is owed: a recount over all months.
    pub fn find_wrong_due(&self) -> Option<(Post, usize, Kroner)> {
        let mut still_due = vec![[0; N_POSTS]; self.n_municipalities];
        for month in self.due.chunks_exact(self.n_municipalities) {
            let due = month.as_flattened().iter();
            still_due.as_flattened_mut().iter_mut().zip(due).for_each(|(sum, due)| *sum += due);
        }
        let owed = self.accounts.as_flattened().iter().map(|it| it.outstanding);
        let mut gaps = owed.zip(still_due.as_flattened()).map(|(owed, due)| owed - due).enumerate();
        let (account, gap) = gaps.find(|(_, gap)| *gap != 0)?;
        Some((Post::ALL[account % N_POSTS], account / N_POSTS, Kroner(gap)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn books() -> Ledger {
        let mut books = Ledger::default();
        books.reset(2, 3);
        books
    }

    #[test]
    fn a_right_is_owed_until_its_month_and_then_paid() {
        let mut books = books();
        books.book(Post::IntegrationGrant, Part::New, 1, Kroner(100), 1);
        books.book(Post::IntegrationGrant, Part::OneOff, 1, Kroner(7), 9);
        assert_eq!(books.right_this_month()[0], 107);
        books.apply_month_start();
        assert_eq!(books.right_this_month()[0], 0);
        books.apply_payments(0);
        assert_eq!(books.cash(Post::IntegrationGrant, 1), Kroner(0));
        books.apply_payments(1);
        assert_eq!(books.cash(Post::IntegrationGrant, 1), Kroner(100));
        assert_eq!(books.parts_this_month[0], [0, 100, 0]);
        assert_eq!(books.outstanding(Post::IntegrationGrant), Kroner(7), "after the horizon");
        assert_eq!((books.find_imbalance(), books.find_wrong_due()), (None, None));
    }

    #[test]
    fn rights_of_all_are_rights_of_every_municipality() {
        let (mut books, mut one_by_one) = (books(), self::books());
        books.book_all(Post::Training, Part::Committed, &[21, 14].map(Kroner), 1);
        books.call_new(Post::Training, Kroner(14), 1);
        one_by_one.book(Post::Training, Part::Committed, 0, Kroner(21), 1);
        one_by_one.book(Post::Training, Part::New, 1, Kroner(14), 1);
        for books in [&mut books, &mut one_by_one] {
            assert_eq!((books.find_imbalance(), books.find_wrong_due()), (None, None));
            books.apply_payments(1);
            assert_eq!(books.parts_this_month[Post::Training.index()], [21, 14, 0]);
            let cash = [0, 1].map(|it| books.cash(Post::Training, it).0);
            assert_eq!(cash, [21, 14]);
        }
    }

    #[test]
    fn what_is_owed_over_new_year_is_committed() {
        let mut books = books();
        books.book(Post::Training, Part::New, 0, Kroner(5), 2);
        books.apply_year_end();
        books.apply_payments(2);
        assert_eq!(books.parts_this_month[Post::Training.index()], [5, 0, 0]);
    }

    #[test]
    fn a_transfer_changes_who_but_not_how_much() {
        let mut books = books();
        books.book(Post::IntegrationGrant, Part::Committed, 0, Kroner(80), 2);
        books.transfer(Post::IntegrationGrant, 0, 1, Kroner(70), 2);
        books.apply_payments(2);
        let cash = [0, 1].map(|it| books.cash(Post::IntegrationGrant, it).0);
        assert_eq!(cash, [10, 70]);
        assert_eq!(books.cash_this_month[0], 80);
        assert_eq!(books.find_wrong_due(), None);
    }

    #[test]
    fn a_broken_book_is_found() {
        let mut books = books();
        books.book(Post::Training, Part::New, 1, Kroner(5), 2);
        books.accounts[1][2].cash += 1;
        assert_eq!(books.find_imbalance(), Some((Post::Training, 1, Kroner(-1))));
        assert_eq!(books.find_wrong_parts(), Some((Post::Training, Kroner(1))));
        books.accounts[1][2].cash -= 1;
        assert_eq!(books.find_wrong_parts(), None);
        books.due_parts[2][2][1] += 7;
        assert_eq!(books.find_wrong_parts(), Some((Post::Training, Kroner(-7))));
        books.due[0][0] += 3;
        assert_eq!(books.find_wrong_due(), Some((Post::IntegrationGrant, 0, Kroner(-3))));
        books.due[0][0] -= 3;
        books.due[3][2] += 4;
        assert_eq!(books.find_wrong_due(), Some((Post::Training, 1, Kroner(-4))));
    }
}

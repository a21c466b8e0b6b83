//! `ledger`: given cohorts into rights and cash.

use super::Desk;

const COHORTS: &str = "\
year,month,group,category,persons,age,municipality
2023,12,ukraine,adult,10,,1103
2024,1,quota,child,2,4,0301
2023,6,ukraine,trainee,2,,1103
";

#[test]
fn cohorts_become_rights_and_cash_by_year_and_component() {
    let desk = Desk::new();
    desk.write("cohorts.csv", COHORTS);
    let csv = desk.answer("ledger cohorts.csv --until 2024 --format csv");
    // December is next year's cash. Two in training from June: seven twelfths of 45,000 in the year and five of 48,400
    // in the next, and the small base grant of the year after.
    let expected = "\
year,municipality,post,component,right_kroner,cash_kroner
2023,,671/60,year-1,1944000,0
2023,,672/60,training,52500,52500
2024,,671/60,year-1,388800,2332800
2024,,671/60,years-2-to-5,2460000,2460000
2024,,671/60,one-offs,55600,55600
2024,,672/60,training,274433,274433
";
    assert_eq!(csv, expected);
    let csv = desk.answer("ledger cohorts.csv --until 2024 --format csv --by-municipality");
    assert!(csv.contains("\n2024,0301,671/60,year-1,388800,388800\n"), "{csv}");
    assert!(csv.contains("\n2024,1103,671/60,year-1,0,1944000\n"), "{csv}");
    let json = desk.answer("ledger cohorts.csv --until 2023 --format json");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["outstanding_kroner"], 1_944_000);
    assert_eq!(json["lines"][1]["cash_kroner"], 52_500);
    let table = desk.answer("ledger cohorts.csv --until 2023 --lang nb");
    assert!(table.contains("integreringstilskudd, år 1 (671/60)"), "{table}");
    assert!(table.ends_with("kroner\n"), "{table}");
}

#[test]
fn one_more_person_has_five_years_to_give() {
    let answer = Desk::new().answer("ledger --one-more 2020-06");
    let row = answer.lines().find(|it| it.starts_with("adult in a family")).expect("a row");
    let words: Vec<&str> = row.split_whitespace().skip(4).collect();
    // 192,400 in 2020, then the rates of years 2 to 5 in 2021 to 2024.
    assert_eq!(words, ["192,400", "246,500", "174,000", "87,000", "72,000", "771,900"]);
}

#[test]
fn a_mistake_in_the_table_has_its_place() {
    let desk = Desk::new();
    desk.write("cohorts.csv", "year,group,category,persons\n2023,ukrain,adult,10\n");
    let refusal = desk.refusal("ledger cohorts.csv", 1);
    assert!(refusal.contains("cohorts.csv:2:6: group is \"ukrain\""), "{refusal}");
    assert!(refusal.contains("did you mean \"ukraine\"?"), "{refusal}");
}

#[test]
fn a_municipality_called_like_a_formula_is_text_in_the_answer() {
    let desk = Desk::new();
    let rows = "2023,ukraine,adult,1,=1+1\n2023,ukraine,adult,1,<script>\n";
    desk.write("cohorts.csv", format!("year,group,category,persons,municipality\n{rows}"));
    let csv = desk.answer("ledger cohorts.csv --until 2023 --format csv --by-municipality");
    for line in ["\n2023,'=1+1,671/60,year-1,", "\n2023,<script>,671/60,year-1,"] {
        assert!(csv.contains(line), "{csv}");
    }
    assert!(!csv.contains(",=1+1"), "{csv}");
}

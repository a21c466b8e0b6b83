# English. Numbers come already formatted; here are only words and their order.
# Each text is on one line, and the three language files have the same keys.

# Dates
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
month-of-year = { $month } { $year }
date = { $day } { $month } { $year }

# Arrival groups
group-all = all groups
group-ukraine = Ukrainians with collective protection
group-asylum = other asylum seekers
group-quota = resettlement refugees
group-family = family reunification
group-minors = unaccompanied minors

# Uncertainty
less-than = under { $number }
more-than = over { $number }
median = Median
share-of-runs = { $percent } of runs
total-interval = The total in { $percent } of runs

# Around every figure
subtitle = Data as of { $date }. Scenario: { $scenario }.
footer = Source: bosett, scenario “{ $scenario }”, { $replications } replications, seed { $seed }.
footer-actuals = Actuals are published figures; their sources are in provenance.json.
actual = Actual
actual-later = Actual (known later)
as-of-line = Data up to { $date }
per-month = Per month
per-year = Per year

# Settlement
settlements-title = About { $persons } people are settled in { $year } – between { $low } and { $high } in eight of ten simulated runs
settlements-title-requested = About { $persons } people are settled in { $year }, against { $requested } requested – between { $low } and { $high } in eight of ten simulated runs
settlements-plain = Refugees settled per month
settlements-unit = Settled persons.
request = Request to the municipalities

# Arrivals
arrivals-title = About { $persons } people arrive in { $year } – between { $low } and { $high } in eight of ten simulated runs
arrivals-title-group = About { $persons } { $group } arrive in { $year } – between { $low } and { $high } in eight of ten simulated runs
arrivals-plain = Arrivals per month: { $group }
arrivals-unit = Arriving persons, { $group }.
forecast-ranges = Official forecasts: low, middle, high
forecast-planning = Planning figure

# Waiting and reception
waiting-title = Most people wait for settlement at the end of { $month }: about { $persons } with a permit
waiting-plain = People waiting for settlement
waiting-unit = Persons at the end of the month.
waiting-heading = Waiting for settlement
reception-heading = In reception centres
private-heading = Staying privately
reception-title = Most people are in reception at the end of { $month }: about { $persons }, against { $beds } ordinary beds
reception-plain = People in reception centres, and beds
reception-unit = Persons and beds (ordinary, arrival centre and emergency) at the end of the month; beds are means.
ordinary-beds = Ordinary beds
all-beds = All beds
persons-in-reception = People in reception

# Settled in time
within-title = { $percent } per cent of those granted a permit in { $year } are settled within six months – the target is { $target } per cent
within-unit = Share settled after the permit, by the year of the permit; median.
within-3 = Within 3 months
within-6 = Within 6 months
within-12 = Within 12 months
within-target = Target: { $percent } within 6 months

# Budget
budget-pace-title = The probability that payments on post 60 exceed the allocation in { $year } is { $percent } per cent
budget-pace-title-available = The probability that payments on post 60 exceed what is available in { $year } is { $percent } per cent
budget-pace-plain = Paid on post 60 against the allocation
budget-pace-unit = Integration grant, chapter 671 post 60: paid so far in the year, NOK million.
allocation = Allocation
available = Available after changes and carry-over
even-pace = Even spending over the year
overrun-short = Overrun: { $percent }%
exhaustion-heading = Probability that the money runs out in this month
decomposition-title = Refugees who are already settled commit NOK { $committed } million on post 60 in { $year }
decomposition-title-allocation = Refugees who are already settled commit { $committed } of the allocation of NOK { $allocation } million on post 60 in { $year }
decomposition-unit = Integration grant, chapter 671 post 60: paid in the year, NOK million; means over runs.
part-committed = Settled in earlier years
part-new = Settled in the year
part-one-off = One-off grants

# Municipalities
map-title = { $place } settles most in { $year }, about { $persons }; { $densest } most for its size, { $number } per 1,000 inhabitants
map-unit = Persons settled in { $year } by municipality, median.
persons-heading = Persons settled
per-1000-heading = Settled per 1,000 inhabitants
largest-heading = The { $number } that settle most
persons-column = settled
per-1000-column = per 1,000
centrality-title = Municipalities in centrality class { $class } settle most for their size: { $number } per 1,000 inhabitants in { $year }
centrality-plain = Use of agreed places by centrality of the municipalities in { $year }
centrality-unit = Municipalities by Statistics Norway’s centrality class, { $year }.
utilisation-heading = Share of agreed places that are used
most-central = ← most central
least-central = least central →

# On the terminal: the answer of a run
answer-basis = { $replications } simulated runs, seed { $seed }, data as of { $date }
answer-basis-only = Simulated run number { $number } alone, seed { $seed }, data as of { $date }
answer-settlement = Settlement
answer-settled = Settled
answer-band = 8 of 10 runs
answer-3 = ≤ 3 mo.
answer-6 = ≤ 6 mo.
answer-peak = In reception
answer-explanation = Medians, persons. ≤ 3 mo.: share of those granted a permit in the year who are settled within three months. In reception: most persons at any month end of the year.
answer-money = Integration grant, chapter 671 post 60, NOK million
answer-paid = Paid
answer-allocation = Allocation
answer-pressure = Against the allocation of NOK { $amount } million for { $year }
answer-available = Available after changes and carry-over
answer-overrun = Probability of an overrun
answer-exhausted = Most likely month of exhaustion
answer-never = in no run
answer-of-runs = { $percent }% of runs
answer-supplement = Supplementary appropriation that suffices in { $percent }% of runs
answer-folder = Results: { $folder }

# On the terminal: how a scenario is understood
reading-period = From { $start } to { $end }, data as of { $date }
reading-chance = { $replications } simulated runs, { $n } with each draw of the parameters, seed { $seed }
reading-municipalities = { $n } municipalities with { $inhabitants } inhabitants
reading-branches = Branches: { $list }
reading-arrivals = Expected arrivals, persons (parameters at their means, ranges at their medians, no sudden changes)
reading-family = follows those who are settled
reading-requests = Requests to the municipalities
reading-no-request = No requests to the municipalities
reading-issued = issued
reading-ordinary = persons
reading-minors = unaccompanied minors
reading-need = the need on that day × { $factor }
reading-budget = Appropriations, NOK million
reading-no-budget = No appropriations
reading-carries = may be carried over
reading-parameters = { $n } parameters: { $verified } verified, { $derived } derived, { $assumed } assumed
reading-uncertain = { $n } of them are uncertain:
reading-warnings = Warnings
reading-no-warnings = No warnings

# On the terminal: a new scenario
new-written = { $file } is written; what can be changed is commented out in it
new-extends = Everything that is not written here is as in { $base }.
new-values = What can be changed, as it stands: remove the “#” and change the value.
new-uncertain = A number that is not certain may be written as a range, with a low, a mode and a high.
new-run = The run: horizon, day of knowledge, histories, seed
new-branches = Alternatives of the scenario with their probabilities
new-arrivals = Who arrives, and when
new-waiting = Who was waiting when the run begins
new-beds = Beds in reception, and what they cost in kroner a day
new-requests = Requests to the municipalities
new-orders = How reception capacity is ordered and given up
new-budget = Appropriations, in millions of kroner

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
by-month = By month.
by-year = By year.
month = Month
year = Year
municipality = Municipality

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
arrival-centre-beds = Beds in the arrival centre
emergency-beds = Emergency beds
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
exhaustion-heading-short = Money runs out: probability
decomposition-title = Refugees who are already settled commit NOK { $committed } million on post 60 in { $year }
decomposition-title-allocation = Refugees who are already settled commit { $committed } of the allocation of NOK { $allocation } million on post 60 in { $year }
decomposition-unit = Integration grant, chapter 671 post 60: paid in the year, NOK million; means over runs.
part-committed = Settled in earlier years
part-new = Settled in the year
part-one-off = One-off grants
paid-mean = Paid in all, mean

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
centrality = Centrality class

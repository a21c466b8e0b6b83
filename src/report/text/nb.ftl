# Bokmål. Tall kommer ferdig formatert; her står bare ord og rekkefølgen deres.
# Hver tekst står på én linje, og de tre språkfilene har de samme nøklene.

# Datoer
month-1 = januar
month-2 = februar
month-3 = mars
month-4 = april
month-5 = mai
month-6 = juni
month-7 = juli
month-8 = august
month-9 = september
month-10 = oktober
month-11 = november
month-12 = desember
month-short-1 = jan
month-short-2 = feb
month-short-3 = mars
month-short-4 = apr
month-short-5 = mai
month-short-6 = juni
month-short-7 = juli
month-short-8 = aug
month-short-9 = sep
month-short-10 = okt
month-short-11 = nov
month-short-12 = des
month-of-year = { $month } { $year }
date = { $day }. { $month } { $year }

# Ankomstgrupper
group-all = alle grupper
group-ukraine = ukrainere med kollektiv beskyttelse
group-asylum = andre asylsøkere
group-quota = overføringsflyktninger
group-family = familiegjenforente
group-minors = enslige mindreårige

# Usikkerhet
less-than = under { $number }
more-than = over { $number }
median = Median
share-of-runs = { $percent } av forløpene
total-interval = Summen i { $percent } av forløpene

# Rundt hver figur
subtitle = Datagrunnlag per { $date }. Scenario: { $scenario }.
footer = Kilde: bosett, scenario «{ $scenario }», { $replications } simulerte forløp, frø { $seed }.
footer-actuals = Faktiske tall er publiserte tall; kildene står i provenance.json.
actual = Faktisk
actual-later = Faktisk (kjent senere)
as-of-line = Data til og med { $date }
per-month = Per måned
per-year = Per år
by-month = Per måned.
by-year = Per år.
month = Måned
year = År
municipality = Kommune

# Bosetting
settlements-title = Om lag { $persons } blir bosatt i { $year } – mellom { $low } og { $high } i åtte av ti simulerte forløp
settlements-title-requested = Om lag { $persons } blir bosatt i { $year }, mot { $requested } i anmodningen – mellom { $low } og { $high } i åtte av ti simulerte forløp
settlements-plain = Bosatte flyktninger per måned
settlements-unit = Bosatte personer.
request = Anmodning til kommunene

# Ankomster
arrivals-title = Om lag { $persons } kommer i { $year } – mellom { $low } og { $high } i åtte av ti simulerte forløp
arrivals-title-group = Om lag { $persons } { $group } kommer i { $year } – mellom { $low } og { $high } i åtte av ti simulerte forløp
arrivals-plain = Ankomster per måned: { $group }
arrivals-unit = Ankomne personer, { $group }.
forecast-ranges = Offisielle prognoser: lav, middels, høy
forecast-planning = Planleggingstall

# Venting og mottak
waiting-title = Flest venter på bosetting ved utgangen av { $month }: om lag { $persons } med oppholdstillatelse
waiting-plain = Personer som venter på bosetting
waiting-unit = Personer ved utgangen av måneden.
waiting-heading = Venter på bosetting
reception-heading = Bor i mottak
private-heading = Bor privat
reception-title = Flest bor i mottak ved utgangen av { $month }: om lag { $persons }, mot { $beds } ordinære plasser
reception-plain = Personer i mottak og plasser
reception-unit = Personer og plasser (ordinære, ankomstsenter og akutt) ved utgangen av måneden; plasser er gjennomsnitt.
ordinary-beds = Ordinære plasser
all-beds = Alle plasser
arrival-centre-beds = Plasser i ankomstsenter
emergency-beds = Akuttplasser
persons-in-reception = Personer i mottak

# Bosatt i tide
within-title = { $percent } prosent av dem som får oppholdstillatelse i { $year }, blir bosatt innen seks måneder – målet er { $target } prosent
within-unit = Andel bosatt etter oppholdstillatelse, etter året for tillatelsen; median.
within-3 = Innen 3 måneder
within-6 = Innen 6 måneder
within-12 = Innen 12 måneder
within-target = Mål: { $percent } innen 6 måneder

# Budsjett
budget-pace-title = Sannsynligheten for at utbetalingene på post 60 går ut over bevilgningen i { $year }, er { $percent } prosent
budget-pace-title-available = Sannsynligheten for at utbetalingene på post 60 går ut over det som er disponibelt i { $year }, er { $percent } prosent
budget-pace-plain = Utbetalt på post 60 mot bevilgningen
budget-pace-unit = Integreringstilskudd, kap. 671 post 60: utbetalt hittil i året, mill. kroner.
allocation = Bevilgning
available = Disponibelt etter endringer og overføring
even-pace = Jevnt forbruk over året
overrun-short = Overskridelse: { $percent } %
exhaustion-heading = Sannsynligheten for at pengene blir brukt opp i denne måneden
exhaustion-heading-short = Pengene tar slutt: sannsynlighet
decomposition-title = Flyktninger som alt er bosatt, binder { $committed } mill. kroner på post 60 i { $year }
decomposition-title-allocation = Flyktninger som alt er bosatt, binder { $committed } av bevilgningen på { $allocation } mill. kroner på post 60 i { $year }
decomposition-unit = Integreringstilskudd, kap. 671 post 60: utbetalt i året, mill. kroner; gjennomsnitt over forløpene.
part-committed = Bosatt tidligere år
part-new = Bosatt i året
part-one-off = Engangstilskudd
paid-mean = Utbetalt i alt, gjennomsnitt

# Kommuner
map-title = { $place } bosetter flest i { $year }, om lag { $persons }; { $densest } flest i forhold til folketallet, { $number } per 1 000 innbyggere
map-unit = Bosatte i { $year } etter kommune, median.
persons-heading = Bosatte personer
per-1000-heading = Bosatte per 1 000 innbyggere
largest-heading = De { $number } som bosetter flest
persons-column = bosatte
per-1000-column = per 1 000
centrality-title = Kommuner i sentralitetsklasse { $class } bosetter flest i forhold til folketallet: { $number } per 1 000 innbyggere i { $year }
centrality-plain = Bruken av avtalte plasser etter kommunenes sentralitet i { $year }
centrality-unit = Kommuner etter SSBs sentralitetsklasse, { $year }.
utilisation-heading = Andel av avtalte plasser som blir brukt
most-central = ← mest sentrale
least-central = minst sentrale →
centrality = Sentralitetsklasse

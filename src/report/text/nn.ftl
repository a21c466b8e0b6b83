# Nynorsk. Tal kjem ferdig formaterte; her står berre ord og rekkjefølgja deira.
# Kvar tekst står på éi linje, og dei tre språkfilene har dei same nøklane.

# Datoar
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
group-ukraine = ukrainarar med kollektivt vern
group-asylum = andre asylsøkjarar
group-quota = overføringsflyktningar
group-family = familiesameinte
group-minors = einslege mindreårige

# Uvisse
less-than = under { $number }
more-than = over { $number }
median = Median
share-of-runs = { $percent } av forløpa
total-interval = Summen i { $percent } av forløpa

# Rundt kvar figur
subtitle = Datagrunnlag per { $date }. Scenario: { $scenario }.
footer = Kjelde: bosett, scenario «{ $scenario }», { $replications } simulerte forløp, frø { $seed }.
footer-actuals = Faktiske tal er publiserte tal; kjeldene står i provenance.json.
actual = Faktisk
actual-later = Faktisk (kjent seinare)
as-of-line = Data til og med { $date }
per-month = Per månad
per-year = Per år
by-month = Per månad.
by-year = Per år.
month = Månad
year = År
municipality = Kommune

# Busetjing
settlements-title = Om lag { $persons } blir busette i { $year } – mellom { $low } og { $high } i åtte av ti simulerte forløp
settlements-title-requested = Om lag { $persons } blir busette i { $year }, mot { $requested } i oppmodinga – mellom { $low } og { $high } i åtte av ti simulerte forløp
settlements-plain = Busette flyktningar per månad
settlements-unit = Busette personar.
request = Oppmoding til kommunane

# Ankomstar
arrivals-title = Om lag { $persons } kjem i { $year } – mellom { $low } og { $high } i åtte av ti simulerte forløp
arrivals-title-group = Om lag { $persons } { $group } kjem i { $year } – mellom { $low } og { $high } i åtte av ti simulerte forløp
arrivals-plain = Ankomstar per månad: { $group }
arrivals-unit = Personar som kjem, { $group }.
forecast-ranges = Offisielle prognosar: låg, middels, høg
forecast-planning = Planleggingstal

# Venting og mottak
waiting-title = Flest ventar på busetjing ved utgangen av { $month }: om lag { $persons } med opphaldsløyve
waiting-plain = Personar som ventar på busetjing
waiting-unit = Personar ved utgangen av månaden.
waiting-heading = Ventar på busetjing
reception-heading = Bur i mottak
private-heading = Bur privat
reception-title = Flest bur i mottak ved utgangen av { $month }: om lag { $persons }, mot { $beds } ordinære plassar
reception-plain = Personar i mottak og plassar
reception-unit = Personar og plassar (ordinære, ankomstsenter og akutt) ved utgangen av månaden; plassar er gjennomsnitt.
ordinary-beds = Ordinære plassar
all-beds = Alle plassar
arrival-centre-beds = Plassar i framkomstsenter
emergency-beds = Akuttplassar
persons-in-reception = Personar i mottak

# Busett i tide
within-title = { $percent } prosent av dei som får opphaldsløyve i { $year }, blir busette innan seks månader – målet er { $target } prosent
within-unit = Del busette etter opphaldsløyve, etter året for løyvet; median.
within-3 = Innan 3 månader
within-6 = Innan 6 månader
within-12 = Innan 12 månader
within-target = Mål: { $percent } innan 6 månader

# Budsjett
budget-pace-title = Sannsynet for at utbetalingane på post 60 går ut over løyvinga i { $year }, er { $percent } prosent
budget-pace-title-available = Sannsynet for at utbetalingane på post 60 går ut over det som er disponibelt i { $year }, er { $percent } prosent
budget-pace-plain = Utbetalt på post 60 mot løyvinga
budget-pace-unit = Integreringstilskot, kap. 671 post 60: utbetalt hittil i året, mill. kroner.
allocation = Løyving
available = Disponibelt etter endringar og overføring
even-pace = Jamt forbruk over året
overrun-short = Overskriding: { $percent } %
exhaustion-heading = Sannsynet for at pengane blir brukte opp i denne månaden
exhaustion-heading-short = Pengane tek slutt: sannsyn
decomposition-title = Flyktningar som alt er busette, bind { $committed } mill. kroner på post 60 i { $year }
decomposition-title-allocation = Flyktningar som alt er busette, bind { $committed } av løyvinga på { $allocation } mill. kroner på post 60 i { $year }
decomposition-unit = Integreringstilskot, kap. 671 post 60: utbetalt i året, mill. kroner; gjennomsnitt over forløpa.
part-committed = Busette tidlegare år
part-new = Busette i året
part-one-off = Eingongstilskot
paid-mean = Utbetalt i alt, gjennomsnitt

# Kommunar
map-title = { $place } buset flest i { $year }, om lag { $persons }; { $densest } flest i høve til folketalet, { $number } per 1 000 innbyggjarar
map-unit = Busette i { $year } etter kommune, median.
persons-heading = Busette personar
per-1000-heading = Busette per 1 000 innbyggjarar
largest-heading = Dei { $number } som buset flest
persons-column = busette
per-1000-column = per 1 000
centrality-title = Kommunar i sentralitetsklasse { $class } buset flest i høve til folketalet: { $number } per 1 000 innbyggjarar i { $year }
centrality-plain = Bruken av avtalte plassar etter sentraliteten til kommunane i { $year }
centrality-unit = Kommunar etter sentralitetsklassen til SSB, { $year }.
utilisation-heading = Del av avtalte plassar som blir brukte
most-central = ← mest sentrale
least-central = minst sentrale →
centrality = Sentralitetsklasse

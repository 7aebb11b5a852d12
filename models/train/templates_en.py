"""English line and sentence patterns of film pages, written for this project; slots as in templates_de.py."""

PLOT = """
{F} and {F} have been married for twelve years.
When {F} returns to {L}, {C} is waiting for her.
{H} {S} does not believe it was an accident.
{H} {P} investigates the murder of {F}.
{Fg} father has not spoken since the accident.
{F} meets {F} in a bar in {L}.
{F} dies.
"You are not my father," says {F}.
Only {F} believes him.
{F} kills {S} and flees with {Fg} money.
Years later, {F} runs into {H} {S} in {L}.
{F}, {F} and {F} plan to rob a bank.
He tells {F} that {F} is dead.
{H} {S} arrests {F}, but {F} escapes.
Dear {F},
Hi {F}, hope you are well.
Thanks, {F}
Best regards, {P}
- {F}
Please call {F} or {F} at the office.
Mr. {S} is an exceptional teacher.
Doctor {F} is amazing.
Dr. {S} and his wife {F} were very kind.
I told {F} that {F} would be late.
Welcome {F}!
Ask {P} at {O} in {L}.
{P}, {O}, said on Monday that {L} would pay.
My cat {F} and my dog {F} sleep all day.
The brothers {S}, {F} and {F}, inherit a farm near {L}.
The {S} sisters, {F} and {F}, open a bakery in {L}.
{F} is ferocious. {S} is a juror who cannot sit still.
Meanwhile, {F} falls for {Fg} sister {F}.
"""

PROSE = """
{W} is a {Y} film directed by {P} and starring {P} and {P}.
{W} was written by {P}, based on the novel {W} by {P}.
{P} plays {C}, a retired detective.
{P} stars as {C}.
As {C}, {P} is superb.
{F} ({P}) and {F} ({P}) live in {L}.
{Pg} direction is assured, and {P} is wonderful as {C}.
{Sg} camera never blinks.
{S} tells the story without sentiment.
The screenplay by {P} gives {P} little to do.
The music is by {P} and the cinematography by {P}.
Produced by {O} in association with {O}.
{P} won the {A} for {W}.
{P} was nominated for the {A}.
{A}: Best Director ({P}), Best Actress ({P})
Review by {P}
By {P}
By {P}, {O}
Photo: {P}/{O}
Reviewed by {P} at the {L} Film Festival
It premiered at the {L} International Film Festival in {Y}.
Filming took place in {L} and {L}.
{P}: {W}. {O}, {L} {Y}.
{W} opens at the {V} on 4 May.
The play was staged by {P} at the {V}.
A film by {P}
{P} in conversation with {P}
{W} ({Y})
{W}
{W} at {O}
Helmed by the {S} sisters, {F} and {F}, and penned by the playwright {P}.
Dame {P} portrays the gossip Mrs. {S}; Sir {P} co-stars as Lieutenant {S}.
{P}, who plays {C}, sings too; songs by {P}.
Stars: {P}, {P}, {P}
{S}'s debut could have been shorter.
Lensed by {P} in {L}.
"""

ROLES = """
Director|Directed by|Written by|Writer|Writers|Screenplay|Screenplay by|Produced by|Producer|Producers|
Executive Producer|Executive Producers|Co-Producer|Cinematography|Cinematography by|Director of Photography|
Edited by|Editor|Film Editing|Music by|Music|Original Music|Composer|Production Design|Production Designer|
Art Direction|Set Decoration|Costume Design|Costumes|Make-up|Sound|Sound Department|Casting|Casting By|
Visual Effects|Stunts|Choreography|Narrator|Narrated by|Based on the novel by|Story by|Cast|Starring|Creator|
Created by|Showrunner|Line Producer|Assistant Director|Book|Lyrics|Lighting|Stage Manager|Presenter|Host|
Voices|With|Songs
"""

CHARACTER_WORDS = """
Waiter|Waitress|Bartender|Taxi Driver|Bus Driver|Doctor|Nurse|Policeman|Police Officer|Cop #1|Cop 2|Detective|
Mother|Father|Grandma|Old Man|Young Woman|Stranger|The Stranger|Narrator|Priest|Judge|Lawyer|Teacher|Soldier|
Guard|Prison Guard|Receptionist|Clerk|Landlady|Himself|Herself|Self|King|Queen|Messenger|Girl at Party|
Boy on Bike|Man in Bar|Hotel Clerk|Reporter|Secretary|Boss|Chef|Farmer|Witch
"""

LINES = """
{R}: {P}
{R}: {P}, {P}
{R}: {P} and {P}
{R}: {P}, {P} and {P}
{R}: {P} & {P}
{R} {P}
{R}	{P}
{R}	{P}, {P}
{R} ..... {P}
{R} ............ {P}
 ............ {P}
{R} – {P}
{R}: {P} | {R}: {P}
Dir: {P}. Sc: {P}, {P}. DoP: {P}. Ed: {P}. Mus: {P}.
BOOK NOW
Dir: {P}. With: {P}, {P}, {P}.
Dir. {P}, {Y}, {D} min
{W} (dir. {P}, {Y})
- {P}
* {P}
• {P}
{P}
{P}, {P}, {P}
{I}
{I} ({R})
{P} ({R})
{P}, {R}
{P} – {R}
- {P} as {C}
- {P} as {C}, a retired {N}
- {P} as {H} {P}
- {P} as {X}
- {P} ({C})
* {P}: {C}
{P} as {C}
{P} as {X}
{P} ... {C}
{P} ............ {C}
{P} ............ {H} {S}
{P} ... {X}
{P}	{C}
{P}	{X}
{C}	{P}
{C} – {P}
{C}: {P}
{X}: {P}
{C} ({P})
Cast: {P} ({C}), {P} ({C}), {P} ({X})
Starring: {P}, {P}, {P}
Starring {P}, {P} and {P}
With {P}, {P}, {P}
Cast: {P}, {P}, {P}, {P}
Voices of {P}, {P}
Production company: {O}
Production companies: {O}, {O}
Distributor: {O}
Distributed by	{O}
A {O} production
{O}
{O} ({L})
Country: {L}
Country	{L}
Location: {L}
Original title: {W}
Also known as: {W}
Release date: 12 May {Y}
Running time: {D} minutes
Genre: Drama, Thriller
Language: English
Rated R, {D} min
Home | Movies | Reviews | Sign in
Full Cast & Crew
Cast (in credits order)
Series Directed by
Plot Summary
Trivia
Goofs
See also
References
Share this
See full cast & crew »
Edit this page
"""

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words by which {@link DelayHint} knows a delay: English and French, and the usual ones of German and Spanish. */
final class HintWords {

    /** A call to come back: "try again", "wait". */
    static final Set<String> CUES =
            words("retry retrying again wait waiting back resend greylisted greylisting graylisted delay"
                    + " reessayez reessayer essayez essayer renouveler renouvelez patienter patientez attendre"
                    + " attendez revenez tentative"
                    + " versuchen versuch erneut nochmal nochmals warten spater"
                    + " intente intentelo intentar reintente reintentar espere esperar nuevo nuevamente");

    /** A state that lasts "for" a while. */
    static final Set<String> STATES =
            words("blocked banned limited throttled suspended locked refused rejected deferred"
                    + " bloque bloquee suspendu suspendue limite grise gesperrt blockiert bloqueado suspendido");

    /** What makes a state a delay: "for the next". */
    static final Set<String> DURING = Set.of("for", "pendant", "fur", "durante");

    /** What may stand directly before a delay. */
    static final Set<String> PREPOSITIONS =
            words("in for after at least about approximately around another next minimum only of"
                    + " dans apres pendant moins environ encore"
                    + " nach fur etwa mindestens fruhestens"
                    + " en dentro de despues durante minimo unos unas aproximadamente");

    /** What may stand between the call and the delay without changing its sense. */
    static final Set<String> FILLERS =
            words("please the this your it message mail email delivery sending to send later a an time be will is"
                    + " connection address recipient sender attempt try period"
                    + " au plus tard de le la les votre message envoi l d nouveau nouvelle merci veuillez"
                    + " bitte es sie die das nachricht einmal in"
                    + " por favor el la los su mensaje mas tarde lo que menos al");

    static final Set<String> ONE = Set.of("a", "an", "one", "une", "un", "eine", "einer", "una");
    static final Set<String> AND = Set.of("and", "et", "und", "y", ",");
    static final Set<String> UP_TO = Set.of("-", "to", "or", "a", "ou", "bis", "oder", "o");

    private static final Map<String, Long> UNITS = units();

    private HintWords() {}

    private static Set<String> words(String separated) {
        return Set.copyOf(List.of(separated.split(" ", -1)));
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new HashMap<>();
        put(units, 1, "s sec secs second seconds seconde secondes sekunde sekunden sek segundo segundos seg");
        put(units, 60, "m min mins minute minutes minuten minuto minutos mn");
        put(units, 3600, "h hr hrs hour hours heure heures stunde stunden std hora horas");
        put(units, 86_400, "d day days jour jours tag tage tagen dia dias");
        return Map.copyOf(units);
    }

    private static void put(Map<String, Long> units, long seconds, String names) {
        for (String name : List.of(names.split(" ", -1))) {
            units.put(name, seconds);
        }
    }

    static boolean isUnit(String word) {
        return UNITS.containsKey(word);
    }

    /** The seconds of a unit. */
    static long seconds(String unit) {
        return UNITS.getOrDefault(unit, 0L);
    }
}

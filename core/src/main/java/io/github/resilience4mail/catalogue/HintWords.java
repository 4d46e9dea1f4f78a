/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words by which {@link DelayHint} knows a delay, in the seven languages of the catalogue. */
final class HintWords {

    /** A call to come back: "try again", "wait". */
    static final Set<String> CUES =
            words("retry retrying again wait waiting back resend greylisted greylisting graylisted delay"
                    + " reessayez reessayer essayez essayer renouveler renouvelez patienter patientez attendre"
                    + " attendez revenez tentative"
                    + " versuchen versuch erneut nochmal nochmals warten spater"
                    + " intente intentelo intentarlo intentar reintente reintentar espere esperar nuevo nuevamente vuelva"
                    + " riprovare riprova riprovate riprovi ritentare attendere attendi attenda attendete aspettare"
                    + " tente tentar tentem novamente aguarde aguardar reenvie"
                    + " probeer proberen wacht wachten opnieuw nogmaals allow");

    /** A state that lasts "for" a while. */
    static final Set<String> STATES =
            words("blocked banned limited throttled suspended locked refused rejected deferred"
                    + " bloque bloquee suspendu suspendue limite grise gesperrt blockiert bloqueado suspendido"
                    + " bloccato sospeso suspenso geblokkeerd geweigerd");

    /** What makes a state a delay: "for the next". */
    static final Set<String> DURING = Set.of("for", "pendant", "fur", "durante", "voor");

    /** What may stand directly before a delay. */
    static final Set<String> PREPOSITIONS =
            words("in for after at least about approximately around another next minimum only of"
                    + " dans apres pendant moins environ encore"
                    + " nach fur etwa mindestens fruhestens"
                    + " en dentro de despues durante minimo unos unas aproximadamente"
                    + " tra fra dopo almeno circa em apos depois cerca over na binnen minstens ongeveer voor is sie");

    /** What may stand between the call and the delay without changing its sense. */
    static final Set<String> FILLERS =
            words("please the this your it message mail email delivery sending to send later a an time be will is"
                    + " connection address recipient sender attempt try period"
                    + " au plus tard de le la les votre message envoi l d nouveau nouvelle merci veuillez"
                    + " bitte es sie die das nachricht einmal in"
                    + " por favor el la los su mensaje mas tarde lo que menos al volver"
                    + " si prega gli il lo piu tardi messaggio invio favore o os as mais mensagem pelo"
                    + " het bericht alstublieft time");

    /** What may open a sentence before the preposition: "Bitte in fünf Minuten". */
    static final Set<String> POLITE = words("please bitte merci veuillez favor prega");

    static final Set<String> ONE = words("a an one une un eine einer einem una uma um een");
    static final Set<String> AND = words("and et und y e en ,");
    static final Set<String> UP_TO = words("- to or a ou bis oder o of tot");
    static final Set<String> HALF = words("half demi halbe halben media mezz mezza meia");
    static final Set<String> QUARTER = words("quarter quart cuarto quarto kwartier");
    /** What may stand between such a part and its unit: "half an hour", "demi-heure", "quart d'heure". */
    static final Set<String> PART_OF = words("a an of d de di - '");

    static final Set<String> FEW = words("few couple quelques einige einigen paar algunos alcuni alguns enkele");
    /** What makes a clock time a time of day instead of a span. */
    static final Set<String> TIME_OF_DAY = words("at um alle om vers utc gmt am pm cet cest est edt pst pdt uhr");

    private static final Map<String, Long> NUMBERS = numbers();

    private static final Map<String, Long> UNITS = units();

    private HintWords() {}

    private static Set<String> words(String separated) {
        return Set.copyOf(List.of(separated.split(" ", -1)));
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new HashMap<>();
        put(units, 1, "s sec secs second seconds seconde secondes sekunde sekunden sek segundo segundos seg");
        put(units, 1, "secondo secondi seconden");
        put(units, 60, "m min mins minute minutes minuten minuto minutos mn minuti minuut");
        put(units, 900, "viertelstunde");
        put(units, 3600, "h hr hrs hour hours heure heures stunde stunden std hora horas ora ore uur uren");
        put(units, 86_400, "d day days jour jours tag tage tagen dia dias giorno giorni dag dagen");
        return Map.copyOf(units);
    }

    private static Map<String, Long> numbers() {
        Map<String, Long> numbers = new HashMap<>();
        put(numbers, 2, "two deux zwei dos due dois duas twee");
        put(numbers, 3, "three trois drei tres drie");
        put(numbers, 4, "four quatre vier cuatro quattro quatro");
        put(numbers, 5, "five cinq funf cinco cinque vijf");
        put(numbers, 10, "ten dix zehn diez dieci dez tien");
        put(numbers, 15, "fifteen quinze funfzehn quince quindici vijftien");
        put(numbers, 20, "twenty vingt zwanzig veinte venti vinte twintig");
        put(numbers, 30, "thirty trente dreißig dreissig treinta trenta trinta dertig");
        put(numbers, 60, "sixty soixante sechzig sesenta sessanta sessenta zestig");
        return Map.copyOf(numbers);
    }

    /** The value of a number that is written as a word, or 0. */
    static long number(String word) {
        return NUMBERS.getOrDefault(word, 0L);
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

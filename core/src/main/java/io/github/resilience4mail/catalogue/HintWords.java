/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

/**
 * The words by which {@link DelayHint} tells a delay from other times, in the seven languages of the catalogue.
 *
 * <p>What a word means is a number: marks in the upper half, and in the lower half the seconds of a unit or the value of
 * a number. A word may have several marks.
 */
final class HintWords {

    static final long NUMBER = 1L << 32;
    static final long UNIT = 1L << 33;
    /** A unit of one letter, which needs a number before it. */
    static final long LETTER = 1L << 34;
    /** Hours, minutes and seconds, as seconds. */
    static final long CLOCK = 1L << 35;
    /** Two pairs of digits with a colon between: minutes and seconds, or a time of day. */
    static final long SHORT_CLOCK = 1L << 36;

    static final long ONE = 1L << 37;
    static final long HALF = 1L << 38;
    static final long QUARTER = 1L << 39;
    /** What may stand between such a part and its unit: "half an hour", "quart d'heure". */
    static final long PART_OF = 1L << 40;

    static final long AND = 1L << 41;
    static final long UP_TO = 1L << 42;
    /** "5 more minutes". */
    static final long MORE = 1L << 43;

    /** A call to come back, or the end of what keeps the mail out: "try again", "resumes". */
    static final long CUE = 1L << 44;
    /** A state that lasts for a while: "blocked". */
    static final long STATE = 1L << 45;
    /** "no mail is accepted for ...", "do not retry for ...". */
    static final long NOT = 1L << 46;
    /** Leads to a moment to come: "in 5 minutes". */
    static final long IN = 1L << 47;
    /** Leads to a span: "for 5 minutes". */
    static final long FOR = 1L << 48;
    /** "for the next 5 minutes". */
    static final long NEXT = 1L << 49;
    /** "298 seconds remaining". */
    static final long REMAINING = 1L << 50;
    /** What may stand between preposition and number: "in about 5 minutes". */
    static final long ABOUT = 1L << 51;

    /** A time that belongs to a rate or to the past. */
    static final long RATE = 1L << 52;
    /** What makes a time one of statistics, ages or limits if it stands between the call and the time. */
    static final long OTHER = 1L << 53;
    /** "5 minutes ago". */
    static final long AGO = 1L << 54;
    /** "5 minutes later". */
    static final long LATER = 1L << 55;

    /** Makes a clock a time of day: "at 14:30", "14:30 UTC". */
    static final long TIME_OF_DAY = 1L << 56;

    static final long COLON = 1L << 57;
    /** Ends a sentence. */
    static final long STOP = 1L << 58;
    /** Part of something else: an address, a version, a date. */
    static final long OPAQUE = 1L << 59;
    /** Leads to a moment to come or, in the midst of a sentence, from one that has been: "after 5 minutes". */
    static final long AFTER = 1L << 60;

    static final long RETRY = 1L << 61;

    static final long COMMA = 1L << 62;

    static final int HUNDREDTHS = 100;

    private static final WordTable WORDS = new WordTable();
    private static final long[] MEANINGS = meanings();

    private HintWords() {}

    /** What a word means: some of the marks above with a value, or 0. */
    static long meaning(CharSequence text, int start, int end, int hash) {
        return MEANINGS[WORDS.id(text, start, end, hash)];
    }

    private static long[] meanings() {
        long[] all = new long[1024];
        units(all);
        numbers(all);
        parts(all);
        calls(all);
        states(all);
        prepositions(all);
        others(all);
        return all;
    }

    private static void units(long[] all) {
        put(all, UNIT | 1, "sec secs second seconds seconde secondes sekunde sekunden sek segundo segundos seg segs");
        put(all, UNIT | 1, "secondo secondi seconden");
        put(all, UNIT | 60, "min mins minute minutes minuten minuto minutos mn minuti minuut mnt");
        put(all, UNIT | 900, "viertelstunde kwartier");
        put(all, UNIT | 1800, "halbstunde");
        put(all, UNIT | 3600, "hr hrs hour hours heure heures stunde stunden std hora horas ora ore uur uren");
        put(all, UNIT | 86_400, "day days jour jours journee tag tage tagen dia dias giorno giorni dag dagen");
        put(all, UNIT | 604_800, "week weeks semaine semaines woche wochen semana semanas settimana settimane weken");
        put(all, UNIT | LETTER | 1, "s");
        put(all, UNIT | LETTER | 60, "m");
        put(all, UNIT | LETTER | 3600, "h u");
        put(all, UNIT | LETTER | 86_400, "d j");
    }

    private static void numbers(long[] all) {
        number(all, 1, "one einer einem eine");
        number(all, 2, "two deux zwei dos due dois duas twee");
        number(all, 3, "three trois drei tres tre drie");
        number(all, 4, "four quatre vier cuatro quattro quatro");
        number(all, 5, "five cinq funf cinco cinque vijf");
        number(all, 6, "six sechs seis sei zes");
        number(all, 7, "seven sept sieben siete sette sete zeven");
        number(all, 8, "eight huit acht ocho otto oito");
        number(all, 9, "nine neuf neun nueve nove negen");
        number(all, 10, "ten dix zehn diez dieci dez tien");
        number(all, 12, "twelve douze zwolf doce dodici doze twaalf");
        number(all, 15, "fifteen quinze funfzehn quince quindici vijftien");
        number(all, 20, "twenty vingt zwanzig veinte venti vinte twintig");
        number(all, 30, "thirty trente dreißig dreissig treinta trenta trinta dertig");
        number(all, 40, "forty quarante vierzig cuarenta quaranta quarenta veertig");
        number(all, 45, "fortyfive funfundvierzig quarantacinque vijfenveertig");
        number(all, 50, "fifty cinquante funfzig cincuenta cinquanta cinquenta vijftig");
        number(all, 60, "sixty soixante sechzig sesenta sessanta sessenta zestig");
        number(all, 90, "ninety neunzig noventa novanta negentig");
    }

    private static void number(long[] all, long value, String words) {
        put(all, NUMBER | value * HUNDREDTHS, words);
    }

    private static void parts(long[] all) {
        put(all, ONE, "a an one une un eine einer einem una uma um een uno");
        put(all, HALF, "half demi demie halbe halben media mezz mezza mezzo meia halve");
        put(all, QUARTER, "quarter quart cuarto quarto");
        put(all, PART_OF, "a an of d de di");
        put(all, AND, "and et und y e en plus");
        put(all, UP_TO, "to or a ou bis oder o of tot and y und et");
        put(all, MORE, "more additional further weitere weiteren autres otros altri mais meer full");
    }

    private static void calls(long[] all) {
        put(all, CUE | RETRY, "retry");
        put(
                all,
                CUE,
                "try retrying again wait back resend reconnect come return resume resumes resumed resuming"
                        + " greylisted greylisting graylisted graylisting greylist delay delays later next earliest once"
                        + " ban block listing penalty lift lifts lifted release released removed reset restored available"
                        + " accept accepts accepted allow allowed permitted possible reopen unblock unblocked eta usual normally"
                        + " resubmit redeliver redelivery reattempt repeat");
        put(all, CUE | RETRY | AFTER, "retryafter retryin");
        put(
                all,
                CUE,
                "reessayez reessayer essayez essayer renouveler renouvelez patienter patientez attendre attendez"
                        + " revenez revenir tentative tentatives retenter retentez nouveau recommencer accepte acceptee acceptes"
                        + " autorise autorisee prochain prochaine retabli retablie blocage leve levee representer representez"
                        + " renvoyer renvoyez resoumettre resoumettez reconnecter reconnectez normalement");
        put(
                all,
                CUE,
                "versuchen versuch versuche erneut nochmal nochmals warten spater wieder wiederholen wiederkommen"
                        + " moglich fruhestens zugestellt angenommen graue sperre neu verbinden einliefern einzuliefern gewohnt");
        put(
                all,
                CUE,
                "intente intentelo intentarlo intentar reintente reintentar reintento espere esperar nuevo"
                        + " nuevamente vuelva volver pruebe bloqueo aceptara aceptado aceptan reconectar reconecte reenviar reenvie"
                        + " repetir repita");
        put(
                all,
                CUE,
                "riprovare riprova riprovate riprovi ritentare ritenti attendere attendi attenda attendete"
                        + " aspettare rinviare torni tornare blocco accettato accettati accettata consentito grigia riconnettersi"
                        + " ricollegarsi reinviare ripetere ripeta ripresentare ripresenti");
        put(
                all,
                CUE,
                "tente tentar tentem novamente aguarde aguardar reenvie reenviar retorne volte repita aceito"
                        + " aceita liberacao bloqueio liberado reconecte reconectar reapresente");
        put(
                all,
                CUE,
                "probeer proberen wacht wachten opnieuw nogmaals weer geaccepteerd aangenomen grijze blokkade herhaal"
                        + " herhalen terugkomen");
    }

    private static void states(long[] all) {
        put(
                all,
                STATE,
                "defers rejects hold off blocked banned limited throttled suspended locked refused rejected deferred denied closed"
                        + " disabled blacklisted blocklisted restricted paused unavailable penalized penalised ban"
                        + " block break pause frozen quarantined greylisted graylisted greylisting wait delay");
        put(
                all,
                STATE,
                "bloque bloquee bloques bloquees suspendu suspendue suspendus limite limitee refuse refusee grise"
                        + " banni indisponible ferme");
        put(all, STATE, "gesperrt blockiert gedrosselt abgewiesen ausgesetzt geschlossen sperre");
        put(all, STATE, "bloqueado bloqueada bloqueados bloqueadas suspendido suspendida rechazado limitado bloqueo");
        put(all, STATE, "bloccato bloccata bloccati bloccate sospeso sospesa sospesi sospesso rifiutato limitato");
        put(all, STATE, "bloqueio suspenso suspensa recusado");
        put(all, STATE, "geblokkeerd geweigerd opgeschort gesloten");
        put(
                all,
                STATE,
                "attendre attendez patienter patientez warten espere esperar attendere attenda attendete"
                        + " aguarde aguardar wacht wachten");
        put(all, NOT, "not don doesn won cannot cant no never nicht kein keine ne pas non nao niet geen");
    }

    private static void prepositions(long[] all) {
        put(all, IN, "in dentro dans en em tra fra over daqui is sie es");
        put(
                all,
                IN | AFTER,
                "after na nach apres despues dopo depois apos pasados pasadas passados passadas transcurridos");
        put(all, FOR, "for by pendant fur durante voor pour gedurende lang during");
        put(all, FOR | RATE, "per por");
        put(
                all,
                NEXT,
                "next nachsten prochaines prochains proximos proximas prossimi prossime komende volgende"
                        + " another weitere weiteren further");
        put(
                all,
                REMAINING,
                "remaining left go remain remains restant restantes restante reste noch verbleibend faltan"
                        + " falta faltam nog rimanenti restano mancano resterend resten encore");
        put(
                all,
                ABOUT,
                "at least about approximately approx around another minimum min only of ca another roughly"
                        + " the your please be value delay time interval period between an additional further"
                        + " moins environ encore les la l les mindestens etwa fruhestens den die der"
                        + " de menos al los las unos unas aproximadamente minimo un otros"
                        + " almeno circa i gli le altri ancora pelo mais cerca de a o os as outros"
                        + " minstens ongeveer nog wel duree une un una da von van entre zwischen tussen pt");
    }

    private static void others(long[] all) {
        put(
                all,
                RATE,
                "per every each pro je par cada ogni elke binnen entro innerhalb iedere within last past previous letzten letzter"
                        + " derniers dernieres derniere dernier ultimos ultimas ultimi ultime ultima ultimo ultimos afgelopen"
                        + " laatste vergangenen since seit depuis desde dal sinds this today");
        put(
                all,
                OTHER,
                "idle inactivity inactive timeout timed took elapsed since ago old age queue queued limit quota"
                        + " rate window last past previous many than most max maximum password passwort certificate listed seen"
                        + " registered created received sent session command times attempts times tries trial spent until"
                        + " inactif inactivite delai file anciennete limite quota dernier derniers dernieres depuis maximum"
                        + " untatig inaktiv zeituberschreitung warteschlange alt letzten seit limit hochstens mehr als maximal"
                        + " inactivo inactividad cola limite cuota ultimos ultimas desde maximo mas"
                        + " inattivo inattivita coda limite ultimi dal massimo fila inativo inatividade"
                        + " inactief wachtrij limiet laatste sinds maximaal afgelopen messages recipients connections emails"
                        + " mails logins requests commands errors keep trying every each retries answered responded response reply"
                        + " repondu reponse antwort antwortete respuesta respondio risposta risposto resposta respondeu reageerde"
                        + " antwoord held running");
        put(all, AGO, "ago old alt oud vecchio earlier idle of timeout timeouts limit window without");
        put(all, LATER, "later spater hence tard tarde piu from");
        put(
                all,
                TIME_OF_DAY,
                "at um alle om vers utc gmt am pm cet cest est edt pst pdt uhr until till before bis jusqu"
                        + " hasta fino ate tot mez mesz z by on");
    }

    private static void put(long[] all, long meaning, String words) {
        for (int id : WORDS.idsOf(words)) {
            all[id] |= meaning;
        }
    }
}

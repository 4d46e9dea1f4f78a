/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelayHintTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Try again in 300 seconds | 300",
                "Back online soon. ETA: 20 minutes | 1200",
                "maintenance, ETA 1 hour | 3600",
                "After 12 hours, mail will flow as usual | 43200",
                "Veuillez représenter ce courriel dans une heure | 3600",
                "Merci de renvoyer le message dans un quart d'heure | 900",
                "Bitte nach 90 Sekunden neu einliefern | 90",
                "Demasiadas sesiones, reconecte en 2 minutos | 120",
                "La preghiamo di ripresentare il messaggio tra 10 minuti | 600",
                "Gelieve de zending over 5 minuten te herhalen | 300",
                "Please try again in 5 minutes. | 300",
                "please retry after 2 hours | 7200",
                "Greylisting in action, please come back in 00:04:59 | 299",
                "greylisted, retry in 2m30s | 150",
                "Retry-After: 120 | 120",
                "example.com greylisted for 60 seconds by a filter | 60",
                "Recipient address rejected: Greylisted for 5 minutes | 300",
                "Too many messages. Try again in 92 seconds. | 92",
                "try again in 298 sec. | 298",
                "Please wait 15 minutes before trying again | 900",
                "wait at least 1 hour | 3600",
                "try again after an hour | 3600",
                "Please retry your message in 1 hour and 30 minutes | 5400",
                "try again in 2 to 3 hours | 10800",
                "retry in 5-10 minutes | 600",
                "Your address is blocked for 2 hours | 7200",
                "temporarily blocked for the next 10 minutes | 600",
                "In 5 minutes please try again | 300",
                "Greylisted: 300 seconds | 300",
                "5 recipients per 5 minutes exceeded, try again in 10 minutes | 600",
                "réessayez dans 5 minutes | 300",
                "Veuillez réessayer dans une heure | 3600",
                "Liste grise, merci de renouveler votre envoi dans 10 minutes | 600",
                "Bitte versuchen Sie es in 5 Minuten erneut | 300",
                "Inténtelo de nuevo en 5 minutos | 300",
                "espere 30 segundos | 30",
                "Try again in 30 days | 86400",
                "Try again in half an hour | 1800",
                "please retry in an hour | 3600",
                "retry after a quarter of an hour | 900",
                "come back in ten minutes | 600",
                "try again in 300 | 300",
                "We will not accept mail from you for the next 15 minutes | 900",
                "Connection refused by policy for 1 hour and 30 minutes | 5400",
                "Greylisting: too early, remaining: 298 sec | 298",
                "deferred, 25 mins left | 1500",
                "next attempt possible in 2h15m | 8100",
                "back in 1.5 hours | 5400",
                "throttled (retry-in=PT5M) | 300",
                "please wait 5 more minutes | 300",
                "try again 10 minutes later | 600",
                "nouvel essai possible dans 1h30 | 5400",
                "Ihre Adresse ist für die nächsten 20 Minuten gesperrt | 1200",
                "Absender 2 Tage lang gesperrt | 86400",
                "bloqueado por 60 minutos | 3600",
                "connessioni bloccate per 15 minuti | 900",
                "na 4 uur kunt u weer verzenden | 14400",
                "Merci de réessayer dans une demi-heure | 1800",
                "Réessayez dans un quart d'heure | 900",
                "Bitte in einer halben Stunde erneut versuchen | 1800",
                "Bitte warten Sie 90 Sekunden | 90",
                "Vuelva a intentarlo en media hora | 1800",
                "Riprovare tra 5 minuti | 300",
                "Attendere almeno 2 ore | 7200",
                "Riprovare tra mezz'ora | 1800",
                "Tente novamente em 10 minutos | 600",
                "Aguarde 30 segundos | 30",
                "Tente novamente em meia hora | 1800",
                "Probeer het over 5 minuten opnieuw | 300",
                "Probeer het over een half uur opnieuw | 1800",
                "Wacht 2 uur | 7200",
                "greylisted, retry (in 300 seconds) | 300",
                "allow 15 minutes before the next attempt, please wait | 900",
                "retry_after: 45 | 45",
                "try again in 999999999 days, or retry in 60 seconds | 60",
            })
    void readsTheDelayThatIsNamed(String text, long seconds) {
        assertThat(DelayHint.in(List.of(text))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailbox locked, lock held for 31 seconds",
                "another delivery has been running for 2 minutes",
                "You may send 5 recipients per 5 minutes",
                "more than 100 messages in the last 60 minutes",
                "Try again later. Limit: 100 messages in 60 minutes",
                "Try again later, at most 100 messages in 60 minutes",
                "Message has been in the queue for 4 hours",
                "undelivered after 4 hours, will keep trying until message is 5 days old",
                "try again in 0 seconds",
                "try again in -5 minutes",
                "try again in 99999999999999999999 seconds",
                "try again later (#4.4.1)",
                "please retry from 192.0.2.5 minutes",
                "size 5 m exceeds",
                "try again at 14:30",
                "try again at 14:30:00",
                "try again after 14:30:00 UTC",
                "try again after Sat, 01 Dec 2029 09:00:00 UTC",
                "Idle for 300 seconds, closing; try again",
                "Rate 4.0 / 20s over limit 3, retry later",
                "Limite: 100 messaggi in 60 minuti, riprovare",
                "more than 5 connections per minute, wait",
                "try again with version 5.1.2 hours",
                "half the message, an hour of noise",
                "please wait a few minutes",
                "Réessayez dans quelques minutes",
                "We will retry for 2 days",
                "over quota for 9 days, try again later",
                "your password will expire in 3 days",
                "No response after 60 seconds, please retry later",
                "account inactive for 180 days, rejected",
                "first seen 120 seconds ago, retry later",
                "node wait-90.mx.example.com is busy, q=2h30m4fX",
                "https://example.com/retry?wait=90minutes",
                "try again",
                "",
                "451 4.7.1",
                "5 minutes"
            })
    void isNotFooledByOtherTimes(String text) {
        assertThat(DelayHint.in(List.of(text))).isNull();
    }

    @Test
    void readsAcrossLines() {
        assertThat(DelayHint.in(List.of("Greylisted, please try", "again in 5", "minutes")))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void neverThrowsAndNeverExceedsTheCap() {
        Random random = new Random(7);
        String[] parts = {
            "try again",
            " in ",
            "5",
            "-",
            ":",
            "00:04:59",
            " minutes",
            "s",
            ".",
            "#",
            "é",
            "retry-after: ",
            "9999999999",
            " for ",
            "greylisted",
            " and ",
            "\u0301",
            "\uD83D",
            " ",
            "/",
            "@",
            "a",
            "10:"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Duration hint = DelayHint.in(List.of(text.toString()));
            assertThat(hint == null ? DelayHint.MAX : hint)
                    .as(text.toString())
                    .isPositive()
                    .isLessThanOrEqualTo(DelayHint.MAX);
        }
    }
}

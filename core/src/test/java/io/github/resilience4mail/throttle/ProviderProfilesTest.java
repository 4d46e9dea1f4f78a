/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderProfilesTest {

    private static ProviderProfiles read(String yaml) {
        return ProviderProfiles.read("mine.yaml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void microsoft365BearsThreeConnectionsAndThirtyMessagesAMinute() {
        LaneSettings limits = ProviderProfiles.standard()
                .forHost("SMTP.office365.com")
                .orElseThrow()
                .limits();
        assertThat(limits.maxLanes()).isEqualTo(3);
        assertThat(limits.messagesPerMinute()).isEqualTo(30);
        assertThat(limits.messagesPerDay()).isEqualTo(10_000);
        assertThat(limits.messagesPerSecond()).isNull();
    }

    @Test
    void theEndOfAServersNameIsEnoughButOnlyAtADot() {
        ProviderProfiles profiles = ProviderProfiles.standard();
        assertThat(profiles.forHost("mta5.am0.yahoodns.net"))
                .hasValueSatisfying(p -> assertThat(p.id()).isEqualTo("yahoo"));
        assertThat(profiles.forHost("notyahoodns.net")).isEmpty();
        assertThat(profiles.forHost("mail.example.com")).isEmpty();
    }

    @Test
    void eachSaysWhereItsNumbersAreFrom() {
        assertThat(ProviderProfiles.standard().all()).isNotEmpty().allSatisfy(profile -> {
            assertThat(profile.source()).startsWith("https://");
            assertThat(profile.hosts()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            nonsense                                                                 | mine.yaml is not a list of profiles: begin each with "- id:"
            '- id: a\n  lanes: 3'                                                    | mine.yaml, profile 1 has the unknown key "lanes"
            '- id: a\n  hosts: []\n  source: s\n  seen: "2030-01-01"'                | mine.yaml, profile 1 has no hosts: give a list of at least one
            '- id: a\n  hosts: [b]\n  maxLanes: 0\n  source: s\n  seen: "2030-01-01"' | mine.yaml, profile 1: maxLanes is a whole number of 1 or more, not 0
            '- id: a\n  hosts: [b]\n  source: s\n  seen: soon'                       | mine.yaml, profile 1: seen is a date such as 2030-01-31, not soon
            '- hosts: [b]\n  source: s\n  seen: "2030-01-01"'                        | mine.yaml, profile 1 has no id: give it one, in quotes if it is a number
            '- ['                                                                    | mine.yaml is not YAML
            """)
    void aBadRowIsRefusedInOneSentence(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml.translateEscapes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}

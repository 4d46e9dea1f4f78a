/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All inputs that are kept, and for each target some hundreds made from them: the same in each run. */
class ShortFuzzTest {

    private static final int MUTATIONS = 500;

    @ParameterizedTest
    @EnumSource
    void keepsItsPromisesForAllThatIsKept(Target target) {
        List<Path> files = Kept.files(target);

        assertThat(files).hasSizeGreaterThan(20);
        for (Path file : files) {
            feed(target, Kept.read(file), file.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsPromisesForWhatIsMadeOfIt(Target target) {
        Mutator mutator =
                new Mutator(Kept.files(target).stream().map(Kept::read).toList());

        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = mutator.next();
            feed(target, input, "base64 " + Base64.getEncoder().encodeToString(input));
        }
    }

    private static void feed(Target target, byte[] input, String name) {
        try {
            target.feed(input);
        } catch (Throwable e) {
            // a stack that is used up is a finding too
            fail("input for " + target + ": " + name, e);
        }
    }
}

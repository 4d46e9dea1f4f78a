/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which basic codes a rule is about; any one of them will do.
 *
 * @param codes the codes that are given exactly
 * @param classes the classes: 4 for 4xx, 5 for 5xx
 * @param orNone whether a reply without a usable code is meant too
 */
record CodeCondition(Set<Integer> codes, Set<Integer> classes, boolean orNone) {

    /** Not asked about. */
    static final CodeCondition ANY = new CodeCondition(Set.of(), Set.of(), false);

    private static final int LOWEST = 400;
    private static final int HIGHEST = 599;

    CodeCondition {
        codes = Set.copyOf(codes);
        classes = Set.copyOf(classes);
    }

    /**
     * Reads the value of {@code code}.
     *
     * @throws IllegalArgumentException with what is wrong and how to cure it
     */
    static CodeCondition parse(List<String> values) {
        Set<Integer> codes = new TreeSet<>();
        Set<Integer> classes = new TreeSet<>();
        boolean orNone = false;
        for (String value : values) {
            if (value.equals("none")) {
                orNone = true;
            } else if (value.equals("4xx") || value.equals("5xx")) {
                classes.add(value.charAt(0) - '0');
            } else {
                codes.add(code(value));
            }
        }
        return new CodeCondition(codes, classes, orNone);
    }

    private static int code(String value) {
        try {
            int code = Integer.parseInt(value);
            if (code >= LOWEST && code <= HIGHEST) {
                return code;
            }
        } catch (NumberFormatException e) {
            // the sentence below says it better
        }
        throw new IllegalArgumentException("\"" + value + "\" is not a code; write 400 to 599, 4xx, 5xx or none");
    }

    boolean isAny() {
        return codes.isEmpty() && classes.isEmpty() && !orNone;
    }

    /** Whether it gives codes exactly and no class beside them. */
    boolean isExact() {
        return !codes.isEmpty() && classes.isEmpty();
    }

    /** The classes of the codes that it allows. */
    Set<Integer> allClasses() {
        Set<Integer> all = codes.stream().map(code -> code / 100).collect(Collectors.toCollection(TreeSet::new));
        all.addAll(classes);
        return all;
    }

    /**
     * Whether a reply fits.
     *
     * @param code its code, or 0; boxed, because this is asked again and again for one reply
     * @param replyClass the class of its code, else that of its status, else 0
     */
    boolean matches(Integer code, Integer replyClass) {
        if (isAny() || codes.contains(code) || classes.contains(replyClass)) {
            return true;
        }
        return orNone && code == 0 && (replyClass == 0 || allClasses().contains(replyClass));
    }

    /** Whether some reply fits both, as far as this can be said of two conditions that are equally specific. */
    boolean overlaps(CodeCondition other) {
        boolean share = other.codes.stream().anyMatch(codes::contains)
                || other.classes.stream().anyMatch(classes::contains);
        return share || (orNone && other.orNone) || (isAny() && other.isAny());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.List;
import java.util.TreeSet;

/**
 * Which basic codes a rule is about.
 *
 * @param kind how the codes are named
 * @param values the codes themselves if EXACT, the one class digit if CLASS, else nothing; ascending
 */
record CodeCondition(Kind kind, List<Integer> values) {

    enum Kind {
        /** Not asked about. */
        ANY,
        /** The reply has no usable code. */
        NONE,
        /** A class such as 4xx; without a code the class of the enhanced status counts. */
        CLASS,
        /** One of the given codes. */
        EXACT
    }

    static final CodeCondition ANY = new CodeCondition(Kind.ANY, List.of());

    private static final int LOWEST = 400;
    private static final int HIGHEST = 599;

    /**
     * Reads the value of {@code code}.
     *
     * @throws IllegalArgumentException with what is wrong and how to cure it
     */
    static CodeCondition parse(List<String> values) {
        if (values.equals(List.of("none"))) {
            return new CodeCondition(Kind.NONE, List.of());
        }
        if (values.equals(List.of("4xx")) || values.equals(List.of("5xx"))) {
            return new CodeCondition(Kind.CLASS, List.of(values.get(0).charAt(0) - '0'));
        }
        TreeSet<Integer> codes = new TreeSet<>();
        for (String value : values) {
            codes.add(code(value));
        }
        return new CodeCondition(Kind.EXACT, List.copyOf(codes));
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
        throw new IllegalArgumentException(
                "\"" + value + "\" is not a code; write 400 to 599, or 4xx, 5xx or none alone");
    }

    boolean matches(int code, int replyClass) {
        return switch (kind) {
            case ANY -> true;
            case NONE -> code == 0;
            case CLASS -> values.get(0) == replyClass;
            case EXACT -> values.contains(code);
        };
    }

    boolean overlaps(CodeCondition other) {
        if (kind != other.kind) {
            return false;
        }
        return values.isEmpty() || values.stream().anyMatch(other.values::contains);
    }
}

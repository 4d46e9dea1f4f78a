/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

/** Colours on a terminal, or none: what matters is said in words as well. */
enum Paint {
    /** With colours of the terminal's own palette, so they suit a dark and a light one. */
    COLOURED {
        @Override
        String in(String colour, String text) {
            return text.isEmpty() ? "" : "\u001b[" + colour + "m" + text + "\u001b[0m";
        }
    },
    /** As NO_COLOR asks for. */
    PLAIN {
        @Override
        String in(String colour, String text) {
            return text;
        }
    };

    abstract String in(String colour, String text);

    String strong(String text) {
        return in("1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    String good(String text) {
        return in("32", text);
    }

    String warning(String text) {
        return in("33", text);
    }
}

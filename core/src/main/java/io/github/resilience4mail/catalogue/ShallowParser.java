/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Refuses lists in lists in lists: the composer calls itself for each, until the stack is used up. */
final class ShallowParser extends ParserImpl {

    /** A file, its rules, a rule, its samples, a sample make five. */
    private static final int MAX_DEPTH = 10;

    private final String file;
    private int depth;

    ShallowParser(String file, LoadSettings settings, StreamReader reader) {
        super(settings, reader);
        this.file = file;
    }

    @Override
    public Event next() {
        Event event = super.next();
        if (event instanceof CollectionEndEvent) {
            depth--;
        } else if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
            int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new CatalogueException(
                    new Position(file, line), "lists and mappings lie deeper than rules need; a rule has two levels");
        }
        return event;
    }
}

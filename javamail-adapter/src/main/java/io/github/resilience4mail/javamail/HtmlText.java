/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of an HTML page, enough to find an address and a reply in it. Takes time linear in the page. */
final class HtmlText {

    private static final Set<String> BLOCKS = Set.of(
            "p", "br", "div", "tr", "td", "th", "li", "ul", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "hr");
    private static final Set<String> SILENT = Set.of("style", "script", "title");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("amp", "&"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("rsquo", "'"),
            Map.entry("nbsp", " "),
            Map.entry("agrave", "à"),
            Map.entry("acirc", "â"),
            Map.entry("atilde", "ã"),
            Map.entry("auml", "ä"),
            Map.entry("ccedil", "ç"),
            Map.entry("eacute", "é"),
            Map.entry("egrave", "è"),
            Map.entry("ecirc", "ê"),
            Map.entry("iacute", "í"),
            Map.entry("icirc", "î"),
            Map.entry("oacute", "ó"),
            Map.entry("ocirc", "ô"),
            Map.entry("otilde", "õ"),
            Map.entry("ouml", "ö"),
            Map.entry("ugrave", "ù"),
            Map.entry("ucirc", "û"),
            Map.entry("uuml", "ü"),
            Map.entry("ntilde", "ñ"),
            Map.entry("szlig", "ß"));
    private static final int MAX_ENTITY = 8;

    private final String page;
    private final StringBuilder text = new StringBuilder();
    private int at;

    private HtmlText(String page) {
        this.page = page;
    }

    static String of(String page) {
        return new HtmlText(page).read();
    }

    private String read() {
        boolean silent = false;
        while (at < page.length()) {
            char c = page.charAt(at);
            if (c == '<') {
                String tag = tag();
                silent = SILENT.contains(tag);
            } else if (c == '&') {
                entity();
            } else {
                if (!silent) {
                    text.append(c == '\n' || c == '\r' ? ' ' : c);
                }
                at++;
            }
        }
        return text.toString();
    }

    /** Skips a tag, and breaks the line if that is what it does. */
    private String tag() {
        int end = page.indexOf('>', at);
        if (end < 0) {
            end = page.length() - 1;
        }
        int from = at + 1;
        int to = from;
        boolean closing = from <= end && page.charAt(from) == '/';
        if (closing) {
            from++;
            to++;
        }
        while (to <= end && Character.isLetterOrDigit(page.charAt(to))) {
            to++;
        }
        String name = page.substring(Math.min(from, to), to).toLowerCase(Locale.ROOT);
        if (BLOCKS.contains(name)) {
            text.append('\n');
        }
        at = end + 1;
        return closing ? "" : name;
    }

    private void entity() {
        // no further than an entity is long: a page of ampersands would else be searched again for each
        String start = page.substring(at + 1, Math.min(page.length(), at + 1 + MAX_ENTITY));
        int length = start.indexOf(';');
        String name = length < 0 ? "" : start.substring(0, length);
        String value = name.startsWith("#") ? numbered(name) : ENTITIES.get(name);
        text.append(value == null ? "&" : value);
        at += value == null ? 1 : name.length() + 2;
    }

    private static @Nullable String numbered(String name) {
        boolean hex = name.startsWith("#x") || name.startsWith("#X");
        try {
            int point = Integer.parseUnsignedInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return Character.isValidCodePoint(point) ? Character.toString(point) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

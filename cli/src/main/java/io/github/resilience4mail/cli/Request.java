/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reply to be explained.
 *
 * @param id what the asker calls it: any JSON value, as text
 * @param reply the reply
 * @param phase the command that it answers, or null
 * @param host the name of the server, or null
 */
record Request(String id, String reply, @Nullable SmtpPhase phase, @Nullable String host) {

    private static final int MAX_QUOTED = 40;

    /**
     * Reads a line of input.
     *
     * @param line an object with the keys {@code id}, {@code reply}, {@code phase} and {@code host}, of which only the
     *     reply must be there; others are skipped
     * @param phase if the object names none
     * @param host if the object names none
     * @throws BadRequestException if it is something else
     */
    static Request parse(String line, @Nullable SmtpPhase phase, @Nullable String host) throws BadRequestException {
        try (JsonParser parser = Json.parser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRequestException("not a JSON object");
            }
            Request request = new Fields(phase, host).read(parser);
            if (parser.nextToken() != null) {
                throw new BadRequestException("more than one JSON object");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw new BadRequestException("not a JSON object: " + PrintableText.of(e.getOriginalMessage(), 200));
        } catch (NumberFormatException e) {
            // Jackson lets through what BigDecimal cannot hold
            throw new BadRequestException("not a JSON object: a number in it has too large an exponent");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has been read of an object. */
    private static final class Fields {

        private String id = "null";
        private @Nullable String reply;
        private @Nullable SmtpPhase phase;
        private @Nullable String host;

        Fields(@Nullable SmtpPhase phase, @Nullable String host) {
            this.phase = phase;
            this.host = host;
        }

        Request read(JsonParser parser) throws IOException, BadRequestException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                read(parser, name);
            }
            if (reply == null) {
                throw new BadRequestException("\"reply\" is missing");
            }
            return new Request(id, reply, phase, host);
        }

        private void read(JsonParser parser, String name) throws IOException, BadRequestException {
            switch (name) {
                case "id" -> id = Json.copy(parser);
                case "reply" -> reply = text(parser, name);
                case "phase" -> {
                    String value = textOrNull(parser, name);
                    phase = value == null ? phase : phase(value);
                }
                case "host" -> {
                    String value = textOrNull(parser, name);
                    host = value == null ? host : value;
                }
                default -> parser.skipChildren();
            }
        }

        private static @Nullable String textOrNull(JsonParser parser, String name)
                throws IOException, BadRequestException {
            return parser.currentToken() == JsonToken.VALUE_NULL ? null : text(parser, name);
        }

        private static String text(JsonParser parser, String name) throws IOException, BadRequestException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new BadRequestException("\"" + name + "\" is not a string");
            }
            return parser.getText();
        }

        private static SmtpPhase phase(String value) throws BadRequestException {
            for (SmtpPhase phase : SmtpPhase.values()) {
                if (phase.name().equals(value.toUpperCase(Locale.ROOT))) {
                    return phase;
                }
            }
            throw new BadRequestException("\"" + PrintableText.of(value, MAX_QUOTED)
                    + "\" is not a phase; choose one of " + Arrays.toString(SmtpPhase.values()));
        }
    }
}

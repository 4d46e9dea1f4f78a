/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.resilience4mail.catalogue.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON of one line. */
final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    /** For what strangers wrote: whatever a terminal might act upon is escaped. */
    private static final JsonFactory ASCII_FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    /** Writes the fields of an object. */
    interface Body {
        void write(JsonGenerator generator) throws IOException;
    }

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    static String object(Body body) {
        return object(FACTORY, body);
    }

    /** The same with what strangers wrote in it, exactly. */
    static String asciiObject(Body body) {
        return object(ASCII_FACTORY, body);
    }

    private static String object(JsonFactory factory, Body body) {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = factory.createGenerator(line)) {
            generator.writeStartObject();
            body.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    /** The answer to a line that is not a request. */
    static String error(String sentence) {
        return object(generator -> {
            generator.writeNullField("id");
            generator.writeStringField("error", sentence);
        });
    }

    /** The value at which a parser stands, as it was written, but for white space and escapes. */
    static String copy(JsonParser parser) throws IOException {
        StringWriter value = new StringWriter();
        try (JsonGenerator generator = ASCII_FACTORY.createGenerator(value)) {
            generator.copyCurrentStructureExact(parser);
        }
        return value.toString();
    }

    /** What each answer about a reply begins with; NONE, nulls and false where there is no verdict. */
    static void writeDecision(JsonGenerator generator, @Nullable Verdict verdict) throws IOException {
        generator.writeStringField(
                "decision", verdict == null ? "NONE" : verdict.decision().name());
        generator.writeStringField(
                "reason", verdict == null ? null : verdict.reason().name());
        generator.writeStringField(
                "scope", verdict == null ? null : verdict.scope().name());
        generator.writeBooleanField("throttle", verdict != null && verdict.throttle());
        generator.writeBooleanField("suppress", verdict != null && verdict.suppress());
    }
}

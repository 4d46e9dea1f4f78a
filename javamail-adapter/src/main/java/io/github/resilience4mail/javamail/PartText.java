/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The content of a MIME part, decoded as far as it can be. Never throws. */
final class PartText {

    private static final int MAX_TEXT_BYTES = 256 * 1024;

    /** What is called Latin-1 has typographic apostrophes where that has control characters. */
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private PartText() {}

    /** The media type in lower case, without parameters; {@code text/plain} if there is none. */
    static String mediaType(MimePart part) {
        String value = header(part, "Content-Type");
        int end = value.indexOf(';');
        String type = (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() ? "text/plain" : type;
    }

    /** The first header of a name, unfolded; empty if there is none. */
    static String header(MimePart part, String name) {
        try {
            String[] values = part.getHeader(name);
            return values == null || values.length == 0 ? "" : MimeUtility.unfold(international(values[0]));
        } catch (MessagingException | RuntimeException e) {
            return "";
        }
    }

    /** Jakarta Mail reads headers as Latin-1; many a server writes UTF-8 without saying so. */
    private static String international(String header) {
        boolean plain = header.chars().allMatch(c -> c < 0x80);
        boolean bytes = header.chars().allMatch(c -> c < 0x100);
        return plain || !bytes ? header : guessed(header.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The text, of which what exceeds the limit is dropped. */
    static String of(MimePart part) {
        byte[] bytes = bytes(part, MAX_TEXT_BYTES);
        Charset charset = charset(part);
        return charset == null ? guessed(bytes) : new String(bytes, charset);
    }

    /** The content without its transfer encoding. */
    static byte[] bytes(MimePart part, int limit) {
        try (InputStream in = decodedStream(part)) {
            return start(in, limit);
        } catch (IOException | MessagingException | RuntimeException e) {
            // an encoding that does not exist: see what the raw content says
            return raw(part, limit);
        }
    }

    private static InputStream decodedStream(MimePart part) throws IOException, MessagingException {
        String encoding = header(part, "Content-Transfer-Encoding").strip();
        // Jakarta Mail leaves these as they are, for RFC 2046 forbids to encode them: servers do it all the same
        boolean forbidden = mediaType(part).startsWith("message/") && !encoding.isEmpty();
        return forbidden ? MimeUtility.decode(rawStream(part), encoding) : part.getInputStream();
    }

    private static byte[] raw(MimePart part, int limit) {
        try (InputStream in = rawStream(part)) {
            return start(in, limit);
        } catch (IOException | MessagingException | RuntimeException e) {
            return new byte[0];
        }
    }

    private static InputStream rawStream(MimePart part) throws MessagingException {
        if (part instanceof MimeMessage message) {
            return message.getRawInputStream();
        }
        return part instanceof MimeBodyPart body ? body.getRawInputStream() : InputStream.nullInputStream();
    }

    /** Reads in small pieces, so that a broken encoding costs only what follows the break. */
    private static byte[] start(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        byte[] piece = new byte[512];
        try {
            int n = in.read(piece, 0, Math.min(piece.length, limit));
            while (n > 0) {
                start.write(piece, 0, n);
                n = in.read(piece, 0, Math.min(piece.length, limit - start.size()));
            }
        } catch (IOException | RuntimeException e) {
            if (start.size() == 0) {
                throw e;
            }
        }
        return start.toByteArray();
    }

    private static @Nullable Charset charset(MimePart part) {
        try {
            String name = new ContentType(header(part, "Content-Type")).getParameter("charset");
            Charset charset = name == null ? null : Charset.forName(MimeUtility.javaCharset(name));
            if (StandardCharsets.ISO_8859_1.equals(charset)) {
                return WINDOWS_1252;
            }
            // many a server claims US-ASCII and then quotes one that does not care
            return StandardCharsets.US_ASCII.equals(charset) ? null : charset;
        } catch (MessagingException | RuntimeException e) {
            return null;
        }
    }

    static String guessed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

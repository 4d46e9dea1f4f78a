/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.SmtpReply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks for during a login. XOAUTH2 and OAUTHBEARER hide their error report there: a JSON object in Base64,
 * with code 334 (RFC 7628 section 3.2.2). Only an empty answer would bring the refusal itself, and Angus gives none.
 */
final class LoginChallenge {

    private LoginChallenge() {}

    /**
     * The error report in readable form.
     *
     * @param reply the server's last one in AUTH, a positive one
     * @param secret the token, which is made unreadable should the server repeat it; or null
     * @return the reply with the report as its text; or null if it holds none
     */
    static @Nullable SmtpReply errorIn(SmtpReply reply, @Nullable String secret) {
        String report = decoded(reply.text());
        if (report == null || !report.startsWith("{") || !report.endsWith("}")) {
            return null;
        }
        boolean harmless = secret == null || secret.isBlank();
        return new SmtpReply(reply.code(), null, List.of(harmless ? report : report.replace(secret, "***")));
    }

    private static @Nullable String decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }
}

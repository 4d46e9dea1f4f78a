/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The first parts of a multipart body. A body part costs kilobytes however empty it is, so a megabyte of boundaries
 * would otherwise fill the heap.
 */
final class LimitedMultipart extends MimeMultipart {

    private static final int MAX_PARTS = 32;

    private int created;

    private LimitedMultipart(MimePart part) throws MessagingException {
        super(new MimePartDataSource(part));
    }

    /** The parts that can be read; none if it is not a multipart at all. */
    static List<MimePart> partsOf(MimePart part) {
        try {
            return new LimitedMultipart(part).firstParts();
        } catch (MessagingException | RuntimeException e) {
            // broken MIME: the caller reads it as plain text
            return List.of();
        }
    }

    private List<MimePart> firstParts() {
        try {
            parse();
        } catch (MessagingException | RuntimeException e) {
            created = MAX_PARTS; // the parts before the broken one are there all the same
        }
        List<MimePart> found = new ArrayList<>();
        for (BodyPart part : parts) {
            if (part instanceof MimePart mimePart) {
                found.add(mimePart);
            }
        }
        return found;
    }

    @Override
    protected MimeBodyPart createMimeBodyPart(InternetHeaders headers, byte[] content) throws MessagingException {
        count();
        return super.createMimeBodyPart(headers, content);
    }

    @Override
    protected MimeBodyPart createMimeBodyPart(InputStream is) throws MessagingException {
        count();
        return super.createMimeBodyPart(is);
    }

    private void count() throws MessagingException {
        if (created >= MAX_PARTS) {
            throw new MessagingException("more than " + MAX_PARTS + " parts");
        }
        created++;
    }
}

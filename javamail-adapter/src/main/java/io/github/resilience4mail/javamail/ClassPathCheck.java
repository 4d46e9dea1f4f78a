/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.PrintableText;
import jakarta.mail.Authenticator;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what stands beside us on the class path, and says once what is wrong with it. It runs where Angus Mail may be
 * missing, so it asks for it first.
 */
final class ClassPathCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ClassPathCheck.class);
    private static final JarVersion SAFE = JarVersion.parse("2.0.4").orElseThrow();
    private static final int MAX_NAME = 100;

    /** The one thing to remember in a process is that it has been said. */
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private ClassPathCheck() {}

    /** Whether there is something to extend. */
    static boolean hasAngus() {
        return angus().isPresent();
    }

    /**
     * Whom to name as transport where there is nothing to extend.
     *
     * @param before who was there before Angus Mail, for those who have switched us off
     */
    static String standIn(String before) {
        boolean off = "false".equalsIgnoreCase(System.getProperty(TransportSettings.SWITCH));
        return off && find(before).isPresent() ? before : AngusMissingTransport.class.getName();
    }

    /** Warns of what works but should not stay; the first time only. */
    static void once() {
        // before anything else: asking Jakarta Mail whom it takes comes back to here
        if (DONE.compareAndSet(false, true)) {
            Optional<Class<?>> angus = angus();
            (angus.isPresent() ? angus.flatMap(ClassPathCheck::complaintAbout) : Optional.of(missing()))
                    .ifPresent(LOG::warn);
            if (isPassedOver()) {
                LOG.warn(
                        "Jakarta Mail takes Angus Mail's own SMTP transport, because it stands first on the class path:"
                                + " resilience4mail does nothing, unless Session.setProvider installs it; take"
                                + " jakarta.mail:jakarta.mail-api 2.1.4 or later, or name resilience4mail-javamail first");
            }
        }
    }

    /** What there is to say about the version of Angus Mail that a class belongs to. */
    static Optional<String> complaintAbout(Class<?> angus) {
        return JarVersion.of(angus, "org.eclipse.angus", "smtp")
                .filter(version -> version.compareTo(SAFE) < 0)
                .map(version -> "Angus Mail " + PrintableText.of(version.text(), MAX_NAME)
                        + " lets line breaks in an address smuggle commands to the server (CVE-2025-7962): take"
                        + " org.eclipse.angus:angus-mail (or :jakarta.mail) " + SAFE + " or later");
    }

    /** What is wrong where there is no Angus Mail 2. */
    static String missing() {
        String instead = find("com.sun.mail.smtp.SMTPTransport")
                .map(type -> "com.sun.mail" + versionOf(type) + " in its place: replace that")
                .orElse("no SMTP transport of it: complete it");
        return "resilience4mail works on Angus Mail 2, but the class path has " + instead
                + " by org.eclipse.angus:angus-mail " + SAFE + " or later";
    }

    /** Up to Jakarta Mail 2.1.3, what comes first on the class path wins, Angus Mail's own entry too. */
    private static boolean isPassedOver() {
        try {
            // an authenticator of ours, so that providers are looked for where we are
            Session session = Session.getInstance(new Properties(), new Authenticator() {});
            String taken = session.getProvider("smtp").getClassName();
            return angus().map(Class::getName).filter(taken::equals).isPresent();
        } catch (NoSuchProviderException | RuntimeException e) {
            LOG.debug("cannot find out whom Jakarta Mail takes for smtp", e);
            return false;
        }
    }

    private static String versionOf(Class<?> type) {
        return JarVersion.of(type, "com.sun.mail", "jakarta.mail")
                .or(() -> JarVersion.of(type, "org.eclipse.angus", "smtp"))
                .map(version -> " " + PrintableText.of(version.text(), MAX_NAME))
                .orElse("");
    }

    /** What we extend, if it is there. */
    private static Optional<Class<?>> angus() {
        try {
            return Optional.of(SMTPTransport.class);
        } catch (NoClassDefFoundError e) {
            return Optional.empty();
        }
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name, false, ClassPathCheck.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}

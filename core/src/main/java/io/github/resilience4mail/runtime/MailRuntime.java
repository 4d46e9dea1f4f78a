/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.runtime;

import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.DeliveryEvent.LoginRefused;
import io.github.resilience4mail.engine.DeliveryListeners;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a single transport. {@code Transport.send} makes a new transport for each message, so what must be
 * remembered between messages is kept here: which accounts' logins were refused, and resilience4j's registry.
 *
 * <p>There is {@linkplain #shared() one for the process}; tests, and applications that want several, make their own.
 * Thread-safe and bounded: it remembers the 1,000 most recently used refused accounts.
 */
public final class MailRuntime {

    /** Remembers so many entries, those that were used last. */
    private static final class Newest<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;
        private static final int MOST = 1_000;

        Newest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    }

    private static final String FINGERPRINT_ALGORITHM = "HmacSHA256";
    private static final Duration COOL_DOWN = Duration.ofMinutes(10);

    /** A server that gets out of step has a fault; that it was only unlucky is found out some time. */
    private static final Duration ONE_BY_ONE = Duration.ofHours(1);

    private final Timekeeper timekeeper;
    private final RetryRegistry registry;
    private final Duration coolDown;
    private final InstantSource clock;
    private final DeliveryListeners listeners = new DeliveryListeners();
    private final Watchdog watchdog = new Watchdog();
    private final byte[] fingerprintKey = new byte[32];
    private final Map<Object, Object> companions = Collections.synchronizedMap(new WeakHashMap<>());
    private final ReentrantLock[] loginGates = new ReentrantLock[64];
    private final Map<Account, Boolean> welcome = new Newest<>();
    private final Map<String, Instant> outOfStep = new Newest<>();
    private volatile boolean hasSeenOutOfStep;
    private final Map<Account, RefusedLogin> refused = new Newest<>();

    /**
     * A runtime of its own.
     *
     * @param timekeeper the clock it goes by
     * @param registry where resilience4j's users look for the retries
     * @param coolDown how long no login is tried after one was refused
     */
    public MailRuntime(Timekeeper timekeeper, RetryRegistry registry, Duration coolDown) {
        if (coolDown.isNegative()) {
            throw new IllegalArgumentException("coolDown " + coolDown + " is negative: use zero to try every login");
        }
        this.timekeeper = timekeeper;
        this.registry = registry;
        this.coolDown = coolDown;
        // clocks get set; a cool-down lasts as long as it lasts
        this.clock = timekeeper.anchored();
        Arrays.setAll(loginGates, i -> new ReentrantLock());
        new SecureRandom().nextBytes(fingerprintKey);
    }

    /**
     * A runtime of its own, with a registry of its own and a cool-down of 10 minutes.
     *
     * @param timekeeper the clock it goes by
     * @return the runtime
     */
    public static MailRuntime with(Timekeeper timekeeper) {
        return new MailRuntime(timekeeper, RetryRegistry.ofDefaults(), COOL_DOWN);
    }

    /** {@return the one runtime of this process, on system time} */
    public static MailRuntime shared() {
        return Shared.INSTANCE;
    }

    /** {@return the clock it goes by} */
    public Timekeeper timekeeper() {
        return timekeeper;
    }

    /** {@return resilience4j's registry, in which each destination has a retry named {@code mail-host:port}} */
    public RetryRegistry registry() {
        return registry;
    }

    /** {@return those who are told of what happens to every message that goes through this runtime; add yours} */
    public DeliveryListeners listeners() {
        return listeners;
    }

    /** {@return what looks after blocking writes} */
    public Watchdog watchdog() {
        return watchdog;
    }

    /**
     * Something that is costly to make and belongs to an object that we cannot extend, such as a mail session. It is
     * kept for as long as that object lives; it must not refer to it.
     *
     * @param owner whose
     * @param type what it is
     * @param maker makes it when first asked for
     * @param <T> its type
     * @return the owner's one
     */
    public <T> T companion(Object owner, Class<T> type, Supplier<T> maker) {
        return type.cast(companions.computeIfAbsent(owner, key -> maker.get()));
    }

    /**
     * Names an account.
     *
     * @param host the server's name
     * @param port the server's port
     * @param user the user's name, or null without a login
     * @param credential the password or token, or null without a login; it is not kept
     * @return the account
     */
    public Account account(String host, int port, @Nullable String user, @Nullable String credential) {
        return new Account(host, port, user, credential == null ? "" : fingerprint(credential));
    }

    /**
     * Says whether a login may be tried.
     *
     * @param account whose
     * @return why not, or empty if it may
     */
    public Optional<RefusedLogin> refusedLogin(Account account) {
        Instant now = clock.instant();
        synchronized (refused) {
            RefusedLogin found = refused.get(account);
            if (found != null && !found.until().isAfter(now)) {
                refused.remove(account);
                return Optional.empty();
            }
            return Optional.ofNullable(found);
        }
    }

    /** {@return the accounts with which no login is tried at present, and why} */
    public Map<Account, RefusedLogin> refusedLogins() {
        Instant now = clock.instant();
        synchronized (refused) {
            refused.values().removeIf(login -> !login.until().isAfter(now));
            return Map.copyOf(refused);
        }
    }

    /**
     * Remembers that a login was refused: none is tried with this account until the cool-down is over, somebody
     * {@linkplain #resetAccounts() resets}, or the credential changes, which makes it another account.
     *
     * @param account whose
     * @param reply what the server said, or null if it said nothing
     * @param verdict what that means
     * @return what is remembered
     */
    public RefusedLogin loginRefused(Account account, @Nullable SmtpReply reply, Verdict verdict) {
        RefusedLogin login = new RefusedLogin(reply, verdict, clock.instant().plus(coolDown));
        synchronized (refused) {
            welcome.remove(account);
            refused.put(account, login);
        }
        listeners.tell(() -> new LoginRefused(
                "mail-" + account.host() + ":" + account.port(),
                timekeeper.now(),
                account.user(),
                verdict,
                login.until()));
        return login;
    }

    /**
     * Remembers that a login was accepted: from now on several may be tried at the same time.
     *
     * @param account whose
     */
    public void loginAccepted(Account account) {
        synchronized (refused) {
            welcome.put(account, true);
        }
    }

    /**
     * What to hold while logging in: as long as nobody knows whether the account is welcome, one login is tried at a
     * time, so that a wrong password is refused once and not as often as there are threads.
     *
     * @param account whose
     * @return a lock, the same for the same account; or empty if a login was accepted before
     */
    public Optional<Lock> loginGate(Account account) {
        synchronized (refused) {
            if (welcome.containsKey(account)) {
                return Optional.empty();
            }
        }
        return Optional.of(loginGates[Math.floorMod(account.hashCode(), loginGates.length)]);
    }

    /**
     * Remembers that a server got out of step when commands were sent to it before it had answered those before them
     * (RFC 2920), although it offers that: for an hour, none are.
     *
     * @param host the server's name
     * @param port the server's port
     */
    public void gotOutOfStep(String host, int port) {
        synchronized (outOfStep) {
            hasSeenOutOfStep = true;
            outOfStep.put(host + ":" + port, clock.instant().plus(ONE_BY_ONE));
        }
    }

    /**
     * Says whether a server got out of step a short while ago.
     *
     * @param host the server's name
     * @param port the server's port
     * @return whether it wants one command at a time
     */
    public boolean isOutOfStep(String host, int port) {
        if (!hasSeenOutOfStep) {
            // asked for every message of every connection, and the answer is hardly ever yes
            return false;
        }
        synchronized (outOfStep) {
            Instant until = outOfStep.get(host + ":" + port);
            return until != null && clock.instant().isBefore(until);
        }
    }

    /** Forgets all refused logins: for an operator who has repaired an account. */
    public void resetAccounts() {
        synchronized (refused) {
            welcome.clear();
            refused.clear();
        }
    }

    private String fingerprint(String credential) {
        try {
            Mac mac = Mac.getInstance(FINGERPRINT_ALGORITHM);
            mac.init(new SecretKeySpec(fingerprintKey, FINGERPRINT_ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(credential.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + FINGERPRINT_ALGORITHM, e);
        }
    }

    /** Made when first asked for. */
    private static final class Shared {
        static final MailRuntime INSTANCE = MailRuntime.with(Timekeeper.system());

        private Shared() {}
    }
}

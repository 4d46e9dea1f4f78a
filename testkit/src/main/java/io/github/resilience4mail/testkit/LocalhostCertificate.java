/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A self-signed certificate for localhost and 127.0.0.1, made when it is first needed, once per JVM. */
final class LocalhostCertificate {

    private static final String ALIAS = "localhost";
    private static final String PASSWORD = "testkit";

    /**
     * Loaded on first use: keytool takes about a second. Nothing in it heeds an interrupt, for a class that failed to load
     * once stays so.
     */
    private static final class Holder {
        static final LocalhostCertificate INSTANCE = generate();
    }

    private final X509Certificate certificate;
    private final SSLContext serverContext;
    private final SSLContext clientContext;

    private LocalhostCertificate(KeyStore keyStore) throws GeneralSecurityException, IOException {
        certificate = (X509Certificate) keyStore.getCertificate(ALIAS);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        serverContext = context(keys.getKeyManagers(), null);
        clientContext = context(null, trust.getTrustManagers());
    }

    static LocalhostCertificate get() {
        return Holder.INSTANCE;
    }

    X509Certificate certificate() {
        return certificate;
    }

    SSLContext serverContext() {
        return serverContext;
    }

    /** Trusts this certificate and no other. */
    SSLContext clientContext() {
        return clientContext;
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    static LocalhostCertificate generate() {
        try {
            Path directory = Files.createTempDirectory("resilience4mail-testkit");
            Path file = directory.resolve("localhost.p12");
            try {
                runKeytool(file);
                return new LocalhostCertificate(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "cannot make a certificate for localhost: run the tests on a JDK that has bin/keytool", e);
        }
    }

    private static void runKeytool(Path file) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        // valid since yesterday, for clients whose clock is late
        List<String> command =
                new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-keystore", file.toString()));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", ALIAS));
        command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-startdate", "-1d", "-validity", "3650"));
        command.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed: " + said.strip());
        }
    }
}

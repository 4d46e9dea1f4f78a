/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JarVersionTest {

    private static final String PROPERTIES = "META-INF/maven/org.eclipse.angus/smtp/pom.properties";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir
    private Path folder;

    /** What is said about a class in a jar with these files. */
    private <T> T among(Map<String, String> files, Function<Class<?>, T> question) throws Exception {
        String name = JarVersionTest.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("some.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                entries.putNextEntry(new JarEntry(file.getKey()));
                entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
            entries.putNextEntry(new JarEntry(name));
            entries.write(bytesOf(name));
        }
        URL[] urls = {jar.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            return question.apply(Class.forName(JarVersionTest.class.getName(), false, loader));
        }
    }

    private static byte[] bytesOf(String name) throws IOException {
        try (InputStream in = JarVersionTest.class.getClassLoader().getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static Optional<String> version(Class<?> type) {
        return JarVersion.of(type, "org.eclipse.angus", "smtp").map(JarVersion::text);
    }

    @Test
    void isFoundForTheAngusMailOfThisBuild() {
        assertThat(version(SMTPTransport.class)).isPresent();
        assertThat(ClassPathCheck.complaintAbout(SMTPTransport.class)).isEmpty();
    }

    @Test
    void comesFromMavensProperties() throws Exception {
        assertThat(among(Map.of(PROPERTIES, "version=2.0.3\n"), JarVersionTest::version))
                .contains("2.0.3");
    }

    @Test
    void comesFromTheManifestOtherwise() throws Exception {
        String manifest =
                """
                Manifest-Version: 1.0
                Bundle-SymbolicName: org.eclipse.angus.jakarta.mail
                Bundle-Version: 2.0.1.v2023
                """;
        assertThat(among(Map.of(MANIFEST, manifest), JarVersionTest::version)).contains("2.0.1.v2023");
    }

    @Test
    void isUnknownInAnApplicationsOwnJarThatSaysNothingOfIt() throws Exception {
        String manifest =
                """
                Manifest-Version: 1.0
                Bundle-SymbolicName: com.example.shop
                Bundle-Version: 1.0.0
                """;
        assertThat(among(Map.of(MANIFEST, manifest), JarVersionTest::version)).isEmpty();
        assertThat(among(Map.of(PROPERTIES, "version=\\uXYZ"), JarVersionTest::version))
                .isEmpty();
        assertThat(among(Map.of(PROPERTIES, "version=${project.version}"), JarVersionTest::version))
                .isEmpty();
        assertThat(version(String.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2.0.3, 2.0.4", "2.0.4, 2.0.10", "2.0.9, 2.1.0-M1", "1.1.0, 2", "2, 2.0.1", "2.0.3.redhat-00001, 2.0.4"
    })
    void isOlder(String older, String newer) {
        assertThat(JarVersion.parse(older).orElseThrow())
                .isLessThan(JarVersion.parse(newer).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "v2", "${angus.version}", "99999999999999999999"})
    void isNoVersion(String text) {
        assertThat(JarVersion.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "2.0.3", "2.0.3-SNAPSHOT", "1.9"})
    void isComplainedOfBelowTheOneThatIsSafe(String text) throws Exception {
        assertThat(among(Map.of(PROPERTIES, "version=" + text), ClassPathCheck::complaintAbout))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("Angus Mail " + text + " ", "CVE-2025-7962", "take", "2.0.4 or later"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.4", "2.0.5", "2.1.0-M1", "3.0", "whatever"})
    void isNotComplainedOfFromThatOneOn(String text) throws Exception {
        assertThat(among(Map.of(PROPERTIES, "version=" + text), ClassPathCheck::complaintAbout))
                .isEmpty();
    }
}

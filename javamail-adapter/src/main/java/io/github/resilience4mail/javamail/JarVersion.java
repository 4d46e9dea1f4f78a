/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of what a class belongs to, found in whatever its jar says: the module descriptor, Maven's properties, the
 * manifest.
 *
 * @param text as the jar has it
 * @param major first number
 * @param minor second number
 * @param patch third number
 */
record JarVersion(String text, int major, int minor, int patch) implements Comparable<JarVersion> {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?(?![0-9]).*");

    /** Reads a version; empty if it does not begin with a number. */
    static Optional<JarVersion> parse(@Nullable String text) {
        Matcher numbers = NUMBERS.matcher(text == null ? "" : text.strip());
        return numbers.matches()
                ? Optional.of(new JarVersion(
                        numbers.group().strip(),
                        number(numbers.group(1)),
                        number(numbers.group(2)),
                        number(numbers.group(3))))
                : Optional.empty();
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /**
     * The version of a Maven artifact, which may have been put into a jar together with others.
     *
     * @param type one of its classes
     * @param groupId the artifact's; the names of its module and bundle begin with it
     * @param artifactId the artifact's
     * @return the version, or empty if the jar does not say
     */
    static Optional<JarVersion> of(Class<?> type, String groupId, String artifactId) {
        ModuleDescriptor module = type.getModule().getDescriptor();
        Optional<JarVersion> ofModule = module != null && module.name().startsWith(groupId)
                ? module.rawVersion().flatMap(JarVersion::parse)
                : Optional.empty();
        return ofModule.or(() -> fromMaven(type, groupId, artifactId)).or(() -> fromManifest(type, groupId));
    }

    private static Optional<JarVersion> fromMaven(Class<?> type, String groupId, String artifactId) {
        String name = "META-INF/maven/" + groupId + "/" + artifactId + "/pom.properties";
        try (InputStream in = openBeside(type, name)) {
            Properties properties = new Properties();
            properties.load(in);
            return parse(properties.getProperty("version"));
        } catch (IOException | IllegalArgumentException e) {
            // there is none, or it is none
            return Optional.empty();
        }
    }

    private static Optional<JarVersion> fromManifest(Class<?> type, String groupId) {
        try (InputStream in = openBeside(type, "META-INF/MANIFEST.MF")) {
            Attributes attributes = new Manifest(in).getMainAttributes();
            String name = attributes.getValue("Bundle-SymbolicName");
            // in a jar that was put together from several, the manifest is another's
            return name != null && name.startsWith(groupId)
                    ? parse(attributes.getValue("Bundle-Version"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A file of the very jar, or folder, that the class comes from: others on the class path may have one too. */
    private static InputStream openBeside(Class<?> type, String name) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        URL self = type.getResource("/" + path);
        if (self == null || !self.toString().endsWith(path)) {
            throw new IOException("nobody knows where " + type + " comes from");
        }
        String place = self.toString();
        URLConnection connection = new URL(place.substring(0, place.length() - path.length()) + name).openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    @Override
    public int compareTo(JarVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor == 0 ? Integer.compare(minor, other.minor) : byMajor;
        return byMinor == 0 ? Integer.compare(patch, other.patch) : byMinor;
    }

    @Override
    public String toString() {
        return text;
    }
}

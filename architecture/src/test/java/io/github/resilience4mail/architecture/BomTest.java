/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The BOM has no parent, so nothing but this keeps it in step with the reactor. */
class BomTest {

    private final Pom bom = Pom.in(Module.ROOT.resolve("bom"));
    private final Pom parent = Pom.in(Module.ROOT);

    private List<String> managed(String what) {
        return bom.texts("dependencyManagement", "dependencies", "dependency", what);
    }

    @Test
    void namesThePublishedModulesAndNoOther() {
        List<String> published = Module.published().stream()
                .map(module -> module.pom().text("artifactId").orElseThrow())
                .toList();
        assertThat(managed("artifactId")).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(published);
        assertThat(managed("groupId"))
                .hasSameSizeAs(published)
                .containsOnly(parent.text("groupId").orElseThrow());
    }

    @Test
    void hasTheVersionOfTheReactorForItselfAndForEachModule() {
        assertThat(bom.text("version")).isPresent().isEqualTo(parent.text("version"));
        assertThat(managed("version")).hasSameSizeAs(managed("artifactId")).containsOnly("${project.version}");
    }

    @Test
    void inheritsNothingThatItsUsersWouldGet() {
        assertThat(bom.texts("parent")).isEmpty();
        assertThat(bom.texts("dependencies")).isEmpty();
    }

    /** Each plugin that a pom names, with its version. */
    private static List<String> plugins(Pom pom, String... path) {
        List<String> names = pom.texts(append(path, "artifactId"));
        List<String> versions = pom.texts(append(path, "version"));
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + " " + versions.get(i))
                .toList();
    }

    private static String[] append(String[] path, String last) {
        return Stream.concat(Stream.of(path), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void isBuiltByTheSamePluginsAsTheOthers() {
        String[] pinned = {"build", "pluginManagement", "plugins", "plugin"};
        String[] used = {"build", "plugins", "plugin"};
        assertThat(plugins(bom, pinned)).isNotEmpty().isSubsetOf(plugins(parent, pinned));
        assertThat(plugins(bom, used)).containsExactlyInAnyOrderElementsOf(plugins(parent, used));
    }

    @Test
    void isLicensedAsTheOthersAre() {
        assertThat(bom.texts("licenses", "license", "name"))
                .isNotEmpty()
                .isEqualTo(parent.texts("licenses", "license", "name"));
        assertThat(bom.text("groupId")).isEqualTo(parent.text("groupId"));
    }
}

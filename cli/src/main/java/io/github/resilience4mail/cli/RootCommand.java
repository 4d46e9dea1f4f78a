/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program without a command: help and version. */
@Command(
        name = "resilience4mail",
        description = "Understands what mail servers say.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class RootCommand {

    /** The version that the jar's manifest states. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"resilience4mail " + (version == null ? "(not packaged)" : version)};
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The entry point of the program. */
public final class Main {

    private Main() {}

    /**
     * Runs the program and ends the virtual machine.
     *
     * @param args a command and its options; {@code --help} lists them
     */
    public static void main(String[] args) {
        Console console = Console.of(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        StopSignal stopSignal = new StopSignal();
        stopSignal.install();
        System.exit(run(Arguments.decoded(args), console, System::getenv, stopSignal));
    }

    /**
     * Runs the program.
     *
     * @param args a command and its options
     * @param console what commands read, answer and complain of
     * @param environment the values of the environment's variables, or null for those that are not set
     * @param stopSignal what may end a command before its time
     * @return the exit code
     */
    static int run(
            String[] args, Console console, Function<String, @Nullable String> environment, StopSignal stopSignal) {
        CommandLine commands = new CommandLine(new RootCommand())
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new SendCommand(console, environment, stopSignal))
                .addSubcommand(new BouncesCommand(console, environment))
                .addSubcommand(OutboxCommand.with(console, environment))
                // an argument is a reply or a file, never the name of a file to take arguments from
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(console.out())
                .setErr(console.err())
                .setParameterExceptionHandler((e, unused) -> usage(console, e))
                .setExecutionExceptionHandler((e, unused, result) -> failure(console, e));
        try {
            return commands.execute(args);
        } finally {
            console.flush();
        }
    }

    private static int usage(Console console, ParameterException e) {
        String sentence = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        String name = e.getCommandLine().getCommandSpec().qualifiedName(" ");
        console.err().println(sentence + "; see " + name + " --help");
        return ExitCode.USAGE;
    }

    private static int failure(Console console, Exception e) {
        console.err().println("this is a fault of the program itself: " + e);
        return ExitCode.SOFTWARE;
    }
}

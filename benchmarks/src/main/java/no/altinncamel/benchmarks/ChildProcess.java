package no.altinncamel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java program that answers lines with lines. What it logs goes to a file. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final PrintStream in;
    private final BufferedReader out;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.log = log;
    }

    static ChildProcess start(Class<?> program, Path log, List<String> jvmOptions, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        return new ChildProcess(process, log);
    }

    /** To be called by the program: it ends when the one who started it is gone, whatever it is doing. */
    static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit()
                .thenRun(() -> Runtime.getRuntime().halt(1)));
    }

    /** What the program says; never {@code null}. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The program has ended. It logged:\n" + Files.readString(log));
        }
        return line;
    }

    String ask(String line) throws IOException {
        in.println(line);
        return line();
    }

    /** Ends the program by the end of its input. */
    @Override
    public void close() {
        in.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

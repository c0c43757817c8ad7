package no.altinncamel.benchmarks;

import java.io.IOException;

/** Other programs of this machine. */
final class Programs {

    private Programs() {}

    static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return exit(process) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static int exit(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

package no.altinncamel.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code curl}, where the machine has it. */
final class Curl {

    private final Settings settings;

    Curl(Settings settings) {
        this.settings = settings;
    }

    static boolean isThere() {
        return Programs.runs("curl", "--version");
    }

    Time upload(String id, Path file) throws IOException {
        return run(
                Settings.SENDER,
                "-X",
                "POST",
                "-H",
                "Content-Type: application/octet-stream",
                "-T",
                file.toString(),
                settings.transferUrl(id) + "/upload");
    }

    /** Overview and download over one connection. */
    Time download(String id) throws IOException {
        return run(
                Settings.RECIPIENT,
                "-o",
                "/dev/null",
                settings.transferUrl(id),
                "-o",
                "/dev/null",
                settings.transferUrl(id) + "/download");
    }

    private Time run(String role, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-f", "-w", "%{time_total}\n", "-H"));
        command.add("Authorization: Bearer " + settings.token(role));
        command.addAll(List.of(arguments));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (Programs.exit(curl) != 0) {
            return new Time(Double.NaN, output.strip());
        }
        // one line for each call; the upload's answer stands before its time
        double seconds = output.lines()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf('}') + 1)))
                .sum();
        return new Time(seconds, null);
    }
}
